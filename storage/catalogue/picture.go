package catalogue

import (
	"context"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
)

// Object is a stored object that a picture owns.
type Object struct {
	Name   string   `json:"name"` // original, large, view, thumb
	Key    string   `json:"-"`
	Size   int64    `json:"size"`
	SHA256 [32]byte `json:"-"`
	Width  int      `json:"width,omitempty"`
	Height int      `json:"height,omitempty"`
}

// Picture belongs to a case. File facts come from intake, the rest from people.
type Picture struct {
	ID        string         `json:"id"`
	CaseID    string         `json:"case"`
	Name      string         `json:"name,omitempty"` // the uploader's file name, for the owner's organisation only
	Format    string         `json:"format"`
	Width     int            `json:"width"` // upright
	Height    int            `json:"height"`
	Bits      int            `json:"bits"`
	Channels  int            `json:"channels"`
	Window    *render.Window `json:"window,omitempty"`
	Technique string         `json:"technique,omitempty"`
	Role      string         `json:"role,omitempty"`
	Position  int            `json:"position"`
	Created   time.Time      `json:"created"`
	Objects   []Object       `json:"renditions"`
	Regions   []Region       `json:"regions,omitempty"`
}

// NewPicture is what intake hands over once the objects are stored.
type NewPicture struct {
	Picture
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
	Objects     []Object // the original first
	Key         string   // idempotency key of the upload; empty for none
}

// AddPicture adds a picture to a case of the viewer's own organisation that is
// still open for it. When the organisation already has a picture with these
// pixels, or this key was answered before, that picture is returned and added is false.
func (db *DB) AddPicture(ctx context.Context, v Viewer, p NewPicture) (_ Picture, added bool, err error) {
	panic("unbuilt")
}

// PictureByKey answers a repeated upload before its body is read; fs.ErrNotExist for a new key.
func (db *DB) PictureByKey(ctx context.Context, v Viewer, key string) (Picture, error) {
	panic("unbuilt")
}

// PictureByFileSum answers an upload whose bytes the organisation already has.
func (db *DB) PictureByFileSum(ctx context.Context, v Viewer, sum [32]byte) (Picture, error) {
	panic("unbuilt")
}

// Picture with its objects and regions.
func (db *DB) Picture(ctx context.Context, v Viewer, id string) (Picture, error) { panic("unbuilt") }

// PictureObject is one rendition of a visible picture, or, of the viewer's own
// organisation alone, the original, whose release is recorded.
func (db *DB) PictureObject(ctx context.Context, v Viewer, id, name string) (Object, error) {
	panic("unbuilt")
}

// PictureFingerprint is the fingerprint and pixel sum of a visible picture.
func (db *DB) PictureFingerprint(ctx context.Context, v Viewer, id string) (IndexedPicture, error) {
	panic("unbuilt")
}

// DescribePicture sets technique, role and position, for the owner's organisation.
func (db *DB) DescribePicture(ctx context.Context, v Viewer, id, technique, role string, position int) (Picture, error) {
	panic("unbuilt")
}

// RemovePicture takes a picture out of a draft or submitted case. Its objects become garbage.
func (db *DB) RemovePicture(ctx context.Context, v Viewer, id string) error { panic("unbuilt") }
