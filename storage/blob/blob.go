// Package blob keeps bytes under names: the sealed originals and what is made of
// them. It is the one thing in Lynceus with two implementations, a folder (Dir)
// and an S3 bucket (S3); package blobtest is the contract that both pass.
package blob

import (
	"context"
	"io"
	"time"
)

// Info describes a stored object.
type Info struct {
	Key      string
	Size     int64
	Modified time.Time
}

// Store keeps objects. Keys are lower-case path-like names that the caller made
// itself, never an uploader's. All methods are safe for concurrent use and obey ctx.
type Store interface {
	// Put stores size bytes of r under key, replacing what was there, and returns
	// only when they would survive a loss of power. It fails with ErrSum, leaving
	// nothing behind, when their SHA-256 is not sum.
	Put(ctx context.Context, key string, r io.Reader, size int64, sum [32]byte) error
	// Open reads n bytes from off; n < 0 means to the end. A missing key is fs.ErrNotExist.
	Open(ctx context.Context, key string, off, n int64) (io.ReadCloser, error)
	// Delete removes key. Removing what is not there is no error.
	Delete(ctx context.Context, key string) error
	// Walk calls fn for every object whose key starts with prefix, in any order.
	Walk(ctx context.Context, prefix string, fn func(Info) error) error
}
