package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
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

// groupForm reads what is typed of a group. The last day of an operation is one of
// its days.
func (c *call) groupForm() (f GroupForm, g catalogue.Group, err error) {
	err = c.bind(&f, func(v form) {
		f = GroupForm{Name: v.one("name"), Charter: v.one("charter"), Start: v.one("start"), End: v.one("end")}
	})
	g = catalogue.Group{Name: f.Name, Charter: f.Charter}
	if err == nil {
		g.Start, err = day("start", f.Start, 0)
	}
	if err == nil {
		g.End, err = day("end", f.End, 24*time.Hour-time.Second)
	}
	return f, g, err
}

// groupFormOf is a group as it is typed.
func groupFormOf(g catalogue.Group) GroupForm {
	day := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return t.UTC().Format(time.DateOnly)
	}
	return GroupForm{Name: g.Name, Charter: g.Charter, Start: day(g.Start), End: day(g.End)}
}

// createGroup is POST /groups, for group owners.
func (s *server) createGroup(c *call) error {
	f, g, err := c.groupForm()
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
	now := time.Now()
	page := GroupPage{
		Page: p, Group: g, Form: groupFormOf(g), Ended: g.Ended(now), Begun: g.Start == nil || g.Start.Before(now),
		MayManage: g.OwnerID == c.viewer.OrgID && c.viewer.Has(catalogue.RoleGroupOwner),
		MayLeave:  g.OwnerID != c.viewer.OrgID && c.viewer.Has(catalogue.RoleGroupOwner, catalogue.RoleAdministrator),
	}
	if c.viewer.SeesPictures() {
		var err error
		if page.Thread, err = s.thread(c, catalogue.Thread{Kind: catalogue.ThreadGroup, ID: g.ID}, 0); err != nil {
			return page, err
		}
		page.Thread.Closed = page.Ended
		number, _ := strconv.Atoi(c.Query("page"))
		board, err := s.DB.GroupBoard(c.ctx(), c.viewer, g.ID, number)
		if err != nil {
			return page, err
		}
		page.Board = &board
		if board.Page > 1 {
			page.Previous = "/groups/" + g.ID + "?page=" + strconv.Itoa(board.Page-1)
		}
		if board.Page < board.Pages {
			page.Next = "/groups/" + g.ID + "?page=" + strconv.Itoa(board.Page+1)
		}
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

// addMember is POST /groups/{id}/members, handOver POST /groups/{id}/owner.
func (s *server) addMember(c *call) error {
	return s.withOrganisation(c, "flash.member_added", s.DB.AddMember)
}

func (s *server) handOver(c *call) error {
	return s.withOrganisation(c, "flash.handed_over", s.DB.HandOver)
}

// withOrganisation changes a group by the organisation that the body names.
func (s *server) withOrganisation(c *call, flash string, change func(ctx context.Context, v catalogue.Viewer, groupID, orgID string) error) error {
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
	return s.changeGroup(c, id, flash, func() error { return change(c.ctx(), c.viewer, id, f.Organisation) })
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

// groupBoard is GET /groups/{id}/board?page=N: what the group has, for programs; the
// page of the group shows it.
func (s *server) groupBoard(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if !c.viewer.SeesPictures() {
		if _, err := s.DB.Group(c.ctx(), c.viewer, id); err != nil {
			return err
		}
		return errForbidden
	}
	number, _ := strconv.Atoi(c.Query("page"))
	b, err := s.DB.GroupBoard(c.ctx(), c.viewer, id, number)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, b)
}

// updateGroup is PUT /groups/{id} and its form.
func (s *server) updateGroup(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	f, g, err := c.groupForm()
	g.ID = id
	if err == nil {
		if g, err = s.DB.UpdateGroup(c.ctx(), c.viewer, g); err == nil {
			return c.done(http.StatusOK, g, "/groups/"+id, "flash.saved")
		}
	}
	return c.again(err, "groups/show.html", func(p Page) (any, error) {
		g, err := s.DB.Group(c.ctx(), c.viewer, id)
		if err != nil {
			return nil, err
		}
		page, err := s.groupPage(c, p, g)
		page.Form = f
		return page, err
	})
}

// leaveGroup is POST /groups/{id}/leave.
func (s *server) leaveGroup(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := s.DB.Leave(c.ctx(), c.viewer, id); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/groups", "flash.left")
}
