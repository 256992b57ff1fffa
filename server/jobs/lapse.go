package jobs

import (
	"context"
	"errors"
	"io/fs"

	"lynceus/storage/catalogue"
)

// Lapse ends a referral that nobody answered in time. One that was answered or
// taken back meanwhile stays as it is.
func Lapse(db *catalogue.DB) Work {
	return func(ctx context.Context, referralID string) error {
		if err := db.Lapse(ctx, referralID); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
}
