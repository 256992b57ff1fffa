package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
)

// admin calls lynceus user beside a running service.
func admin(t *testing.T, s *service, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	p := newTyped(map[string]string{"LYNCEUS_DATA": s.cfg.data, "LYNCEUS_PUBLIC_URL": s.url + "/"})
	status = run(t.Context(), &p.console, append([]string{"user"}, args...))
	return status, p.stdout.String(), p.stderr.String()
}

// join follows a link that was printed.
func join(t *testing.T, printed, password string) {
	t.Helper()
	link := regexp.MustCompile(`http\S+/join/[^\s"]+`).FindString(printed)
	form, _ := json.Marshal(map[string]string{"name": "Somebody", "password": password, "password_again": password})
	resp, err := http.Post(link, "application/json", strings.NewReader(string(form)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("%s answers %s", link, resp.Status)
	}
}

func TestAccountsAreManagedBesideARunningService(t *testing.T) {
	s := startService(t)
	status, out, errors := admin(t, s.service, "invite", "-email", "root@example.org", "-organisation", "Customs", "-roles", "administrator", "-root")
	if status != 0 {
		t.Fatal(errors)
	}
	join(t, out, secret)
	if status, out, errors = admin(t, s.service, "invite", "-email", "two@example.org", "-name", "Two", "-organisation", "Customs", "-json"); status != 0 {
		t.Fatal(errors)
	}
	join(t, out, secret)
	two := newClient(s.url, 1)
	two.email, two.password = "two@example.org", secret
	signIn := func(want bool) {
		t.Helper()
		if err := two.signIn(t.Context()); (err == nil) != want {
			t.Errorf("signing in: %v", err)
		}
	}
	signIn(true)

	status, out, _ = admin(t, s.service, "list")
	if status != 0 || strings.Count(out, "\n") != 3 || !strings.Contains(out, "two@example.org") || !strings.Contains(out, "root,administrator") {
		t.Errorf("list: %s", out)
	}
	status, out, _ = admin(t, s.service, "list", "-json")
	var u catalogue.User
	if err := json.Unmarshal([]byte(strings.SplitAfter(out, "\n")[0]), &u); status != 0 || err != nil || u.Email == "" {
		t.Errorf("list -json: %s", out)
	}

	if status, _, errors = admin(t, s.service, "disable", "-email", "TWO@example.org"); status != 0 {
		t.Fatal(errors)
	}
	if status := two.get(t, "/cases", nil); status != http.StatusUnauthorized {
		t.Errorf("the session of a disabled account answers %d", status)
	}
	signIn(false)
	if status, _, errors = admin(t, s.service, "reset", "-email", "two@example.org"); status != statusFailed || !strings.Contains(errors, "enable") {
		t.Errorf("reset of a disabled account: %d, %s", status, errors)
	}
	if status, _, errors = admin(t, s.service, "enable", "-email", "two@example.org"); status != 0 {
		t.Fatal(errors)
	}
	signIn(true)
	if status, out, errors = admin(t, s.service, "reset", "-email", "two@example.org"); status != 0 {
		t.Fatal(errors)
	}
	two.password = "another long pass phrase"
	join(t, out, two.password)
	signIn(true)

	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"nobody":                 {[]string{"disable", "-email", "nobody@example.org"}, "no account"},
		"the last administrator": {[]string{"disable", "-email", "root@example.org"}, "last administrator"},
		"no address":             {[]string{"invite", "-email", "somebody", "-organisation", "Customs"}, `"somebody" is no e-mail address`},
		"no role":                {[]string{"invite", "-email", "x@example.org", "-organisation", "Customs", "-roles", "king"}, "releaser, analyst"},
		"an address in use":      {[]string{"invite", "-email", "two@example.org", "-organisation", "Elsewhere"}, "has an account already"},
	} {
		if status, _, errors := admin(t, s.service, test.args...); status != statusFailed || !strings.Contains(errors, test.want) || strings.Count(errors, "\n") != 1 {
			t.Errorf("%s: status %d, %s", name, status, errors)
		}
	}
}

func TestAccountsAreManagedWithoutAService(t *testing.T) {
	s := startService(t)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if status, out, errors := admin(t, s.service, "invite", "-email", "one@example.org", "-organisation", "Customs"); status != 0 || !strings.Contains(out, "/join/") {
		t.Errorf("%d, %s", status, errors)
	}
	if status, _, errors := admin(t, s.service, "enable", "-email", "one@example.org"); status != statusFailed || !strings.Contains(errors, "lynceus serve") {
		t.Errorf("without a root administrator: %d, %s", status, errors)
	}
}
