package catalogue

import (
	"context"
	"database/sql"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"
)

// Message is something that somebody said in a thread.
type Message struct {
	ID       string    `json:"id"`
	Seq      int64     `json:"seq"` // rises with time, over all threads
	Body     string    `json:"body,omitempty"`
	Gone     bool      `json:"gone,omitempty"` // taken back
	By       string    `json:"by,omitempty"`   // of the own organisation only
	OrgID    string    `json:"organisation"`
	OrgName  string    `json:"organisation_name"`
	Written  time.Time `json:"written"`
	Mine     bool      `json:"mine"`               // the viewer's own
	Pictures []string  `json:"pictures,omitempty"` // ids of those that the viewer may see
}

const (
	longestBody  = 5000
	mostAttached = 8

	// MessagesOnPage is how many Messages answers at most.
	MessagesOnPage = 50
	// takeBack is how long somebody may take back what he said.
	takeBack = 10 * time.Minute
)

// Recent reports whether the message may still be taken back.
func (m Message) Recent() bool { return m.Mine && !m.Gone && time.Since(m.Written) < takeBack }

// Say writes into a thread. pictures are ids of the viewer's organisation's own;
// each reader is shown those that he may see, which a message does not change.
func (db *DB) Say(ctx context.Context, v Viewer, t Thread, body string, pictures []string) (Message, error) {
	body, id := text(body), NewID()
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		closed, err := t.enter(ctx, tx, actor)
		if err != nil {
			return err
		}
		if err := t.check(ctx, tx, actor, closed, body, pictures); err != nil {
			return err
		}
		var seq int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO messages (id, thread, thread_id, user_id, org_id, body, owner_id)
			VALUES ($1, $2, $3, $4, $5, $6, (SELECT org_id FROM cases WHERE id = $3 AND $2 = 'case')) RETURNING seq`,
			id, string(t.Kind), t.ID, actor.UserID, actor.OrgID, db.key.Box("message").Seal([]byte(body), []byte(id))).Scan(&seq); err != nil {
			return kind("write message", err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO message_pictures SELECT $1, unnest($2::text[])`, id, list(distinct(pictures))); err != nil {
			return kind("attach pictures", err)
		}
		// Who writes has read what stood there.
		if _, err := tx.ExecContext(ctx, `INSERT INTO message_reads AS d (user_id, thread, thread_id, seen) VALUES ($1, $2, $3, $4)
			ON CONFLICT (user_id, thread, thread_id) DO UPDATE SET seen = greatest(d.seen, excluded.seen)`, actor.UserID, string(t.Kind), t.ID, seq); err != nil {
			return kind("mark read", err)
		}
		if err := db.notify(ctx, tx, t); err != nil {
			return err
		}
		return t.record(ctx, tx, actor, "message.write")
	})
	if err != nil {
		return Message{}, err
	}
	return db.message(ctx, v, id)
}

func (t Thread) check(ctx context.Context, q querier, actor Viewer, closed bool, body string, pictures []string) error {
	var bad Invalids
	switch {
	case closed:
		bad.add("state", "thread_closed")
	case body == "" && len(pictures) == 0:
		bad.add("body", "required")
	case utf8.RuneCountInString(body) > longestBody:
		bad.add("body", "too_long", longestBody)
	}
	if len(pictures) > mostAttached {
		bad.add("pictures", "too_many", mostAttached)
		return bad
	}
	var ours []string
	if err := q.QueryRowContext(ctx, `SELECT coalesce(array_agg(id), '{}') FROM pictures WHERE org_id = $1 AND id = ANY ($2)`,
		actor.OrgID, validIDs(pictures)).Scan(pq.Array(&ours)); err != nil {
		return kind("attach pictures", err)
	}
	for _, p := range pictures {
		if !slices.Contains(ours, p) {
			bad.add("pictures", "picture_unknown", line(p))
		}
	}
	return bad.err()
}

// record puts it on the record of who is concerned, without a word of it.
func (t Thread) record(ctx context.Context, tx *sql.Tx, actor Viewer, what string) error {
	switch t.Kind {
	case ThreadCase:
		return record(ctx, tx, actor, Event{What: what, CaseID: t.ID})
	case ThreadReferral:
		r, err := readReferral(ctx, tx, actor, t.ID)
		if err != nil {
			return err
		}
		return r.both(ctx, tx, actor, what, nil)
	}
	return record(ctx, tx, actor, Event{What: what, Details: map[string]any{string(t.Kind): t.ID}})
}

// Unsay takes back what the viewer said, within ten minutes: that something was
// said stays. It is fs.ErrNotExist for what is not the viewer's own.
func (db *DB) Unsay(ctx context.Context, v Viewer, id string) (t Thread, err error) {
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !validID(id) {
			return hidden("message")
		}
		var recent bool
		if err := tx.QueryRowContext(ctx, `SELECT thread, thread_id, written > now() - $3 * interval '1 second'
			FROM messages WHERE id = $1 AND user_id = $2 AND body IS NOT NULL FOR UPDATE`, id, actor.UserID, takeBack.Seconds()).
			Scan(&t.Kind, &t.ID, &recent); err != nil {
			return kind("message", err)
		}
		if _, err := t.enter(ctx, tx, actor); err != nil {
			return hidden("message")
		}
		if !recent {
			return &Invalid{Field: "state", Code: "message_late"}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE messages SET body = NULL WHERE id = $1`, id); err != nil {
			return kind("take back", err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM message_pictures WHERE message_id = $1`, id); err != nil {
			return kind("take back", err)
		}
		return t.record(ctx, tx, actor, "message.remove")
	})
	return t, err
}

// Messages is a page of a thread, the oldest first: the last ones, or those before
// a seq.
func (db *DB) Messages(ctx context.Context, v Viewer, t Thread, before int64) ([]Message, error) {
	if _, err := t.enter(ctx, db.sql, v); err != nil {
		return nil, err
	}
	all, err := db.readMessages(ctx, v, `m.thread = $2 AND m.thread_id = $3 AND ($4 = 0 OR m.seq < $4) ORDER BY m.seq DESC LIMIT $5`,
		string(t.Kind), t.ID, before, MessagesOnPage)
	slices.Reverse(all)
	return all, err
}

// message is one that was just written.
func (db *DB) message(ctx context.Context, v Viewer, id string) (Message, error) {
	all, err := db.readMessages(ctx, v, `m.id = $2`, id)
	if err != nil {
		return Message{}, err
	}
	if len(all) == 0 {
		return Message{}, hidden("message")
	}
	return all[0], nil
}

func (db *DB) readMessages(ctx context.Context, v Viewer, rest string, args ...any) ([]Message, error) {
	rows, err := db.sql.QueryContext(ctx, `
		SELECT m.id, m.seq, m.body, CASE WHEN m.org_id = u.org_id THEN w.name ELSE '' END, o.id, o.name, m.written, m.user_id = u.id,
			ARRAY(SELECT p.id FROM message_pictures x JOIN pictures p ON p.id = x.picture_id JOIN cases c ON c.id = p.case_id
				WHERE x.message_id = m.id AND `+may+` ORDER BY p.id)
		FROM messages m JOIN users u ON u.id = $1 JOIN users w ON w.id = m.user_id JOIN organisations o ON o.id = m.org_id
		WHERE `+rest, append([]any{v.UserID}, args...)...)
	if err != nil {
		return nil, kind("messages", err)
	}
	defer rows.Close()
	box := db.key.Box("message")
	all := []Message{}
	for rows.Next() {
		var m Message
		var sealed []byte
		if err := rows.Scan(&m.ID, &m.Seq, &sealed, &m.By, &m.OrgID, &m.OrgName, &m.Written, &m.Mine, pq.Array(&m.Pictures)); err != nil {
			return nil, kind("messages", err)
		}
		if m.Gone = sealed == nil; !m.Gone {
			body, err := box.Open(sealed, []byte(m.ID))
			if err != nil {
				return nil, kind("message "+m.ID, err)
			}
			m.Body = string(body)
		}
		all = append(all, m)
	}
	return all, kind("messages", rows.Err())
}
