package search

import "lynceus/storage/catalogue"

// none ends a chain of picture slots.
const none = ^uint32(0)

// hidden is the class of free slots; no viewer sees it.
const hidden = 0

// memory is what the index knows, in columns of one slot a picture and one slot a
// case. A slot that falls free is given to the next that comes.
type memory struct {
	pictures pictures
	cases    cases
	classes  map[catalogue.Access]uint32
}

// pictures are columns by picture slot.
type pictures struct {
	id     []key
	scan   []uint64
	file   []uint64 // first eight bytes of the SHA-256 of the file
	pixels []uint64 // and of the decoded pixels
	class  []uint32
	owner  []uint32 // case slot
	next   []uint32 // picture slot of the same case, or none
	flat   []bool
	serial []uint32 // among the words
	first  []uint32 // of its views
	parts  []uint8  // how many views
	free   []uint32
	views  views
	words  words
}

// cases are columns by case slot.
type cases struct {
	slot    map[key]uint32
	id      []key
	class   []uint32
	month   []uint16
	picture []uint32 // the first, or none
	facets  [facets]column
	free    []uint32
}

func newMemory() *memory {
	m := &memory{classes: map[catalogue.Access]uint32{}}
	m.cases.slot = map[key]uint32{}
	m.pictures.words = newWords()
	for i := range m.cases.facets {
		m.cases.facets[i] = newColumn()
	}
	return m
}

// put adds a case with its pictures, in place of what was kept of it.
func (m *memory) put(c catalogue.IndexedCase) error { return m.shelve(prepare(c)) }

// prepared is a case with what is worked out of it before anybody has to wait.
type prepared struct {
	catalogue.IndexedCase
	postings [][]posting // by picture
}

func prepare(c catalogue.IndexedCase) prepared {
	p := prepared{c, make([][]posting, len(c.Pictures))}
	for i := range c.Pictures {
		p.postings[i] = postingsOf(&c.Pictures[i].Fingerprint)
	}
	return p
}

func (m *memory) shelve(c prepared) error {
	id, err := keyOf(c.ID)
	if err != nil {
		return err
	}
	m.remove(id)
	cs := &m.cases
	slot := cs.take()
	cs.slot[id] = slot
	cs.id[slot] = id
	cs.class[slot] = m.class(c.Access)
	cs.month[slot] = monthNumber(c.Month)
	cs.picture[slot] = none
	techniques := make([]string, 0, len(c.Pictures))
	for i, p := range c.Pictures {
		if err := m.putPicture(slot, p, c.postings[i]); err != nil {
			return err
		}
		techniques = append(techniques, p.Technique)
	}
	for facet, codes := range [facets][]string{
		concealment: c.Concealment,
		means:       {c.Means},
		technique:   techniques,
		commodity:   c.Commodities,
		country:     {c.Country},
	} {
		column := &cs.facets[facet]
		column.of[slot] = column.set(codes...)
	}
	return nil
}

func (m *memory) putPicture(owner uint32, p catalogue.IndexedPicture, postings []posting) error {
	id, err := keyOf(p.ID)
	if err != nil {
		return err
	}
	ps := &m.pictures
	slot := ps.take()
	ps.id[slot] = id
	ps.scan[slot] = significant(p.Fingerprint.Scan)
	ps.file[slot], ps.pixels[slot] = prefix(p.FileSum), prefix(p.PixelSum)
	ps.class[slot] = m.cases.class[owner]
	ps.owner[slot] = owner
	ps.flat[slot] = p.Fingerprint.Flat
	ps.next[slot] = m.cases.picture[owner]
	ps.first[slot], ps.parts[slot] = 0, 0
	if !p.Fingerprint.Flat {
		ps.first[slot], ps.parts[slot] = ps.views.add(slot, p.Fingerprint.Views)
	}
	ps.serial[slot] = ps.words.add(slot, postings)
	m.cases.picture[owner] = slot
	return nil
}

// remove forgets a case and its pictures.
func (m *memory) remove(id key) {
	cs, ps := &m.cases, &m.pictures
	slot, ok := cs.slot[id]
	if !ok {
		return
	}
	delete(cs.slot, id)
	for p := cs.picture[slot]; p != none; p = ps.next[p] {
		ps.forget(p)
	}
	cs.class[slot], cs.picture[slot] = hidden, none
	cs.free = append(cs.free, slot)
}

// class is the dense number of an access.
func (m *memory) class(a catalogue.Access) uint32 {
	n, ok := m.classes[a]
	if !ok {
		n = uint32(len(m.classes)) + 1
		m.classes[a] = n
	}
	return n
}

// visible is, by class, whether it is one of the accesses.
func (m *memory) visible(accesses []catalogue.Access) []bool {
	v := make([]bool, len(m.classes)+1)
	for _, a := range accesses {
		if n, ok := m.classes[a]; ok {
			v[n] = true
		}
	}
	return v
}

// forget frees the slot of a picture.
func (ps *pictures) forget(slot uint32) {
	ps.class[slot] = hidden
	ps.free = append(ps.free, slot)
	ps.views.remove(ps.first[slot], ps.parts[slot])
	ps.parts[slot] = 0
	for _, m := range ps.words.remove(ps.serial[slot]) {
		ps.serial[m.slot] = m.serial
	}
	ps.serial[slot] = noSerial
	if ps.views.wasteful() {
		ps.views.compact(ps.first)
	}
}

func (ps *pictures) take() uint32 {
	if n := len(ps.free); n > 0 {
		slot := ps.free[n-1]
		ps.free = ps.free[:n-1]
		return slot
	}
	ps.id = append(ps.id, key{})
	ps.scan = append(ps.scan, 0)
	ps.file = append(ps.file, 0)
	ps.pixels = append(ps.pixels, 0)
	ps.class = append(ps.class, hidden)
	ps.owner = append(ps.owner, 0)
	ps.next = append(ps.next, none)
	ps.flat = append(ps.flat, false)
	ps.serial = append(ps.serial, noSerial)
	ps.first = append(ps.first, 0)
	ps.parts = append(ps.parts, 0)
	return uint32(len(ps.id) - 1)
}

func (cs *cases) take() uint32 {
	if n := len(cs.free); n > 0 {
		slot := cs.free[n-1]
		cs.free = cs.free[:n-1]
		return slot
	}
	cs.id = append(cs.id, key{})
	cs.class = append(cs.class, hidden)
	cs.month = append(cs.month, 0)
	cs.picture = append(cs.picture, none)
	for i := range cs.facets {
		cs.facets[i].of = append(cs.facets[i].of, 0)
	}
	return uint32(len(cs.id) - 1)
}
