package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"lynceus/storage/catalogue"
)

// errLoading lets a job wait for an index that is still being read.
var errLoading = errors.New("the index is still being read")

// Refer looks into an inquiry: which pictures that its asker may not see are the
// same as one of its case. Only what equal sums or geometry say counts: a ranking
// always has a first, and a referral that is wrong tells of a picture for nothing.
func (ix *Index) Refer(ctx context.Context, inquiryID string) error {
	if !ix.Ready() {
		return errLoading
	}
	q, err := ix.db.Inquiry(ctx, inquiryID)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := ix.step(ctx); err != nil {
		return err
	}
	ids, err := ix.db.Referable(ctx, q)
	if err != nil {
		return err
	}
	var found []catalogue.Held
	if len(ids) > 0 {
		if found, err = ix.held(ctx, q, ids); err != nil {
			return fmt.Errorf("look into inquiry %s: %w", inquiryID, err)
		}
	}
	if err := ix.db.Refer(ctx, q, found); !errors.Is(err, fs.ErrNotExist) { // then another server was faster
		return err
	}
	return nil
}

func (ix *Index) held(ctx context.Context, q catalogue.Inquiry, ids []string) (found []catalogue.Held, err error) {
	only := make(map[key]bool, len(ids))
	for _, id := range ids {
		k, err := keyOf(id)
		if err != nil {
			return nil, err
		}
		only[k] = true
	}
	for _, p := range q.Pictures {
		asked := &Query{FileSum: p.FileSum, PixelSum: p.PixelSum, Fingerprint: p.Fingerprint, Exclude: p.ID, ExcludeCase: p.CaseID}
		ix.mu.RLock()
		near := ix.m.candidates(asked, seer{only: only}, maxLimit)
		ix.mu.RUnlock()
		prints, err := ix.db.ReferableFingerprints(ctx, q, near.ids())
		if err != nil {
			return nil, err
		}
		for _, m := range ranked(asked, prints, near) {
			if m.band == SameFile || m.evidence.Same {
				found = append(found, catalogue.Held{Picture: m.picture, Asked: p.ID})
			}
		}
		if err := pause(ctx); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// pause leaves the cores to questions that somebody waits for.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(10 * time.Millisecond):
		return nil
	}
}
