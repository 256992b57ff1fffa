package web

import (
	"net/http"
	"strconv"

	"lynceus/storage/catalogue"
)

// verifications is GET /cases/{id}/verifications.
func (s *server) verifications(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	all, err := s.DB.Verifications(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]any{"verifications": all})
}

// verify is POST /cases/{id}/verifications: the grades of the viewer's RILO.
func (s *server) verify(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var w struct {
		Source      string `json:"source"`
		Information string `json:"information"`
		Note        string `json:"note"`
	}
	if err := c.bind(&w, func(f form) { w.Source, w.Information, w.Note = f.one("source"), f.one("information"), f.one("note") }); err != nil {
		return err
	}
	if err := s.DB.Verify(c.ctx(), c.viewer, id, w.Source, w.Information, w.Note); err != nil {
		return err
	}
	return s.verified(c, id, "flash.verified")
}

// unverify is DELETE /cases/{id}/verifications and its form.
func (s *server) unverify(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := s.DB.Unverify(c.ctx(), c.viewer, id); err != nil {
		return err
	}
	return s.verified(c, id, "flash.unverified")
}

func (s *server) verified(c *call, id, flash string) error {
	all, err := s.DB.Verifications(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, map[string]any{"verifications": all}, "/cases/"+id+"#verification", flash)
}

// fieldChanges is GET /cases/{id}/fields: what the fields said before.
func (s *server) fieldChanges(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	all, err := s.DB.FieldChanges(c.ctx(), c.viewer, k.ID)
	if err != nil {
		return err
	}
	return c.reply("cases/fields.html", map[string]any{"changes": all}, func() (any, error) {
		return FieldsPage{Page: c.page("cases/fields"), Case: k, Changes: all, MayStrike: k.Mine && c.viewer.Has(catalogue.RoleReleaser)}, nil
	})
}

// strikeField is POST /cases/{id}/fields/{change}/strike.
func (s *server) strikeField(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	change, err := strconv.ParseInt(c.Param("change"), 10, 64)
	if err != nil {
		return errNotFound
	}
	reason, err := c.reason()
	if err != nil {
		return err
	}
	if err := s.DB.StrikeFieldChange(c.ctx(), c.viewer, id, change, reason); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/cases/"+id+"/fields", "flash.struck")
}

// FieldsPage is cases/fields.html.
type FieldsPage struct {
	Page
	Case      catalogue.Case
	Changes   []catalogue.FieldChange
	MayStrike bool // POST /cases/{id}/fields/{change}/strike: reason
}
