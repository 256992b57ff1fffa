package fingerprint

import "math"

// Layout says which way edges run in each of 8x8 parts of a picture that was
// stretched to a square. Neither polarity nor palette changes that, and neither
// tone nor aspect by much. The evened strengths of the edges are gathered softly by
// part and by eight directions, drawn nearer to one another by the square root, and
// scaled to one length.
//
// Value 8*(8*row+column)+k, 0 to 127, is for edges whose gradient points k eighths
// of half a turn from rightwards to downwards.
type Layout [cells * cells * directions]int8

const (
	cells        = 8
	directions   = 8
	layoutLength = 400 // of the values as a vector, but for rounding and the rare one that is cut to 127
)

func layoutOf(g gradients) (l Layout) {
	// A part more on each side takes what falls outside.
	var around [cells + 2][cells + 2][directions]float32
	for y := range gradientSide {
		row, down := soft(y)
		for x := range gradientSide {
			i := y*gradientSide + x
			s := g.evened[i]
			if s <= 0 {
				continue
			}
			column, right := soft(x)
			first := uint(g.direction[i])
			on := g.direction[i] - float32(first)
			first, second := first%directions, (first+1)%directions
			for r, share := range [2]float32{s * (1 - down), s * down} {
				near, far := &around[row+r][column], &around[row+r][column+1]
				near[first] += share * (1 - right) * (1 - on)
				near[second] += share * (1 - right) * on
				far[first] += share * right * (1 - on)
				far[second] += share * right * on
			}
		}
	}
	var sums [len(l)]float32
	for i := range sums {
		sums[i] = around[1+i/(cells*directions)][1+i/directions%cells][i%directions]
	}
	var total float64 // of the squares of the roots
	for _, v := range sums {
		total += float64(v)
	}
	if total == 0 {
		return l
	}
	for i, v := range sums {
		l[i] = int8(min(math.Round(layoutLength*math.Sqrt(float64(v)/total)), 127))
	}
	return l
}

// soft is the part whose middle lies before a row or column, counted from 1, and
// how far it is from there to the next middle.
func soft(at int) (part int, on float32) {
	const size = gradientSide / cells
	place := (float32(at)+0.5)/size + 0.5
	return int(place), place - float32(int(place))
}

// LayoutVariants lists the layouts that the picture would have in each of the eight
// flips and rotations, in the order of Variants: the same values in other places.
// Inversion changes nothing.
func LayoutVariants(l *Layout) (out [8]Layout) {
	for i, v := range turned {
		for at, value := range l {
			row, column, k := at/(cells*directions), at/directions%cells, at%directions
			if v.Mirrored {
				column, k = cells-1-column, (directions-k)%directions
			}
			for range v.Turns {
				row, column, k = column, cells-1-row, (k+directions/2)%directions
			}
			out[i][directions*(cells*row+column)+k] = value
		}
	}
	return out
}

// Cosine of the angle between two layouts, 0 to 1; 0 when either is of a picture
// without edges. No value is negative, so that pictures which have nothing in
// common come to 0.85 or so; the same picture in another palette stays above 0.98.
func (l *Layout) Cosine(m *Layout) float64 {
	var dot, ll, mm int32
	for i, v := range l {
		a, b := int32(v), int32(m[i])
		dot += a * b
		ll += a * a
		mm += b * b
	}
	if ll == 0 || mm == 0 {
		return 0
	}
	return float64(dot) / math.Sqrt(float64(ll)*float64(mm))
}
