package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"github.com/disintegration/imaging"
	"golang.org/x/sync/errgroup"

	"lynceus/imaging/decode"
	"lynceus/imaging/distort"
	"lynceus/imaging/fingerprint"
)

// regionShare is how much of a picture's area is asked with.
const regionShare = 0.12

// slight are the changes that leave the whole picture in view, for regions of
// changed copies.
var slight = []string{"re-encode", "tone curve", "palette bone", "palette hot", "rotate 90", "mirror", "invert", "rotate 5"}

// askRegions asks with a part of each chosen picture, as it is and from a copy.
func (b *similarityBench) askRegions(ctx context.Context, chosen []int) error {
	tell, end := b.progress(len(chosen), "regions")
	defer end()
	rows := []string{"region 12 %", "region 12 % of a changed copy"}
	out := make([][2]*asking, len(chosen))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, at := range chosen {
		work.Go(func() error {
			defer tell()
			if err := ctx.Err(); err != nil {
				return err
			}
			p := &b.g.pictures[at]
			_, whole, err := b.g.open(p.name)
			if err != nil {
				return fmt.Errorf("%s, which was read before: %w", p.name, err)
			}
			m := imaging.Clone(imageOf(whole.Large))
			for k, row := range rows {
				r, copied := b.random(p.name, row), m
				if k == 1 {
					change := distort.Named(slight[r.IntN(len(slight))])
					copied = imaging.Clone(change.Apply(m, r))
				}
				s, err := arrived(copied)
				if err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
				polygon, ok := regionOf(s.Large, r)
				if !ok {
					continue
				}
				f := fingerprint.OfRegion(s.Large, polygon)
				a := b.ask(&f, p.source)
				a.name, a.change = p.name, row
				out[i][k] = &a
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	for k, row := range rows {
		var asked []asking
		for _, o := range out {
			if o[k] != nil {
				asked = append(asked, *o[k])
			}
		}
		b.sum("regions", row, asked)
	}
	return nil
}

// regionOf draws a rectangle with something in it, in fractions of the picture:
// the greys in it vary at least half as much as those of the whole and by 10 of
// 255. ok is false where 50 draws bring none.
func regionOf(r *decode.Raster, random *rand.Rand) (polygon [][2]float64, ok bool) {
	least := max(10, spread(r, 0, 0, r.Width, r.Height)/2)
	for range 50 {
		slim := math.Exp((random.Float64() - 0.5))
		w, h := math.Sqrt(regionShare)*slim, math.Sqrt(regionShare)/slim
		x, y := random.Float64()*(1-w), random.Float64()*(1-h)
		fw, fh := float64(r.Width), float64(r.Height)
		if spread(r, int(x*fw), int(y*fh), int((x+w)*fw), int((y+h)*fh)) >= least {
			return [][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, true
		}
	}
	return nil, false
}

// spread is the standard deviation of the greys of a part.
func spread(r *decode.Raster, x0, y0, x1, y1 int) float64 {
	var n, sum, squares float64
	for y := y0; y < y1; y++ {
		for _, v := range r.Y[y*r.Width+x0 : y*r.Width+x1] {
			n++
			sum += float64(v)
			squares += float64(v) * float64(v)
		}
	}
	if n == 0 {
		return 0
	}
	return math.Sqrt(max(squares/n-sum*sum/n/n, 0))
}
