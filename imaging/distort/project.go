package distort

import (
	"image"
	"math"
)

// quad is where the corners of a picture come to lie, in pixels: top left, top
// right, bottom right, bottom left.
type quad [4][2]float64

// homography maps points of a plane on those of another, in homogeneous
// coordinates; the element at the lower right is 1.
type homography [9]float64

// toSquare maps the corners of q on those of the square from (0, 0) to (w, h).
// It solves the eight linear equations of four point pairs (Hartley and
// Zisserman, Multiple View Geometry, 4.1) by elimination. Three corners on one
// line have no answer, and nobody draws such a quad here.
func (q quad) toSquare(w, h float64) homography {
	to := quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
	var a [8][9]float64
	for i, p := range q {
		x, y, u, v := p[0], p[1], to[i][0], to[i][1]
		a[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		a[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	for c := range a {
		best := c
		for k := c; k < 8; k++ {
			if math.Abs(a[k][c]) > math.Abs(a[best][c]) {
				best = k
			}
		}
		a[c], a[best] = a[best], a[c]
		for k := range a {
			if k == c {
				continue
			}
			f := a[k][c] / a[c][c]
			for j := c; j < 9; j++ {
				a[k][j] -= f * a[c][j]
			}
		}
	}
	m := homography{8: 1}
	for i := range a {
		m[i] = a[i][8] / a[i][i]
	}
	return m
}

func (m *homography) at(x, y float64) (u, v float64) {
	d := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d
}

// taps are the places in a pixel where a projected picture is looked up.
var taps = [4][2]float64{{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}}

// project lays m over out, its corners at q. Each pixel is the mean of four
// interpolated samples; edges are mixed with what lies below.
func project(out, m *image.NRGBA, q quad) {
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	back := q.toSquare(w, h)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sum [3]float64
			inside := 0.0
			for _, t := range taps {
				u, v := back.at(float64(x)+t[0], float64(y)+t[1])
				if u < 0 || v < 0 || u >= w || v >= h {
					continue
				}
				inside++
				c := sample(m, u, v)
				for k := range sum {
					sum[k] += c[k]
				}
			}
			if inside == 0 {
				continue
			}
			p := out.Pix[y*out.Stride+4*x:]
			for k := range sum {
				p[k] = uint8((sum[k]+(4-inside)*float64(p[k]))/4 + 0.5)
			}
		}
	}
}

// sample interpolates m between the centres of its pixels, 0 to 255 a channel.
func sample(m *image.NRGBA, u, v float64) (c [3]float64) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	u, v = u-0.5, v-0.5
	x, y := math.Floor(u), math.Floor(v)
	fx, fy := u-x, v-y
	x0, y0 := max(int(x), 0), max(int(y), 0)
	x1, y1 := min(int(x)+1, w-1), min(int(y)+1, h-1)
	p00, p10 := m.Pix[y0*m.Stride+4*x0:], m.Pix[y0*m.Stride+4*x1:]
	p01, p11 := m.Pix[y1*m.Stride+4*x0:], m.Pix[y1*m.Stride+4*x1:]
	for k := range c {
		top := float64(p00[k])*(1-fx) + float64(p10[k])*fx
		bottom := float64(p01[k])*(1-fx) + float64(p11[k])*fx
		c[k] = top*(1-fy) + bottom*fy
	}
	return c
}
