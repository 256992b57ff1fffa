package jobs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

const (
	checkpoints       = "record/checkpoints/" // prefix of their keys
	checkpointEvery   = 10 * time.Minute
	longestCheckpoint = 4 << 10 // bytes
)

// Checkpoint signs the record as it is, keeps that in the store, and enqueues the
// next time. A record that has not grown is not signed again.
func Checkpoint(db *catalogue.DB, store blob.Store) Work {
	return func(ctx context.Context, _ string) error {
		if err := db.EnqueueJob(ctx, catalogue.JobCheckpoint, "", time.Now().Add(checkpointEvery)); err != nil {
			return err
		}
		c, err := db.Checkpoint(ctx)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%s%016d.json", checkpoints, c.Events)
		if there, err := store.Open(ctx, key, 0, 1); err == nil {
			return there.Close()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		b, err := json.Marshal(c)
		if err != nil {
			return err
		}
		return store.Put(ctx, key, bytes.NewReader(b), int64(len(b)), sha256.Sum256(b))
	}
}

// Unreadable is an object among the checkpoints that is none, or no longer.
type Unreadable struct {
	Key string
	Err error
}

// Checkpoints reads the newest in the store, or all for 0, the oldest of them
// first, and what should be some and is not. Whose key signed them is for the
// caller to ask.
func Checkpoints(ctx context.Context, store blob.Store, newest int) (all []catalogue.Checkpoint, bad []Unreadable, err error) {
	var keys []string
	if err := store.Walk(ctx, checkpoints, func(i blob.Info) error { keys = append(keys, i.Key); return nil }); err != nil {
		return nil, nil, err
	}
	slices.Sort(keys)
	if newest > 0 {
		keys = keys[max(0, len(keys)-newest):]
	}
	for _, key := range keys {
		c, err := readCheckpoint(ctx, store, key)
		switch {
		case err == nil:
			all = append(all, c)
		case errors.Is(err, fs.ErrInvalid):
			bad = append(bad, Unreadable{key, err})
		default:
			return nil, nil, err
		}
	}
	return all, bad, nil
}

func readCheckpoint(ctx context.Context, store blob.Store, key string) (catalogue.Checkpoint, error) {
	r, err := store.Open(ctx, key, 0, longestCheckpoint)
	if err != nil {
		return catalogue.Checkpoint{}, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return catalogue.Checkpoint{}, err
	}
	return catalogue.ReadCheckpoint(b)
}
