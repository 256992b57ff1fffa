package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strings"
	"time"
)

// JobNotice tells people by e-mail that something was said in a thread, its
// subject: "case ID" and the like.
const JobNotice = "notice"

// noticeWait is how long a thread is quiet before people are told of it: who is
// there reads it meanwhile.
const noticeWait = 2 * time.Minute

// Notice is somebody to tell.
type Notice struct{ UserID, Email string }

// UseNotices has messages bring about notices. It is called once, before the
// catalogue is used, where there is somebody who sends them.
func (db *DB) UseNotices() { db.notices = true }

func (db *DB) notify(ctx context.Context, tx *sql.Tx, t Thread) error {
	if !db.notices {
		return nil
	}
	return enqueueAt(ctx, tx, JobNotice, string(t.Kind)+" "+t.ID, noticeWait)
}

// ThreadOf reads the subject of a JobNotice.
func ThreadOf(subject string) Thread {
	kind, id, _ := strings.Cut(subject, " ")
	return Thread{Kind: ThreadKind(kind), ID: id}
}

// Notices are the people to tell now of a thread: whom it concerns, who may see it,
// who wants to be told, has something unread there, and was not told since reading.
func (db *DB) Notices(ctx context.Context, t Thread) ([]Notice, error) {
	rows, err := db.sql.QueryContext(ctx, `
		SELECT u.id, u.email FROM users u
		LEFT JOIN message_reads d ON d.user_id = u.id AND d.thread = $1 AND d.thread_id = $2
		LEFT JOIN message_notices n ON n.user_id = u.id AND n.thread = $1 AND n.thread_id = $2
		WHERE u.notices AND NOT u.disabled AND u.password_hash IS NOT NULL AND coalesce(n.seq, 0) <= coalesce(d.seen, 0)
			AND CASE $1
				WHEN 'case' THEN d.seen IS NOT NULL OR u.id = (SELECT author_id FROM cases WHERE id = $2)
				WHEN 'group' THEN u.org_id IN (SELECT org_id FROM group_members WHERE group_id = $2)
				ELSE EXISTS (SELECT FROM referrals r WHERE r.id = $2 AND `+concerns+`)
			END
			AND EXISTS (SELECT FROM messages m WHERE m.thread = $1 AND m.thread_id = $2 AND m.seq > coalesce(d.seen, 0)
				AND m.user_id <> u.id AND m.body IS NOT NULL)
		ORDER BY u.id`, string(t.Kind), t.ID)
	if err != nil {
		return nil, kind("notices", err)
	}
	defer rows.Close()
	var asked []Notice
	for rows.Next() {
		var n Notice
		if err := rows.Scan(&n.UserID, &n.Email); err != nil {
			return nil, kind("notices", err)
		}
		asked = append(asked, n)
	}
	if err := rows.Err(); err != nil {
		return nil, kind("notices", err)
	}
	var all []Notice
	for _, n := range asked { // who may see it is decided where it is for the page
		v, err := db.ViewerByID(ctx, n.UserID)
		if err == nil {
			_, err = t.enter(ctx, db.sql, v)
		}
		switch {
		case err == nil && v.SeesPictures():
			all = append(all, n)
		case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission):
			return nil, err
		}
	}
	return all, nil
}

// Noticed says that somebody was told of a thread.
func (db *DB) Noticed(ctx context.Context, userID string, t Thread) error {
	_, err := db.sql.ExecContext(ctx, `INSERT INTO message_notices (user_id, thread, thread_id, seq)
		SELECT $1, $2, $3, coalesce(max(seq), 0) FROM messages WHERE thread = $2 AND thread_id = $3
		ON CONFLICT (user_id, thread, thread_id) DO UPDATE SET seq = excluded.seq`, userID, string(t.Kind), t.ID)
	return kind("noticed", err)
}

// WantsNotices reports whether the viewer is told by e-mail.
func (db *DB) WantsNotices(ctx context.Context, v Viewer) (wants bool, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT notices FROM users WHERE id = $1`, v.UserID).Scan(&wants)
	return wants, kind("notices", err)
}

// SetNotices says whether the viewer is.
func (db *DB) SetNotices(ctx context.Context, v Viewer, on bool) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		_, err := tx.ExecContext(ctx, `UPDATE users SET notices = $2 WHERE id = $1`, actor.UserID, on)
		return kind("notices", err)
	})
}
