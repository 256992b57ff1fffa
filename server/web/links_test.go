package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
)

// twins are two pictures of Home that everyone may see, and the link between them.
func (h *house) twins() (a, b string) {
	h.t.Helper()
	for i, to := range []*string{&a, &b} {
		k := h.pictured(h.Home, "GREEN", uint64(40+i))
		h.release(k, h.Home, everyone)
		*to = k.Pictures[0].ID
	}
	return a, b
}

type linksAnswer struct {
	Links []catalogue.Link `json:"links"`
}

func TestAVerdictCountsOnEveryServerAtOnce(t *testing.T) {
	h := newHouse(t)
	a, b := h.twins()
	v, w := h.Officer(h.Near), h.As(h.Near, catalogue.RoleViewer)
	second := h.open()
	read := func() []catalogue.Link {
		return into[linksAnswer](h, h.want(200, ask{path: "/pictures/" + b + "/links", as: &w, server: second})).Links
	}
	set := into[catalogue.Link](h, h.want(200, ask{method: "POST", path: "/pictures/" + a + "/links", as: &v,
		body: jsonOf(map[string]string{"other": b, "verdict": "rejected", "note": "Other bolts."})}))
	if set.Verdict != catalogue.Rejected || set.A != a || set.B != b || !set.Mine {
		t.Errorf("%+v", set)
	}
	if all := read(); len(all) != 1 || all[0].A != b || all[0].B != a || all[0].Verdict != catalogue.Rejected || all[0].Note != "Other bolts." || all[0].By != v.Name {
		t.Errorf("on the second server: %+v", all)
	}
	h.want(204, ask{method: "DELETE", path: "/pictures/" + b + "/links/" + a, as: &v, server: second})
	if all := read(); len(all) != 0 {
		t.Errorf("after it was taken back: %+v", all)
	}
	h.want(404, ask{method: "DELETE", path: "/pictures/" + b + "/links/" + a, as: &v})
}

// A link to what one may not see is answered as one to nothing, from either side.
func TestALinkToWhatIsHiddenIsNotFoundToTheByte(t *testing.T) {
	h := newHouse(t)
	v := h.Officer(h.Near)
	mine := h.pictured(h.Near, "GREEN", 1).Pictures[0].ID
	hidden := h.pictured(h.Home, "GREEN", 2).Pictures[0].ID
	missing := catalogue.NewID()
	post := func(id, other string) got {
		return h.want(404, ask{method: "POST", path: "/pictures/" + id + "/links", as: &v, body: jsonOf(map[string]string{"other": other, "verdict": "confirmed"})})
	}
	same(t, "the other side", post(mine, hidden), post(mine, missing))
	same(t, "this side", post(hidden, mine), post(missing, mine))
	same(t, "nonsense", post(mine, "../x"), post(mine, missing))
	remove := func(other string) got {
		return h.want(404, ask{method: "DELETE", path: "/pictures/" + mine + "/links/" + other, as: &v})
	}
	same(t, "taking back", remove(hidden), remove(missing))
	if _, err := h.DB.SetLink(t.Context(), h.Officer(h.Home), hidden, hidden, catalogue.Confirmed, ""); err == nil {
		t.Error("a picture was linked with itself")
	}
}

func TestVerdictsByForm(t *testing.T) {
	h := newHouse(t)
	a, b := h.twins()
	v := h.Officer(h.Near)
	form := url.Values{"other": {b}, "verdict": {"confirmed"}, "note": {"<b>same</b>"}, "return": {"/pictures/" + a + "/similar?left=1"}}
	g := h.want(303, ask{method: "POST", path: "/pictures/" + a + "/links", as: &v, html: true, media: formMedia, body: form.Encode()})
	if to := g.Header.Get("Location"); to != "/pictures/"+a+"/similar?left=1" {
		t.Errorf("on to %s", to)
	}
	fragment := map[string]string{"X-Fragment": "true"}
	form.Set("return", "https://elsewhere.example/")
	g = h.want(200, ask{method: "POST", path: "/pictures/" + a + "/links", as: &v, html: true, media: formMedia, body: form.Encode(), header: fragment})
	selects(t, g, `lyn-verdict[data-verdict="confirmed"]`, `button[value="rejected"]`, `button[formaction="/pictures/`+a+`/links/`+b+`/remove"]`, `input[name="return"][value="/pictures/`+a+`/similar"]`)
	if s := g.String(); strings.Contains(s, "<b>same") || !strings.Contains(s, "&lt;b&gt;same") || !strings.Contains(s, v.Name) || strings.Contains(s, "<html") {
		t.Errorf("%s", s)
	}
	g = h.want(200, ask{method: "POST", path: "/pictures/" + a + "/links/" + b + "/remove", as: &v, html: true, media: formMedia, body: form.Encode(), header: fragment})
	selects(t, g, `button[value="confirmed"]`, `button[value="rejected"]`)
	lacks(t, g, `button[formaction]`)
	h.want(422, ask{method: "POST", path: "/pictures/" + a + "/links", as: &v, body: jsonOf(map[string]string{"other": b, "verdict": "maybe"})})
	h.want(400, ask{method: "POST", path: "/pictures/" + a + "/links", as: &v, body: `{"other":"x","verdict":"confirmed","by":"me"}`})
	if g := h.do(ask{method: "POST", path: "/pictures/" + a + "/links", as: &v, html: true, media: formMedia, body: form.Encode(), header: map[string]string{"Sec-Fetch-Site": "cross-site"}}); g.StatusCode != http.StatusForbidden {
		t.Errorf("across sites: %d", g.StatusCode)
	}
}

func TestALookAlikeShowsWhatWasSaidOfIt(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "GREEN", 1)
	twin := h.pictured(h.Near, "GREEN", 1).Pictures[0].ID
	h.release(k, h.Home, everyone)
	v, other := h.Officer(h.Near), h.pictured(h.Near, "GREEN", 2).Pictures[0].ID
	_, err := h.DB.SetLink(t.Context(), v, twin, k.Pictures[0].ID, catalogue.Confirmed, "same")
	h.must(err)
	for _, path := range []string{"/pictures/" + twin, "/pictures/" + twin + "/similar"} {
		g := h.want(200, ask{path: path, as: &v, html: true})
		selects(t, g, `.alike lyn-verdict[data-verdict="confirmed"] form[action="/pictures/`+twin+`/links"]`)
	}
	// What is rejected is no answer, and can be found to take that back.
	_, err = h.DB.SetLink(t.Context(), v, twin, other, catalogue.Rejected, "")
	h.must(err)
	for path, want := range map[string]bool{twin: true, other + "/similar": true, k.Pictures[0].ID: false} {
		g := h.want(200, ask{path: "/pictures/" + path, as: &v, html: true})
		if want {
			selects(t, g, `.rejected lyn-verdict[data-verdict="rejected"] button[formaction]`)
		} else {
			lacks(t, g, `.rejected`)
		}
	}
	w := h.As(h.Near, catalogue.RoleViewer)
	g := h.want(200, ask{path: "/pictures/" + twin + "/similar", as: &w, html: true})
	selects(t, g, `.alike lyn-verdict[data-verdict="confirmed"]`)
	lacks(t, g, `lyn-verdict form`)
}
