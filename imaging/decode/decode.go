// Package decode turns a file into samples. Rows pass by once, from top to
// bottom; what is kept of a large picture is its mean over Scale x Scale
// squares, so that memory follows the size wanted and not the size of the file.
package decode

import (
	"errors"
	"fmt"
	"io"

	"lynceus/imaging/format"
)

// Raster holds samples in planes, rows top to bottom without padding.
// Exactly one of Y and Y16 is set. Cb and Cr are empty for greys.
type Raster struct {
	Width, Height    int
	Y                []uint8  // lightness, full range (JFIF, BT.601)
	Y16              []uint16 // grey of more than 8 bits, scaled to the full 16; dark is 0
	Cb, Cr           []uint8  // 128 is neutral
	ChromaW, ChromaH int      // size of Cb and Cr, a whole fraction of Width and Height, rounded up
}

// Picture is a decoded file.
type Picture struct {
	Raster
	FullWidth, FullHeight int            // pixels of the file as stored, before Orientation
	Scale                 int            // each sample is the mean of Scale x Scale of them
	Orientation           int            // 1 to 8: how Raster must be turned to stand upright
	Inverted              bool           // the file said that white is zero; Raster is already put right
	Histogram             *[65536]uint32 // of every sample of the file, for greys of more than 8 bits; else nil
	PixelSum              [32]byte       // see sum.go: equal for a file whose metadata alone changed
	Notes                 []string       // keys of the text catalogue that the uploader is told ("note.gif_first_frame")
}

// What the uploader is told of a picture that was taken: keys of the text catalogue.
const (
	NoteGIFFirstFrame = "note.gif_first_frame" // only the first frame of an animated GIF is kept
	NotePNGFirstFrame = "note.png_first_frame" // likewise of an animated PNG
	NoteTIFFFirstPage = "note.tiff_first_page" // only the first page of several is kept
	NoteColour16      = "note.colour_16_bit"   // 16-bit colours are shown with 8 bits
	NoteCMYK          = "note.cmyk"            // printing colours are shown approximately
)

// Decode reads the picture that h describes. The longer side of the result is at
// least least pixels where the file has as many, and less than twice that.
// It returns a *format.Refusal for a file that breaks off or lies, and any other
// error only when reading itself fails.
func Decode(r io.ReaderAt, size int64, h format.Header, least int) (p *Picture, err error) {
	f := &file{r: r}
	defer func() {
		// Several decoders are not ours. Whatever a hostile file does to one of
		// them, the answer is about the file.
		if v := recover(); v != nil {
			p, err = nil, format.Refuse(h.Kind, "damaged", h.Kind, "its data make no sense")
		}
		if f.err != nil {
			p, err = nil, fmt.Errorf("read picture: %w", f.err)
		}
	}()
	p, err = decode(f, size, h, max(least, 1))
	return p, refusal(h.Kind, err)
}

func decode(r io.ReaderAt, size int64, h format.Header, least int) (*Picture, error) {
	p := &Picture{FullWidth: h.Width, FullHeight: h.Height, Orientation: h.Orientation}
	p.Scale = max(1, max(h.Width, h.Height)/least)
	switch h.Kind {
	case format.JPEG:
		return p, p.jpeg(r, size, h, least)
	case format.PNG:
		return p, p.png(r, h)
	case format.TIFF:
		return p, p.tiff(r, size, h)
	case format.WebP:
		return p, p.webp(r, size)
	case format.BMP:
		return p, p.bmp(r, size)
	case format.GIF:
		return p, p.gif(r, size, h)
	}
	return nil, fmt.Errorf("decode %q: no such format", h.Kind)
}

// refusal turns what a decoder says of a file into what an officer is told.
func refusal(kind format.Kind, err error) error {
	var refused *format.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return format.Refuse(kind, "truncated", kind)
	}
	return format.Refuse(kind, "damaged", kind, "its data make no sense")
}

// file remembers when reading itself failed, which decoders pass on as if the
// picture were at fault.
type file struct {
	r   io.ReaderAt
	err error
}

func (f *file) ReadAt(b []byte, off int64) (int, error) {
	n, err := f.r.ReadAt(b, off)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}
