package web

import (
	"errors"
	"net/http"
	"strings"

	"lynceus/storage/catalogue"
)

// joinForm completes an invitation. Email, Organisation and Country are for the
// first administrator alone.
type joinForm struct {
	Name         string `json:"name"`
	Password     string `json:"password"`
	Again        string `json:"password_again"`
	Email        string `json:"email"`
	Organisation string `json:"organisation"`
	Country      string `json:"country"`
}

// joinPage is what a one-time link opens: GET /join/{token}.
func (s *server) joinPage(c *call) error {
	inv, err := s.invitation(c)
	if err != nil {
		return err
	}
	return c.reply("session/accept.html", map[string]any{
		"first": inv.First, "email": inv.Email, "name": inv.Name, "organisation": inv.OrgName,
	}, func() (any, error) {
		return JoinPage{
			Page: c.page("session/accept"), Token: c.Param("token"), Invitation: inv,
			Name: inv.Name, Email: inv.Email, OrgName: inv.OrgName,
		}, nil
	})
}

// invitation reads the link. Guessing is slowed down as for passwords.
func (s *server) invitation(c *call) (catalogue.Invitation, error) {
	if wait := s.byAddress.take(addressKey(c.address)); wait > 0 {
		return catalogue.Invitation{}, &failure{status: http.StatusTooManyRequests, code: "too_many_tries", after: wait}
	}
	token := c.Param("token")
	if len(token) > 200 || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return catalogue.Invitation{}, errNotFound
	}
	return s.DB.InvitationByToken(c.ctx(), token)
}

// join uses the link up: POST /join/{token}. The new user is signed in.
func (s *server) join(c *call) error {
	inv, err := s.invitation(c)
	if err != nil {
		return err
	}
	var f joinForm
	err = c.bind(&f, func(v form) {
		f = joinForm{
			Name: v.one("name"), Password: v.raw("password"), Again: v.raw("password_again"),
			Email: v.one("email"), Organisation: v.one("organisation"), Country: v.one("country"),
		}
	})
	if err == nil {
		err = s.accept(c, inv, f)
	}
	if err == errCode && c.wantsHTML() {
		c.Redirect(http.StatusSeeOther, "/signin/code")
		return nil
	}
	if err != nil {
		return c.again(err, "session/accept.html", func(p Page) (any, error) {
			return JoinPage{
				Page: p, Token: c.Param("token"), Invitation: inv,
				Name: f.Name, Email: f.Email, OrgName: f.Organisation, Country: f.Country,
			}, nil
		})
	}
	return c.done(http.StatusCreated, me(c.viewer), "/", "flash.welcome")
}

func (s *server) accept(c *call, inv catalogue.Invitation, f joinForm) error {
	email := inv.Email
	if inv.First {
		email = f.Email
	}
	faults := checkPassword(f.Password, email, f.Name, inv.OrgName, f.Organisation)
	if c.wantsHTML() && f.Again != f.Password {
		faults = errors.Join(faults, invalid("password_again", "password_differs"))
	}
	if strings.TrimSpace(f.Name) == "" {
		faults = errors.Join(faults, invalid("name", "required"))
	}
	if inv.First && !strings.Contains(f.Email, "@") {
		faults = errors.Join(faults, invalid("email", "email"))
	}
	if inv.First && strings.TrimSpace(f.Organisation) == "" {
		faults = errors.Join(faults, invalid("organisation", "required"))
	}
	if faults != nil {
		return faults
	}
	hash, err := s.passwords.hash(c.ctx(), f.Password)
	if err != nil {
		return err
	}
	a := catalogue.Acceptance{Name: strings.TrimSpace(f.Name), PasswordHash: hash}
	if inv.First {
		a.Email = strings.ToLower(strings.TrimSpace(f.Email))
		a.OrgName, a.Country = strings.TrimSpace(f.Organisation), f.Country
	}
	u, err := s.DB.Accept(c.ctx(), c.Param("token"), a)
	if err != nil {
		return err
	}
	return s.finishSignIn(c, u.ID, catalogue.PlainEmail(u.Email), "")
}
