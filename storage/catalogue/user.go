package catalogue

import (
	"context"
	"time"
)

// User is a person with an account. The password hash never leaves this package but through PasswordHash.
type User struct {
	ID       string    `json:"id"`
	OrgID    string    `json:"organisation"`
	Email    string    `json:"email"`
	Name     string    `json:"name"`
	Roles    []Role    `json:"roles"`
	Root     bool      `json:"root,omitempty"`
	Disabled bool      `json:"disabled"`
	Invited  bool      `json:"invited"` // has not yet followed the link
	Created  time.Time `json:"created"`
	LastSeen time.Time `json:"last_seen,omitzero"`
}

// Users lists those of an organisation, for its administrators and for root.
func (db *DB) Users(ctx context.Context, v Viewer, orgID string) ([]User, error) { panic("unbuilt") }

// Invite makes an account without a password and a one-time link token, valid for
// seven days. The token is returned once and kept only as its SHA-256.
func (db *DB) Invite(ctx context.Context, v Viewer, u User) (User, string, error) { panic("unbuilt") }

// InviteFirst makes the token of the first administrator (root) of an empty
// catalogue, replacing an earlier unused one; fs.ErrExist once any user has a password.
func (db *DB) InviteFirst(ctx context.Context) (token string, err error) { panic("unbuilt") }

// InviteFromConsole is Invite on behalf of the operator at the command line: it
// makes the organisation by name when missing.
func (db *DB) InviteFromConsole(ctx context.Context, orgName string, u User) (User, string, error) {
	panic("unbuilt")
}

// Invitation is what a link token opens.
type Invitation struct {
	First   bool // the first administrator: names the organisation, the e-mail and self
	Email   string
	Name    string
	OrgName string
}

// InvitationByToken reads an unused, unexpired token; else fs.ErrNotExist.
func (db *DB) InvitationByToken(ctx context.Context, token string) (Invitation, error) {
	panic("unbuilt")
}

// Acceptance completes an invitation.
type Acceptance struct {
	Name, Email, OrgName, Country string // Email, OrgName and Country only for the first administrator
	PasswordHash                  string
}

// Accept uses the token up and gives the account its password.
func (db *DB) Accept(ctx context.Context, token string, a Acceptance) (User, error) { panic("unbuilt") }

// PasswordHash answers for sign-in. For an unknown or disabled user it is
// fs.ErrNotExist; the caller must spend the same time as for a known one.
func (db *DB) PasswordHash(ctx context.Context, email string) (userID, hash string, err error) {
	panic("unbuilt")
}

// SetRoles, SetDisabled and Reinvite are for administrators of the user's organisation and for root.
func (db *DB) SetRoles(ctx context.Context, v Viewer, userID string, roles []Role) error {
	panic("unbuilt")
}

func (db *DB) SetDisabled(ctx context.Context, v Viewer, userID string, disabled bool) error {
	panic("unbuilt")
}

func (db *DB) Reinvite(ctx context.Context, v Viewer, userID string) (token string, err error) {
	panic("unbuilt")
}

// CreateUser makes an account with a password at once: for the demo, the command line and tests.
func (db *DB) CreateUser(ctx context.Context, u User, passwordHash string) (User, error) {
	panic("unbuilt")
}

// Users of the whole service and their organisation, for the command line.
func (db *DB) AllUsers(ctx context.Context) ([]User, error) { panic("unbuilt") }
