package web

import (
	"net/http"

	"lynceus/storage/catalogue"
)

// How many look-alikes and new cases a page shows.
const (
	alikesOfPicture = 24
	alikesOfCase    = 12
	newestOnHome    = 12
	draftsOnHome    = 12
)

// home is GET /.
func (s *server) home(c *call) error {
	page := HomePage{
		Newest: []catalogue.Case{}, Drafts: []catalogue.Case{},
		MaySend: maySend(c.viewer), MayAsk: c.viewer.SeesPictures(),
	}
	if page.MayAsk {
		newest, err := s.DB.NewestCases(c.ctx(), c.viewer, false, newestOnHome)
		if err != nil {
			return err
		}
		for _, k := range newest {
			if k.State != catalogue.Draft { // those stand by themselves
				page.Newest = append(page.Newest, k)
			}
		}
	}
	if page.MaySend {
		own, err := s.DB.NewestCases(c.ctx(), c.viewer, true, 10*draftsOnHome)
		if err != nil {
			return err
		}
		for _, k := range own {
			if k.State == catalogue.Draft && k.AuthorID == c.viewer.UserID && len(page.Drafts) < draftsOnHome {
				page.Drafts = append(page.Drafts, k)
			}
		}
	}
	return c.reply("home/home.html", page, func() (any, error) {
		page.Page = c.page("home/home")
		return page, nil
	})
}

// cases is GET /cases: the query is the filter.
func (s *server) cases(c *call) error {
	f, err := filterOf(c.Request.URL.Query())
	if err != nil {
		return err
	}
	if !s.Index.Ready() {
		return errLoading
	}
	defer s.meters.search("browse")()
	found, err := s.Index.Browse(c.ctx(), c.viewer, f)
	if err != nil {
		return err
	}
	if found.Cases == nil {
		found.Cases = []catalogue.Case{}
	}
	return c.reply("cases/list.html", found, func() (any, error) {
		if err := s.terms.refresh(c.ctx()); err != nil {
			return nil, err
		}
		page := CasesPage{
			Page: c.page("cases/list"), Found: found, Filter: f,
			Facets: c.facets(f, found), Chips: c.chips(f), MaySend: maySend(c.viewer),
		}
		if len(page.Chips) > 0 {
			page.Clear = "/cases"
		}
		if found.Page > 1 {
			page.Previous = pageURL(f, found.Page-1)
		}
		if found.Page < found.Pages {
			page.Next = pageURL(f, found.Page+1)
		}
		return page, nil
	})
}

// showCase is GET /cases/{id}.
func (s *server) showCase(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	if !c.watching() {
		if err := s.DB.Saw(c.ctx(), c.viewer, k.ID, ""); err != nil {
			return err
		}
	}
	return c.reply("cases/show.html", k, func() (any, error) {
		page := CasePage{Page: c.page("cases/show"), Case: k, rights: rightsOn(k, c.viewer)}
		if k.Title != "" {
			page.Title = k.Title
		}
		var err error
		if page.History, err = s.DB.History(c.ctx(), c.viewer, k.ID); err != nil {
			return nil, err
		}
		if page.LookAlikes, err = s.alikesOf(c, k); err != nil {
			return nil, err
		}
		if page.CanRelease {
			if page.Audience, err = s.audienceChoice(c, k); err != nil {
				return nil, err
			}
		}
		if k.Audience != nil {
			if page.Shared, err = s.audienceNames(c, k); err != nil {
				return nil, err
			}
			page.Referrals, err = s.DB.ReferralsOf(c.ctx(), c.viewer, k.ID)
			if err != nil {
				return nil, err
			}
			page.Disclosed = disclosedBy(k.Pictures)
		}
		if page.Verifications, err = s.DB.Verifications(c.ctx(), c.viewer, k.ID); err != nil {
			return nil, err
		}
		if page.CanVerify, err = s.DB.MayVerify(c.ctx(), c.viewer, k.ID); err != nil {
			return nil, err
		}
		if page.Proposals, err = s.DB.Proposals(c.ctx(), c.viewer, k.ID); err != nil {
			return nil, err
		}
		page.CanPropose = c.viewer.MayPropose(k)
		if err := s.guardOf(c, &page); err != nil {
			return nil, err
		}
		page.Thread, err = s.thread(c, catalogue.Thread{Kind: catalogue.ThreadCase, ID: k.ID}, 0)
		return page, err
	})
}

// caseOf is the case that the path names, if the viewer may see it.
func (s *server) caseOf(c *call) (catalogue.Case, error) {
	id, err := c.param("id")
	if err != nil {
		return catalogue.Case{}, err
	}
	return s.DB.Case(c.ctx(), c.viewer, id)
}

// submitCase, returnCase, releaseCase, withdrawCase and reopenCase move a case through its
// life. What a draft lacks for being submitted is said on the page where it is filled in.
func (s *server) submitCase(c *call) error {
	return s.stepped(c, "flash.submitted", func(id, reason string) (catalogue.Case, error) {
		return s.DB.Submit(c.ctx(), c.viewer, id, reason)
	})
}

func (s *server) releaseCase(c *call) error {
	var r struct {
		catalogue.Audience
		Reason string `json:"reason"`
	}
	if err := c.bind(&r, func(f form) { r.Audience, r.Reason = audienceOf(f), f.one("reason") }); err != nil {
		return err
	}
	return s.move(c, "flash.released", func(id string) (catalogue.Case, error) {
		return s.DB.Release(c.ctx(), c.viewer, id, r.Audience, r.Reason)
	})
}

func (s *server) withdrawCase(c *call) error {
	return s.stepped(c, "flash.withdrawn", func(id, reason string) (catalogue.Case, error) {
		return s.DB.Withdraw(c.ctx(), c.viewer, id, reason)
	})
}

func (s *server) reopenCase(c *call) error {
	return s.stepped(c, "flash.reopened", func(id, reason string) (catalogue.Case, error) {
		return s.DB.Reopen(c.ctx(), c.viewer, id, reason)
	})
}

func (s *server) move(c *call, flash string, step func(id string) (catalogue.Case, error)) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	k, err := step(id)
	if err != nil {
		if before, hidden := s.DB.Case(c.ctx(), c.viewer, id); hidden == nil && before.State == catalogue.Draft {
			return s.editAgain(c, err, id, before.CaseForm)
		}
		return err
	}
	return c.done(http.StatusOK, k, "/cases/"+k.ID, flash)
}
