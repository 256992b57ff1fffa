package web

import (
	"net/http"
	"strings"
	"unicode"
)

// Names of the cookies. The session's has the prefix that browsers accept only
// over TLS, for this host alone and the whole of it; over plain HTTP on loopback
// no cookie may have that.
const (
	sessionCookie      = "__Host-lynceus"
	sessionCookiePlain = "lynceus"
	languageCookie     = "lynceus-language"
	themeCookie        = "lynceus-theme"
	flashCookie        = "lynceus-flash"
	year               = 365 * 24 * 60 * 60
)

func (s *server) sessionName() string {
	if s.Secure {
		return sessionCookie
	}
	return sessionCookiePlain
}

// setCookie sets a cookie for seconds; 0 lets it end with the browser, -1 removes it.
func (c *call) setCookie(name, value string, seconds int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		Secure: c.s.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (c *call) cookie(name string) string {
	k, err := c.Request.Cookie(name)
	if err != nil {
		return ""
	}
	return k.Value
}

func (c *call) theme() string {
	switch t := c.cookie(themeCookie); t {
	case "light", "dark":
		return t
	}
	return ""
}

// setFlash leaves a notice for the next page: the key of a text, never a text.
func (c *call) setFlash(kind, key string) {
	if key != "" {
		c.setCookie(flashCookie, kind+"."+key, 60)
	}
}

// takeFlash is the notice that the last request left. What is no key of a notice
// was not left by us.
func (c *call) takeFlash() *Flash {
	kind, key, ok := strings.Cut(c.cookie(flashCookie), ".")
	if !ok {
		return nil
	}
	c.setCookie(flashCookie, "", -1)
	if (kind != "done" && kind != "warning") || !strings.HasPrefix(key, "flash.") || !c.s.texts.has(key) {
		return nil
	}
	return &Flash{Kind: kind, Text: c.t(key)}
}

// preferences is POST /preferences: language, theme, and the path to return to.
func (s *server) preferences(c *call) error {
	var p struct {
		Language string `json:"language"`
		Theme    string `json:"theme"`
		Return   string `json:"return"`
	}
	err := c.bind(&p, func(f form) {
		p.Language, p.Theme, p.Return = f.one("language"), f.one("theme"), f.one("return")
	})
	if err != nil {
		return err
	}
	if p.Language != "" {
		if s.texts.byLang[p.Language] == nil {
			return invalid("language", "unknown_language")
		}
		c.setCookie(languageCookie, p.Language, year)
	}
	switch p.Theme {
	case "":
	case "light", "dark":
		c.setCookie(themeCookie, p.Theme, year)
	case "system":
		c.setCookie(themeCookie, "", -1)
	default:
		return invalid("theme", "unknown_theme")
	}
	return c.done(http.StatusNoContent, nil, localPath(p.Return), "")
}

// localPath is a path on this server, or the home page: a form of another's
// making sends nobody elsewhere. Browsers read // and /\ as the start of a host,
// and drop some control characters before they look.
func localPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.Contains(p, `\`) || strings.ContainsFunc(p, unicode.IsControl) || len(p) > 2000 {
		return "/"
	}
	return p
}
