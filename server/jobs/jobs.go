// Package jobs does the work that outlives its request. Every server claims rows
// of the job table; a job whose server dies is claimed by another when its lease
// ends.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"lynceus/storage/catalogue"
)

const (
	lease = 15 * time.Minute // the longest a job may take
	idle  = 3 * time.Second  // between two looks at an empty table
)

// Work does one kind of job on its subject. It may be done twice.
type Work func(ctx context.Context, subject string) error

// Runner claims jobs and does them one after the other.
type Runner struct {
	db     *catalogue.DB
	log    *slog.Logger
	works  map[string]Work
	onDone func(kind string, took time.Duration, err error)
}

// New makes a runner of these kinds of work. onDone is told of every finished
// job, for metrics; it may be nil.
func New(db *catalogue.DB, log *slog.Logger, works map[string]Work, onDone func(kind string, took time.Duration, err error)) *Runner {
	if onDone == nil {
		onDone = func(string, time.Duration, error) {}
	}
	return &Runner{db: db, log: log, works: works, onDone: onDone}
}

// Run works until ctx ends. A job under way is then broken off and left for
// another server or the next start.
func (r *Runner) Run(ctx context.Context) {
	for ctx.Err() == nil {
		wait := time.Duration(0)
		switch err := r.next(ctx); {
		case errors.Is(err, fs.ErrNotExist):
			wait = idle
		case err != nil && ctx.Err() == nil:
			r.log.Warn("job table", "error", err)
			wait = idle
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// next does one job; fs.ErrNotExist when none is due.
func (r *Runner) next(ctx context.Context) error {
	job, err := r.db.ClaimJob(ctx, lease)
	if err != nil {
		return err
	}
	begun := time.Now()
	failure := r.do(ctx, job)
	r.onDone(job.Kind, time.Since(begun), failure)
	if failure != nil {
		r.log.Warn("job failed", "kind", job.Kind, "subject", job.Subject, "attempt", job.Attempts, "error", failure)
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return r.db.FinishJob(finish, job, failure)
}

func (r *Runner) do(ctx context.Context, job catalogue.Job) (err error) {
	work, ok := r.works[job.Kind]
	if !ok {
		return fmt.Errorf("no work of the kind %q in this version", job.Kind)
	}
	ctx, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job panicked: %v", p)
		}
	}()
	return work(ctx, job.Subject)
}
