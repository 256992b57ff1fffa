package main

import (
	"regexp"
	"testing"

	. "github.com/chromedp/chromedp" //nolint:revive // the steps read as a story
)

// startAdministrator sets a fresh service up through the browser, which is signed
// in then as ada@customs.example.
func (b *browser) startAdministrator(s *testService) {
	b.t.Helper()
	b.do("follow the link of the first administrator",
		Navigate(regexp.MustCompile(`http\S+/join/\S+`).FindString(s.said())),
		SendKeys("#organisation", "Customs of the test"),
		SetValue("#country", "FR"),
		SendKeys("#name", "Ada Minister"),
		SendKeys("#email", "ada@customs.example"),
		SendKeys("#password", password),
		SendKeys("#password_again", password),
		Click("main form button.primary"),
		WaitVisible(".me"),
	)
}

// TestAccountInABrowser ends a session that was begun elsewhere and changes the password.
func TestAccountInABrowser(t *testing.T) {
	s := startService(t)
	b := startBrowser(t)
	b.startAdministrator(s)
	elsewhere := newClient(s.url, 1)
	elsewhere.email, elsewhere.password = "ada@customs.example", password
	if err := elsewhere.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.do("find the account in the menu of every page",
		Click(".me"),
		WaitVisible(`#me a[href="/account"]`),
		Click(`#me a[href="/account"]`),
		WaitVisible("#sessions"),
		b.check("account"),
	)
	if n := read(b, Evaluate[int](`document.querySelectorAll('form[action^="/account/sessions/"]').length`)); n != 2 {
		t.Fatalf("%d sessions can be ended, want the other one and all others", n)
	}
	b.do("end the other session",
		Click(`td form[action^="/account/sessions/"] button`),
		WaitVisible(".notice.done"),
		WaitNotPresent(`td form[action^="/account/sessions/"]`),
	)
	b.do("choose a password that many have, then one of one's own",
		SendKeys("#current", password),
		SendKeys("#password", "password1234"),
		SendKeys("#password_again", "password1234"),
		Click(`form[action="/account/password"] button.primary`),
		WaitVisible("#password-error"),
		b.check("account-refused"),
		SendKeys("#current", password),
		SendKeys("#password", "four yellow scarves"),
		SendKeys("#password_again", "four yellow scarves"),
		Click(`form[action="/account/password"] button.primary`),
		WaitVisible(".notice.done"),
		b.signOut(),
		SendKeys("#email", "ada@customs.example"),
		SendKeys("#password", "four yellow scarves"),
		Click("main form button.primary"),
		WaitVisible(".me"),
	)
}
