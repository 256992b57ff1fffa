package web

import (
	"slices"
	"strings"

	"lynceus/storage/catalogue"
)

// whoSees is GET /cases/{id}/audience: who can see the case now, or, when the
// query has propose=true, who could if it were released to the audience in the query.
func (s *server) whoSees(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	query := form(c.Request.URL.Query())
	var propose *catalogue.Audience
	if query.one("propose") == "true" {
		a := audienceOf(query)
		propose = &a
	}
	seen, err := s.DB.WhoSees(c.ctx(), c.viewer, k.ID, propose)
	if err != nil {
		return err
	}
	return c.reply("cases/audience.html", Sights{Organisations: seen}, func() (any, error) {
		page := SightPage{Page: c.page("cases/audience"), Case: k, Organisations: seen, Proposed: propose != nil}
		for _, one := range seen {
			if one.OrgID != k.OrgID {
				page.Others += one.People
			}
		}
		return page, nil
	})
}

// audienceOf reads the audience in a browser's form or query.
func audienceOf(f form) catalogue.Audience {
	return catalogue.Audience{
		Everyone: f.one("everyone") == "true", Regions: f.all("regions"),
		Organisations: f.all("organisations"), Groups: f.all("groups"),
		Persons: slices.Concat(persons(f.all("persons"))...),
	}
}

// persons takes apart what somebody typed: e-mails with commas, semicolons or spaces between.
func persons(typed []string) [][]string {
	all := make([][]string, len(typed))
	for i, t := range typed {
		all[i] = strings.FieldsFunc(t, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\r' })
	}
	return all
}

// reason reads what a step in the life of a case has for its body.
func (c *call) reason() (string, error) {
	var w struct {
		Reason string `json:"reason"`
	}
	if c.Request.ContentLength == 0 {
		return "", nil
	}
	err := c.bind(&w, func(f form) { w.Reason = f.one("reason") })
	return w.Reason, err
}

// stepped reads the reason and moves the case that the path names.
func (s *server) stepped(c *call, flash string, step func(id, reason string) (catalogue.Case, error)) error {
	reason, err := c.reason()
	if err != nil {
		return err
	}
	return s.move(c, flash, func(id string) (catalogue.Case, error) { return step(id, reason) })
}

func (s *server) returnCase(c *call) error {
	return s.stepped(c, "flash.returned", func(id, reason string) (catalogue.Case, error) {
		return s.DB.Return(c.ctx(), c.viewer, id, reason)
	})
}

// Sights is who can see a case, as JSON.
type Sights struct {
	Organisations []catalogue.Sight `json:"organisations"`
}

// SightPage says who can see a case, or could.
type SightPage struct {
	Page
	Case          catalogue.Case
	Organisations []catalogue.Sight
	Others        int  // people of other organisations
	Proposed      bool // the audience is not the present one
}
