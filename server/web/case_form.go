package web

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lynceus/storage/catalogue"
)

// newCase is GET /cases/new.
func (s *server) newCase(c *call) error {
	if !maySend(c.viewer) {
		return errForbidden
	}
	if !c.wantsHTML() {
		return c.json(http.StatusOK, catalogue.CaseForm{Route: []string{}, Concealment: []string{}, Goods: []catalogue.Good{}})
	}
	return c.html(http.StatusOK, "cases/new.html", CaseFormPage{
		Page: c.page("cases/new"), TLPs: catalogue.TLPs, MaySubmit: true,
		// Most cases are sent in the month in which they happen.
		Form: catalogue.CaseForm{Month: time.Now().UTC().Format("2006-01")},
	})
}

// editCase is GET /cases/{id}/edit.
func (s *server) editCase(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	if !rightsOn(k, c.viewer).CanEdit {
		return errForbidden
	}
	c.Header("ETag", `"`+k.Version+`"`)
	return c.reply("cases/edit.html", k.CaseForm, func() (any, error) {
		return editPage(c.page("cases/edit"), k, k.CaseForm, c.viewer), nil
	})
}

func editPage(p Page, k catalogue.Case, f catalogue.CaseForm, v catalogue.Viewer) CaseFormPage {
	return CaseFormPage{
		Page: p, ID: k.ID, Form: f, TLPs: catalogue.TLPs, Pictures: k.Pictures, Case: &k,
		MaySubmit: rightsOn(k, v).CanSubmit,
	}
}

// createCase is POST /cases: JSON or a form without files makes a draft at once;
// a form with files makes it when the first file comes (see upload.go).
func (s *server) createCase(c *call) error {
	if !maySend(c.viewer) {
		return errForbidden
	}
	media, _, _ := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if media == "multipart/form-data" {
		return s.createCaseWithPictures(c)
	}
	c.limitBody(1 << 20)
	f, then, err := c.caseForm()
	if err == nil {
		var k catalogue.Case
		if k, err = s.DB.CreateCase(c.ctx(), c.viewer, f); err == nil {
			return s.caseSaved(c, k, then, http.StatusCreated)
		}
	}
	return c.again(err, "cases/new.html", func(p Page) (any, error) {
		return CaseFormPage{Page: p, Form: f, TLPs: catalogue.TLPs, MaySubmit: true}, nil
	})
}

// updateCase is PUT /cases/{id} and its form.
func (s *server) updateCase(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	f, then, err := c.caseForm()
	if match := c.GetHeader("If-Match"); match != "" && match != "*" {
		f.Version = strings.Trim(match, `"`)
	}
	if err == nil {
		var k catalogue.Case
		if k, err = s.DB.UpdateCase(c.ctx(), c.viewer, id, f); err == nil {
			return s.caseSaved(c, k, then, http.StatusOK)
		}
	}
	return s.editAgain(c, err, id, f)
}

// editAgain shows the form of a stored case with what was typed and what is wrong.
func (s *server) editAgain(c *call, err error, id string, f catalogue.CaseForm) error {
	var is *catalogue.Stale
	stale := errors.As(err, &is)
	return c.again(err, "cases/edit.html", func(p Page) (any, error) {
		k, err := s.DB.Case(c.ctx(), c.viewer, id)
		if err != nil {
			return nil, err
		}
		// Who reads what stands there now and saves again means it.
		f.Version = k.Version
		page := editPage(p, k, f, c.viewer)
		page.Stale = stale
		return page, nil
	})
}

// caseSaved submits the case where the form said so, and answers. A draft that is
// not complete stays saved; the form says what it lacks.
func (s *server) caseSaved(c *call, k catalogue.Case, then string, status int) error {
	flash := "flash.saved"
	if then == "submit" && k.State == catalogue.Draft {
		submitted, err := s.DB.Submit(c.ctx(), c.viewer, k.ID, "")
		if err != nil {
			return s.editAgain(c, err, k.ID, k.CaseForm)
		}
		k, flash = submitted, "flash.submitted"
	}
	c.Header("Location", "/cases/"+k.ID)
	c.Header("ETag", `"`+k.Version+`"`)
	return c.done(status, k, "/cases/"+k.ID, flash)
}

// caseForm reads the form of a case, and what to do after saving ("submit").
func (c *call) caseForm() (f catalogue.CaseForm, then string, err error) {
	err = c.bind(&f, func(v form) {
		f, then = caseFormOf(v), v.one("then")
	})
	return f, then, err
}

// caseFormOf reads a browser's form. A quantity that is no number becomes one
// that the catalogue refuses in its own words.
func caseFormOf(v form) catalogue.CaseForm {
	f := catalogue.CaseForm{
		Title: v.one("title"), Month: v.one("month"), Country: v.one("country"), Place: v.one("place"),
		Mode: v.one("mode"), Means: v.one("means"), Cover: v.one("cover"),
		Concealment: v.all("concealment"), Construction: v.one("construction"),
		Shielding: v.one("shielding"), Trigger: v.one("trigger"), Narrative: v.one("narrative"),
		TLP: catalogue.TLP(v.one("tlp")), Training: v.one("training") == "true",
		Onward: v.one("onward") == "true", Expires: v.one("expires"), Version: v.one("version"),
	}
	for _, r := range v.all("route") {
		f.Route = append(f.Route, strings.FieldsFunc(r, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })...)
	}
	quantities, units := v["goods.quantity"], v["goods.unit"]
	for i, commodity := range v["goods.commodity"] {
		g := catalogue.Good{Commodity: strings.TrimSpace(commodity)}
		if g.Commodity == "" {
			continue
		}
		if i < len(quantities) {
			g.Quantity = quantity(quantities[i])
		}
		if i < len(units) {
			g.Unit = strings.TrimSpace(units[i])
		}
		f.Goods = append(f.Goods, g)
	}
	return f
}

// quantity reads a number with a comma or a point; -1 for what is none.
func quantity(s string) float64 {
	s = strings.Replace(strings.Join(strings.Fields(s), ""), ",", ".", 1)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return -1
	}
	return n
}
