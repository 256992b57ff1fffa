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
	Plain           time.Duration // a query by the plain loop over all variants
	Scan            time.Duration // the same query by the index
	Browse          time.Duration // four facets over all cases, with every count
}

// Measure fills an index with n random pictures, which are harder than real ones
// since none is far from all others, and asks on one core. Times are medians. It
// fails when scan and plain loop answer differently.
func Measure(n int) (f Figures, err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r := rand.New(rand.NewPCG(1, 2))
	hashes := make([]uint64, 0, n)
	before := heap()
	m := newMemory()
	for picture := 0; picture < n; {
		c := randomCase(r, f.Cases, min(3, n-picture))
		if err := m.put(c); err != nil {
			return f, err
		}
		for _, p := range c.Pictures {
			hashes = append(hashes, p.Fingerprint.Scan)
		}
		picture += len(c.Pictures)
		f.Cases++
	}
	f.Pictures = n
	f.BytesPerPicture = float64(heap()-before) / float64(n)

	see := seer{visible: m.visible([]catalogue.Access{1, 2, 3})}
	const k = 24
	query := r.Uint64() &^ 1
	var scanned, plain []int
	f.Scan = median(21, func() {
		asks := newAsked(query)
		scanned = distances(m.nearest(&asks, see, k))
	})
	f.Plain = median(3, func() { plain = plainNearest(hashes, query, m, see, k) })
	if !slices.Equal(scanned, plain) {
		return f, fmt.Errorf("the scan finds %v, the plain loop %v", scanned, plain)
	}
	filter := Filter{Concealment: []string{"G3"}, Means: []string{"M1", "M2", "M3"}, Commodity: []string{"D1"}, Country: []string{"C1", "C2", "C3", "C4", "C5"}}
	f.Browse = median(11, func() {
		t := m.tally(filter, nil, see.visible)
		m.facetCounts(filter, t)
		m.newest(t, 0, pageSize)
	})
	return f, nil
}

// plainNearest counts the bits that differ, for every picture and every variant.
func plainNearest(hashes []uint64, query uint64, m *memory, see seer, k int) []int {
	variants := fingerprint.Variants(query)
	best := make([]int, 0, k+1)
	for slot, hash := range hashes {
		d := fingerprint.ScanBits
		for _, v := range variants {
			differing := bits.OnesCount64(v.Hash ^ hash)
			d = min(d, differing, fingerprint.ScanBits-differing)
		}
		if d > farthest || len(best) == k && d >= best[k-1] || !see.sees(&m.pictures, slot) {
			continue
		}
		at, _ := slices.BinarySearch(best, d)
		best = slices.Insert(best, at, d)
		best = best[:min(k, len(best))]
	}
	return best
}

func distances(list []near) (d []int) {
	for _, n := range list {
		d = append(d, n.distance)
	}
	return d
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
		c.Pictures = append(c.Pictures, catalogue.IndexedPicture{
			ID: randomID(r), Technique: fmt.Sprintf("X%d", r.IntN(19)),
			Fingerprint: fingerprint.Fingerprint{Scan: r.Uint64() &^ 1},
		})
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
