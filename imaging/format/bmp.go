package format

import (
	"encoding/binary"
	"io"
	"math"
)

// Bitmap is how the pixels of a BMP lie in the file.
type Bitmap struct {
	Width, Height int
	TopDown       bool // rows run from top to bottom; usually from bottom to top
	Bits          int  // a pixel: 1, 4, 8, 16, 24 or 32
	Masks         [3]uint32
	Colours       int   // in the table, 3 or 4 bytes each
	ColourSize    int   // bytes of one
	Table, Pixels int64 // where they begin
}

// Stride is the length of a row in bytes: whole groups of four.
func (b *Bitmap) Stride() int { return (b.Width*b.Bits + 31) / 32 * 4 }

// ReadBitmap reads and checks the headers of a BMP.
func ReadBitmap(r io.ReaderAt, size int64) (*Bitmap, error) { return readBitmap(newWindow(r, size)) }

func parseBMP(w *window) (Header, error) {
	b, err := readBitmap(w)
	if err != nil {
		return Header{}, err
	}
	return b.header(), nil
}

func (b *Bitmap) header() Header {
	bits := 8
	if b.Bits < 8 {
		bits = b.Bits
	}
	return Header{
		Kind: BMP, Width: b.Width, Height: b.Height, Bits: bits, Channels: 3, Palette: b.Bits <= 8,
		Streamed: true, Held: 2*int64(b.Stride()) + 1<<20,
	}
}

func readBitmap(w *window) (*Bitmap, error) {
	var head [54]byte // the smallest files are shorter, and zero where they end
	start, err := w.bytes(0, int(min(54, w.size)))
	if err != nil {
		return nil, err
	}
	copy(head[:], start)
	le := binary.LittleEndian
	b := &Bitmap{Pixels: int64(le.Uint32(head[10:])), ColourSize: 4}
	info := int64(le.Uint32(head[14:]))
	compression, colours := uint32(0), uint32(0)
	planes := 0
	switch {
	case info == 12: // OS/2: 16-bit sizes
		b.Width, b.Height = int(le.Uint16(head[18:])), int(le.Uint16(head[20:]))
		planes, b.Bits, b.ColourSize = int(le.Uint16(head[22:])), int(le.Uint16(head[24:])), 3
	case info >= 40 && info <= 124:
		width, height := int32(le.Uint32(head[18:])), int32(le.Uint32(head[22:]))
		if width < 0 || height == math.MinInt32 {
			return nil, Refuse(BMP, "bmp_header", "its size")
		}
		b.Width, b.Height, b.TopDown = int(width), int(max(height, -height)), height < 0
		planes, b.Bits = int(le.Uint16(head[26:])), int(le.Uint16(head[28:]))
		compression, colours = le.Uint32(head[30:]), le.Uint32(head[46:])
	default:
		return nil, Refuse(BMP, "bmp_header", "its length")
	}
	if planes != 1 {
		return nil, Refuse(BMP, "bmp_header", "its planes")
	}
	b.Table = 14 + info
	if err := b.header().check(); err != nil {
		return nil, err
	}
	if err := b.layout(w, compression, info); err != nil {
		return nil, err
	}
	if b.Bits <= 8 {
		if colours == 0 || colours > 1<<b.Bits {
			colours = 1 << b.Bits
		}
		b.Colours = int(colours)
	}
	if b.Pixels < b.Table+int64(b.Colours*b.ColourSize) {
		return nil, Refuse(BMP, "bmp_header", "its colour table")
	}
	if b.Pixels+int64(b.Stride())*int64(b.Height) > w.size {
		return nil, Refuse(BMP, "truncated", BMP)
	}
	return b, nil
}

// bmpCompressions names the ways of coding pixels that we do not read.
var bmpCompressions = map[uint32]string{1: "run-length (RLE8)", 2: "run-length (RLE4)", 4: "JPEG", 5: "PNG"}

// layout checks bits and compression and finds the colour masks.
func (b *Bitmap) layout(w *window, compression uint32, info int64) error {
	switch b.Bits {
	case 1, 4, 8, 24:
	case 16:
		b.Masks = [3]uint32{0x7c00, 0x03e0, 0x001f}
	case 32:
		b.Masks = [3]uint32{0xff0000, 0x00ff00, 0x0000ff}
	default:
		return Refuse(BMP, "bmp_header", "its bits a pixel")
	}
	const fields, alphaFields = 3, 6
	switch {
	case compression == 0:
		return nil
	case (compression == fields || compression == alphaFields) && (b.Bits == 16 || b.Bits == 32):
		masks, err := w.bytes(54, 12)
		if err != nil {
			return err
		}
		for i := range b.Masks {
			if b.Masks[i] = binary.LittleEndian.Uint32(masks[4*i:]); b.Masks[i] == 0 {
				return Refuse(BMP, "bmp_header", "its colour masks")
			}
		}
		if info == 40 { // the masks follow the header instead of being in it
			b.Table += 12
		}
		return nil
	}
	name := bmpCompressions[compression]
	if name == "" {
		name = "unknown"
	}
	return Refuse(BMP, "bmp_compressed", name)
}
