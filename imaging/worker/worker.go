// Package worker does all pixel work in a child process under limits: memory,
// processor time, wall time, no network, no files but the picture it was given
// to read. A picture that kills its decoder kills one child.
package worker

import (
	"context"
	"errors"
	"os"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
)

// ErrBusy says that the memory budget is taken; the caller should ask again shortly (503, Retry-After).
var ErrBusy = errors.New("too many pictures at once")

// Config bounds the children. The zero value of a field means its default.
type Config struct {
	Budget  int64 // bytes of memory that all children together may be expected to need
	Memory  int64 // bytes one child may map at most
	Seconds int   // processor and wall time one picture may take
	Waiting int   // requests that may wait for budget before ErrBusy
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
}

// Pool starts children of this same program and feeds them.
type Pool struct{}

// NewPool prepares children. Close ends them.
func NewPool(c Config) (*Pool, error) { panic("unbuilt") }

// Process reads one picture from f, which stays the caller's. With renditions
// false only the fingerprint, the thumb and the facts are made (a picture that is only asked with).
// Errors: *format.Refusal for the picture's fault, ErrBusy, ctx.Err().
func (p *Pool) Process(ctx context.Context, f *os.File, size int64, renditions bool) (*Result, error) {
	panic("unbuilt")
}

// Close ends the waiting children.
func (p *Pool) Close() error { panic("unbuilt") }

// RunIfChild turns this process into a worker when it was started as one, and
// then never returns. main and every TestMain whose tests use a Pool call it first.
func RunIfChild() { panic("unbuilt") }
