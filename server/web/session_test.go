package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

const password = "three green mittens"

// hashed is the password of all test accounts, hashed once: it costs 46 MiB each time.
var hashed = sync.OnceValue(func() string {
	s, err := web.Hash(password)
	if err != nil {
		panic(err)
	}
	return s
})

func (h *house) account(o catalogue.Organisation, email string, roles ...catalogue.Role) catalogue.User {
	h.t.Helper()
	u, err := h.DB.CreateUser(h.t.Context(), catalogue.User{OrgID: o.ID, Email: email, Name: "Ada Officer", Roles: roles}, hashed())
	h.must(err)
	return u
}

func credentials(email, password string) string {
	return url.Values{"email": {email}, "password": {password}}.Encode()
}

// sessionOf is the session cookie that an answer sets.
func sessionOf(g got) *http.Cookie {
	for _, k := range g.Cookies() {
		if k.Name == "lynceus" || k.Name == "__Host-lynceus" {
			return k
		}
	}
	return nil
}

func TestSigningInAndOut(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	form := func(body string, header map[string]string) got {
		return h.do(ask{method: "POST", path: "/signin", html: true, body: body, media: formMedia, header: header})
	}

	g := form(credentials("Ada@Example.org ", password)+"&return=%2Fcases%3Fq%3Dtruck", nil)
	first := sessionOf(g)
	if g.StatusCode != http.StatusSeeOther || g.Header.Get("Location") != "/cases?q=truck" || first == nil {
		t.Fatalf("%d to %q with %v", g.StatusCode, g.Header.Get("Location"), g.Cookies())
	}
	if !first.HttpOnly || first.SameSite != http.SameSiteLaxMode || first.Secure || first.Path != "/" || first.Domain != "" {
		t.Errorf("cookie %v", first)
	}
	with := map[string]string{"Cookie": first.String()}
	if g := h.do(ask{path: "/signin", header: with}); g.StatusCode != 200 || into[web.Me](h, g).Email != "ada@example.org" {
		t.Errorf("who am I: %d %s", g.StatusCode, g)
	}

	second := sessionOf(form(credentials("ada@example.org", password), with))
	if second == nil || second.Value == first.Value {
		t.Error("signing in again must make a new token")
	}
	if g := h.do(ask{path: "/", header: with}); g.StatusCode != http.StatusUnauthorized {
		t.Errorf("the session that was signed in over is still alive: %d", g.StatusCode)
	}

	other := h.open() // a second server over the same catalogue
	with["Cookie"] = second.String()
	h.want(http.StatusNoContent, ask{method: "POST", path: "/signout", header: with})
	for _, server := range []string{h.url, other} {
		if g := h.do(ask{path: "/", header: with, server: server}); g.StatusCode != http.StatusUnauthorized {
			t.Errorf("signed out, and %s answers %d", server, g.StatusCode)
		}
	}
}

func TestNoReturnToAnotherSite(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	for _, to := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/\tevil", "/\v/evil.example", ""} {
		g := h.do(ask{method: "POST", path: "/signin", html: true, media: formMedia,
			body: credentials("ada@example.org", password) + "&return=" + url.QueryEscape(to)})
		if g.StatusCode != http.StatusSeeOther || g.Header.Get("Location") != "/" {
			t.Errorf("return %q: %d to %q", to, g.StatusCode, g.Header.Get("Location"))
		}
	}
}

// TestWrongCredentialsAreOneAnswer compares an unknown e-mail, a wrong password, a
// disabled account and one that was invited only. That they take the same time
// follows from what is done: each hashes once.
func TestWrongCredentialsAreOneAnswer(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	disabled := h.account(h.Home, "gone@example.org", catalogue.RoleContributor)
	h.must(h.DB.SetDisabled(t.Context(), h.Root, disabled.ID, true))
	_, _, err := h.DB.Invite(t.Context(), h.Root, catalogue.User{OrgID: h.Home.ID, Email: "invited@example.org", Name: "I"})
	h.must(err)
	var first *got
	for _, try := range []struct{ what, email, password string }{
		{"wrong password", "ada@example.org", "three green mittenz"},
		{"unknown", "nobody@example.org", password},
		{"disabled", "gone@example.org", password},
		{"invited", "invited@example.org", password},
		{"no password", "ada@example.org", ""},
		{"longer than any", "ada@example.org", strings.Repeat("x", 60000)},
		{"no e-mail", "", password},
	} {
		g := h.do(ask{method: "POST", path: "/signin", body: credentials(try.email, try.password), media: formMedia})
		if g.StatusCode != http.StatusUnauthorized || sessionOf(g) != nil {
			t.Errorf("%s: %d", try.what, g.StatusCode)
		}
		if first == nil {
			first = &g
		}
		same(t, try.what, *first, g)
	}
}

func TestTooManyTriesWait(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	try := func(email, from string) got {
		return h.do(ask{method: "POST", path: "/signin", body: credentials(email, "wrong wrong wrong"), media: formMedia,
			header: map[string]string{"X-Forwarded-For": from}})
	}
	limited := 0
	for i := range 14 {
		// A forged address is no way around.
		g := try("ada@example.org", "203.0.113."+strconv.Itoa(i))
		if g.StatusCode == http.StatusTooManyRequests {
			limited++
			if g.Header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
	}
	if limited < 3 {
		t.Errorf("%d of 14 tries were limited", limited)
	}
	if g := try("eve@example.org", ""); g.StatusCode != http.StatusUnauthorized {
		t.Errorf("another account: %d", g.StatusCode)
	}
	g := h.do(ask{method: "POST", path: "/signin", body: credentials("ada@example.org", password), media: formMedia})
	if g.StatusCode != http.StatusTooManyRequests {
		t.Errorf("the right password among too many tries: %d", g.StatusCode)
	}
	if strings.Contains(h.log.String(), "203.0.113.") {
		t.Error("a forged address is in the log")
	}
}

// TestOneAccountHoweverItsEMailIsWritten: what the catalogue takes for one address
// is one for the limit too, or each spelling would bring tries of its own.
func TestOneAccountHoweverItsEMailIsWritten(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org")
	limited := 0
	for i := range 14 {
		email := "ada" + strings.Repeat("\x01", i) + "@Example.org\u202e"
		g := h.do(ask{method: "POST", path: "/signin", body: credentials(email, "wrong wrong wrong"), media: formMedia})
		if g.StatusCode == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited < 3 {
		t.Errorf("%d of 14 tries were limited", limited)
	}
}

// TestALimitedAddressSpendsNoTriesOfAccounts: else it could keep everybody out.
func TestALimitedAddressSpendsNoTriesOfAccounts(t *testing.T) {
	h := newHouse(t, trustLoopback)
	h.account(h.Home, "ada@example.org")
	from := func(address string) map[string]string { return map[string]string{"X-Forwarded-For": address} }
	for range 150 {
		h.do(ask{path: "/join/none", header: from("203.0.113.6")})
	}
	for range 14 {
		h.want(http.StatusTooManyRequests, ask{method: "POST", path: "/signin", media: formMedia,
			body: credentials("ada@example.org", "wrong wrong wrong"), header: from("203.0.113.6")})
	}
	h.want(200, ask{method: "POST", path: "/signin", media: formMedia,
		body: credentials("ada@example.org", password), header: from("203.0.113.7")})
}

func TestForwardedAddressOfANamedProxyIsBelieved(t *testing.T) {
	h := newHouse(t)
	named := h.open(trustLoopback)
	h.do(ask{path: "/signin", server: named, header: map[string]string{"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}})
	if !strings.Contains(h.log.String(), "203.0.113.9") || strings.Contains(h.log.String(), "198.51.100.7") {
		t.Errorf("the last stranger before the proxy is the client: %s", h.log)
	}
}

func TestDisablingEndsASessionAtOnce(t *testing.T) {
	h := newHouse(t)
	officer := h.Officer(h.Home)
	h.want(200, ask{path: "/cases", as: &officer})
	h.must(h.DB.SetDisabled(t.Context(), h.Root, officer.UserID, true))
	h.want(401, ask{path: "/cases", as: &officer})
}

func TestTheFirstAdministratorComesByLink(t *testing.T) {
	h := newHouse(t)
	token, err := h.DB.InviteFirst(t.Context())
	if err == nil {
		t.Fatal("a catalogue with users must have no first link")
	}
	_, err = h.SQL.Exec(`UPDATE users SET password_hash = NULL`)
	h.must(err)
	token, err = h.DB.InviteFirst(t.Context())
	h.must(err)
	page := h.want(200, ask{path: "/join/" + token, html: true})
	for _, field := range []string{"email", "organisation", "country", "password", "password_again"} {
		if !strings.Contains(page.String(), `name="`+field+`"`) {
			t.Errorf("the page has no field %s", field)
		}
	}
	form := func(change url.Values) string {
		v := url.Values{"name": {"Ada"}, "email": {"first@example.org"}, "organisation": {"Customs"}, "country": {"NL"},
			"password": {password}, "password_again": {password}}
		for k, x := range change {
			v[k] = x
		}
		return v.Encode()
	}
	for name, change := range map[string]url.Values{
		"short":    {"password": {"eleven char"}, "password_again": {"eleven char"}},
		"differs":  {"password_again": {"another password"}},
		"the name": {"password": {"first@example.org"}, "password_again": {"first@example.org"}},
		"one char": {"password": {"aaaaaaaaaaaaaaa"}, "password_again": {"aaaaaaaaaaaaaaa"}},
		"no name":  {"name": {" "}},
		"no mail":  {"email": {"ada"}},
	} {
		g := h.do(ask{method: "POST", path: "/join/" + token, html: true, media: formMedia, body: form(change)})
		if g.StatusCode != 422 || !strings.Contains(g.String(), `aria-invalid="true"`) || sessionOf(g) != nil {
			t.Errorf("%s: %d", name, g.StatusCode)
		}
	}
	g := h.do(ask{method: "POST", path: "/join/" + token, html: true, media: formMedia, body: form(nil)})
	if g.StatusCode != http.StatusSeeOther || sessionOf(g) == nil {
		t.Fatalf("%d %s", g.StatusCode, g)
	}
	with := map[string]string{"Cookie": sessionOf(g).String()}
	h.want(200, ask{path: "/users", header: with})
	h.want(404, ask{path: "/join/" + token}) // used up
	h.want(404, ask{path: "/join/" + strings.Repeat("x", 43)})
	h.want(404, ask{path: "/join/%00"})
	if strings.Contains(h.log.String(), token) {
		t.Error("the token of a link is in the log")
	}
}

func TestInvitingSomeone(t *testing.T) {
	h := newHouse(t)
	admin := h.As(h.Home, catalogue.RoleAdministrator)
	body := `{"email":"new@example.org","name":"New","roles":["viewer","contributor"]}`
	made := into[web.Invited](h, h.want(201, ask{method: "POST", path: "/users", as: &admin, body: body}))
	if made.User.OrgID != h.Home.ID || !strings.HasPrefix(made.Link, h.url+"/join/") {
		t.Fatalf("%+v", made)
	}
	h.want(422, ask{method: "POST", path: "/users", as: &admin, body: body}) // the e-mail is taken
	again := into[web.Invited](h, h.want(200, ask{method: "POST", path: "/users/" + made.User.ID + "/reinvite", as: &admin}))
	h.want(404, ask{path: strings.TrimPrefix(made.Link, h.url)}) // the newer link replaces it
	path := strings.TrimPrefix(again.Link, h.url)
	who := into[map[string]any](h, h.want(200, ask{path: path}))
	if who["email"] != "new@example.org" || who["first"] != false {
		t.Errorf("%v", who)
	}
	g := h.want(201, ask{method: "POST", path: path, body: `{"name":"New Officer","password":"` + password + `"}`})
	if me := into[web.Me](h, g); me.Email != "new@example.org" || len(me.Roles) != 2 {
		t.Errorf("%+v", me)
	}

	page := h.want(201, ask{method: "POST", path: "/users", as: &admin, html: true, media: formMedia,
		body: "email=other%40example.org&name=Other&roles=viewer&roles=auditor"})
	if !regexp.MustCompile(regexp.QuoteMeta(h.url) + `/join/[\w-]{43}`).MatchString(page.String()) {
		t.Error("the page does not show the link")
	}
}

// TestAForgedHostLeadsNoInvitationElsewhere: the link carries a secret.
func TestAForgedHostLeadsNoInvitationElsewhere(t *testing.T) {
	h := newHouse(t)
	admin := h.As(h.Home, catalogue.RoleAdministrator)
	for i, c := range []struct{ server, host, want string }{
		{h.url, "evil.example", h.url},
		{h.url, "127.0.0.1.evil.example:80", h.url},
		{h.url, "localhost:8080", "http://localhost:8080"},
		{h.open(func(c *web.Config) { c.PublicURL = "https://lynceus.example/" }), "evil.example", "https://lynceus.example"},
	} {
		r := h.request(ask{method: "POST", path: "/users", as: &admin, server: c.server,
			body: `{"email":"new` + strconv.Itoa(i) + `@example.org","name":"New"}`})
		r.Host = c.host
		resp, err := client.Do(r)
		h.must(err)
		var made web.Invited
		h.must(json.NewDecoder(resp.Body).Decode(&made))
		resp.Body.Close()
		if !strings.HasPrefix(made.Link, c.want+"/join/") {
			t.Errorf("Host %s: %s", c.host, made.Link)
		}
	}
}

// TestStrangersDoNotKeepTheOwnerOut: many addresses together spend the tries of an
// account, and the one from which it is signed in has tries of its own.
func TestStrangersDoNotKeepTheOwnerOut(t *testing.T) {
	h := newHouse(t, trustLoopback)
	h.account(h.Home, "ada@example.org")
	try := func(word, from string) int {
		return h.do(ask{method: "POST", path: "/signin", media: formMedia, body: credentials("ada@example.org", word),
			header: map[string]string{"X-Forwarded-For": from}}).StatusCode
	}
	if got := try(password, "198.51.100.9"); got != 200 {
		t.Fatalf("signs in: %d", got)
	}
	for i := range 14 {
		try("wrong wrong wrong", "203.0.113."+strconv.Itoa(i))
	}
	if got := try(password, "203.0.113.99"); got != http.StatusTooManyRequests {
		t.Errorf("a stranger: %d", got)
	}
	if got := try(password, "198.51.100.9"); got != 200 {
		t.Errorf("the owner where signed in: %d", got)
	}
	limited := 0
	for range 25 {
		if try("wrong wrong wrong", "198.51.100.9") == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited < 3 {
		t.Errorf("guessing from the known address was limited %d times of 25", limited)
	}
}

// TestDisablingReachesEveryServer: the session, the way back in and a link that waits.
func TestDisablingReachesEveryServer(t *testing.T) {
	h := newHouse(t)
	u := h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	servers := []string{h.url, h.open()}
	with := map[string]string{}
	for _, server := range servers {
		g := h.want(200, ask{method: "POST", path: "/signin", server: server, media: formMedia, body: credentials("ada@example.org", password)})
		with[server] = sessionOf(g).String()
	}
	token, err := h.DB.Reinvite(t.Context(), h.Root, u.ID)
	h.must(err)
	for _, server := range servers {
		for _, at := range servers { // a session of one server is one of the other
			h.want(200, ask{path: "/cases", server: at, header: map[string]string{"Cookie": with[server]}})
		}
		h.want(200, ask{path: "/join/" + token, server: server})
	}
	h.want(204, ask{method: "POST", path: "/users/" + u.ID + "/disable", as: &h.Root, server: servers[0]})
	for _, at := range servers {
		for _, server := range servers {
			h.want(401, ask{path: "/cases", server: at, header: map[string]string{"Cookie": with[server]}})
		}
		h.want(401, ask{method: "POST", path: "/signin", server: at, media: formMedia, body: credentials("ada@example.org", password)})
		h.want(404, ask{path: "/join/" + token, server: at})
		h.want(404, ask{method: "POST", path: "/join/" + token, server: at, body: `{"name":"Ada","password":"` + password + `"}`})
	}
}

func TestWhoIsInactiveIsListed(t *testing.T) {
	h := newHouse(t)
	admin := h.As(h.Far, catalogue.RoleAdministrator)
	made := map[catalogue.UserState]string{}
	for _, state := range []catalogue.UserState{catalogue.UserAway, catalogue.UserNever, catalogue.UserDisabled} {
		made[state] = h.account(h.Far, string(state)+"@example.org").ID
	}
	for _, state := range []catalogue.UserState{catalogue.UserInvited, catalogue.UserExpired} {
		u, _, err := h.DB.Invite(t.Context(), admin, catalogue.User{Email: string(state) + "@example.org", Name: "I"})
		h.must(err)
		made[state] = u.ID
	}
	made[catalogue.UserActive] = admin.UserID
	h.want(204, ask{method: "POST", path: "/users/" + made[catalogue.UserDisabled] + "/disable", as: &admin})
	for id, set := range map[string]string{
		made[catalogue.UserAway]:    `UPDATE users SET last_seen = now() - interval '90 days 1 minute' WHERE id = $1`,
		made[catalogue.UserExpired]: `UPDATE invitations SET expires = now() WHERE user_id = $1`,
	} {
		_, err := h.SQL.Exec(set, id)
		h.must(err)
	}
	type list struct{ Users []catalogue.User }
	for _, state := range catalogue.UserStates {
		got := into[list](h, h.want(200, ask{path: "/users?state=" + string(state), as: &admin})).Users
		found := slices.ContainsFunc(got, func(u catalogue.User) bool { return u.ID == made[state] })
		if !found || slices.ContainsFunc(got, func(u catalogue.User) bool { return u.State != state }) {
			t.Errorf("%s: %+v", state, got)
		}
		page := h.want(200, ask{path: "/users?order=last_seen&state=" + string(state), as: &admin, html: true})
		if !strings.Contains(page.String(), `value="`+string(state)+`" selected`) {
			t.Errorf("the page of %s does not say so", state)
		}
	}
	h.want(422, ask{path: "/users?state=asleep", as: &admin})
	all := into[list](h, h.want(200, ask{path: "/users?order=last_seen", as: &admin})).Users
	if !slices.IsSortedFunc(all, func(a, b catalogue.User) int { return a.LastSeen.Compare(b.LastSeen) }) || len(all) < len(made) {
		t.Errorf("%+v", all)
	}
}
