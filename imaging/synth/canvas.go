package synth

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// canvas gathers optical depth at the low and the high energy.
type canvas struct {
	w, h    int
	lo, hi  []float32
	raster  vector.Rasterizer
	cover   image.Alpha
	scratch []uint8
}

func newCanvas(w, h int) *canvas {
	return &canvas{w: w, h: h, lo: make([]float32, w*h), hi: make([]float32, w*h)}
}

// affine maps local coordinates to pixels: x' = a x + b y + c, y' = d x + e y + f.
type affine [6]float64

func (m affine) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[1]*y + m[2], m[3]*x + m[4]*y + m[5]
}

// then is the map that applies n first.
func (m affine) then(n affine) affine {
	return affine{
		m[0]*n[0] + m[1]*n[3], m[0]*n[1] + m[1]*n[4], m[0]*n[2] + m[1]*n[5] + m[2],
		m[3]*n[0] + m[4]*n[3], m[3]*n[1] + m[4]*n[4], m[3]*n[2] + m[4]*n[5] + m[5],
	}
}

func (m affine) inverse() affine {
	d := m[0]*m[4] - m[1]*m[3]
	a, b, c, e := m[4]/d, -m[1]/d, -m[3]/d, m[0]/d
	return affine{a, b, -(a*m[2] + b*m[5]), c, e, -(c*m[2] + e*m[5])}
}

// pen draws on a canvas in coordinates of its own.
type pen struct {
	canvas *canvas
	m      affine
	hard   float32     // factor on thickness: how little the beam minds
	extent *[4]float64 // if set, grows by what is drawn: left, top, right, bottom in pixels
}

// at moves the origin, turn rotates about it in degrees, clockwise on the
// picture, and sized scales.
func (p pen) at(x, y float64) pen { p.m = p.m.then(affine{1, 0, x, 0, 1, y}); return p }

func (p pen) turn(degrees float64) pen {
	s, c := math.Sincos(degrees * math.Pi / 180)
	p.m = p.m.then(affine{c, -s, 0, s, c, 0})
	return p
}

func (p pen) sized(fx, fy float64) pen { p.m = p.m.then(affine{fx, 0, 0, 0, fy, 0}); return p }

// path is a list of closed outlines; one that runs the other way round makes a hole.
type path [][]point

type point struct{ x, y float64 }

// pts reads x, y pairs.
func pts(c ...float64) []point {
	out := make([]point, len(c)/2)
	for i := range out {
		out[i] = point{c[2*i], c[2*i+1]}
	}
	return out
}

// profile is a thickness in centimetres at a place in local coordinates.
type profile func(x, y float64) float32

// flat is the same thickness everywhere.
func flat(t float64) profile { return func(x, y float64) float32 { return float32(t) } }

// fill adds what lies within the outlines.
func (p pen) fill(m material, outlines path, t profile) {
	c := p.canvas
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, line := range outlines {
		for _, q := range line {
			x, y := p.m.apply(q.x, q.y)
			left, right = min(left, x), max(right, x)
			top, bottom = min(top, y), max(bottom, y)
		}
	}
	if e := p.extent; e != nil {
		*e = [4]float64{min(e[0], left), min(e[1], top), max(e[2], right), max(e[3], bottom)}
	}
	x0, y0 := max(int(math.Floor(left)), 0), max(int(math.Floor(top)), 0)
	x1, y1 := min(int(math.Ceil(right)), c.w), min(int(math.Ceil(bottom)), c.h)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	w, h := x1-x0, y1-y0
	c.raster.Reset(w, h)
	for _, line := range outlines {
		for i, q := range line {
			x, y := p.m.apply(q.x, q.y)
			if fx, fy := float32(x-float64(x0)), float32(y-float64(y0)); i == 0 {
				c.raster.MoveTo(fx, fy)
			} else {
				c.raster.LineTo(fx, fy)
			}
		}
		c.raster.ClosePath()
	}
	if cap(c.scratch) < w*h {
		c.scratch = make([]uint8, w*h)
	}
	c.cover = image.Alpha{Pix: c.scratch[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
	clear(c.cover.Pix)
	c.raster.Draw(&c.cover, c.cover.Rect, image.Opaque, image.Point{})

	inv := p.m.inverse()
	lo, hi := m.lo*p.hard/255, m.hi*p.hard/255
	for y := range h {
		cover := c.cover.Pix[y*w:][:w]
		at := (y0+y)*c.w + x0
		for x, a := range cover {
			if a == 0 {
				continue
			}
			lx, ly := inv.apply(float64(x0+x)+.5, float64(y0+y)+.5)
			d := t(lx, ly) * float32(a)
			c.lo[at+x] += d * lo
			c.hi[at+x] += d * hi
		}
	}
}

func (p pen) poly(m material, t float64, outline []point) { p.fill(m, path{outline}, flat(t)) }

func (p pen) rect(m material, t, x, y, w, h float64) {
	p.poly(m, t, pts(x, y, x+w, y, x+w, y+h, x, y+h))
}

// round is a rectangle with corners of radius r.
func (p pen) round(m material, t, x, y, w, h, r float64) { p.poly(m, t, rounded(x, y, w, h, r)) }

// frame is the wall of a rounded rectangle, wall wide.
func (p pen) frame(m material, t, x, y, w, h, r, wall float64) {
	p.fill(m, path{rounded(x, y, w, h, r), reversed(rounded(x+wall, y+wall, w-2*wall, h-2*wall, max(r-wall, 0)))}, flat(t))
}

// ball is an ellipsoid, deep at its middle.
func (p pen) ball(m material, deep, x, y, rx, ry float64) {
	p.fill(m, path{ellipse(x, y, rx, ry)}, func(px, py float64) float32 {
		u, v := (px-x)/rx, (py-y)/ry
		return float32(deep * math.Sqrt(max(0, 1-u*u-v*v)))
	})
}

func (p pen) disc(m material, t, x, y, r float64) { p.poly(m, t, ellipse(x, y, r, r)) }

func (p pen) ring(m material, t, x, y, outer, inner float64) {
	p.fill(m, path{ellipse(x, y, outer, outer), reversed(ellipse(x, y, inner, inner))}, flat(t))
}

// rod is a solid cylinder of diameter d lying from one point to the other; with a
// wall it is a pipe.
func (p pen) rod(m material, d, wall, x0, y0, x1, y1 float64) {
	long := math.Hypot(x1-x0, y1-y0)
	q := p.at(x0, y0).turn(math.Atan2(y1-y0, x1-x0) * 180 / math.Pi)
	r := d / 2
	q.fill(m, path{pts(0, -r, long, -r, long, r, 0, r)}, func(_, y float64) float32 {
		t := math.Sqrt(max(0, r*r-y*y))
		if inner := r - wall; wall > 0 {
			t -= math.Sqrt(max(0, inner*inner-y*y))
		}
		return float32(2 * t)
	})
}

// can is an upright cylinder from the side: w wide, h high.
func (p pen) can(m material, x, y, w, h, wall float64) { p.rod(m, w, wall, x+w/2, y, x+w/2, y+h) }

// line is a band of the given width along points.
func (p pen) line(m material, t, width float64, points []point) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		l := math.Hypot(b.x-a.x, b.y-a.y)
		if l == 0 {
			continue
		}
		nx, ny := -(b.y-a.y)/l*width/2, (b.x-a.x)/l*width/2
		p.poly(m, t, pts(a.x+nx, a.y+ny, b.x+nx, b.y+ny, b.x-nx, b.y-ny, a.x-nx, a.y-ny))
	}
}

// hull is a hollow body of sheet: both sheets seen face on, and the rim edge on,
// where the beam runs along the metal.
func (p pen) hull(m material, sheet, rim, width float64, outline []point) {
	p.poly(m, 2*sheet, outline)
	p.line(m, rim, width, append(outline, outline[0]))
}

func rounded(x, y, w, h, r float64) []point {
	r = max(0, min(r, w/2, h/2))
	var out []point
	for i, c := range [4][2]float64{{x + w - r, y + r}, {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}} {
		for k := 0; k <= 6; k++ {
			s, co := math.Sincos((float64(i) - 1 + float64(k)/6) * math.Pi / 2)
			out = append(out, point{c[0] + r*co, c[1] + r*s})
		}
	}
	return out
}

func ellipse(x, y, rx, ry float64) []point {
	const n = 48
	out := make([]point, n)
	for i := range out {
		s, c := math.Sincos(2 * math.Pi * float64(i) / n)
		out[i] = point{x + rx*c, y + ry*s}
	}
	return out
}

func reversed(line []point) []point {
	out := make([]point, len(line))
	for i, q := range line {
		out[len(line)-1-i] = q
	}
	return out
}

// smooth rounds an open or closed line by running a Catmull-Rom spline through its points.
func smooth(line []point, closed bool) []point {
	n := len(line)
	get := func(i int) point {
		if closed {
			return line[(i+n)%n]
		}
		return line[min(max(i, 0), n-1)]
	}
	var out []point
	last := n
	if !closed {
		last = n - 1
	}
	for i := range last {
		a, b, c, d := get(i-1), get(i), get(i+1), get(i+2)
		for k := range 8 {
			t := float64(k) / 8
			f := func(a, b, c, d float64) float64 {
				return .5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-a-3*c+d)*t*t*t)
			}
			out = append(out, point{f(a.x, b.x, c.x, d.x), f(a.y, b.y, c.y, d.y)})
		}
	}
	if !closed {
		out = append(out, line[n-1])
	}
	return out
}
