package format

import (
	"encoding/binary"
	"io"
	"slices"
)

// Ways of coding the samples of a TIFF that we read (TIFF 6.0, and Adobe's
// technical notes for deflate).
const (
	TIFFPlain    = 1
	TIFFLZW      = 5
	TIFFDeflate  = 8
	TIFFDeflate2 = 32946
	TIFFPackBits = 32773
)

// What the samples of a TIFF mean (tag 262).
const (
	TIFFWhiteIsZero = 0
	TIFFBlackIsZero = 1
	TIFFRGB         = 2
	TIFFPalette     = 3
)

// What the first sample beyond the colours means (tag 338).
const (
	TIFFNoAlpha         = 0
	TIFFPremultiplied   = 1 // colours are already multiplied by it
	TIFFUnpremultiplied = 2
)

// maxTIFFBand bounds the decoded bytes of one row of tiles, which is held whole.
// Tiles of 512 pixels fit at the full 65535 in 16-bit grey.
const maxTIFFBand = 64 << 20

// TIFFPage is the first page of a TIFF: how its samples lie in the file, in
// blocks that are either strips over the whole width or tiles.
type TIFFPage struct {
	Order                     binary.ByteOrder
	Width, Height             int
	Bits                      int // a sample
	Samples                   int // a pixel, alpha and others included
	Meaning                   int
	Alpha                     int
	Compression               int
	Predicted                 bool // samples are differences to their left neighbours
	Tiled                     bool
	BlockWidth, BlockHeight   int // the last strip may be lower, a tile never
	Across, Down              int // blocks
	Orientation, Pages        int
	colours, offsets, lengths field
}

// field is one entry of a directory whose values lie somewhere in the file.
type field struct {
	w     *window
	order binary.ByteOrder
	kind  int
	count int64
	off   int64
}

// at reads value i, of type SHORT or LONG.
func (f field) at(i int) (int64, error) {
	if f.kind == typeShort {
		v, err := f.w.u16(f.off+2*int64(i), f.order)
		return int64(v), err
	}
	return f.w.u32(f.off+4*int64(i), f.order)
}

// ReadTIFF reads and checks the directories of a TIFF.
func ReadTIFF(r io.ReaderAt, size int64) (*TIFFPage, error) { return readTIFF(newWindow(r, size)) }

func parseTIFF(w *window) (Header, error) {
	p, err := readTIFF(w)
	if err != nil {
		return Header{}, err
	}
	h := p.header()
	// One row and what it becomes, or a row of tiles; and what decompressing needs.
	h.Held = int64(p.Across*p.RowBytes()*8) + 1<<20
	if p.Tiled {
		h.Held += int64(p.Across * p.RowBytes() * p.BlockHeight)
	}
	return h, p.checkBlocks(w.size)
}

func (p *TIFFPage) header() Header {
	h := Header{
		Kind: TIFF, Width: p.Width, Height: p.Height, Bits: p.Bits, Channels: 1,
		Alpha: p.Alpha != TIFFNoAlpha, Palette: p.Meaning == TIFFPalette,
		Orientation: p.Orientation, Frames: p.Pages, Streamed: true,
	}
	if p.Meaning == TIFFRGB || p.Meaning == TIFFPalette {
		h.Channels = 3
	}
	return h
}

// colourSamples is how many samples of a pixel are not extra ones.
func (p *TIFFPage) colourSamples() int {
	if p.Meaning == TIFFRGB {
		return 3
	}
	return 1
}

// RowBytes is the length of a row of one block, decoded.
func (p *TIFFPage) RowBytes() int { return (p.BlockWidth*p.Samples*p.Bits + 7) / 8 }

// Block returns where block i of Across x Down lies, counted in rows from the top left.
func (p *TIFFPage) Block(i int) (off, length int64, err error) {
	if off, err = p.offsets.at(i); err != nil {
		return 0, 0, err
	}
	if p.lengths.count == 0 { // old writers leave it out where nothing is compressed
		return off, int64(p.RowBytes() * p.BlockRows(i)), nil
	}
	length, err = p.lengths.at(i)
	return off, length, err
}

// BlockRows is how many rows block i has.
func (p *TIFFPage) BlockRows(i int) int {
	if p.Tiled {
		return p.BlockHeight
	}
	return min(p.BlockHeight, p.Height-i*p.BlockHeight)
}

// Colours returns the colour table of a palette picture, 8 bits a channel.
// Some writers fill the 16-bit table with 8-bit values; those are taken as such.
func (p *TIFFPage) Colours() ([][3]uint8, error) {
	n := 1 << p.Bits
	var raw [3 * 256]int64
	small := true
	for i := range 3 * n {
		v, err := p.colours.at(i)
		if err != nil {
			return nil, err
		}
		raw[i], small = v, small && v < 256
	}
	table := make([][3]uint8, n)
	for i := range table {
		for c := range 3 {
			v := raw[c*n+i]
			if !small {
				v >>= 8
			}
			table[i][c] = uint8(v)
		}
	}
	return table, nil
}

// checkBlocks holds every block against the size of the file. Honest blocks do
// not overlap, so together they are no longer than the file.
func (p *TIFFPage) checkBlocks(size int64) error {
	total := int64(0)
	for i := range p.Across * p.Down {
		off, length, err := p.Block(i)
		if err != nil {
			return err
		}
		if off < 8 || length == 0 {
			return Refuse(TIFF, "tiff_layout")
		}
		if off+length > size {
			return Refuse(TIFF, "truncated", TIFF)
		}
		if p.Compression == TIFFPlain && length < int64(p.RowBytes()*p.BlockRows(i)) {
			return Refuse(TIFF, "truncated", TIFF)
		}
		total += length
	}
	if total > size {
		return Refuse(TIFF, "tiff_layout")
	}
	return nil
}

// countPages follows the chain of directories from the first. Smaller copies of
// another page, as pyramids have them, are no pages.
func countPages(w *window, order binary.ByteOrder, dir int64) (int, error) {
	var seen []int64
	copies := 0
	for dir != 0 {
		if slices.Contains(seen, dir) {
			return 0, Refuse(TIFF, "tiff_loop")
		}
		if seen = append(seen, dir); len(seen) > MaxChunks {
			return 0, Refuse(TIFF, "too_many_parts", TIFF, MaxChunks)
		}
		entries, err := w.u16(dir, order)
		if err != nil {
			return 0, err
		}
		smaller, err := isSmallerCopy(w, order, dir)
		if err != nil {
			return 0, err
		}
		if smaller && len(seen) > 1 {
			copies++
		}
		if dir, err = w.u32(dir+2+12*int64(entries), order); err != nil {
			return 0, err
		}
	}
	return len(seen) - copies, nil
}

// isSmallerCopy looks at the first entry of a directory: entries are in order, and
// the tag with the kind of page has the lowest number.
func isSmallerCopy(w *window, order binary.ByteOrder, dir int64) (bool, error) {
	entry, err := w.bytes(dir+2, 12)
	if err != nil {
		return false, err
	}
	return order.Uint16(entry) == tagKindOfPage && order.Uint32(entry[8:])&1 != 0, nil
}
