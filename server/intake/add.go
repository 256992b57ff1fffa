package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"

	"lynceus/imaging/render"
	"lynceus/imaging/worker"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// Upload is one file of an officer's.
type Upload struct {
	CaseID    string
	Name      string    // file name as sent; cleaned here
	Body      io.Reader // at most MaxFile bytes are read
	SHA256    *[32]byte // what the client says it is; nil when it does not
	Key       string    // idempotency key; empty for none
	Technique string
	Role      string
}

// Added is the answer to an upload. A repeat of it is answered alike.
type Added struct {
	Picture catalogue.Picture `json:"picture"`
	Already bool              `json:"already"` // the organisation has these pixels in another case; Picture is that one
	Notes   []string          `json:"notes"`   // text catalogue keys
}

// keeping bounds the way from a finished picture to its row. It does not end with
// the request: a client that hangs up in this moment finds its picture on retry.
const keeping = 2 * time.Minute

// Add stores one picture. Errors: *format.Refusal, ErrSum, ErrTooLarge, ErrFull,
// worker.ErrBusy, blob.ErrUnavailable, ErrStopping and the catalogue's.
func (in *Intake) Add(ctx context.Context, v catalogue.Viewer, u Upload) (Added, error) {
	leave, err := in.enter()
	if err != nil {
		return Added{}, err
	}
	defer leave()

	if err := in.db.MayAddPicture(ctx, v, u.CaseID); err != nil {
		return Added{}, err
	}
	if u.Key != "" {
		switch p, err := in.db.PictureByKey(ctx, v, u.Key); {
		case err == nil:
			return answer(u, p, nil), nil
		case !errors.Is(err, fs.ErrNotExist):
			return Added{}, err
		}
	}
	s, err := in.take(u.Body)
	if err != nil {
		return Added{}, err
	}
	defer s.Close()
	if u.SHA256 != nil && *u.SHA256 != s.sum {
		return Added{}, ErrSum
	}
	switch p, err := in.db.PictureByFileSum(ctx, v, s.sum); {
	case err == nil:
		return answer(u, p, nil), nil
	case !errors.Is(err, fs.ErrNotExist):
		return Added{}, err
	}
	result, err := in.pool.Process(ctx, s.File, s.size, worker.Ask{Renditions: true})
	if err != nil {
		return Added{}, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keeping)
	defer cancel()
	p, err := in.keep(ctx, v, u, s, result)
	if err != nil {
		return Added{}, err
	}
	return answer(u, p, result.Notes), nil
}

func answer(u Upload, p catalogue.Picture, notes []string) Added {
	if notes == nil {
		notes = []string{}
	}
	return Added{Picture: p, Already: p.CaseID != u.CaseID, Notes: notes}
}

// keep stores the objects, then the row.
func (in *Intake) keep(ctx context.Context, v catalogue.Viewer, u Upload, s *spooled, r *worker.Result) (catalogue.Picture, error) {
	id := catalogue.NewID()
	original := catalogue.Object{
		Name: catalogue.Original, Key: objectKey(id, catalogue.Original), Size: s.size, SHA256: s.sum,
		Width: r.Width, Height: r.Height,
	}
	objects, renditions := []catalogue.Object{original}, renditionObjects(id, r.Renditions)
	objects = append(objects, renditions...)

	g, puts := errgroup.WithContext(ctx)
	g.Go(func() error {
		return in.store.Put(puts, original.Key, io.NewSectionReader(s.File, 0, s.size), s.size, s.sum)
	})
	in.putRenditions(puts, g, renditions, r.Renditions)
	if err := g.Wait(); err != nil {
		in.discard(ctx, objects)
		return catalogue.Picture{}, storeError(err)
	}

	p, added, err := in.db.AddPicture(ctx, v, catalogue.NewPicture{
		Picture: catalogue.Picture{
			ID: id, CaseID: u.CaseID, Name: cleanName(u.Name), Format: string(r.Header.Kind),
			Width: r.Width, Height: r.Height, Bits: r.Header.Bits, Channels: r.Header.Channels, Window: r.Window,
			Technique: u.Technique, Role: u.Role,
		},
		FileSum: s.sum, PixelSum: r.PixelSum, Fingerprint: r.Fingerprint, Objects: objects, Key: u.Key,
	})
	if err == nil && !added || refusedByRule(err) {
		in.discard(ctx, objects)
	}
	return p, err
}

// storeError keeps what a caller can act on. What else a store says must not pass
// for an answer of the catalogue ("not found", "forbidden"), hence no %w.
func storeError(err error) error {
	switch {
	case noRoom(err):
		return ErrFull
	case errors.Is(err, blob.ErrUnavailable), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("store picture: %w", err)
	}
	return fmt.Errorf("store picture: %v", err)
}

// refusedByRule reports whether the catalogue said no, so that certainly no row
// was written. After any other error one may have been: a connection can break
// between the commit and its answer, and then only the sweep may judge.
func refusedByRule(err error) bool {
	return errors.Is(err, fs.ErrInvalid) || errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist)
}

// discard removes objects that no row names, even when the time for keeping them
// is over. What fails here the sweep does later.
func (in *Intake) discard(ctx context.Context, objects []catalogue.Object) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	for _, o := range objects {
		_ = in.store.Delete(ctx, o.Key)
	}
}

// objectKey names an object. Picture ids are random, so that a name in the store
// says nothing of the picture or the file.
func objectKey(pictureID, name string) string { return "pictures/" + pictureID + "/" + name }

// renditionObjects names renditions by the version that made them and by their
// content: a picture derived anew never overwrites what is being served.
func renditionObjects(pictureID string, renditions []render.Rendition) []catalogue.Object {
	objects := make([]catalogue.Object, len(renditions))
	for i, r := range renditions {
		sum := sha256.Sum256(r.JPEG)
		objects[i] = catalogue.Object{
			Name: r.Name, Size: int64(len(r.JPEG)), SHA256: sum, Width: r.Width, Height: r.Height,
			Key: objectKey(pictureID, fmt.Sprintf("%s.v%d.%x.jpg", r.Name, render.Version, sum[:4])),
		}
	}
	return objects
}

func (in *Intake) putRenditions(ctx context.Context, g *errgroup.Group, objects []catalogue.Object, renditions []render.Rendition) {
	for i, o := range objects {
		g.Go(func() error {
			return in.store.Put(ctx, o.Key, bytes.NewReader(renditions[i].JPEG), o.Size, o.SHA256)
		})
	}
}

// longestName of a file that is kept, in characters.
const longestName = 200

// cleanName is the last part of a file name without what could mislead a reader
// or a log: control characters and marks that turn the writing direction.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "�"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName])
	}
	if name = strings.TrimSpace(name); name == "." || name == ".." || name == "/" {
		return ""
	}
	return name
}
