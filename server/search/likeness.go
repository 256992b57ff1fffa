package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"lynceus/imaging/fingerprint"
)

// likeness of two pictures over the variant that lies best on the other.
type likeness struct {
	apart    float64 // degrees between the layouts, and a share of the distance
	distance int     // of the scanner-blind hashes in that variant
	variant  fingerprint.Variant
}

// judge compares pictures in full with one that is asked with.
type judge struct {
	hashes   [8]uint64
	variants [8]fingerprint.Variant
	layouts  [][8]fingerprint.Layout // of each view that is asked with
	codes    []*sketched
}

func newJudge(f *fingerprint.Fingerprint) *judge {
	j := &judge{codes: sketches(f)}
	for i, v := range fingerprint.Variants(f.Scan) {
		j.hashes[i], j.variants[i] = v.Hash, v.Variant
	}
	for _, v := range asking(f) {
		j.layouts = append(j.layouts, fingerprint.LayoutVariants(&v.Layout))
	}
	return j
}

// asking are the views that a picture is asked with.
func asking(f *fingerprint.Fingerprint) []fingerprint.View {
	if f.Flat {
		return nil
	}
	return f.Views[:min(max(f.Asking, 0), len(f.Views))]
}

// sketches are the codes of the views that a picture is asked with.
func sketches(f *fingerprint.Fingerprint) (all []*sketched) {
	for _, v := range asking(f) {
		all = append(all, newSketched(&v.Layout))
	}
	return all
}

// A bit of hash counts for a fifth of a degree of layout, up to the distance that
// unlike pictures have: a palette leaves the layout alone and not the hash.
const (
	degreesPerBit      = 0.2
	aloneDegreesPerBit = 1.6
	unlikeBits         = 24
)

// Distances from which memory alone takes a candidate; beyond them lies chance.
const (
	farthestHash = 20  // of 63 bits
	farthestCode = 105 // of 256 bits
)

// compared is how many pairs of views, those with the nearest codes, are compared
// by the full angle.
const compared = 8

// compare looks at the whole pictures in every flip and rotation, and at the pairs
// of views whose codes are nearest.
func (j *judge) compare(f *fingerprint.Fingerprint) likeness {
	type pair struct{ mine, theirs, variant, distance int }
	pairs := make([]pair, 0, compared+1)
	for theirs := range f.Views {
		code := f.Views[theirs].Layout.Code()
		for mine := range j.codes {
			for i := range j.codes[mine] {
				p := pair{mine, theirs, i, between(&j.codes[mine][i], &code)}
				if len(pairs) == compared && p.distance >= pairs[compared-1].distance {
					continue
				}
				at, _ := slices.BinarySearchFunc(pairs, p, func(a, b pair) int { return cmp.Compare(a.distance, b.distance) })
				pairs = slices.Insert(pairs, at, p)
				pairs = pairs[:min(len(pairs), compared)]
			}
		}
	}
	best := likeness{apart: math.Inf(1)}
	take := func(variant int, cosine float64) {
		distance, v := j.distance(variant, f.Scan)
		apart := math.Acos(min(cosine, 1))*180/math.Pi + degreesPerBit*float64(min(distance, unlikeBits))
		if cosine == 0 { // no edges in one of them: the hash judges alone
			apart = aloneDegreesPerBit * float64(distance)
		}
		if apart < best.apart {
			best = likeness{apart, distance, v}
		}
	}
	for _, p := range pairs {
		take(p.variant, j.layouts[p.mine][p.variant].Cosine(&f.Views[p.theirs].Layout))
	}
	for i := range j.hashes {
		switch {
		case len(j.layouts) > 0 && len(f.Views) > 0:
			take(i, j.layouts[0][i].Cosine(&f.Views[0].Layout))
		default:
			take(i, 0)
		}
	}
	return best
}

// distance is that of the hash in a variant, in the better polarity.
func (j *judge) distance(variant int, scan uint64) (int, fingerprint.Variant) {
	d, v := bits.OnesCount64(significant(j.hashes[variant]^scan)), j.variants[variant]
	if inverse := fingerprint.ScanBits - d; inverse < d {
		d, v.Inverted = inverse, true
	}
	return d, v
}

func between(a, b *fingerprint.Code) int {
	return bits.OnesCount64(a[0]^b[0]) + bits.OnesCount64(a[1]^b[1]) + bits.OnesCount64(a[2]^b[2]) + bits.OnesCount64(a[3]^b[3])
}
