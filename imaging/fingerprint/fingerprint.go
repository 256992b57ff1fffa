// Package fingerprint says what a picture looks like in a few words of memory,
// how far two of those are apart, and why they match.
//
// Two descriptors are our own. The scanner-blind hash, Scan, knows a picture of
// which polarity, tone, size, flip or rotation changed; its 64 bits are compared
// a billion times a second. The Layout knows it in any palette too, for it sees
// which way edges run and not what lies on either side, and bears a crop to the
// content of the picture.
package fingerprint

import (
	"image"

	"lynceus/imaging/decode"
	"lynceus/imaging/feature"
	"lynceus/imaging/kind"
)

// Version of the descriptors. A change of it has every picture fingerprinted
// again in the background while the old one serves.
const Version = 2

// Stand is the Version together with what else makes descriptors what they are: a
// model of kinds that was plugged in. Another one has every picture fingerprinted
// again too.
func Stand() int { return Version + 1000*kind.Mark() }

// Fingerprint is all descriptors of one picture.
type Fingerprint struct {
	Width, Height int    // of the raster that was read, upright, in pixels: only their ratio counts
	Scan          uint64 // scanner-blind hash: signs of the AC coefficients of an 8x8 DCT of lightness
	PHash         uint64 // goimagehash PerceptionHash, for exchange with other tools
	DHash         uint64 // goimagehash DifferenceHash, likewise
	Flat          bool   // nothing to see in it: it claims no likeness, and has neither views nor features

	// Views are parts of the picture as they look when stretched to a square: first
	// the whole, then its content boxes from the widest to the narrowest (what is
	// left when air, uniform borders, toolbars and small detached text are trimmed),
	// then content of the picture turned level, then overlapping windows. What is asked with looks with the first Asking views;
	// what is kept is found by any.
	Views  []View
	Asking int

	// Features are local features, the strongest of each size first.
	Features []feature.Feature
}

// MaxViews is how many views a picture has at most.
const MaxViews = 16

// View is one part of a picture.
type View struct {
	Box    Box
	Layout Layout
	Kind   kind.Vector // what kind of thing fills it; zero in windows where it was not looked at
}

// Box is a part of a picture in 1/65535 of its width and height; the far sides are outside.
type Box struct{ X0, Y0, X1, Y1 uint16 }

// Variant says how the query must be changed to lie over the match.
type Variant struct {
	Mirrored bool `json:"mirrored"` // left and right exchanged, before turning
	Turns    int  `json:"turns"`    // quarter turns clockwise, 0 to 3
	Inverted bool `json:"inverted"` // dark and bright exchanged
}

// turned lists the flips and rotations, those that change least first.
var turned = [8]Variant{
	{},
	{Mirrored: true},
	{Turns: 1}, {Turns: 2}, {Turns: 3},
	{Mirrored: true, Turns: 1}, {Mirrored: true, Turns: 2}, {Mirrored: true, Turns: 3},
}

// thumbSide is what the hashes are read from: a picture that fits so many pixels.
const thumbSide = 256

// Of reads the fingerprint of a picture of 8 bits, upright: the level that fits
// 1024 pixels.
func Of(r *decode.Raster) Fingerprint {
	f := looksOf(r)
	for _, i := range f.kinds() {
		b := f.Views[i].Box.pixels(r.Width, r.Height)
		f.Views[i].Kind = kind.Of(r, b.Min.X, b.Min.Y, b.Max.X, b.Max.Y)
	}
	if !f.Flat {
		f.Features = feature.Of(r, f.looked(r.Width, r.Height)...)
	}
	return f
}

// kindsMost is how many views are looked at for their kind, at 2 ms each.
const kindsMost = 8

// kinds lists those views: what is asked with, and the smallest windows, which things
// fill best.
func (f *Fingerprint) kinds() (views []int) {
	for i, v := range f.Views {
		if len(views) < kindsMost && (i < f.Asking || v.Box.area() < boxScale*boxScale*6/10) {
			views = append(views, i)
		}
	}
	return views
}

// looked lists where features are looked for: in the whole, and in contents that
// are a small part of it, such as a picture on a page.
func (f *Fingerprint) looked(w, h int) (parts []image.Rectangle) {
	for i, v := range f.Views[:f.Asking] {
		if b := v.Box.pixels(w, h); i == 0 || 2*b.Dx()*b.Dy() < w*h {
			parts = append(parts, b)
		}
	}
	return parts
}

// looksOf is all of the fingerprint but kinds and features.
func looksOf(r *decode.Raster) Fingerprint {
	l := levelsOf(r)
	thumb := l[len(l)-1]
	c := coloursOf(thumb)
	f := Fingerprint{Width: r.Width, Height: r.Height, Scan: signs(lowFrequencies(c.lightness()))}
	f.PHash, f.DHash = standard(thumb)
	if f.Flat = c.flat(); !f.Flat {
		f.Views, f.Asking = viewsOf(l)
	}
	return f
}
