package fingerprint

// Code is a Layout in 256 bits, for the exact scan of many: bit 4*(8*row+column)+k
// says that in this part direction k outweighs the one across it, k+4. Codes of
// pictures that have nothing in common differ in some 100 bits.
type Code [4]uint64

// Code makes the code of a layout.
func (l *Layout) Code() (c Code) {
	const pairs = directions / 2
	for cell := range cells * cells {
		for k := range pairs {
			if at := directions*cell + k; l[at] > l[at+pairs] {
				c[cell/16] |= 1 << (cell%16*pairs + k)
			}
		}
	}
	return c
}
