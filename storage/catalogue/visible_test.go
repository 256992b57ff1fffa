package catalogue_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// shared is a case of Home in some state, and the organisations that see it.
type shared struct {
	name string
	c    catalogue.Case
	seen []string // names of organisations
}

// sharings makes a case for every audience and every state.
func sharings(t *testing.T, w *cataloguetest.World) []shared {
	t.Helper()
	home, near, far, rilo, guest := w.Home.Name, w.Near.Name, w.Far.Name, w.RILO.Name, w.Guest.Name
	officer := w.Officer(w.Home)
	ok := func(c catalogue.Case, err error) catalogue.Case {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	all := catalogue.Audience{Everyone: true, Regions: []string{"EUR", "AMS"}, Organisations: []string{w.Far.ID}, Groups: []string{w.Lasting.ID}}
	submitted := ok(w.DB.Submit(t.Context(), officer, w.Draft(w.Home).ID, ""))
	withdrawn := ok(w.DB.Withdraw(t.Context(), officer, w.Released(w.Home, "GREEN", all).ID, "a mistake"))
	reopened := ok(w.DB.Withdraw(t.Context(), officer, w.Released(w.Home, "GREEN", all).ID, "a mistake"))
	reopened = ok(w.DB.Reopen(t.Context(), officer, reopened.ID, "a mistake"))
	narrowed := w.Released(w.Home, "GREEN", all)
	narrowed = ok(w.DB.Release(t.Context(), officer, narrowed.ID, catalogue.Audience{}, ""))
	cases := []shared{
		{"draft", w.Draft(w.Home), []string{home}},
		{"submitted", submitted, []string{home}},
		{"withdrawn", withdrawn, []string{home}},
		{"reopened", reopened, []string{home}},
		{"narrowed to nobody", narrowed, []string{home}},
		{"nobody", w.Released(w.Home, "GREEN", catalogue.Audience{}), []string{home}},
		{"everyone", w.Released(w.Home, "CLEAR", catalogue.Audience{Everyone: true}), []string{home, near, far, rilo}},
		{"own region", w.Released(w.Home, "AMBER", catalogue.Audience{Regions: []string{"EUR"}}), []string{home, near, rilo}},
		{"other region", w.Released(w.Home, "AMBER", catalogue.Audience{Regions: []string{"AMS"}}), []string{home, far}},
		{"an administration", w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.Far.ID}}), []string{home, far}},
		{"a RILO", w.Released(w.Home, "AMBER+STRICT", catalogue.Audience{Organisations: []string{w.RILO.ID}}), []string{home, rilo}},
		{"a group", w.Released(w.Home, "AMBER", catalogue.Audience{Groups: []string{w.Lasting.ID}}), []string{home, far, guest}},
		{"a group to come", w.Released(w.Home, "AMBER", catalogue.Audience{Groups: []string{w.Coming.ID}}), []string{home}},
		{"a group that is over", w.Released(w.Home, "AMBER", catalogue.Audience{Groups: []string{w.Over.ID}}), []string{home, far, guest}},
		{"everything at once", w.Released(w.Home, "GREEN", all), []string{home, near, far, rilo, guest}},
	}
	w.EndGroup(w.Over)
	return cases
}

// opens are the roles with which pictures are seen at all.
var opens = []catalogue.Role{catalogue.RoleViewer, catalogue.RoleContributor, catalogue.RoleReleaser,
	catalogue.RoleAnalyst, catalogue.RoleTrainer, catalogue.RoleGroupOwner}

// door is a way to a case or its picture by their ids.
type door struct {
	name string
	own  bool // open to the owner's organisation alone
	ask  func(caseID, pictureID string) error
}

func doors(t *testing.T, w *cataloguetest.World, v catalogue.Viewer) []door {
	ctx, db := t.Context(), w.DB
	return []door{
		{"Case", false, func(c, _ string) error { return second(db.Case(ctx, v, c)) }},
		{"History", false, func(c, _ string) error { return second(db.History(ctx, v, c)) }},
		{"Picture", false, func(_, p string) error { return second(db.Picture(ctx, v, p)) }},
		{"a rendition", false, func(_, p string) error { return second(db.PictureObject(ctx, v, p, "large")) }},
		{"the fingerprint", false, func(_, p string) error { return second(db.PictureFingerprint(ctx, v, p)) }},
		{"the original", true, func(_, p string) error { return second(db.PictureObject(ctx, v, p, "original")) }},
	}
}

// sees tries every door to a case, and demands of all of them the same answer;
// what is hidden must answer exactly as what never was.
func sees(t *testing.T, w *cataloguetest.World, v catalogue.Viewer, c catalogue.Case, want, own bool) {
	t.Helper()
	for _, d := range doors(t, w, v) {
		err := d.ask(c.ID, c.Pictures[0].ID)
		if want && (own || !d.own) {
			if err != nil {
				t.Errorf("%s: %v", d.name, err)
			}
			continue
		}
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is not hidden: %v", d.name, err)
		} else if absent := d.ask(catalogue.NewID(), catalogue.NewID()); absent == nil || err.Error() != absent.Error() {
			t.Errorf("%s: hidden says %q, missing says %q", d.name, err, absent)
		}
	}
	listed, err := w.DB.CasesByID(t.Context(), v, []string{catalogue.NewID(), c.ID, "", "\x00"})
	if err != nil || (len(listed) == 1) != want {
		t.Errorf("CasesByID: %d cases, %v", len(listed), err)
	}
	for _, l := range listed {
		p := l.Pictures[0]
		original := slices.ContainsFunc(p.Objects, func(o catalogue.Object) bool { return o.Name == catalogue.Original })
		if l.Mine != own || (l.Audience != nil) != own || (p.Name != "") != own || original != own {
			t.Errorf("mine %v, told of the audience %v, of the file name %q, of the original %v; want all %v", l.Mine, l.Audience != nil, p.Name, original, own)
		}
	}
}

func TestWhoSeesWhat(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	cases := sharings(t, w)
	accesses := map[string]catalogue.Access{}
	if err := w.DB.IndexCases(t.Context(), nil, func(c catalogue.IndexedCase) error { accesses[c.ID] = c.Access; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, org := range []catalogue.Organisation{w.Home, w.Near, w.Far, w.RILO, w.Guest} {
		for _, role := range catalogue.Roles {
			t.Run(org.Name+"/"+string(role), func(t *testing.T) {
				v := w.As(org, role)
				everything(t, w, v, org, cases, accesses, slices.Contains(opens, role))
				for _, s := range cases {
					t.Run(s.name, func(t *testing.T) {
						sees(t, w, v, s.c, slices.Contains(opens, role) && slices.Contains(s.seen, org.Name), org.ID == w.Home.ID)
					})
				}
			})
		}
	}
}

// everything compares the lists, whole, with what the viewer may see.
func everything(t *testing.T, w *cataloguetest.World, v catalogue.Viewer, org catalogue.Organisation, cases []shared, accesses map[string]catalogue.Access, opens bool) {
	t.Helper()
	var want []string
	var open []catalogue.Access
	for _, s := range cases {
		if opens && slices.Contains(s.seen, org.Name) {
			want = append(want, s.c.ID)
			open = append(open, accesses[s.c.ID])
		}
	}
	slices.Sort(want)
	same := func(how string, got []string, err error) {
		t.Helper()
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d cases instead of %d, %v", how, len(got), len(want), err)
		}
	}
	ids := func(cases []catalogue.Case) (ids []string) {
		for _, c := range cases {
			ids = append(ids, c.ID)
		}
		return ids
	}
	newest, err := w.DB.NewestCases(t.Context(), v, false, 1000)
	same("NewestCases", ids(newest), err)
	found, err := w.DB.CaseIDsByText(t.Context(), v, "santos")
	same("CaseIDsByText", found, err)
	visible, err := w.DB.VisibleAccesses(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	for id, a := range accesses {
		if slices.Contains(visible, a) != slices.Contains(open, a) {
			t.Errorf("VisibleAccesses is wrong about case %s", id)
		}
	}
	if org.ID != w.Home.ID {
		want = nil
	}
	newest, err = w.DB.NewestCases(t.Context(), v, true, 1000)
	same("NewestCases of the own organisation", ids(newest), err)
}

func TestRevocationHoldsAtTheNextQuestion(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	far, guest := w.As(w.Far, catalogue.RoleViewer), w.As(w.Guest, catalogue.RoleViewer)
	grouped := w.Released(w.Home, "AMBER", catalogue.Audience{Groups: []string{w.Lasting.ID}})
	open := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	owner := w.As(w.Home, catalogue.RoleGroupOwner)
	sees(t, w, far, grouped, true, false)
	sees(t, w, guest, grouped, true, false)

	if err := w.DB.RemoveMember(t.Context(), owner, w.Lasting.ID, w.Guest.ID); err != nil {
		t.Fatal(err)
	}
	sees(t, w, guest, grouped, false, false)
	sees(t, w, far, grouped, true, false)
	if err := w.DB.AddMember(t.Context(), owner, w.Lasting.ID, w.Guest.ID); err != nil {
		t.Fatal(err)
	}
	sees(t, w, guest, grouped, true, false)

	if _, err := w.DB.Release(t.Context(), w.Officer(w.Home), grouped.ID, catalogue.Audience{Organisations: []string{w.Near.ID}}, ""); err != nil {
		t.Fatal(err)
	}
	sees(t, w, far, grouped, false, false)
	sees(t, w, w.As(w.Near, catalogue.RoleAnalyst), grouped, true, false)

	// Roles and accounts are read with every question, whatever the Viewer says.
	sees(t, w, far, open, true, false)
	if err := w.DB.SetRoles(t.Context(), w.Root, far.UserID, []catalogue.Role{catalogue.RoleAuditor}); err != nil {
		t.Fatal(err)
	}
	sees(t, w, far, open, false, false)
	near := w.As(w.Near, catalogue.RoleViewer)
	if err := w.DB.SetDisabled(t.Context(), w.Root, near.UserID, true); err != nil {
		t.Fatal(err)
	}
	sees(t, w, near, open, false, false)
}

func TestAnAudienceOpensNothingBeforeReleaseOrAfter(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := w.Draft(w.Home)
	for _, state := range []catalogue.State{catalogue.Draft, catalogue.Submitted, catalogue.Withdrawn, catalogue.Released} {
		if _, err := w.SQL.Exec(`WITH a AS (INSERT INTO access (org_id, state, tlp, everyone, regions, orgs, groups, digest)
				VALUES ($1, $2, 'CLEAR', true, '{EUR,AMS}', ARRAY[$3], ARRAY[$4], sha256($2::text::bytea)) RETURNING id)
			UPDATE cases SET access_id = (SELECT id FROM a) WHERE id = $5`, w.Home.ID, string(state), w.Far.ID, w.Lasting.ID, c.ID); err != nil {
			t.Fatal(err)
		}
		for _, org := range []catalogue.Organisation{w.Near, w.Far, w.RILO, w.Guest} {
			sees(t, w, w.As(org, catalogue.RoleViewer), c, state == catalogue.Released, false)
		}
	}
}

func TestNobodySeesNothing(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := w.Released(w.Home, "CLEAR", catalogue.Audience{Everyone: true})
	for name, v := range map[string]catalogue.Viewer{
		"the zero viewer":  {},
		"an unknown user":  {UserID: catalogue.NewID(), OrgID: w.Home.ID, Roles: catalogue.Roles},
		"roles made up":    {UserID: w.As(w.Home, catalogue.RoleAuditor).UserID, OrgID: w.Home.ID, Roles: catalogue.Roles},
		"the root account": w.Root,
	} {
		t.Run(name, func(t *testing.T) { sees(t, w, v, c, false, false) })
	}
}
