// Package decode turns a file into samples. Rows pass by once, from top to
// bottom; what is kept of a large picture is its mean over Scale x Scale
// squares, so that memory follows the size wanted and not the size of the file.
package decode

import (
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
	PixelSum              [32]byte       // SHA-256 over the size and every decoded sample: equal for a file whose metadata alone changed
	Notes                 []string       // keys of the text catalogue that the uploader is told ("note.gif_first_frame")
}

// Decode reads the picture that h describes. The longer side of the result is at
// least least pixels where the file has as many, and less than twice that where
// the format allows it. It returns a *format.Refusal for a file that breaks off or lies.
func Decode(r io.ReaderAt, size int64, h format.Header, least int) (*Picture, error) {
	panic("unbuilt")
}
