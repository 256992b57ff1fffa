package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

// mine is the answer of GET /account.
type mine struct {
	User     web.Me            `json:"user"`
	Sessions []web.SessionView `json:"sessions"`
}

// signedIn is the header of a session begun by password.
func (h *house) signedIn(email, password, agent string) map[string]string {
	h.t.Helper()
	g := h.want(200, ask{method: "POST", path: "/signin", body: credentials(email, password), media: formMedia,
		header: map[string]string{"User-Agent": agent}})
	return map[string]string{"Cookie": sessionOf(g).String()}
}

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"

func TestOnesSessionsAreListedAndEnded(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	h.account(h.Home, "eve@example.org", catalogue.RoleAdministrator)
	here, there, third := h.signedIn("ada@example.org", password, firefox), h.signedIn("ada@example.org", password, "curl/8.5.0"), h.signedIn("ada@example.org", password, "")
	eve := h.signedIn("eve@example.org", password, firefox)
	second := h.open() // a server beside the first

	page := h.want(200, ask{path: "/account", html: true, header: here})
	wellSpoken(t, "account", page)
	if n := strings.Count(page.String(), "/end\" method"); n != 3 { // two others, and all of them
		t.Errorf("%d buttons", n)
	}
	all := into[mine](h, h.want(200, ask{path: "/account", header: here}))
	byBrowser := map[string]web.SessionView{}
	for _, s := range all.Sessions {
		byBrowser[s.Browser] = s
	}
	if len(all.Sessions) != 3 || len(byBrowser) != 3 || all.User.Email != "ada@example.org" {
		t.Fatalf("%+v", all)
	}
	if s := byBrowser["Firefox"]; !s.Current || s.System != "Linux" || s.Address != "127.0.0.1" || s.Begun.IsZero() || s.LastSeen.IsZero() {
		t.Errorf("%+v", s)
	}
	other := byBrowser["curl"]
	if other.Current {
		t.Error("another session is taken for this one")
	}

	foreign, missing := h.do(ask{method: "DELETE", path: "/account/sessions/" + other.ID, header: eve}), h.do(ask{method: "DELETE", path: "/account/sessions/" + catalogue.NewID(), header: eve})
	same(t, "another's session", foreign, missing)
	h.want(204, ask{method: "DELETE", path: "/account/sessions/" + other.ID, header: here})
	h.want(401, ask{path: "/account", header: there, server: second})
	h.want(404, ask{method: "DELETE", path: "/account/sessions/" + other.ID, header: here})
	h.want(200, ask{path: "/account", header: third, server: second})

	g := h.want(303, ask{method: "POST", path: "/account/sessions/end", html: true, header: here})
	if g.Header.Get("Location") != "/account" {
		t.Error(g.Header)
	}
	h.want(401, ask{path: "/account", header: third, server: second})
	h.want(200, ask{path: "/account", header: eve})
	if all = into[mine](h, h.want(200, ask{path: "/account", header: here})); len(all.Sessions) != 1 {
		t.Errorf("%+v", all.Sessions)
	}
	g = h.want(303, ask{method: "POST", path: "/account/sessions/" + all.Sessions[0].ID + "/end", html: true, header: here})
	if g.Header.Get("Location") != "/signin" {
		t.Error("ending this session is signing out", g.Header)
	}
	h.want(401, ask{path: "/account", header: here, server: second})
	var ended int
	h.must(h.SQL.QueryRow(`SELECT count(*) FROM events WHERE what = 'session.end'`).Scan(&ended))
	if ended != 3 {
		t.Errorf("%d ends on record", ended)
	}
}

func TestChangingThePassword(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	here, there := h.signedIn("ada@example.org", password, firefox), h.signedIn("ada@example.org", password, firefox)
	const next = "four yellow scarves"
	change := func(current, password, again string) got {
		return h.do(ask{method: "POST", path: "/account/password", html: true, media: formMedia, header: here,
			body: url.Values{"current": {current}, "password": {password}, "password_again": {again}}.Encode()})
	}
	for name, g := range map[string]got{
		"wrong":        change("three green mittenz", next, next),
		"none":         change("", next, next),
		"differs":      change(password, next, next+"!"),
		"short":        change(password, "eleven char", "eleven char"),
		"common":       change(password, "password1234", "password1234"),
		"organisation": change(password, h.Home.Name+"1", h.Home.Name+"1"),
	} {
		if g.StatusCode != 422 || !strings.Contains(g.String(), `aria-invalid="true"`) {
			t.Errorf("%s: %d", name, g.StatusCode)
		}
		if strings.Contains(g.String(), next) {
			t.Errorf("%s: the page shows what was typed", name)
		}
	}
	h.want(200, ask{path: "/account", header: there})
	if g := change(password, next, next); g.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d: %s", g.StatusCode, g)
	}
	h.want(200, ask{path: "/account", header: here})
	h.want(401, ask{path: "/account", header: there})
	h.want(401, ask{method: "POST", path: "/signin", body: credentials("ada@example.org", password), media: formMedia})
	h.signedIn("ada@example.org", next, firefox)
	var events int
	h.must(h.SQL.QueryRow(`SELECT count(*) FROM events WHERE what = 'user.password'`).Scan(&events))
	if events != 1 {
		t.Errorf("%d changes on record", events)
	}
}

// TestAStolenSessionCannotGuessThePassword: tries at the account page are those of the account.
func TestAStolenSessionCannotGuessThePassword(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org")
	here := h.signedIn("ada@example.org", password, firefox)
	limited := 0
	for range 14 {
		if g := h.do(ask{method: "POST", path: "/account/password", header: here,
			body: jsonOf(map[string]string{"current": "wrong wrong wrong", "password": "four yellow scarves"})}); g.StatusCode == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited < 3 {
		t.Errorf("%d of 14 tries were limited", limited)
	}
}

func TestAnOpenPageAsksWithoutKeepingTheSession(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "GREEN", 1)
	h.release(k, h.Home, everyone)
	v := h.As(h.Near, catalogue.RoleViewer)
	watch := ask{method: "HEAD", path: "/cases/" + k.ID, as: &v, header: map[string]string{"X-Watch": "true"}}
	h.want(200, watch)
	count := func(query string) (n int) {
		t.Helper()
		h.must(h.SQL.QueryRow(query, v.UserID).Scan(&n))
		return n
	}
	if n := count(`SELECT count(*) FROM events WHERE user_id = $1 AND what = 'case.view'`); n != 0 {
		t.Errorf("asking is %d looks on record", n)
	}
	_, err := h.SQL.Exec(`UPDATE sessions SET used = now() - interval '50 minutes' WHERE user_id = $1`, v.UserID)
	h.must(err)
	h.want(200, watch)
	if n := count(`SELECT count(*) FROM sessions WHERE user_id = $1 AND used > now() - interval '40 minutes'`); n != 0 {
		t.Error("asking keeps the session alive")
	}
	_, err = h.DB.Withdraw(t.Context(), h.Officer(h.Home), k.ID, "by mistake")
	h.must(err)
	h.want(404, watch)
	far := h.Officer(h.Home)
	h.want(200, ask{path: "/cases/" + k.ID, as: &far, header: map[string]string{"X-Watch": "true"}})
	var looks int
	h.must(h.SQL.QueryRow(`SELECT count(*) FROM events WHERE user_id = $1 AND what = 'case.view'`, far.UserID).Scan(&looks))
	if looks != 1 {
		t.Errorf("who gets the case past the record: %d looks", looks)
	}
	_, err = h.SQL.Exec(`UPDATE sessions SET used = now() - interval '61 minutes' WHERE user_id = $1`, v.UserID)
	h.must(err)
	h.want(401, watch)
}
