package decode

import (
	"fmt"
	"image"
	"io"

	"golang.org/x/image/webp"

	"lynceus/imaging/format"
)

// webp decodes into planes where the file has them, and lays alpha over white.
func (p *Picture) webp(r io.ReaderAt, size int64) error {
	if err := p.sumWebP(r, size); err != nil {
		return err
	}
	m, err := webp.Decode(io.NewSectionReader(r, 0, size))
	if err != nil {
		return err
	}
	switch m := m.(type) {
	case *image.YCbCr:
		fullRange(m)
		return p.planes(m, 1)
	case *image.NYCbCrA:
		fullRange(&m.YCbCr)
		planesOverWhite(m)
		return p.planes(&m.YCbCr, 1)
	case *image.NRGBA:
		return p.pixels(&fourRows{held{m.Pix, m.Stride}, nil, straightRGBA}, m.Rect, 1)
	}
	return fmt.Errorf("WebP of type %T", m)
}

// sumWebP makes the PixelSum from the chunks that hold the picture.
func (p *Picture) sumWebP(r io.ReaderAt, size int64) error {
	sum := p.codedSum(format.WebP)
	for c, err := range format.WebPChunks(r, size) {
		if err != nil {
			return err
		}
		if c.Name == "VP8 " || c.Name == "VP8L" || c.Name == "ALPH" {
			if err := addPart(sum, r, c.Start, c.End); err != nil {
				return err
			}
		}
	}
	sum.Sum(p.PixelSum[:0])
	return nil
}

// fullRange stretches planes from the range of television, which WebP uses
// (RFC 6386, 9.2: lightness 16 to 235, colours 16 to 240), to all 256 values.
func fullRange(m *image.YCbCr) {
	var light, colour [256]uint8
	for i := range 256 {
		light[i] = uint8(min(max((i-16)*255+109, 0)/219, 255))
		colour[i] = uint8(min(max(((i-128)*255+128*224+112)/224, 0), 255))
	}
	for i, v := range m.Y {
		m.Y[i] = light[v]
	}
	for _, plane := range [2][]uint8{m.Cb, m.Cr} {
		for i, v := range plane {
			plane[i] = colour[v]
		}
	}
}

// planesOverWhite lays planes over white, which is full light and neutral colour.
// A colour sample covers up to 2x2 pixels and takes their mean transparency.
func planesOverWhite(m *image.NYCbCrA) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		row, alpha := m.Y[y*m.YStride:][:w], m.A[y*m.AStride:][:w]
		for x, a := range alpha {
			row[x] = uint8(overWhite(uint32(row[x]), uint32(a), 255, straight))
		}
	}
	cw, ch := chromaSize(m.SubsampleRatio, w, h)
	for y := range ch {
		for x := range cw {
			a := meanAlpha(m, 2*x, 2*y)
			for _, plane := range [2][]uint8{m.Cb, m.Cr} {
				c := &plane[y*m.CStride+x]
				*c = uint8((int(*c)-128)*a/255 + 128)
			}
		}
	}
}

func meanAlpha(m *image.NYCbCrA, x, y int) int {
	sum, n := 0, 0
	for dy := range 2 {
		for dx := range 2 {
			if x+dx < m.Rect.Dx() && y+dy < m.Rect.Dy() {
				sum += int(m.A[(y+dy)*m.AStride+x+dx])
				n++
			}
		}
	}
	return sum / n
}
