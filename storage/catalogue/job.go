package catalogue

import (
	"context"
	"database/sql"
	"time"
	"unicode/utf8"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
)

// Kinds of job.
const (
	JobDerive = "derive" // of a picture: renditions and fingerprint anew
	JobSweep  = "sweep"  // without subject: delete what time has ended

	JobCheckpoint = "checkpoint" // without subject: sign the record as it is and keep that in the store
)

// Job is work that outlives its request.
type Job struct {
	ID        int64
	Kind      string // derive, sweep, checkpoint
	Subject   string // picture id, or empty
	Attempts  int    // this one included
	NotBefore time.Time
	LastError string
}

const (
	mostAttempts = 10
	firstRetry   = 10 * time.Second // doubled with every attempt
	lastRetry    = time.Hour
)

// ClaimJob takes the next due job for lease, or answers fs.ErrNotExist. A job
// whose lease ends without FinishJob is claimed again, up to ten times in all: a
// job that kills its worker must not do so for ever.
func (db *DB) ClaimJob(ctx context.Context, lease time.Duration) (j Job, err error) {
	if _, err := db.sql.ExecContext(ctx, `UPDATE jobs SET failed = now(), leased = NULL, last_error = 'the lease ended without an answer'
		WHERE leased < now() AND failed IS NULL AND attempts >= $1`, mostAttempts); err != nil {
		return Job{}, kind("claim job", err)
	}
	err = db.sql.QueryRowContext(ctx, `
		UPDATE jobs SET attempts = attempts + 1, leased = now() + $1 * interval '1 millisecond' WHERE id = (
			SELECT id FROM jobs WHERE failed IS NULL AND (leased IS NULL AND not_before <= now() OR leased < now())
			ORDER BY not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id, kind, subject, attempts, not_before, last_error`, lease.Milliseconds()).
		Scan(&j.ID, &j.Kind, &j.Subject, &j.Attempts, &j.NotBefore, &j.LastError)
	return j, kind("claim job", err)
}

// FinishJob removes a job that is done; with an error it is kept and tried again
// later, and after ten attempts kept as failed for the operator to see. Who
// finishes after the lease has ended and another has claimed the job is not heard.
func (db *DB) FinishJob(ctx context.Context, j Job, failure error) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if failure == nil {
			_, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE id = $1 AND attempts = $2`, j.ID, j.Attempts)
			return kind("finish job", err)
		}
		said := line(failure.Error())
		if utf8.RuneCountInString(said) > 1000 {
			said = string([]rune(said)[:1000])
		}
		if j.Attempts >= mostAttempts {
			_, err := tx.ExecContext(ctx, `UPDATE jobs SET failed = now(), leased = NULL, last_error = $3
				WHERE id = $1 AND attempts = $2`, j.ID, j.Attempts, said)
			return kind("finish job", err)
		}
		// When the same work waits already it stands for this job too.
		if _, err := tx.ExecContext(ctx, `DELETE FROM jobs j USING jobs w WHERE j.id = $1 AND j.attempts = $2
			AND w.kind = j.kind AND w.subject = j.subject AND w.id <> j.id AND w.leased IS NULL AND w.failed IS NULL`, j.ID, j.Attempts); err != nil {
			return kind("finish job", err)
		}
		wait := min(lastRetry, firstRetry<<(j.Attempts-1))
		_, err := tx.ExecContext(ctx, `UPDATE jobs SET leased = NULL, last_error = $3,
			not_before = now() + $4 * interval '1 millisecond' WHERE id = $1 AND attempts = $2`, j.ID, j.Attempts, said, wait.Milliseconds())
		return kind("finish job", err)
	})
}

// EnqueueJob adds a job unless the same kind and subject already waits. What
// failed for good before is forgotten with it.
func (db *DB) EnqueueJob(ctx context.Context, kindOf, subject string, notBefore time.Time) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE kind = $1 AND subject = $2 AND failed IS NOT NULL`, kindOf, subject); err != nil {
			return kind("enqueue job", err)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO jobs (kind, subject, not_before) VALUES ($1, $2, $3)
			ON CONFLICT (kind, subject) WHERE leased IS NULL AND failed IS NULL DO NOTHING`, kindOf, subject, notBefore)
		return kind("enqueue job", err)
	})
}

func enqueue(ctx context.Context, tx *sql.Tx, kindOf, subject string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO jobs (kind, subject) VALUES ($1, $2)
		ON CONFLICT (kind, subject) WHERE leased IS NULL AND failed IS NULL DO NOTHING`, kindOf, subject)
	return kind("enqueue job", err)
}

// FailedJobs are those that were given up, newest first, for the operator to see.
func (db *DB) FailedJobs(ctx context.Context, limit int) ([]Job, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT id, kind, subject, attempts, not_before, last_error
		FROM jobs WHERE failed IS NOT NULL ORDER BY failed DESC LIMIT $1`, limit)
	if err != nil {
		return nil, kind("failed jobs", err)
	}
	defer rows.Close()
	var all []Job
	for rows.Next() {
		var j Job
		if err := rows.Scan(&j.ID, &j.Kind, &j.Subject, &j.Attempts, &j.NotBefore, &j.LastError); err != nil {
			return nil, kind("failed jobs", err)
		}
		all = append(all, j)
	}
	return all, kind("failed jobs", rows.Err())
}

// EnqueueStale enqueues a derive job for every picture whose renditions or
// fingerprint are of another version than the program's, and says how many.
func (db *DB) EnqueueStale(ctx context.Context) (int, error) {
	var n int64
	err := db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return kind("enqueue stale", err)
		}
		const stale = `FROM pictures p WHERE (p.rendered, p.fingerprinted) <> ($1, $2)`
		if _, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE kind = 'derive' AND failed IS NOT NULL
			AND EXISTS (SELECT `+stale+` AND p.id = subject)`, render.Version, fingerprint.Stand()); err != nil {
			return kind("enqueue stale", err)
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO jobs (kind, subject) SELECT 'derive', p.id `+stale+`
			ON CONFLICT (kind, subject) WHERE leased IS NULL AND failed IS NULL DO NOTHING`, render.Version, fingerprint.Stand())
		if err != nil {
			return kind("enqueue stale", err)
		}
		n, err = done.RowsAffected()
		return kind("enqueue stale", err)
	})
	return int(n), err
}

// Derived replaces the renditions, window and fingerprint of a picture, for the
// derive job. The original stays; fs.ErrNotExist when the picture has gone meanwhile.
func (db *DB) Derived(ctx context.Context, pictureID string, p NewPicture) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		var caseID string
		var low, high sql.NullInt64
		if p.Window != nil {
			low, high = sql.NullInt64{Int64: int64(p.Window.Low), Valid: true}, sql.NullInt64{Int64: int64(p.Window.High), Valid: true}
		}
		if err := tx.QueryRowContext(ctx, `UPDATE pictures SET window_low = $2, window_high = $3, fingerprint = $4,
				rendered = $5, fingerprinted = $6 WHERE id = $1 RETURNING case_id`,
			pictureID, low, high, p.Fingerprint.Marshal(), render.Version, fingerprint.Stand()).Scan(&caseID); err != nil {
			return kind("derive picture", err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM objects WHERE picture_id = $1 AND name <> 'original'`, pictureID); err != nil {
			return kind("derive picture", err)
		}
		var derived []Object
		for _, o := range p.Objects {
			if o.Name != Original {
				derived = append(derived, o)
			}
		}
		if err := insertObjects(ctx, tx, pictureID, derived); err != nil {
			return err
		}
		return changed(ctx, tx, caseID)
	})
}

// keptSessions is how long a session is kept whatever its use: longer than any policy lets it live.
const keptSessions = "30 days"

// Sweep deletes what time has ended: sessions, invitations, idempotency keys.
func (db *DB) Sweep(ctx context.Context) error {
	for _, ended := range []string{
		`DELETE FROM sessions WHERE created < now() - interval '` + keptSessions + `'`,
		`DELETE FROM invitations WHERE expires < now()`,
		`DELETE FROM idempotency_keys WHERE created < now() - interval '48 hours'`,
	} {
		if _, err := db.sql.ExecContext(ctx, ended); err != nil {
			return kind("sweep", err)
		}
	}
	return nil
}
