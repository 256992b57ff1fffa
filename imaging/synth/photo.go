package synth

import (
	"image"
	"math"
	"math/rand/v2"
)

// Shot is what a photo shows; the names are those of the technique codes.
type Shot string

const (
	Closed  Shot = "PHO" // before opening
	Exposed Shot = "PHX" // the hide laid open
	Goods   Shot = "PHG" // what was in it, laid out
)

// PhotoSpec says what to photograph. The closed and the exposed shot of one Seed
// show the same place.
type PhotoSpec struct {
	Shot          Shot
	Hide          string // concealment code: it decides on the place
	Seed          uint64
	Width, Height int // 0 is 1280 x 960
}

// Photo is a photo as an officer's telephone takes it.
func Photo(s PhotoSpec) *image.NRGBA {
	if s.Width == 0 {
		s.Width, s.Height = 1280, 960
	}
	place := rand.New(rand.NewPCG(s.Seed, 11))
	moment := rand.New(rand.NewPCG(s.Seed, uint64(s.Shot[2])))
	p := &photo{relief: newRelief(s.Width, s.Height), place: place, k: float64(s.Width) / 1280}
	p.wrap = pick(place, wrappings...)
	p.emblem = place.IntN(4)
	if s.Shot == Goods {
		p.table(moment)
	} else {
		p.hideout(s.Hide, s.Shot == Exposed)
	}
	l := lamp{
		x: between(moment, .25, .75), y: between(moment, .05, .45), z: between(moment, .42, .65),
		colour: pick(moment, [3]float32{1.6, 1.5, 1.36}, [3]float32{1.45, 1.5, 1.6}, [3]float32{1.65, 1.45, 1.2}),
		fill:   float32(between(moment, .22, .32)),
	}
	return camera(p.lit(l), s.Width, s.Height, moment)
}

type photo struct {
	*relief
	place  *rand.Rand
	k      float64 // pixels of this picture for one of a picture 1280 wide
	wrap   [3]float32
	emblem int
}

// put lays a body given in pixels of a picture 1280 wide.
func (p *photo) put(b body) {
	inner, k := b.skin, p.k
	b.skin = func(x, y float64) ([3]float32, float32, float32) {
		c, shine, rough := inner(x/k, y/k)
		return c, shine, rough * float32(k)
	}
	b.x, b.y, b.w, b.h = b.x*k, b.y*k, b.w*k, b.h*k
	b.height, b.corner, b.edge = b.height*k, b.corner*k, b.edge*k
	p.relief.put(b)
}

func (p *photo) ground(s skin) {
	k := p.k
	p.relief.ground(func(x, y float64) ([3]float32, float32, float32) {
		c, shine, rough := s(x/k, y/k)
		return c, shine, rough * float32(k)
	})
}

// Wrappings of packets, in linear light.
var wrappings = [][3]float32{
	{.30, .17, .07}, {.34, .21, .10}, {.62, .60, .55}, {.03, .03, .035}, {.05, .10, .34}, {.55, .36, .05}, {.32, .04, .04}, {.10, .22, .10},
}

// Skins.

func times(c [3]float32, f float32) [3]float32 { return [3]float32{c[0] * f, c[1] * f, c[2] * f} }

// concrete is grey, pitted and stained.
func concrete(r *rand.Rand, c [3]float32) skin {
	f, g := newField(r), newField(r)
	return func(x, y float64) ([3]float32, float32, float32) {
		stain := 1 + .35*f.clouds(x*.004, y*.004, 4)
		grit := g.clouds(x*.22, y*.22, 3)
		return times(c, stain*(1+.22*grit)), .02, 1.2 * grit
	}
}

// metal is painted sheet, scratched and a little dented.
func metal(r *rand.Rand, c [3]float32) skin {
	f, g := newField(r), newField(r)
	angle := between(r, -.2, .2)
	return func(x, y float64) ([3]float32, float32, float32) {
		dent := f.clouds(x*.006, y*.006, 3)
		scratch := g.at(x*.012+y*angle*.01, y*.55)
		v := 1 + .16*dent
		if scratch > .62 {
			v += .35
		}
		rust := max(0, f.clouds(x*.02+40, y*.02, 4)-.34) * 3
		col := times(c, v)
		for k, rusty := range [3]float32{.22, .09, .035} {
			col[k] += (rusty - col[k]) * min(rust, 1)
		}
		return col, .35 * (1 - min(rust, 1)), 2.4*dent + .3*scratch
	}
}

// trim is grained dark plastic.
func trim(r *rand.Rand, c [3]float32) skin {
	f := newField(r)
	return func(x, y float64) ([3]float32, float32, float32) {
		grain := f.at(x*.35, y*.35) + .5*f.at(x*.8, y*.8)
		return times(c, 1+.1*grain+.2*f.clouds(x*.004, y*.004, 3)), .12, .55 * grain
	}
}

// felt is carpet or lining.
func felt(r *rand.Rand, c [3]float32) skin {
	f := newField(r)
	return func(x, y float64) ([3]float32, float32, float32) {
		n := f.clouds(x*.5, y*.5, 2)
		fold := f.clouds(x*.008, y*.008, 3)
		return times(c, 1+.6*n+.3*fold), 0, 1.6*n + 7*fold
	}
}

// boards are planks of a floor or a crate.
func boards(r *rand.Rand, c [3]float32, wide float64) skin {
	f := newField(r)
	return func(x, y float64) ([3]float32, float32, float32) {
		k := math.Floor(y / wide)
		in := y - k*wide
		ring := float32(math.Sin(in*.5 + 9*float64(f.clouds(x*.004, k*7+in*.03, 3)) + k*3))
		tone := 1 + .18*ring + .3*f.at(k*3.3, 7) + .2*f.clouds(x*.02, y*.3, 2)
		rough := .35 * ring
		if in < 2.4 {
			tone, rough = .25, -3
		}
		return times(c, tone), .05, rough
	}
}

// board is corrugated carton.
func carton(r *rand.Rand) skin {
	f := newField(r)
	c := [3]float32{.36, .24, .13}
	return func(x, y float64) ([3]float32, float32, float32) {
		return times(c, 1+.05*float32(math.Sin(x*.9))+.16*f.clouds(x*.01, y*.01, 3)), .03, .25*float32(math.Sin(x*.9)) + 2*f.clouds(x*.008, y*.008, 2)
	}
}

// film is a packet's wrapping: plastic drawn tight in creases, with bands of tape and an emblem.
func (p *photo) film(r *rand.Rand, w, h float64) skin {
	f := newField(r)
	c := times(p.wrap, float32(between(r, .85, 1.12)))
	tape := [3]float32{.42, .29, .13}
	if p.wrap[0] > .25 && p.wrap[2] < .2 {
		tape = times(c, .72)
	}
	at, slant := between(r, -.18, .18)*w, between(r, -.1, .1)
	stamped := p.emblem > 0 && chance(r, .8)
	return func(x, y float64) ([3]float32, float32, float32) {
		crease := 1 - abs32(f.clouds(x*.026, y*.026, 3))*2.6
		crease = max(0, crease-.55) * 2
		swell := f.clouds(x*.012, y*.012, 2)
		col, rough, shine := c, 2.2*crease+4*swell, float32(.55)
		if abs(x-at+slant*y) < w*.09 || abs(y) < h*.085 {
			col, rough, shine = tape, rough*.55+1.2, .8
		}
		if stamped && glyph(p.emblem, (x+w*.22)/(h*.26), y/(h*.26)) {
			col = [3]float32{.5, .06, .05}
			if p.wrap[0] > .3 && p.wrap[1] < .1 {
				col = [3]float32{.6, .6, .55}
			}
		}
		return times(col, 1+.25*swell), shine, rough
	}
}

// glyph is a maker's mark about the origin, of radius 1.
func glyph(which int, x, y float64) bool {
	d := math.Hypot(x, y)
	switch which {
	case 1: // ring with a bar
		return d < 1 && d > .72 || abs(y) < .16 && abs(x) < .6
	case 2: // star
		a := math.Mod(math.Atan2(y, x)+math.Pi*2.5, math.Pi*.4) - math.Pi*.2
		return d < .55+.45*math.Pow(1-abs(a)/(math.Pi*.2), 1.6)
	case 3: // triangle in a triangle
		t := max(abs(x)*1.732+y, -2*y) / 1.4
		return t < .9 && t > .55 || t < .25
	}
	return false
}

// packet lays one packet.
func (p *photo) packet(r *rand.Rand, x, y, w, h, turn float64) {
	p.put(body{x: x, y: y, w: w, h: h, turn: turn, height: h * .34, corner: h * .1, edge: h * .17, skin: p.film(r, w, h)})
}

// packets fills a rectangle in rows, not quite straight.
func (p *photo) packets(r *rand.Rand, x, y, w, h, pw, ph float64) {
	cols, rows := max(int(w/pw), 1), max(int(h/ph), 1)
	pw, ph = w/float64(cols), h/float64(rows)
	for j := range rows {
		for i := range cols {
			p.packet(r, x+(float64(i)+.5)*pw+between(r, -3, 3), y+(float64(j)+.5)*ph+between(r, -3, 3), pw*.93, ph*.92, between(r, -3.5, 3.5))
		}
	}
}
