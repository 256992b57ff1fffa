package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"lynceus/server/jobs"
	"lynceus/storage/catalogue"
)

// audit verifies the record at the database itself. A service may be running meanwhile.
func audit(ctx context.Context, c *console, args []string) error {
	var cfg config
	var kept string
	var asJSON bool
	o := newOptions(c, "audit", "verify [OPTIONS]", `Reads the whole record and names every event that was changed, removed, added or
swapped since it was written, at the hash chain and at the signed checkpoints in
the object store. A checkpoint that somebody kept elsewhere (as GET
/record/checkpoints shows them) also tells when the end of the record was cut off
together with the checkpoints. Ends with 0 when the record is whole, with 1 when
it is not, and with 2 when it could not be read.`)
	o.section = "What to hold it against"
	o.text(&kept, "checkpoint", "FILE,...", "", "", "checkpoints that were kept elsewhere, one in each file")
	o.toggle(&asJSON, "json", "", "print JSON lines")
	cfg.storageOptions(o)
	what := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		what, args = args[0], args[1:]
	}
	rest, err := c.options(o, args)
	switch {
	case err != nil:
		return err
	case what != "verify":
		return usageError{errors.New("say what to do: verify")}
	case len(rest) > 0:
		return usageError{fmt.Errorf("%q is not understood", rest[0])}
	}
	if err := cfg.checkStorage(); err != nil {
		return err
	}
	breaks, err := verifyRecord(ctx, c, &cfg, kept, asJSON)
	switch {
	case err != nil:
		return exitStatus{err, statusUnchecked}
	case breaks > 0:
		return exitStatus{nil, statusFailed}
	}
	return nil
}

func verifyRecord(ctx context.Context, c *console, cfg *config, kept string, asJSON bool) (breaks int, err error) {
	store, err := openStore(ctx, cfg)
	if err != nil {
		return 0, err
	}
	db, err := openDatabase(ctx, cfg, true)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	out := &auditReport{out: c.out, json: asJSON, began: time.Now()}
	if c.terminal {
		out.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(c.err),
			progressbar.OptionSetDescription("reading the record"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	against, bad, err := jobs.Checkpoints(ctx, store, 0)
	if err != nil {
		return 0, fmt.Errorf("the checkpoints in the store: %w", err)
	}
	for _, b := range bad {
		if err := out.broken(catalogue.Break{Kind: catalogue.BreakCheckpoint, Says: fmt.Sprintf("%s: %v", b.Key, b.Err)}); err != nil {
			return 0, err
		}
	}
	files, err := keptCheckpoints(kept)
	if err != nil {
		return 0, err
	}
	var own []catalogue.Checkpoint
	for _, one := range append(against, files...) {
		if db.OwnCheckpoint(one) {
			own = append(own, one)
			continue
		}
		if err := out.broken(catalogue.Break{Kind: catalogue.BreakCheckpoint, Link: one.Events,
			Says: fmt.Sprintf("the checkpoint at %d events was signed with another key, %s", one.Events, one.Key)}); err != nil {
			return 0, err
		}
	}
	if err := db.VerifyRecord(ctx, own, out.read, out.broken); err != nil {
		return 0, err
	}
	return out.breaks, out.end(len(own))
}

// keptCheckpoints reads files with a checkpoint each.
func keptCheckpoints(names string) (all []catalogue.Checkpoint, err error) {
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c, err := catalogue.ReadCheckpoint(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// auditReport prints breaks as they are found.
type auditReport struct {
	out    io.Writer
	json   bool
	bar    *progressbar.ProgressBar // nil where nobody watches
	began  time.Time
	links  int64
	breaks int
}

func (r *auditReport) read(links int64) {
	r.links++
	if r.bar != nil {
		_ = r.bar.Set64(links)
	}
}

func (r *auditReport) broken(b catalogue.Break) error {
	r.breaks++
	if r.bar != nil {
		_ = r.bar.Clear()
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(b)
	}
	_, err := fmt.Fprintf(r.out, "%s: %s\n", b.Kind, b.Says)
	return err
}

func (r *auditReport) end(checkpoints int) error {
	if r.bar != nil {
		_ = r.bar.Finish()
	}
	took := time.Since(r.began)
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]any{"total": map[string]any{
			"events": r.links, "checkpoints": checkpoints, "breaks": r.breaks, "seconds": took.Seconds(),
		}})
	}
	_, err := fmt.Fprintf(r.out, "%d events and %d checkpoints read in %v: %d breaks\n", r.links, checkpoints, took.Round(time.Millisecond), r.breaks)
	return err
}
