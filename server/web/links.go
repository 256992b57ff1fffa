package web

import (
	"errors"
	"io/fs"
	"net/http"
	"slices"

	"lynceus/storage/catalogue"
)

// Verdict is what is said of an answer and the picture that asked, and who may say more.
type Verdict struct {
	For     string // id of the picture that asked
	Other   string
	Said    string // the verdict that counts, by whom and when; empty where there is none
	Kind    catalogue.Verdict
	Note    string
	Counts  string // how many organisations say what, where they differ
	Mine    bool   // may be taken back
	MayLink bool
	Return  string // the page to go back to without a script
}

// VerdictPage is pictures/verdict.html, which an element puts in place of the verdict before.
type VerdictPage struct {
	Page
	Verdict Verdict
}

// links is GET /pictures/{id}/links.
func (s *server) links(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	all, err := s.DB.Links(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]any{"links": all})
}

// setLink is POST /pictures/{id}/links: the verdict on this picture and another.
func (s *server) setLink(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var in struct {
		Other   string            `json:"other"`
		Verdict catalogue.Verdict `json:"verdict"`
		Note    string            `json:"note"`
	}
	back := ""
	err = c.bind(&in, func(f form) {
		in.Other, in.Verdict, in.Note = f.one("other"), catalogue.Verdict(f.one("verdict")), f.one("note")
		back = f.one("return")
	})
	if err != nil {
		return err
	}
	l, err := s.DB.SetLink(c.ctx(), c.viewer, id, in.Other, in.Verdict, in.Note)
	if err != nil {
		return err
	}
	return s.linked(c, http.StatusOK, &l, id, in.Other, back, "flash.link_"+string(l.Verdict))
}

// removeLink is DELETE /pictures/{id}/links/{other} and its form.
func (s *server) removeLink(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	other, err := c.param("other")
	if err != nil {
		return err
	}
	var nothing struct{}
	back := ""
	if c.Request.ContentLength != 0 {
		if err := c.bind(&nothing, func(f form) { back = f.one("return") }); err != nil {
			return err
		}
	}
	if err := s.DB.DeleteLink(c.ctx(), c.viewer, id, other); err != nil {
		return err
	}
	return s.linked(c, http.StatusNoContent, nil, id, other, back, "flash.link_removed")
}

// linked answers a change of a verdict: an element gets the verdict as it is now.
func (s *server) linked(c *call, status int, l *catalogue.Link, id, other, back, flash string) error {
	if back = localPath(back); back == "/" {
		back = "/pictures/" + id + "/similar"
	}
	if !c.wantsHTML() || !c.fragment() {
		return c.done(status, l, back, flash)
	}
	all, err := s.DB.Links(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	page := VerdictPage{Page: c.page("pictures/verdict"), Verdict: c.verdict(all, id, other)}
	page.Verdict.Return = back
	return c.html(http.StatusOK, "pictures/verdict.html", page)
}

// Rejected is a picture that is no answer any more, because people said so.
type Rejected struct {
	Picture catalogue.Picture
	Verdict Verdict
}

// mostRejected is how many of them a page shows.
const mostRejected = 24

// rejected are the pictures that are not among shown because they were rejected,
// the newest verdict first, so that one can be taken back.
func (s *server) rejected(c *call, id string, shown []LookAlike) ([]Rejected, error) {
	links, err := s.DB.Links(c.ctx(), c.viewer, id)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(links, func(a, b catalogue.Link) int { return b.When.Compare(a.When) })
	var all []Rejected
	for _, l := range links {
		among := slices.ContainsFunc(shown, func(a LookAlike) bool { return a.Picture.ID == l.B })
		if l.Verdict != catalogue.Rejected || among || len(all) == mostRejected {
			continue
		}
		p, err := s.DB.Picture(c.ctx(), c.viewer, l.B)
		if errors.Is(err, fs.ErrNotExist) { // withdrawn in this moment
			continue
		} else if err != nil {
			return nil, err
		}
		all = append(all, Rejected{p, c.verdict(links, id, l.B)})
	}
	return all, nil
}

// verdict is what all say of the pair.
func (c *call) verdict(all []catalogue.Link, id, other string) Verdict {
	v := Verdict{For: id, Other: other, MayLink: c.viewer.MayLink(), Return: c.Request.URL.RequestURI()}
	for _, l := range all {
		if l.B != other {
			continue
		}
		who := l.OrgName
		switch {
		case l.By != "":
			who = l.By
		case who == "":
			who = c.t("verdict.other")
		}
		v.Kind, v.Note, v.Mine = l.Verdict, l.Note, l.Mine
		v.Said = c.t("verdict."+string(l.Verdict), who, l.When.UTC().Format("2006-01-02"))
		if l.Confirmed > 0 && l.Rejected > 0 {
			v.Counts = c.t("verdict.counts", l.Confirmed, l.Rejected)
		}
	}
	return v
}
