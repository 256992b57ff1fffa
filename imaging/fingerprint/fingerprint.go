// Package fingerprint says what a picture looks like in a few words of memory,
// how far two of those are apart, and why they match.
//
// Two descriptors are our own. The scanner-blind hash, Scan, knows a picture of
// which polarity, tone, size, flip or rotation changed; its 64 bits are compared
// a billion times a second. The Layout knows it in any palette too, for it sees
// which way edges run and not what lies on either side, and bears a crop to the
// content of the picture.
package fingerprint

import "lynceus/imaging/decode"

// Version of the descriptors. A change of it has every picture fingerprinted
// again in the background while the old one serves.
const Version = 1

// Fingerprint is all descriptors of one picture.
type Fingerprint struct {
	Scan  uint64 // scanner-blind hash: signs of the AC coefficients of an 8x8 DCT of lightness
	PHash uint64 // goimagehash PerceptionHash, for exchange with other tools
	DHash uint64 // goimagehash DifferenceHash, likewise
	Flat  bool   // nothing to see in it: it claims no likeness

	// Layout of the whole picture, and of its content: what is left when air,
	// uniform borders, toolbars and small detached text are trimmed. The two are
	// equal where there is nothing to trim.
	Layout [2]Layout
}

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

// Of reads the fingerprint of a picture of 8 bits that fits 256 pixels.
func Of(thumb *decode.Raster) Fingerprint {
	c := coloursOf(thumb)
	f := Fingerprint{Scan: signs(lowFrequencies(c.lightness()))}
	f.PHash, f.DHash = standard(thumb)
	if f.Flat = c.flat(); f.Flat {
		return f
	}
	whole := gradientsOf(c, c.all())
	f.Layout[0] = layoutOf(whole)
	f.Layout[1] = f.Layout[0]
	if box := content(whole.strength, c.all()); box != c.all() {
		f.Layout[1] = layoutOf(gradientsOf(c, box))
	}
	return f
}
