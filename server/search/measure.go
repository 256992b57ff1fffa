package search

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// Figures are what the index costs on this machine.
type Figures struct {
	Pictures        int
	Cases           int
	BytesPerPicture float64       // of memory, with its share of the cases
	Scan, ScanPlain time.Duration // the nearest hashes: by the index, and by the plain loop over all variants
	Layout          time.Duration // the nearest codes of layouts, likewise
	LayoutPlain     time.Duration
	Browse          time.Duration // four facets over all cases, with every count
}

// Measure fills an index with n random pictures, which are harder than real ones
// since none is far from all others, and asks on one core. Times are medians. It
// fails when scan and plain loop answer differently.
func Measure(n int) (f Figures, err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r := rand.New(rand.NewPCG(1, 2))
	before := heap()
	m := newMemory()
	for picture := 0; picture < n; {
		c := randomCase(r, f.Cases, min(3, n-picture))
		if err := m.put(c); err != nil {
			return f, err
		}
		picture += len(c.Pictures)
		f.Cases++
	}
	f.Pictures = n
	f.BytesPerPicture = float64(heap()-before) / float64(n)

	see := seer{visible: m.visible([]catalogue.Access{1, 2, 3})}
	ps := &m.pictures
	const k = 24
	var asker fingerprint.Fingerprint
	randomPrint(r, &asker)
	var scanned, plain []near
	f.Scan = median(21, func() { scanned = ps.nearest(newHashed(asker.Scan), see, k, farthestHash) })
	f.ScanPlain = median(3, func() { plain = ps.nearest(plainHash(asker.Scan), see, k, farthestHash) })
	if !slices.Equal(scanned, plain) {
		return f, fmt.Errorf("the scan of hashes finds %v, the plain loop %v", scanned, plain)
	}
	f.Layout = median(21, func() { scanned = ps.nearest(newSketched(contentOf(&asker)), see, k, farthestCode) })
	f.LayoutPlain = median(3, func() { plain = ps.nearest((*plainSketch)(newSketched(contentOf(&asker))), see, k, farthestCode) })
	if !slices.Equal(scanned, plain) {
		return f, fmt.Errorf("the scan of layouts finds %v, the plain loop %v", scanned, plain)
	}
	filter := Filter{Concealment: []string{"G3"}, Means: []string{"M1", "M2", "M3"}, Commodity: []string{"D1"}, Country: []string{"C1", "C2", "C3", "C4", "C5"}}
	f.Browse = median(11, func() {
		t := m.tally(filter, nil, see.visible)
		m.facetCounts(filter, t)
		m.newest(t, 0, pageSize)
	})
	return f, nil
}

// plainHash and plainSketch are rulers that measure every picture in every
// variant, one after the other.
type plainHash uint64

func (q plainHash) distance(ps *pictures, slot int) int {
	return newHashed(uint64(q)).distance(ps, slot)
}

func (q plainHash) within(ps *pictures, low, high, limit int, out []uint64) {
	clear(out)
	variants := fingerprint.Variants(uint64(q))
	for slot := low; slot < high; slot++ {
		best := fingerprint.ScanBits
		for _, v := range variants {
			d := bits.OnesCount64(v.Hash ^ ps.scan[slot])
			best = min(best, d, fingerprint.ScanBits-d)
		}
		if best <= limit {
			out[(slot-low)/64] |= 1 << ((slot - low) % 64)
		}
	}
}

type plainSketch sketched

func (q *plainSketch) distance(ps *pictures, slot int) int {
	return (*sketched)(q).distance(ps, slot)
}

func (q *plainSketch) within(ps *pictures, low, high, limit int, out []uint64) {
	clear(out)
	(*sketched)(q).markPlain(&ps.codes, low, low, high, limit, out)
}

func randomPrint(r *rand.Rand, f *fingerprint.Fingerprint) {
	f.Scan = r.Uint64()
	f.Views, f.Asking = make([]fingerprint.View, 1), 1
	for i := range f.Views[0].Layout {
		f.Views[0].Layout[i] = int8(r.IntN(64))
	}
}

func randomCase(r *rand.Rand, number, pictures int) catalogue.IndexedCase {
	c := catalogue.IndexedCase{
		ID:          randomID(r),
		Access:      catalogue.Access(1 + r.IntN(4)),
		Concealment: []string{fmt.Sprintf("G%d.T%d", r.IntN(15), r.IntN(12))},
		Means:       fmt.Sprintf("M%d", r.IntN(30)),
		Commodities: []string{fmt.Sprintf("D%d", r.IntN(20))},
		Country:     fmt.Sprintf("C%d", r.IntN(100)),
		Month:       fmt.Sprintf("%04d-%02d", 2005+number%20, 1+r.IntN(12)),
	}
	for range pictures {
		p := catalogue.IndexedPicture{ID: randomID(r), Technique: fmt.Sprintf("X%d", r.IntN(19))}
		randomPrint(r, &p.Fingerprint)
		c.Pictures = append(c.Pictures, p)
	}
	return c
}

func randomID(r *rand.Rand) string {
	var b [10]byte
	binary.LittleEndian.PutUint64(b[:], r.Uint64())
	binary.LittleEndian.PutUint16(b[8:], uint16(r.Uint32()))
	return base32.StdEncoding.EncodeToString(b[:])
}

func heap() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

func median(times int, fn func()) time.Duration {
	all := make([]time.Duration, times)
	for i := range all {
		begun := time.Now()
		fn()
		all[i] = time.Since(begun)
	}
	slices.Sort(all)
	return all[times/2]
}
