package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/storage/blob"
	"lynceus/storage/blob/s3test"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// smallPNG is a picture that no other number gives.
func smallPNG(t testing.TB, number uint64) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(number, 2))
	img := image.NewGray(image.Rect(0, 0, 96, 64))
	bright := make([]int, 6)
	for i := range bright {
		bright[i] = r.IntN(200)
	}
	for y := range 64 {
		for x := range 96 {
			img.SetGray(x, y, color.Gray{uint8(bright[x/16] + y/2 + r.IntN(8))})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// kept is a catalogue and a store with two whole pictures, the second to be damaged.
type kept struct {
	*cataloguetest.World
	t       *testing.T
	store   blob.Store
	objects string // folder of the store
	in      *intake.Intake
	officer catalogue.Viewer
	id      string
	rows    map[string]catalogue.Object
}

func newKept(t *testing.T) *kept {
	t.Helper()
	objects := t.TempDir()
	store, err := blob.NewDir(objects)
	if err != nil {
		t.Fatal(err)
	}
	k := newKeptOver(t, store)
	k.objects = objects
	return k
}

func newKeptOver(t *testing.T, store blob.Store) *kept {
	t.Helper()
	k := &kept{World: cataloguetest.NewWorld(t), t: t, store: store}
	pool, err := worker.NewPool(worker.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	if k.in, err = intake.New(k.DB, store, pool, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	k.officer = k.Officer(k.Home)
	c, err := k.DB.CreateCase(t.Context(), k.officer, cataloguetest.Form())
	if err != nil {
		t.Fatal(err)
	}
	for i := range uint64(2) {
		a, err := k.in.Add(t.Context(), k.officer, intake.Upload{CaseID: c.ID, Name: "scan.png", Body: bytes.NewReader(smallPNG(t, i))})
		if err != nil {
			t.Fatal(err)
		}
		k.id = a.Picture.ID
	}
	k.rows = map[string]catalogue.Object{}
	err = k.DB.Objects(t.Context(), func(id string, o catalogue.Object) error {
		if id == k.id {
			k.rows[o.Name] = o
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// file is where a store of files keeps an object.
func (k *kept) file(name string) string {
	return filepath.Join(k.objects, filepath.FromSlash(k.rows[name].Key))
}

func (k *kept) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// flip changes one bit of a file.
func (k *kept) flip(name string) {
	k.t.Helper()
	b, err := os.ReadFile(k.file(name))
	k.must(err)
	b[len(b)/3] ^= 0x10
	k.must(os.WriteFile(k.file(name), b, 0o600))
}

// put stores an object that no row names.
func (k *kept) put(key string, age time.Duration) {
	k.t.Helper()
	k.must(k.store.Put(k.t.Context(), key, strings.NewReader("x"), 1, sha256.Sum256([]byte("x"))))
	at := time.Now().Add(-age)
	k.must(os.Chtimes(filepath.Join(k.objects, filepath.FromSlash(key)), at, at))
}

func (k *kept) sql(query string, args ...any) {
	k.t.Helper()
	_, err := k.SQL.ExecContext(k.t.Context(), query, args...)
	k.must(err)
}

// check runs fsck and returns its findings as "fault name", with "repaired" behind.
func (k *kept) check(repair bool) (found []string) {
	k.t.Helper()
	var out bytes.Buffer
	n, err := fsck(k.t.Context(), k.DB, k.store, k.in, fsckOptions{repair: repair, grace: 24 * time.Hour}, &fsckReport{out: &out, json: true})
	k.must(err)
	lines := json.NewDecoder(&out)
	for {
		var p problem
		if err := lines.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			k.t.Fatal(err)
		}
		s := strings.TrimSpace(fmt.Sprint(p.Fault, " ", p.Name))
		if p.Repaired {
			s += " repaired"
		}
		found = append(found, s)
		if p.Fault != orphan && (p.Picture != k.id || p.Case == "") {
			k.t.Errorf("not named with its picture and case: %+v", p)
		}
	}
	if n != len(found) {
		k.t.Errorf("%d problems counted, %d told", n, len(found))
	}
	slices.Sort(found)
	return found
}

func TestFsckFindsEachDamageAndRepairsWhatCanBe(t *testing.T) {
	old := 48 * time.Hour
	for name, c := range map[string]struct {
		damage   func(*kept)
		found    []string
		repaired []string // told by the first repair; then only what is not "repaired" remains
	}{
		"nothing": {func(*kept) {}, nil, nil},
		"one bit of a rendition": {
			func(k *kept) { k.flip("thumb") },
			[]string{"flipped thumb"}, []string{"flipped thumb repaired"}},
		"one bit of each rendition": {
			func(k *kept) { k.flip("thumb"); k.flip("view"); k.flip("large") },
			[]string{"flipped large", "flipped thumb", "flipped view"},
			[]string{"flipped large repaired", "flipped thumb repaired", "flipped view repaired"}},
		"a rendition cut short": {
			func(k *kept) { k.must(os.Truncate(k.file("view"), 100)) },
			[]string{"resized view"}, []string{"resized view repaired"}},
		"a rendition with a tail": {
			func(k *kept) { k.must(os.Truncate(k.file("view"), k.rows["view"].Size+1)) },
			[]string{"resized view"}, []string{"resized view repaired"}},
		"a rendition that is gone": {
			func(k *kept) { k.must(os.Remove(k.file("large"))) },
			[]string{"missing large"}, []string{"missing large repaired"}},
		"a rendition without a row": {
			func(k *kept) { k.sql(`DELETE FROM objects WHERE key = $1`, k.rows["thumb"].Key) },
			[]string{"underived thumb"}, []string{"underived thumb repaired"}},
		"one bit of an original": {
			func(k *kept) { k.flip("original") },
			[]string{"flipped original"}, []string{"flipped original"}},
		"an original cut short": {
			func(k *kept) { k.must(os.Truncate(k.file("original"), 0)) },
			[]string{"resized original"}, []string{"resized original"}},
		"an original that is gone": {
			func(k *kept) { k.must(os.Remove(k.file("original"))) },
			[]string{"missing original"}, []string{"missing original"}},
		"an original and a rendition": {
			func(k *kept) { k.flip("original"); k.flip("thumb") },
			[]string{"flipped original", "flipped thumb"}, []string{"flipped original", "flipped thumb"}},
		"all files of a picture": {
			func(k *kept) { k.must(os.RemoveAll(filepath.Dir(k.file("original")))) },
			[]string{"missing large", "missing original", "missing thumb", "missing view"},
			[]string{"missing large", "missing original", "missing thumb", "missing view"}},
		"the row of an original": {
			func(k *kept) {
				k.sql(`DELETE FROM objects WHERE key = $1`, k.rows["original"].Key)
				at := time.Now().Add(-old)
				k.must(os.Chtimes(k.file("original"), at, at))
			},
			[]string{"missing original", "orphan"}, []string{"missing original", "orphan"}},
		"old objects without a row": {
			func(k *kept) { k.put("pictures/nobody/original", old); k.put("pictures/nobody/thumb.v1.jpg", old) },
			[]string{"orphan", "orphan"}, []string{"orphan repaired", "orphan repaired"}},
		"young objects without a row": {func(k *kept) { k.put("pictures/nobody/original", time.Hour) }, nil, nil},
		"what a removed picture left": {
			func(k *kept) {
				for name := range k.rows {
					at := time.Now().Add(-old)
					k.must(os.Chtimes(k.file(name), at, at))
				}
				k.must(k.DB.RemovePicture(t.Context(), k.officer, k.id))
			},
			[]string{"orphan", "orphan", "orphan", "orphan"},
			[]string{"orphan repaired", "orphan repaired", "orphan repaired", "orphan repaired"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKept(t)
			c.damage(k)
			for range 2 { // looking changes nothing
				if got := k.check(false); !slices.Equal(got, c.found) {
					t.Errorf("found %q, want %q", got, c.found)
				}
			}
			if got := k.check(true); !slices.Equal(got, c.repaired) {
				t.Errorf("repair found %q, want %q", got, c.repaired)
			}
			remaining := slices.DeleteFunc(slices.Clone(c.repaired), func(s string) bool { return strings.HasSuffix(s, "repaired") })
			for range 2 { // repairing twice gives the same
				if got := k.check(true); !slices.Equal(got, remaining) {
					t.Errorf("after repair: %q, want %q", got, remaining)
				}
			}
		})
	}
}

func TestFsckNeverChangesAnOriginal(t *testing.T) {
	k := newKept(t)
	k.flip("original")
	k.flip("thumb")
	before, err := os.ReadFile(k.file("original"))
	k.must(err)
	k.check(true)
	after, err := os.ReadFile(k.file("original"))
	k.must(err)
	if !bytes.Equal(before, after) {
		t.Error("the damaged original was changed")
	}
}

func TestFsckThatCannotLookAtEverythingSaysSo(t *testing.T) {
	server := s3test.Start(t)
	proxy := s3test.NewProxy(t, server.Endpoint)
	server.Endpoint, server.Stall = proxy.Endpoint, time.Second
	store, err := blob.NewS3(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	k := newKeptOver(t, store)
	proxy.Set(s3test.Fault{Busy: true})
	n, err := fsck(t.Context(), k.DB, k.store, k.in, fsckOptions{repair: true}, &fsckReport{out: io.Discard})
	if !errors.Is(err, blob.ErrUnavailable) || n != 0 {
		t.Errorf("%d problems and %v, want ErrUnavailable", n, err)
	}
	proxy.Set(s3test.Fault{})
	if got := k.check(true); len(got) != 0 {
		t.Errorf("after the fault: %v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fsck(ctx, k.DB, k.store, k.in, fsckOptions{}, &fsckReport{out: io.Discard}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
