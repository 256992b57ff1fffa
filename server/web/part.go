package web

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"lynceus/storage/catalogue"
)

// A part of a picture to ask with: a polygon in fractions of the upright picture.
type part [][2]float64

// Limits of a part. A smaller one has too little in it to be found by.
const (
	mostPartCorners = 64
	leastPart       = 0.001 // of the picture's area
	longestPart     = 8 << 10
)

// partOf reads the part that a form or an address names: region, a polygon as JSON,
// or left, top, width and height in per cent, which people can type. None is nil.
func partOf(f form) (part, error) {
	if s := f.one("region"); s != "" {
		var p part
		if len(s) > longestPart || json.Unmarshal([]byte(s), &p) != nil {
			return nil, invalid("region", "part")
		}
		return p, p.check()
	}
	var box [4]float64
	for i, name := range []string{"left", "top", "width", "height"} {
		s := strings.Replace(f.one(name), ",", ".", 1)
		if s == "" {
			if i == 0 {
				return nil, nil
			}
			return nil, invalid("region", "part")
		}
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(n) || n < 0 || n > 100 {
			return nil, invalid("region", "part")
		}
		box[i] = n / 100
	}
	x1, y1 := min(box[0]+box[2], 1), min(box[1]+box[3], 1)
	p := part{{box[0], box[1]}, {x1, box[1]}, {x1, y1}, {box[0], y1}}
	return p, p.check()
}

func (p part) check() error {
	if len(p) < 3 || len(p) > mostPartCorners {
		return invalid("region", "part")
	}
	area := 0.0 // twice the signed area, by the shoelace formula
	for i, a := range p {
		if !(a[0] >= 0 && a[0] <= 1 && a[1] >= 0 && a[1] <= 1) { // false for NaN too
			return invalid("region", "part")
		}
		b := p[(i+1)%len(p)]
		area += a[0]*b[1] - b[0]*a[1]
	}
	if math.Abs(area)/2 <= leastPart {
		return invalid("region", "part_small")
	}
	return nil
}

// box is the rectangle around a part, in fractions.
func (p part) box() (x, y, w, h float64) {
	x, y = 1, 1
	var x1, y1 float64
	for _, c := range p {
		x, y, x1, y1 = min(x, c[0]), min(y, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	return x, y, x1 - x, y1 - y
}

// whole brings a polygon in fractions of the part's rectangle into those of the
// whole picture. Without a part it stays.
func (p part) whole(polygon [][2]float64) [][2]float64 {
	if p == nil {
		return polygon
	}
	x, y, w, h := p.box()
	out := make([][2]float64, len(polygon))
	for i, c := range polygon {
		out[i] = [2]float64{x + c[0]*w, y + c[1]*h}
	}
	return out
}

// Part is the part that was asked with, in a form and drawn over the picture.
type Part struct {
	Left, Top, Width, Height string // per cent
	Outline                  *Outline
}

func shownPart(p part, width, height int) *Part {
	if p == nil {
		return nil
	}
	x, y, w, h := p.box()
	percent := func(v float64) string { return strconv.FormatFloat(math.Round(1000*v)/10, 'f', -1, 64) }
	return &Part{percent(x), percent(y), percent(w), percent(h), outline(p, width, height)}
}

// storedPart is the part of a stored picture that an address names, by its polygon
// or by the id of a region of that very picture.
func (c *call) storedPart(p catalogue.Picture) (part, error) {
	q := form(c.Request.URL.Query())
	if err := q.check(); err != nil {
		return nil, err
	}
	id := q.one("region_id")
	if id == "" {
		return partOf(q)
	}
	for _, r := range p.Regions {
		if r.ID != id {
			continue
		}
		asked := part(r.Polygon)
		if len(asked) > mostPartCorners { // drawn finely: the rectangle around it
			x, y, w, h := asked.box()
			asked = part{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
		}
		return asked, asked.check()
	}
	return nil, errNotFound
}
