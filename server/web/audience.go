package web

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"lynceus/storage/catalogue"
)

// audienceChoice is what the releaser of a case may choose from: only kinds of
// audience that the label of the case admits.
func (s *server) audienceChoice(c *call, k catalogue.Case) (*AudienceChoice, error) {
	now := catalogue.Audience{}
	if k.Audience != nil {
		now = *k.Audience
	}
	some := []string{"some"}
	choice := &AudienceChoice{Everyone: now.Everyone, MayEveryone: k.TLP.Admits(catalogue.Audience{Everyone: true})}
	if k.TLP.Admits(catalogue.Audience{Regions: some}) {
		for _, t := range s.terms.list(c.lang, "region") {
			choice.Regions = append(choice.Regions, Choice{t.Code, t.Label, slices.Contains(now.Regions, t.Code)})
		}
	}
	if k.TLP.Admits(catalogue.Audience{Organisations: some}) {
		all, err := s.DB.Organisations(c.ctx(), c.viewer)
		if err != nil {
			return nil, err
		}
		for _, o := range all {
			// A guest sees by groups only.
			if o.ID != k.OrgID && o.Kind != catalogue.OrgGuest {
				choice.Organisations = append(choice.Organisations, Choice{o.ID, o.Name, slices.Contains(now.Organisations, o.ID)})
			}
		}
	}
	if k.TLP.Admits(catalogue.Audience{Groups: some}) {
		all, err := s.DB.Groups(c.ctx(), c.viewer)
		if err != nil {
			return nil, err
		}
		for _, g := range all {
			choice.Groups = append(choice.Groups, Choice{g.ID, g.Name, slices.Contains(now.Groups, g.ID)})
		}
	}
	emails, err := s.DB.AudiencePersons(c.ctx(), c.viewer, k)
	choice.Persons = strings.Join(emails, "\n")
	return choice, err
}

// audienceNames are the present audience in words. What the viewer may not
// see any more, such as a group that the organisation has left, is not named.
func (s *server) audienceNames(c *call, k catalogue.Case) ([]string, error) {
	a := *k.Audience
	var names []string
	if a.Everyone {
		names = append(names, c.t("audience.everyone"))
	}
	for _, r := range a.Regions {
		names = append(names, s.terms.label(c.lang, "region", r))
	}
	for _, id := range a.Groups {
		g, err := s.DB.Group(c.ctx(), c.viewer, id)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		names = append(names, g.Name)
	}
	for _, id := range a.Organisations {
		o, err := s.DB.Organisation(c.ctx(), c.viewer, id)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		names = append(names, o.Name)
	}
	emails, err := s.DB.AudiencePersons(c.ctx(), c.viewer, k)
	return append(names, emails...), err
}
