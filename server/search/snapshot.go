package search

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"unsafe"

	"lynceus/imaging/feature"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/kind"
	"lynceus/storage/catalogue"
)

// A snapshot is the memory of an index as it lies there: a magic number, a head in
// JSON, the columns one after the other, each behind the number of its elements,
// and the CRC-32C of all that. Numbers are least significant byte first, as on
// every machine that the program is built for.
//
// It is of one program, one vocabulary and one catalogue: any other refuses it.
const (
	snapshotMagic  = "lynceus\x01"
	snapshotLayout = 1 // of what is written; raised with every change of the columns
	longestHead    = 256 << 20
)

// snapshotHead is what is not a column.
type snapshotHead struct {
	Versions  [4]int // of the snapshot, the fingerprints, the features and the vectors of kind
	Catalogue string
	Seq       int64
	Classes   []catalogue.Access // by class, from 1
	Facets    [facets]struct {
		Sets  [][]uint32
		Codes []string
	}
	Gone     int // views
	Segments []segmentHead
}

type segmentHead struct {
	Emptied      bool
	Merged, Tail int // pictures
}

func snapshotVersions() [4]int {
	return [4]int{snapshotLayout, fingerprint.Stand(), feature.Version, kind.Version}
}

// stored is a column as bytes.
type stored interface {
	bytes() []byte
	make(n uint64, left int64) error // of n elements, when so many bytes are left
	len() int
}

type storedColumn[T any] struct{ of *[]T }

func (c storedColumn[T]) len() int { return len(*c.of) }

func (c storedColumn[T]) bytes() []byte {
	var one T
	if len(*c.of) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(*c.of))), len(*c.of)*int(unsafe.Sizeof(one)))
}

func (c storedColumn[T]) make(n uint64, left int64) error {
	var one T
	if n > uint64(left)/uint64(unsafe.Sizeof(one)) {
		return fmt.Errorf("a column of %d elements in %d bytes: %w", n, left, fs.ErrInvalid)
	}
	*c.of = nil
	if n > 0 {
		*c.of = make([]T, n)
	}
	return nil
}

func columnOf[T any](of *[]T) stored { return storedColumn[T]{of} }

// columns lists all columns of elements without pointers, always in this order.
func (m *memory) columns() []stored {
	ps, cs := &m.pictures, &m.cases
	list := []stored{
		columnOf(&ps.id), columnOf(&ps.scan), columnOf(&ps.file), columnOf(&ps.pixels), columnOf(&ps.class), columnOf(&ps.owner),
		columnOf(&ps.next), columnOf(&ps.flat), columnOf(&ps.serial), columnOf(&ps.first), columnOf(&ps.parts), // by picture
		columnOf(&ps.free), columnOf(&ps.words.count), columnOf(&ps.views.of),
	}
	for w := range ps.views.codes {
		list = append(list, columnOf(&ps.views.codes[w]))
	}
	list = append(list, columnOf(&cs.free), columnOf(&cs.id), columnOf(&cs.class), columnOf(&cs.month), columnOf(&cs.picture))
	for i := range cs.facets {
		list = append(list, columnOf(&cs.facets[i].of))
	}
	for _, s := range ps.words.segments {
		if s != nil {
			list = append(list, columnOf(&s.slots), columnOf(&s.start), columnOf(&s.mark), columnOf(&s.whose),
				columnOf(&s.tail.last), columnOf(&s.tail.entries))
		}
	}
	return list
}

func (m *memory) head(catalogueID string, seq int64) snapshotHead {
	h := snapshotHead{Versions: snapshotVersions(), Catalogue: catalogueID, Seq: seq, Classes: make([]catalogue.Access, len(m.classes)), Gone: m.pictures.views.gone}
	for access, class := range m.classes {
		h.Classes[class-1] = access
	}
	for i := range m.cases.facets {
		h.Facets[i].Sets, h.Facets[i].Codes = m.cases.facets[i].sets, m.cases.facets[i].codes
	}
	for _, s := range m.pictures.words.segments {
		if s == nil {
			h.Segments = append(h.Segments, segmentHead{Emptied: true})
		} else {
			h.Segments = append(h.Segments, segmentHead{Merged: s.merged, Tail: s.tail.pictures})
		}
	}
	return h
}

// write writes the snapshot of a memory that does not change meanwhile.
func (m *memory) write(to io.Writer, catalogueID string, seq int64) error {
	head, err := json.Marshal(m.head(catalogueID, seq))
	if err != nil {
		return err
	}
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	both := io.MultiWriter(to, sum)
	put := func(n int, b []byte) error {
		if err := binary.Write(both, binary.LittleEndian, uint64(n)); err != nil {
			return err
		}
		_, err := both.Write(b)
		return err
	}
	if _, err := io.WriteString(both, snapshotMagic); err != nil {
		return err
	}
	if err := put(len(head), head); err != nil {
		return err
	}
	for _, c := range m.columns() {
		if err := put(c.len(), c.bytes()); err != nil {
			return err
		}
	}
	return binary.Write(to, binary.LittleEndian, sum.Sum32())
}

// summed reads what is left of a file, and sums it.
type summed struct {
	from io.Reader
	left int64
	sum  hash.Hash32
}

func (s *summed) fill(b []byte) error {
	for len(b) > 0 { // in pieces, so that they are summed while in the cache
		piece := b[:min(len(b), 256<<10)]
		if _, err := io.ReadFull(s.from, piece); err != nil {
			return err
		}
		s.sum.Write(piece)
		s.left -= int64(len(piece))
		b = b[len(piece):]
	}
	return nil
}

func (s *summed) number() (uint64, error) {
	var b [8]byte
	err := s.fill(b[:])
	return binary.LittleEndian.Uint64(b[:]), err
}

// readSnapshot is fs.ErrInvalid for what is not a whole snapshot of this program
// and this catalogue.
func readSnapshot(from io.Reader, size int64, catalogueID string) (*memory, int64, error) {
	refused := func(err error) (*memory, int64, error) {
		return nil, 0, fmt.Errorf("%w: %w", err, fs.ErrInvalid)
	}
	s := &summed{from, size - crc32.Size, crc32.New(crc32.MakeTable(crc32.Castagnoli))}
	magic := make([]byte, len(snapshotMagic))
	if err := s.fill(magic); err != nil || string(magic) != snapshotMagic {
		return refused(fmt.Errorf("no snapshot (%v)", err))
	}
	n, err := s.number()
	if err != nil || n > longestHead || int64(n) > s.left {
		return refused(fmt.Errorf("a head of %d bytes (%v)", n, err))
	}
	b := make([]byte, n)
	if err := s.fill(b); err != nil {
		return refused(err)
	}
	var head snapshotHead
	if err := json.Unmarshal(b, &head); err != nil {
		return refused(err)
	}
	if head.Versions != snapshotVersions() {
		return refused(fmt.Errorf("of versions %v, this program's are %v", head.Versions, snapshotVersions()))
	}
	if head.Catalogue != catalogueID {
		return refused(fmt.Errorf("of another catalogue"))
	}
	m := head.memory()
	for _, c := range m.columns() {
		n, err := s.number()
		if err != nil {
			return refused(err)
		}
		if err := c.make(n, s.left); err != nil {
			return refused(err)
		}
		if err := s.fill(c.bytes()); err != nil {
			return refused(err)
		}
	}
	var sum uint32
	if err := binary.Read(from, binary.LittleEndian, &sum); err != nil || s.left != 0 || sum != s.sum.Sum32() {
		return refused(fmt.Errorf("%d bytes too many or a wrong checksum (%v)", s.left, err))
	}
	return m, head.Seq, m.finish()
}

// memory is an empty memory with what the head knows.
func (h *snapshotHead) memory() *memory {
	m := newMemory()
	for i, access := range h.Classes {
		m.classes[access] = uint32(i + 1)
	}
	for i := range m.cases.facets {
		c := newColumn()
		for v, code := range h.Facets[i].Codes {
			c.codes = append(c.codes, code)
			c.values[code] = uint32(v)
		}
		c.sets, c.known = nil, map[string]uint32{}
		for _, values := range h.Facets[i].Sets {
			c.known[setName(values)] = uint32(len(c.sets))
			c.sets = append(c.sets, values)
		}
		m.cases.facets[i] = c
	}
	w := &m.pictures.words
	w.segments = nil
	for _, s := range h.Segments {
		if s.Emptied {
			w.segments = append(w.segments, nil)
			continue
		}
		w.segments = append(w.segments, &segment{merged: s.Merged, tail: tail{pictures: s.Tail}})
	}
	m.pictures.views.gone = h.Gone
	return m
}

// finish makes what follows from the columns, and checks that they go together.
func (m *memory) finish() error {
	ps, cs := &m.pictures, &m.cases
	columns := m.columns()
	for _, c := range columns[:11] {
		if c.len() != len(ps.id) {
			return fmt.Errorf("columns of %d and %d pictures: %w", c.len(), len(ps.id), fs.ErrInvalid)
		}
	}
	for _, codes := range ps.views.codes {
		if len(codes) != len(ps.views.of) {
			return fmt.Errorf("%d codes of %d views: %w", len(codes), len(ps.views.of), fs.ErrInvalid)
		}
	}
	if len(ps.words.segments) == 0 || len(ps.words.count) != feature.Words {
		return fmt.Errorf("words of another vocabulary: %w", fs.ErrInvalid)
	}
	for _, s := range ps.words.segments {
		if s == nil {
			continue
		}
		for _, slot := range s.slots {
			if slot != none {
				s.live++
			}
		}
		ps.words.live += s.live
	}
	free := make(map[uint32]bool, len(cs.free))
	for _, slot := range cs.free {
		free[slot] = true
	}
	cs.slot = make(map[key]uint32, len(cs.id))
	for slot, id := range cs.id {
		if !free[uint32(slot)] {
			cs.slot[id] = uint32(slot)
		}
	}
	return nil
}
