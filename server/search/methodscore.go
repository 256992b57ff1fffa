package search

import (
	"math"
	"slices"
	"strings"

	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// MethodScore says how far two cases were hidden alike, in four parts of 0 to 1
// and their weighted mean.
type MethodScore struct {
	Score    float64 `json:"score"`
	Codes    float64 `json:"codes"`              // concealment and construction in common
	Regions  float64 `json:"regions"`            // likeness of the kinds of things that regions show
	Load     float64 `json:"load"`               // cover load, by heading or chapter, and means of transport
	Position float64 `json:"position,omitempty"` // of the hide in its host; absent where it was not drawn on both
}

// Weights of the parts. Codes are people's own word; what is absent has none.
const (
	codesWeight    = 4
	regionsWeight  = 2
	loadWeight     = 2
	positionWeight = 1
)

func (s *MethodScore) total() {
	sum, weights := codesWeight*s.Codes+regionsWeight*s.Regions+loadWeight*s.Load, float64(codesWeight+regionsWeight+loadWeight)
	if s.Position > 0 {
		sum, weights = sum+positionWeight*s.Position, weights+positionWeight
	}
	s.Score = sum / weights
}

// score compares all but the looks.
func (q *Method) score(o *Method) *MethodScore {
	s := &MethodScore{Codes: 0.8 * overlap(q.Concealment, o.Concealment)}
	if q.Construction != "" && q.Construction == o.Construction {
		s.Codes += 0.2
	}
	if q.Construction == "" || o.Construction == "" {
		s.Codes /= 0.8
	}
	if q.Means != "" && q.Means == o.Means {
		s.Load += 0.5
	}
	switch {
	case q.Cover == "" || o.Cover == "":
	case q.Cover == o.Cover:
		s.Load += 0.5
	case q.Cover[:min(2, len(q.Cover))] == o.Cover[:min(2, len(o.Cover))]:
		s.Load += 0.3
	}
	if q.Place != nil && o.Place != nil {
		s.Position = q.Place.near(o.Place)
	}
	return s
}

// overlap is codes in common over codes of either; half for those of one group.
func overlap(a, b []string) (share float64) {
	var common float64
	for _, c := range a {
		group, _, _ := strings.Cut(c, ".")
		switch {
		case slices.Contains(b, c):
			common++
		case slices.ContainsFunc(b, func(d string) bool { g, _, _ := strings.Cut(d, "."); return g == group }):
			common += 0.5
		}
	}
	return min(common/max(float64(len(a)+len(b))-common, 1), 1)
}

// place is the box of the regions drawn on a picture, in fractions of its width and height.
type place struct{ x0, y0, x1, y1 float64 }

func placeOf(regions []catalogue.Region) *place {
	p := place{1, 1, 0, 0}
	for _, r := range regions {
		for _, c := range r.Polygon {
			p.x0, p.y0 = min(p.x0, c[0]), min(p.y0, c[1])
			p.x1, p.y1 = max(p.x1, c[0]), max(p.y1, c[1])
		}
	}
	if p.x1 <= p.x0 || p.y1 <= p.y0 {
		return nil
	}
	return &p
}

// near is 1 for the same middle and 0 for opposite corners. A scan may be mirrored
// from left to right: the nearer of the two counts.
func (p *place) near(o *place) float64 {
	x, y := (p.x0+p.x1)/2, (p.y0+p.y1)/2
	ox, oy := (o.x0+o.x1)/2, (o.y0+o.y1)/2
	return 1 - min(math.Hypot(x-ox, y-oy), math.Hypot(1-x-ox, y-oy))/math.Sqrt2
}

// views are those of a picture that the place fills best; all but the whole where
// nothing was drawn, for a whole picture says little of what is hidden in it.
func (p *place) views(f *fingerprint.Fingerprint) []fingerprint.View {
	if len(f.Views) < 2 {
		return f.Views
	}
	if p == nil {
		return f.Views[1:]
	}
	share := func(v *fingerprint.View) float64 { // of what either covers
		const unit = 65535
		x0, y0, x1, y1 := float64(v.Box.X0)/unit, float64(v.Box.Y0)/unit, float64(v.Box.X1)/unit, float64(v.Box.Y1)/unit
		both := max(0, min(x1, p.x1)-max(x0, p.x0)) * max(0, min(y1, p.y1)-max(y0, p.y0))
		return both / ((x1-x0)*(y1-y0) + (p.x1-p.x0)*(p.y1-p.y0) - both)
	}
	best := 0
	for i := range f.Views {
		if share(&f.Views[i]) > share(&f.Views[best]) {
			best = i
		}
	}
	return f.Views[best : best+1]
}
