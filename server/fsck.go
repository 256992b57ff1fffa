package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/server/jobs"
)

// statusUnchecked says that fsck could not look at everything; 1, that it could
// and found problems.
const statusUnchecked = 2

// fsckCommand checks what is stored, at the database and the objects themselves.
// A service may be running meanwhile.
func fsckCommand(ctx context.Context, c *console, args []string) error {
	var cfg config
	var opts fsckOptions
	var asJSON bool
	o := newOptions(c, "fsck", "[OPTIONS]", `Reads every stored object and holds it against its SHA-256; finds what is
missing, what was never finished, and what belongs to nothing. With -repair
renditions are derived anew from good originals and what belongs to nothing is
deleted. An original that is damaged is only named: bring it back from a backup.
Ends with 0 when nothing was found, with 1 when something was, repaired or not,
and with 2 when not everything could be looked at.`)
	o.section = "What to do"
	o.toggle(&opts.repair, "repair", "", "repair what can be repaired")
	o.duration(&opts.grace, "grace", "", jobs.Grace.String(), "age below which an object that belongs to nothing may be an upload under way")
	o.toggle(&asJSON, "json", "", "print JSON lines")
	cfg.storageOptions(o)
	cfg.workerOptions(o)
	rest, err := c.options(o, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usageError{fmt.Errorf("%q is not understood", rest[0])}
	}
	if err := cfg.checkStorage(); err != nil {
		return err
	}
	problems, err := fsckOpened(ctx, c, &cfg, opts, asJSON)
	switch {
	case err != nil:
		return exitStatus{err, statusUnchecked}
	case problems > 0:
		return exitStatus{nil, statusFailed}
	}
	return nil
}

func fsckOpened(ctx context.Context, c *console, cfg *config, opts fsckOptions, asJSON bool) (problems int, err error) {
	store, err := openStore(ctx, cfg)
	if err != nil {
		return 0, err
	}
	db, err := openDatabase(ctx, cfg, true)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	pool, err := worker.NewPool(cfg.worker)
	if err != nil {
		return 0, fmt.Errorf("start the workers: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	in, err := intake.New(db.DB, store, pool, filepath.Join(cfg.data, "spool"))
	if err != nil {
		return 0, fmt.Errorf("the spool: %w", err)
	}
	out := &fsckReport{out: c.out, json: asJSON}
	if c.terminal {
		_, size, err := db.ObjectTotals(ctx)
		if err != nil {
			return 0, err
		}
		out.bar = progressbar.NewOptions64(size,
			progressbar.OptionSetWriter(c.err), progressbar.OptionSetDescription("checking"),
			progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())
	}
	began := time.Now()
	problems, err = fsck(ctx, db.DB, store, in, opts, out)
	if err == nil {
		err = out.end(problems, time.Since(began))
	}
	return problems, err
}

// fsckReport prints problems as they are found. Safe for concurrent use.
type fsckReport struct {
	mu       sync.Mutex
	out      io.Writer
	json     bool
	bar      *progressbar.ProgressBar // nil where nobody watches
	objects  int
	bytes    int64
	repaired int
}

// checked counts an object that was read.
func (r *fsckReport) checked(size int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.objects++
	r.bytes += size
	if r.bar != nil {
		_ = r.bar.Add64(size)
	}
}

func (r *fsckReport) problem(p problem) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.Repaired {
		r.repaired++
	}
	if r.bar != nil {
		_ = r.bar.Clear()
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(p)
	}
	_, err := fmt.Fprintln(r.out, p)
	return err
}

func (r *fsckReport) end(problems int, took time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bar != nil {
		_ = r.bar.Finish()
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]any{"total": map[string]any{
			"objects": r.objects, "bytes": r.bytes, "problems": problems, "repaired": r.repaired, "seconds": took.Seconds(),
		}})
	}
	_, err := fmt.Fprintf(r.out, "%d objects with %d bytes read in %v: %d problems, %d of them repaired\n",
		r.objects, r.bytes, took.Round(time.Second), problems, r.repaired)
	return err
}
