package web_test

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// TestAHiddenCaseChangesNothing asks one viewer's questions in two worlds: before
// and after another organisation adds cases that the viewer may not see, with
// pictures that look like the viewer's own, and one that was shared and taken
// back. Every answer must be the same to the byte, counts and facets included.
func TestAHiddenCaseChangesNothing(t *testing.T) {
	h := newHouse(t)
	mine := h.pictured(h.Near, "GREEN", 1)
	viewer := h.As(h.Near, catalogue.RoleViewer)
	asking, media := upload(nil, file{name: "Query 1.png", bytes: encoded(disguised(scene(1)))})
	hiddenID, hiddenPicture := catalogue.NewID(), catalogue.NewID()
	questions := func() (all []got) {
		for _, a := range []ask{
			{path: "/"}, {path: "/cases"}, {path: "/cases?q=container"}, {path: "/cases?concealment=CON&country=NL"},
			{path: "/cases/" + mine.ID}, {path: "/pictures/" + mine.Pictures[0].ID + "/similar"},
			{path: "/cases/" + hiddenID}, {path: "/cases/" + hiddenID + "/edit"}, {path: "/pictures/" + hiddenPicture},
			{path: "/pictures/" + hiddenPicture + "/thumb"}, {path: "/pictures/" + hiddenPicture + "/similar"},
			{path: "/organisations"}, {path: "/groups"},
			{method: "POST", path: "/ask", body: asking, media: media},
			{method: "POST", path: "/cases/" + hiddenID + "/submit"},
			{method: "DELETE", path: "/pictures/" + hiddenPicture},
		} {
			for _, html := range []bool{false, true} {
				a.as, a.html = &viewer, html
				all = append(all, h.do(a))
			}
		}
		return all
	}
	questions() // vocabulary and languages are read once
	before := questions()

	hidden := h.pictured(h.Home, "GREEN", 1)
	hiddenID, hiddenPicture = hidden.ID, hidden.Pictures[0].ID
	back := h.pictured(h.Home, "GREEN", 2)
	h.release(back, h.Home, everyone)
	_, err := h.DB.Withdraw(t.Context(), h.Officer(h.Home), back.ID, "by mistake")
	h.must(err)
	h.release(h.pictured(h.Home, "GREEN", 3), h.Home, catalogue.Audience{Organisations: []string{h.Far.ID}})

	for i, after := range questions() {
		same(t, after.Request.Method+" "+after.Request.URL.Path, before[i], after)
		if before[i].StatusCode != after.StatusCode {
			t.Errorf("%s: %d, then %d", after.Request.URL.Path, before[i].StatusCode, after.StatusCode)
		}
	}
}

// TestTheMainJob sends a case, shares it, and has another administration ask with
// a picture of it from another scanner.
func TestTheMainJob(t *testing.T) {
	h := newHouse(t)
	for seed := range uint64(12) {
		h.release(h.pictured(h.Home, "GREEN", 100+seed), h.Home, everyone)
	}
	k := h.pictured(h.Home, "GREEN", 1)
	near := h.As(h.Near, catalogue.RoleViewer)
	body, media := upload(nil, file{name: "Query 1.png", bytes: encoded(disguised(scene(1)))})
	asked := func(v catalogue.Viewer) []search.LookAlike {
		g := h.want(200, ask{method: "POST", path: "/ask", as: &v, body: body, media: media})
		return into[struct {
			LookAlikes []search.LookAlike `json:"look_alikes"`
		}](h, g).LookAlikes
	}
	objects := h.stored()
	for _, l := range asked(near) {
		if l.Case.ID == k.ID {
			t.Fatal("found before it was released")
		}
	}
	h.release(k, h.Home, everyone)
	found := asked(near)
	if len(found) == 0 || found[0].Case.ID != k.ID || found[0].Band != search.SamePicture || !found[0].Variant.Inverted || !found[0].Variant.Mirrored {
		t.Fatalf("found %+v", found)
	}
	page := h.want(200, ask{method: "POST", path: "/ask", as: &near, body: body, media: media, html: true})
	selects(t, page, `a[href="/pictures/`+k.Pictures[0].ID+`"], a[href="/cases/`+k.ID+`"]`, `img[src^="data:image/jpeg;base64,"]`)
	h.want(200, ask{path: "/pictures/" + k.Pictures[0].ID, as: &near})
	if _, err := h.DB.Withdraw(t.Context(), h.Officer(h.Home), k.ID, "by mistake"); err != nil {
		t.Fatal(err)
	}
	for _, l := range asked(near) {
		if l.Case.ID == k.ID {
			t.Error("found after it was withdrawn")
		}
	}
	if n := h.stored(); n != objects || len(h.spooled()) > 0 {
		t.Errorf("asking has left %d objects, %q", n-objects, h.spooled())
	}
	auditor := h.As(h.Home, catalogue.RoleAuditor)
	record := h.want(200, ask{path: "/record", as: &auditor}).String()
	for _, what := range []string{"case.release", "picture.add", "picture.view"} {
		if !contains(record, `"what":"`+what+`"`) {
			t.Errorf("%s is not on record", what)
		}
	}
	if contains(record, near.UserID) || contains(record, near.Name) {
		t.Error("the record names another organisation's officer")
	}
	theirs := h.As(h.Near, catalogue.RoleAuditor)
	if !contains(h.want(200, ask{path: "/record", as: &theirs}).String(), `"what":"search.ask"`) {
		t.Error("asking is not on record")
	}
}

// TestRevocationHoldsAtTheNextRequest keeps a rendition as a browser does and asks
// whether it still holds.
func TestRevocationHoldsAtTheNextRequest(t *testing.T) {
	h := newHouse(t)
	near := h.As(h.Near, catalogue.RoleViewer)
	for _, tc := range []struct {
		tlp   catalogue.TLP
		to    catalogue.Audience
		cache string
	}{
		{"GREEN", everyone, "private, no-cache"},
		{"AMBER", catalogue.Audience{Regions: []string{"EUR"}}, "private, no-store"},
	} {
		t.Run(string(tc.tlp), func(t *testing.T) {
			h.t = t
			k := h.pictured(h.Home, tc.tlp, uint64(tc.tlp[0]))
			h.release(k, h.Home, tc.to)
			a := ask{path: "/pictures/" + k.Pictures[0].ID + "/view", as: &near}
			g := h.want(http.StatusOK, a)
			if g.Header.Get("Cache-Control") != tc.cache || g.Header.Get("Content-Type") != "image/jpeg" {
				t.Errorf("%v", g.Header)
			}
			a.header = map[string]string{"If-None-Match": g.Header.Get("ETag")}
			h.want(http.StatusNotModified, a)
			_, err := h.DB.Withdraw(t.Context(), h.Officer(h.Home), k.ID, "by mistake")
			h.must(err)
			h.want(http.StatusNotFound, a)
		})
	}
}

// TestChildrenOfOtherParents goes in by a visible parent to another's child.
func TestChildrenOfOtherParents(t *testing.T) {
	h := newHouse(t)
	a, b := h.pictured(h.Home, "GREEN", 1), h.pictured(h.Near, "GREEN", 2)
	v := h.Officer(h.Home)
	region := b.Pictures[0].Regions[0].ID
	h.want(404, ask{method: "DELETE", path: "/pictures/" + a.Pictures[0].ID + "/regions/" + region, as: &v})
	h.want(404, ask{method: "POST", path: "/pictures/" + a.Pictures[0].ID + "/regions/" + region + "/remove", as: &v})
	near := h.Officer(h.Near)
	if g := h.want(200, ask{path: "/pictures/" + b.Pictures[0].ID + "/regions", as: &near}); !contains(g.String(), region) {
		t.Error("the region is gone")
	}
}

// TestRevocationHoldsUnderLoad downloads from two servers without a pause while a
// case is taken back: what was asked for after that is not there, on either.
func TestRevocationHoldsUnderLoad(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "AMBER", 1)
	h.release(k, h.Home, catalogue.Audience{Organisations: []string{h.Near.ID}})
	near := h.As(h.Near, catalogue.RoleViewer)
	h.cookie(near)
	servers := []string{h.url, h.open()}
	var revoked, served, refused atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			paths := []string{"/pictures/" + k.Pictures[0].ID + "/large", "/pictures/" + k.Pictures[0].ID + "/thumb", "/cases/" + k.ID, "/pictures/" + k.Pictures[0].ID + "/similar"}
			for n := 0; refused.Load() < 200 && n < 2000; n++ {
				late := revoked.Load() == 1
				resp, err := client.Do(h.request(ask{path: paths[(n+i)%4], as: &near, server: servers[n%2]}))
				if err != nil {
					t.Error(err)
					return
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				switch {
				case resp.StatusCode == http.StatusNotFound:
					refused.Add(1)
				case resp.StatusCode != http.StatusOK:
					t.Errorf("%d", resp.StatusCode)
				case late:
					t.Error("served after it was taken back")
				default:
					served.Add(1)
				}
			}
		})
	}
	for served.Load() < 100 {
		time.Sleep(time.Millisecond)
	}
	_, err := h.DB.Withdraw(t.Context(), h.Officer(h.Home), k.ID, "by mistake")
	h.must(err)
	revoked.Store(1)
	all.Wait()
	if refused.Load() < 200 {
		t.Errorf("%d refused", refused.Load())
	}
}
