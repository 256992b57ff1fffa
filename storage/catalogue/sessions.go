package catalogue

import (
	"context"
	"database/sql"
	"time"
)

// Session is one sign-in of a user, as the user is shown it.
type Session struct {
	ID       string
	Begun    time.Time
	LastSeen time.Time // to the minute
	Address  string    // from where it was begun
	Agent    string    // what the browser said of itself then
}

// Sessions lists the viewer's own that are alive under the policy, the one used last first.
func (db *DB) Sessions(ctx context.Context, v Viewer, p SessionPolicy) ([]Session, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT id, created, used, address, user_agent FROM sessions
		WHERE user_id = $1 AND used > now() - $2 * interval '1 millisecond' AND created > now() - $3 * interval '1 millisecond'
		ORDER BY used DESC, id`, v.UserID, p.Idle.Milliseconds(), p.Absolute.Milliseconds())
	if err != nil {
		return nil, kind("sessions", err)
	}
	defer rows.Close()
	all := []Session{}
	for rows.Next() {
		var s Session
		if err := rows.Scan(&s.ID, &s.Begun, &s.LastSeen, &s.Address, &s.Agent); err != nil {
			return nil, kind("sessions", err)
		}
		all = append(all, s)
	}
	return all, kind("sessions", rows.Err())
}

// KnownAddress reports whether the account of an e-mail is signed in from an address.
func (db *DB) KnownAddress(ctx context.Context, email, address string) (known bool, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM sessions s JOIN users u ON u.id = s.user_id
		WHERE lower(u.email) = $1 AND NOT u.disabled AND s.address = $2)`, PlainEmail(email), line(address)).Scan(&known)
	return known, kind("known address", err)
}

// EndOtherSessions ends all of the viewer's own but the one of this request.
func (db *DB) EndOtherSessions(ctx context.Context, v Viewer) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error { return endOthers(ctx, tx, actor) })
}

// endOthers puts each session it ends on record.
func endOthers(ctx context.Context, tx *sql.Tx, actor Viewer) error {
	rows, err := tx.QueryContext(ctx, `DELETE FROM sessions WHERE user_id = $1 AND id <> $2 RETURNING id`, actor.UserID, actor.SessionID)
	if err != nil {
		return kind("end sessions", err)
	}
	defer rows.Close()
	var ended []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return kind("end sessions", err)
		}
		ended = append(ended, id)
	}
	if err := rows.Err(); err != nil {
		return kind("end sessions", err)
	}
	for _, id := range ended {
		if err := record(ctx, tx, actor, Event{What: "session.end", Details: map[string]any{"session": id}}); err != nil {
			return err
		}
	}
	return nil
}

// SetPassword gives the viewer's own account another password in place of the one
// whose hash is before. All other sessions end, and so does a link that would set
// yet another password. When the password was changed meanwhile it is fs.ErrNotExist.
func (db *DB) SetPassword(ctx context.Context, v Viewer, before, hash string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		var id string
		if err := tx.QueryRowContext(ctx, `UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id`,
			actor.UserID, before, hash).Scan(&id); err != nil {
			return kind("password", err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM invitations WHERE user_id = $1`, actor.UserID); err != nil {
			return kind("password", err)
		}
		if err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "user.password"})
	})
}
