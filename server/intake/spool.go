package intake

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// spooled is a file on its way in. It has no name on the disk: when the program
// dies, nothing of it is left.
type spooled struct {
	*os.File
	size int64
	sum  [32]byte
}

// take copies body into the spool while hashing it. What the disk says against it
// must not pass for an answer of the catalogue ("not found"), hence no %w.
func (in *Intake) take(body io.Reader) (_ *spooled, err error) {
	f, err := os.CreateTemp(in.spool, "upload-")
	if err != nil {
		return nil, fmt.Errorf("spool: %v", err)
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return nil, fmt.Errorf("spool: %v", err)
	}
	s := &spooled{File: f}
	hash := sha256.New()
	s.size, err = io.Copy(io.MultiWriter(f, hash), io.LimitReader(body, in.maxFile+1))
	switch {
	case noRoom(err):
		return nil, ErrFull
	case err != nil:
		return nil, fmt.Errorf("receive: %w", err)
	case s.size > in.maxFile:
		return nil, ErrTooLarge
	}
	hash.Sum(s.sum[:0])
	return s, nil
}

// noRoom reports whether a disk is full, or this user's share of it.
func noRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
