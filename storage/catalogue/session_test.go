package catalogue_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

var policy = catalogue.SessionPolicy{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}

func signIn(t *testing.T, w *cataloguetest.World, v catalogue.Viewer) string {
	t.Helper()
	token, err := w.DB.StartSession(t.Context(), v.UserID, "192.0.2.5", "Browser\r\n"+strings.Repeat("x", 1000))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestASessionStandsForItsUser(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	want := w.As(w.RILO, catalogue.RoleAnalyst, catalogue.RoleTrainer)
	token := signIn(t, w, want)
	got, err := w.DB.ViewerByToken(t.Context(), token, policy)
	if err != nil || got.UserID != want.UserID || got.OrgName != w.RILO.Name || got.OrgKind != catalogue.OrgRILO ||
		got.Email != want.Email || !got.Has(catalogue.RoleTrainer) || got.Root || got.SessionID == "" {
		t.Fatalf("%+v, %v", got, err)
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM sessions WHERE position($1::bytea IN token_sum) > 0 OR token_sum = $1::bytea`, []byte(token)); n != 0 {
		t.Error("the token itself is kept")
	}
	if other := signIn(t, w, want); other == token {
		t.Error("two sessions have one token")
	}
	for name, token := range map[string]string{"none": "", "another": strings.Repeat("A", 43), "a byte more": token + "A", "a byte less": token[:42], "bytes": "\x00\xff"} {
		if _, err := w.DB.ViewerByToken(t.Context(), token, policy); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Roles are those of this moment.
	if err := w.DB.SetRoles(t.Context(), w.Root, want.UserID, []catalogue.Role{catalogue.RoleViewer}); err != nil {
		t.Fatal(err)
	}
	if got, err = w.DB.ViewerByToken(t.Context(), token, policy); err != nil || got.Has(catalogue.RoleTrainer) || !got.Has(catalogue.RoleViewer) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestASessionEndsByTime(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.As(w.Home, catalogue.RoleViewer)
	for name, c := range map[string]struct {
		age, idle string
		alive     bool
	}{
		"new":                {"1 second", "1 second", true},
		"nearly idle":        {"1 hour", "29 minutes", true},
		"idle":               {"1 hour", "31 minutes", false},
		"old but used":       {"13 hours", "1 second", false},
		"nearly old":         {"11 hours", "1 second", true},
		"of a clock too far": {"-1 hour", "-1 hour", true},
	} {
		token := signIn(t, w, v)
		if _, err := w.SQL.Exec(`UPDATE sessions SET created = now() - $1::interval, used = now() - $2::interval
			WHERE created = (SELECT max(created) FROM sessions)`, c.age, c.idle); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			_, err := w.DB.ViewerByToken(t.Context(), token, policy)
			if alive := err == nil; alive != c.alive || err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.SQL.Exec(`DELETE FROM sessions`); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUseIsMarkedOnceAMinute(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.As(w.Home, catalogue.RoleViewer)
	token := signIn(t, w, v)
	marked := func(after string, p catalogue.SessionPolicy) bool {
		t.Helper()
		if _, err := w.SQL.Exec(`UPDATE sessions SET used = now() - $1::interval`, after); err != nil {
			t.Fatal(err)
		}
		if _, err := w.DB.ViewerByToken(t.Context(), token, p); err != nil {
			t.Fatal(err)
		}
		return number(t, w.SQL, `SELECT count(*) FROM sessions WHERE used > now() - $1::interval / 2`, after) == 1
	}
	if marked("40 seconds", policy) {
		t.Error("marked after 40 seconds")
	}
	if !marked("70 seconds", policy) {
		t.Error("not marked after 70 seconds")
	}
	if !marked("4 seconds", catalogue.SessionPolicy{Idle: 10 * time.Second, Absolute: time.Hour}) {
		t.Error("a session in use would have ended by a short policy")
	}
	users, err := w.DB.Users(t.Context(), w.Root, w.Home.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if (u.ID == v.UserID) == u.LastSeen.IsZero() {
			t.Errorf("%s was last seen %v", u.Name, u.LastSeen)
		}
	}
}

func TestASessionEndsWhenItIsEnded(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.As(w.Home, catalogue.RoleViewer)
	token, second := signIn(t, w, v), signIn(t, w, v)
	viewer, err := w.DB.ViewerByToken(ctx, token, policy)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.DB.EndSession(ctx, w.As(w.Near, catalogue.RoleViewer), viewer.SessionID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another's session: %v", err)
	}
	if err := w.DB.EndSession(ctx, viewer, viewer.SessionID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.EndSession(ctx, viewer, viewer.SessionID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := w.DB.ViewerByToken(ctx, token, policy); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it lives on: %v", err)
	}
	if _, err := w.DB.ViewerByToken(ctx, second, policy); err != nil {
		t.Errorf("the other one died too: %v", err)
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM events WHERE user_id = $1 AND what IN ('session.start', 'session.end') AND address = '192.0.2.5'`, v.UserID); n != 2 {
		t.Errorf("%d events of two sign-ins", n)
	}
}

func TestDisablingIsDeathAtOnce(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.As(w.Near, catalogue.RoleViewer)
	token := signIn(t, w, v)
	if err := w.DB.SetDisabled(ctx, w.Root, v.UserID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.ViewerByToken(ctx, token, policy); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the session lives: %v", err)
	}
	if _, err := w.DB.StartSession(ctx, v.UserID, "", ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a new session: %v", err)
	}
	if _, _, err := w.DB.PasswordHash(ctx, v.Email); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the password: %v", err)
	}
	if _, err := w.DB.Organisations(ctx, v); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.SetDisabled(ctx, w.Root, v.UserID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.ViewerByToken(ctx, token, policy); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old session came back: %v", err)
	}
}

func TestSweepDeletesWhatTimeHasEnded(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.As(w.Home, catalogue.RoleViewer)
	token := signIn(t, w, v)
	signIn(t, w, v)
	if _, err := w.SQL.Exec(`UPDATE sessions SET created = now() - interval '31 days' WHERE created = (SELECT max(created) FROM sessions)`); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if _, _, err := w.DB.Invite(t.Context(), w.Root, catalogue.User{Name: "N", Email: []string{"a@example.org", "b@example.org"}[i]}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.SQL.Exec(`UPDATE invitations SET expires = now() - interval '1 second' WHERE user_id = (SELECT id FROM users WHERE email = 'a@example.org')`); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := number(t, w.SQL, `SELECT (SELECT count(*) FROM sessions) * 10 + (SELECT count(*) FROM invitations)`); n != 11 {
		t.Errorf("sessions and invitations left: %02d", n)
	}
	if _, err := w.DB.ViewerByToken(t.Context(), token, policy); err != nil {
		t.Error(err)
	}
}
