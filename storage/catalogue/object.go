package catalogue

import "context"

// Objects calls fn for every object that a row points at, in the order of keys, for fsck and the sweep.
func (db *DB) Objects(ctx context.Context, fn func(pictureID string, o Object) error) error {
	panic("unbuilt")
}

// DropObject forgets a rendition whose object is lost, so that it is derived again.
func (db *DB) DropObject(ctx context.Context, pictureID, name string) error { panic("unbuilt") }
