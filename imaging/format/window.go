package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// window reads a file here and there through one small buffer, so that a walk
// over many headers costs few reads and no memory that the file sizes.
type window struct {
	r    io.ReaderAt
	size int64
	at   int64
	have []byte
	buf  [4096]byte
}

func newWindow(r io.ReaderAt, size int64) *window { return &window{r: r, size: size} }

// bytes returns n bytes at off, valid until the next call; n is at most 4096.
// The error is io.ErrUnexpectedEOF where the file has no such bytes.
func (w *window) bytes(off int64, n int) ([]byte, error) {
	if off < 0 || off > w.size-int64(n) {
		return nil, io.ErrUnexpectedEOF
	}
	if off < w.at || off+int64(n) > w.at+int64(len(w.have)) {
		w.at, w.have = off, w.buf[:min(int64(len(w.buf)), w.size-off)]
		got, err := w.r.ReadAt(w.have, off)
		w.have = w.have[:got]
		if got < n {
			w.have = nil
			if err == nil || errors.Is(err, io.EOF) {
				return nil, io.ErrUnexpectedEOF
			}
			return nil, fmt.Errorf("read header: %w", err)
		}
	}
	return w.have[off-w.at:][:n], nil
}

func (w *window) u16(off int64, order binary.ByteOrder) (int, error) {
	b, err := w.bytes(off, 2)
	if err != nil {
		return 0, err
	}
	return int(order.Uint16(b)), nil
}

func (w *window) u32(off int64, order binary.ByteOrder) (int64, error) {
	b, err := w.bytes(off, 4)
	if err != nil {
		return 0, err
	}
	return int64(order.Uint32(b)), nil
}
