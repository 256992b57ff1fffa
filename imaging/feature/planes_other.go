//go:build !amd64

package feature

const hasWideVector = false

func vectorDistances(w0, w1, w2, w3 *uint64, n int, b *Bits, out *uint16) {
	panic("feature: no vectors on this processor")
}
