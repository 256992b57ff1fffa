package jobs

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

const (
	// Grace is how old an object without a row must be before it is garbage: far
	// longer than an upload lives between its object and its row.
	Grace = 24 * time.Hour

	between   = 6 * time.Hour // two sweeps
	keysAsked = 1000          // of the catalogue at once
)

// Sweep deletes what time has ended, in the catalogue and in the store, and
// enqueues the next sweep. One sweep runs at a time however many servers there are.
func Sweep(db *catalogue.DB, store blob.Store) Work {
	return func(ctx context.Context, _ string) error {
		if err := db.EnqueueJob(ctx, catalogue.JobSweep, "", time.Now().Add(between)); err != nil {
			return err
		}
		if err := db.Sweep(ctx); err != nil {
			return err
		}
		return Orphans(ctx, db, store, Grace, func(o Orphan) error {
			if o.Sealed {
				return nil
			}
			return store.Delete(ctx, o.Key)
		})
	}
}

// Orphan is an object that no row names.
type Orphan struct {
	blob.Info

	// Sealed says that it looks like the original of a picture that the catalogue
	// still has, but whose row for it is lost. It must not be deleted.
	Sealed bool
}

// Orphans calls fn for every object of pictures that is older than grace and that
// no row names.
func Orphans(ctx context.Context, db *catalogue.DB, store blob.Store, grace time.Duration, fn func(Orphan) error) error {
	before := time.Now().Add(-grace)
	old := map[string]blob.Info{}
	ask := func() error {
		keys := make([]string, 0, len(old))
		for key := range old {
			keys = append(keys, key)
		}
		orphans, err := db.KeysWithoutRow(ctx, keys)
		if err != nil {
			return err
		}
		for _, key := range orphans {
			kept, err := sealed(ctx, db, key)
			if err != nil {
				return err
			}
			if err := fn(Orphan{old[key], kept}); err != nil {
				return err
			}
		}
		clear(old)
		return nil
	}
	err := store.Walk(ctx, "pictures/", func(o blob.Info) error {
		if o.Modified.After(before) {
			return nil
		}
		if old[o.Key] = o; len(old) < keysAsked {
			return nil
		}
		return ask()
	})
	if err != nil {
		return err
	}
	return ask()
}

func sealed(ctx context.Context, db *catalogue.DB, key string) (bool, error) {
	pictureID, ok := strings.CutSuffix(strings.TrimPrefix(key, "pictures/"), "/"+catalogue.Original)
	if !ok {
		return false, nil
	}
	_, err := db.CaseOfPicture(ctx, pictureID)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
