package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"lynceus/imaging/format/formattest"
	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

// draftOf is an empty draft of Home, and its officer.
func (h *house) draftOf() (catalogue.Viewer, catalogue.Case) {
	h.t.Helper()
	v := h.Officer(h.Home)
	k, err := h.DB.CreateCase(h.t.Context(), v, catalogue.CaseForm{})
	h.must(err)
	return v, k
}

func (h *house) pictures(v catalogue.Viewer, caseID string) []catalogue.Picture {
	h.t.Helper()
	k, err := h.DB.Case(h.t.Context(), v, caseID)
	h.must(err)
	return k.Pictures
}

type batchAnswer struct {
	Case  catalogue.Case     `json:"case"`
	Files []web.UploadedFile `json:"files"`
}

func TestOnePicture(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	img := encoded(scene(1))
	sum := sha256.Sum256(img)
	body, media := upload(map[string][]string{"technique": {"XT1"}, "role": {"POS"}}, file{name: "truck.png", bytes: img})
	for name, header := range map[string]map[string]string{
		"hexadecimal": {"X-Content-SHA256": hex.EncodeToString(sum[:]), "Idempotency-Key": "a1"},
		"RFC 9530":    {"Repr-Digest": "sha-512=:AAAA:, sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"},
	} {
		t.Run(name, func(t *testing.T) {
			g := h.want(201, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media, header: header})
			f := into[web.UploadedFile](h, g)
			if f.Picture.Width != 480 || f.Picture.Height != 320 || f.Picture.Technique != "XT1" || f.Picture.Role != "POS" || f.Picture.Name != "truck.png" {
				t.Errorf("%+v", f.Picture)
			}
			if g.Header.Get("Location") != "/pictures/"+f.Picture.ID {
				t.Errorf("Location %q", g.Header.Get("Location"))
			}
		})
	}
	if n := len(h.pictures(v, k.ID)); n != 1 {
		t.Errorf("%d pictures of one file", n)
	}
	other, err := h.DB.CreateCase(t.Context(), v, catalogue.CaseForm{})
	h.must(err)
	g := h.want(200, ask{method: "POST", path: "/cases/" + other.ID + "/pictures", as: &v, body: body, media: media})
	if f := into[web.UploadedFile](h, g); !f.Already || f.Picture.CaseID != k.ID {
		t.Errorf("the same picture in another case: %+v", f)
	}
}

func TestARefusedFileCostsNoOther(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	body, media := upload(nil,
		file{name: "one.png", bytes: encoded(scene(1))},
		file{name: "page.jpg", bytes: []byte("<!doctype html><script>alert(1)</script>")},
		file{name: "cut.png", bytes: encoded(scene(2))[:900]},
		file{name: "wrong sum.png", bytes: encoded(scene(3)), header: map[string]string{"X-Content-SHA256": strings.Repeat("00", 32)}},
		file{name: "no sum.png", bytes: encoded(scene(4)), header: map[string]string{"X-Content-SHA256": "zz"}},
		file{name: "two.png", bytes: encoded(scene(5))},
	)
	g := h.want(207, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
	var statuses []int
	for _, f := range into[batchAnswer](h, g).Files {
		statuses = append(statuses, f.Status)
		if (f.Status >= 400) != (f.Problem != nil) || f.Problem != nil && (f.Problem.Detail == "" || f.Problem.Code == "") {
			t.Errorf("%s: %d %+v", f.Name, f.Status, f.Problem)
		}
	}
	if !slices.Equal(statuses, []int{201, 415, 422, 422, 400, 201}) {
		t.Errorf("statuses %d: %s", statuses, g)
	}
	if n := len(h.pictures(v, k.ID)); n != 2 {
		t.Errorf("%d pictures kept", n)
	}
	if n := h.stored(); n != 2*4 {
		t.Errorf("%d objects stored", n)
	}
	if left := h.spooled(); len(left) > 0 {
		t.Errorf("left in the spool: %q", left)
	}

	page := h.want(207, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media, html: true})
	for _, want := range []string{"one.png", "page.jpg", "/cases/" + k.ID} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page does not name %s", want)
		}
	}
	auditor := h.As(h.Home, catalogue.RoleAuditor)
	if record := h.want(200, ask{path: "/record", as: &auditor}); strings.Count(record.String(), "picture.refused") != 4 {
		t.Errorf("refusals on record: %s", record)
	}
}

func TestUploadsThatAreNone(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	picture := file{name: "one.png", bytes: encoded(scene(1))}
	whole, media := upload(nil, picture)
	many := make([]file, 101)
	for i := range many {
		many[i] = file{name: "x.jpg", bytes: []byte("none")}
	}
	tooMany, manyMedia := upload(nil, many...)
	huge, hugeMedia := upload(map[string][]string{"technique": {strings.Repeat("x", 2<<20)}}, picture)
	empty, emptyMedia := upload(nil, file{name: "one.png"})
	noFile, noFileMedia := upload(map[string][]string{"technique": {"XT1"}})
	for _, tc := range []struct {
		name, body, media string
		status            int
		header            map[string]string
	}{
		{"JSON", "{}", "application/json", 415, nil},
		{"nothing", "", media, 400, nil},
		{"an empty file", empty, emptyMedia, 422, nil},
		{"no file", noFile, noFileMedia, 400, nil},
		{"breaks off in the file", whole[:len(whole)/2], media, 400, nil},
		{"an endless field", huge, hugeMedia, 413, nil},
		{"a key that is too long", whole, media, 400, map[string]string{"Idempotency-Key": strings.Repeat("k", 201)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h.want(tc.status, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: tc.body, media: tc.media, header: tc.header})
		})
	}
	g := h.want(207, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: tooMany, media: manyMedia})
	if files := into[batchAnswer](h, g).Files; len(files) != 101 || files[100].Problem.Code != "too_many_files" {
		t.Errorf("%d answers, the last %+v", len(files), files[len(files)-1])
	}
	if n := h.stored(); n != 0 {
		t.Errorf("%d objects stored", n)
	}
}

// TestFieldsAreBoundedWithTheirNames: a name is kept like a value, and a field
// without either takes memory too.
func TestFieldsAreBoundedWithTheirNames(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	for _, tc := range []struct {
		what   string
		fields int
		name   func(i int) string
	}{
		{"long names", 110, func(i int) string { return strconv.Itoa(i) + strings.Repeat("n", 10_000) }},
		{"many names", 11_000, strconv.Itoa},
		{"one name", 11_000, func(int) string { return "n" }},
	} {
		fields := map[string][]string{}
		for i := range tc.fields {
			fields[tc.name(i)] = append(fields[tc.name(i)], "")
		}
		body, media := upload(fields)
		for _, path := range []string{"/cases", "/cases/" + k.ID + "/pictures"} {
			g := h.do(ask{method: "POST", path: path, as: &v, body: body, media: media})
			if g.StatusCode != http.StatusRequestEntityTooLarge {
				t.Errorf("%s to %s: %d %.200s", tc.what, path, g.StatusCode, g)
			}
		}
	}
}

func TestTheOperatorsLimitHolds(t *testing.T) {
	h := newHouse(t, func(c *web.Config) { c.UploadBytes = 1000 })
	v, k := h.draftOf()
	body, media := upload(nil, file{name: "one.png", bytes: encoded(scene(1))})
	h.want(413, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
	h.want(413, ask{method: "POST", path: "/ask", as: &v, body: body, media: media})
	if n := h.stored(); n != 0 {
		t.Errorf("%d objects stored", n)
	}
}

// TestTheSameFileAtTheSameTime sends one file ten times at once: one picture, ten
// equal answers.
func TestTheSameFileAtTheSameTime(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	body, media := upload(nil, file{name: "one.png", bytes: encoded(scene(1))})
	answers := make([]string, 10)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			answers[i] = h.want(201, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media,
				header: map[string]string{"Idempotency-Key": "key"}}).String()
		})
	}
	wg.Wait()
	if slices.Sort(answers); len(slices.Compact(answers)) != 1 {
		t.Errorf("answers differ: %q", answers)
	}
	if n := len(h.pictures(v, k.ID)); n != 1 {
		t.Errorf("%d pictures", n)
	}
}

// TestACaseInOneForm is the way without JavaScript: fields and files in one form,
// in any order.
func TestACaseInOneForm(t *testing.T) {
	fields := map[string][]string{
		"title": {"Tank"}, "month": {"2026-02"}, "country": {"NL"}, "mode": {"3"}, "means": {"CAR"},
		"concealment": {"VEH.FUEL", ""}, "goods.commodity": {"", "DRG.COC"}, "goods.quantity": {"", "12,5"}, "goods.unit": {"", "kg"},
		"route": {"BE, NL"}, "tlp": {"GREEN"}, "training": {"true"}, "then": {"submit"},
	}
	picture := file{name: "one.png", bytes: encoded(scene(1))}
	bad := file{name: "bad.jpg", bytes: []byte("%PDF-1.7 and so on")}
	change := func(name string, values ...string) map[string][]string {
		out := map[string][]string{}
		for k, v := range fields {
			out[k] = v
		}
		out[name] = values
		return out
	}
	for _, tc := range []struct {
		name     string
		fields   map[string][]string
		files    []file
		html     bool
		status   int
		state    catalogue.State // of the case made; empty for none
		pictures int
	}{
		{"complete", fields, []file{picture}, true, 303, catalogue.Submitted, 1},
		{"a draft", change("then"), []file{picture}, true, 303, catalogue.Draft, 1},
		{"nothing but a picture", nil, []file{picture}, true, 303, catalogue.Draft, 1},
		{"no picture yet", change("then"), nil, true, 303, catalogue.Draft, 0},
		{"submitted without a picture", fields, nil, true, 422, catalogue.Draft, 0},
		{"a file is refused", fields, []file{picture, bad}, true, 207, catalogue.Draft, 1},
		{"a field is wrong", change("month", "February"), []file{picture}, true, 422, catalogue.Draft, 1},
		{"a field is wrong and there is no file", change("month", "February"), nil, true, 422, "", 0},
		{"a quantity is no number", change("goods.quantity", "", "some"), nil, true, 422, "", 0},
		{"by a program", change("then"), []file{picture, bad}, false, 201, catalogue.Draft, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			v := h.Officer(h.Home)
			body, media := upload(tc.fields, tc.files...)
			g := h.want(tc.status, ask{method: "POST", path: "/cases", as: &v, body: body, media: media, html: tc.html})
			made, err := h.DB.NewestCases(t.Context(), v, true, 10)
			h.must(err)
			if tc.state == "" {
				if len(made) != 0 {
					t.Errorf("%d cases made", len(made))
				}
				return
			}
			if len(made) != 1 || made[0].State != tc.state || len(made[0].Pictures) != tc.pictures {
				t.Fatalf("made %+v", made)
			}
			if to := g.Header.Get("Location"); tc.status == 303 && to != "/cases/"+made[0].ID {
				t.Errorf("on to %q", to)
			}
			if f := made[0].CaseForm; tc.status == 303 && tc.fields != nil &&
				(f.Title != "Tank" || len(f.Concealment) != 1 || len(f.Goods) != 1 || f.Goods[0].Quantity != 12.5 || f.Goods[0].Unit != "kg" || !slices.Equal(f.Route, []string{"BE", "NL"}) || !f.Training) {
				t.Errorf("form %+v", f)
			}
			if tc.status == 422 && !strings.Contains(g.String(), `aria-invalid="true"`) && !strings.Contains(g.String(), "field-error") {
				t.Error("the page marks no field")
			}
		})
	}
}

// TestMetadataStaysInside looks for what a camera wrote, in every rendition.
func TestMetadataStaysInside(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	for _, f := range formattest.Honest() {
		if !strings.Contains(f.Name, "JPEG") && !bytes.Contains(f.Bytes, []byte("Exif")) && !bytes.Contains(f.Bytes, []byte("eXIf")) {
			continue
		}
		body, media := upload(nil, file{name: f.Name, bytes: f.Bytes})
		g := h.do(ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
		if g.StatusCode > 299 {
			t.Errorf("%s: %d %s", f.Name, g.StatusCode, g)
			continue
		}
		p := into[web.UploadedFile](h, g).Picture
		for _, name := range []string{"thumb", "view", "large"} {
			bare(t, f.Name+" "+name, h.want(200, ask{path: "/pictures/" + p.ID + "/" + name, as: &v}).body)
		}
	}
}

// bare fails unless a JPEG has the segments that pixels need and nothing behind them.
func bare(t *testing.T, what string, b []byte) {
	t.Helper()
	if !bytes.HasPrefix(b, []byte{0xff, 0xd8}) || !bytes.HasSuffix(b, []byte{0xff, 0xd9}) {
		t.Errorf("%s is no JPEG from end to end", what)
		return
	}
	for at := 2; at+4 <= len(b) && b[at] == 0xff && b[at+1] != 0xda; {
		switch marker := b[at+1]; {
		case marker == 0xe0 && bytes.HasPrefix(b[at+4:], []byte("JFIF\x00")), marker == 0xdb, marker == 0xc0, marker == 0xc4, marker == 0xdd:
		default:
			t.Errorf("%s has a segment %x", what, marker)
		}
		at += 2 + int(b[at+2])<<8 + int(b[at+3])
	}
	if i := bytes.Index(b, []byte{0xff, 0xd9}); i != len(b)-2 {
		t.Errorf("%s goes on behind its end", what)
	}
}

func TestNobodyElseAddsPictures(t *testing.T) {
	h := newHouse(t)
	k := h.Released(h.Home, "GREEN", everyone)
	near := h.Officer(h.Near)
	body, media := upload(nil, file{name: "one.png", bytes: encoded(scene(1))})
	h.want(http.StatusForbidden, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &near, body: body, media: media})
	home := h.Officer(h.Home)
	h.want(422, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &home, body: body, media: media}) // released already
	if n := h.stored(); n != 0 {
		t.Errorf("%d objects stored", n)
	}
}
