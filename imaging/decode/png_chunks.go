package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"lynceus/imaging/format"
)

// chunkReader reads the chunks of a PNG and checks their checksums. Read gives
// the data of the chunk at hand; within picture data it goes on through all
// IDAT chunks that follow.
type chunkReader struct {
	r    io.ReaderAt
	off  int64 // of what comes after buf
	have []byte
	buf  [64 << 10]byte

	name string
	left int // bytes of the chunk at hand still to be read
	crc  uint32
	bad  error // a checksum was wrong: nothing more is read
}

func newChunkReader(r io.ReaderAt) *chunkReader { return &chunkReader{r: r, off: 8} }

// fill makes sure that n bytes are at hand.
func (c *chunkReader) fill(n int) error {
	if len(c.have) >= n {
		return nil
	}
	kept := copy(c.buf[:], c.have)
	got, err := c.r.ReadAt(c.buf[kept:], c.off)
	c.off += int64(got)
	c.have = c.buf[:kept+got]
	if len(c.have) >= n {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return fmt.Errorf("read PNG: %w", err)
}

// next begins the chunk after the one that is read to its end.
func (c *chunkReader) next() (name string, length int, err error) {
	if err := c.fill(8); err != nil {
		return "", 0, err
	}
	c.left = int(binary.BigEndian.Uint32(c.have))
	c.name = string(c.have[4:8])
	c.crc = crc32.ChecksumIEEE(c.have[4:8])
	c.have = c.have[8:]
	if c.left == 0 {
		err = c.finish()
	}
	return c.name, c.left, err
}

// finish checks the checksum of the chunk at hand.
func (c *chunkReader) finish() error {
	if err := c.fill(4); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(c.have) != c.crc {
		c.bad = format.Refuse(format.PNG, "damaged", format.PNG, "a checksum is wrong")
		return c.bad
	}
	c.have = c.have[4:]
	return nil
}

// skip passes over the chunk at hand, data and checksum unread.
func (c *chunkReader) skip() error {
	if c.left == 0 {
		return nil // next has finished it
	}
	rest := c.left + 4
	inHand := min(rest, len(c.have))
	c.have = c.have[inHand:]
	c.off += int64(rest - inHand)
	c.left = 0
	return nil
}

func (c *chunkReader) Read(b []byte) (int, error) {
	if c.bad != nil {
		return 0, c.bad
	}
	for c.left == 0 {
		if c.name != "IDAT" {
			return 0, io.EOF
		}
		name, _, err := c.next()
		if err != nil {
			return 0, err
		}
		if name != "IDAT" {
			return 0, io.EOF
		}
	}
	if err := c.fill(1); err != nil {
		return 0, err
	}
	n := copy(b[:min(len(b), c.left)], c.have)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, c.have[:n])
	c.have = c.have[n:]
	if c.left -= n; c.left == 0 {
		return n, c.finish()
	}
	return n, nil
}
