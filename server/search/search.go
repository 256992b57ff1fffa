// Package search answers "who has seen this?" and "which cases are like that?"
// from an index in memory: fingerprints and facets in flat arrays, rebuilt from
// the catalogue at start, kept in step by its change sequence, and filtered by
// what the viewer may see before anything is ranked or counted.
package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"lynceus/storage/catalogue"
)

// Index is the searchable memory of one server. Safe for concurrent use.
type Index struct {
	db       *catalogue.DB
	ready    atomic.Bool
	seq      atomic.Int64 // changes up to this one are in m
	file     string       // of the snapshot; empty for none
	saved    atomic.Int64 // the change at which the snapshot stands
	stepping sync.Mutex   // held by the one that applies changes
	mu       sync.RWMutex // guards m
	m        *memory
}

// New makes an empty index over db.
func New(db *catalogue.DB) *Index { return &Index{db: db, m: newMemory()} }

// Ready reports whether Load has succeeded.
func (ix *Index) Ready() bool { return ix.ready.Load() }

// Pictures is the number of pictures in the index.
func (ix *Index) Pictures() int {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return len(ix.m.pictures.id) - len(ix.m.pictures.free)
}

// KeepIn names the file of the snapshot, from which Load starts when it can and
// which Run keeps. It is called before either.
func (ix *Index) KeepIn(file string) { ix.file = file }

// Load makes the index ready: from the snapshot and what has changed since, or
// else by reading the whole catalogue once.
func (ix *Index) Load(ctx context.Context) error {
	ix.stepping.Lock()
	defer ix.stepping.Unlock()
	if ix.file != "" {
		began := time.Now()
		err := ix.restore(ctx)
		if err == nil {
			slog.InfoContext(ctx, "index: started from its snapshot", "pictures", ix.Pictures(), "took", time.Since(began).Round(time.Millisecond))
			ix.ready.Store(true)
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !errors.Is(err, fs.ErrNotExist) {
			slog.WarnContext(ctx, "index: the snapshot is refused, reading the catalogue", "error", err)
		}
	}
	m, reached, err := ix.rebuilt(ctx)
	if err != nil {
		return fmt.Errorf("load the index: %w", err)
	}
	ix.become(m, reached)
	ix.ready.Store(true)
	return nil
}

func (ix *Index) become(m *memory, reached int64) {
	ix.mu.Lock()
	ix.m = m
	ix.mu.Unlock()
	ix.seq.Store(reached)
}

// rebuilt reads the whole catalogue. Words are looked up on all cores.
func (ix *Index) rebuilt(ctx context.Context) (*memory, int64, error) {
	// The sequence first: what changes while the cases are read is read again.
	reached, err := ix.db.LastChange(ctx)
	if err != nil {
		return nil, 0, err
	}
	m := newMemory()
	m.pictures.words.filling = true
	var pending []catalogue.IndexedCase
	shelve := func() error {
		for _, c := range prepareAll(pending) {
			if err := m.shelve(c); err != nil {
				return err
			}
		}
		pending = pending[:0]
		return nil
	}
	err = ix.db.IndexCases(ctx, nil, func(c catalogue.IndexedCase) error {
		if pending = append(pending, c); len(pending) < together {
			return nil
		}
		return shelve()
	})
	if err == nil {
		err = shelve()
	}
	m.pictures.words.filled()
	return m, reached, err
}

// together is how many cases are prepared at once.
const together = 64

// prepareAll prepares cases on all cores.
func prepareAll(cases []catalogue.IndexedCase) []prepared {
	out := make([]prepared, len(cases))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(cases)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(cases); i = int(next.Add(1)) - 1 {
				out[i] = prepare(cases[i])
			}
		})
	}
	all.Wait()
	return out
}

// clock is how often Run looks for changes whose wake-up was lost.
const clock = 5 * time.Second

// Run keeps in step until ctx ends, and the snapshot with it: every hour and at the
// end. Queries catch up by themselves; Run sees to it that they find little to do.
func (ix *Index) Run(ctx context.Context) error {
	tick := time.NewTicker(clock)
	defer tick.Stop()
	hour := time.NewTicker(time.Hour)
	defer hour.Stop()
	defer ix.save()
	var wake <-chan struct{}
	for {
		if wake == nil {
			var err error
			if wake, err = ix.db.Listen(ctx); err != nil {
				slog.WarnContext(ctx, "index: cannot listen for changes, looking by the clock", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-hour.C:
			ix.save()
		case <-tick.C:
		case _, open := <-wake:
			if !open {
				wake = nil
				continue
			}
		}
		if err := ix.step(ctx); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "index: cannot catch up, trying again", "error", err)
		}
	}
}

// step applies all changes committed before the call. Calls with nothing to
// apply, nearly all of them, do not wait for each other.
func (ix *Index) step(ctx context.Context) error {
	ids, reached, err := ix.db.Changes(ctx, ix.seq.Load())
	if err != nil {
		return fmt.Errorf("catch up: %w", err)
	}
	if len(ids) == 0 {
		return nil
	}
	ix.stepping.Lock()
	defer ix.stepping.Unlock()
	if ix.seq.Load() >= reached {
		return nil
	}
	return ix.advance(ctx)
}

// advance applies all changes; stepping is held.
func (ix *Index) advance(ctx context.Context) error {
	ids, reached, err := ix.db.Changes(ctx, ix.seq.Load())
	if err != nil {
		return fmt.Errorf("catch up: %w", err)
	}
	changed := make([]catalogue.IndexedCase, 0, len(ids))
	err = ix.db.IndexCases(ctx, ids, func(c catalogue.IndexedCase) error {
		changed = append(changed, c)
		return nil
	})
	if err != nil {
		return fmt.Errorf("catch up: %w", err)
	}
	if err := ix.apply(ids, prepareAll(changed)); err != nil {
		return fmt.Errorf("catch up: %w", err)
	}
	ix.seq.Store(reached)
	return nil
}

// apply replaces the cases of ids by those that are left of them.
func (ix *Index) apply(ids []string, changed []prepared) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for _, id := range ids {
		k, err := keyOf(id)
		if err != nil {
			return err
		}
		ix.m.remove(k)
	}
	for _, c := range changed {
		if err := ix.m.shelve(c); err != nil {
			return err
		}
	}
	return nil
}

// catchUp brings the index up to now and says what v may see now, in this order:
// a case that is withdrawn in between is hidden by either.
func (ix *Index) catchUp(ctx context.Context, v catalogue.Viewer) ([]catalogue.Access, error) {
	if err := ix.step(ctx); err != nil {
		return nil, err
	}
	return ix.db.VisibleAccesses(ctx, v)
}
