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
	case filterSub:
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	case filterUp:
		for i, up := range last {
			row[i] += up
		}
	case filterAverage:
		for i := range min(step, len(row)) {
			row[i] += last[i] / 2
		}
		for i := step; i < len(row); i++ {
			row[i] += uint8((int(row[i-step]) + int(last[i])) / 2)
		}
	case filterPaeth:
		for i := range min(step, len(row)) {
			row[i] += last[i]
		}
		// One byte of the pixels after another, so that the neighbours stay in registers.
		for first := range min(step, len(row)) {
			left, corner := int(row[first]), int(last[first])
			for i := first + step; i < len(row); i += step {
				up := int(last[i])
				left = int(row[i] + paeth(left, up, corner))
				row[i] = uint8(left)
				corner = up
			}
		}
	default:
		return format.Refuse(format.PNG, "damaged", format.PNG, "a filter that no PNG has")
	}
	return nil
}

// paeth returns whichever of its neighbours is nearest to left + up - corner.
func paeth(left, up, corner int) uint8 {
	toLeft, toUp := up-corner, left-corner
	toCorner := toLeft + toUp
	toLeft, toUp, toCorner = abs(toLeft), abs(toUp), abs(toCorner)
	if toLeft <= toUp && toLeft <= toCorner {
		return uint8(left)
	}
	if toUp <= toCorner {
		return uint8(up)
	}
	return uint8(corner)
}

func abs(v int) int {
	sign := v >> 63
	return (v ^ sign) - sign
}
