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
