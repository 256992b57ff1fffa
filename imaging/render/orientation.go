package render

import "lynceus/imaging/decode"

// turn brings a stored picture upright: first mirrored, then its rows made columns.
type turn struct{ flipX, flipY, transpose bool }

// turns by the EXIF tag Orientation less one (CIPA DC-008, 4.6.4).
var turns = [8]turn{
	{},
	{flipX: true},
	{flipX: true, flipY: true}, // half a turn
	{flipY: true},
	{transpose: true},
	{flipY: true, transpose: true}, // a quarter turn clockwise
	{flipX: true, flipY: true, transpose: true},
	{flipX: true, transpose: true}, // a quarter turn counter-clockwise
}

func turnOf(orientation int) turn {
	if orientation < 1 || orientation > len(turns) {
		return turn{}
	}
	return turns[orientation-1]
}

// transposed makes rows columns.
func transposed(r *decode.Raster) *decode.Raster {
	t := &decode.Raster{Width: r.Height, Height: r.Width, Y: transpose(r.Y, r.Width, r.Height)}
	if len(r.Cb) > 0 {
		t.ChromaW, t.ChromaH = r.ChromaH, r.ChromaW
		t.Cb = transpose(r.Cb, r.ChromaW, r.ChromaH)
		t.Cr = transpose(r.Cr, r.ChromaW, r.ChromaH)
	}
	return t
}

// transpose goes by squares of 32 x 32, which fit the nearest cache whole.
func transpose(src []uint8, w, h int) []uint8 {
	const block = 32
	dst := make([]uint8, w*h)
	for top := 0; top < h; top += block {
		for left := 0; left < w; left += block {
			for y := top; y < min(top+block, h); y++ {
				for x, s := range src[y*w+left : y*w+min(left+block, w)] {
					dst[(left+x)*h+y] = s
				}
			}
		}
	}
	return dst
}
