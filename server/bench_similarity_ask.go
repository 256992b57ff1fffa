package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"runtime"

	"github.com/disintegration/imaging"
	"golang.org/x/sync/errgroup"

	"lynceus/imaging/distort"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
	"lynceus/server/search"
)

// methods are the columns of the tables: ours whole, its stages alone, and the
// standard hashes.
var methods = []string{"lynceus", "hash", "layout", "words", "pHash", "pHash x16", "dHash", "aHash"}

// stages of the methods that are ours.
var stages = methods[1:4]

// places that are asked for.
const places = 50

// asking is what one query brought.
type asking struct {
	places  []place // by method
	claimed bool    // the source is shown as the same picture
	false   []search.Ranked
	change  string
	name    string
}

func changesManual() string {
	var b bytes.Buffer
	for _, t := range distort.All {
		fmt.Fprintf(&b, "  %-34s%s\n", t.Name, t.What)
	}
	return b.String()
}

// arrived is a picture as it arrives: written as JPEG, and read.
func arrived(m image.Image) (*render.Set, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 85}); err != nil {
		return nil, err
	}
	r := bytes.NewReader(b.Bytes())
	_, s, err := readPicture(r, r.Size())
	return s, err
}

// askAll asks with each chosen picture in each change: the answers by picture and
// change, and some of the queries' fingerprints to time.
func (b *similarityBench) askAll(ctx context.Context, chosen []int) ([][]asking, []fingerprint.Fingerprint, error) {
	tell, end := b.progress(len(chosen)*len(distort.All), "asking")
	defer end()
	const samples = 100
	every := max(len(chosen)*len(distort.All)/samples, 1)
	out := make([][]asking, len(chosen))
	sampled := make([][]fingerprint.Fingerprint, len(chosen))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, at := range chosen {
		work.Go(func() error {
			p := &b.g.pictures[at]
			_, s, err := b.g.open(p.name)
			if err != nil {
				return fmt.Errorf("%s, which was read before: %w", p.name, err)
			}
			m := imaging.Clone(imageOf(s.Large))
			for t, change := range distort.All {
				if err := ctx.Err(); err != nil {
					return err
				}
				s, err := arrived(change.Apply(m, b.random(p.name, change.Name)))
				if err != nil {
					return fmt.Errorf("%s, %s: %w", p.name, change.Name, err)
				}
				f := fingerprint.Of(s.View)
				a := b.ask(&f, p.source)
				a.places = append(a.places, b.g.rivals(s.View, p.source, -1)...)
				a.name, a.change = p.name, change.Name
				out[i] = append(out[i], a)
				if (i*len(distort.All)+t)%every == 0 {
					sampled[i] = append(sampled[i], f)
				}
				tell()
			}
			return nil
		})
	}
	err := work.Wait()
	var queries []fingerprint.Fingerprint
	for _, s := range sampled {
		queries = append(queries, s...)
	}
	return out, queries, err
}

// ask asks for a source, by all of ours, and once more with the source held back.
func (b *similarityBench) ask(f *fingerprint.Fingerprint, source int, except ...string) asking {
	ranked := b.g.index.Rank(f, places, except...)
	a := asking{places: []place{b.g.placeOf(ranked, source)}}
	for _, r := range ranked {
		if claims(r) && b.g.pictures[b.g.places[r.Name]].source == source {
			a.claimed = true
		}
	}
	for _, stage := range stages {
		a.places = append(a.places, b.g.placeOf(b.g.index.RankBy(stage, f, places, except...), source))
	}
	for _, r := range b.g.index.Rank(f, places, b.g.ofSource(source)...) {
		if claims(r) {
			a.false = append(a.false, r)
		}
	}
	return a
}

// claims reports whether an answer says more than "similar".
func claims(r search.Ranked) bool {
	return r.Band == search.SamePicture || r.Band == search.SameFile
}

// placeOf is where the first picture of a source stands.
func (g *benchGallery) placeOf(ranked []search.Ranked, source int) place {
	for i, r := range ranked {
		if g.pictures[g.places[r.Name]].source == source {
			return place{found: true, better: i}
		}
	}
	return place{}
}
