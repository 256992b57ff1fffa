package feature

import "math"

const (
	cells    = 4 // parts of a patch, a side
	cellSide = 7 // pixels of its level
	patch    = cells * cellSide
	turning  = 12 // pixels around a corner that its frame is turned by
)

// frame is the direction of the edges around a spot modulo a quarter turn, in
// radians clockwise from -pi/4 to pi/4: half the angle of the mean of the squares
// of what across and down are (J. Bigun, The generalized structure tensor).
func (e *edges) frame(c corner) float64 {
	x0, y0 := int(c.x+0.5), int(c.y+0.5)
	var re, im float32
	for dy := -turning; dy <= turning; dy++ {
		y := y0 + dy
		if y < 0 || y >= e.H {
			continue
		}
		for dx := -turning; dx <= turning; dx++ {
			x := x0 + dx
			r := dx*dx + dy*dy
			if x < 0 || x >= e.W || r > turning*turning {
				continue
			}
			i := y*e.W + x
			if s := e.Strength[i]; s > 0 {
				near := 1 - float32(r)/(turning*turning+1)
				a, b := e.Across[i], e.Down[i]
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
	left, right := max(x0-far, 0), min(x0+far, e.W-1)+1
	// Half a part around the patch is shared with parts that are not of it: a rim.
	const across = cells + 2
	var rimmed [across * across * directions]float32
	for y := max(y0-far, 0); y <= min(y0+far, e.H-1); y++ {
		dy := float32(y) - c.y
		// In the frame of the patch, in parts; part 1 is the first.
		atX, atY := sin*dy/cellSide+cells/2+0.5, cos*dy/cellSide+cells/2+0.5
		low, high := narrowed(atX, cos/cellSide, float32(left)-c.x, float32(right)-c.x)
		low, high = narrowed(atY, -sin/cellSide, low, high)
		first, last := max(int(low+c.x), left), min(int(high+c.x)+2, right)
		if first >= last {
			continue
		}
		direction := e.Direction[y*e.W:][first:last]
		for i, s := range e.Strength[y*e.W:][first:last] {
			dx := float32(first+i) - c.x
			u, v := atX+dx*(cos/cellSide), atY-dx*(sin/cellSide)
			if u <= 0 || v <= 0 || u >= cells+1 || v >= cells+1 || s == 0 {
				continue
			}
			way := direction[i] - shift
			if way < 0 {
				way += directions
			}
			column, row, k := uint(u), uint(v), uint(way)
			onX, onY, on := u-float32(column), v-float32(row), way-float32(k)
			k, next := k%directions, (k+1)%directions
			above, below := s*(1-onY), s*onY
			// The four parts that share it: two, and the two under them.
			near := (*[(across + 2) * directions]float32)(rimmed[(row*across+column)*directions:])
			const right, under = directions, across * directions
			a, b, d, f := above*(1-onX), above*onX, below*(1-onX), below*onX
			near[k] += a * (1 - on)
			near[next] += a * on
			near[right+k] += b * (1 - on)
			near[right+next] += b * on
			near[under+k] += d * (1 - on)
			near[under+next] += d * on
			near[under+right+k] += f * (1 - on)
			near[under+right+next] += f * on
		}
	}
	for row := range cells {
		for column := range cells {
			copy(l[directions*(cells*row+column):], rimmed[((row+1)*across+column+1)*directions:][:directions])
		}
	}
	return l
}

// narrowed is the part of low to high in which a value that is at where it starts and
// rises by slope lies in a patch with its rim.
func narrowed(at, slope, low, high float32) (float32, float32) {
	if max(slope, -slope) < 1e-6 {
		return low, high
	}
	from, to := -at/slope, (cells+1-at)/slope
	return max(low, min(from, to)), min(high, max(from, to))
}
