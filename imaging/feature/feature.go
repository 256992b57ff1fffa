// Package feature finds the spots of a picture that can be found again, and says in
// 256 bits what the edges around each look like: local features for matching
// pictures part by part, whatever the scanner, the screen or a colleague did to
// the whole.
//
// Features look at which way edges run and not at what lies on either side, so
// that polarity and palette leave them alone, as they do the layout of a picture.
// Their frame turns with the edges, modulo a quarter turn: what is left, four
// quarter turns and the mirror image, are permutations of the bits.
package feature

// Version of the features. It is part of the fingerprint's.
const Version = 1

// Most is how many features a picture has at most.
const Most = 480

// Feature is one spot.
type Feature struct {
	X, Y   uint16 // centre, in 1/65536 of the picture's width and height
	Size   uint8  // side of its patch in eighths of an octave: 2^(Size/8) / 65536 of the root of width times height
	Turn   uint8  // direction of its frame, clockwise from rightwards, in 1/256 of a quarter turn
	Bright bool   // its middle is lighter than what is around it
	Bits   Bits
}

// Bits say what a patch looks like. Those of patches that have nothing in common
// differ in some 110 of 256 bits.
type Bits [4]uint64
