package decode

import "lynceus/imaging/format"

// Filters of a PNG row (ISO/IEC 15948, 9.2).
const (
	filterNone = iota
	filterSub
	filterUp
	filterAverage
	filterPaeth
)

// unfilter undoes a row's filter in place. step is the
// distance to the same byte of the pixel at the left; last is the row above.
func unfilter(kind byte, row, last []byte, step int) error {
	last = last[:len(row)]
	switch kind {
	case filterNone:
	case filterUp:
		for i, up := range last {
			row[i] += up
		}
	// The others go through one byte of all pixels after another, so that what
	// they need of the pixel before stays in registers.
	case filterSub:
		for first := range min(step, len(row)) {
			left := row[first]
			for i := first + step; i < len(row); i += step {
				left += row[i]
				row[i] = left
			}
		}
	case filterAverage:
		for first := range min(step, len(row)) {
			left := uint32(0)
			for i := first; i < len(row); i += step {
				left = uint32(row[i] + uint8((left+uint32(last[i]))/2))
				row[i] = uint8(left)
			}
		}
	case filterPaeth:
		for first := range min(step, len(row)) {
			left, corner := 0, 0
			for i := first; i < len(row); i += step {
				up := int(last[i])
				left = int(row[i] + uint8(paeth(left, up, corner)))
				row[i] = uint8(left)
				corner = up
			}
		}
	default:
		return format.Refuse(format.PNG, "damaged", format.PNG, "a filter that no PNG has")
	}
	return nil
}

// paeth returns whichever of its neighbours is nearest to left + up - corner; of
// equals the first. It is written so that it compiles without a jump.
func paeth(left, up, corner int) int {
	toLeft, toUp := up-corner, left-corner
	toCorner := abs(toLeft + toUp)
	toLeft, toUp = abs(toLeft), abs(toUp)
	best := left
	if toUp < toLeft {
		best = up
	}
	if toCorner < min(toLeft, toUp) {
		best = corner
	}
	return best
}

func abs(v int) int {
	sign := v >> 63
	return (v ^ sign) - sign
}
