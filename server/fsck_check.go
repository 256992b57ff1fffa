package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"lynceus/imaging/render"
	"lynceus/server/intake"
	"lynceus/server/jobs"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

type fsckOptions struct {
	repair bool
	grace  time.Duration // younger objects without a row may be uploads under way
}

// fault is what is wrong with an object.
type fault string

const (
	flipped    fault = "flipped"    // right size, other bytes
	resized    fault = "resized"    // another size
	missing    fault = "missing"    // a row names it, the store does not have it
	unreadable fault = "unreadable" // the store fails on this one
	underived  fault = "underived"  // a rendition that no row names
	orphan     fault = "orphan"     // no row names the object
)

// problem is one finding, and what became of it.
type problem struct {
	Fault    fault  `json:"fault"`
	Name     string `json:"name,omitempty"` // original, large, view, thumb
	Key      string `json:"key,omitempty"`
	Picture  string `json:"picture,omitempty"`
	Case     string `json:"case,omitempty"`
	Repaired bool   `json:"repaired"`
	Note     string `json:"note,omitempty"`
}

func (p problem) String() string {
	s := fmt.Sprintf("%-10s %s", p.Fault, p.Key)
	if p.Picture != "" {
		s = fmt.Sprintf("%-10s %s of picture %s in case %s", p.Fault, p.Name, p.Picture, p.Case)
		if p.Key != "" {
			s += " (" + p.Key + ")"
		}
	}
	if p.Repaired {
		s += ": repaired"
	}
	if p.Note != "" {
		s += ": " + p.Note
	}
	return s
}

// checker is one run.
type checker struct {
	db    *catalogue.DB
	store blob.Store
	in    *intake.Intake
	opts  fsckOptions
	out   *fsckReport
	found atomic.Int64
}

// fsck holds every object against its row, two pictures at a time, and every row
// against what a picture must have; then it looks for objects without a row. It
// fails when it could not look at everything. Nothing that is a sealed original
// is ever changed.
func fsck(ctx context.Context, db *catalogue.DB, store blob.Store, in *intake.Intake, opts fsckOptions, out *fsckReport) (problems int, err error) {
	c := &checker{db: db, store: store, in: in, opts: opts, out: out}
	if err := errors.Join(c.pictures(ctx), c.withoutOriginal(ctx), c.orphans(ctx)); err != nil {
		return int(c.found.Load()), err
	}
	return int(c.found.Load()), nil
}

// pictures are told by the catalogue in the order of keys, so that the objects of
// one come together.
func (c *checker) pictures(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	var id string
	var objects []catalogue.Object
	check := func() {
		if pictureID, all := id, objects; pictureID != "" {
			g.Go(func() error { return c.picture(ctx, pictureID, all) })
		}
		objects = nil
	}
	err := c.db.Objects(ctx, func(pictureID string, o catalogue.Object) error {
		if pictureID != id {
			check()
			id = pictureID
		}
		objects = append(objects, o)
		return ctx.Err()
	})
	if err == nil {
		check()
	}
	// What stopped the group is the cause of all else.
	if failed := g.Wait(); failed != nil {
		return failed
	}
	return err
}

// picture checks the objects of one, and derives its renditions anew where that
// helps. The original comes last in the order of keys or not; it is needed first.
func (c *checker) picture(ctx context.Context, id string, objects []catalogue.Object) error {
	var problems []problem
	whole := false // the original is good
	names := map[string]bool{}
	for _, o := range objects {
		names[o.Name] = true
		f, note, err := c.object(ctx, o)
		if err != nil {
			return err
		}
		if f == "" {
			whole = whole || o.Name == catalogue.Original
			continue
		}
		problems = append(problems, problem{Fault: f, Name: o.Name, Key: o.Key, Picture: id, Note: note})
	}
	for _, level := range render.Levels {
		if !names[level.Name] && whole {
			problems = append(problems, problem{Fault: underived, Name: level.Name, Picture: id})
		}
	}
	if len(problems) == 0 {
		return nil
	}
	caseID, err := c.db.CaseOfPicture(ctx, id)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // removed since its rows were read
	} else if err != nil {
		return err
	}
	failure := errors.New("the original is damaged, too")
	if c.opts.repair && whole {
		if failure = c.in.Derive(ctx, id); ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	for _, p := range problems {
		p.Case = caseID
		switch {
		case !c.opts.repair:
		case p.Name == catalogue.Original:
			p.Note = "an original is not to be had again; bring it back from a backup"
		case failure == nil:
			p.Repaired = true
		default:
			p.Note = "not derived anew: " + failure.Error()
		}
		if err := c.report(p); err != nil {
			return err
		}
	}
	return nil
}

// object reads one and says what is wrong with it; an error says that the store
// answers nothing at all.
func (c *checker) object(ctx context.Context, o catalogue.Object) (f fault, note string, err error) {
	n, sum, err := c.read(ctx, o)
	c.out.checked(o.Size)
	switch {
	case err == nil && n == o.Size && sum == o.SHA256:
		return "", "", nil
	case ctx.Err() != nil:
		return "", "", context.Cause(ctx)
	case errors.Is(err, blob.ErrUnavailable):
		return "", "", err
	}
	// A row that went meanwhile takes its object along.
	gone, asked := c.db.KeysWithoutRow(ctx, []string{o.Key})
	if asked != nil || len(gone) > 0 {
		return "", "", asked
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing, "", nil
	case err != nil:
		return unreadable, err.Error(), nil
	case n != o.Size:
		return resized, fmt.Sprintf("%d bytes instead of %d", n, o.Size), nil
	}
	return flipped, "", nil
}

// read hashes an object, and no more than one byte beyond its size.
func (c *checker) read(ctx context.Context, o catalogue.Object) (n int64, sum [32]byte, err error) {
	r, err := c.store.Open(ctx, o.Key, 0, -1)
	if err != nil {
		return 0, sum, err
	}
	defer r.Close()
	hash := sha256.New()
	n, err = io.Copy(hash, io.LimitReader(r, o.Size+1))
	hash.Sum(sum[:0])
	return n, sum, err
}

// withoutOriginal finds pictures of which not even the rows are whole.
func (c *checker) withoutOriginal(ctx context.Context) error {
	return c.db.PicturesWithoutOriginal(ctx, func(id string) error {
		caseID, err := c.db.CaseOfPicture(ctx, id)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return err
		}
		return c.report(problem{Fault: missing, Name: catalogue.Original, Picture: id, Case: caseID, Note: "no row names it"})
	})
}

func (c *checker) orphans(ctx context.Context) error {
	return jobs.Orphans(ctx, c.db, c.store, c.opts.grace, func(o jobs.Orphan) error {
		p := problem{Fault: orphan, Key: o.Key, Note: fmt.Sprintf("%d bytes of %s", o.Size, o.Modified.UTC().Format(time.DateTime))}
		switch {
		case o.Sealed:
			p.Note += ", the original of a picture whose row for it is lost: kept"
		case c.opts.repair:
			if err := c.store.Delete(ctx, o.Key); err != nil {
				return err
			}
			p.Repaired = true
		}
		return c.report(p)
	})
}

func (c *checker) report(p problem) error {
	c.found.Add(1)
	return c.out.problem(p)
}
