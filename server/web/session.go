package web

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"lynceus/storage/catalogue"
)

// Me is who a session stands for, as JSON.
type Me struct {
	User         string           `json:"user"`
	Name         string           `json:"name"`
	Email        string           `json:"email"`
	Organisation string           `json:"organisation"`
	Roles        []catalogue.Role `json:"roles"`
}

func me(v catalogue.Viewer) Me {
	return Me{User: v.UserID, Name: v.Name, Email: v.Email, Organisation: v.OrgID, Roles: v.Roles}
}

// needViewer lets only the signed-in pass. To all others every path is the same,
// whether it exists or not.
func (s *server) needViewer(g *gin.Context) {
	c := of(g)
	err := s.findViewer(c)
	if err == nil && c.viewer.Bare && !strings.HasPrefix(g.FullPath(), "/account") {
		err = errFactor
		if c.wantsHTML() {
			g.Header("Cache-Control", "no-store")
			g.Redirect(http.StatusSeeOther, "/account/factor")
			g.Abort()
			return
		}
	}
	if err == nil {
		return
	}
	g.Writer.Header().Del("Allow") // gin has already looked which methods there are
	if errors.Is(err, fs.ErrNotExist) {
		err = errSignIn
	}
	if err == errSignIn && c.wantsHTML() {
		to := "/signin"
		if g.Request.Method == http.MethodGet && g.Request.URL.Path != "/" {
			to += "?return=" + url.QueryEscape(localPath(g.Request.URL.RequestURI()))
		}
		g.Header("Cache-Control", "no-store")
		g.Redirect(http.StatusSeeOther, to)
		g.Abort()
		return
	}
	s.fail(c, err)
}

// findViewer reads who the cookie stands for; fs.ErrNotExist for nobody.
func (s *server) findViewer(c *call) error {
	token := c.cookie(s.sessionName())
	if token == "" || len(token) > 200 {
		return fs.ErrNotExist
	}
	policy := s.Sessions
	policy.Watching = c.watching()
	v, err := s.DB.ViewerByToken(c.ctx(), token, policy)
	if err != nil {
		return err
	}
	c.become(v)
	return nil
}

// watchHeader marks what an open page asks by itself: with HEAD alone.
const watchHeader = "X-Watch"

// watching reports whether an open page asks if it may still be shown.
func (c *call) watching() bool { return c.GetHeader(watchHeader) == "true" }

// become makes v the viewer of the request, from where it comes.
func (c *call) become(v catalogue.Viewer) {
	v.Address, v.RequestID = c.address.String(), c.id
	c.viewer, c.signed = v, true
}

func (s *server) signInPage(c *call) error {
	if s.findViewer(c) == nil {
		if c.wantsHTML() {
			c.Redirect(http.StatusSeeOther, localPath(c.Query("return")))
			return nil
		}
		return c.json(http.StatusOK, me(c.viewer))
	}
	if !c.wantsHTML() {
		return errSignIn
	}
	return c.html(http.StatusOK, "session/signin.html",
		SignInPage{Page: c.page("session/signin"), Return: c.Query("return")})
}

// signIn answers an unknown e-mail, a wrong password and a disabled account alike
// and in the same time, and always with a new token.
func (s *server) signIn(c *call) error {
	var f struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Code     string `json:"code"` // of the second factor, where there is one
		Return   string `json:"return"`
	}
	err := c.bind(&f, func(v form) {
		f.Email, f.Password, f.Code, f.Return = v.one("email"), v.raw("password"), v.one("code"), v.one("return")
	})
	if err == nil {
		err = s.tryPassword(c, catalogue.PlainEmail(f.Email), f.Password, f.Code)
	}
	if err == errCode && c.wantsHTML() {
		c.Redirect(http.StatusSeeOther, "/signin/code?return="+url.QueryEscape(localPath(f.Return)))
		return nil
	}
	if err != nil {
		return c.again(err, "session/signin.html", func(p Page) (any, error) {
			return SignInPage{Page: p, Email: f.Email, Return: f.Return}, nil
		})
	}
	return c.done(http.StatusOK, me(c.viewer), localPath(f.Return), "")
}

// tryPassword starts a session, or says what the client may know of why not.
func (s *server) tryPassword(c *call, email, password, code string) error {
	if err := s.spendTry(c, email); err != nil {
		return err
	}
	var userID, hash string
	if len(email) <= 254 && len(password) <= MaxPassword {
		var err error
		userID, hash, err = s.DB.PasswordHash(c.ctx(), email)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	} else {
		password = ""
	}
	right, err := s.passwords.check(c.ctx(), hash, password)
	if err != nil {
		return err
	}
	if !right {
		s.meters.signIns.WithLabelValues("refused").Inc()
		if err := s.DB.RecordRefusedSignIn(c.ctx(), email, c.address.String(), c.id); err != nil {
			return err
		}
		return errCredentials
	}
	return s.finishSignIn(c, userID, email, code)
}

// takeOfAccount spends one try of an account. Where strangers have spent them all,
// an address from which it is signed in has tries of its own: they slow one another
// down and do not keep its owner out.
func (s *server) takeOfAccount(c *call, email string) (time.Duration, error) {
	wait := s.byAccount.take(email)
	if wait == 0 {
		return 0, nil
	}
	known, err := s.DB.KnownAddress(c.ctx(), email, c.address.String())
	if err != nil || !known {
		return wait, err
	}
	return s.byAccount.take(email + " " + addressKey(c.address)), nil
}

// startSession gives the client a new token. A session that the client had is ended.
func (s *server) startSession(c *call, userID string) error {
	if s.findViewer(c) == nil {
		if err := s.DB.EndSession(c.ctx(), c.viewer, c.viewer.SessionID); err != nil {
			return err
		}
		c.signed = false
	}
	agent := c.GetHeader("User-Agent")
	token, err := s.DB.StartSession(c.ctx(), userID, c.address.String(), strings.ToValidUTF8(agent[:min(len(agent), 200)], ""))
	if err != nil {
		return err
	}
	v, err := s.DB.ViewerByToken(c.ctx(), token, s.Sessions)
	if err != nil {
		return err
	}
	c.become(v)
	c.setCookie(s.sessionName(), token, 0)
	return nil
}

func (s *server) signOut(c *call) error {
	if s.findViewer(c) == nil {
		if err := s.DB.EndSession(c.ctx(), c.viewer, c.viewer.SessionID); err != nil {
			return err
		}
	}
	c.signed = false
	c.setCookie(s.sessionName(), "", -1)
	c.Header("Clear-Site-Data", `"cache"`)
	return c.done(http.StatusNoContent, nil, "/signin", "flash.signed_out")
}
