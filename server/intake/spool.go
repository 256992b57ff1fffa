package intake

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

// spooled is a file on its way in. It has no name on the disk: when the program
// dies, nothing of it is left.
type spooled struct {
	*os.File
	size int64
	sum  [32]byte
}

// take copies body into the spool while hashing it.
func (in *Intake) take(body io.Reader) (_ *spooled, err error) {
	f, err := os.CreateTemp(in.spool, "upload-")
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	s := &spooled{File: f}
	hash := sha256.New()
	if s.size, err = io.Copy(io.MultiWriter(f, hash), io.LimitReader(body, MaxFile+1)); err != nil {
		return nil, fmt.Errorf("receive: %w", err)
	}
	if s.size > MaxFile {
		return nil, ErrTooLarge
	}
	hash.Sum(s.sum[:0])
	return s, nil
}
