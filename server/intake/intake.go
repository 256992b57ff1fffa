// Package intake turns an upload into a picture: spooled while hashed, read by a
// worker, stored as objects, and only then named by a row.
package intake

import (
	"context"
	"errors"
	"io"

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
)

// Intake is the way in.
type Intake struct {
	db    *catalogue.DB
	store blob.Store
	pool  *worker.Pool
	spool string
}

// New spools into dir, which must be on a disk with room for the largest files.
func New(db *catalogue.DB, store blob.Store, pool *worker.Pool, dir string) (*Intake, error) {
	panic("unbuilt")
}

// Upload is one file of an officer's.
type Upload struct {
	CaseID    string
	Name      string    // file name as sent; cleaned here
	Body      io.Reader // at most MaxFile bytes are read
	SHA256    *[32]byte // what the client says it is; nil when it does not
	Key       string    // idempotency key; empty for none
	Technique string
	Role      string
}

// Added is the answer to an upload.
type Added struct {
	Picture catalogue.Picture `json:"picture"`
	Already bool              `json:"already"` // the organisation had these pixels; Picture is that one
	Notes   []string          `json:"notes"`   // text catalogue keys
}

// Add stores one picture. Errors: *format.Refusal, ErrSum, ErrTooLarge,
// worker.ErrBusy, ErrStopping and the catalogue's.
func (in *Intake) Add(ctx context.Context, v catalogue.Viewer, u Upload) (Added, error) {
	panic("unbuilt")
}

// Examined is what is known of a picture that is only asked with.
type Examined struct {
	FileSum [32]byte
	*worker.Result
}

// Examine reads a picture and keeps nothing of it, on disk or anywhere.
func (in *Intake) Examine(ctx context.Context, body io.Reader) (Examined, error) { panic("unbuilt") }

// Derive makes the renditions and the fingerprint of a stored picture anew, for the derive job.
func (in *Intake) Derive(ctx context.Context, pictureID string) error { panic("unbuilt") }

// Drain refuses new work and waits for what is under way, until ctx ends.
func (in *Intake) Drain(ctx context.Context) error { panic("unbuilt") }
