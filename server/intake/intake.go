// Package intake turns an upload into a picture: spooled while hashed, read by a
// worker, stored as objects, and only then named by a row. What breaks off on
// that way leaves at most objects without a row, which the sweep finds.
package intake

import (
	"context"
	"errors"
	"os"
	"sync"

	"lynceus/imaging/worker"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// MaxFile is the largest file taken, in bytes.
const MaxFile = 512 << 20

var (
	ErrSum      = errors.New("the file does not have the SHA-256 that was sent with it") // 422
	ErrTooLarge = errors.New("the file is larger than the limit")                        // 413
	ErrStopping = errors.New("the server is stopping")                                   // 503
	ErrFull     = errors.New("the server has no room for the file")                      // 507
)

// Intake is the way in. Safe for concurrent use.
type Intake struct {
	db      *catalogue.DB
	store   blob.Store
	pool    *worker.Pool
	spool   string
	maxFile int64

	mu       sync.Mutex
	stopping bool
	working  sync.WaitGroup
}

// New spools into dir, which must be on a disk with room for the largest files.
func New(db *catalogue.DB, store blob.Store, pool *worker.Pool, dir string) (*Intake, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Intake{db: db, store: store, pool: pool, spool: dir, maxFile: MaxFile}, nil
}

// enter counts a piece of work in, unless the server is stopping.
func (in *Intake) enter() (leave func(), err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.stopping {
		return nil, ErrStopping
	}
	in.working.Add(1)
	return in.working.Done, nil
}

// Drain refuses new work and waits for what is under way, until ctx ends.
func (in *Intake) Drain(ctx context.Context) error {
	in.mu.Lock()
	in.stopping = true
	in.mu.Unlock()
	done := make(chan struct{})
	go func() {
		in.working.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
