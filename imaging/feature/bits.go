package feature

import (
	"math/bits"
	"sync"
)

// test compares two values of a patch's layout.
type test struct{ a, b int }

// tests are what the bits say, a bit each: in each part whether a direction
// outweighs the one across it, and for each direction whether a part has more of it
// than its neighbour on the right or below. As a set they stay the same when the
// patch is flipped or turned by quarters, so that the bits of a flipped patch are
// the bits of the patch in other places, some of them negated.
var tests = sync.OnceValue(func() (all [256]test) {
	n := 0
	add := func(a, b int) {
		all[n] = test{a, b}
		n++
	}
	at := func(row, column, k int) int { return directions*(cells*row+column) + k }
	for row := range cells {
		for column := range cells {
			for k := range directions / 2 {
				add(at(row, column, k), at(row, column, k+directions/2))
			}
			for k := range directions {
				if column+1 < cells {
					add(at(row, column, k), at(row, column+1, k))
				}
				if row+1 < cells {
					add(at(row, column, k), at(row+1, column, k))
				}
			}
		}
	}
	return all
})

func (l *layout) bits() (b Bits) {
	t := tests()
	for i := range t {
		if l[t[i].a] > l[t[i].b] {
			b[i/64] |= 1 << (i % 64)
		}
	}
	return b
}

// Distance is the number of bits that differ, 0 to 256.
func (b *Bits) Distance(c *Bits) int {
	return bits.OnesCount64(b[0]^c[0]) + bits.OnesCount64(b[1]^c[1]) + bits.OnesCount64(b[2]^c[2]) + bits.OnesCount64(b[3]^c[3])
}

// source says where a bit of a variant comes from.
type source struct {
	bit     uint8
	negated bool
}

// variants are, for each of the eight flips and turns, the sources of its bits.
var variants = sync.OnceValue(func() *[8][256]source {
	var all [8][256]source
	t := tests()
	index := map[test]int{}
	for i, c := range t {
		index[c] = i
	}
	for v := range all {
		var moved [len(layout{})]int
		for i := range moved {
			row, column, k := i/(cells*directions), i/directions%cells, i%directions
			if v >= 4 {
				column, k = cells-1-column, (directions-k)%directions
			}
			for range v % 4 {
				row, column, k = column, cells-1-row, (k+directions/2)%directions
			}
			moved[i] = directions*(cells*row+column) + k
		}
		for i, c := range t {
			to, ok := index[test{moved[c.a], moved[c.b]}]
			if !ok {
				to = index[test{moved[c.b], moved[c.a]}]
			}
			all[v][to] = source{uint8(i), !ok}
		}
	}
	return &all
})

// Variants are the bits of the patch as it looks in each flip and rotation: number v
// is mirrored, left and right exchanged, where v is 4 or more, and then turned by
// v%4 quarters clockwise.
func (b Bits) Variants() (out [8]Bits) {
	out[0] = b
	for v, sources := range variants()[1:] {
		var c Bits
		for i, s := range sources {
			bit := b[s.bit/64] >> (s.bit % 64) & 1
			if s.negated {
				bit ^= 1
			}
			c[i/64] |= bit << (i % 64)
		}
		out[v+1] = c
	}
	return out
}
