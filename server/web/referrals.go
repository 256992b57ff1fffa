package web

import (
	"encoding/hex"
	"net/http"
	"strconv"

	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// inquire is POST /cases/{id}/inquiries: what do others hold that we may not see?
// What comes of it comes later, as a referral; the answer here is always the same.
func (s *server) inquire(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := s.DB.Inquire(c.ctx(), c.viewer, id, s.ReferralTime); err != nil {
		return err
	}
	return c.done(http.StatusAccepted, map[string]any{"case": id}, "/cases/"+id, "flash.inquired")
}

// discloseCase and disclosePicture are POST /cases/{id}/disclosure, for all pictures of
// the case, and /pictures/{id}/disclosure: what they tell those who may not see them.
func (s *server) discloseCase(c *call) error {
	id, d, err := c.disclosure()
	if err != nil {
		return err
	}
	if err := s.DB.SetDisclosures(c.ctx(), c.viewer, id, d); err != nil {
		return err
	}
	k, err := s.DB.Case(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, k, "/cases/"+id, "flash.saved")
}

func (s *server) disclosePicture(c *call) error {
	id, d, err := c.disclosure()
	if err != nil {
		return err
	}
	if err := s.DB.SetDisclosure(c.ctx(), c.viewer, id, d); err != nil {
		return err
	}
	p, err := s.DB.Picture(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, p, "/pictures/"+id, "flash.saved")
}

func (c *call) disclosure() (id string, d catalogue.Disclosure, err error) {
	if id, err = c.param("id"); err != nil {
		return "", "", err
	}
	var w struct {
		Disclosure catalogue.Disclosure `json:"disclosure"`
	}
	err = c.bind(&w, func(f form) { w.Disclosure = catalogue.Disclosure(f.one("disclosure")) })
	return id, w.Disclosure, err
}

// disclosedBy is what all pictures disclose; empty where they differ.
func disclosedBy(pictures []catalogue.Picture) (d catalogue.Disclosure) {
	for i, p := range pictures {
		if i > 0 && p.Disclosure != d {
			return ""
		}
		d = p.Disclosure
	}
	return d
}

// referrals is GET /referrals: what others hold that looks like ours, and who asks us.
func (s *server) referrals(c *call) error {
	if !c.viewer.SeesPictures() {
		return errForbidden
	}
	all, err := s.DB.Referrals(c.ctx(), c.viewer)
	if err != nil {
		return err
	}
	return c.reply("referrals/list.html", map[string]any{"referrals": all}, func() (any, error) {
		page := ReferralsPage{Page: c.page("referrals/list")}
		for _, r := range all {
			switch {
			case r.Open():
				page.Asked = append(page.Asked, r)
			case r.Held:
				page.Held = append(page.Held, r)
			default:
				page.Told = append(page.Told, r)
			}
		}
		return page, nil
	})
}

// showReferral is GET /referrals/{id}.
func (s *server) showReferral(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	r, err := s.DB.Referral(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.reply("referrals/show.html", r, func() (any, error) { return s.referralPage(c, c.page("referrals/show"), r) })
}

func (s *server) referralPage(c *call, p Page, r catalogue.Referral) (ReferralPage, error) {
	page := ReferralPage{Page: p, Referral: r, referralRights: rightsOnReferral(r, c.viewer)}
	ids := append([]string{}, r.Cases...)
	if r.CaseID != "" {
		ids = append(ids, r.CaseID)
	}
	for _, held := range r.Pictures {
		ids = append(ids, held.CaseID)
	}
	var err error
	if page.Thread, err = s.thread(c, catalogue.Thread{Kind: catalogue.ThreadReferral, ID: r.ID}, 0); err != nil {
		return page, err
	}
	page.Thread.Closed = !r.Told || r.State == catalogue.ReferralFound
	cases, err := s.DB.CasesByID(c.ctx(), c.viewer, ids)
	for _, k := range cases {
		if k.ID == r.CaseID {
			page.Mine = &k
		} else {
			page.Cases = append(page.Cases, k)
		}
	}
	return page, err
}

// askHolder, unaskHolder, shareReferral and refuseReferral are the steps of the two sides.
func (s *server) askHolder(c *call) error {
	var w struct {
		Show bool `json:"show"`
	}
	if c.Request.ContentLength != 0 {
		if err := c.bind(&w, func(f form) { w.Show = f.one("show") == "true" }); err != nil {
			return err
		}
	}
	return s.referralStep(c, "flash.asked", func(id string) (catalogue.Referral, error) {
		return s.DB.AskHolder(c.ctx(), c.viewer, id, w.Show)
	})
}

func (s *server) unaskHolder(c *call) error {
	return s.referralStep(c, "flash.unasked", func(id string) (catalogue.Referral, error) {
		return s.DB.UnaskHolder(c.ctx(), c.viewer, id)
	})
}

func (s *server) shareReferral(c *call) error {
	var w struct {
		Cases  []string `json:"cases"`
		Reason string   `json:"reason"`
	}
	if c.Request.ContentLength != 0 {
		if err := c.bind(&w, func(f form) { w.Cases, w.Reason = f.all("cases"), f.one("reason") }); err != nil {
			return err
		}
	}
	return s.referralStep(c, "flash.shared", func(id string) (catalogue.Referral, error) {
		return s.DB.ShareReferral(c.ctx(), c.viewer, id, w.Cases, w.Reason)
	})
}

func (s *server) refuseReferral(c *call) error {
	reason, err := c.reason()
	if err != nil {
		return err
	}
	return s.referralStep(c, "flash.refused", func(id string) (catalogue.Referral, error) {
		return s.DB.RefuseReferral(c.ctx(), c.viewer, id, reason)
	})
}

func (s *server) referralStep(c *call, flash string, step func(id string) (catalogue.Referral, error)) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	r, err := step(id)
	if err == nil {
		return c.done(http.StatusOK, r, "/referrals/"+id, flash)
	}
	return c.again(err, "referrals/show.html", func(p Page) (any, error) {
		r, err := s.DB.Referral(c.ctx(), c.viewer, id)
		if err != nil {
			return nil, err
		}
		return s.referralPage(c, p, r)
	})
}

// shownPicture is GET /referrals/{id}/{name}: the picture that asks, for who holds
// one like it, while its owner shows it.
func (s *server) shownPicture(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	o, err := s.DB.ShownObject(c.ctx(), c.viewer, id, c.Param("name"))
	if err != nil {
		return err
	}
	b, err := blob.Verified(c.ctx(), s.Store, o.Key, o.Size, o.SHA256)
	if err != nil {
		return hideKind(err)
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("ETag", `"`+hex.EncodeToString(o.SHA256[:12])+`"`)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	c.Data(http.StatusOK, "image/jpeg", b)
	return nil
}

// referralRights say which buttons to show, as catalogue/referral.go decides.
type referralRights struct {
	CanAsk    bool // POST /referrals/{id}/ask: show=true
	CanShow   bool
	CanUnask  bool // POST /referrals/{id}/unask
	CanShare  bool // POST /referrals/{id}/share: cases, reason
	CanRefuse bool // POST /referrals/{id}/refuse: reason
}

func rightsOnReferral(r catalogue.Referral, v catalogue.Viewer) referralRights {
	releaser := v.Has(catalogue.RoleReleaser)
	if r.Held {
		return referralRights{CanShare: releaser && r.State != catalogue.ReferralShared, CanRefuse: releaser && r.Open()}
	}
	ask := maySend(v) && (r.State == catalogue.ReferralFound || r.State == catalogue.ReferralLapsed)
	return referralRights{CanAsk: ask, CanShow: ask && releaser, CanUnask: maySend(v) && r.State == catalogue.ReferralAsked}
}

// ReferralsPage is the list.
type ReferralsPage struct {
	Page
	Asked []catalogue.Referral // that wait for our answer
	Told  []catalogue.Referral // what others hold
	Held  []catalogue.Referral // that others were told of ours, or only we were
}

// ReferralPage is one of them.
type ReferralPage struct {
	Page
	referralRights
	Referral catalogue.Referral
	Mine     *catalogue.Case // that asks, for the asker
	Thread   ThreadView
	Cases    []catalogue.Case // that hold, for the holder; that were shared, for the asker
}
