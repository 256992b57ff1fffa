package catalogue

import (
	"context"

	"lynceus/imaging/fingerprint"
)

// IndexedPicture is what the index keeps of a picture.
type IndexedPicture struct {
	ID          string
	CaseID      string
	Technique   string
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
}

// IndexedCase is what the index keeps of a case.
type IndexedCase struct {
	ID          string
	Access      Access
	Concealment []string
	Means       string
	Commodities []string
	Country     string
	Month       string // YYYY-MM
	Pictures    []IndexedPicture
}

// Changes are the cases changed after seq, and the sequence reached. Sequence
// numbers become visible in order, so that nothing is ever skipped.
func (db *DB) Changes(ctx context.Context, after int64) (caseIDs []string, reached int64, err error) {
	panic("unbuilt")
}

// IndexCases reads cases for the index, bypassing access, which the index applies
// itself: all of them for nil ids. What is gone is not among them.
func (db *DB) IndexCases(ctx context.Context, ids []string, fn func(IndexedCase) error) error {
	panic("unbuilt")
}

// Listen wakes the channel when changes may be waiting, until ctx ends. Wake-ups
// may be lost with the connection; callers also look by the clock.
func (db *DB) Listen(ctx context.Context) (<-chan struct{}, error) { panic("unbuilt") }
