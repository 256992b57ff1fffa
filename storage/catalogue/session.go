package catalogue

import (
	"context"
	"time"
)

// SessionPolicy bounds sessions.
type SessionPolicy struct{ Idle, Absolute time.Duration }

// StartSession signs a user in and returns the token for the cookie; only its
// SHA-256 is kept. It records the sign-in.
func (db *DB) StartSession(ctx context.Context, userID, address, userAgent string) (token string, err error) {
	panic("unbuilt")
}

// ViewerByToken is who a cookie stands for, if the session is alive and the user
// enabled, now; else fs.ErrNotExist. It marks the session as used (at most once a minute).
func (db *DB) ViewerByToken(ctx context.Context, token string, p SessionPolicy) (Viewer, error) {
	panic("unbuilt")
}

// EndSession ends one, everywhere at once.
func (db *DB) EndSession(ctx context.Context, v Viewer, sessionID string) error { panic("unbuilt") }
