package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

// ErrSum says that bytes are not those that were promised.
var ErrSum = errors.New("content does not match its SHA-256")

// Verified reads the whole object into memory and returns it only if size and
// SHA-256 are right: what is served is what was stored, or nothing.
func Verified(ctx context.Context, s Store, key string, size int64, sum [32]byte) ([]byte, error) {
	r, err := s.Open(ctx, key, 0, -1)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("%w: it has fewer than %d bytes (%w)", ErrSum, size, err)
		}
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	switch n, err := r.Read(make([]byte, 1)); {
	case n > 0:
		return nil, fmt.Errorf("%s: %w: it has more than %d bytes", key, ErrSum, size)
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	if sha256.Sum256(b) != sum {
		return nil, fmt.Errorf("%s: %w", key, ErrSum)
	}
	return b, nil
}

// source reads the size bytes that a Put was promised and hashes them.
type source struct {
	ctx  context.Context
	r    io.Reader
	left int64
	hash hash.Hash
}

func newSource(ctx context.Context, r io.Reader, size int64) *source {
	return &source{ctx, r, size, sha256.New()}
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, context.Cause(s.ctx)
	}
	if s.left == 0 {
		return 0, io.EOF
	}
	n, err := s.r.Read(p[:min(int64(len(p)), s.left)])
	s.hash.Write(p[:n])
	s.left -= int64(n)
	if errors.Is(err, io.EOF) {
		err = nil
		if s.left > 0 {
			err = io.ErrUnexpectedEOF
		}
	}
	return n, err
}

// check is called when all has been read.
func (s *source) check(sum [32]byte) error {
	if [32]byte(s.hash.Sum(nil)) != sum {
		return ErrSum
	}
	return nil
}
