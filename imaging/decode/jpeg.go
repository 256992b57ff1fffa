package decode

import (
	"fmt"
	"image"
	stdjpeg "image/jpeg"
	"io"

	"github.com/gen2brain/jpegn"

	"lynceus/imaging/format"
)

// jpeg decodes into planes, at a half, a quarter or an eighth where that is
// enough: a block of 8x8 then gives 4, 2 or 1 samples a side.
func (p *Picture) jpeg(r io.ReaderAt, size int64, h format.Header, least int) error {
	end, err := p.sumJPEG(r, size)
	if err != nil {
		return err
	}
	halves := 1
	for halves < 8 && 2*halves <= p.Scale {
		halves *= 2
	}
	coded := &sized{io.NewSectionReader(r, 0, end), int(end)}
	if h.Channels == 4 {
		return p.printed(coded)
	}
	m, err := jpegn.Decode(coded, &jpegn.Options{ScaleDenom: halves})
	if err != nil {
		return err
	}
	longer := max(m.Bounds().Dx(), m.Bounds().Dy())
	p.Scale = halves * max(1, longer/least)
	switch m := m.(type) {
	case *image.YCbCr:
		return p.planes(m, halves)
	case *image.Gray:
		return p.grey(m, halves)
	case *image.RGBA:
		return p.pixels(&fourRows{held{m.Pix, m.Stride}, nil, rgb}, m.Rect, halves)
	}
	return fmt.Errorf("JPEG of type %T", m)
}

// printed decodes printing colours with the standard library: jpegn 0.6.0 makes
// a black picture of most of them.
func (p *Picture) printed(r io.Reader) error {
	m, err := stdjpeg.Decode(r)
	if err != nil {
		return err
	}
	inks, ok := m.(*image.CMYK)
	if !ok {
		return fmt.Errorf("JPEG of type %T", m)
	}
	p.Notes = append(p.Notes, NoteCMYK)
	return p.pixels(&fourRows{held{inks.Pix, inks.Stride}, nil, cmyk}, inks.Rect, 1)
}

// pixels keeps a picture that is not in planes and already reduced by done.
func (p *Picture) pixels(src rows, area image.Rectangle, done int) error {
	part := Picture{FullWidth: area.Dx(), FullHeight: area.Dy(), Scale: p.Scale / done}
	err := part.take(src, shape{area.Dx(), area.Dy(), 3, 8}, nil)
	p.Raster = part.Raster
	return err
}

// sumJPEG makes the PixelSum and returns where the picture ends in the file.
func (p *Picture) sumJPEG(r io.ReaderAt, size int64) (end int64, err error) {
	sum := p.codedSum(format.JPEG)
	for s, err := range format.JPEGSegments(r, size) {
		if err != nil {
			return 0, err
		}
		if end = s.End; s.Metadata() {
			continue
		}
		if err := addPart(sum, r, s.Start, s.End); err != nil {
			return 0, err
		}
	}
	sum.Sum(p.PixelSum[:0])
	return end, nil
}

// sized tells the decoder how long its input is, so that it reads it into one
// allocation of that length.
type sized struct {
	io.Reader
	length int
}

func (s *sized) Len() int { return s.length }

// fourRows turns rows of four bytes a pixel into red, green and blue.
type fourRows struct {
	held
	out   []byte
	pixel func(out, px []byte)
}

func (f *fourRows) next() ([]byte, error) {
	row, _ := f.held.next()
	if f.out == nil {
		f.out = make([]byte, len(row)/4*3)
	}
	for i, o := 0, 0; i+4 <= len(row); i, o = i+4, o+3 {
		f.pixel(f.out[o:o+3], row[i:i+4])
	}
	return f.out, nil
}

func rgb(out, px []byte) { copy(out, px[:3]) }

// cmyk mixes printing colours as if inks were perfect. Without the profile of a
// press there is no better answer.
func cmyk(out, px []byte) {
	white := 255 - uint32(px[3])
	for i := range 3 {
		out[i] = uint8(((255-uint32(px[i]))*white + 127) / 255)
	}
}

// straightRGBA lays a pixel over white.
func straightRGBA(out, px []byte) {
	for i := range 3 {
		out[i] = uint8(overWhite(uint32(px[i]), uint32(px[3]), 255, straight))
	}
}
