package main

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/kind"
)

// held are the kinds that train/train.py holds back.
var held = []string{"axe", "bicycle", "bulb", "cable drum", "cigarettes", "gearbox",
	"headphones", "jerrycan", "saw", "statue", "toy car", "washing machine"}

// asked is a box as two descriptors see it.
type asked struct {
	kind    string
	setting byte
	vector  kind.Vector
	layouts [8]fingerprint.Layout // of its flips and turns, as it is first
}

// measure prints how well boxes of a kind find one another, by the kind's vector
// and by the layout in its best flip: the mean average precision, the precision of
// the first ten, and what chance gives for both.
func measure(r *rand.Rand, n int, inside float64) {
	var all []asked
	draw(r, n, inside, func(b box) bool {
		a := asked{kind: b.Kind, setting: b.setting, vector: kind.Of(b.raster, b.X0, b.Y0, b.X1, b.Y1)}
		if a.vector == (kind.Vector{}) {
			return false
		}
		if f := fingerprint.Of(cut(b)); len(f.Views) > 0 {
			a.layouts = fingerprint.LayoutVariants(&f.Views[0].Layout)
		}
		all = append(all, a)
		return true
	})
	fmt.Println("setting  kinds     boxes  chance | vector mAP  P@10 | layout mAP  P@10")
	for setting, where := range []string{"alone", "inside"} {
		for _, new := range []bool{false, true} {
			var some []asked
			for _, a := range all {
				if a.setting == byte(setting) && slices.Contains(held, a.kind) == new {
					some = append(some, a)
				}
			}
			v := precision(some, func(a, b *asked) float64 { return a.vector.Cosine(&b.vector) })
			l := precision(some, func(a, b *asked) (best float64) {
				for i := range a.layouts {
					best = max(best, a.layouts[i].Cosine(&b.layouts[0]))
				}
				return best
			})
			name := map[bool]string{false: "trained", true: "held back"}[new]
			fmt.Printf("%-8s %-9s %5d  %6.3f |      %5.3f %5.3f |      %5.3f %5.3f\n", where, name, len(some), v.chance, v.mean, v.ten, l.mean, l.ten)
		}
	}
}

type score struct{ mean, ten, chance float64 }

// precision asks with each box for the others.
func precision(all []asked, near func(a, b *asked) float64) (s score) {
	asks := 0
	for i := range all {
		type answer struct {
			near  float64
			right bool
		}
		var answers []answer
		total := 0
		for j := range all {
			if i != j {
				right := all[i].kind == all[j].kind
				answers = append(answers, answer{near(&all[i], &all[j]), right})
				if right {
					total++
				}
			}
		}
		if total == 0 {
			continue
		}
		slices.SortStableFunc(answers, func(a, b answer) int {
			switch {
			case a.near > b.near:
				return -1
			case a.near < b.near:
				return 1
			}
			return 0
		})
		found, sum, ten := 0, 0., 0
		for k, a := range answers {
			if a.right {
				found++
				sum += float64(found) / float64(k+1)
				if k < 10 {
					ten++
				}
			}
		}
		asks++
		s.mean += sum / float64(total)
		s.ten += float64(ten) / 10
		s.chance += float64(total) / float64(len(answers))
	}
	n := float64(max(asks, 1))
	return score{s.mean / n, s.ten / n, s.chance / n}
}

// cut is a box as a picture of its own.
func cut(b box) *decode.Raster {
	r := b.raster
	x0, y0, x1, y1 := max(b.X0, 0), max(b.Y0, 0), min(b.X1, r.Width), min(b.Y1, r.Height)
	out := &decode.Raster{Width: x1 - x0, Height: y1 - y0}
	for y := y0; y < y1; y++ {
		out.Y = append(out.Y, r.Y[y*r.Width+x0:y*r.Width+x1]...)
		if len(r.Cb) > 0 { // as large as Y in our pictures
			out.Cb = append(out.Cb, r.Cb[y*r.Width+x0:y*r.Width+x1]...)
			out.Cr = append(out.Cr, r.Cr[y*r.Width+x0:y*r.Width+x1]...)
			out.ChromaW, out.ChromaH = out.Width, out.Height
		}
	}
	return out
}
