package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/sync/errgroup"

	"lynceus/imaging/worker"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// Derive makes the renditions and the fingerprint of a stored picture anew, for
// the derive job and for repair. An original that is not what was stored is
// blob.ErrSum; a picture that has gone meanwhile is no error.
func (in *Intake) Derive(ctx context.Context, pictureID string) error {
	leave, err := in.enter()
	if err != nil {
		return err
	}
	defer leave()

	original, err := in.db.SealedOriginal(ctx, pictureID)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	body, err := in.store.Open(ctx, original.Key, 0, -1)
	if err != nil {
		return fmt.Errorf("original of picture %s: %w", pictureID, err)
	}
	defer body.Close()
	s, err := in.take(body)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.sum != original.SHA256 || s.size != original.Size {
		return fmt.Errorf("original of picture %s: %w", pictureID, blob.ErrSum)
	}
	r, err := in.pool.Process(ctx, s.File, s.size, worker.Ask{Renditions: true})
	if err != nil {
		return err
	}
	objects := renditionObjects(pictureID, r.Renditions)
	g, puts := errgroup.WithContext(ctx)
	in.putRenditions(puts, g, objects, r.Renditions)
	if err := g.Wait(); err != nil {
		return fmt.Errorf("store picture: %w", err)
	}
	err = in.db.Derived(ctx, pictureID, catalogue.NewPicture{
		Picture: catalogue.Picture{ID: pictureID, Window: r.Window}, Fingerprint: r.Fingerprint, Objects: objects,
	})
	if errors.Is(err, fs.ErrNotExist) {
		in.discard(ctx, objects)
		return nil
	}
	return err
}
