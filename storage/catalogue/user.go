package catalogue

import (
	"context"
	"database/sql"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// User is a person with an account. The password hash never leaves this package but through PasswordHash.
type User struct {
	ID       string    `json:"id"`
	OrgID    string    `json:"organisation"`
	OrgName  string    `json:"organisation_name,omitempty"`
	Email    string    `json:"email"`
	Name     string    `json:"name"`
	Roles    []Role    `json:"roles"`
	Root     bool      `json:"root,omitempty"`
	Disabled bool      `json:"disabled"`
	Invited  bool      `json:"invited"` // has not yet followed the link
	Factor   bool      `json:"factor"`  // signs in with a second factor
	Created  time.Time `json:"created"`
	LastSeen time.Time `json:"last_seen,omitzero"`
	State    UserState `json:"state,omitempty"`
}

// UserState is how an account stands, by the clock of the database.
type UserState string

const (
	UserActive   UserState = "active"
	UserAway     UserState = "away"     // not seen for 90 days
	UserNever    UserState = "never"    // has joined and was never seen since
	UserInvited  UserState = "invited"  // the link waits
	UserExpired  UserState = "expired"  // the link was not followed in time
	UserDisabled UserState = "disabled" // by an administrator
)

// UserStates lists all of them in the order in which a filter shows them.
var UserStates = []UserState{UserActive, UserAway, UserNever, UserInvited, UserExpired, UserDisabled}

const userState = `CASE WHEN u.disabled THEN 'disabled'
	WHEN u.password_hash IS NULL AND EXISTS (SELECT FROM invitations i WHERE i.user_id = u.id AND i.expires > now()) THEN 'invited'
	WHEN u.password_hash IS NULL THEN 'expired'
	WHEN u.last_seen IS NULL AND NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = u.id) THEN 'never'
	WHEN u.last_seen < now() - interval '90 days' THEN 'away' ELSE 'active' END`

const longestEmail = 254

// PlainEmail brings an e-mail into the one way in which it is kept and looked up.
// Whoever counts tries by account counts by it, or each spelling counts anew.
func PlainEmail(typed string) string { return strings.ToLower(line(typed)) }

// clean checks what somebody typed of a user. Roles are put in their order.
func (u *User) clean() (bad Invalids) {
	u.Email, u.Name = PlainEmail(u.Email), line(u.Name)
	if a, err := mail.ParseAddress(u.Email); err != nil || a.Address != u.Email || len(u.Email) > longestEmail {
		bad.add("email", "email")
	}
	switch {
	case u.Name == "":
		bad.add("name", "required")
	case utf8.RuneCountInString(u.Name) > longestLabel:
		bad.add("name", "too_long", longestLabel)
	}
	var unknown Invalids
	u.Roles, unknown = orderRoles(u.Roles)
	return append(bad, unknown...)
}

// orderRoles checks roles too: who runs the accounts does not audit how they are run.
func orderRoles(given []Role) (ordered []Role, bad Invalids) {
	for _, r := range Roles {
		if slices.Contains(given, r) {
			ordered = append(ordered, r)
		}
	}
	for _, r := range given {
		if !slices.Contains(Roles, r) {
			bad.add("roles", "role_unknown", line(string(r)))
		}
	}
	if slices.Contains(ordered, RoleAuditor) && slices.Contains(ordered, RoleAdministrator) {
		bad.add("roles", "audits_itself")
	}
	return ordered, bad
}

// insert gives u its id. A hash of "" is an account that waits for its link to be followed.
func (u *User) insert(ctx context.Context, tx *sql.Tx, hash string) error {
	u.ID, u.Invited, u.Disabled = NewID(), hash == "", false
	err := tx.QueryRowContext(ctx, `INSERT INTO users (id, org_id, email, name, roles, root, password_hash)
		VALUES ($1, $2, $3, $4, $5, $6, nullif($7, '')) RETURNING created`,
		u.ID, u.OrgID, u.Email, u.Name, list(u.Roles), u.Root, hash).Scan(&u.Created)
	return taken("email", kind("create user", err))
}

const userColumns = `u.id, u.org_id, o.name, u.email, u.name, u.roles, u.root, u.disabled, u.password_hash IS NULL, u.created, u.last_seen,
	EXISTS (SELECT FROM factors f WHERE f.user_id = u.id), ` + userState

func (u *User) scan(scan func(...any) error) error {
	var seen sql.NullTime
	err := scan(&u.ID, &u.OrgID, &u.OrgName, &u.Email, &u.Name, (*roles)(&u.Roles), &u.Root, &u.Disabled, &u.Invited, &u.Created, &seen, &u.Factor, &u.State)
	u.LastSeen = seen.Time
	return err
}

func readUsers(ctx context.Context, q querier, rest string, args ...any) ([]User, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+userColumns+` FROM users u JOIN organisations o ON o.id = u.org_id `+rest, args...)
	if err != nil {
		return nil, kind("users", err)
	}
	defer rows.Close()
	all := []User{}
	for rows.Next() {
		var u User
		if err := u.scan(rows.Scan); err != nil {
			return nil, kind("users", err)
		}
		all = append(all, u)
	}
	return all, kind("users", rows.Err())
}

// Users lists those of an organisation, for its administrators and for root.
// Others get fs.ErrPermission, whether the organisation exists or not.
func (db *DB) Users(ctx context.Context, v Viewer, orgID string) ([]User, error) {
	actor, err := readActor(ctx, db.sql, v)
	if err != nil {
		return nil, err
	}
	if !actor.administers(orgID) {
		return nil, denied("list users")
	}
	return readUsers(ctx, db.sql, `WHERE u.org_id = $1 ORDER BY lower(u.name), u.id`, line(orgID))
}

// administers says whether v may touch the accounts of an organisation.
func (v Viewer) administers(orgID string) bool {
	return v.Root || v.Has(RoleAdministrator) && v.OrgID == orgID
}

// AllUsers are the users of the whole service and their organisation, for the command line.
func (db *DB) AllUsers(ctx context.Context) ([]User, error) {
	return readUsers(ctx, db.sql, `ORDER BY lower(o.name), lower(u.name), u.id`)
}

// CreateUser makes an account with a password at once: for the demo, the command line and tests.
func (db *DB) CreateUser(ctx context.Context, u User, passwordHash string) (User, error) {
	err := db.write(ctx, func(tx *sql.Tx) error {
		bad := u.clean()
		if passwordHash == "" {
			bad.add("password", "required")
		}
		if err := bad.err(); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, `SELECT name FROM organisations WHERE id = $1`, line(u.OrgID)).Scan(&u.OrgName); err != nil {
			return kind("organisation", err)
		}
		if err := u.insert(ctx, tx, passwordHash); err != nil {
			return err
		}
		return record(ctx, tx, Viewer{}, Event{What: "user.create", ownerID: u.OrgID, Details: map[string]any{"user": u.ID, "roles": u.Roles, "by": "console"}})
	})
	if err != nil {
		return User{}, err
	}
	return u, nil
}

// PasswordHash answers for sign-in. For an unknown or disabled user, and for one
// without a password, it is fs.ErrNotExist; the caller must spend the same time as
// for a known one.
func (db *DB) PasswordHash(ctx context.Context, email string) (userID, hash string, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT id, password_hash FROM users
		WHERE lower(email) = $1 AND NOT disabled AND password_hash IS NOT NULL`, PlainEmail(email)).Scan(&userID, &hash)
	return userID, hash, kind("password", err)
}

// holdUser locks a user whom the actor may administer, and first the
// organisation, so that two administrators cannot remove each other at once.
// Users of other organisations are fs.ErrNotExist; who is no administrator gets
// fs.ErrPermission for anybody, and so does an administrator who is not root for
// a root administrator.
func holdUser(ctx context.Context, tx *sql.Tx, actor Viewer, userID string) (u User, err error) {
	if !actor.Root && !actor.Has(RoleAdministrator) {
		return u, denied("administer users")
	}
	if !validID(userID) {
		return u, hidden("user")
	}
	if _, err := tx.ExecContext(ctx, `SELECT FROM organisations WHERE id = (SELECT org_id FROM users WHERE id = $1) FOR NO KEY UPDATE`, userID); err != nil {
		return u, kind("lock organisation", err)
	}
	if _, err := tx.ExecContext(ctx, `SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE`, userID); err != nil {
		return u, kind("lock user", err)
	}
	err = u.scan(tx.QueryRowContext(ctx, `SELECT `+userColumns+` FROM users u JOIN organisations o ON o.id = u.org_id WHERE u.id = $1`, userID).Scan)
	switch {
	case err != nil:
		return u, kind("user", err)
	case !actor.administers(u.OrgID):
		return u, hidden("user")
	case u.Root && !actor.Root:
		return u, denied("administer a root administrator")
	}
	return u, nil
}

// lastAdministrator refuses to take away the last enabled administrator of an
// organisation, which could then be run by root only, or the last root, after
// whom nobody could. Root may take away another organisation's last administrator.
func lastAdministrator(ctx context.Context, tx *sql.Tx, actor Viewer, u User, field string) error {
	var administrators, roots int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE org_id = $1 AND 'administrator' = ANY (roles)), count(*) FILTER (WHERE root)
		FROM users WHERE id <> $2 AND NOT disabled AND password_hash IS NOT NULL`, u.OrgID, u.ID).Scan(&administrators, &roots); err != nil {
		return kind("administrators", err)
	}
	last := slices.Contains(u.Roles, RoleAdministrator) && administrators == 0 && (!actor.Root || u.ID == actor.UserID)
	if last || u.Root && roots == 0 {
		return &Invalid{Field: field, Code: "last_administrator"}
	}
	return nil
}

// SetRoles, SetDisabled and Reinvite are for administrators of the user's organisation and for root.
// Nobody adds a role to the own account: an administrator opens no pictures, and
// would else by one click; another administrator must give it.
func (db *DB) SetRoles(ctx context.Context, v Viewer, userID string, roles []Role) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		u, err := holdUser(ctx, tx, actor, userID)
		if err != nil {
			return err
		}
		ordered, bad := orderRoles(roles)
		if err := bad.err(); err != nil {
			return err
		}
		if u.ID == actor.UserID && slices.ContainsFunc(ordered, func(r Role) bool { return !slices.Contains(u.Roles, r) }) {
			return &Invalid{Field: "roles", Code: "own_roles"}
		}
		if !slices.Contains(ordered, RoleAdministrator) && slices.Contains(u.Roles, RoleAdministrator) && !u.Disabled {
			if err := lastAdministrator(ctx, tx, actor, u, "roles"); err != nil {
				return err
			}
		}
		if slices.Equal(ordered, u.Roles) {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `UPDATE users SET roles = $2 WHERE id = $1`, userID, list(ordered)); err != nil {
			return kind("set roles", err)
		}
		return record(ctx, tx, actor, Event{What: "user.roles", ownerID: u.OrgID,
			Details: map[string]any{"user": u.ID, "roles": ordered, "before": u.Roles}})
	})
}

// SetDisabled closes an account, whose sessions and links are dead at once, or opens it again.
func (db *DB) SetDisabled(ctx context.Context, v Viewer, userID string, disabled bool) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		u, err := holdUser(ctx, tx, actor, userID)
		if err != nil || u.Disabled == disabled {
			return err
		}
		what := "user.enable"
		if disabled {
			what = "user.disable"
			if err := lastAdministrator(ctx, tx, actor, u, "disabled"); err != nil {
				return err
			}
			for _, end := range []string{`DELETE FROM sessions WHERE user_id = $1`, `DELETE FROM invitations WHERE user_id = $1`} {
				if _, err := tx.ExecContext(ctx, end, userID); err != nil {
					return kind("disable user", err)
				}
			}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE users SET disabled = $2 WHERE id = $1`, userID, disabled); err != nil {
			return kind("disable user", err)
		}
		return record(ctx, tx, actor, Event{What: what, ownerID: u.OrgID, Details: map[string]any{"user": u.ID}})
	})
}
