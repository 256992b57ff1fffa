// Package fingerprint says what a picture looks like in a few words of memory,
// how far two of those are apart, and why they match.
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
}

// Variant says how the query must be changed to lie over the match.
type Variant struct {
	Mirrored bool `json:"mirrored"` // left and right exchanged, before turning
	Turns    int  `json:"turns"`    // quarter turns clockwise, 0 to 3
	Inverted bool `json:"inverted"` // dark and bright exchanged
}

// ScanBits is the number of bits of Scan that carry information.
const ScanBits = 63

// Of reads the fingerprint of a picture of 8 bits that fits 256 pixels.
func Of(thumb *decode.Raster) Fingerprint { panic("unbuilt") }

// Variants lists the hashes that the picture would have in each of the eight
// flips and rotations; inversion is the complement over ScanBits, so a distance d
// to one of them is ScanBits-d to its negative.
func Variants(scan uint64) [8]struct {
	Hash    uint64
	Variant Variant
} {
	panic("unbuilt")
}

// Distance is the Hamming distance from query to gallery over the best of the 16
// variants, 0 to ScanBits/2, and that variant.
func Distance(query, gallery uint64) (int, Variant) { panic("unbuilt") }

// Marshal and Unmarshal keep a fingerprint in the catalogue; the first two bytes are the version.
func (f Fingerprint) Marshal() []byte { panic("unbuilt") }

func Unmarshal(b []byte) (Fingerprint, error) { panic("unbuilt") }
