package web_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lynceus/storage/catalogue"
)

// device is an authenticator: the codes of RFC 6238 as every program makes them.
type device string

func (d device) code(at time.Time) string {
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(string(d))
	if err != nil {
		panic(err)
	}
	m := hmac.New(sha1.New, secret)
	binary.Write(m, binary.BigEndian, uint64(at.Unix()/30))
	sum := m.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1e6)
}

// setUp gives an account a second factor.
func (h *house) setUp(session map[string]string) (d device, recovery []string) {
	h.t.Helper()
	fresh := into[struct{ Secret, Link, Token string }](h, h.want(200, ask{path: "/account/factor", header: session}))
	d = device(fresh.Secret)
	wrong := jsonOf(map[string]string{"current": password, "code": "000000", "token": fresh.Token})
	h.want(422, ask{method: "POST", path: "/account/factor", header: session, body: wrong})
	right := jsonOf(map[string]string{"current": password, "code": d.code(time.Now()), "token": fresh.Token})
	codes := into[struct{ Recovery []string }](h, h.want(200, ask{method: "POST", path: "/account/factor", header: session, body: right}))
	return d, codes.Recovery
}

func TestASecondFactorIsAskedFor(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	h.account(h.Home, "eve@example.org", catalogue.RoleAdministrator)
	ada, eve := h.signedIn("ada@example.org", password, firefox), h.signedIn("eve@example.org", password, firefox)
	d, recovery := h.setUp(ada)
	if len(recovery) != 10 {
		t.Fatalf("%q", recovery)
	}
	var clear int
	h.must(h.SQL.QueryRow(`SELECT count(*) FROM factors WHERE position($1::bytea IN secret) > 0`, []byte(d)).Scan(&clear))
	if clear != 0 {
		t.Error("the secret lies in the database in clear")
	}

	// Another device and other recovery codes want a code of this one.
	again := into[struct{ Secret, Token string }](h, h.want(200, ask{path: "/account/factor", header: ada}))
	body := map[string]string{"current": password, "code": device(again.Secret).code(time.Now()), "token": again.Token}
	h.want(422, ask{method: "POST", path: "/account/factor", header: ada, body: jsonOf(body)})
	h.want(422, ask{method: "POST", path: "/account/factor/recovery", header: ada, body: jsonOf(map[string]string{"current": password})})
	page := h.do(ask{method: "POST", path: "/account/factor", header: ada, html: true, media: formMedia,
		body: "current=" + url.QueryEscape(password) + "&code=000000&token=" + again.Token})
	if page.StatusCode != 422 || !contains(page.String(), again.Secret) {
		t.Errorf("%d: a mistyped code costs the secret", page.StatusCode)
	}
	fresh := into[struct{ Recovery []string }](h, h.want(200, ask{method: "POST", path: "/account/factor/recovery", header: ada,
		body: jsonOf(map[string]string{"current": password, "code": recovery[0]})}))
	recovery = fresh.Recovery

	// A wrong password says nothing of a second factor; the right one signs nobody in.
	wrong := h.do(ask{method: "POST", path: "/signin", body: jsonOf(map[string]string{"email": "ada@example.org", "password": "not the password"})})
	if wrong.StatusCode != 401 || contains(wrong.String(), "code") && contains(wrong.String(), "code_needed") {
		t.Errorf("%d %s", wrong.StatusCode, wrong)
	}
	half := h.do(ask{method: "POST", path: "/signin", body: jsonOf(map[string]string{"email": "ada@example.org", "password": password})})
	if half.StatusCode != 401 || !contains(half.String(), `"code_needed"`) {
		t.Fatalf("%d %s", half.StatusCode, half)
	}
	for _, k := range half.Cookies() {
		if k.Name == "lynceus" {
			t.Error("the password alone began a session")
		}
	}
	ticket := map[string]string{"Cookie": half.Cookies()[0].Name + "=" + half.Cookies()[0].Value}
	h.want(401, ask{path: "/cases", header: ticket})
	h.want(401, ask{path: "/cases", header: map[string]string{"Cookie": "lynceus=" + half.Cookies()[0].Value}})
	wellSpoken(t, "code", h.want(200, ask{path: "/signin/code", html: true, header: ticket}))

	// Codes: the one of the setup was used, a later one is good once.
	with := func(code string) got {
		return h.do(ask{method: "POST", path: "/signin", body: jsonOf(map[string]string{"email": "ada@example.org", "password": password, "code": code})})
	}
	if g := with(d.code(time.Now())); g.StatusCode != 401 {
		t.Errorf("a code is used twice: %d", g.StatusCode)
	}
	next := d.code(time.Now().Add(30 * time.Second))
	if g := h.do(ask{method: "POST", path: "/signin/code", header: ticket, body: jsonOf(map[string]string{"code": next})}); g.StatusCode != 200 {
		t.Errorf("with the code: %d %s", g.StatusCode, g)
	}
	if g := with(recovery[3]); g.StatusCode != 200 {
		t.Errorf("with a recovery code: %d %s", g.StatusCode, g)
	}
	if g := with(strings.ToUpper(recovery[3])); g.StatusCode != 401 {
		t.Errorf("with a recovery code again: %d", g.StatusCode)
	}

	// A new password by a link does not skip it, and kills the half of a sign-in.
	u := h.user("ada@example.org")
	_, err := h.SQL.Exec(`UPDATE users SET password_hash = password_hash || 'x' WHERE id = $1`, u)
	h.must(err)
	h.want(401, ask{method: "POST", path: "/signin/code", header: ticket, body: jsonOf(map[string]string{"code": recovery[4]})})
	_, err = h.SQL.Exec(`UPDATE users SET password_hash = left(password_hash, -1) WHERE id = $1`, u)
	h.must(err)

	// Guessing is limited for the account, whatever the password.
	limited := false
	for range 40 {
		if with("123456").StatusCode == http.StatusTooManyRequests {
			limited = true
			break
		}
	}
	if !limited {
		t.Error("forty wrong codes are heard")
	}

	// An administrator takes it away: all sessions end.
	h.want(204, ask{method: "POST", path: "/users/" + u + "/factor/remove", header: eve})
	h.want(401, ask{path: "/account", header: ada})
	h.want(404, ask{method: "POST", path: "/users/" + u + "/factor/remove", header: eve})
}

func TestAnOrganisationAsksForASecondFactor(t *testing.T) {
	h := newHouse(t)
	h.account(h.Home, "ada@example.org", catalogue.RoleContributor)
	h.account(h.Home, "eve@example.org", catalogue.RoleAdministrator)
	ada, eve := h.signedIn("ada@example.org", password, firefox), h.signedIn("eve@example.org", password, firefox)
	h.want(200, ask{method: "POST", path: "/organisations/" + h.Home.ID + "/settings", header: eve, body: `{"second_factor":true}`})
	if g := h.want(403, ask{path: "/cases", header: ada}); !contains(g.String(), `"factor_needed"`) {
		t.Errorf("%s", g)
	}
	if g := h.want(303, ask{path: "/cases", html: true, header: ada}); g.Header.Get("Location") != "/account/factor" {
		t.Errorf("sent to %s", g.Header.Get("Location"))
	}
	wellSpoken(t, "factor", h.want(200, ask{path: "/account/factor", html: true, header: ada}))
	h.setUp(ada)
	h.want(200, ask{path: "/cases", header: ada})
	near := h.Officer(h.Near)
	h.want(200, ask{path: "/cases", as: &near})
}

func (h *house) user(email string) (id string) {
	h.t.Helper()
	h.must(h.SQL.QueryRow(`SELECT id FROM users WHERE lower(email) = $1`, email).Scan(&id))
	return id
}
