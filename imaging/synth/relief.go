package synth

import (
	"image"
	"math"
	"math/rand/v2"
)

// relief is a surface seen from above under a lamp: its height in pixels, its
// colour in linear light, and how much it shines.
type relief struct {
	w, h   int
	height []float32
	colour [][3]float32
	shine  []float32
}

func newRelief(w, h int) *relief {
	return &relief{w: w, h: h, height: make([]float32, w*h), colour: make([][3]float32, w*h), shine: make([]float32, w*h)}
}

// skin is what a body is covered with, at a place in its own coordinates: its
// colour, its shine and its roughness as a height in pixels.
type skin func(x, y float64) (colour [3]float32, shine, rough float32)

// ground covers everything with a skin.
func (r *relief) ground(s skin) {
	for y := range r.h {
		for x := range r.w {
			i := y*r.w + x
			c, shine, rough := s(float64(x), float64(y))
			r.colour[i], r.shine[i], r.height[i] = c, shine, rough
		}
	}
}

// body is a block with rounded corners and edges, turned on its place. A
// negative height digs a hole with walls.
type body struct {
	x, y, w, h, turn float64 // centre and size in pixels, degrees
	height           float64
	corner, edge     float64 // radius of the corners seen from above, width over which the rim falls
	skin             skin
}

// put lays a body on what is there.
func (r *relief) put(b body) {
	sin, cos := math.Sincos(b.turn * math.Pi / 180)
	reach := math.Hypot(b.w, b.h)/2 + 2
	x0, x1 := max(int(b.x-reach), 0), min(int(b.x+reach)+1, r.w)
	y0, y1 := max(int(b.y-reach), 0), min(int(b.y+reach)+1, r.h)
	hw, hh := b.w/2-b.corner, b.h/2-b.corner
	base := r.under(b)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			dx, dy := float64(x)-b.x, float64(y)-b.y
			lx, ly := dx*cos+dy*sin, dy*cos-dx*sin
			qx, qy := abs(lx)-hw, abs(ly)-hh
			d := math.Hypot(max(qx, 0), max(qy, 0)) + min(max(qx, qy), 0) - b.corner // below 0 within
			cover := float32(min(max(.5-d, 0), 1))
			if cover == 0 {
				continue
			}
			i := y*r.w + x
			c, shine, rough := b.skin(lx, ly)
			rim := 1.0
			if b.edge > 0 && -d < b.edge {
				u := 1 + d/b.edge
				rim = sqrt(max(0, 1-u*u))
			}
			top := base + float32(b.height*rim) + rough
			if b.height < 0 {
				top = r.height[i] + float32(b.height*rim) + rough
			} else if top < r.height[i] {
				continue // something already lies higher here
			}
			r.height[i] += (top - r.height[i]) * cover
			for k := range c {
				r.colour[i][k] += (c[k] - r.colour[i][k]) * cover
			}
			r.shine[i] += (shine - r.shine[i]) * cover
		}
	}
}

// under is the height on which a body comes to rest: about the mean of what it covers.
func (r *relief) under(b body) float32 {
	var sum float32
	n := 0
	for i := range 25 {
		x, y := b.x+b.w*.35*float64(i%5-2)/2, b.y+b.h*.35*float64(i/5-2)/2
		if ix, iy := int(x), int(y); ix >= 0 && iy >= 0 && ix < r.w && iy < r.h {
			sum += r.height[iy*r.w+ix]
			n++
		}
	}
	return sum / float32(max(n, 1))
}

// lamp is where the light comes from, in fractions of the picture, and its colour.
type lamp struct {
	x, y, z float64
	colour  [3]float32
	fill    float32 // light from everywhere
}

// lit shades the relief: a lamp with falloff and cast shadows, light from
// everywhere that reaches hollows less, and highlights.
func (r *relief) lit(l lamp) [][3]float32 {
	out := make([][3]float32, r.w*r.h)
	low := r.shrunk(8)
	lx, ly, lz := float32(l.x*float64(r.w)), float32(l.y*float64(r.h)), float32(l.z*float64(r.w))
	for y := range r.h {
		for x := range r.w {
			i := y*r.w + x
			z := r.height[i]
			dzx := (r.height[y*r.w+min(x+1, r.w-1)] - r.height[y*r.w+max(x-1, 0)]) / 2
			dzy := (r.height[min(y+1, r.h-1)*r.w+x] - r.height[max(y-1, 0)*r.w+x]) / 2
			n := 1 / root(dzx*dzx+dzy*dzy+1)
			vx, vy, vz := lx-float32(x), ly-float32(y), lz-z
			far := root(vx*vx + vy*vy + vz*vz)
			vx, vy, vz = vx/far, vy/far, vz/far
			facing := max(0, (-dzx*vx-dzy*vy+vz)*n)
			falloff := lz * lz / (far * far)
			seen := r.shadow(x, y, z, vx, vy, vz)
			hollow := min(max(1+(z-low.at(x, y))*.022, .25), 1.15)
			// Halfway between the lamp and the eye, which is above.
			hz := vz + 1
			hn := 1 / root(vx*vx+vy*vy+hz*hz)
			gloss := max(0, (-dzx*vx-dzy*vy+hz)*n*hn)
			gloss *= gloss
			gloss *= gloss
			gloss *= gloss
			gloss *= gloss
			spot := r.shine[i] * gloss * gloss * seen * falloff
			for k := range 3 {
				light := l.fill*hollow + l.colour[k]*facing*seen*falloff
				out[i][k] = r.colour[i][k]*light + l.colour[k]*spot
			}
		}
	}
	return out
}

// shadow is 1 where the lamp is seen from a point, 0 where something stands between, soft at its rim.
func (r *relief) shadow(x, y int, z, vx, vy, vz float32) float32 {
	flat := root(vx*vx + vy*vy)
	if flat < .01 {
		return 1
	}
	sx, sy, sz := vx/flat, vy/flat, vz/flat
	seen := float32(1)
	for t := float32(2); t < 90; t *= 1.28 {
		px, py := x+int(sx*t), y+int(sy*t)
		if px < 0 || py < 0 || px >= r.w || py >= r.h {
			break
		}
		over := r.height[py*r.w+px] - (z + sz*t) - 1
		if over > 0 {
			seen = min(seen, max(0, 1-over/(1+t*.12)))
		}
	}
	return seen
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// shrunk is the mean height of the surroundings, for hollows.
func (r *relief) shrunk(by int) *lowland {
	l := &lowland{by: by, w: r.w/by + 1, h: r.h/by + 1}
	l.z = make([]float32, l.w*l.h)
	n := make([]float32, l.w*l.h)
	for y := range r.h {
		for x := range r.w {
			k := y/by*l.w + x/by
			l.z[k] += r.height[y*r.w+x]
			n[k]++
		}
	}
	for k := range l.z {
		l.z[k] /= max(n[k], 1)
	}
	for range 3 {
		blur(l.z, l.w, l.h, .3)
	}
	return l
}

type lowland struct {
	by, w, h int
	z        []float32
}

func (l *lowland) at(x, y int) float32 {
	fx, fy := (float32(x)-float32(l.by)/2)/float32(l.by), (float32(y)-float32(l.by)/2)/float32(l.by)
	fx, fy = max(fx, 0), max(fy, 0)
	ix, iy := min(int(fx), l.w-2), min(int(fy), l.h-2)
	if ix < 0 || iy < 0 {
		return l.z[0]
	}
	u, v := min(fx-float32(ix), 1), min(fy-float32(iy), 1)
	p := l.z[iy*l.w+ix:]
	a := p[0] + (p[1]-p[0])*u
	b := p[l.w] + (p[l.w+1]-p[l.w])*u
	return a + (b-a)*v
}

// camera takes the picture: from a little aside, so that straight lines converge,
// with a darker rim and the noise of a small sensor.
func camera(light [][3]float32, w, h int, r *rand.Rand) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	tiltX, tiltY := between(r, -.10, .10), between(r, -.16, -.04)
	roll := between(r, -.03, .03)
	zoom := 1 - 1.05*(abs(tiltX)+abs(tiltY))/2 - abs(roll)*.6
	q := quick(r.Uint32() | 1)
	bell := bells()
	var curve [4097]uint8
	for i := range curve {
		x := float64(i) / 4096 * 1.6
		x = x * (1 + x*.12) / (1 + x*.55) // a film's shoulder
		curve[i] = uint8(min(255*math.Pow(x, 1/2.2), 255))
	}
	for y := range h {
		for x := range w {
			u, v := (float64(x)/float64(w)-.5)*2, (float64(y)/float64(h)-.5)*2
			k := zoom / (1 + tiltX*u + tiltY*v)
			sx, sy := (u+roll*v)*k, (v-roll*u)*k
			fx, fy := (sx+1)/2*float64(w-1), (sy+1)/2*float64(h-1)
			ix, iy := min(max(int(fx), 0), w-2), min(max(int(fy), 0), h-2)
			a, b := float32(min(max(fx-float64(ix), 0), 1)), float32(min(max(fy-float64(iy), 0), 1))
			rim := float32(1 - .22*(u*u+v*v)/2)
			grain := bell[q.next()>>18]
			for c := range 3 {
				p := light[iy*w+ix][c]*(1-a) + light[iy*w+ix+1][c]*a
				s := light[(iy+1)*w+ix][c]*(1-a) + light[(iy+1)*w+ix+1][c]*a
				t := (p*(1-b) + s*b) * rim
				t += (grain*.7 + bell[q.next()>>18]*.5) * .006 * (.4 + root(max(t, 0)))
				img.Pix[4*(y*w+x)+c] = curve[int(min(max(t/1.6, 0), 1)*4096)]
			}
			img.Pix[4*(y*w+x)+3] = 255
		}
	}
	return img
}
