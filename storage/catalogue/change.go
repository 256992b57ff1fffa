package catalogue

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"lynceus/imaging/fingerprint"
)

// IndexedPicture is what the index keeps of a picture.
type IndexedPicture struct {
	ID          string
	CaseID      string
	Technique   string
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
}

// IndexedCase is what the index keeps of a case.
type IndexedCase struct {
	ID          string
	Access      Access
	Concealment []string
	Means       string
	Commodities []string
	Country     string
	Month       string // YYYY-MM
	Pictures    []IndexedPicture
}

const changeChannel = "lynceus_changes"

// changed announces that a case is another than before. It must be the last thing
// that a transaction does: from here on writers take turns until the commit is
// visible (PostgreSQL lets go of locks only after that), so that a reader who has
// seen a number has seen all smaller ones. The turn is as long as one commit.
func changed(ctx context.Context, tx *sql.Tx, caseID string) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, changeLock); err != nil {
		return kind("announce change", err)
	}
	// A statement of its own: the number must be drawn with the lock in hand.
	_, err := tx.ExecContext(ctx, `
		WITH told AS (SELECT pg_notify('`+changeChannel+`', ''))
		INSERT INTO changes (case_id, seq) SELECT $1, nextval('change_seq') FROM told
		ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq`, caseID)
	return kind("announce change", err)
}

// Changes are the cases changed after seq, and the sequence reached. Sequence
// numbers become visible in order, so that nothing is ever skipped. A case that
// changed often is told once, under its last number.
func (db *DB) Changes(ctx context.Context, after int64) (caseIDs []string, reached int64, err error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT case_id, seq FROM changes WHERE seq > $1 ORDER BY seq`, after)
	if err != nil {
		return nil, after, kind("changes", err)
	}
	defer rows.Close()
	reached = after
	for rows.Next() {
		var id string
		if err := rows.Scan(&id, &reached); err != nil {
			return nil, after, kind("changes", err)
		}
		caseIDs = append(caseIDs, id)
	}
	if err := rows.Err(); err != nil {
		return nil, after, kind("changes", err)
	}
	return caseIDs, reached, nil
}

// LastChange is the sequence reached now: what an index that is about to read
// all cases starts from.
func (db *DB) LastChange(ctx context.Context) (seq int64, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM changes`).Scan(&seq)
	return seq, kind("last change", err)
}

// IndexCases reads cases for the index, bypassing access, which the index applies
// itself: all of them for nil ids. What is gone is not among them. It is one
// question, read while its answer comes, of one moment of the catalogue.
func (db *DB) IndexCases(ctx context.Context, ids []string, fn func(IndexedCase) error) error {
	tx, err := db.sql.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return kind("index cases", err)
	}
	defer tx.Rollback()
	// Millions of rows take longer than any other question may.
	if _, err := tx.ExecContext(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
		return kind("index cases", err)
	}
	const query = `
		SELECT c.id, c.access_id, c.concealment, c.means, c.country, c.month,
			ARRAY(SELECT commodity FROM goods g WHERE g.case_id = c.id ORDER BY position),
			coalesce(p.id, ''), p.technique, p.file_sum, p.pixel_sum, p.fingerprint
		FROM cases c LEFT JOIN pictures p ON p.case_id = c.id`
	var rows *sql.Rows
	if ids == nil {
		rows, err = tx.QueryContext(ctx, query+` ORDER BY c.id, p.position, p.created, p.id`)
	} else {
		rows, err = tx.QueryContext(ctx, query+` WHERE c.id = ANY ($1) ORDER BY c.id, p.position, p.created, p.id`, pq.Array(ids))
	}
	if err != nil {
		return kind("index cases", err)
	}
	defer rows.Close()
	var at IndexedCase
	for rows.Next() {
		c, p, err := scanIndexed(rows)
		if err != nil {
			return kind("index cases", err)
		}
		if c.ID != at.ID {
			if at.ID != "" {
				if err := fn(at); err != nil {
					return err
				}
			}
			at = c
		}
		if p.ID != "" {
			at.Pictures = append(at.Pictures, p)
		}
	}
	if err := rows.Err(); err != nil {
		return kind("index cases", err)
	}
	if at.ID == "" {
		return nil
	}
	return fn(at)
}

func scanIndexed(rows *sql.Rows) (c IndexedCase, p IndexedPicture, err error) {
	var technique sql.NullString
	var file, pixels, print []byte
	if err = rows.Scan(&c.ID, &c.Access, pq.Array(&c.Concealment), &c.Means, &c.Country, &c.Month, pq.Array(&c.Commodities),
		&p.ID, &technique, &file, &pixels, &print); err != nil || p.ID == "" {
		return c, p, err
	}
	p.CaseID, p.Technique = c.ID, technique.String
	copy(p.FileSum[:], file)
	copy(p.PixelSum[:], pixels)
	p.Fingerprint = printOf(print)
	return c, p, nil
}

// printOf reads a kept fingerprint. One that this program cannot read, of another
// version or damaged, claims no likeness until the derive job has made it anew.
func printOf(b []byte) fingerprint.Fingerprint {
	f, err := fingerprint.Unmarshal(b)
	if err != nil {
		return fingerprint.Fingerprint{Flat: true}
	}
	return f
}

// Listen wakes the channel when changes may be waiting, until ctx ends. Wake-ups
// may be lost with the connection; callers also look by the clock.
func (db *DB) Listen(ctx context.Context) (<-chan struct{}, error) {
	l := pq.NewDialListener(dialer{}, db.dsn, time.Second, 30*time.Second, nil)
	if err := l.Listen(changeChannel); err != nil {
		l.Close()
		return nil, kind("listen", err)
	}
	wake := make(chan struct{}, 1)
	go func() {
		defer l.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case <-l.Notify: // nil after a new connection: something may have been missed
				select {
				case wake <- struct{}{}:
				default:
				}
			case <-time.After(90 * time.Second):
				go l.Ping() // finds a dead connection; the listener then makes a new one
			}
		}
	}()
	return wake, nil
}
