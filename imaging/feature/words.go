package feature

import (
	_ "embed"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"sync"
)

// Words is how many words the vocabulary has: branches of a tree of two levels,
// each with as many leaves.
const (
	Words    = branches * branches
	branches = 256
	probed   = 3 // branches whose leaves are looked at
)

// The vocabulary was made by the program in train, from synthetic pictures and the
// real ones of the tests: bits of the branches, then of their leaves, most
// significant byte first, and the CRC-32C of all that.
//
//go:embed words.bin
var trained []byte

type vocabulary struct {
	branch [branches]Bits
	leaf   [branches][branches]Bits
}

// words panics on a file that is not the one that was committed: nothing outside
// the program can change it.
var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{}
	size := 32 * (branches + Words)
	if len(trained) != size+4 || crc32.Checksum(trained[:size], crc32.MakeTable(crc32.Castagnoli)) != binary.BigEndian.Uint32(trained[size:]) {
		panic("feature: the embedded vocabulary is damaged")
	}
	at := 0
	read := func(b *Bits) {
		for w := range b {
			b[w] = binary.BigEndian.Uint64(trained[at:])
			at += 8
		}
	}
	for i := range v.branch {
		read(&v.branch[i])
	}
	for i := range v.leaf {
		for k := range v.leaf[i] {
			read(&v.leaf[i][k])
		}
	}
	return v
})

// Word is the word nearest to the bits.
func (b Bits) Word() uint16 { return b.Near(1)[0] }

// Near lists the n words nearest to the bits, nearest first; n is 1 to 256.
func (b Bits) Near(n int) []uint16 {
	v := words()
	type found struct {
		distance int
		word     int
	}
	nearest := func(of *[branches]Bits, base, n int, best []found) []found {
		for i := range of {
			d := b.Distance(&of[i])
			if len(best) == n && d >= best[n-1].distance {
				continue
			}
			at := len(best)
			for at > 0 && best[at-1].distance > d {
				at--
			}
			if best = slices.Insert(best, at, found{d, base + i}); len(best) > n {
				best = best[:n]
			}
		}
		return best
	}
	first := nearest(&v.branch, 0, probed, make([]found, 0, probed+1))
	best := make([]found, 0, n+1)
	for _, f := range first {
		best = nearest(&v.leaf[f.word], f.word*branches, n, best)
	}
	out := make([]uint16, len(best))
	for i, f := range best {
		out[i] = uint16(f.word)
	}
	return out
}

// Signature is 16 of the bits, those of the four middle parts of the patch: it tells
// apart patches that share a word. Those that are alike differ in few of them.
func (b Bits) Signature() (s uint16) {
	t := tests()
	n := 0
	for i, c := range t {
		row, column := c.a/(cells*directions), c.a/directions%cells
		within := c.a/directions == c.b/directions && row > 0 && row < cells-1 && column > 0 && column < cells-1
		if within {
			s |= uint16(b[i/64]>>(i%64)&1) << n
			n++
		}
	}
	return s
}
