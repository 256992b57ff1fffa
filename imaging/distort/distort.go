// Package distort does to pictures what scanners, screens and colleagues do to
// them on their way from one catalogue to another: 19 transforms under which the
// same picture has to be found again. Tests and the similarity bench draw their
// queries from it.
//
// A transform depends on the picture and the source of randomness alone, so one
// seed makes one copy. Pictures are to be of the standard library's own making
// or ours: a decoder's paletted picture may hold indices that its palette lacks,
// and ends the program.
package distort

import (
	"image"
	"math/rand/v2"
)

// Transform is one way in which a picture changes.
type Transform struct {
	Name  string // a few words, for the rows of a table
	What  string // the change and its range, in a sentence
	Apply func(m image.Image, r *rand.Rand) image.Image
}

// All lists the transforms in the order of every table that shows them: tone and
// size, crops, symmetries, slight geometry, palettes that lose the order of the
// greys, and surroundings.
var All = []Transform{
	{"re-encode", "JPEG of quality 15 to 30 with the usual halved chroma", reencode},
	{"downscale", "30 to 50 % of the size, by one of three filters", downscale},
	{"tone curve", "gamma of 0.5 to 0.75 or 1.4 to 2, then an S-curve", toneCurve},
	{"palette bone", "luma shown in bluish greys that grow lighter throughout", paletteOf(bone)},
	{"palette hot", "luma shown from black by red and yellow to white, growing lighter throughout", paletteOf(hot)},
	{"stretch 1.3", "1.3 times as wide or as high, as a scan of a vehicle at the wrong speed", stretch},
	{"crop 70 %", "a part anywhere that has 70 % of the area", cropTo(0.7)},
	{"crop 50 %", "a part anywhere that has 50 % of the area", cropTo(0.5)},
	{"rotate 90", "a quarter turn, either way", quarter},
	{"mirror", "left and right exchanged", mirror},
	{"invert", "dark and bright exchanged in each channel", invert},
	{"rotate 5", "turned by 5 degrees, either way, on a larger black, grey or white ground", slightTurn},
	{"perspective", "each corner drawn in by up to 12 % of the sides, seen askew on a plain ground", perspective},
	{"palette jet", "luma shown from blue by cyan, yellow and orange to red: ends equally dark", paletteOf(jet)},
	{"palette hsv", "luma shown as hue, once around: both ends are red", paletteOf(hsv)},
	{"border and text", "in a vendor's console: bars with buttons, at times a side panel, and text, a scale and a mark burnt in", console},
	{"screen photo", "a phone's photo of a monitor that shows it: askew, with bezel and room, moire, blur, a reflection, uneven light, noise, JPEG", screenPhoto},
	{"pasted small", "on a page or slide of 1,000 to 1,400 pixels height with heading and text, 30 to 40 % of its width", page},
	{"grey, inverted, mirrored, cropped", "greys, dark and bright exchanged, left and right exchanged, and 70 % of the area kept", chain},
}

// between draws from a range.
func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// either draws one of several.
func either[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// Named is the transform of that name. It panics where All has none.
func Named(name string) Transform {
	for _, t := range All {
		if t.Name == name {
			return t
		}
	}
	panic("distort: no transform " + name)
}
