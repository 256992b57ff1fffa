package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"maps"
	"math/bits"
	"runtime"
	"slices"
	"strconv"

	"github.com/corona10/goimagehash"
	"github.com/disintegration/imaging"
	"golang.org/x/sync/errgroup"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/kind"
	"lynceus/server/search"
)

// labelled is a line of -kinds: a picture or a part of it, and what it shows.
type labelled struct {
	name, label string
	box         image.Rectangle // in pixels of the upright picture; empty for all of it

	vector kind.Vector
	print  fingerprint.Fingerprint
	phash  uint64
	read   bool
}

// readKinds reads lines of path,label[,x0,y0,x1,y1]. A first line that begins with
// "path" is a heading.
func readKinds(file string, files []string) (kinds []labelled, err error) {
	if file == "" {
		return nil, nil
	}
	files = slices.Sorted(slices.Values(files))
	first := true
	err = readRecords(file, func(fields []string) error {
		heading := first && fields[0] == "path"
		if first = false; heading || len(fields) == 1 && fields[0] == "" {
			return nil
		}
		if len(fields) != 2 && len(fields) != 6 {
			return errors.New("a line is path,label or path,label,x0,y0,x1,y1")
		}
		name, err := inFolder(fields[0], files)
		if err != nil {
			return err
		}
		k := labelled{name: name, label: fields[1]}
		if k.label == "" {
			return errors.New("the label is empty")
		}
		if len(fields) == 6 {
			var at [4]int
			for i, f := range fields[2:] {
				if at[i], err = strconv.Atoi(f); err != nil {
					return fmt.Errorf("%q is no whole number of pixels", f)
				}
			}
			if k.box = image.Rect(at[0], at[1], at[2], at[3]); k.box.Empty() || at[0] > at[2] || at[1] > at[3] {
				return errors.New("the box is empty; its corners are x0,y0 at the upper left and x1,y1 at the lower right")
			}
		}
		kinds = append(kinds, k)
		return nil
	})
	return kinds, err
}

// askKinds looks with each labelled thing for the others of its kind.
func (b *similarityBench) askKinds(ctx context.Context, kinds []labelled) error {
	kinds, err := b.readLabelled(ctx, kinds)
	if err != nil || len(kinds) == 0 {
		return err
	}
	crops := search.NewGallery()
	for i := range kinds {
		if err := crops.Add(strconv.Itoa(i), &kinds[i].print); err != nil {
			return fmt.Errorf("%s: %w", kinds[i].name, err)
		}
	}
	byLabel := map[string]int{}
	for _, k := range kinds {
		byLabel[k.label]++
	}
	tell, end := b.progress(len(kinds), "kinds")
	defer end()
	scores := []string{"kind vector", "layout", "pHash"}
	sums := map[string]*[4][2]float64{} // by label: average precision and precision@10 of the scores, then of chance
	asked := map[string]float64{}
	for i := range kinds {
		if err := ctx.Err(); err != nil {
			return err
		}
		q := &kinds[i]
		tell()
		same := byLabel[q.label] - 1
		if same == 0 {
			continue
		}
		layouts := make([]float64, len(kinds))
		for _, r := range crops.RankBy("layout", &q.print, len(kinds), strconv.Itoa(i)) {
			at, _ := strconv.Atoi(r.Name)
			layouts[at] = r.Score
		}
		if sums[q.label] == nil {
			sums[q.label] = &[4][2]float64{}
		}
		asked[q.label]++
		for s, score := range []func(k int) float64{
			func(k int) float64 { return q.vector.Cosine(&kinds[k].vector) },
			func(k int) float64 { return layouts[k] },
			func(k int) float64 { return -float64(bits.OnesCount64(q.phash ^ kinds[k].phash)) },
		} {
			ap, at10 := b.precision(kinds, i, score)
			sums[q.label][s][0] += ap
			sums[q.label][s][1] += at10
		}
		chance := float64(same) / float64(len(kinds)-1)
		sums[q.label][3][0] += chance
		sums[q.label][3][1] += chance
	}
	var all [4][2]float64
	total := 0.0
	for _, label := range slices.Sorted(maps.Keys(sums)) {
		b.addKinds("kind "+label, scores, *sums[label], asked[label])
		for s, v := range sums[label] {
			all[s][0] += v[0]
			all[s][1] += v[1]
		}
		total += asked[label]
	}
	if total > 0 {
		b.addKinds("all kinds", scores, all, total)
	}
	return nil
}

func (b *similarityBench) addKinds(row string, scores []string, sums [4][2]float64, asked float64) {
	for s, name := range append(scores, "chance") {
		b.figures = append(b.figures,
			figure{"kinds", row, name, "mAP", sums[s][0] / asked, int(asked)},
			figure{"kinds", row, name, "precision@10", sums[s][1] / asked, int(asked)})
	}
}

// precision is the average precision over the ranking of all others, and the
// share of the right among the first ten. Equals stand in an order that is drawn.
func (b *similarityBench) precision(kinds []labelled, q int, score func(k int) float64) (average, at10 float64) {
	type one struct {
		score float64
		right bool
	}
	others := make([]one, 0, len(kinds))
	right := 0.0
	for k := range kinds {
		if k != q {
			others = append(others, one{score(k), kinds[k].label == kinds[q].label})
			if kinds[k].label == kinds[q].label {
				right++
			}
		}
	}
	r := b.random(strconv.Itoa(q), "kinds")
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	slices.SortStableFunc(others, func(x, y one) int { return cmp.Compare(y.score, x.score) })
	found := 0.0
	for i, o := range others {
		if o.right {
			found++
			average += found / float64(i+1)
		}
		if i < 10 {
			at10 = found / float64(i+1)
		}
	}
	return average / right, at10
}

// readLabelled reads vectors, layouts and hashes, and leaves out what cannot be read.
func (b *similarityBench) readLabelled(ctx context.Context, kinds []labelled) ([]labelled, error) {
	byName := map[string][]int{}
	for i, k := range kinds {
		if _, ok := b.g.places[k.name]; ok {
			byName[k.name] = append(byName[k.name], i)
		}
	}
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for name, of := range byName {
		work.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, s, err := b.g.open(name)
			if err != nil {
				return fmt.Errorf("%s, which was read before: %w", name, err)
			}
			m := imaging.Clone(imageOf(s.Large))
			for _, i := range of {
				kinds[i].see(s.Large, m, float64(s.Large.Width)/float64(s.Width))
			}
			return nil
		})
	}
	err := work.Wait()
	return slices.DeleteFunc(kinds, func(k labelled) bool { return !k.read }), err
}

// see reads one thing from a picture that is shown at a scale.
func (k *labelled) see(r *decode.Raster, m *image.NRGBA, scale float64) {
	box := image.Rect(0, 0, r.Width, r.Height)
	if !k.box.Empty() {
		at := func(v int) int { return int(float64(v)*scale + 0.5) }
		box = box.Intersect(image.Rect(at(k.box.Min.X), at(k.box.Min.Y), at(k.box.Max.X), at(k.box.Max.Y)))
	}
	if box.Empty() { // beyond the picture
		return
	}
	k.vector = kind.Of(r, box.Min.X, box.Min.Y, box.Max.X, box.Max.Y)
	w, h := float64(r.Width), float64(r.Height)
	x0, y0, x1, y1 := float64(box.Min.X)/w, float64(box.Min.Y)/h, float64(box.Max.X)/w, float64(box.Max.Y)/h
	k.print = fingerprint.OfRegion(r, [][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}})
	k.print.Features = nil
	k.phash = hashOf(goimagehash.PerceptionHash, imaging.Crop(m, box))
	k.read = true
}
