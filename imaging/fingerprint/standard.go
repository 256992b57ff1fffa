package fingerprint

import (
	"image"

	"github.com/corona10/goimagehash"

	"lynceus/imaging/decode"
)

// standard makes the hashes that other tools know, of luma alone: what they make
// of grey from a colour picture is the same but for rounding. The library is given
// a picture that was made here, of bounded size and with no palette to trip over;
// it fails on none such.
func standard(r *decode.Raster) (phash, dhash uint64) {
	m := &image.Gray{Pix: r.Y, Stride: r.Width, Rect: image.Rect(0, 0, r.Width, r.Height)}
	if h, err := goimagehash.PerceptionHash(m); err == nil {
		phash = h.GetHash()
	}
	if h, err := goimagehash.DifferenceHash(m); err == nil {
		dhash = h.GetHash()
	}
	return phash, dhash
}
