package decode

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"

	"lynceus/imaging/format"
)

// PixelSum is a SHA-256. It begins with the size and the Orientation, since a
// picture that stands otherwise is another one to the eye. Then come
//   - for JPEG and WebP, whose decoding is lossy and may be scaled, the coded
//     data without metadata. They determine every sample, are several times
//     shorter than the samples (2.7 MB for 12 megapixels: 2 ms against 11), and
//     do not depend on the size wanted;
//   - for all others every sample, 8 bits or 16 with the high byte first, after
//     palette, transparency and polarity are resolved: a PNG and a TIFF of the
//     same samples have the same sum.

// sampleSum starts the sum of a picture whose samples are added row by row.
func (p *Picture) sampleSum(s shape) hash.Hash {
	sum := sha256.New()
	fmt.Fprintf(sum, "samples %d %d %d %d %d\n", s.width, s.height, s.channels, s.bits, p.Orientation)
	return sum
}

// codedSum starts the sum of a picture whose coded data are added.
func (p *Picture) codedSum(kind format.Kind) hash.Hash {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %d %d %d\n", kind, p.FullWidth, p.FullHeight, p.Orientation)
	return sum
}

// addPart adds a part of the file to a sum.
func addPart(sum hash.Hash, r io.ReaderAt, from, to int64) error {
	_, err := io.Copy(sum, io.NewSectionReader(r, from, to-from))
	return err
}
