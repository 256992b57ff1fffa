package web

import (
	"errors"
	"io/fs"
	"net/http"

	"lynceus/storage/catalogue"
)

// showGuard is GET /cases/{id}/guard: what stands between the case and its release.
func (s *server) showGuard(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	g, err := s.DB.CaseGuard(c.ctx(), c.viewer, k.ID)
	if err != nil {
		return err
	}
	return c.reply("cases/guard.html", g, func() (any, error) {
		return GuardPage{Page: c.page("cases/guard"), Case: k, Guard: g, rights: rightsOn(k, c.viewer)}, nil
	})
}

// decideGuard is POST /cases/{id}/guard: reasons to keep what was found, and the
// pictures that show nobody.
func (s *server) decideGuard(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var d catalogue.GuardDecisions
	err = c.bind(&d, func(f form) {
		d.Keep = map[string]string{}
		reasons := f["reason"]
		for i, finding := range f["finding"] {
			if i < len(reasons) {
				d.Keep[finding] = reasons[i]
			}
		}
		d.Checked = append([]string{}, f.all("checked")...)
	})
	var g catalogue.Guard
	if err == nil {
		if g, err = s.DB.DecideGuard(c.ctx(), c.viewer, id, d); err == nil {
			to := "/cases/" + id
			if g.Open > 0 {
				to += "/guard"
			}
			return c.done(http.StatusOK, g, to, "flash.saved")
		}
	}
	return c.again(err, "cases/guard.html", func(p Page) (any, error) {
		k, err := s.DB.Case(c.ctx(), c.viewer, id)
		if err != nil {
			return nil, err
		}
		g, err := s.DB.CaseGuard(c.ctx(), c.viewer, id)
		return GuardPage{Page: p, Case: k, Guard: g, rights: rightsOn(k, c.viewer)}, err
	})
}

// guardOf adds to the page of a case what its guard says: to its own people what
// is open, to all the report of its release.
func (s *server) guardOf(c *call, page *CasePage) error {
	if page.CanEdit && page.Case.State != catalogue.Released {
		g, err := s.DB.CaseGuard(c.ctx(), c.viewer, page.Case.ID)
		if err != nil {
			return err
		}
		page.Guard = &g
	}
	if page.Case.State != catalogue.Released {
		return nil
	}
	r, err := s.DB.CaseReport(c.ctx(), c.viewer, page.Case.ID)
	if errors.Is(err, fs.ErrNotExist) { // released before there were reports
		return nil
	}
	page.Report = &r
	return err
}

// GuardPage is cases/guard.html: POST /cases/{id}/guard with finding and reason, one
// of each per finding and in step, and checked, an id for each picture that shows nobody.
type GuardPage struct {
	Page
	rights
	Case  catalogue.Case
	Guard catalogue.Guard
}
