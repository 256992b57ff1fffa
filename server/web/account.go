package web

import (
	"errors"
	"io/fs"
	"net/http"
	"time"

	"lynceus/storage/catalogue"
)

// SessionView is one sign-in of the viewer.
type SessionView struct {
	ID       string    `json:"id"`
	Begun    time.Time `json:"begun"`
	LastSeen time.Time `json:"last_seen"`
	Address  string    `json:"address"`
	Browser  string    `json:"browser,omitempty"` // Firefox, Chrome ..., or the program's own name
	System   string    `json:"system,omitempty"`  // Windows, Linux ...
	Current  bool      `json:"current"`           // the one that asks
}

// account is GET /account: the viewer's own.
func (s *server) account(c *call) error {
	page, err := s.accountPage(c, Page{})
	if err != nil {
		return err
	}
	return c.reply("account/show.html", map[string]any{"user": me(c.viewer), "sessions": page.Sessions, "notices": page.Notices}, func() (any, error) {
		page.Page = c.page("account/show")
		return page, nil
	})
}

func (s *server) accountPage(c *call, p Page) (AccountPage, error) {
	page := AccountPage{Page: p, Sessions: []SessionView{}}
	var err error
	if page.Notices, err = s.DB.WantsNotices(c.ctx(), c.viewer); err != nil {
		return page, err
	}
	sessions, err := s.DB.Sessions(c.ctx(), c.viewer, s.Sessions)
	if err != nil {
		return page, err
	}
	for _, k := range sessions {
		a := readAgent(k.Agent)
		page.Sessions = append(page.Sessions, SessionView{ID: k.ID, Begun: k.Begun, LastSeen: k.LastSeen,
			Address: k.Address, Browser: a.Browser, System: a.System, Current: k.ID == c.viewer.SessionID})
	}
	return page, nil
}

// endSession is DELETE /account/sessions/{id}. Ending the one that asks is signing out.
func (s *server) endSession(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := s.DB.EndSession(c.ctx(), c.viewer, id); err != nil {
		return err
	}
	if id == c.viewer.SessionID {
		c.signed = false
		c.setCookie(s.sessionName(), "", -1)
		return c.done(http.StatusNoContent, nil, "/signin", "flash.signed_out")
	}
	return c.done(http.StatusNoContent, nil, "/account", "flash.session_ended")
}

// endOtherSessions is DELETE /account/sessions.
func (s *server) endOtherSessions(c *call) error {
	if err := s.DB.EndOtherSessions(c.ctx(), c.viewer); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/account", "flash.sessions_ended")
}

// setPassword is POST /account/password. Whoever sits down at an open page does
// not know the present one.
func (s *server) setPassword(c *call) error {
	var f struct {
		Current  string `json:"current"`
		Password string `json:"password"`
		Again    string `json:"password_again"`
	}
	err := c.bind(&f, func(v form) {
		f.Current, f.Password, f.Again = v.raw("current"), v.raw("password"), v.raw("password_again")
	})
	if err == nil && c.wantsHTML() && f.Again != f.Password {
		err = invalid("password_again", "password_differs")
	}
	if err == nil {
		err = s.changePassword(c, f.Current, f.Password)
	}
	if err != nil {
		return c.again(err, "account/show.html", func(p Page) (any, error) { return s.accountPage(c, p) })
	}
	return c.done(http.StatusNoContent, nil, "/account", "flash.password_set")
}

func (s *server) changePassword(c *call, current, password string) error {
	if err := checkPassword(password, c.viewer.Email, c.viewer.Name, c.viewer.OrgName); err != nil {
		return err
	}
	before, err := s.provePassword(c, "current", current)
	if err != nil {
		return err
	}
	hash, err := s.passwords.hash(c.ctx(), password)
	if err != nil {
		return err
	}
	err = s.DB.SetPassword(c.ctx(), c.viewer, before, hash)
	if errors.Is(err, fs.ErrNotExist) {
		return invalid("current", "password_wrong")
	}
	return err
}

// provePassword is the hash of the viewer's password, if that is what was typed
// into field. Tries are counted with those of signing in.
func (s *server) provePassword(c *call, field, typed string) (hash string, err error) {
	account := catalogue.PlainEmail(c.viewer.Email)
	if wait := s.byAccount.take(account); wait > 0 {
		return "", &failure{status: http.StatusTooManyRequests, code: "too_many_tries", after: wait.Round(time.Second) + time.Second}
	}
	_, hash, err = s.DB.PasswordHash(c.ctx(), account)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	right := false
	if len(typed) <= MaxPassword {
		if right, err = s.passwords.check(c.ctx(), hash, typed); err != nil {
			return "", err
		}
	}
	if !right {
		return "", invalid(field, "password_wrong")
	}
	s.byAccount.forgive(account)
	return hash, nil
}

// setNotices is POST /account/notices: whether to be told by e-mail of new messages.
func (s *server) setNotices(c *call) error {
	var w struct {
		Notices bool `json:"notices"`
	}
	if err := c.bind(&w, func(f form) { w.Notices = f.one("notices") == "true" }); err != nil {
		return err
	}
	if err := s.DB.SetNotices(c.ctx(), c.viewer, w.Notices); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/account", "flash.saved")
}
