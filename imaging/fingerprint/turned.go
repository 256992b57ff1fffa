package fingerprint

import "math"

// LayoutVariants lists the layouts that the picture would have in each of the
// eight flips and rotations, in the order of Variants. Inversion changes nothing.
func LayoutVariants(l *Layout) (out [8]Layout) {
	for i, v := range turned {
		out[i] = l.turned(v)
	}
	return out
}

// Cosine of the angle between two layouts, 0 to 1; 0 when either is of a picture
// without edges.
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
