package web_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"github.com/lib/pq"
	"golang.org/x/net/html"

	"lynceus/storage/catalogue"
)

func contains(s, sub string) bool { return strings.Contains(s, sub) }

func parsed(t *testing.T, g got) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(g.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// selects fails for each selector that finds nothing on the page.
func selects(t *testing.T, g got, selectors ...string) {
	t.Helper()
	doc := parsed(t, g)
	for _, s := range selectors {
		if cascadia.Query(doc, cascadia.MustCompile(s)) == nil {
			t.Errorf("%s has no %s", g.Request.URL.Path, s)
		}
	}
}

// lacks fails for each selector that finds something.
func lacks(t *testing.T, g got, selectors ...string) {
	t.Helper()
	doc := parsed(t, g)
	for _, s := range selectors {
		if cascadia.Query(doc, cascadia.MustCompile(s)) != nil {
			t.Errorf("%s has %s", g.Request.URL.Path, s)
		}
	}
}

// wellSpoken fails for a page with the key of a text instead of the text, without
// a title or one h1, with an inline style or handler, with an id twice, or with a
// picture that has no alternative.
func wellSpoken(t *testing.T, what string, g got) {
	t.Helper()
	key := regexp.MustCompile(`^[a-z]+(\.[a-z_-]+)+$`)
	ids := map[string]bool{}
	headings := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && key.MatchString(strings.TrimSpace(n.Data)) && (n.Parent == nil || n.Parent.Data != "script") {
			t.Errorf("%s says %s", what, strings.TrimSpace(n.Data))
		}
		if n.Type == html.ElementNode {
			hasAlt := false
			for _, a := range n.Attr {
				switch {
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s has an inline %s", what, a.Key)
				case a.Key == "id" && ids[a.Val]:
					t.Errorf("%s has the id %s twice", what, a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "alt":
					hasAlt = true
				case (strings.HasPrefix(a.Key, "aria-label") && a.Key != "aria-labelledby" || strings.HasPrefix(a.Key, "data-") || a.Key == "placeholder") && key.MatchString(a.Val):
					t.Errorf("%s: %s is %s", what, a.Key, a.Val)
				}
			}
			if n.Data == "img" && !hasAlt {
				t.Errorf("%s has a picture without alt", what)
			}
			if n.Data == "h1" {
				headings++
			}
		}
		for child := range n.ChildNodes() {
			walk(child)
		}
	}
	walk(parsed(t, g))
	if headings != 1 {
		t.Errorf("%s has %d h1", what, headings)
	}
	selects(t, g, "title", "html[lang]", "main")
}

// TestEveryPageInEveryLanguage renders all pages with something on them.
func TestEveryPageInEveryLanguage(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "GREEN", 1)
	twin := h.pictured(h.Near, "GREEN", 2)
	h.release(twin, h.Near, everyone)
	all := h.As(h.Home, catalogue.RoleViewer)
	// Past the rule that nobody is both auditor and administrator.
	_, err := h.SQL.Exec(`UPDATE users SET roles = $1 WHERE id IN ($2, $3)`, pq.Array(catalogue.Roles), h.Root.UserID, all.UserID)
	h.must(err)
	all, err = h.DB.ViewerByID(t.Context(), all.UserID)
	h.must(err)
	p := k.Pictures[0].ID
	asking, media := upload(nil, file{name: "Query 1.png", bytes: encoded(disguised(scene(1)))})
	refused, refusedMedia := upload(nil, file{name: "Report 1.pdf", bytes: []byte("%PDF-1.7 nothing")}, file{name: "Query 1.png", bytes: encoded(scene(9))})
	pages := []ask{
		{path: "/"}, {path: "/cases"}, {path: "/cases?q=container&concealment=CON&from=2020-01&country=NL"}, {path: "/cases?q=nowhere"},
		{path: "/cases/new"}, {path: "/cases/" + k.ID}, {path: "/cases/" + k.ID + "/edit"}, {path: "/cases/" + twin.ID},
		{path: "/pictures/" + p}, {path: "/pictures/" + p + "/similar"}, {path: "/users"}, {path: "/organisations"},
		{path: "/organisations/" + h.Home.ID}, {path: "/groups"}, {path: "/groups/" + h.Lasting.ID}, {path: "/record"},
		{path: "/nowhere"}, {path: "/cases?from=yesterday"},
		{method: "POST", path: "/ask", body: asking, media: media},
		{method: "POST", path: "/ask", body: refused, media: refusedMedia},
		{method: "POST", path: "/cases/" + k.ID + "/pictures", body: refused, media: refusedMedia},
		{method: "POST", path: "/cases", body: "month=never", media: formMedia},
		{method: "POST", path: "/cases/" + k.ID, body: "month=never", media: formMedia},
		{method: "POST", path: "/users", body: "email=none", media: formMedia},
		{method: "POST", path: "/organisations", body: "name=", media: formMedia},
		{method: "POST", path: "/organisations/" + h.Home.ID, body: "name=", media: formMedia},
		{method: "POST", path: "/groups", body: "name=&start=never", media: formMedia},
		{method: "POST", path: "/signin", body: credentials("a@example.org", "wrong"), media: formMedia},
	}
	for lang, dir := range map[string]string{"en": "ltr", "fr": "ltr", "es": "ltr"} {
		for _, v := range []catalogue.Viewer{all, h.Root} {
			for _, a := range pages {
				a.html, a.as, a.header = true, &v, map[string]string{"Accept-Language": lang}
				g := h.do(a)
				what := lang + " " + a.method + " " + a.path
				if g.StatusCode >= 500 || !strings.HasPrefix(g.Header.Get("Content-Type"), "text/html") {
					t.Errorf("%s: %d %.300s", what, g.StatusCode, g.body)
					continue
				}
				wellSpoken(t, what, g)
				selects(t, g, `html[lang="`+lang+`"][dir="`+dir+`"]`)
			}
		}
		wellSpoken(t, lang+" /signin", h.want(200, ask{path: "/signin", html: true, header: map[string]string{"Accept-Language": lang}}))
	}
	if strings.Contains(h.log.String(), `"level":"ERROR"`) {
		t.Errorf("errors in the log: %s", h.log)
	}
}

func TestWhoSeesWhichButtons(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "GREEN", 1)
	page := func(v catalogue.Viewer) got { return h.want(200, ask{path: "/cases/" + k.ID, as: &v, html: true}) }
	form := func(action string) string { return `form[action="/cases/` + k.ID + "/" + action + `"]` }
	contributor, releaser, viewer := h.As(h.Home, contributor), h.As(h.Home, releaser), h.As(h.Home, catalogue.RoleViewer)
	near := h.As(h.Near, catalogue.RoleReleaser)

	selects(t, page(contributor), form("submit"), `a[href="/cases/`+k.ID+`/edit"]`, `img[src="/pictures/`+k.Pictures[0].ID+`/thumb"], img[src="/pictures/`+k.Pictures[0].ID+`/view"]`)
	lacks(t, page(contributor), form("release"), form("reopen"))
	lacks(t, page(viewer), form("submit"), form("release"), form("withdraw"), `a[href="/cases/`+k.ID+`/edit"]`)

	h.want(303, ask{method: "POST", path: "/cases/" + k.ID + "/submit", as: &contributor, html: true})
	lacks(t, page(releaser), form("release"))
	selects(t, page(releaser), `a[href="/cases/`+k.ID+`/guard"]`)
	h.want(422, ask{method: "POST", path: "/cases/" + k.ID + "/release", as: &releaser, html: true, media: formMedia, body: "regions=EUR"})
	h.want(303, ask{method: "POST", path: "/cases/" + k.ID + "/guard", as: &releaser, html: true, media: formMedia, body: "checked=" + k.Pictures[0].ID})
	selects(t, page(releaser), form("release"), form("release")+` input[name="everyone"]`, form("release")+` input[name="regions"][value="EUR"]`,
		form("release")+` input[name="organisations"][value="`+h.Near.ID+`"]`, form("withdraw"))
	h.want(303, ask{method: "POST", path: "/cases/" + k.ID + "/release", as: &releaser, html: true, media: formMedia, body: "regions=EUR&organisations=" + h.Far.ID})
	lacks(t, page(contributor), form("release"), form("withdraw"))
	lacks(t, page(near), form("release"), form("withdraw"), form("submit"), form("reopen"), `a[href$="/edit"]`)
	h.want(422, ask{method: "POST", path: "/cases/" + k.ID + "/withdraw", as: &releaser, html: true, media: formMedia, body: "reason="})
	h.want(303, ask{method: "POST", path: "/cases/" + k.ID + "/withdraw", as: &releaser, html: true, media: formMedia, body: "reason=wrong+scan"})
	selects(t, page(contributor), form("reopen"))

	for role, has := range map[catalogue.Role]string{
		catalogue.RoleAdministrator: `a[href="/users"]`, catalogue.RoleAuditor: `a[href="/record"]`, catalogue.RoleContributor: `a[href="/cases/new"]`,
	} {
		v := h.As(h.Near, role)
		selects(t, h.want(200, ask{path: "/", as: &v, html: true}), has)
	}
}

func TestALabelLimitsTheAudienceOffered(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "AMBER+STRICT", 1)
	v := h.Officer(h.Home)
	h.Check(h.Home, k.ID)
	_, err := h.DB.Submit(t.Context(), v, k.ID, "")
	h.must(err)
	g := h.want(200, ask{path: "/cases/" + k.ID, as: &v, html: true})
	selects(t, g, `input[name="organisations"]`)
	lacks(t, g, `input[name="everyone"]`, `input[name="regions"]`, `input[name="groups"]`)
	h.want(422, ask{method: "POST", path: "/cases/" + k.ID + "/release", as: &v, body: `{"everyone":true}`})
}

func TestBrowsingByLinks(t *testing.T) {
	h := newHouse(t)
	h.release(h.pictured(h.Home, "GREEN", 1), h.Home, everyone)
	v := h.As(h.Near, catalogue.RoleViewer)
	g := h.want(200, ask{path: "/cases?q=container&concealment=CON.FWAL", as: &v, html: true})
	selects(t, g, `[href="/cases?q=container"]`, `[href="/cases?concealment=CON.FWAL"]`, `input[name="q"][value="container"]`)
	for _, a := range cascadia.QueryAll(parsed(t, g), cascadia.MustCompile(`a[href^="/cases?"]`)) {
		for _, attr := range a.Attr {
			if attr.Key == "href" {
				h.want(200, ask{path: attr.Val, as: &v, html: true})
			}
		}
	}
	type found struct {
		Total int `json:"total"`
	}
	for query, want := range map[string]int{
		"": 1, "q=bulkhead": 1, "q=nothing+like+it": 0, "concealment=CON": 1, "concealment=VEH": 0, "means=C40": 1, "year=2026": 1, "year=2025": 0,
		"commodity=DRG": 1, "from=2026-04": 0, "to=2026-03": 1, "country=NL&technique=": 1, "unknown=field": 1,
	} {
		if n := into[found](h, h.want(200, ask{path: "/cases?" + query, as: &v})).Total; n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	for _, query := range []string{"from=2026-13", "page=0", "page=x", "concealment=%27%3B", "q=%00", "q=" + strings.Repeat("x", 400)} {
		if g := h.do(ask{path: "/cases?" + query, as: &v}); g.StatusCode != 422 && g.StatusCode != 400 {
			t.Errorf("%s: %d", query, g.StatusCode)
		}
	}
}

func TestLanguageAndTheme(t *testing.T) {
	h := newHouse(t)
	page := func(header map[string]string) got {
		return h.want(200, ask{path: "/signin", html: true, header: header})
	}
	selects(t, page(map[string]string{"Accept-Language": "fr-CA, en;q=0.5"}), `html[lang="fr"]`)
	selects(t, page(map[string]string{"Accept-Language": "zz"}), `html[lang="en"]`)
	selects(t, page(map[string]string{"Accept-Language": strings.Repeat("x,", 5000)}), `html[lang="en"]`)

	g := h.want(303, ask{method: "POST", path: "/preferences", html: true, media: formMedia, body: "language=es&theme=dark&return=%2Fsignin"})
	if g.Header.Get("Location") != "/signin" {
		t.Errorf("on to %s", g.Header.Get("Location"))
	}
	var cookies []string
	for _, k := range g.Cookies() {
		cookies = append(cookies, k.Name+"="+k.Value)
	}
	selects(t, page(map[string]string{"Cookie": strings.Join(cookies, "; "), "Accept-Language": "fr"}), `html[lang="es"][data-theme="dark"]`)
	h.want(422, ask{method: "POST", path: "/preferences", body: `{"language":"xx"}`})
	h.want(422, ask{method: "POST", path: "/preferences", body: `{"theme":"pink"}`})
	h.want(400, ask{method: "POST", path: "/preferences", body: `{"them":"dark"}`})
}

func TestANoticeIsShownOnce(t *testing.T) {
	h := newHouse(t)
	v := h.Officer(h.Home)
	g := h.want(303, ask{method: "POST", path: "/cases", as: &v, html: true, media: formMedia, body: "title=Tank"})
	var flash string
	for _, k := range g.Cookies() {
		if k.Name == "lynceus-flash" {
			flash = k.Name + "=" + k.Value
		}
	}
	shown := h.do(ask{path: g.Header.Get("Location"), html: true, header: map[string]string{"Cookie": h.cookie(v) + "; " + flash}})
	selects(t, shown, ".notice.done")
	if !strings.Contains(strings.Join(shown.Header.Values("Set-Cookie"), ";"), "lynceus-flash=; Path=/; Max-Age=0") {
		t.Errorf("the notice stays: %q", shown.Header.Values("Set-Cookie"))
	}
	forged := h.do(ask{path: "/", html: true, header: map[string]string{"Cookie": h.cookie(v) + "; lynceus-flash=done.<b>call 555</b>"}})
	lacks(t, forged, ".notice.done")
}

func TestFragments(t *testing.T) {
	h := newHouse(t)
	v := h.Officer(h.Home)
	g := h.want(200, ask{path: "/cases", as: &v, html: true, header: map[string]string{"X-Fragment": "true"}})
	if strings.Contains(g.String(), "<html") || !strings.Contains(g.Header.Get("Vary"), "X-Fragment") {
		t.Errorf("%v %.200s", g.Header.Get("Vary"), g.body)
	}
}
