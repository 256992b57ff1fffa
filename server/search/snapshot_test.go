package search

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"lynceus/imaging/fingerprint"
)

// lived is a memory with cases put, changed and removed.
func lived(t *testing.T) *memory {
	r := rand.New(rand.NewPCG(21, 21))
	from := pool(r, 40)
	cases := shelf(300)
	m := newMemory()
	for round := range 2 {
		for i, c := range cases {
			for p := range c.Pictures {
				f := drawn(r, from, 6)
				f.Views, f.Asking = []fingerprint.View{{Layout: randomLayout(r)}, {Layout: randomLayout(r)}}, 1
				c.Pictures[p].Fingerprint = f
			}
			if err := m.put(c); err != nil {
				t.Fatal(err)
			}
			if round == 1 && i%5 == 0 {
				k, _ := keyOf(c.ID)
				m.remove(k)
			}
		}
	}
	return m
}

func TestSnapshotIsTheMemoryThatWasWritten(t *testing.T) {
	for name, merged := range map[string]bool{"with a tail": false, "merged": true} {
		m := lived(t)
		if merged {
			m.pictures.words.filled()
		}
		var b bytes.Buffer
		if err := m.write(&b, "here", 77); err != nil {
			t.Fatal(err)
		}
		read, seq, err := readSnapshot(bytes.NewReader(b.Bytes()), int64(b.Len()), "here")
		if err != nil || seq != 77 {
			t.Fatalf("%s: at %d, %v", name, seq, err)
		}
		if !reflect.DeepEqual(filed(&read.pictures.words), filed(&m.pictures.words)) {
			t.Errorf("%s: other postings", name)
		}
		for i, c := range m.columns() {
			if !bytes.Equal(c.bytes(), read.columns()[i].bytes()) {
				t.Errorf("%s: column %d differs", name, i)
			}
		}
		for what, pair := range map[string][2]any{
			"classes": {m.classes, read.classes}, "cases": {m.cases.slot, read.cases.slot},
			"facets": {m.cases.facets, read.cases.facets}, "live": {m.pictures.words.live, read.pictures.words.live},
			"views that are gone": {m.pictures.views.gone, read.pictures.views.gone},
		} {
			if !reflect.DeepEqual(pair[0], pair[1]) {
				t.Errorf("%s: other %s", name, what)
			}
		}
		// It goes on as the one that was written would.
		more := shelf(400)[300:]
		for _, c := range more {
			if err := errors.Join(m.put(c), read.put(c)); err != nil {
				t.Fatal(err)
			}
		}
		f := Filter{Concealment: []string{"G03"}}
		visible := m.visible(seen)
		if !slices.Equal(visible, read.visible(seen)) || !reflect.DeepEqual(m.facetCounts(f, m.tally(f, nil, visible)), read.facetCounts(f, read.tally(f, nil, visible))) {
			t.Errorf("%s: other counts", name)
		}
	}
}

func TestSnapshotThatIsNotWholeOrNotOursIsRefused(t *testing.T) {
	var b bytes.Buffer
	if err := lived(t).write(&b, "here", 77); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	refused := func(name string, b []byte, id string) {
		t.Helper()
		if _, _, err := readSnapshot(bytes.NewReader(b), int64(len(b)), id); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v, want refused", name, err)
		}
	}
	refused("another catalogue", whole, "there")
	refused("empty", nil, "here")
	refused("longer", append(slices.Clone(whole), 0), "here")
	for at := 0; at < len(whole); at += 1 + len(whole)/97 {
		refused("cut", whole[:at], "here")
		flipped := slices.Clone(whole)
		flipped[at] ^= 1 << (at % 8)
		refused("flipped", flipped, "here")
	}
	for _, versions := range [][2]string{{`"Versions":[1,`, `"Versions":[9,`}} {
		other := bytes.Replace(slices.Clone(whole), []byte(versions[0]), []byte(versions[1]), 1)
		if bytes.Equal(other, whole) {
			t.Fatal("the versions are not where they are looked for")
		}
		refused("another version", other, "here")
	}
	var huge bytes.Buffer // a column as long as memory, in a file that has no such room
	huge.Write(whole[:len(snapshotMagic)])
	huge.Write(bytes.Repeat([]byte{0xff}, 64))
	refused("a huge head", huge.Bytes(), "here")
}
