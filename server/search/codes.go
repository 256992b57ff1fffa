package search

import (
	"math/bits"

	"lynceus/imaging/fingerprint"
)

// planes are the codes of all layouts, a column for each of their four words, so
// that eight of them fit a register.
type planes [4][]uint64

func (p *planes) add(c fingerprint.Code) {
	for w := range p {
		p[w] = append(p[w], c[w])
	}
}

func (p *planes) set(at int, c fingerprint.Code) {
	for w := range p {
		p[w][at] = c[w]
	}
}

func (p *planes) at(slot int) (c fingerprint.Code) {
	for w := range p {
		c[w] = p[w][slot]
	}
	return c
}

// sketched is a layout that is searched with: its code in each flip and rotation.
// It is a
// ruler of views.
type sketched [8]fingerprint.Code

func newSketched(l *fingerprint.Layout) *sketched {
	q := &sketched{}
	for i, turned := range fingerprint.LayoutVariants(l) {
		q[i] = turned.Code()
	}
	return q
}

func (q *sketched) entries(ps *pictures) int          { return len(ps.views.of) }
func (q *sketched) slot(ps *pictures, at int) uint32  { return ps.views.of[at] }
func (q *sketched) distance(ps *pictures, at int) int { return q.to(ps.views.codes.at(at)) }

// to is the number of bits that differ, over the best variant.
func (q *sketched) to(c fingerprint.Code) int {
	best := 64 * len(c)
	for i := range q {
		v := &q[i]
		best = min(best, bits.OnesCount64(v[0]^c[0])+bits.OnesCount64(v[1]^c[1])+
			bits.OnesCount64(v[2]^c[2])+bits.OnesCount64(v[3]^c[3]))
	}
	return best
}

// codeKernel sets bit i of out when the i-th code of four columns is within limit of
// one of q. n is a positive multiple of 8; whole bytes of out are written.
type codeKernel func(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64)

// within marks in out, a bit for each view from low to high, those within limit.
func (q *sketched) within(ps *pictures, low, high, limit int, out []uint64) {
	if len(codeKernels) == 0 {
		clear(out[:(high-low+63)/64])
		q.markPlain(&ps.views.codes, low, low, high, limit, out)
		return
	}
	q.markBy(codeKernels[0], &ps.views.codes, low, high, limit, out)
}

func (q *sketched) markBy(kernel codeKernel, p *planes, low, high, limit int, out []uint64) {
	clear(out[:(high-low+63)/64])
	whole := (high - low) &^ 7
	if whole > 0 {
		kernel(&p[0][low], &p[1][low], &p[2][low], &p[3][low], whole, q, uint64(limit), &out[0])
	}
	q.markPlain(p, low, low+whole, high, limit, out)
}

// markPlain does the slots from on, one by one; out begins at low.
func (q *sketched) markPlain(p *planes, low, from, high, limit int, out []uint64) {
	for slot := from; slot < high; slot++ {
		if q.to(p.at(slot)) <= limit {
			out[(slot-low)/64] |= 1 << ((slot - low) % 64)
		}
	}
}
