package decode

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/flate"

	"lynceus/imaging/format"
)

// PNG colour types (ISO/IEC 15948, 11.2.2).
const (
	pngGrey      = 0
	pngPalette   = 3
	pngGreyAlpha = 4
	pngRGBA      = 6
)

// png passes the rows of an uninterlaced PNG by, and holds an interlaced one.
func (p *Picture) png(r io.ReaderAt, h format.Header) error {
	if h.Frames > 1 {
		p.Notes = append(p.Notes, NotePNGFirstFrame)
	}
	chunks := newChunkReader(r)
	head, err := readPNGHead(chunks)
	if err != nil {
		return err
	}
	if head.samples.bits == 16 && head.samples.colours == 3 {
		p.Notes = append(p.Notes, NoteColour16)
	}
	data, err := inflateIDAT(chunks)
	if err != nil {
		return err
	}
	s := head.samples.shape(h.Width, h.Height)
	var src rows
	if head.interlaced {
		if src, err = deinterlace(data, &head.samples, s); err != nil {
			return err
		}
	} else {
		src = newPNGRows(data, &head.samples, h.Width)
	}
	if err := p.take(src, s, p.sampleSum(s)); err != nil {
		return err
	}
	// The rows may be complete before the checksum of the last chunk has been seen.
	_, err = io.Copy(io.Discard, chunks)
	return err
}

// pngHead is what the chunks before the picture data say.
type pngHead struct {
	samples    samples
	interlaced bool
}

func readPNGHead(chunks *chunkReader) (pngHead, error) {
	var head pngHead
	var colours [][3]uint8
	var opacity []byte
	for {
		name, length, err := chunks.next()
		if err != nil {
			return head, err
		}
		if name == "IDAT" {
			break
		}
		if name != "IHDR" && name != "PLTE" && name != "tRNS" {
			if err := chunks.skip(); err != nil {
				return head, err
			}
			continue
		}
		if length > 768 {
			return head, format.Refuse(format.PNG, "png_header", "its length")
		}
		b := make([]byte, length)
		if _, err := io.ReadFull(chunks, b); err != nil {
			return head, err
		}
		switch {
		case name == "IHDR" && length == 13:
			head.samples, head.interlaced = pngSamples(b[8], b[9]), b[12] == 1
		case name == "PLTE":
			colours = make([][3]uint8, length/3)
			for i := range colours {
				colours[i] = [3]uint8(b[3*i:])
			}
		case name == "tRNS":
			opacity = b
		}
	}
	s := &head.samples
	if s.table != nil {
		s.table = newPalette(colours, opacity)
	} else if len(opacity) >= 2*s.colours && s.alpha == opaque {
		s.key = make([]uint16, s.colours)
		for i := range s.key {
			s.key[i] = binary.BigEndian.Uint16(opacity[2*i:]) & (1<<s.bits - 1)
		}
	}
	return head, nil
}

// pngSamples is how a colour type packs its pixels. An indexed picture gets its
// table, still empty, here.
func pngSamples(bits, colourType byte) samples {
	s := samples{bits: int(bits), colours: 3, total: 3}
	switch colourType {
	case pngPalette:
		s.colours, s.total, s.table = 1, 1, &palette{}
	case pngRGBA:
		s.total, s.alpha = 4, straight
	case pngGreyAlpha:
		s.colours, s.total, s.alpha = 1, 2, straight
	case pngGrey:
		s.colours, s.total = 1, 1
	}
	return s
}

// inflateIDAT opens the zlib stream in the IDAT chunks (RFC 1950). Its own
// checksum is left unread: every chunk has a better one, which is checked.
func inflateIDAT(chunks *chunkReader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(chunks, 32<<10)
	head, err := buffered.Peek(2)
	if err != nil {
		return nil, err
	}
	if head[0]&15 != 8 || head[1]&0x20 != 0 || binary.BigEndian.Uint16(head)%31 != 0 {
		return nil, format.Refuse(format.PNG, "damaged", format.PNG, "its data are not deflated")
	}
	buffered.Discard(2)
	return flate.NewReader(buffered), nil
}

// pngRows undoes the filters of row after row.
type pngRows struct {
	data      io.Reader
	samples   *samples
	width     int
	step      int    // bytes from a sample to the same one of the next pixel
	row, last []byte // a filter byte before each
}

func newPNGRows(data io.Reader, s *samples, width int) *pngRows {
	n := s.rowBytes(width) + 1
	return &pngRows{data: data, samples: s, width: width, step: max(1, s.total*s.bits/8), row: make([]byte, n), last: make([]byte, n)}
}

func (p *pngRows) next() ([]byte, error) {
	p.row, p.last = p.last, p.row
	if _, err := io.ReadFull(p.data, p.row); err != nil {
		return nil, err
	}
	if err := unfilter(p.row[0], p.row[1:], p.last[1:], p.step); err != nil {
		return nil, err
	}
	return p.samples.convert(p.row[1:], p.width)
}
