package web

import (
	"encoding/base64"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"time"

	"rsc.io/qr"

	"lynceus/storage/catalogue"
)

// Between the right password and the code the browser carries a ticket that opens
// nothing but the page for the code.
const (
	halfCookie      = "__Host-lynceus-half"
	halfCookiePlain = "lynceus-half"
)

var (
	errCode   = &failure{status: http.StatusUnauthorized, code: "code_needed"}
	errFactor = &failure{status: http.StatusForbidden, code: "factor_needed"}
)

func (s *server) halfName() string {
	if s.Secure {
		return halfCookie
	}
	return halfCookiePlain
}

// finishSignIn starts a session for who gave the right password, or asks for the
// code. The tries of the account are forgiven only at the end.
func (s *server) finishSignIn(c *call, userID, email, code string) error {
	has, err := s.DB.HasFactor(c.ctx(), userID)
	if err != nil {
		return err
	}
	if has && code == "" {
		ticket, err := s.DB.HalfSignIn(c.ctx(), userID)
		if err != nil {
			return err
		}
		c.setCookie(s.halfName(), ticket, 300)
		return errCode
	}
	if has {
		if err := s.tryCode(c, userID, code); err != nil {
			return err
		}
	}
	s.byAccount.forgive(email)
	s.meters.signIns.WithLabelValues("done").Inc()
	return s.startSession(c, userID)
}

// tryCode uses a code up. Guessing is limited by itself: a right password forgives
// the tries of passwords, not those of codes.
func (s *server) tryCode(c *call, userID, code string) error {
	if wait := s.byAccount.take("code " + userID); wait > 0 {
		return &failure{status: http.StatusTooManyRequests, code: "too_many_tries", after: wait.Round(time.Second) + time.Second}
	}
	right := false
	if len(code) <= 64 {
		var err error
		if right, err = s.DB.UseFactor(c.ctx(), userID, code, c.address.String(), c.id); err != nil {
			return err
		}
	}
	if !right {
		s.meters.signIns.WithLabelValues("refused").Inc()
		return &failure{status: http.StatusUnauthorized, code: "wrong_code", fields: []*catalogue.Invalid{{Field: "code", Code: "code"}}}
	}
	s.byAccount.forgive("code " + userID)
	return nil
}

// codePage is GET /signin/code.
func (s *server) codePage(c *call) error {
	if _, _, err := s.halfSigned(c); err != nil {
		return err
	}
	if !c.wantsHTML() {
		return errCode
	}
	return c.html(http.StatusOK, "session/code.html", CodePage{Page: c.page("session/code"), Return: c.Query("return")})
}

// halfSigned is who gave the right password here; errSignIn for nobody.
func (s *server) halfSigned(c *call) (userID, email string, err error) {
	token := c.cookie(s.halfName())
	if token == "" || len(token) > 1000 {
		return "", "", errSignIn
	}
	userID, email, err = s.DB.HalfSignedIn(c.ctx(), token)
	if errors.Is(err, fs.ErrNotExist) {
		err = errSignIn
	}
	return userID, email, err
}

// signInWithCode is POST /signin/code.
func (s *server) signInWithCode(c *call) error {
	var f struct {
		Code   string `json:"code"`
		Return string `json:"return"`
	}
	err := c.bind(&f, func(v form) { f.Code, f.Return = v.one("code"), v.one("return") })
	if err != nil {
		return err
	}
	userID, email, err := s.halfSigned(c)
	if err != nil {
		if err == errSignIn && c.wantsHTML() {
			c.setFlash("warning", "flash.code_late")
			c.Redirect(http.StatusSeeOther, "/signin")
			return nil
		}
		return err
	}
	if err = s.spendTry(c, email); err == nil {
		if err = s.tryCode(c, userID, f.Code); err == nil {
			s.byAccount.forgive(email)
			s.meters.signIns.WithLabelValues("done").Inc()
			c.setCookie(s.halfName(), "", -1)
			if err = s.startSession(c, userID); err == nil {
				return c.done(http.StatusOK, me(c.viewer), localPath(f.Return), "")
			}
		}
	}
	return c.again(err, "session/code.html", func(p Page) (any, error) {
		return CodePage{Page: p, Return: f.Return}, nil
	})
}

// spendTry counts a try for an address and an account, and refuses one too many.
func (s *server) spendTry(c *call, email string) error {
	// The address first: one that has to wait spends no tries of an account.
	wait := s.byAddress.take(addressKey(c.address))
	if wait == 0 {
		var err error
		if wait, err = s.takeOfAccount(c, email); err != nil {
			return err
		}
	}
	if wait > 0 {
		s.meters.signIns.WithLabelValues("limited").Inc()
		return &failure{status: http.StatusTooManyRequests, code: "too_many_tries", after: wait.Round(time.Second) + time.Second}
	}
	return nil
}

// factorPage is GET /account/factor: a secret to take into a device.
func (s *server) factorPage(c *call) error {
	page, err := s.newFactor(c, Page{}, "")
	if err != nil {
		return err
	}
	return c.reply("account/factor.html", map[string]any{"secret": page.Secret, "link": page.Link, "token": page.Token}, func() (any, error) {
		page.Page = c.page("account/factor")
		return page, nil
	})
}

// newFactor shows a new secret, or again that of a token that still holds.
func (s *server) newFactor(c *call, p Page, token string) (page FactorPage, err error) {
	page = FactorPage{Page: p, Token: token}
	if page.Secret, err = s.DB.NewFactorAgain(c.ctx(), c.viewer, token); errors.Is(err, fs.ErrNotExist) {
		page.Secret, page.Token, err = s.DB.NewFactor(c.ctx(), c.viewer)
	}
	if err != nil {
		return page, err
	}
	label := url.PathEscape("Lynceus:" + c.viewer.Email)
	page.Link = template.URL("otpauth://totp/" + label + "?secret=" + page.Secret + "&issuer=Lynceus")
	code, err := qr.Encode(string(page.Link), qr.M)
	if err != nil {
		return page, err
	}
	page.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG()))
	if f, err := s.DB.OwnFactor(c.ctx(), c.viewer); err == nil {
		page.Factor = &f
	} else if !errors.Is(err, fs.ErrNotExist) {
		return page, err
	}
	return page, nil
}

// factorForm is what the steps on the page of the second factor ask for.
type factorForm struct {
	Current string `json:"current"` // password
	Code    string `json:"code"`
	Token   string `json:"token"`
	Present string `json:"present"` // code of the factor that there is, to put another in its place
}

func (c *call) factorForm() (f factorForm, err error) {
	err = c.bind(&f, func(v form) {
		f = factorForm{Current: v.raw("current"), Code: v.one("code"), Token: v.one("token"), Present: v.one("present")}
	})
	return f, err
}

// addFactor is POST /account/factor: the password, and a code of the new secret.
// What is there is replaced with a code of it: a session and the password are not enough.
func (s *server) addFactor(c *call) error {
	return s.factorStep(c, func(f factorForm) ([]string, error) {
		has, err := s.DB.HasFactor(c.ctx(), c.viewer.UserID)
		if err == nil && has {
			err = s.tryPresent(c, "present", f.Present)
		}
		if err != nil {
			return nil, err
		}
		return s.DB.AddFactor(c.ctx(), c.viewer, f.Token, f.Code)
	})
}

// newRecovery is POST /account/factor/recovery: the password, and a code.
func (s *server) newRecovery(c *call) error {
	return s.factorStep(c, func(f factorForm) ([]string, error) {
		if err := s.tryPresent(c, "code", f.Code); err != nil {
			return nil, err
		}
		return s.DB.NewRecovery(c.ctx(), c.viewer)
	})
}

// tryPresent is tryCode for who is signed in, with the fault at its field.
func (s *server) tryPresent(c *call, field, code string) error {
	err := s.tryCode(c, c.viewer.UserID, code)
	var f *failure
	if errors.As(err, &f) && f.code == "wrong_code" {
		return invalid(field, "code")
	}
	return err
}

func (s *server) factorStep(c *call, step func(f factorForm) ([]string, error)) error {
	f, err := c.factorForm()
	if err == nil {
		if _, err = s.provePassword(c, "current", f.Current); err == nil {
			var codes []string
			if codes, err = step(f); err == nil {
				return c.reply("account/recovery.html", map[string]any{"recovery": codes}, func() (any, error) {
					return RecoveryPage{Page: c.page("account/recovery"), Codes: codes}, nil
				})
			}
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return errNotFound // there is none
	}
	return c.again(err, "account/factor.html", func(p Page) (any, error) { return s.newFactor(c, p, f.Token) })
}

// removeFactor is POST /account/factor/remove: the password, and a code.
func (s *server) removeFactor(c *call) error {
	f, err := c.factorForm()
	if err == nil {
		if _, err = s.provePassword(c, "current", f.Current); err == nil {
			if err = s.tryPresent(c, "code", f.Code); err == nil {
				if err = s.DB.RemoveFactor(c.ctx(), c.viewer); err == nil {
					return c.done(http.StatusNoContent, nil, "/account", "flash.factor_removed")
				}
			}
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return errNotFound
	}
	return c.again(err, "account/factor.html", func(p Page) (any, error) { return s.newFactor(c, p, f.Token) })
}

// removeFactorOf is POST /users/{id}/factor/remove, for administrators.
func (s *server) removeFactorOf(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := s.DB.RemoveFactorOf(c.ctx(), c.viewer, id); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/users", "flash.factor_removed")
}

// CodePage is session/code.html: POST /signin/code with code and return.
type CodePage struct {
	Page
	Return string
}

// FactorPage is account/factor.html: POST /account/factor with current, code and
// token; where there is a Factor also /account/factor/recovery and /account/factor/remove.
type FactorPage struct {
	Page
	Secret string
	Link   template.URL // otpauth, for a device that opens it
	QR     template.URL // of Link
	Token  string
	Factor *catalogue.Factor // the present one
}

// RecoveryPage is account/recovery.html: codes that are never shown again.
type RecoveryPage struct {
	Page
	Codes []string
}
