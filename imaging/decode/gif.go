package decode

import (
	"bufio"
	"image"
	"image/gif"
	"io"

	"lynceus/imaging/format"
)

// gif reads the first frame and lays it on its screen. What a frame does not
// cover is white, as is what is transparent.
func (p *Picture) gif(r io.ReaderAt, size int64, h format.Header) error {
	if h.Frames > 1 {
		p.Notes = append(p.Notes, NoteGIFFirstFrame)
	}
	m, err := gif.Decode(bufio.NewReader(io.NewSectionReader(r, 0, size)))
	if err != nil {
		return err
	}
	frame, ok := m.(*image.Paletted)
	if !ok || !frame.Rect.In(image.Rect(0, 0, h.Width, h.Height)) {
		return format.Refuse(format.GIF, "gif_frame")
	}
	src := &gifRows{frame: frame, table: gifPalette(frame)}
	s := shape{h.Width, h.Height, src.table.channels, 8}
	src.out = make([]byte, s.rowBytes())
	for i := range src.out {
		src.out[i] = 255
	}
	src.blank = append(src.blank, src.out...)
	return p.take(src, s, p.sampleSum(s))
}

func gifPalette(frame *image.Paletted) *palette {
	colours := make([][3]uint8, len(frame.Palette))
	opacity := make([]uint8, len(frame.Palette))
	for i, c := range frame.Palette {
		r, g, b, a := c.RGBA()
		colours[i], opacity[i] = [3]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)}, uint8(a>>8)
	}
	return newPalette(colours, opacity)
}

type gifRows struct {
	frame      *image.Paletted
	table      *palette
	y          int
	out, blank []byte
}

func (g *gifRows) next() ([]byte, error) {
	y, area := g.y, g.frame.Rect
	g.y++
	if y < area.Min.Y || y >= area.Max.Y {
		return g.blank, nil
	}
	from, to := area.Min.X*g.table.channels, area.Max.X*g.table.channels
	indices := g.frame.Pix[(y-area.Min.Y)*g.frame.Stride:][:area.Dx()]
	return g.out, g.table.colour(g.out[from:to], indices, 8)
}
