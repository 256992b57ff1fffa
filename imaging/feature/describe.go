package feature

import "math"

const (
	cells    = 4 // parts of a patch, a side
	cellSide = 7 // pixels of its level
	patch    = cells * cellSide
	turning  = 12 // pixels around a corner that its frame is turned by
)

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// frame is the direction of the edges around a spot modulo a quarter turn, in
// radians clockwise from -pi/4 to pi/4: half the angle of the mean of the squares
// of what across and down are (J. Bigun, The generalized structure tensor).
func (e *edges) frame(c corner) float64 {
	x0, y0 := int(c.x+0.5), int(c.y+0.5)
	var re, im float32
	for dy := -turning; dy <= turning; dy++ {
		y := y0 + dy
		if y < 0 || y >= e.h {
			continue
		}
		for dx := -turning; dx <= turning; dx++ {
			x := x0 + dx
			r := dx*dx + dy*dy
			if x < 0 || x >= e.w || r > turning*turning {
				continue
			}
			i := y*e.w + x
			if s := e.strength[i]; s > 0 {
				near := 1 - float32(r)/(turning*turning+1)
				a, b := e.across[i], e.down[i]
				re += near * (a*a - b*b) / s
				im += near * 2 * a * b / s
			}
		}
	}
	return math.Atan2(float64(im), float64(re)) / 4
}

// layout of a patch: as the layout of a picture, the strengths of the edges by part
// and direction, in a frame that is turned.
type layout [cells * cells * directions]float32

func (e *edges) layout(c corner, turn float64) (l layout) {
	sin, cos := float32(math.Sin(turn)), float32(math.Cos(turn))
	shift := float32(directions * turn / math.Pi)
	const reach = patch/2 + cellSide/2
	// The square that holds the turned patch.
	far := int(float32(reach)*(cos+max(sin, -sin))) + 1
	x0, y0 := int(c.x+0.5), int(c.y+0.5)
	for y := max(y0-far, 0); y <= min(y0+far, e.h-1); y++ {
		dy := float32(y) - c.y
		for x := max(x0-far, 0); x <= min(x0+far, e.w-1); x++ {
			dx := float32(x) - c.x
			// In the frame of the patch, in parts; part 1 is the first, for there is half a part before its middle.
			u := (cos*dx+sin*dy)/cellSide + cells/2 + 0.5
			v := (cos*dy-sin*dx)/cellSide + cells/2 + 0.5
			if u <= 0 || v <= 0 || u >= cells+1 || v >= cells+1 {
				continue
			}
			i := y*e.w + x
			s := e.strength[i]
			if s == 0 {
				continue
			}
			d := e.direction[i] - shift
			if d < 0 {
				d += directions
			} else if d >= directions {
				d -= directions
			}
			column, row, k := int(u), int(v), int(d)
			right, below, on := u-float32(column), v-float32(row), d-float32(k)
			k2 := (k + 1) % directions
			k %= directions
			for r, part := range [2]float32{1 - below, below} {
				r += row - 1
				if r < 0 || r >= cells {
					continue
				}
				for q, share := range [2]float32{1 - right, right} {
					q += column - 1
					if q < 0 || q >= cells {
						continue
					}
					cell := l[directions*(cells*r+q):][:directions]
					t := s * part * share
					cell[k] += t * (1 - on)
					cell[k2] += t * on
				}
			}
		}
	}
	return l
}
