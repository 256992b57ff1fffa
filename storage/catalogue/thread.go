package catalogue

import (
	"context"
	"time"
)

// ThreadKind is what a conversation is about.
type ThreadKind string

const (
	ThreadCase     ThreadKind = "case"
	ThreadGroup    ThreadKind = "group"
	ThreadReferral ThreadKind = "referral"
)

// Thread is the conversation in one case, group or referral. Whoever may see that
// now, with a role that opens pictures, reads it and takes part.
type Thread struct {
	Kind ThreadKind `json:"kind"`
	ID   string     `json:"id"`
}

// enter is the noun's fs.ErrNotExist for who may not see what the thread is about.
// closed says that nothing is written into it now.
func (t Thread) enter(ctx context.Context, q querier, v Viewer) (closed bool, err error) {
	switch t.Kind {
	case ThreadCase:
		_, err = readCase(ctx, q, v.UserID, t.ID)
	case ThreadGroup:
		var g Group
		if !validID(t.ID) {
			return false, hidden("group")
		}
		if g, err = readGroup(ctx, q, v, t.ID); err == nil && !v.SeesPictures() {
			err = denied("read what members say")
		}
		closed = g.Ended(time.Now())
	case ThreadReferral:
		var r Referral
		r, err = readReferral(ctx, q, v, t.ID)
		closed = !r.Told || r.State == ReferralFound // the holder does not know yet, or the asker
	default:
		err = hidden("thread")
	}
	return closed, err
}

// Unread is a thread with something that the viewer has not read.
type Unread struct {
	Thread
	Name   string    `json:"name"` // of the case or group; empty for a referral
	Unread int       `json:"unread"`
	Last   time.Time `json:"last"`
}

// keptUnread is how long what nobody read counts as unread.
const keptUnread = "60 days"

// mostUnread bounds how many messages in cases of the own organisation are looked
// through for threads that somebody has never opened.
const mostUnread = "500"

// unread are the threads x, with how many messages the user $1, u, has not read, that
// concern him and that he may see now. Cases concern the people of their
// organisation, and who has read or written there before; to have read is no way into
// a group or referral, which only membership and part in it are. Each way in is one index
// and each thread one more: a join of all at once took 800 ms with 200,000 messages.
const unread = `WITH u AS (
		SELECT * FROM users WHERE id = $1 AND NOT disabled AND roles && '{viewer,contributor,releaser,analyst,trainer,group-owner}'),
	t AS MATERIALIZED (
		SELECT d.thread, d.thread_id FROM u JOIN message_reads d ON d.user_id = u.id AND d.thread = 'case'
		UNION (SELECT m.thread, m.thread_id FROM messages m WHERE m.owner_id = (SELECT org_id FROM u)
			AND m.written > now() - interval '` + keptUnread + `' ORDER BY m.written DESC LIMIT ` + mostUnread + `)
		UNION SELECT 'group', g.group_id FROM u JOIN group_members g ON g.org_id = u.org_id
		UNION SELECT 'referral', r.id FROM u CROSS JOIN referrals r WHERE ` + concerns + `),
	x AS MATERIALIZED (
		SELECT t.thread, t.thread_id, n.unread, n.last FROM u CROSS JOIN t
		LEFT JOIN message_reads d ON d.user_id = u.id AND d.thread = t.thread AND d.thread_id = t.thread_id
		CROSS JOIN LATERAL (SELECT count(*) AS unread, max(m.written) AS last FROM messages m
			WHERE m.thread = t.thread AND m.thread_id = t.thread_id AND m.seq > coalesce(d.seen, 0)
			AND m.written > now() - interval '` + keptUnread + `' AND m.user_id <> u.id AND m.body IS NOT NULL) n
		WHERE n.unread > 0 AND (t.thread <> 'case' OR EXISTS (SELECT FROM cases c WHERE c.id = t.thread_id AND ` + may + `)))`

// UnreadThreads lists them, the newest message first.
func (db *DB) UnreadThreads(ctx context.Context, v Viewer) ([]Unread, error) {
	rows, err := db.sql.QueryContext(ctx, unread+`
		SELECT x.thread, x.thread_id, coalesce(c.title, g.name, ''), x.unread, x.last FROM x
		LEFT JOIN cases c ON x.thread = 'case' AND c.id = x.thread_id
		LEFT JOIN groups g ON x.thread = 'group' AND g.id = x.thread_id
		ORDER BY x.last DESC, x.thread_id LIMIT 200`, v.UserID)
	if err != nil {
		return nil, kind("unread", err)
	}
	defer rows.Close()
	all := []Unread{}
	for rows.Next() {
		var u Unread
		if err := rows.Scan(&u.Kind, &u.ID, &u.Name, &u.Unread, &u.Last); err != nil {
			return nil, kind("unread", err)
		}
		all = append(all, u)
	}
	return all, kind("unread", rows.Err())
}

// CountUnread is how many threads have something unread, for every page.
func (db *DB) CountUnread(ctx context.Context, v Viewer) (n int, err error) {
	err = db.sql.QueryRowContext(ctx, unread+` SELECT count(*) FROM x`, v.UserID).Scan(&n)
	return n, kind("unread", err)
}

// MarkRead says that the viewer has read a thread as far as seq.
func (db *DB) MarkRead(ctx context.Context, v Viewer, t Thread, seq int64) error {
	if _, err := t.enter(ctx, db.sql, v); err != nil {
		return err
	}
	_, err := db.sql.ExecContext(ctx, `INSERT INTO message_reads AS d (user_id, thread, thread_id, seen) VALUES ($1, $2, $3, $4)
		ON CONFLICT (user_id, thread, thread_id) DO UPDATE SET seen = greatest(d.seen, excluded.seen)`, v.UserID, string(t.Kind), t.ID, seq)
	return kind("mark read", err)
}
