package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

func trustLoopback(c *web.Config) {
	c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	h := newHouse(t)
	officer := h.Officer(h.Home)
	for _, a := range []ask{
		{path: "/", as: &officer, html: true}, {path: "/signin", html: true}, {path: "/cases/none", as: &officer},
		{path: "/", html: true}, {method: "PUT", path: "/", as: &officer}, {path: "/healthz"}, {path: "/static/none"},
	} {
		g := h.do(a)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := g.Header.Get(name); got != want {
				t.Errorf("%s %s: %s is %q", g.Request.Method, a.path, name, got)
			}
		}
		csp := g.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy lacks %s", a.path, want)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
			t.Errorf("%s: policy %s", a.path, csp)
		}
		if g.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no request id", a.path)
		}
	}
}

// TestThePolicyAdmitsTheImportMap hashes the one inline script of a page as a browser does.
func TestThePolicyAdmitsTheImportMap(t *testing.T) {
	h := newHouse(t)
	g := h.want(200, ask{path: "/signin", html: true})
	inline := regexp.MustCompile(`(?s)<script[^>]*>(.*?)</script>`).FindAllStringSubmatch(g.String(), -1)
	for _, m := range inline {
		if m[1] == "" {
			continue
		}
		sum := sha256.Sum256([]byte(m[1]))
		if !strings.Contains(g.Header.Get("Content-Security-Policy"), "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("the policy does not admit %.100s", m[1])
		}
	}
	if regexp.MustCompile(`(?i)\sstyle="|\son[a-z]+="|<style`).MatchString(g.String()) {
		t.Error("the page has inline styles or handlers, which the policy refuses")
	}
}

func TestSecureCookiesBehindTLS(t *testing.T) {
	h := newHouse(t, func(c *web.Config) { c.Secure = true })
	h.account(h.Home, "ada@example.org")
	g := h.do(ask{method: "POST", path: "/signin", body: credentials("ada@example.org", password), media: formMedia})
	k := sessionOf(g)
	if k == nil || k.Name != "__Host-lynceus" || !k.Secure || k.Path != "/" || k.Domain != "" || !k.HttpOnly {
		t.Errorf("cookie %v", k)
	}
	if g.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no Strict-Transport-Security")
	}
	h.want(200, ask{path: "/", header: map[string]string{"Cookie": k.String()}})
	h.want(401, ask{path: "/", header: map[string]string{"Cookie": "lynceus=" + k.Value}})
}

func TestCrossSiteWritesAreRefused(t *testing.T) {
	h := newHouse(t)
	officer := h.Officer(h.Home)
	body := jsonOf(formOf("GREEN"))
	for _, tc := range []struct {
		name   string
		header map[string]string
		status int
	}{
		{"another site's script", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a neighbour domain", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"an old browser on another site", map[string]string{"Origin": "https://evil.example"}, 403},
		{"our own page", map[string]string{"Sec-Fetch-Site": "same-origin"}, 201},
		{"an old browser on our page", map[string]string{"Origin": h.url}, 201},
		{"a program", nil, 201},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h.want(tc.status, ask{method: "POST", path: "/cases", as: &officer, body: body, header: tc.header})
		})
	}
	h.want(403, ask{method: "POST", path: "/signin", body: credentials("a@example.org", "x"), media: formMedia,
		header: map[string]string{"Sec-Fetch-Site": "cross-site"}})
}

func TestThePublicAddressIsOurs(t *testing.T) {
	h := newHouse(t, func(c *web.Config) { c.PublicURL = "https://lynceus.example/" })
	admin := h.As(h.Home, catalogue.RoleAdministrator)
	g := h.want(201, ask{method: "POST", path: "/users", as: &admin, body: `{"email":"a@example.org","name":"A","roles":[]}`,
		header: map[string]string{"Origin": "https://lynceus.example"}})
	if link := into[web.Invited](h, g).Link; !strings.HasPrefix(link, "https://lynceus.example/join/") {
		t.Errorf("link %s", link)
	}
}

// TestAPanicIsOneAnswer takes a part out of the house, so that a handler panics.
func TestAPanicIsOneAnswer(t *testing.T) {
	h := newHouse(t)
	broken := h.open(func(c *web.Config) { c.DB = nil })
	officer := h.Officer(h.Home)
	g := h.want(500, ask{path: "/cases", as: &officer, server: broken})
	if into[web.Problem](h, g).Code != "internal" || strings.Contains(g.String(), "nil pointer") {
		t.Errorf("%s", g)
	}
	h.want(200, ask{path: "/healthz", server: broken})
	if !strings.Contains(h.log.String(), "nil pointer") {
		t.Error("the panic is not in the log")
	}
}

// TestWithoutASessionAllPathsAreAlike asks for what exists, what is hidden and what never was.
func TestWithoutASessionAllPathsAreAlike(t *testing.T) {
	h := newHouse(t)
	k := h.Draft(h.Home)
	var first *got
	for _, path := range []string{"/", "/cases", "/cases/" + k.ID, "/pictures/" + k.Pictures[0].ID + "/thumb", "/record", "/nowhere", "/cases/", "/cases/x/y/z"} {
		for _, method := range []string{"GET", "POST", "DELETE", "PROPFIND"} {
			g := h.do(ask{path: path, method: method})
			if g.StatusCode != 401 {
				t.Errorf("%s %s: %d", method, path, g.StatusCode)
			}
			if first == nil {
				first = &g
			}
			same(t, method+" "+path, *first, g)
		}
		g := h.do(ask{path: path, html: true})
		if to := g.Header.Get("Location"); g.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/signin") {
			t.Errorf("a browser at %s: %d to %s", path, g.StatusCode, to)
		}
	}
}

func TestWrongMethodsAndPaths(t *testing.T) {
	h := newHouse(t)
	officer := h.Officer(h.Home)
	g := h.want(405, ask{method: "DELETE", path: "/cases", as: &officer})
	if g.Header.Get("Allow") == "" || into[web.Problem](h, g).Code != "wrong_method" {
		t.Errorf("%v %s", g.Header, g)
	}
	for _, path := range []string{"/nowhere", "/cases/", "/CASES", "/cases/%2e%2e/users", "/cases/%00", "/cases/" + strings.Repeat("a", 5000),
		"/pictures/x'or'1/thumb", "/static/../routes.go", "/static/js/none.js"} {
		h.want(404, ask{path: path, as: &officer})
	}
	h.want(200, ask{method: "HEAD", path: "/cases", as: &officer})
}

func TestAssetsAreNamedByTheirContent(t *testing.T) {
	h := newHouse(t)
	page := h.want(200, ask{path: "/signin", html: true}).String()
	urls := regexp.MustCompile(`/static/[^"#]+`).FindAllString(page, -1)
	if len(urls) < 5 {
		t.Fatalf("assets %q", urls)
	}
	for _, url := range urls {
		g := h.want(200, ask{path: url})
		if plain := !regexp.MustCompile(`\.[0-9a-f]{12}\.`).MatchString(url); plain {
			if !strings.Contains(page, url+`":"`) { // the left side of the import map
				t.Errorf("%s has no hash", url)
			}
			if g.Header.Get("Cache-Control") != "public, no-cache" {
				t.Errorf("%s: %s", url, g.Header.Get("Cache-Control"))
			}
			continue
		}
		if !strings.Contains(g.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %s", url, g.Header.Get("Cache-Control"))
		}
		h.want(304, ask{path: url, header: map[string]string{"If-None-Match": g.Header.Get("ETag")}})
	}
}

func TestMetricsAreForNamedNetworks(t *testing.T) {
	h := newHouse(t)
	officer := h.Officer(h.Home)
	h.want(200, ask{path: "/cases", as: &officer})
	g := h.want(200, ask{path: "/metrics"})
	for _, want := range []string{`lynceus_http_request_seconds_count{method="GET",route="/cases",status="200"} 1`, "lynceus_index_pictures 0", "go_goroutines"} {
		if !strings.Contains(g.String(), want) {
			t.Errorf("no %s", want)
		}
	}
	h.want(401, ask{path: "/metrics", header: map[string]string{"X-Forwarded-For": "127.0.0.1"}})
	elsewhere := h.open(func(c *web.Config) { c.MetricsNetworks = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} })
	h.want(401, ask{path: "/metrics", server: elsewhere})
	h.want(404, ask{path: "/metrics", server: elsewhere, as: &officer})
}

func TestReadiness(t *testing.T) {
	h := newHouse(t)
	h.want(200, ask{path: "/healthz"})
	h.want(200, ask{path: "/readyz"})
	h.must(h.DB.Close())
	h.want(200, ask{path: "/healthz"})
	h.want(503, ask{path: "/readyz"})
	g := h.do(ask{path: "/cases", header: map[string]string{"Cookie": "lynceus=x"}})
	if p := into[web.Problem](h, g); g.StatusCode != 500 || p.RequestID != g.Header.Get("X-Request-Id") || strings.Contains(g.String(), "sql") {
		t.Errorf("a fault of ours says its id and no cause: %d %s", g.StatusCode, g)
	}
	if !strings.Contains(h.log.String(), "sql: database is closed") {
		t.Error("the cause is not in the log")
	}
}
