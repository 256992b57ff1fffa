// Package render makes what is shown: renditions that carry pixels and nothing
// else. Work stays in planes, and each level is made from the one before it.
package render

import (
	"fmt"
	"io/fs"
	"slices"

	"lynceus/imaging/decode"
)

// Version of the renditions. It is part of their object keys; a change of it
// has every picture rendered again in the background.
const Version = 1

// Least is the longer side, in pixels, that Make asks of a decoder. It is a
// little less than the largest level, so that a JPEG of 12 megapixels (4000 or
// 4032 across) may be decoded at half its size, which is not to be told from the
// full one on a screen and takes half the processor time.
const Least = 1920

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

// Levels are all renditions, each made from the one before.
var Levels = []Level{
	{"large", 2048, 86},
	{"view", 1024, 86},
	{"thumb", 256, 84},
}

// Rendition is one encoded level: a baseline JPEG, upright, without metadata.
type Rendition struct {
	Name          string
	Width, Height int
	JPEG          []byte
}

// Set is all that render makes of one picture.
type Set struct {
	Width, Height int         // of the picture, upright, at full size
	Window        *Window     // for greys of more than 8 bits; else nil
	Renditions    []Rendition // large, view, thumb, or those of them that were asked for

	// The levels before they are encoded: 8 bits, upright, windowed. In a small
	// picture they are one.
	Large, View, Thumb *decode.Raster
}

// Make renders the levels of p, and encodes those that are named: all, where none
// is. None is larger than p's raster. The error is fs.ErrInvalid for a raster whose
// planes do not have the sizes that it claims.
func Make(p *decode.Picture, names ...string) (*Set, error) {
	if err := check(p); err != nil {
		return nil, fmt.Errorf("render %dx%d: %w", p.Width, p.Height, err)
	}
	s := &Set{Width: p.FullWidth, Height: p.FullHeight}
	if turnOf(p.Orientation).transpose {
		s.Width, s.Height = s.Height, s.Width
	}
	if p.Y16 != nil {
		w := windowOf(p)
		s.Window = &w
	}
	s.Large = smaller(upright(p, Levels[0].Side, s.Window), Levels[0].Side)
	s.View = smaller(s.Large, Levels[1].Side)
	s.Thumb = smaller(s.View, Levels[2].Side)
	var last *decode.Raster
	var lastLevel Level
	for i, level := range [...]*decode.Raster{s.Large, s.View, s.Thumb} {
		l := Levels[i]
		if len(names) > 0 && !slices.Contains(names, l.Name) {
			continue
		}
		if level == last && l.Quality == lastLevel.Quality { // a small picture is encoded once
			s.Renditions = append(s.Renditions, Rendition{l.Name, level.Width, level.Height, s.Renditions[len(s.Renditions)-1].JPEG})
			continue
		}
		jpeg, err := encode(level, l.Quality)
		if err != nil {
			return nil, fmt.Errorf("render %s: %w", l.Name, err)
		}
		s.Renditions = append(s.Renditions, Rendition{l.Name, level.Width, level.Height, jpeg})
		last, lastLevel = level, l
	}
	return s, nil
}

func check(p *decode.Picture) error {
	n, chroma := p.Width*p.Height, p.ChromaW*p.ChromaH
	switch {
	case p.Width < 1 || p.Height < 1 || p.FullWidth < p.Width || p.FullHeight < p.Height:
	case len(p.Y)+len(p.Y16) != n || len(p.Y) > 0 && len(p.Y16) > 0:
	case len(p.Cb) != chroma || len(p.Cr) != chroma || chroma > 0 && len(p.Y) == 0:
	case chroma > 0 && (step(p.Width, p.ChromaW) == 0 || step(p.Height, p.ChromaH) == 0):
	default:
		return nil
	}
	return fmt.Errorf("planes do not fit the picture: %w", fs.ErrInvalid)
}

// fit is the size in which a picture of w x h fits a square of side pixels. It
// never enlarges and never vanishes.
func fit(w, h, side int) (int, int) {
	if longer := max(w, h); longer > side {
		w, h = (w*side+longer/2)/longer, (h*side+longer/2)/longer
	}
	return max(w, 1), max(h, 1)
}
