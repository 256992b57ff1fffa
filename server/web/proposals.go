package web

import (
	"net/http"

	"lynceus/storage/catalogue"
)

// proposals is GET /cases/{id}/proposals.
func (s *server) proposals(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	all, err := s.DB.Proposals(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]any{"proposals": all})
}

// proposalPage is GET /cases/{id}/propose: the form of the case, to be filled in otherwise.
func (s *server) proposalPage(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	if !c.viewer.MayPropose(k) {
		return errForbidden
	}
	return c.reply("cases/propose.html", k.CaseForm, func() (any, error) {
		return ProposePage{CaseFormPage: editPage(c.page("cases/propose"), k, k.CaseForm, c.viewer)}, nil
	})
}

// propose is POST /cases/{id}/proposals: a form of the case, and why it should say so.
func (s *server) propose(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var w struct {
		catalogue.CaseForm
		Reason string `json:"reason"`
	}
	err = c.bind(&w, func(v form) { w.CaseForm, w.Reason = caseFormOf(v), v.one("reason") })
	if err == nil {
		var p catalogue.Proposal
		if p, err = s.DB.Propose(c.ctx(), c.viewer, id, w.CaseForm, w.Reason); err == nil {
			return c.done(http.StatusCreated, p, "/cases/"+id+"#proposals", "flash.proposed")
		}
	}
	return c.again(err, "cases/propose.html", func(p Page) (any, error) {
		k, err := s.DB.Case(c.ctx(), c.viewer, id)
		return ProposePage{CaseFormPage: editPage(p, k, w.CaseForm, c.viewer), Reason: w.Reason}, err
	})
}

// decideProposal is POST /proposals/{id}/decide: one field, accepted or declined.
func (s *server) decideProposal(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var w struct {
		Field  string `json:"field"`
		Accept bool   `json:"accept"`
		Anyway bool   `json:"anyway"` // over what was written since it was proposed
		Reason string `json:"reason"`
	}
	if err := c.bind(&w, func(f form) {
		w.Field, w.Accept, w.Anyway, w.Reason = f.one("field"), f.one("accept") == "true", f.one("anyway") == "true", f.one("reason")
	}); err != nil {
		return err
	}
	p, err := s.DB.DecideProposal(c.ctx(), c.viewer, id, w.Field, w.Accept, w.Anyway, w.Reason)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, p, "/cases/"+p.CaseID+"#proposals", "flash.decided")
}

// withdrawProposal is POST /proposals/{id}/withdraw.
func (s *server) withdrawProposal(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	p, err := s.DB.WithdrawProposal(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, p, "/cases/"+p.CaseID+"#proposals", "flash.proposal_withdrawn")
}

// ProposePage is cases/propose.html: POST /cases/{id}/proposals with the fields of
// the case and reason. On the page of the case they are decided: POST
// /proposals/{id}/decide with field, accept, anyway, reason, and /proposals/{id}/withdraw.
type ProposePage struct {
	CaseFormPage
	Reason string
}
