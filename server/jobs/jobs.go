// Package jobs claims rows of the job table and does them.
package jobs

import "context"

// Work does one kind of job on its subject.
type Work func(ctx context.Context, subject string) error
