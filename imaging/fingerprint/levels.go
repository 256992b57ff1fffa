package fingerprint

import "lynceus/imaging/decode"

// levels are a picture in several sizes, the largest first: a part is read from the
// smallest in which it has pixels enough.
type levels []*decode.Raster

const (
	partsSide  = 512 // pixels of the level in which parts are told apart
	pixelsMost = 192 // pixels of the longer side that a part needs in the level it is read from
)

func levelsOf(r *decode.Raster) levels {
	if len(r.Cb) > 0 && neutral(r.Cb) && neutral(r.Cr) {
		r = &decode.Raster{Width: r.Width, Height: r.Height, Y: r.Y}
	}
	parts := reduced(r, partsSide)
	return levels{r, parts, reduced(parts, thumbSide)}
}

// neutral reports whether a plane of chroma holds no colour but what a JPEG leaves of
// greys. Without it they are read in a third of the time.
func neutral(chroma []uint8) bool {
	for _, v := range chroma {
		if v < 126 || v > 130 {
			return false
		}
	}
	return true
}

// colours of a part in pixels of the largest level, reduced to a square.
func (l levels) colours(b box, side int) colours {
	at := len(l) - 1
	for at > 0 && max(b.x1-b.x0, b.y1-b.y0)*l[at].Width < pixelsMost*l[0].Width {
		at--
	}
	r := l[at]
	b = b.scaled(l[0].Width, l[0].Height, r.Width, r.Height)
	y := areaOf(r.Y, r.Width, b, side)
	if len(r.Cb) == 0 {
		return colours{y}
	}
	b = b.scaled(r.Width, r.Height, r.ChromaW, r.ChromaH)
	return rgb(y, areaOf(r.Cb, r.ChromaW, b, side), areaOf(r.Cr, r.ChromaW, b, side))
}

// scaled is b, of a picture of w x h, in one of width x height; it keeps a pixel at least.
func (b box) scaled(w, h, width, height int) box {
	near := func(n, from, to int) int { return (n*to + from/2) / from }
	s := box{near(b.x0, w, width), near(b.y0, h, height), near(b.x1, w, width), near(b.y1, h, height)}
	s.x0, s.y0 = min(s.x0, width-1), min(s.y0, height-1)
	s.x1, s.y1 = max(s.x1, s.x0+1), max(s.y1, s.y0+1)
	return s
}
