package catalogue

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"time"
)

// SessionPolicy bounds sessions.
type SessionPolicy struct {
	Idle, Absolute time.Duration
	Watching       bool // what is asked by itself does not keep the session alive
}

// newToken is 256 random bits for a cookie or a link, and the sum under which it is kept.
func newToken() (token string, sum []byte) {
	var b [32]byte
	rand.Read(b[:])
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, tokenSum(token)
}

func tokenSum(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// StartSession signs a user in and returns the token for the cookie; only its
// SHA-256 is kept. It records the sign-in. A disabled user is fs.ErrNotExist.
func (db *DB) StartSession(ctx context.Context, userID, address, userAgent string) (token string, err error) {
	token, sum := newToken()
	err = db.write(ctx, func(tx *sql.Tx) error {
		// The lock makes who is being disabled wait for this session, and end it.
		if err := tx.QueryRowContext(ctx, `SELECT id FROM users WHERE id = $1 AND NOT disabled FOR SHARE`, userID).Scan(&userID); err != nil {
			return kind("user", err)
		}
		v, err := readViewer(ctx, tx, userID)
		if err != nil {
			return err
		}
		v.Address, v.SessionID = line(address), NewID()
		if _, err := tx.ExecContext(ctx, `INSERT INTO sessions (id, token_sum, user_id, address, user_agent) VALUES ($1, $2, $3, $4, $5)`,
			v.SessionID, sum, userID, v.Address, short(userAgent)); err != nil {
			return kind("start session", err)
		}
		return record(ctx, tx, v, Event{What: "session.start", Details: map[string]any{"session": v.SessionID}})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// ViewerByToken is who a cookie stands for, if the session is alive and the user
// enabled, now; else fs.ErrNotExist. It marks the session as used (at most once a
// minute, and often enough for the policy).
func (db *DB) ViewerByToken(ctx context.Context, token string, p SessionPolicy) (Viewer, error) {
	var v Viewer
	var unmarked time.Duration
	var ms int64
	err := db.sql.QueryRowContext(ctx, `
		SELECT `+viewerColumns+`, s.id, (extract(epoch FROM now() - s.used) * 1000)::bigint
		FROM sessions s JOIN users u ON u.id = s.user_id JOIN organisations o ON o.id = u.org_id
		WHERE s.token_sum = $1 AND NOT u.disabled
		AND s.used > now() - $2 * interval '1 millisecond' AND s.created > now() - $3 * interval '1 millisecond'`,
		tokenSum(token), p.Idle.Milliseconds(), p.Absolute.Milliseconds()).Scan(append(v.fields(), &v.SessionID, &ms)...)
	if err != nil {
		return Viewer{}, kind("session", err)
	}
	unmarked = time.Duration(ms) * time.Millisecond
	if p.Watching || unmarked < min(time.Minute, p.Idle/4) {
		return v, nil
	}
	_, err = db.sql.ExecContext(ctx, `WITH s AS (UPDATE sessions SET used = now() WHERE id = $1 RETURNING user_id)
		UPDATE users SET last_seen = now() WHERE id = (SELECT user_id FROM s)`, v.SessionID)
	return v, kind("mark session", err)
}

// EndSession ends one of the viewer's own, everywhere at once.
func (db *DB) EndSession(ctx context.Context, v Viewer, sessionID string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		var id string
		if err := tx.QueryRowContext(ctx, `DELETE FROM sessions WHERE id = $1 AND user_id = $2 RETURNING id`, line(sessionID), actor.UserID).
			Scan(&id); err != nil {
			return kind("session", err)
		}
		return record(ctx, tx, actor, Event{What: "session.end", Details: map[string]any{"session": id}})
	})
}
