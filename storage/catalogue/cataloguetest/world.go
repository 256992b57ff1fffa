package cataloguetest

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
	"lynceus/storage/catalogue"
)

// World is a catalogue with organisations of every kind and groups in every
// phase, for tests of who sees what.
type World struct {
	DB  *catalogue.DB
	SQL *sql.DB // the same database, past the catalogue

	Root catalogue.Viewer // administrator of the whole service

	Home  catalogue.Organisation // administration in Europe: owner of the cases that tests share
	Near  catalogue.Organisation // administration in Europe
	Far   catalogue.Organisation // administration in the Americas
	RILO  catalogue.Organisation // in Europe
	Guest catalogue.Organisation // port police, in Europe

	// Groups of Home. Members of each: Home, Far and Guest.
	Lasting catalogue.Group // without dates
	Coming  catalogue.Group // begins tomorrow
	Over    catalogue.Group // ended yesterday, by EndGroup once cases were released into it

	t       testing.TB
	mu      sync.Mutex // of what follows
	viewers map[string]catalogue.Viewer
	number  int
}

// NewWorld makes a catalogue and fills it.
func NewWorld(t testing.TB) *World {
	t.Helper()
	dsn := DSN(t)
	return Fill(t, open(t, dsn), SQL(t, dsn))
}

// Fixture fills a catalogue that the test has opened itself.
func Fixture(t testing.TB, db *catalogue.DB) *World {
	t.Helper()
	return Fill(t, db, nil)
}

// Fill is Fixture for tests that also look past the catalogue.
func Fill(t testing.TB, db *catalogue.DB, raw *sql.DB) *World {
	t.Helper()
	w := &World{DB: db, SQL: raw, t: t, viewers: map[string]catalogue.Viewer{}}
	organisation := func(kind catalogue.OrgKind, name, country, region string) catalogue.Organisation {
		o, err := db.EnsureOrganisation(t.Context(), catalogue.Organisation{Kind: kind, Name: name, Country: country, Region: region})
		w.must(err)
		return o
	}
	w.Home = organisation(catalogue.OrgAdministration, "Customs of Home", "NL", "EUR")
	w.Near = organisation(catalogue.OrgAdministration, "Customs of Near", "BE", "EUR")
	w.Far = organisation(catalogue.OrgAdministration, "Customs of Far", "BR", "AMS")
	w.RILO = organisation(catalogue.OrgRILO, "RILO of Europe", "DE", "EUR")
	w.Guest = organisation(catalogue.OrgGuest, "Port police", "NL", "EUR")
	root, err := db.CreateUser(t.Context(), catalogue.User{OrgID: w.Home.ID, Email: "root@example.org", Name: "Root",
		Roles: []catalogue.Role{catalogue.RoleAdministrator}, Root: true}, "not a hash")
	w.must(err)
	w.Root = w.viewer(root.ID)

	tomorrow, later := time.Now().Add(24*time.Hour), time.Now().Add(48*time.Hour)
	w.Lasting = w.group(catalogue.Group{Name: "Lasting"})
	w.Coming = w.group(catalogue.Group{Name: "Coming", Start: &tomorrow})
	w.Over = w.group(catalogue.Group{Name: "Over", End: &later})
	return w
}

func (w *World) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *World) group(g catalogue.Group) catalogue.Group {
	w.t.Helper()
	g.Members = []catalogue.Organisation{w.Far, w.Guest}
	g, err := w.DB.CreateGroup(w.t.Context(), w.As(w.Home, catalogue.RoleGroupOwner), g)
	w.must(err)
	return g
}

// EndGroup moves the dates of a group into the past. It needs World.SQL.
func (w *World) EndGroup(g catalogue.Group) {
	w.t.Helper()
	_, err := w.SQL.ExecContext(w.t.Context(), `UPDATE groups SET starts = now() - interval '3 days', ends = now() - interval '1 day' WHERE id = $1`, g.ID)
	w.must(err)
}

func (w *World) viewer(userID string) catalogue.Viewer {
	w.t.Helper()
	v, err := w.DB.ViewerByID(w.t.Context(), userID)
	w.must(err)
	return v
}

// As is a user of an organisation with exactly these roles, always the same one.
// Safe for concurrent use.
func (w *World) As(o catalogue.Organisation, roles ...catalogue.Role) catalogue.Viewer {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	key := fmt.Sprint(o.ID, roles)
	if v, ok := w.viewers[key]; ok {
		return v
	}
	w.number++
	u, err := w.DB.CreateUser(w.t.Context(), catalogue.User{OrgID: o.ID, Roles: roles,
		Email: fmt.Sprintf("user.%d@example.org", w.number), Name: fmt.Sprintf("User %d of %s", w.number, o.Name)}, "not a hash")
	w.must(err)
	w.viewers[key] = w.viewer(u.ID)
	return w.viewers[key]
}

// Officer is a contributor and releaser of an organisation.
func (w *World) Officer(o catalogue.Organisation) catalogue.Viewer {
	w.t.Helper()
	return w.As(o, catalogue.RoleContributor, catalogue.RoleReleaser)
}

// Form is a complete form: cocaine behind the false front wall of a container.
func Form() catalogue.CaseForm {
	return catalogue.CaseForm{
		Title: "Container from Santos", Month: "2026-03", Country: "NL", Place: "NLRTM", Mode: "1", Means: "C40",
		Route: []string{"BR", "NL"}, Cover: "0901", Concealment: []string{"CON.FWAL"}, Construction: "PUR",
		Shielding: "DENS", Trigger: "XRAY", Goods: []catalogue.Good{{Commodity: "DRG.COC", Quantity: 120, Unit: "kg"}},
		Narrative: "A welded bulkhead, freshly painted, 40 cm in front of the wall.", TLP: "GREEN",
	}
}

// Picture is what intake would hand over for a picture of a case that no other
// picture resembles.
func (w *World) Picture(caseID string) catalogue.NewPicture {
	w.mu.Lock()
	w.number++
	number := w.number
	w.mu.Unlock()
	id := catalogue.NewID()
	p := catalogue.NewPicture{
		Picture: catalogue.Picture{ID: id, CaseID: caseID, Name: fmt.Sprintf("scan %d.png", number), Format: "PNG",
			Width: 4000, Height: 1500, Bits: 16, Channels: 1, Window: &render.Window{Low: 900, High: 61000}, Technique: "XT1", Role: "POS"},
		FileSum:     sha256.Sum256([]byte("file " + id)),
		PixelSum:    sha256.Sum256([]byte("pixels " + id)),
		Fingerprint: fingerprint.Fingerprint{Scan: uint64(number) * 0x9e3779b97f4a7c15 >> 1},
	}
	for i, name := range []string{"original", "large", "view", "thumb"} {
		p.Objects = append(p.Objects, catalogue.Object{Name: name, Key: "pictures/" + id + "/" + name, Size: int64(10_000_000 >> (3 * i)),
			SHA256: sha256.Sum256([]byte(name + id)), Width: 4000 >> i, Height: 1500 >> i})
	}
	return p
}

// Draft is a complete draft of an organisation with one picture.
func (w *World) Draft(o catalogue.Organisation) catalogue.Case {
	w.t.Helper()
	v := w.Officer(o)
	c, err := w.DB.CreateCase(w.t.Context(), v, Form())
	w.must(err)
	_, _, err = w.DB.AddPicture(w.t.Context(), v, w.Picture(c.ID))
	w.must(err)
	w.Check(o, c.ID)
	c, err = w.DB.Case(w.t.Context(), v, c.ID)
	w.must(err)
	return c
}

// Check says of all pictures that a case has now that they show nobody.
func (w *World) Check(o catalogue.Organisation, caseID string) {
	w.t.Helper()
	v := w.Officer(o)
	c, err := w.DB.Case(w.t.Context(), v, caseID)
	w.must(err)
	ids := []string{}
	for _, p := range c.Pictures {
		ids = append(ids, p.ID)
	}
	_, err = w.DB.DecideGuard(w.t.Context(), v, caseID, catalogue.GuardDecisions{Checked: ids})
	w.must(err)
}

// Released is a case of an organisation, released to an audience under a label.
func (w *World) Released(o catalogue.Organisation, tlp catalogue.TLP, a catalogue.Audience) catalogue.Case {
	w.t.Helper()
	v, c := w.Officer(o), w.Draft(o)
	f := c.CaseForm
	f.TLP = tlp
	_, err := w.DB.UpdateCase(w.t.Context(), v, c.ID, f)
	w.must(err)
	_, err = w.DB.Submit(w.t.Context(), v, c.ID, "")
	w.must(err)
	c, err = w.DB.Release(w.t.Context(), v, c.ID, a, "")
	w.must(err)
	return c
}
