// Package worker does all pixel work in a child process under limits: memory,
// processor time, wall time, no network, no files but the picture it was given
// to read. A picture that kills its decoder kills one child.
//
// The child is this same program started under another name. It is handed the
// picture as one read-only descriptor, so that nothing of a large file lies in
// memory twice, and answers over a socket; the parent believes nothing of the
// answer that it has not checked itself.
package worker

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/kind"
	"lynceus/imaging/render"
)

// ErrBusy says that the memory budget is taken; the caller should ask again shortly (503, Retry-After).
var ErrBusy = errors.New("too many pictures at once")

// Config bounds the children. The zero value of a field means its default.
type Config struct {
	Budget  int64      // bytes of memory that all children together may be expected to need; 1 GiB
	Memory  int64      // bytes one child may map at most; 512 MiB
	Seconds int        // processor and wall time one picture may take; 20
	Waiting int        // requests that may wait for budget before ErrBusy; 64
	Model   kind.Model // in place of our own net of kinds; none
}

// Result is what a child says of one picture.
type Result struct {
	Header        format.Header
	Width, Height int // upright, full size
	Window        *render.Window
	Notes         []string // text catalogue keys for the uploader
	PixelSum      [32]byte
	Renditions    []render.Rendition
	Fingerprint   fingerprint.Fingerprint
	Cost          Cost
}

// Cost is what a picture took, for metrics and benchmarks.
type Cost struct {
	CPU  time.Duration // user and system time of the child, its start included
	Peak int64         // largest resident memory of the child in bytes, as it says itself
}

// Pool starts children of this same program and feeds them.
type Pool struct {
	config  Config
	budget  *semaphore.Weighted
	least   int64 // budget that even the smallest picture takes
	waiting atomic.Int64
	starts  chan chan<- started // to the thread that children belong to
	closing chan struct{}
	living  sync.WaitGroup // children not yet waited for

	mu        sync.Mutex
	spare     *child // started and waiting for a picture, or nil
	refilling bool
	closed    bool
}

// NewPool prepares children. Close ends them.
func NewPool(c Config) (*Pool, error) {
	if c.Budget == 0 {
		c.Budget = 1 << 30
	}
	if c.Memory == 0 {
		c.Memory = 512 << 20
	}
	if c.Seconds == 0 {
		c.Seconds = 20
	}
	if c.Waiting == 0 {
		c.Waiting = 64
	}
	if err := kind.Plug(c.Model); err != nil {
		return nil, err
	}
	p := &Pool{
		config: c,
		budget: semaphore.NewWeighted(c.Budget),
		// More children than processors finish nothing sooner and hold memory longer.
		least:   c.Budget / int64(runtime.GOMAXPROCS(0)),
		starts:  make(chan chan<- started),
		closing: make(chan struct{}),
	}
	go p.parent()
	spare, err := p.start()
	if err != nil {
		close(p.closing)
		return nil, err
	}
	p.spare = spare
	return p, nil
}

// Ask says what is wanted of a picture besides the facts and the thumb.
type Ask struct {
	Renditions bool         // all of them: the picture is kept, and not only asked with
	Region     [][2]float64 `json:",omitempty"` // the fingerprint is of this polygon, in fractions of the upright picture; of all of it for nil
}

// MaxCorners is how many corners a region has at most.
const MaxCorners = 500

// Process reads one picture from f, which stays the caller's. Errors:
// *format.Refusal for the picture's fault, fs.ErrInvalid for a region that is none,
// ErrBusy, ctx.Err().
func (p *Pool) Process(ctx context.Context, f *os.File, size int64, ask Ask) (*Result, error) {
	if err := ask.check(); err != nil {
		return nil, err
	}
	h, err := format.Parse(f, size)
	if err != nil {
		return nil, err
	}
	return p.process(ctx, h, f, size, ask)
}

func (p *Pool) process(ctx context.Context, h format.Header, f *os.File, size int64, ask Ask) (*Result, error) {
	need := expected(h)
	weight := min(max(need, p.least), p.config.Budget)
	if err := p.admit(ctx, weight); err != nil {
		return nil, err
	}
	defer p.budget.Release(weight)
	c, err := p.hand(f, job{
		Size: size, Ask: ask,
		Expected: need, Memory: p.config.Memory, Seconds: p.config.Seconds,
	})
	if err != nil {
		return nil, err
	}
	defer p.refill()
	return p.await(ctx, c, h, ask.Renditions)
}

// check refuses a region with a corner outside the picture, with fewer than three,
// or with more than a message to a child has room for.
func (a Ask) check() error {
	if a.Region == nil {
		return nil
	}
	if len(a.Region) < 3 || len(a.Region) > MaxCorners {
		return fmt.Errorf("region of %d corners: %w", len(a.Region), fs.ErrInvalid)
	}
	for _, c := range a.Region {
		if !(c[0] >= 0 && c[0] <= 1 && c[1] >= 0 && c[1] <= 1) { // false for NaN too
			return fmt.Errorf("region with a corner at %v: %w", c, fs.ErrInvalid)
		}
	}
	return nil
}

// admit waits for budget, unless too many already do.
func (p *Pool) admit(ctx context.Context, weight int64) error {
	if p.budget.TryAcquire(weight) {
		return nil
	}
	defer p.waiting.Add(-1)
	if p.waiting.Add(1) > int64(p.config.Waiting) {
		return ErrBusy
	}
	return p.budget.Acquire(ctx, weight)
}

// expected is the memory in bytes that a child is likely to need for a picture,
// on the high side: it is what the budget is divided by, and up to it the child's
// garbage collector may be lazy. Of pictures of 50 MP measured: streamed JPEG 36 MB
// and tiled TIFF 83, GIF 109, interlaced PNG 209, lossless WebP 258.
func expected(h format.Header) int64 {
	const (
		program = 32 << 20 // the Go program itself with its heap's slack
		kept    = 64 << 20 // planes of the level that is kept, rows and encoder
	)
	return program + kept + h.Held
}

// Close ends the waiting child and the thread that starts them. Pictures under
// way are finished by those who wait for them.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	close(p.closing)
	if p.spare != nil {
		p.spare.end()
		p.spare = nil
	}
	return nil
}
