// Package blob keeps bytes under names: the sealed originals and what is made of
// them. It is the one thing in Lynceus with two implementations, a folder (Dir)
// and an S3 bucket (S3); package blobtest is the contract that both pass.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Info describes a stored object.
type Info struct {
	Key      string
	Size     int64
	Modified time.Time
}

// ErrUnavailable says that the store did not do what it was asked, several times,
// for a reason of its own: no answer, too slow, an answer that says "later".
var ErrUnavailable = errors.New("the object store does not answer")

// Store keeps objects. Keys are lower-case path-like names that the caller made
// itself, never an uploader's; others are fs.ErrInvalid. All methods are safe for
// concurrent use and obey ctx.
type Store interface {
	// Put stores size bytes of r under key, replacing what was there, and returns
	// only when they would survive a loss of power. It fails with ErrSum, leaving
	// nothing behind, when their SHA-256 is not sum, and with io.ErrUnexpectedEOF
	// when r has fewer. A reader of the key sees the old object or the new one.
	Put(ctx context.Context, key string, r io.Reader, size int64, sum [32]byte) error
	// Open reads n bytes from off; n < 0 means to the end. There may be fewer. A
	// missing key is fs.ErrNotExist. ctx holds until the reader is closed.
	Open(ctx context.Context, key string, off, n int64) (io.ReadCloser, error)
	// Delete removes key. Removing what is not there is no error.
	Delete(ctx context.Context, key string) error
	// Walk calls fn for every object whose key starts with prefix, in any order,
	// until fn fails. fn may delete. What comes or goes meanwhile may be missed.
	Walk(ctx context.Context, prefix string, fn func(Info) error) error
}

// longestKey fits every S3 server and, segment by segment, every file system.
const longestKey = 250

// checkKey lets through what is the same on every store and escapes from none:
// segments of a-z, 0-9, dot, dash and underscore that do not start with a dot.
func checkKey(key string) error {
	if len(key) > longestKey || !validPath(key) || key[len(key)-1] == '/' {
		return &fs.PathError{Op: "blob", Path: fmt.Sprintf("%.300q", key), Err: fs.ErrInvalid}
	}
	return nil
}

// checkPrefix is checkKey for the start of a key, which may break off anywhere.
func checkPrefix(prefix string) error {
	if len(prefix) > longestKey || prefix != "" && !validPath(prefix) {
		return &fs.PathError{Op: "blob", Path: fmt.Sprintf("%.300q", prefix), Err: fs.ErrInvalid}
	}
	return nil
}

func validPath(s string) bool {
	before := byte('/')
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '_':
		case c == '.' || c == '/':
			if before == '/' {
				return false
			}
		default:
			return false
		}
		before = c
	}
	return s != ""
}

// checkRange refuses an offset before the start.
func checkRange(key string, off int64) error {
	if off < 0 {
		return &fs.PathError{Op: "blob", Path: key, Err: fs.ErrInvalid}
	}
	return nil
}
