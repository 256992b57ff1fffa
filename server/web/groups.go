package web

import (
	"net/http"
	"slices"
	"time"

	"lynceus/storage/catalogue"
)

// groups is GET /groups.
func (s *server) groups(c *call) error {
	all, err := s.DB.Groups(c.ctx(), c.viewer)
	if err != nil {
		return err
	}
	all = append([]catalogue.Group{}, all...)
	return c.reply("groups/list.html", map[string]any{"groups": all}, func() (any, error) {
		return GroupsPage{Page: c.page("groups/list"), Groups: all, MayCreate: c.viewer.Has(catalogue.RoleGroupOwner)}, nil
	})
}

// createGroup is POST /groups, for group owners. The last day of an operation is
// one of its days.
func (s *server) createGroup(c *call) error {
	var f GroupForm
	err := c.bind(&f, func(v form) {
		f = GroupForm{Name: v.one("name"), Charter: v.one("charter"), Start: v.one("start"), End: v.one("end")}
	})
	g := catalogue.Group{Name: f.Name, Charter: f.Charter}
	if err == nil {
		g.Start, err = day("start", f.Start, 0)
	}
	if err == nil {
		g.End, err = day("end", f.End, 24*time.Hour-time.Second)
	}
	if err == nil {
		if g, err = s.DB.CreateGroup(c.ctx(), c.viewer, g); err == nil {
			c.Header("Location", "/groups/"+g.ID)
			return c.done(http.StatusCreated, g, "/groups/"+g.ID, "flash.group_created")
		}
	}
	return c.again(err, "groups/list.html", func(p Page) (any, error) {
		all, err := s.DB.Groups(c.ctx(), c.viewer)
		return GroupsPage{Page: p, Groups: all, MayCreate: true, Form: f}, err
	})
}

// day is a moment of a day in UTC; nil for an empty field.
func day(field, text string, into time.Duration) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1950 || t.Year() > 2200 {
		return nil, invalid(field, "date")
	}
	t = t.Add(into)
	return &t, nil
}

// showGroup is GET /groups/{id}.
func (s *server) showGroup(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	g, err := s.DB.Group(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.reply("groups/show.html", g, func() (any, error) {
		p := c.page("groups/show")
		p.Title = g.Name
		return s.groupPage(c, p, g)
	})
}

func (s *server) groupPage(c *call, p Page, g catalogue.Group) (GroupPage, error) {
	page := GroupPage{Page: p, Group: g, MayManage: g.OwnerID == c.viewer.OrgID && c.viewer.Has(catalogue.RoleGroupOwner)}
	if c.viewer.SeesPictures() {
		var err error
		if page.Thread, err = s.thread(c, catalogue.Thread{Kind: catalogue.ThreadGroup, ID: g.ID}, 0); err != nil {
			return page, err
		}
		page.Thread.Closed = g.Ended(time.Now())
	}
	for _, m := range g.Members {
		if m.ID == g.OwnerID {
			page.Owner = m.Name
		}
	}
	if !page.MayManage {
		return page, nil
	}
	all, err := s.DB.Organisations(c.ctx(), c.viewer)
	for _, o := range all {
		if !slices.ContainsFunc(g.Members, func(m catalogue.Organisation) bool { return m.ID == o.ID }) {
			page.Others = append(page.Others, o)
		}
	}
	return page, err
}

// addMember is POST /groups/{id}/members.
func (s *server) addMember(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var f struct {
		Organisation string `json:"organisation"`
	}
	if err := c.bind(&f, func(v form) { f.Organisation = v.one("organisation") }); err != nil {
		return err
	}
	return s.changeGroup(c, id, "flash.member_added", func() error {
		return s.DB.AddMember(c.ctx(), c.viewer, id, f.Organisation)
	})
}

// removeMember is DELETE /groups/{id}/members/{organisation} and its form.
func (s *server) removeMember(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	org, err := c.param("organisation")
	if err != nil {
		return err
	}
	return s.changeGroup(c, id, "flash.member_removed", func() error {
		return s.DB.RemoveMember(c.ctx(), c.viewer, id, org)
	})
}

func (s *server) changeGroup(c *call, id, flash string, change func() error) error {
	if err := change(); err != nil {
		return err
	}
	g, err := s.DB.Group(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, g, "/groups/"+id, flash)
}
