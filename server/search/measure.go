package search

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"lynceus/imaging/feature"
	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// Figures are what the index costs on this machine.
type Figures struct {
	Pictures        int
	Cases           int
	BytesPerPicture float64       // of memory, with its share of the cases
	Scan, ScanPlain time.Duration // the nearest hashes: by the index, and by the plain loop over all variants
	Layout          time.Duration // the nearest codes of all views, for one view asked with, likewise
	LayoutPlain     time.Duration
	Words           time.Duration // the best by words, for a picture with as many features as there may be
	Query           time.Duration // all of a question but the catalogue's part: candidates, their fingerprints from bytes, verified
	Browse          time.Duration // four facets over all cases, with every count
	Save, Load      time.Duration // of the snapshot, to a file and from it
	SnapshotBytes   int64
}

// Measure fills an index with n random pictures, which are harder than real ones
// since none is far from all others, and asks on one core. Times are medians, of
// the processor but for the snapshot's. It
// fails when scan and plain loop answer differently.
func Measure(n int) (f Figures, err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r := rand.New(rand.NewPCG(1, 2))
	before := heap()
	m := newMemory()
	m.pictures.words.filling = true
	for f.Pictures < n {
		c := randomCase(r, f.Cases, min(3, n-f.Pictures))
		if err := m.shelve(c); err != nil {
			return f, err
		}
		f.Pictures += len(c.Pictures)
		f.Cases++
	}
	ps := &m.pictures
	ps.words.filled()
	for at := range ps.views.of {
		ps.views.codes.set(at, fingerprint.Code{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()})
	}
	f.BytesPerPicture = float64(heap()-before) / float64(n)

	see := seer{visible: m.visible([]catalogue.Access{1, 2, 3})}
	const k = 24
	asker := randomPrint(r)
	var scanned, plain [][]near
	f.Scan = median(21, func() { scanned = nearest(ps, []*hashed{newHashed(asker.Scan)}, see, k, farthestHash) })
	f.ScanPlain = median(3, func() { plain = nearest(ps, []plainHash{plainHash(asker.Scan)}, see, k, farthestHash) })
	if !slices.Equal(scanned[0], plain[0]) {
		return f, fmt.Errorf("the scan of hashes finds %v, the plain loop %v", scanned, plain)
	}
	views := sketches(&asker)
	f.Layout = median(11, func() { scanned = nearest(ps, views, see, k, farthestCode) }) / time.Duration(len(views))
	f.LayoutPlain = median(1, func() { plain = nearest(ps, []*plainSketch{(*plainSketch)(views[0])}, see, k, farthestCode) })
	if !slices.Equal(scanned[0], plain[0]) {
		return f, fmt.Errorf("the scan of layouts finds %v, the plain loop %v", scanned, plain)
	}
	f.Words = median(5, func() { ps.elect(&asker, see, k) })
	f.Query = median(11, func() {
		q := Query{Fingerprint: asker, FileSum: [32]byte{1}, PixelSum: [32]byte{1}}
		found := m.candidates(&q, see, k)
		prints := make(map[string]catalogue.IndexedPicture, len(found))
		for id := range found {
			one, unreadable := fingerprint.Unmarshal(kept())
			if unreadable != nil {
				err = unreadable
			}
			prints[id] = catalogue.IndexedPicture{ID: id, Fingerprint: one}
		}
		ranked(&q, prints, found)
	})
	filter := Filter{Concealment: []string{"G3"}, Means: []string{"M1", "M2", "M3"}, Commodity: []string{"D1"}, Country: []string{"C1", "C2", "C3", "C4", "C5"}}
	f.Browse = median(11, func() {
		t := m.tally(filter, nil, see.visible)
		m.facetCounts(filter, t)
		m.newest(t, 0, pageSize)
	})
	if err != nil {
		return f, err
	}
	return f, f.snapshot(m)
}

// snapshot measures the way to a file and back.
func (f *Figures) snapshot(m *memory) error {
	file, err := os.CreateTemp("", "lynceus-snapshot")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	begun := time.Now()
	if err := m.write(file, "bench", 1); err != nil {
		return err
	}
	f.Save = time.Since(begun)
	if f.SnapshotBytes, err = file.Seek(0, io.SeekCurrent); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	*m = memory{} // what is read has the room of what was there
	runtime.GC()
	begun = time.Now()
	read, _, err := readSnapshot(file, f.SnapshotBytes, "bench")
	f.Load = time.Since(begun)
	if err == nil && len(read.pictures.id) != f.Pictures {
		err = fmt.Errorf("the snapshot has %d pictures", len(read.pictures.id))
	}
	return err
}

// plainHash and plainSketch are rulers that measure every picture in every
// variant, one after the other.
type plainHash uint64

func (q plainHash) entries(ps *pictures) int        { return len(ps.id) }
func (q plainHash) slot(_ *pictures, at int) uint32 { return uint32(at) }

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

func (q *plainSketch) entries(ps *pictures) int         { return len(ps.views.of) }
func (q *plainSketch) slot(ps *pictures, at int) uint32 { return ps.views.of[at] }

func (q *plainSketch) distance(ps *pictures, slot int) int {
	return (*sketched)(q).distance(ps, slot)
}

func (q *plainSketch) within(ps *pictures, low, high, limit int, out []uint64) {
	clear(out)
	(*sketched)(q).markPlain(&ps.views.codes, low, low, high, limit, out)
}

// Random pictures have as many features as there may be and these views, of which
// the first few are asked with.
const (
	randomViews  = 14
	randomAsking = 4
)

func randomPrint(r *rand.Rand) fingerprint.Fingerprint {
	f := fingerprint.Fingerprint{Width: 1024, Height: 768, Scan: r.Uint64(), Views: make([]fingerprint.View, randomViews), Asking: randomAsking}
	for v := range f.Views {
		f.Views[v].Box = fingerprint.Box{X1: 65535, Y1: 65535}
		for i := range f.Views[v].Layout {
			f.Views[v].Layout[i] = int8(r.IntN(64))
		}
	}
	for range feature.Most {
		f.Features = append(f.Features, feature.Feature{
			X: uint16(r.Uint32()), Y: uint16(r.Uint32()), Size: uint8(60 + r.IntN(50)), Turn: uint8(r.Uint32()),
			Bits: feature.Bits{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()},
		})
	}
	return f
}

// kept is the bytes of a fingerprint as the catalogue would have them.
var kept = sync.OnceValue(func() []byte { return randomPrint(rand.New(rand.NewPCG(3, 4))).Marshal() })

// randomCase is a case with its postings, which are as many as there may be; to
// look random features up would take most of the time.
func randomCase(r *rand.Rand, number, pictures int) prepared {
	c := catalogue.IndexedCase{
		ID:          randomID(r),
		Access:      catalogue.Access(1 + r.IntN(4)),
		Concealment: []string{fmt.Sprintf("G%d.T%d", r.IntN(15), r.IntN(12))},
		Means:       fmt.Sprintf("M%d", r.IntN(30)),
		Commodities: []string{fmt.Sprintf("D%d", r.IntN(20))},
		Country:     fmt.Sprintf("C%d", r.IntN(100)),
		Month:       fmt.Sprintf("%04d-%02d", 2005+number%20, 1+r.IntN(12)),
	}
	p := prepared{IndexedCase: c}
	for range pictures {
		picture := catalogue.IndexedPicture{ID: randomID(r), Technique: fmt.Sprintf("X%d", r.IntN(19))}
		picture.Fingerprint = fingerprint.Fingerprint{Scan: r.Uint64(), Views: make([]fingerprint.View, randomViews)}
		p.Pictures = append(p.Pictures, picture)
		list := make([]posting, feature.Most)
		for i := range list {
			// Words are as uneven as in pictures: half of the postings are under an
			// eighth of the words.
			bits := r.Uint64()
			word := uint16(bits)
			if bits>>63 == 1 {
				word >>= 3
			}
			list[i] = posting{word, uint16(bits >> 16), geometry(bits >> 32)}
		}
		p.postings = append(p.postings, list)
	}
	return p
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

// median of the processor time of fn, which on one core is the time that it takes
// where nobody else wants that core.
func median(times int, fn func()) time.Duration {
	all := make([]time.Duration, times)
	for i := range all {
		begun := spent()
		fn()
		all[i] = spent() - begun
	}
	slices.Sort(all)
	return all[times/2]
}

func spent() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		panic(err) // there is no such machine
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
