package intake

import (
	"context"
	"fmt"
	"io"

	"lynceus/imaging/worker"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// Examined is what is known of a picture that is only asked with.
type Examined struct {
	FileSum [32]byte
	*worker.Result
}

// Examine reads a picture and keeps nothing of it, on disk or anywhere. With a
// region, a polygon in fractions of the upright picture, the fingerprint is of that
// part. Errors as for Add, but for those of the case, and fs.ErrInvalid for a
// region that is none.
func (in *Intake) Examine(ctx context.Context, body io.Reader, region [][2]float64) (Examined, error) {
	leave, err := in.enter()
	if err != nil {
		return Examined{}, err
	}
	defer leave()
	s, err := in.take(body)
	if err != nil {
		return Examined{}, err
	}
	defer s.Close()
	result, err := in.pool.Process(ctx, s.File, s.size, worker.Ask{Region: region})
	return Examined{s.sum, result}, err
}

// ExamineStored is Examine for a region of a picture that v may see. It reads the
// largest rendition; the sums are those of the picture. fs.ErrNotExist for what v
// may not see, blob.ErrSum for a rendition that is not what was stored.
func (in *Intake) ExamineStored(ctx context.Context, v catalogue.Viewer, pictureID string, region [][2]float64) (Examined, error) {
	leave, err := in.enter()
	if err != nil {
		return Examined{}, err
	}
	defer leave()
	p, err := in.db.PictureFingerprint(ctx, v, pictureID)
	if err != nil {
		return Examined{}, err
	}
	large, err := in.db.PictureObject(ctx, v, pictureID, "large")
	if err != nil {
		return Examined{}, err
	}
	body, err := in.store.Open(ctx, large.Key, 0, -1)
	if err != nil {
		return Examined{}, fmt.Errorf("rendition of picture %s: %w", pictureID, err)
	}
	defer body.Close()
	s, err := in.take(body)
	if err != nil {
		return Examined{}, err
	}
	defer s.Close()
	if s.sum != large.SHA256 || s.size != large.Size {
		return Examined{}, fmt.Errorf("rendition of picture %s: %w", pictureID, blob.ErrSum)
	}
	result, err := in.pool.Process(ctx, s.File, s.size, worker.Ask{Region: region})
	if err != nil {
		return Examined{}, err
	}
	result.PixelSum = p.PixelSum
	return Examined{p.FileSum, result}, nil
}
