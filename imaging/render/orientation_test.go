package render

import (
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

// A picture is stored in each of the eight ways and must come out the same. The
// sizes are odd, so that halved chroma hangs over an edge.
func TestEveryOrientationComesOutUprightOnce(t *testing.T) {
	m := scenery(301, 203)
	want := upright(picture(raster(m, 1, 1)), 128, nil)
	for orientation, stored := range map[int]func() *decode.Picture{
		1: func() *decode.Picture { return picture(raster(m, 2, 2)) },
		2: func() *decode.Picture { return picture(raster(imaging.FlipH(m), 2, 2)) },
		3: func() *decode.Picture { return picture(raster(imaging.Rotate180(m), 2, 2)) },
		4: func() *decode.Picture { return picture(raster(imaging.FlipV(m), 2, 2)) },
		5: func() *decode.Picture { return picture(raster(imaging.Transpose(m), 2, 2)) },
		6: func() *decode.Picture { return picture(raster(imaging.Rotate90(m), 2, 2)) }, // imaging turns counter-clockwise
		7: func() *decode.Picture { return picture(raster(imaging.Transverse(m), 2, 2)) },
		8: func() *decode.Picture { return picture(raster(imaging.Rotate270(m), 2, 2)) },
	} {
		p := stored()
		p.Orientation = orientation
		if got := psnr(asImage(upright(p, 128, nil)), asImage(want)); got < 42 {
			t.Errorf("orientation %d: %.1f dB from upright", orientation, got)
		}
		s, err := Make(p)
		if err != nil {
			t.Fatal(err)
		}
		if s.Width != 301 || s.Height != 203 || s.Renditions[0].Width != 301 || s.Thumb.Width != 256 {
			t.Errorf("orientation %d: a set of %dx%d, large %d wide, thumb %d wide", orientation, s.Width, s.Height, s.Renditions[0].Width, s.Thumb.Width)
		}
	}
}

func TestAnUnknownOrientationIsTakenForUpright(t *testing.T) {
	for _, orientation := range []int{-1, 0, 9, 1000} {
		p := picture(raster(scenery(30, 20), 1, 1))
		p.Orientation = orientation
		if s, err := Make(p); err != nil || s.Width != 30 {
			t.Errorf("orientation %d: %v", orientation, err)
		}
	}
}
