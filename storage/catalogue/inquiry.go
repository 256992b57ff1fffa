package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"time"

	"github.com/lib/pq"
)

// An inquiry asks, for the stored pictures of one case, what others hold that the
// asker may not see. It is answered later, by referrals, or by nothing at all: how
// long that takes is chance and says nothing of what there is.

// JobRefer looks into an inquiry, its subject.
const JobRefer = "refer"

// What an organisation may ask in 24 hours. Who sends drawn pictures to learn what
// others hold runs dry, and stands on record.
const (
	mostInquiries = 60
	mostAsks      = 30

	betweenInquiries = 24 * time.Hour // for one case, unless it has new pictures
)

// Inquiry is what JobRefer needs to know.
type Inquiry struct {
	ID       string
	CaseID   string
	OrgID    string
	UserID   string
	Pictures []IndexedPicture // of the case
}

// Inquire asks for a case of the viewer's own organisation, for contributors and
// releasers. It is looked into at a random time between a tenth of within and
// within from now. Guests may not ask. The answer is the same whatever there is.
func (db *DB) Inquire(ctx context.Context, v Viewer, caseID string, within time.Duration) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		h, err := hold(ctx, tx, actor, caseID, RoleContributor, RoleReleaser)
		switch {
		case err != nil:
			return err
		case actor.OrgKind == OrgGuest:
			return denied("ask what others hold")
		case h.state == Withdrawn:
			return wrongState(h.state)
		}
		if err := mayInquire(ctx, tx, actor, caseID); err != nil {
			return err
		}
		id := NewID()
		if _, err := tx.ExecContext(ctx, `INSERT INTO inquiries (id, case_id, org_id, user_id) VALUES ($1, $2, $3, $4)`,
			id, caseID, actor.OrgID, actor.UserID); err != nil {
			return kind("inquire", err)
		}
		wait := within/10 + rand.N(within-within/10+1)
		if err := enqueueAt(ctx, tx, JobRefer, id, wait); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "referral.inquire", CaseID: caseID})
	})
}

// mayInquire holds the quotas. Inquiries of one organisation wait for each other,
// so that two at once do not both take the last.
func mayInquire(ctx context.Context, tx *sql.Tx, actor Viewer, caseID string) error {
	if err := oneOf(ctx, tx, "inquiries", actor.OrgID); err != nil {
		return err
	}
	var pictures, today int
	var again bool
	if err := tx.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM pictures WHERE case_id = $1),
			(SELECT count(*) FROM inquiries WHERE org_id = $2 AND made > now() - interval '24 hours'),
			EXISTS (SELECT FROM inquiries i WHERE i.case_id = $1 AND i.made > now() - $3 * interval '1 second'
				AND NOT EXISTS (SELECT FROM pictures p WHERE p.case_id = $1 AND p.created > i.made))`,
		caseID, actor.OrgID, betweenInquiries.Seconds()).Scan(&pictures, &today, &again); err != nil {
		return kind("inquire", err)
	}
	switch {
	case pictures == 0:
		return &Invalid{Field: "pictures", Code: "required"}
	case again:
		return &Invalid{Field: "state", Code: "asked_already"}
	case today >= mostInquiries:
		return &Invalid{Field: "state", Code: "quota", Args: []any{mostInquiries}}
	}
	return nil
}

// oneOf lets transactions of an organisation that count the same thing take turns.
func oneOf(ctx context.Context, tx *sql.Tx, counting, orgID string) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, counting+" "+orgID)
	return kind("take turns", err)
}

// enqueueAt is enqueue for a job that is due after a while, and no sooner though
// the same waits already.
func enqueueAt(ctx context.Context, tx *sql.Tx, kindOf, subject string, wait time.Duration) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO jobs (kind, subject, not_before) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
		ON CONFLICT (kind, subject) WHERE leased IS NULL AND failed IS NULL DO UPDATE SET not_before = excluded.not_before`, kindOf, subject, wait.Milliseconds())
	return kind("enqueue job", err)
}

// Inquiry is one that has not been looked into, for JobRefer; fs.ErrNotExist when
// it has, or when who asked may not ask any more.
func (db *DB) Inquiry(ctx context.Context, id string) (q Inquiry, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT i.id, i.case_id, i.org_id, i.user_id
		FROM inquiries i JOIN users u ON u.id = i.user_id JOIN cases c ON c.id = i.case_id JOIN access a ON a.id = c.access_id
		WHERE i.id = $1 AND i.done IS NULL AND NOT u.disabled AND a.state <> 'withdrawn'`, id).
		Scan(&q.ID, &q.CaseID, &q.OrgID, &q.UserID)
	if err != nil {
		return Inquiry{}, kind("inquiry", err)
	}
	err = db.IndexCases(ctx, []string{q.CaseID}, func(c IndexedCase) error {
		q.Pictures = c.Pictures
		return nil
	})
	return q, err
}

// referable says of the pictures p of cases c shared as a that user $1, of
// organisation $2, may not see them but may be referred to their owner, or the
// owner told: they are released now, and disclose something.
const referable = `p.disclosure <> 'open' AND p.org_id <> $2 AND a.state = 'released'
	AND (a.expires IS NULL OR a.expires >= (now() AT TIME ZONE 'UTC')::date) AND NOT ` + visible

const fromReferable = ` FROM pictures p JOIN cases c ON c.id = p.case_id JOIN access a ON a.id = c.access_id WHERE ` + referable

// Referable are the ids of all pictures that an inquiry may be answered with.
func (db *DB) Referable(ctx context.Context, q Inquiry) (ids []string, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(array_agg(p.id), '{}')`+fromReferable, q.UserID, q.OrgID).Scan(pq.Array(&ids))
	return ids, kind("referable", err)
}

// ReferableFingerprints is PictureFingerprints for an inquiry.
func (db *DB) ReferableFingerprints(ctx context.Context, q Inquiry, ids []string) (map[string]IndexedPicture, error) {
	return db.fingerprints(ctx, fromReferable+` AND p.id = ANY ($3)`, q.UserID, q.OrgID, pq.Array(ids))
}

// Held is a picture that somebody else holds and that looks like one of the asker.
type Held struct {
	Picture string // of the holder
	Asked   string // of the asker
}

// Refer answers an inquiry with what was found: the asker is told of each holder
// once, and every holder has on record what of its own was found. What may not be
// referred to any more is left out. Without any Held it says nothing to anyone.
func (db *DB) Refer(ctx context.Context, q Inquiry, found []Held) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		var id string
		if err := tx.QueryRowContext(ctx, `UPDATE inquiries SET done = now() WHERE id = $1 AND done IS NULL RETURNING id`, q.ID).Scan(&id); err != nil {
			return kind("inquiry", err) // fs.ErrNotExist: another server was faster
		}
		for _, h := range found {
			if err := refer(ctx, tx, q, h); err != nil {
				return fmt.Errorf("refer: %w", err)
			}
		}
		return nil
	})
}

func refer(ctx context.Context, tx *sql.Tx, q Inquiry, h Held) error {
	var holder, caseID string
	var tell bool
	err := tx.QueryRowContext(ctx, `SELECT p.org_id, p.case_id, p.disclosure = 'index'`+fromReferable+` AND p.id = $3
		AND EXISTS (SELECT FROM pictures WHERE id = $4 AND case_id = $5)`, q.UserID, q.OrgID, h.Picture, h.Asked, q.CaseID).
		Scan(&holder, &caseID, &tell)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return kind("held picture", err)
	}
	var id string
	var told bool
	err = kind("referral", tx.QueryRowContext(ctx, `SELECT id, told FROM referrals WHERE case_id = $1 AND holder_id = $2 FOR UPDATE`, q.CaseID, holder).
		Scan(&id, &told))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		id = NewID()
		_, err = tx.ExecContext(ctx, `INSERT INTO referrals (id, case_id, org_id, holder_id, told, state) VALUES ($1, $2, $3, $4, $5, 'found')`,
			id, q.CaseID, q.OrgID, holder, tell)
	case err == nil && tell && !told:
		_, err = tx.ExecContext(ctx, `UPDATE referrals SET told = true, found = now() WHERE id = $1`, id)
	}
	if err != nil {
		return kind("referral", err)
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO referral_pictures (referral_id, picture_id, asked_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		id, h.Picture, h.Asked)
	if err != nil {
		return kind("referral", err)
	}
	if n, _ := done.RowsAffected(); n > 0 {
		if err := record(ctx, tx, Viewer{OrgID: holder}, Event{What: "referral.match", CaseID: caseID, Picture: h.Picture,
			Details: map[string]any{"referral": id, "organisation": q.OrgID, "told": tell}}); err != nil {
			return err
		}
	}
	if !tell || told {
		return nil
	}
	return record(ctx, tx, Viewer{OrgID: q.OrgID}, Event{What: "referral.tell", CaseID: q.CaseID,
		Details: map[string]any{"referral": id, "organisation": holder}})
}
