package catalogue

import (
	"context"
	"slices"
)

// Role is what a user may do. A user has any number of them.
type Role string

const (
	RoleViewer        Role = "viewer"      // sees cases shared with the organisation
	RoleContributor   Role = "contributor" // sends and edits cases of the organisation
	RoleReleaser      Role = "releaser"    // releases for the administration
	RoleAnalyst       Role = "analyst"     // RILO: verifies, annotates, alerts
	RoleTrainer       Role = "trainer"     // galleries and drills
	RoleGroupOwner    Role = "group-owner"
	RoleAuditor       Role = "auditor"       // reads the record, no pictures
	RoleAdministrator Role = "administrator" // accounts of the organisation, no pictures
)

// Roles lists all of them in the order in which a form shows them.
var Roles = []Role{RoleViewer, RoleContributor, RoleReleaser, RoleAnalyst, RoleTrainer, RoleGroupOwner, RoleAuditor, RoleAdministrator}

// Viewer is the signed-in user on whose behalf a request reads and writes.
type Viewer struct {
	UserID    string
	Name      string
	Email     string
	OrgID     string
	OrgName   string
	OrgKind   OrgKind
	Roles     []Role
	Root      bool // administrator of the whole service: may create organisations
	SessionID string
}

// Has reports whether the viewer holds any of the roles.
func (v Viewer) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(v.Roles, r) })
}

// SeesPictures reports whether any role of the viewer opens pictures at all.
func (v Viewer) SeesPictures() bool {
	return v.Has(RoleViewer, RoleContributor, RoleReleaser, RoleAnalyst, RoleTrainer, RoleGroupOwner)
}

// Access is one distinct way of being shared: owner, state, TLP and audience.
// Thousands of cases share one, so that what a viewer may see is decided by one
// SQL predicate over few rows, whatever the number of cases, and the index
// filters by it before it ranks or counts.
type Access int64

// VisibleAccesses evaluates the predicate, now.
func (db *DB) VisibleAccesses(ctx context.Context, v Viewer) ([]Access, error) { panic("unbuilt") }
