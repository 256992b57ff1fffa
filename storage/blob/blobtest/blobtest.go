// Package blobtest is the contract of blob.Store as a test. Every implementation
// passes it.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"lynceus/storage/blob"
)

// Run holds stores to the contract. newStore makes an empty one.
func Run(t *testing.T, newStore func(*testing.T) blob.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, blob.Store)
	}{
		{"what was put is opened", putIsOpened},
		{"put replaces", putReplaces},
		{"wrong sum leaves nothing", wrongSum},
		{"wrong sum leaves what was there", wrongSumOverExisting},
		{"short source leaves nothing", shortSource},
		{"failing source leaves nothing", failingSource},
		{"only the promised bytes are read", longSource},
		{"ranges", ranges},
		{"missing key", missing},
		{"delete", deleteTwice},
		{"keys that could escape or collide are refused", badKeys},
		{"walk sees each object once", walk},
		{"walk stops at the first error", walkStops},
		{"walk may delete", walkDeletes},
		{"ended context", endedContext},
		{"context ended while putting leaves nothing", contextEndsWhilePutting},
		{"context ended while reading", contextEndsWhileReading},
		{"readers see old or new, never a mixture", concurrentReplace},
		{"many at once", concurrentPuts},
		{"put and delete of neighbours at once", concurrentDelete},
		{"verified", verified},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, newStore(t)) })
	}
}

// random bytes, the same for the same seed.
func random(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func put(t *testing.T, s blob.Store, key string, b []byte) {
	t.Helper()
	if err := s.Put(t.Context(), key, bytes.NewReader(b), int64(len(b)), sha256.Sum256(b)); err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
}

func read(t *testing.T, s blob.Store, key string, off, n int64) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), key, off, n)
	if err != nil {
		t.Fatalf("open %s: %v", key, err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read %s: %v", key, err)
	}
	return b
}

func wantMissing(t *testing.T, s blob.Store, key string) {
	t.Helper()
	if r, err := s.Open(t.Context(), key, 0, -1); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			r.Close()
		}
		t.Errorf("open %s: got %v, want fs.ErrNotExist", key, err)
	}
	if got := keys(t, s, ""); slices.Contains(got, key) {
		t.Errorf("walk lists %s", key)
	}
}

func keys(t *testing.T, s blob.Store, prefix string) []string {
	t.Helper()
	var got []string
	if err := s.Walk(t.Context(), prefix, func(i blob.Info) error { got = append(got, i.Key); return nil }); err != nil {
		t.Fatalf("walk %q: %v", prefix, err)
	}
	slices.Sort(got)
	return got
}

// sizes around every border that an implementation may have.
var sizes = []int{0, 1, 4096, 1 << 20, 8<<20 - 1, 8 << 20, 8<<20 + 1, 20 << 20}

func putIsOpened(t *testing.T, s blob.Store) {
	for i, n := range sizes {
		key := fmt.Sprintf("sizes/%d/original", n)
		b := random(uint64(i), n)
		put(t, s, key, b)
		if got := read(t, s, key, 0, -1); !bytes.Equal(got, b) {
			t.Errorf("%d bytes: got %d others", n, len(got))
		}
	}
	// A source that can neither seek nor be read twice, in odd pieces.
	b := random(99, 9<<20)
	if err := s.Put(t.Context(), "stream", io.MultiReader(bytes.NewReader(b[:7]), bytes.NewBuffer(b[7:])), int64(len(b)), sha256.Sum256(b)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, s, "stream", 0, -1), b) {
		t.Error("a plain stream came back different")
	}
}

func putReplaces(t *testing.T, s blob.Store) {
	for _, n := range []int{100, 9 << 20, 10, 0} {
		put(t, s, "a/b", random(uint64(n), n))
		if got := read(t, s, "a/b", 0, -1); !bytes.Equal(got, random(uint64(n), n)) {
			t.Errorf("after putting %d bytes: %d others", n, len(got))
		}
	}
	if got := keys(t, s, ""); !slices.Equal(got, []string{"a/b"}) {
		t.Errorf("walk: %v", got)
	}
}

func wrongSum(t *testing.T, s blob.Store) {
	for _, n := range sizes {
		b := random(1, n)
		err := s.Put(t.Context(), "wrong", bytes.NewReader(b), int64(n), sha256.Sum256([]byte("other")))
		if !errors.Is(err, blob.ErrSum) {
			t.Errorf("%d bytes: got %v, want ErrSum", n, err)
		}
		wantMissing(t, s, "wrong")
	}
}

func wrongSumOverExisting(t *testing.T, s blob.Store) {
	for _, n := range []int{10, 9 << 20} {
		put(t, s, "kept", []byte("old"))
		if err := s.Put(t.Context(), "kept", bytes.NewReader(random(1, n)), int64(n), [32]byte{}); !errors.Is(err, blob.ErrSum) {
			t.Errorf("got %v, want ErrSum", err)
		}
		if got := read(t, s, "kept", 0, -1); string(got) != "old" {
			t.Errorf("got %d other bytes", len(got))
		}
	}
}

func shortSource(t *testing.T, s blob.Store) {
	for _, n := range []int{0, 10, 9 << 20} {
		b := random(1, n)
		err := s.Put(t.Context(), "short", bytes.NewReader(b), int64(n)+1, sha256.Sum256(b))
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes: got %v, want io.ErrUnexpectedEOF", n, err)
		}
		wantMissing(t, s, "short")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func failingSource(t *testing.T, s blob.Store) {
	fault := errors.New("the disk is on fire")
	for _, n := range []int{10, 9 << 20} {
		b := random(1, n)
		err := s.Put(t.Context(), "failing", io.MultiReader(bytes.NewReader(b[:n-1]), failing{fault}), int64(n), sha256.Sum256(b))
		if !errors.Is(err, fault) {
			t.Errorf("%d bytes: got %v, want the source's own error", n, err)
		}
		wantMissing(t, s, "failing")
	}
}

func longSource(t *testing.T, s blob.Store) {
	b := random(1, 100)
	r := bytes.NewReader(b)
	if err := s.Put(t.Context(), "long", r, 60, sha256.Sum256(b[:60])); err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, "long", 0, -1); !bytes.Equal(got, b[:60]) {
		t.Errorf("got %d bytes", len(got))
	}
}

func ranges(t *testing.T, s blob.Store) {
	b := random(1, 9<<20)
	end := int64(len(b))
	put(t, s, "ranged", b)
	put(t, s, "empty", nil)
	for _, c := range []struct {
		key    string
		off, n int64
		want   []byte
	}{
		{"ranged", 0, 1, b[:1]},
		{"ranged", 0, 0, nil},
		{"ranged", 5, 0, nil},
		{"ranged", 1, 3, b[1:4]},
		{"ranged", 8<<20 - 2, 4, b[8<<20-2 : 8<<20+2]},
		{"ranged", end - 1, 1, b[end-1:]},
		{"ranged", end - 3, -1, b[end-3:]},
		{"ranged", end - 3, 100, b[end-3:]},
		{"ranged", 0, end + 5, b},
		{"ranged", end, -1, nil},
		{"ranged", end, 1, nil},
		{"ranged", end + 7, 3, nil},
		{"empty", 0, -1, nil},
		{"empty", 0, 0, nil},
		{"empty", 0, 5, nil},
		{"empty", 2, -1, nil},
	} {
		if got := read(t, s, c.key, c.off, c.n); !bytes.Equal(got, c.want) {
			t.Errorf("%s from %d, %d bytes: got %d bytes, want %d", c.key, c.off, c.n, len(got), len(c.want))
		}
	}
	if _, err := s.Open(t.Context(), "ranged", -1, 1); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("from -1: got %v, want fs.ErrInvalid", err)
	}
}

func missing(t *testing.T, s blob.Store) {
	put(t, s, "folder/object", []byte("x"))
	for _, key := range []string{"nothing", "folder", "folder/other", "folder/obj", "no/such/folder"} {
		for _, r := range [][2]int64{{0, -1}, {0, 0}, {3, 1}} {
			if _, err := s.Open(t.Context(), key, r[0], r[1]); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("open %s %v: got %v, want fs.ErrNotExist", key, r, err)
			}
		}
	}
}

func deleteTwice(t *testing.T, s blob.Store) {
	put(t, s, "a/one", []byte("1"))
	put(t, s, "a/two", []byte("2"))
	for range 2 {
		if err := s.Delete(t.Context(), "a/one"); err != nil {
			t.Fatal(err)
		}
		wantMissing(t, s, "a/one")
	}
	if got := read(t, s, "a/two", 0, -1); string(got) != "2" {
		t.Errorf("the neighbour is %q", got)
	}
	if err := s.Delete(t.Context(), "never/was"); err != nil {
		t.Error(err)
	}
}

func badKeys(t *testing.T, s blob.Store) {
	for _, key := range []string{
		"", ".", "..", "/", "/etc/passwd", "../x", "a/../b", "a/./b", "a//b", "a/", "/a", ".hidden", "a/.hidden",
		".tmp/x", "A", "a b", "a\\b", "a\x00b", "a\nb", "ä", "a:b", "a?b", "a%2fb", strings.Repeat("a", 251),
	} {
		if err := s.Put(t.Context(), key, strings.NewReader("x"), 1, sha256.Sum256([]byte("x"))); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("put %q: got %v, want fs.ErrInvalid", key, err)
		}
		if _, err := s.Open(t.Context(), key, 0, -1); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("open %q: got %v, want fs.ErrInvalid", key, err)
		}
		if err := s.Delete(t.Context(), key); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("delete %q: got %v, want fs.ErrInvalid", key, err)
		}
	}
	for _, prefix := range []string{"../", "/", "a/../", ".tmp", "A"} {
		if err := s.Walk(t.Context(), prefix, func(blob.Info) error { return nil }); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("walk %q: got %v, want fs.ErrInvalid", prefix, err)
		}
	}
	if got := keys(t, s, ""); len(got) != 0 {
		t.Errorf("something was stored: %q", got)
	}
}

// walk has more objects than a page of S3's listing.
func walk(t *testing.T, s blob.Store) {
	const n = 1234
	var group sync.WaitGroup
	work := make(chan int)
	for range 8 {
		group.Go(func() {
			for i := range work {
				key := fmt.Sprintf("pictures/%04d/original", i)
				if err := s.Put(t.Context(), key, strings.NewReader("x"), 1, sha256.Sum256([]byte("x"))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	group.Wait()
	put(t, s, "other", []byte("four"))
	for prefix, want := range map[string]int{
		"": n + 1, "pictures/": n, "pictures/00": 100, "pictures/0042/": 1, "pictures/0042/orig": 1, "pict": n,
		"other": 1, "others": 0, "other/": 0, "nothing/": 0, "pictures/9": 0,
	} {
		got := keys(t, s, prefix)
		if len(slices.Compact(slices.Clone(got))) != want || len(got) != want {
			t.Errorf("walk %q: %d objects, want %d", prefix, len(got), want)
		}
	}
	err := s.Walk(t.Context(), "other", func(i blob.Info) error {
		if i.Size != 4 || i.Modified.IsZero() {
			t.Errorf("walk says %+v", i)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func walkStops(t *testing.T, s blob.Store) {
	put(t, s, "a", []byte("1"))
	put(t, s, "b", []byte("2"))
	for _, stop := range []error{errors.New("enough"), fs.ErrNotExist, blob.ErrUnavailable} {
		calls := 0
		err := s.Walk(t.Context(), "", func(blob.Info) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Errorf("got %v after %d calls, want %v after one", err, calls, stop)
		}
	}
}

func walkDeletes(t *testing.T, s blob.Store) {
	for i := range 20 {
		put(t, s, fmt.Sprintf("p/%d/o", i), []byte("x"))
	}
	if err := s.Walk(t.Context(), "", func(i blob.Info) error { return s.Delete(t.Context(), i.Key) }); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, s, ""); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

func endedContext(t *testing.T, s blob.Store) {
	put(t, s, "there", []byte("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, open := s.Open(ctx, "there", 0, -1)
	for name, err := range map[string]error{
		"put":    s.Put(ctx, "new", strings.NewReader("x"), 1, sha256.Sum256([]byte("x"))),
		"open":   open,
		"delete": s.Delete(ctx, "there"),
		"walk":   s.Walk(ctx, "", func(blob.Info) error { return nil }),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
	wantMissing(t, s, "new")
}

// cancels ends a context after n bytes have been read from it.
type cancels struct {
	io.Reader
	n      int
	cancel context.CancelFunc
}

func (c *cancels) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.n -= n; c.n <= 0 {
		c.cancel()
	}
	return n, err
}

func contextEndsWhilePutting(t *testing.T, s blob.Store) {
	for _, n := range []int{4096, 20 << 20} {
		ctx, cancel := context.WithCancel(t.Context())
		b := random(1, n)
		err := s.Put(ctx, "cut", &cancels{bytes.NewReader(b), n / 2, cancel}, int64(n), sha256.Sum256(b))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%d bytes: got %v, want context.Canceled", n, err)
		}
		wantMissing(t, s, "cut")
	}
}

func contextEndsWhileReading(t *testing.T, s blob.Store) {
	put(t, s, "long", random(1, 20<<20))
	ctx, cancel := context.WithCancel(t.Context())
	r, err := s.Open(ctx, "long", 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.ReadFull(r, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.Copy(io.Discard, r); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func concurrentReplace(t *testing.T, s blob.Store) {
	versions := [][]byte{random(1, 300_000), random(2, 200_000), random(3, 9<<20)}
	put(t, s, "contended", versions[0])
	done := make(chan struct{})
	var writers, readers sync.WaitGroup
	for _, b := range versions {
		writers.Go(func() {
			for range 5 {
				if err := s.Put(t.Context(), "contended", bytes.NewReader(b), int64(len(b)), sha256.Sum256(b)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				r, err := s.Open(t.Context(), "contended", 0, -1)
				if err != nil {
					t.Error(err)
					return
				}
				got, err := io.ReadAll(r)
				r.Close()
				if err != nil {
					t.Error(err)
				}
				if !slices.ContainsFunc(versions, func(b []byte) bool { return bytes.Equal(b, got) }) {
					t.Errorf("a mixture of %d bytes", len(got))
					return
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
}

func concurrentPuts(t *testing.T, s blob.Store) {
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			key, b := fmt.Sprintf("many/%d/x", i/5)+fmt.Sprint(i), random(uint64(i), 10_000)
			if err := s.Put(t.Context(), key, bytes.NewReader(b), int64(len(b)), sha256.Sum256(b)); err != nil {
				t.Error(err)
				return
			}
			if got, err := blob.Verified(t.Context(), s, key, int64(len(b)), sha256.Sum256(b)); err != nil || !bytes.Equal(got, b) {
				t.Errorf("%s: %v", key, err)
			}
		})
	}
	group.Wait()
	if got := keys(t, s, "many/"); len(got) != 50 {
		t.Errorf("%d objects, want 50", len(got))
	}
}

func concurrentDelete(t *testing.T, s blob.Store) {
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				key := fmt.Sprintf("shared/%d", i)
				if err := s.Put(t.Context(), key, strings.NewReader("x"), 1, sha256.Sum256([]byte("x"))); err != nil {
					t.Error(err)
				}
				if err := s.Delete(t.Context(), key); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func verified(t *testing.T, s blob.Store) {
	b := random(1, 5000)
	put(t, s, "v", b)
	flipped := bytes.Clone(b)
	flipped[1234] ^= 4
	sum := sha256.Sum256(b)
	if got, err := blob.Verified(t.Context(), s, "v", 5000, sum); err != nil || !bytes.Equal(got, b) {
		t.Errorf("right: %v", err)
	}
	for name, stored := range map[string][]byte{
		"a bit flipped":       flipped,
		"short by one":        b[:4999],
		"empty":               nil,
		"long by one":         append(bytes.Clone(b), 0),
		"another of its size": random(2, 5000),
	} {
		put(t, s, "v", stored)
		if got, err := blob.Verified(t.Context(), s, "v", 5000, sum); !errors.Is(err, blob.ErrSum) || got != nil {
			t.Errorf("%s: got %d bytes and %v, want ErrSum", name, len(got), err)
		}
	}
	if _, err := blob.Verified(t.Context(), s, "absent", 5000, sum); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: got %v", err)
	}
}
