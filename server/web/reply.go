package web

import (
	"net/http"
	"strings"
)

// t is a text in the language of the request.
func (c *call) t(key string, args ...any) string { return c.s.texts.text(c.lang, key, args...) }

// wantsHTML reports whether a browser asks for a page. Programs that accept
// anything get JSON.
func (c *call) wantsHTML() bool {
	accept := c.GetHeader("Accept")
	html := strings.Index(accept, "text/html")
	json := strings.Index(accept, "application/json")
	return html >= 0 && (json < 0 || html < json)
}

// fragment reports whether an element asks for the content of a page alone.
func (c *call) fragment() bool { return c.GetHeader("X-Fragment") == "true" }

// page is what all pages have. name is the template without .html.
func (c *call) page(name string) Page {
	p := Page{
		Lang: c.lang, Dir: direction(c.lang), Theme: c.theme(), Path: c.Request.URL.RequestURI(),
		Title:   c.t("title." + strings.ReplaceAll(name, "/", ".")),
		Version: c.s.Version, Flash: c.takeFlash(),
	}
	if c.signed {
		v := c.viewer
		p.Viewer, p.Unread = &v, c.unread()
	}
	for _, l := range c.s.texts.languages() {
		p.Languages = append(p.Languages, Language{Code: l, Name: ownName(l), Current: l == c.lang})
	}
	return p
}

// unread counts threads for the bar. A page is worth more than that figure.
func (c *call) unread() int {
	if !c.viewer.SeesPictures() || !c.wantsHTML() {
		return 0
	}
	n, err := c.s.DB.CountUnread(c.ctx(), c.viewer)
	if err != nil {
		c.s.Log.Warn("unread threads are not counted", "id", c.id, "cause", err)
	}
	return n
}

// html sends a page.
func (c *call) html(status int, name string, page any) error {
	if c.signed {
		if err := c.s.terms.refresh(c.ctx()); err != nil {
			c.s.Log.Warn("vocabulary is stale", "id", c.id, "cause", err)
		}
	}
	b, err := c.s.templates.render(c.lang, name, c.fragment(), page)
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Add("Vary", "Accept, Accept-Language, Cookie, X-Fragment")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	c.Data(status, "text/html; charset=utf-8", b)
	return nil
}

// json sends a value.
func (c *call) json(status int, value any) error {
	h := c.Writer.Header()
	h.Add("Vary", "Accept, Accept-Language, Cookie")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	c.JSON(status, value)
	return nil
}

// reply sends a page to a browser and the value to a program. page is called
// only when it is wanted, since most pages need more than the value.
func (c *call) reply(name string, value any, page func() (any, error)) error {
	if !c.wantsHTML() {
		return c.json(http.StatusOK, value)
	}
	p, err := page()
	if err != nil {
		return err
	}
	return c.html(http.StatusOK, name, p)
}

// done answers a write: a program gets the value, a browser is sent on to the
// page that shows it, with a notice.
func (c *call) done(status int, value any, to, flash string) error {
	if !c.wantsHTML() {
		if status == http.StatusNoContent {
			c.Status(status)
			return nil
		}
		return c.json(status, value)
	}
	c.setFlash("done", flash)
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// again shows a form once more with what was typed and what is wrong with it.
// Faults that are not the form's are returned.
func (c *call) again(err error, name string, page func(Page) (any, error)) error {
	f := classify(err)
	if !c.wantsHTML() || f.status < 400 || f.status >= 500 || f.status == http.StatusNotFound || f.status == http.StatusForbidden {
		return err
	}
	c.fault = err
	p := c.page(strings.TrimSuffix(name, ".html"))
	problem := c.problem(f)
	p.Errors = map[string]string{}
	for _, e := range problem.Errors {
		field := e.Field
		if field == "pictures" {
			field = "picture" // the name of the form's file input
		}
		if p.Errors[field] == "" {
			p.Errors[field] = e.Detail
		}
	}
	p.Errors[""] = problem.Detail
	data, err := page(p)
	if err != nil {
		return err
	}
	return c.html(f.status, name, data)
}
