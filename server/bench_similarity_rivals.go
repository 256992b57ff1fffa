package main

import (
	"image"
	"math/bits"

	"github.com/corona10/goimagehash"
	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

// standardHashes are those of goimagehash: what others have.
type standardHashes struct{ p, d, a uint64 }

// small is what the hashes are made from. They reduce to 64 pixels or fewer; the
// mean of areas that they get is the best that they can be given.
func small(r *decode.Raster) *image.NRGBA {
	m := &image.Gray{Pix: r.Y, Stride: r.Width, Rect: image.Rect(0, 0, r.Width, r.Height)}
	return imaging.Fit(m, 256, 256, imaging.Box)
}

func standardOf(r *decode.Raster) standardHashes {
	m := small(r)
	return standardHashes{hashOf(goimagehash.PerceptionHash, m), hashOf(goimagehash.DifferenceHash, m), hashOf(goimagehash.AverageHash, m)}
}

// hashOf gives 0 for the picture that a hash fails on; there is none such among
// those that were made here.
func hashOf(hash func(image.Image) (*goimagehash.ImageHash, error), m image.Image) uint64 {
	h, err := hash(m)
	if err != nil {
		return 0
	}
	return h.GetHash()
}

// turnedPHashes are those of a picture in 8 flips and rotations and both polarities.
func turnedPHashes(r *decode.Raster) (all [16]uint64) {
	m := small(r)
	for i := 0; i < len(all); i += 4 {
		for k, v := range []*image.NRGBA{m, imaging.FlipH(m), imaging.Invert(m), imaging.Invert(imaging.FlipH(m))} {
			all[i+k] = hashOf(goimagehash.PerceptionHash, v)
		}
		m = imaging.Rotate90(m)
	}
	return all
}

// place is where the source of a query stands: behind so many others, among so
// many that are equally like.
type place struct {
	found         bool
	better, equal int
}

// within is the chance that the source is among the first k, the equal drawn by lot.
func (p place) within(k int) float64 {
	if !p.found {
		return 0
	}
	return max(0, min(float64(k-p.better)/float64(p.equal+1), 1))
}

// reciprocal is the mean of 1/place.
func (p place) reciprocal() (mean float64) {
	if !p.found {
		return 0
	}
	for i := range p.equal + 1 {
		mean += 1 / float64(p.better+1+i) / float64(p.equal+1)
	}
	return mean
}

// placeBy ranks the gallery by a distance. The picture except, or -1, is not there.
func (g *benchGallery) placeBy(distance func(*standardHashes) int, source, except int) place {
	nearest := 65
	for i := range g.pictures {
		if p := &g.pictures[i]; p.source == source && i != except {
			nearest = min(nearest, distance(&p.hashes))
		}
	}
	out := place{found: nearest < 65}
	for i := range g.pictures {
		if p := &g.pictures[i]; p.source != source && i != except {
			if d := distance(&p.hashes); d < nearest {
				out.better++
			} else if d == nearest {
				out.equal++
			}
		}
	}
	return out
}

// rivals are the places by the standard hashes, in the order of methods.
func (g *benchGallery) rivals(view *decode.Raster, source, except int) []place {
	q, turned := standardOf(view), turnedPHashes(view)
	var out []place
	for _, distance := range []func(*standardHashes) int{
		func(h *standardHashes) int { return bits.OnesCount64(h.p ^ q.p) },
		func(h *standardHashes) int {
			least := 64
			for _, t := range turned {
				least = min(least, bits.OnesCount64(h.p^t))
			}
			return least
		},
		func(h *standardHashes) int { return bits.OnesCount64(h.d ^ q.d) },
		func(h *standardHashes) int { return bits.OnesCount64(h.a ^ q.a) },
	} {
		out = append(out, g.placeBy(distance, source, except))
	}
	return out
}
