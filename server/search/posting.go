package search

import (
	"lynceus/imaging/feature"
	"lynceus/imaging/fingerprint"
)

// posting is one local feature as the index keeps it, under its word.
type posting struct {
	word     uint16
	mark     uint16 // the feature's signature: tells apart those that share a word
	geometry geometry
}

// geometry is where a feature lies and how it stands, coarsely, from the low bits
// up: its frame's direction in sixteenths of a quarter turn, 4 bits; its size in
// half octaves, 5 bits; the row and column of the 8x8 parts of the picture that it
// is in, 3 bits each. The highest bit is not used.
type geometry uint16

const (
	circle = 64 // steps of direction in a full turn
	parts  = 64 // of a picture
)

func geometryOf(f *feature.Feature) geometry {
	return geometry(f.Turn>>4) | geometry(min(f.Size>>2, 31))<<4 | geometry(f.Y>>13)<<9 | geometry(f.X>>13)<<12
}

// turn is in sixteenths of a quarter turn, -8 to 7.
func (g geometry) turn() int { return int(g&15^8) - 8 }
func (g geometry) size() int { return int(g >> 4 & 31) }
func (g geometry) part() int { return int(g >> 9 & (parts - 1)) }

// postingsOf is what the index keeps of the features of a picture. It looks every
// feature up in the vocabulary, which is most of the work of adding a picture.
func postingsOf(f *fingerprint.Fingerprint) []posting {
	if f.Flat || len(f.Features) == 0 {
		return nil
	}
	list := make([]posting, len(f.Features))
	for i := range f.Features {
		at := &f.Features[i]
		list[i] = posting{at.Bits.Word(), at.Bits.Signature(), geometryOf(at)}
	}
	return list
}
