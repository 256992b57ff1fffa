package kind

import (
	"testing"

	"lynceus/imaging/decode"
)

func TestNothingToSeeIsTheZeroVector(t *testing.T) {
	grey := &decode.Raster{Width: 100, Height: 80, Y: make([]uint8, 100*80)}
	for _, box := range [][4]int{{0, 0, 100, 80}, {10, 10, 10, 10}, {90, 70, 20, 20}, {-50, -50, -10, -10}, {98, 78, 500, 500}} {
		if v := Of(grey, box[0], box[1], box[2], box[3]); v != (Vector{}) {
			t.Errorf("box %v: %v", box, v)
		}
	}
}

func TestAnyRasterHasAVector(t *testing.T) {
	noise := func(n int) []uint8 {
		out := make([]uint8, n)
		for i := range out {
			out[i] = uint8(i * i * 31 >> 3)
		}
		return out
	}
	for name, r := range map[string]*decode.Raster{
		"grey":             {Width: 50, Height: 40, Y: noise(2000)},
		"thin":             {Width: 2000, Height: 4, Y: noise(8000)},
		"tiny chroma":      {Width: 50, Height: 40, Y: noise(2000), Cb: noise(1), Cr: noise(1), ChromaW: 1, ChromaH: 1},
		"odd chroma":       {Width: 51, Height: 41, Y: noise(51 * 41), Cb: noise(13 * 21), Cr: noise(13 * 21), ChromaW: 13, ChromaH: 21},
		"chroma cut short": {Width: 50, Height: 40, Y: noise(2000), Cb: noise(10), Cr: noise(10), ChromaW: 25, ChromaH: 20},
	} {
		for _, box := range [][4]int{{0, 0, r.Width, r.Height}, {r.Width - 5, 0, r.Width + 9, r.Height}, {-3, -3, 5, 5}} {
			if v := Of(r, box[0], box[1], box[2], box[3]); v == (Vector{}) {
				t.Errorf("%s, box %v: nothing to see", name, box)
			}
		}
	}
	// One that lies about its size, or keeps 16 bits, has nothing to see.
	for _, r := range []*decode.Raster{{Width: 50, Height: 40, Y: noise(20)}, {Width: 50, Height: 40, Y16: make([]uint16, 2000)}, {}} {
		if v := Of(r, 0, 0, 50, 40); v != (Vector{}) {
			t.Errorf("%d x %d of %d samples: %v", r.Width, r.Height, len(r.Y), v)
		}
	}
}
