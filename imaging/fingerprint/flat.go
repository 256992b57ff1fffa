package fingerprint

// A picture is flat where fewer than enough coefficients are well above what
// noise leaves in them. Of 32x32 means, a strong noise of 15 of 255 in a small and
// badly compressed picture leaves 10 above the limit; an empty scan with stripes,
// bars or a vignette has large ones, but in one row or column: 8; a page of text
// comes to 15. The poorest real picture tried has 32, one with a single small dot
// in air 57.
const (
	coefficientLimit  = 4
	coefficientEnough = 20
	contrastLeast     = 1.5 // root of the mean square of all 32x32 means about theirs, by these coefficients
)

// flat looks at the colours and not at their lightness: that of a palette of pure
// hues is the same everywhere.
func (c colours) flat() bool {
	for _, p := range c {
		if !lowFrequencies(p).flat() {
			return false
		}
	}
	return true
}

func (c coefficients) flat() bool {
	var square float32
	large := 0
	for v := range c {
		for u, x := range c[v] {
			if u+v == 0 {
				continue
			}
			square += x * x
			if max(x, -x) > coefficientLimit {
				large++
			}
		}
	}
	return large < coefficientEnough || square < contrastLeast*contrastLeast*dctSide*dctSide
}
