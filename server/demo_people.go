package main

import (
	"context"
	"slices"
	"time"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

type demoAccount struct {
	service     *demoService
	email, name string
	roles       []catalogue.Role
	root        bool
}

// demoAccounts are those of each role, the administrator of the whole service first.
func demoAccounts() []demoAccount {
	all := []demoAccount{{&demoRILO, "root@" + demoRILO.domain + ".example", "Root Administrator", []catalogue.Role{catalogue.RoleAdministrator}, true}}
	add := func(s *demoService, local, name string, roles ...catalogue.Role) {
		all = append(all, demoAccount{s, local + "@" + s.domain + ".example", name, roles, false})
	}
	for i := range demoServices {
		s := &demoServices[i]
		add(s, "officer", "Officer", catalogue.RoleViewer, catalogue.RoleContributor)
		add(s, "release", "National Contact Point", catalogue.RoleViewer, catalogue.RoleReleaser, catalogue.RoleGroupOwner)
	}
	s := &demoServices[northSea]
	add(s, "viewer", "Image Analyst", catalogue.RoleViewer)
	add(s, "trainer", "Trainer", catalogue.RoleViewer, catalogue.RoleTrainer)
	add(s, "admin", "Administrator of Accounts", catalogue.RoleAdministrator)
	add(&demoRILO, "analyst", "Analyst", catalogue.RoleViewer, catalogue.RoleAnalyst)
	add(&demoGuest, "guest", "Guest", catalogue.RoleViewer)
	add(s, "auditor", "Auditor", catalogue.RoleAuditor)
	return all
}

// people makes the accounts that are missing, and their organisations.
func (d *demonstration) people(ctx context.Context, accounts []demoAccount, known map[string]catalogue.User) (err error) {
	if d.hash == "" {
		if d.hash, err = web.Hash(demoPassword); err != nil {
			return err
		}
	}
	for _, a := range accounts {
		u, ok := known[a.email]
		if !ok {
			org, err := d.db.EnsureOrganisation(ctx, catalogue.Organisation{Kind: a.service.kind, Name: a.service.name, Region: a.service.region})
			if err != nil {
				return err
			}
			if u, err = d.db.CreateUser(ctx, catalogue.User{OrgID: org.ID, Email: a.email, Name: a.name, Roles: a.roles, Root: a.root}, d.hash); err != nil {
				return err
			}
		}
		if d.viewers[a.email], err = d.db.ViewerByID(ctx, u.ID); err != nil {
			return err
		}
	}
	return nil
}

func (d *demonstration) viewer(service int, local string) catalogue.Viewer {
	return d.viewers[local+"@"+demoServices[service].domain+".example"]
}

// groups makes the two closed user groups.
func (d *demonstration) groups(ctx context.Context) error {
	begun := time.Now().AddDate(0, -8, 0)
	var err error
	d.harbour, err = d.group(ctx, d.viewer(northSea, "release"), catalogue.Group{
		Name: "Operation White Harbour", Start: &begun,
		Charter: "Reefers and rip-on loads on the Atlantic. Pictures within a week, also of clean sister units.",
		Members: d.members(d.viewer(andes, "officer"), d.viewer(goldCoast, "officer"), d.viewers["analyst@"+demoRILO.domain+".example"]),
	})
	if err != nil {
		return err
	}
	d.post, err = d.group(ctx, d.viewer(straits, "release"), catalogue.Group{
		Name:    "Parcel Watch",
		Charter: "Post and express: hides in parcels, senders that change their name and not their tape.",
		Members: d.members(d.viewer(northSea, "officer"), d.viewer(gulf, "officer"), d.viewer(lakes, "officer"), d.viewers["guest@"+demoGuest.domain+".example"]),
	})
	return err
}

func (d *demonstration) members(of ...catalogue.Viewer) []catalogue.Organisation {
	var all []catalogue.Organisation
	for _, v := range of {
		all = append(all, catalogue.Organisation{ID: v.OrgID})
	}
	return all
}

func (d *demonstration) group(ctx context.Context, owner catalogue.Viewer, g catalogue.Group) (catalogue.Group, error) {
	all, err := d.db.Groups(ctx, owner)
	if err != nil {
		return g, err
	}
	if i := slices.IndexFunc(all, func(have catalogue.Group) bool { return have.Name == g.Name }); i >= 0 {
		return all[i], nil
	}
	return d.db.CreateGroup(ctx, owner, g)
}
