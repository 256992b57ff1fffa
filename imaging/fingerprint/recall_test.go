package fingerprint

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"lynceus/imaging/distort"
)

// Changed copies are looked for among 37 real and 36 synthetic pictures; the
// figures are shares of copies whose original is found first, by the nearest hash
// and by the nearest layout alone. The real ones are hard: 28 boxes of one make, in
// pairs that differ by a turn of a few degrees, and three even textures. The
// other box of a pair does not count as an error. What the layout misses here is
// for features to find. Run with -v for the table.
func TestChangedCopiesAreFoundFirst(t *testing.T) {
	// The least that hash and layout may find of each change.
	floors := map[string][2]float64{
		"re-encode": {0.8, 0.9}, "downscale": {0.8, 0.9}, "tone curve": {0.6, 0.9},
		"palette bone": {0.8, 0.9}, "palette hot": {0.5, 0.9}, "stretch 1.3": {0.9, 0.9},
		"rotate 90": {0.9, 0.9}, "mirror": {0.9, 0.9}, "invert": {0.9, 0.9},
		"palette jet": {0, 0.9}, "palette hsv": {0, 0.8},
		"crop 70 %": {0, 0.6}, "crop 50 %": {0, 0.4}, "grey, inverted, mirrored, cropped": {0, 0.5},
		"rotate 5": {0, 0.5}, "perspective": {0, 0.7},
		"border and text": {0, 0.7}, "screen photo": {0, 0.1}, "pasted small": {0, 0.5},
	}
	pictures := append(real(t, "*"), drawn(36)...)
	boxes := 1 // of 37 in the order of their names: astronaut, 28 boxes, 8 photos
	gallery := make([]Fingerprint, len(pictures))
	for i, m := range pictures {
		gallery[i] = looksOf(view(t, m))
	}
	total := [3]float64{}
	t.Logf("%-34s%8s%8s%8s", "", "pHash", "hash", "layout")
	for n, change := range distort.All {
		var found [3]float64
		asked := 0
		for i := 3; i < len(pictures); i += 7 {
			asked++
			query := looksOf(view(t, change.Apply(pictures[i], rand.New(rand.NewPCG(uint64(n), uint64(i))))))
			var layouts [][8]Layout
			for k := range query.Views[:query.Asking] {
				layouts = append(layouts, LayoutVariants(&query.Views[k].Layout))
			}
			first, best := [3]int{-1, -1, -1}, [3]float64{-1, -1, -1}
			for k := range gallery {
				g := &gallery[k]
				d, _ := Distance(query.Scan, g.Scan)
				var cosine float64
				for _, variants := range layouts {
					for v := range variants {
						for w := range g.Views {
							cosine = max(cosine, variants[v].Cosine(&g.Views[w].Layout))
						}
					}
				}
				for s, score := range [3]float64{float64(64 - bits.OnesCount64(query.PHash^g.PHash)), float64(64 - d), cosine} {
					if score > best[s] {
						first[s], best[s] = k, score
					} else if score == best[s] {
						first[s] = -1 // not found, but one of several
					}
				}
			}
			for s, k := range first {
				twin := i >= boxes && i < boxes+28 && k == (i-boxes)^1+boxes
				if k == i || twin {
					found[s]++
				}
			}
		}
		for s := range found {
			found[s] /= float64(asked)
			total[s] += found[s] / float64(len(distort.All))
		}
		t.Logf("%-34s%8.2f%8.2f%8.2f", change.Name, found[0], found[1], found[2])
		floor, ok := floors[change.Name]
		if !ok || found[1] < floor[0] || found[2] < floor[1] {
			t.Errorf("%s: found first by hash %.2f, want %.2f; by layout %.2f, want %.2f", change.Name, found[1], floor[0], found[2], floor[1])
		}
	}
	t.Logf("%-34s%8.3f%8.3f%8.3f", "mean", total[0], total[1], total[2])
}
