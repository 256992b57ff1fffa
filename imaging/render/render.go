// Package render makes what is shown: renditions that carry pixels and nothing
// else. Work stays in planes, and each level is made from the one before it.
package render

import "lynceus/imaging/decode"

// Version of the renditions. It is part of their object keys; a change of it
// has every picture rendered again in the background.
const Version = 1

// Window is the range of 16-bit greys that the renditions spread over 0 to 255.
type Window struct {
	Low  uint16 `json:"low"`
	High uint16 `json:"high"`
}

// Level is a size of rendition: the picture fits a square of Side pixels.
type Level struct {
	Name    string
	Side    int
	Quality int // of JPEG, 1 to 100
}

// Rendition is one encoded level: a baseline JPEG, upright, without metadata.
type Rendition struct {
	Name          string
	Width, Height int
	JPEG          []byte
}

// Set is all that render makes of one picture.
type Set struct {
	Width, Height int            // of the picture, upright, at full size
	Window        *Window        // for greys of more than 8 bits; else nil
	Renditions    []Rendition    // large, view, thumb
	Thumb         *decode.Raster // 8 bits, upright, windowed, fits 256: what the fingerprint reads
}

// Make renders the levels of p.
func Make(p *decode.Picture) (*Set, error) { panic("unbuilt") }
