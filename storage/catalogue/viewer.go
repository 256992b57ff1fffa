package catalogue

import (
	"context"
	"database/sql"
	"slices"

	"github.com/lib/pq"
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

// seeing are the roles that open pictures at all; visible says the same in SQL.
var seeing = []Role{RoleViewer, RoleContributor, RoleReleaser, RoleAnalyst, RoleTrainer, RoleGroupOwner}

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
	Bare      bool   // has no second factor, though the organisation wants one of all
	Address   string // where the request comes from, for the record; set by who received it
	RequestID string // of the request, for the record; likewise
}

// Has reports whether the viewer holds any of the roles.
func (v Viewer) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(v.Roles, r) })
}

// SeesPictures reports whether any role of the viewer opens pictures at all.
func (v Viewer) SeesPictures() bool { return v.Has(seeing...) }

// Access is one distinct way of being shared: owner, state, TLP and audience.
// Thousands of cases share one, so that what a viewer may see is decided by one
// SQL predicate over few rows, whatever the number of cases, and the index
// filters by it before it ranks or counts.
type Access int64

// admits is the one predicate that says who may see what. a is a row of access, u
// of users and o the organisation of u. In words:
//
// The user is enabled, now, and has a role that opens pictures. Of the own
// organisation everything is visible, in every state. Of others, what is released
// and has not had its last day, if the audience includes the user: everyone
// includes administrations and RILOs; regions, named organisations and named
// persons include those; a group includes whoever is its member now, once it has
// begun. An operation that has ended stays readable. Guests see by groups only. An
// empty audience is nobody.
const admits = `(NOT u.disabled
	AND u.roles && '{viewer,contributor,releaser,analyst,trainer,group-owner}'
	AND (a.org_id = o.id
		OR a.state = 'released' AND (a.expires IS NULL OR a.expires >= (now() AT TIME ZONE 'UTC')::date) AND (
			o.kind <> 'guest' AND (a.everyone OR o.region = ANY (a.regions) OR o.id = ANY (a.orgs) OR u.id = ANY (a.persons))
			OR EXISTS (
				SELECT FROM group_members m JOIN groups g ON g.id = m.group_id
				WHERE m.org_id = o.id AND g.id = ANY (a.groups)
				AND (g.starts IS NULL OR g.starts <= now())))))`

// visible asks admits of a row a of access for the user whose id is $1.
const visible = `EXISTS (
	SELECT FROM users u JOIN organisations o ON o.id = u.org_id WHERE u.id = $1 AND ` + admits + `)`

// may says of a row c of cases that the user $1 may see it. The planner answers
// it for the rows of access or for the cases asked about, whichever are fewer.
const may = `c.access_id IN (SELECT a.id FROM access a WHERE ` + visible + `)`

// VisibleAccesses evaluates the predicate, now.
func (db *DB) VisibleAccesses(ctx context.Context, v Viewer) ([]Access, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT a.id FROM access a WHERE `+visible+` ORDER BY a.id`, v.UserID)
	if err != nil {
		return nil, kind("visible accesses", err)
	}
	defer rows.Close()
	var all []Access
	for rows.Next() {
		var a Access
		if err := rows.Scan(&a); err != nil {
			return nil, kind("visible accesses", err)
		}
		all = append(all, a)
	}
	return all, kind("visible accesses", rows.Err())
}

// ViewerByID is who a user is, now, without a session: for the command line, the
// demo and tests. A disabled user is fs.ErrNotExist.
func (db *DB) ViewerByID(ctx context.Context, userID string) (Viewer, error) {
	return readViewer(ctx, db.sql, userID)
}

const viewerColumns = `u.id, u.name, u.email, u.roles, u.root, o.id, o.name, o.kind,
	o.second_factor AND NOT EXISTS (SELECT FROM factors f WHERE f.user_id = u.id)`

func (v *Viewer) fields() []any {
	return []any{&v.UserID, &v.Name, &v.Email, (*roles)(&v.Roles), &v.Root, &v.OrgID, &v.OrgName, &v.OrgKind, &v.Bare}
}

func readViewer(ctx context.Context, q querier, userID string) (v Viewer, err error) {
	err = q.QueryRowContext(ctx, `SELECT `+viewerColumns+`
		FROM users u JOIN organisations o ON o.id = u.org_id
		WHERE u.id = $1 AND NOT u.disabled`, userID).Scan(v.fields()...)
	return v, kind("user", err)
}

// roles scans a text[].
type roles []Role

func (r *roles) Scan(src any) error {
	var s pq.StringArray
	if err := s.Scan(src); err != nil {
		return err
	}
	*r = make(roles, len(s))
	for i, one := range s {
		(*r)[i] = Role(one)
	}
	return nil
}

var _ sql.Scanner = (*roles)(nil)
