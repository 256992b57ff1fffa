package decode

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"

	"lynceus/imaging/format"
)

// bmp passes the rows of a BMP by, from its end if they are stored from bottom
// to top. Its fourth channel is left alone: many writers fill it with zeros and mean opaque.
func (p *Picture) bmp(r io.ReaderAt, size int64) error {
	b, err := format.ReadBitmap(r, size)
	if err != nil {
		return err
	}
	src := &bmpRows{r: r, bitmap: b, row: make([]byte, b.Stride())}
	s := shape{b.Width, b.Height, 3, 8}
	if b.Bits <= 8 {
		if src.table, err = bmpPalette(r, b); err != nil {
			return err
		}
		s.channels = src.table.channels
	}
	src.out = make([]byte, s.rowBytes())
	return p.take(src, s, p.sampleSum(s))
}

func bmpPalette(r io.ReaderAt, b *format.Bitmap) (*palette, error) {
	raw := make([]byte, b.Colours*b.ColourSize)
	if _, err := r.ReadAt(raw, b.Table); err != nil {
		return nil, fmt.Errorf("read colour table: %w", err)
	}
	colours := make([][3]uint8, b.Colours)
	for i := range colours {
		entry := raw[i*b.ColourSize:]
		colours[i] = [3]uint8{entry[2], entry[1], entry[0]}
	}
	return newPalette(colours, nil), nil
}

type bmpRows struct {
	r        io.ReaderAt
	bitmap   *format.Bitmap
	table    *palette
	y        int
	row, out []byte
}

func (b *bmpRows) next() ([]byte, error) {
	y := b.y
	if !b.bitmap.TopDown {
		y = b.bitmap.Height - 1 - b.y
	}
	b.y++
	if _, err := b.r.ReadAt(b.row, b.bitmap.Pixels+int64(y)*int64(len(b.row))); err != nil {
		return nil, err
	}
	switch {
	case b.table != nil:
		return b.out, b.table.colour(b.out, b.row, b.bitmap.Bits)
	case b.bitmap.Bits == 24:
		for i := 0; i+2 < len(b.out); i += 3 {
			b.out[i], b.out[i+1], b.out[i+2] = b.row[i+2], b.row[i+1], b.row[i]
		}
	default:
		b.masked()
	}
	return b.out, nil
}

// masked unpacks pixels of 16 or 32 bits whose colours lie where masks say.
func (b *bmpRows) masked() {
	step := b.bitmap.Bits / 8
	for i := range b.bitmap.Width {
		v := uint32(binary.LittleEndian.Uint16(b.row[i*step:]))
		if step == 4 {
			v = binary.LittleEndian.Uint32(b.row[i*step:])
		}
		for c, mask := range b.bitmap.Masks {
			low := bits.TrailingZeros32(mask)
			top := uint64(mask >> low)
			b.out[3*i+c] = uint8((uint64(v&mask>>low)*255 + top/2) / top)
		}
	}
}
