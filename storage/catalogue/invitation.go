package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
)

// invitationAge is for how long a link can be followed.
const invitationAge = "7 days"

// invite makes the one valid link token of a user; any former one is dead.
func invite(ctx context.Context, tx *sql.Tx, userID string) (token string, err error) {
	token, sum := newToken()
	_, err = tx.ExecContext(ctx, `INSERT INTO invitations (token_sum, user_id, expires) VALUES ($1, $2, now() + interval '`+invitationAge+`')
		ON CONFLICT (user_id) DO UPDATE SET token_sum = excluded.token_sum, expires = excluded.expires`, sum, userID)
	return token, kind("invite", err)
}

// Invite makes an account without a password and a one-time link token, valid for
// seven days. The token is returned once and kept only as its SHA-256. An empty
// OrgID is the viewer's organisation; another's is for root, who alone makes roots.
//
// Of an address that has an account in another organisation only root is told;
// others get a link like any, which whoever follows it cannot use, and the
// organisation of the account has the attempt on record.
func (db *DB) Invite(ctx context.Context, v Viewer, u User) (User, string, error) {
	var token string
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if u.OrgID == "" {
			u.OrgID = actor.OrgID
		}
		if !actor.administers(u.OrgID) || u.Root && !actor.Root {
			return denied("invite")
		}
		if err := u.clean().err(); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, `SELECT name FROM organisations WHERE id = $1`, line(u.OrgID)).Scan(&u.OrgName); err != nil {
			return kind("organisation", err)
		}
		if err := elsewhere(ctx, tx, actor, u); err != nil {
			return err
		}
		if err := u.insert(ctx, tx, ""); err != nil {
			return err
		}
		var err error
		if token, err = invite(ctx, tx, u.ID); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "user.invite", ownerID: u.OrgID, Details: map[string]any{"user": u.ID, "roles": u.Roles}})
	})
	if err != nil {
		return User{}, "", err
	}
	return u, token, nil
}

// elsewhere looks whether the address of u has an account already. Root and the
// console (a zero actor) are told, also of one that was only invited; for others it
// is put on record where the account is, and nowhere else.
func elsewhere(ctx context.Context, tx *sql.Tx, actor Viewer, u User) error {
	var id, orgID string
	told := actor.UserID == "" || actor.Root
	err := tx.QueryRowContext(ctx, `SELECT id, org_id FROM users WHERE lower(email) = $1 AND ($2 OR password_hash IS NOT NULL)
		ORDER BY password_hash IS NULL LIMIT 1`, u.Email, told).Scan(&id, &orgID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return kind("invite", err)
	case told || orgID == actor.OrgID:
		return &Invalid{Field: "email", Code: "taken"}
	}
	return record(ctx, tx, Viewer{OrgID: orgID}, Event{What: "user.elsewhere", ownerID: orgID,
		Details: map[string]any{"user": id, "organisation": actor.OrgID}})
}

// Reinvite makes a new link for a user and kills the former one. Following it
// sets a new password, so it is also how a forgotten one is replaced.
func (db *DB) Reinvite(ctx context.Context, v Viewer, userID string) (token string, err error) {
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		u, err := holdUser(ctx, tx, actor, userID)
		if err != nil {
			return err
		}
		if u.Disabled {
			return &Invalid{Field: "disabled", Code: "user_disabled"}
		}
		if token, err = invite(ctx, tx, u.ID); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "user.invite", ownerID: u.OrgID, Details: map[string]any{"user": u.ID, "again": true}})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// InviteFirst makes the token of the first administrator (root) of an empty
// catalogue, replacing an earlier unused one; fs.ErrExist once any user has a password.
func (db *DB) InviteFirst(ctx context.Context) (token string, err error) {
	err = db.write(ctx, func(tx *sql.Tx) error {
		if err := lockFirst(ctx, tx); err != nil {
			return err
		}
		var sum []byte
		token, sum = newToken()
		if _, err := tx.ExecContext(ctx, `DELETE FROM invitations WHERE user_id IS NULL`); err != nil {
			return kind("invite", err)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO invitations (token_sum, expires) VALUES ($1, now() + interval '`+invitationAge+`')`, sum)
		return kind("invite", err)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// lockFirst takes the turn to make the first administrator, if there is none.
func lockFirst(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, firstLock); err != nil {
		return kind("invite", err)
	}
	var taken bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM users WHERE password_hash IS NOT NULL)`).Scan(&taken); err != nil {
		return kind("invite", err)
	}
	if taken {
		return kind("invite the first administrator", fs.ErrExist)
	}
	return nil
}

// InviteFromConsole is Invite on behalf of the operator at the command line: it
// makes the organisation by name when missing. For an account that exists in that
// organisation it makes a new link, so that an operator can help whoever is locked out.
func (db *DB) InviteFromConsole(ctx context.Context, orgName string, u User) (User, string, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return User{}, "", err
	}
	var token string
	err = db.write(ctx, func(tx *sql.Tx) error {
		org := Organisation{Kind: OrgAdministration, Name: orgName}
		if err := org.ensure(ctx, tx, lex); err != nil {
			return err
		}
		if err := u.clean().err(); err != nil {
			return err
		}
		u.OrgID, u.OrgName = org.ID, org.Name
		had, err := readUsers(ctx, tx, `WHERE lower(u.email) = $1 AND u.org_id = $2 AND NOT u.disabled`, u.Email, org.ID)
		if err != nil {
			return err
		}
		if len(had) > 0 {
			u = had[0]
		} else if err := elsewhere(ctx, tx, Viewer{}, u); err != nil {
			return err
		} else if err := u.insert(ctx, tx, ""); err != nil {
			return err
		}
		if token, err = invite(ctx, tx, u.ID); err != nil {
			return err
		}
		return record(ctx, tx, Viewer{}, Event{What: "user.invite", ownerID: u.OrgID,
			Details: map[string]any{"user": u.ID, "roles": u.Roles, "again": len(had) > 0, "by": "console"}})
	})
	if err != nil {
		return User{}, "", err
	}
	return u, token, nil
}

// Invitation is what a link token opens.
type Invitation struct {
	First   bool // the first administrator: names the organisation, the e-mail and self
	Email   string
	Name    string
	OrgName string
}

// InvitationByToken reads an unused, unexpired token; else fs.ErrNotExist.
func (db *DB) InvitationByToken(ctx context.Context, token string) (i Invitation, err error) {
	err = db.sql.QueryRowContext(ctx, `
		SELECT i.user_id IS NULL, coalesce(u.email, ''), coalesce(u.name, ''), coalesce(o.name, '')
		FROM invitations i LEFT JOIN users u ON u.id = i.user_id LEFT JOIN organisations o ON o.id = u.org_id
		WHERE i.token_sum = $1 AND i.expires > now() AND u.disabled IS NOT TRUE`, tokenSum(token)).
		Scan(&i.First, &i.Email, &i.Name, &i.OrgName)
	return i, kind("invitation", err)
}

// Acceptance completes an invitation. Email, OrgName, Country and Region are for
// the first administrator only; an empty Name is as invited.
type Acceptance struct {
	Name, Email, OrgName, Country string
	Region                        string // WCO region; may be empty
	PasswordHash                  string
}

// firstRoles are what the first administrator can do at once. Administrators open
// no pictures by default, but whoever is alone in a fresh catalogue could do
// nothing with it else. The page of users takes them away again.
var firstRoles = []Role{RoleViewer, RoleContributor, RoleReleaser, RoleGroupOwner, RoleAdministrator}

// Accept uses the token up and gives the account its password. Sessions of an
// earlier password end. Of two at once one succeeds and the other gets fs.ErrNotExist.
func (db *DB) Accept(ctx context.Context, token string, a Acceptance) (User, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return User{}, err
	}
	var u User
	err = db.write(ctx, func(tx *sql.Tx) error {
		if a.PasswordHash == "" {
			return &Invalid{Field: "password", Code: "required"}
		}
		var userID sql.NullString
		// Who comes second waits here, and finds the row gone.
		if err := tx.QueryRowContext(ctx, `DELETE FROM invitations WHERE token_sum = $1 AND expires > now() RETURNING user_id`, tokenSum(token)).
			Scan(&userID); err != nil {
			return kind("invitation", err)
		}
		var err error
		if userID.Valid {
			u, err = acceptInvited(ctx, tx, userID.String, a)
		} else {
			u, err = acceptFirst(ctx, tx, lex, a)
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, Viewer{UserID: u.ID, OrgID: u.OrgID}, Event{What: "user.accept", Details: map[string]any{"root": u.Root}})
	})
	if err != nil {
		return User{}, err
	}
	return u, nil
}

func acceptInvited(ctx context.Context, tx *sql.Tx, userID string, a Acceptance) (u User, err error) {
	found, err := readUsers(ctx, tx, `WHERE u.id = $1 AND NOT u.disabled FOR NO KEY UPDATE OF u`, userID)
	if err != nil {
		return u, err
	}
	if len(found) == 0 {
		return u, hidden("invitation")
	}
	u = found[0]
	if name := line(a.Name); name != "" {
		u.Name = name
	}
	if err := u.clean().err(); err != nil {
		return u, err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = $1`, u.ID); err != nil {
		return u, kind("accept", err)
	}
	_, err = tx.ExecContext(ctx, `UPDATE users SET name = $2, password_hash = $3 WHERE id = $1`, u.ID, u.Name, a.PasswordHash)
	u.Invited = false
	if err = kind("accept", err); errors.Is(err, fs.ErrExist) {
		return u, errors.Join(&Invalid{Field: "email", Code: "email_elsewhere"}, err)
	}
	return u, err
}

func acceptFirst(ctx context.Context, tx *sql.Tx, lex *lexicon, a Acceptance) (u User, err error) {
	if err := lockFirst(ctx, tx); err != nil {
		return u, errors.Join(hidden("invitation"), err)
	}
	org := Organisation{Kind: OrgAdministration, Name: a.OrgName, Country: a.Country, Region: a.Region}
	u = User{Email: a.Email, Name: a.Name, Roles: firstRoles, Root: true}
	bad := u.clean()
	for _, i := range org.clean(lex) {
		if i.Field == "name" {
			i.Field = "organisation"
		}
		bad = append(bad, i)
	}
	if err := bad.err(); err != nil {
		return u, err
	}
	if err := org.insert(ctx, tx); errors.Is(err, fs.ErrExist) {
		return u, &Invalid{Field: "organisation", Code: "taken"} // "name" is that of the person here
	} else if err != nil {
		return u, err
	}
	u.OrgID, u.OrgName = org.ID, org.Name
	return u, u.insert(ctx, tx, a.PasswordHash)
}
