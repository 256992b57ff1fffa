package render

import (
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

// BenchmarkMake renders what a decoder hands over of a JPEG of 12 megapixels,
// whole or decoded at half its size, and of a grey scan of 16 bits.
func BenchmarkMake(b *testing.B) {
	deep := decode.Raster{Width: 2000, Height: 625, Y16: make([]uint16, 2000*625)}
	for i := range deep.Y16 {
		deep.Y16[i] = uint16(i * 2654435761 >> 7)
	}
	for name, r := range map[string]decode.Raster{
		"whole": raster(scenery(4000, 3000), 2, 2),
		"half":  raster(scenery(2000, 1500), 2, 2),
		"grey":  grey(raster(scenery(2000, 1500), 2, 2)),
		"deep":  deep,
		"thin":  {Width: 1, Height: 3855, Y: make([]uint8, 3855)},
	} {
		b.Run(name, func(b *testing.B) {
			p := picture(r)
			for b.Loop() {
				if _, err := Make(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReduce is one step from 2048 to 1024, ours in planes and imaging's.
func BenchmarkReduce(b *testing.B) {
	m := scenery(2048, 1536)
	r := raster(m, 2, 2)
	b.Run("planes", func(b *testing.B) {
		for b.Loop() {
			smaller(&r, 1024)
		}
	})
	b.Run("imaging", func(b *testing.B) {
		for b.Loop() {
			imaging.Resize(m, 1024, 768, imaging.Lanczos)
		}
	})
}
