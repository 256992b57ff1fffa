package decode

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zlib"
	"golang.org/x/image/tiff/lzw"

	"lynceus/imaging/format"
)

// tiffBlocks decodes one strip or tile of a TIFF after another.
type tiffBlocks struct {
	r    io.ReaderAt
	page *format.TIFFPage

	coded    bufio.Reader
	inflater io.ReadCloser
	decoded  io.Reader
}

// open begins block i.
func (t *tiffBlocks) open(i int) error {
	off, length, err := t.page.Block(i)
	if err != nil {
		return err
	}
	t.coded.Reset(io.NewSectionReader(t.r, off, length))
	switch t.page.Compression {
	case format.TIFFLZW:
		t.decoded = lzw.NewReader(&t.coded, lzw.MSB, 8)
	case format.TIFFDeflate, format.TIFFDeflate2:
		if t.inflater == nil {
			t.inflater, err = zlib.NewReader(&t.coded)
			t.decoded = t.inflater
			return err
		}
		return t.inflater.(zlib.Resetter).Reset(&t.coded, nil)
	case format.TIFFPackBits:
		t.decoded = &packBits{r: &t.coded}
	default:
		t.decoded = &t.coded
	}
	return nil
}

// read decodes the next row of the block: sums instead of differences, and the
// high byte of a sample first.
func (t *tiffBlocks) read(row []byte) error {
	if _, err := io.ReadFull(t.decoded, row); err != nil {
		return err
	}
	if t.page.Bits > 8 && t.page.Bits < 16 {
		return nil // packed bit by bit, where byte order means nothing
	}
	if t.page.Bits == 16 && t.page.Order == binary.LittleEndian {
		for i := 0; i+1 < len(row); i += 2 {
			row[i], row[i+1] = row[i+1], row[i]
		}
	}
	if t.page.Predicted {
		undoPrediction(row, t.page.Samples, t.page.Bits)
	}
	return nil
}

// undoPrediction adds each sample to the one at its left (TIFF 6.0, section 14).
func undoPrediction(row []byte, samples, bits int) {
	for first := range samples {
		sum := uint16(0) // in a register, whereas the sample at the left would come from memory
		if bits == 8 {
			for i := first; i < len(row); i += samples {
				sum += uint16(row[i])
				row[i] = uint8(sum)
			}
			continue
		}
		for i := 2 * first; i+1 < len(row); i += 2 * samples {
			sum += uint16(row[i])<<8 | uint16(row[i+1])
			row[i], row[i+1] = uint8(sum>>8), uint8(sum)
		}
	}
}

// packBits decodes Apple's run lengths (TIFF 6.0, section 9).
type packBits struct {
	r      *bufio.Reader
	left   int // bytes of the run at hand
	same   bool
	repeat byte
}

func (p *packBits) Read(b []byte) (int, error) {
	for p.left == 0 {
		n, err := p.r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch {
		case n < 128:
			p.left, p.same = int(n)+1, false
		case n > 128:
			p.left, p.same = 257-int(n), true
			if p.repeat, err = p.r.ReadByte(); err != nil {
				return 0, io.ErrUnexpectedEOF
			}
		}
	}
	b = b[:min(len(b), p.left)]
	if !p.same {
		n, err := p.r.Read(b)
		p.left -= n
		return n, err
	}
	for i := range b {
		b[i] = p.repeat
	}
	p.left -= len(b)
	return len(b), nil
}
