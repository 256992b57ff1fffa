package feature

import "math/bits"

// Planes are the bits of many features, a column for each of their four words, so
// that eight features fit a register.
type Planes struct {
	n     int
	words [4][]uint64 // as long as n, rounded up to eights
}

// PlanesOf arranges the bits of features.
func PlanesOf(all []Feature) *Planes {
	p := &Planes{n: len(all)}
	long := (p.n + 7) &^ 7
	room := make([]uint64, 4*long)
	for w := range p.words {
		p.words[w] = room[w*long:][:long:long]
		for i := range all {
			p.words[w][i] = all[i].Bits[w]
		}
	}
	return p
}

// Room is how long a slice Distances fills.
func (p *Planes) Room() int { return len(p.words[0]) }

// Distances writes how many bits of b differ from those of each feature, to the
// first places of out, which is as long as Room says. What follows them means nothing.
func (p *Planes) Distances(b *Bits, out []uint16) {
	n := p.Room()
	if n == 0 {
		return
	}
	out = out[:n]
	if hasWideVector {
		vectorDistances(&p.words[0][0], &p.words[1][0], &p.words[2][0], &p.words[3][0], n, b, &out[0])
		return
	}
	p.plainDistances(b, out)
}

func (p *Planes) plainDistances(b *Bits, out []uint16) {
	w0, w1, w2, w3 := p.words[0][:len(out)], p.words[1][:len(out)], p.words[2][:len(out)], p.words[3][:len(out)]
	for i := range out {
		out[i] = uint16(bits.OnesCount64(w0[i]^b[0]) + bits.OnesCount64(w1[i]^b[1]) + bits.OnesCount64(w2[i]^b[2]) + bits.OnesCount64(w3[i]^b[3]))
	}
}
