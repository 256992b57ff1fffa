package catalogue

import (
	"context"
	"time"
)

// Job is work that outlives its request.
type Job struct {
	ID        int64
	Kind      string // derive, sweep
	Subject   string // picture id, or empty
	Attempts  int
	NotBefore time.Time
	LastError string
}

// ClaimJob takes the next due job for lease, or answers fs.ErrNotExist. A job
// whose lease ends without FinishJob is claimed again.
func (db *DB) ClaimJob(ctx context.Context, lease time.Duration) (Job, error) { panic("unbuilt") }

// FinishJob removes a job that is done; with an error it is kept and tried again
// later, and after ten attempts kept as failed for the operator to see.
func (db *DB) FinishJob(ctx context.Context, j Job, failure error) error { panic("unbuilt") }

// EnqueueJob adds a job unless the same kind and subject already waits.
func (db *DB) EnqueueJob(ctx context.Context, kind, subject string, notBefore time.Time) error {
	panic("unbuilt")
}

// EnqueueStale enqueues a derive job for every picture whose renditions or
// fingerprint are of another version than the program's, and says how many.
func (db *DB) EnqueueStale(ctx context.Context) (int, error) { panic("unbuilt") }

// Derived replaces the renditions, window and fingerprint of a picture, for the derive job.
func (db *DB) Derived(ctx context.Context, pictureID string, p NewPicture) error { panic("unbuilt") }

// Sweep deletes what time has ended: sessions, invitations, idempotency keys.
func (db *DB) Sweep(ctx context.Context) error { panic("unbuilt") }
