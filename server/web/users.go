package web

import (
	"net/http"
	"slices"

	"lynceus/storage/catalogue"
)

// users is GET /users: the accounts of the viewer's organisation, or for root of
// the one that the query names.
func (s *server) users(c *call) error {
	org, err := s.organisationAsked(c)
	if err != nil {
		return err
	}
	users, err := s.DB.Users(c.ctx(), c.viewer, org)
	if err != nil {
		return err
	}
	state, byLastSeen := catalogue.UserState(c.Query("state")), c.Query("order") == "last_seen"
	if state != "" && !slices.Contains(catalogue.UserStates, state) {
		return invalid("state", "user_state")
	}
	return c.reply("users/list.html", map[string]any{"users": chosenUsers(users, state, byLastSeen)}, func() (any, error) {
		return s.usersPage(c, c.page("users/list"), org)
	})
}

// chosenUsers are those in a state, or all; in the order given, which is by name, or
// by when they were last seen, those never seen first.
func chosenUsers(users []catalogue.User, state catalogue.UserState, byLastSeen bool) []catalogue.User {
	chosen := []catalogue.User{}
	for _, u := range users {
		if state == "" || u.State == state {
			chosen = append(chosen, u)
		}
	}
	if byLastSeen {
		slices.SortStableFunc(chosen, func(a, b catalogue.User) int { return a.LastSeen.Compare(b.LastSeen) })
	}
	return chosen
}

func (s *server) organisationAsked(c *call) (string, error) {
	id := c.Query("organisation")
	if id == "" {
		return c.viewer.OrgID, nil
	}
	if !plainID(id) {
		return "", errNotFound
	}
	return id, nil
}

func (s *server) usersPage(c *call, p Page, org string) (UsersPage, error) {
	page := UsersPage{Page: p, Roles: catalogue.Roles}
	var err error
	if page.Organisation, err = s.DB.Organisation(c.ctx(), c.viewer, org); err != nil {
		return page, err
	}
	if page.Users, err = s.DB.Users(c.ctx(), c.viewer, org); err != nil {
		return page, err
	}
	for _, state := range catalogue.UserStates {
		n := len(chosenUsers(page.Users, state, false))
		page.States = append(page.States, UserCount{State: state, Count: n})
	}
	page.ByLastSeen = c.Query("order") == "last_seen"
	page.State = catalogue.UserState(c.Query("state"))
	page.Users = chosenUsers(page.Users, page.State, page.ByLastSeen)
	if c.viewer.Root {
		page.Organisations, err = s.DB.Organisations(c.ctx(), c.viewer)
	}
	return page, err
}

// invite is POST /users. The link is in the answer, once, and nowhere else.
func (s *server) invite(c *call) error {
	var f InviteForm
	err := c.bind(&f, func(v form) {
		f = InviteForm{Email: v.one("email"), Name: v.one("name"), Organisation: v.one("organisation"), Roles: rolesOf(v)}
	})
	if err != nil {
		return err
	}
	org := f.Organisation
	if org == "" {
		org = c.viewer.OrgID
	}
	if !plainID(org) {
		return invalid("organisation", "organisation_unknown", org)
	}
	u, token, err := s.DB.Invite(c.ctx(), c.viewer, catalogue.User{OrgID: org, Email: f.Email, Name: f.Name, Roles: f.Roles})
	if err != nil {
		return c.again(err, "users/list.html", func(p Page) (any, error) {
			page, err := s.usersPage(c, p, org)
			page.Form = f
			return page, err
		})
	}
	return s.showLink(c, http.StatusCreated, u, token)
}

// reinvite is POST /users/{id}/reinvite: a new link, also for a forgotten password.
func (s *server) reinvite(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	token, err := s.DB.Reinvite(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	u, err := s.userOf(c, id)
	if err != nil {
		return err
	}
	return s.showLink(c, http.StatusOK, u, token)
}

// showLink shows the one-time link on the page itself: a redirect would have to
// carry the secret along.
func (s *server) showLink(c *call, status int, u catalogue.User, token string) error {
	u.Roles = append([]catalogue.Role{}, u.Roles...) // an empty list, not none, in JSON
	made := Invited{User: u, Link: s.origin(c.Request) + "/join/" + token}
	if !c.wantsHTML() {
		return c.json(status, made)
	}
	page, err := s.usersPage(c, c.page("users/list"), u.OrgID)
	if err != nil {
		return err
	}
	page.Invited = &made
	return c.html(status, "users/list.html", page)
}

// userOf finds a user whom the viewer administers: his own organisation's, or any for root.
func (s *server) userOf(c *call, id string) (catalogue.User, error) {
	orgs := []string{c.viewer.OrgID}
	if c.viewer.Root {
		all, err := s.DB.Organisations(c.ctx(), c.viewer)
		if err != nil {
			return catalogue.User{}, err
		}
		for _, o := range all {
			orgs = append(orgs, o.ID)
		}
	}
	for _, org := range orgs {
		users, err := s.DB.Users(c.ctx(), c.viewer, org)
		if err != nil {
			return catalogue.User{}, err
		}
		for _, u := range users {
			if u.ID == id {
				return u, nil
			}
		}
	}
	return catalogue.User{}, errNotFound
}

// setRoles is POST /users/{id}/roles.
func (s *server) setRoles(c *call) error {
	var f struct {
		Roles []catalogue.Role `json:"roles"`
	}
	if err := c.bind(&f, func(v form) { f.Roles = rolesOf(v) }); err != nil {
		return err
	}
	return s.changeUser(c, "flash.roles_set", func(id string) error {
		return s.DB.SetRoles(c.ctx(), c.viewer, id, f.Roles)
	})
}

// disableUser and enableUser are POST /users/{id}/disable and /enable.
func (s *server) disableUser(c *call) error {
	return s.changeUser(c, "flash.user_disabled", func(id string) error {
		return s.DB.SetDisabled(c.ctx(), c.viewer, id, true)
	})
}

func (s *server) enableUser(c *call) error {
	return s.changeUser(c, "flash.user_enabled", func(id string) error {
		return s.DB.SetDisabled(c.ctx(), c.viewer, id, false)
	})
}

func (s *server) changeUser(c *call, flash string, change func(id string) error) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	if err := change(id); err != nil {
		return err
	}
	to := "/users"
	if c.wantsHTML() && c.viewer.Root {
		if u, err := s.userOf(c, id); err == nil && u.OrgID != c.viewer.OrgID {
			to += "?organisation=" + u.OrgID
		}
	}
	return c.done(http.StatusNoContent, nil, to, flash)
}

func rolesOf(v form) []catalogue.Role {
	roles := []catalogue.Role{}
	for _, r := range v.all("roles") {
		roles = append(roles, catalogue.Role(r))
	}
	return roles
}
