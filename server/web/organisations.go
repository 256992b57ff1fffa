package web

import (
	"net/http"

	"lynceus/storage/catalogue"
)

// organisations is GET /organisations.
func (s *server) organisations(c *call) error {
	all, err := s.DB.Organisations(c.ctx(), c.viewer)
	if err != nil {
		return err
	}
	all = append([]catalogue.Organisation{}, all...)
	return c.reply("organisations/list.html", map[string]any{"organisations": all}, func() (any, error) {
		return s.organisationsPage(c, c.page("organisations/list"), all), nil
	})
}

func (s *server) organisationsPage(c *call, p Page, all []catalogue.Organisation) OrganisationsPage {
	return OrganisationsPage{Page: p, Organisations: all, MayCreate: c.viewer.Root, Kinds: catalogue.OrgKinds}
}

// organisationForm is what root fills in.
type organisationForm struct {
	Kind    catalogue.OrgKind `json:"kind"`
	Name    string            `json:"name"`
	Country string            `json:"country"`
	Region  string            `json:"region"`
}

func (c *call) organisationForm() (catalogue.Organisation, error) {
	var f organisationForm
	err := c.bind(&f, func(v form) {
		f = organisationForm{
			Kind: catalogue.OrgKind(v.one("kind")), Name: v.one("name"), Country: v.one("country"), Region: v.one("region"),
		}
	})
	return catalogue.Organisation{Kind: f.Kind, Name: f.Name, Country: f.Country, Region: f.Region}, err
}

// createOrganisation is POST /organisations, for root.
func (s *server) createOrganisation(c *call) error {
	typed, err := c.organisationForm()
	if err == nil {
		var o catalogue.Organisation
		if o, err = s.DB.CreateOrganisation(c.ctx(), c.viewer, typed); err == nil {
			c.Header("Location", "/organisations/"+o.ID)
			return c.done(http.StatusCreated, o, "/organisations/"+o.ID, "flash.organisation_created")
		}
	}
	return c.again(err, "organisations/list.html", func(p Page) (any, error) {
		all, err := s.DB.Organisations(c.ctx(), c.viewer)
		page := s.organisationsPage(c, p, all)
		page.Form = typed
		return page, err
	})
}

// showOrganisation is GET /organisations/{id}.
func (s *server) showOrganisation(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	o, err := s.DB.Organisation(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.reply("organisations/show.html", o, func() (any, error) {
		p := c.page("organisations/show")
		p.Title = o.Name
		return organisationPage(p, o, c.viewer), nil
	})
}

func organisationPage(p Page, o catalogue.Organisation, v catalogue.Viewer) OrganisationPage {
	return OrganisationPage{
		Page: p, Organisation: o, Kinds: catalogue.OrgKinds, MayEdit: v.Root,
		MaySet:    v.Has(catalogue.RoleAdministrator) && v.OrgID == o.ID,
		MayManage: v.Root || v.Has(catalogue.RoleAdministrator) && v.OrgID == o.ID,
	}
}

// updateOrganisation is PUT /organisations/{id} and its form, for root.
func (s *server) updateOrganisation(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	typed, err := c.organisationForm()
	typed.ID = id
	if err == nil {
		var o catalogue.Organisation
		if o, err = s.DB.UpdateOrganisation(c.ctx(), c.viewer, typed); err == nil {
			return c.done(http.StatusOK, o, "/organisations/"+o.ID, "flash.saved")
		}
	}
	return c.again(err, "organisations/show.html", func(p Page) (any, error) {
		return organisationPage(p, typed, c.viewer), nil
	})
}

// setOrganisation is POST /organisations/{id}/settings, for its own administrators.
func (s *server) setOrganisation(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var w struct {
		FourEyes     bool `json:"four_eyes"`
		SecondFactor bool `json:"second_factor"`
	}
	if err := c.bind(&w, func(f form) {
		w.FourEyes, w.SecondFactor = f.one("four_eyes") == "true", f.one("second_factor") == "true"
	}); err != nil {
		return err
	}
	if err := s.DB.SetRules(c.ctx(), c.viewer, id, w.FourEyes, w.SecondFactor); err != nil {
		return err
	}
	o, err := s.DB.Organisation(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, o, "/organisations/"+id, "flash.saved")
}

// removeOrganisation is DELETE /organisations/{id} and its form, for root.
func (s *server) removeOrganisation(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := s.DB.RemoveOrganisation(c.ctx(), c.viewer, id); err != nil {
		return c.again(err, "organisations/show.html", func(p Page) (any, error) {
			o, err := s.DB.Organisation(c.ctx(), c.viewer, id)
			page := organisationPage(p, o, c.viewer)
			for _, e := range c.problem(classify(c.fault)).Errors {
				page.Hangs = append(page.Hangs, e.Detail)
			}
			return page, err
		})
	}
	return c.done(http.StatusNoContent, nil, "/organisations", "flash.organisation_removed")
}
