package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"lynceus/imaging/kind"
)

// similarityBench is one run of the bench: what was asked for, what there is to
// ask, and what came out.
type similarityBench struct {
	c            *console
	dir, part    string
	twins, kinds string
	model        kind.Model
	n, seed      int
	csv, plot    string
	json, all    bool

	g       *benchGallery
	figures []figure
}

const similarityManual = `Measures how well pictures are found again that somebody changed. Takes any folder
of pictures, with all folders in it; what cannot be read is named and left out.

Up to N of them, drawn by the seed, are changed in 19 ways (table below), written
as JPEG of quality 85, read again as an upload is, and looked for among all. A line
of the tables is a change, a column a way of looking:

  lynceus     the answer of the program, all stages
  hash        its scanner-blind hash alone
  layout      its layouts alone, over all views
  words       its local features alone, by visual words
  pHash       goimagehash PerceptionHash
  pHash x16   the same, the query in 8 flips and rotations and both polarities
  dHash       goimagehash DifferenceHash
  aHash       goimagehash AverageHash

recall@1 and recall@10 are the shares of queries whose source is first, or among
the first ten; mAP is the mean of 1/place of the source. Hashes that lie equally
far share their places, as if drawn by lot; our own ways count in the order that
they answer in, of 50 places. Pictures with equal pixels and declared twins count
as one source. Pictures in which there is nothing to see are in the folder that is
searched but are not asked with; how many is printed.

"claimed" is the share of queries whose source is shown as the same picture; "false"
that of queries which show any as the same when the source and its twins are held
back. Region queries ask with a part of 12 % of the area, anywhere but in even
ground, of the picture as it is and of a changed copy. Costs are measured behind
all else, on one core: processor time a picture; processor and wall time a query.

The same folder, N and seed give the same figures. On a terminal progress is drawn.`

func (b *similarityBench) options(c *console) *options {
	about := similarityManual + "\n\nChanges\n" + changesManual()
	o := newOptions(c, "bench similarity", "[OPTIONS] -gallery DIR", about)
	o.section = "What"
	o.text(&b.dir, "gallery", "DIR", "", "", "folder of pictures")
	o.text(&b.twins, "twins", "FILE", "", "", "CSV; the paths in a line, two or more, show the same thing, as two scans of one carton. Each is asked with and looks for the others. Paths are relative to the folder")
	o.text(&b.kinds, "kinds", "FILE", "", "", "CSV of path,label or path,label,x0,y0,x1,y1 in pixels of the upright picture: things by their kind. Each looks for the others of its kind: mean average precision, precision@10, and both by chance")
	o.text(&b.part, "ask", "FOLDER", "", "", "ask with pictures of this folder in the gallery only; the others stand beside them")
	modelOptions(o, &b.model)
	o.section = "How much"
	o.number(&b.n, "n", "", "200", "pictures that are changed and asked with, at most")
	o.number(&b.seed, "seed", "", "1", "of the choice of pictures and of all that is random in their changes")
	o.section = "Output"
	o.text(&b.csv, "csv", "FILE", "", "", "write all figures: part,change,method,figure,value,asked")
	o.text(&b.plot, "plot", "FILE", "", "", "draw recall@1 by change and method (PNG)")
	o.toggle(&b.json, "json", "", "print one JSON object instead of tables")
	o.toggle(&b.all, "v", "", "name all files left out, the queries whose source is not first, and the worst false claims")
	return o
}

// benchSimilarity is the command.
func benchSimilarity(ctx context.Context, c *console, args []string) error {
	b := &similarityBench{c: c}
	rest, err := c.options(b.options(c), args)
	if err != nil {
		return err
	}
	switch {
	case b.dir == "":
		return usageError{errors.New("-gallery: name the folder of pictures")}
	case len(rest) > 0:
		return usageError{fmt.Errorf("%q is no option", rest[0])}
	}
	if err := kind.Plug(b.model); err != nil {
		return err
	}
	err = b.run(ctx)
	if ctx.Err() != nil {
		return exitStatus{errors.New("interrupted; nothing is written"), statusFailed}
	}
	return err
}

func (b *similarityBench) run(ctx context.Context) error {
	began := time.Now()
	files, err := picturesIn(b.dir)
	if err != nil {
		return err
	}
	twins, err := readTwins(b.twins, files)
	if err != nil {
		return err
	}
	kinds, err := readKinds(b.kinds, files)
	if err != nil {
		return err
	}
	if b.g, err = b.readGallery(ctx, files); err != nil {
		return err
	}
	b.g.join(twins)
	b.tellSkipped()
	chosen := b.choose()
	if len(chosen) == 0 {
		return fmt.Errorf("%s: there is no picture to ask with", filepath.Join(b.dir, b.part))
	}
	asked, samples, err := b.askAll(ctx, chosen)
	if err != nil {
		return err
	}
	b.sumChanges(asked)
	for _, part := range []func() error{
		func() error { return b.askRegions(ctx, chosen) },
		func() error { return b.askTwins(ctx, twins) },
		func() error { return b.askKinds(ctx, kinds) },
		func() error { return b.measureCosts(ctx, chosen, samples) },
	} {
		if err := part(); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.report(chosen, asked, time.Since(began))
}

// choose draws the pictures to ask with.
func (b *similarityBench) choose() []int {
	var all []int
	for i := range b.g.pictures {
		p := &b.g.pictures[i]
		if !p.flat && (b.part == "" || strings.HasPrefix(p.name, strings.TrimSuffix(filepath.ToSlash(b.part), "/")+"/")) {
			all = append(all, i)
		}
	}
	r := rand.New(rand.NewPCG(uint64(b.seed), 0))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:min(b.n, len(all))]
	slices.SortFunc(all, cmp.Compare)
	return all
}

// random is the source for one use of one picture, whichever others are asked with.
func (b *similarityBench) random(name, use string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name + "\x00" + use))
	return rand.New(rand.NewPCG(uint64(b.seed), h.Sum64()))
}

// progress draws a bar where somebody watches.
func (b *similarityBench) progress(n int, what string) (tell, end func()) {
	if !b.c.terminal {
		return func() {}, func() {}
	}
	bar := progressbar.NewOptions(n, progressbar.OptionSetWriter(b.c.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())
	return func() { _ = bar.Add(1) }, func() { _ = bar.Exit() }
}

// tellSkipped names what is not in the gallery.
func (b *similarityBench) tellSkipped() {
	const few = 20
	for i, s := range b.g.skipped {
		if i == few && !b.all {
			fmt.Fprintf(b.c.err, "and %d more; -v names them\n", len(b.g.skipped)-few)
			return
		}
		fmt.Fprintf(b.c.err, "left out %s\n", s)
	}
}

// writeWhole makes a file in one go: an interrupted run leaves none that is cut.
func writeWhole(path string, data []byte) error {
	if err := os.WriteFile(path+".part", data, 0o666); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}
