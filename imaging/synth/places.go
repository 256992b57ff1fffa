package synth

import (
	"math"
	"math/rand/v2"
)

func (p *photo) doorPanel(r *rand.Rand, open bool) {
	c := pick(r, [3]float32{.05, .05, .055}, [3]float32{.22, .19, .15}, [3]float32{.10, .11, .13})
	p.ground(metal(r, pick(r, [3]float32{.30, .31, .33}, [3]float32{.28, .04, .04}, [3]float32{.06, .12, .3})))
	p.put(body{x: 640, y: 500, w: 1120, h: 780, height: 26, corner: 90, edge: 30, skin: trim(r, c)})
	p.put(body{x: 560, y: 250, w: 620, h: 120, height: 18, corner: 50, edge: 26, skin: felt(r, times(c, 1.5))})
	p.put(body{x: 900, y: 215, w: 190, h: 46, height: 12, corner: 20, edge: 10, skin: metal(r, [3]float32{.4, .4, .4})})
	if open {
		p.void(r, 190, 400, 660, 420, 60)
	} else {
		p.put(body{x: 500, y: 640, w: 620, h: 300, height: 20, corner: 46, edge: 30, skin: trim(r, times(c, .8))})
	}
	for i := range 2 {
		p.put(body{x: 1010, y: 640, w: 230 - 60*float64(i), h: 230 - 60*float64(i), height: 8, corner: (230 - 60*float64(i)) / 2, edge: 10, skin: mesh(r, times(c, .6))})
	}
	p.screws(130, 180, 1020, 660, 4, 3)
}

// mesh is a loudspeaker's or an air grille's perforated cover.
func mesh(r *rand.Rand, c [3]float32) skin {
	return func(x, y float64) ([3]float32, float32, float32) {
		u, v := math.Mod(abs(x), 11)-5.5, math.Mod(abs(y), 11)-5.5
		if u*u+v*v < 9 {
			return times(c, .2), 0, -5
		}
		return c, .2, 0
	}
}

func (p *photo) spareWell(r *rand.Rand, open bool) {
	p.ground(felt(r, [3]float32{.06, .06, .065}))
	if !open {
		p.put(body{x: 640, y: 500, w: 980, h: 700, height: 10, corner: 40, edge: 14, skin: felt(r, [3]float32{.08, .08, .085})})
		p.put(body{x: 640, y: 800, w: 130, h: 34, height: 6, corner: 12, edge: 6, skin: trim(r, [3]float32{.03, .03, .03})})
		return
	}
	p.put(body{x: 640, y: 500, w: 860, h: 780, height: -70, corner: 380, edge: 40, skin: metal(r, [3]float32{.26, .27, .29})})
	p.packets(r, 360, 240, 560, 520, 150, 96)
	p.packets(r, 420, 300, 300, 200, 150, 96)
}

func (p *photo) tyre(r *rand.Rand, open bool) {
	p.ground(concrete(r, [3]float32{.2, .195, .19}))
	black := [3]float32{.022, .022, .024}
	tread := func(x, y float64) ([3]float32, float32, float32) {
		a := math.Atan2(y, x)
		if math.Hypot(x, y) > 372 && math.Mod(a*40+50, 2) < .8 {
			return times(black, .5), 0, -6
		}
		ridge := float32(math.Sin(math.Hypot(x, y) * .12))
		return times(black, 1+.3*ridge), .22, ridge
	}
	p.put(body{x: 640, y: 480, w: 800, h: 800, height: 120, corner: 400, edge: 110, skin: tread})
	p.put(body{x: 640, y: 480, w: 500, h: 500, height: -95, corner: 250, edge: 14, skin: metal(r, [3]float32{.34, .34, .35})})
	for i := range 5 {
		sin, cos := math.Sincos(float64(i)*2*math.Pi/5 + .4)
		p.put(body{x: 640 + 120*cos, y: 480 + 120*sin, w: 230, h: 54, turn: float64(i)*72 + 23, height: 26, corner: 20, edge: 18, skin: metal(r, [3]float32{.4, .4, .4})})
	}
	p.put(body{x: 640, y: 480, w: 110, h: 110, height: 20, corner: 55, edge: 20, skin: metal(r, [3]float32{.12, .12, .13})})
	if !open {
		return
	}
	for i := range 9 { // cut along the side wall
		a := -2.5 + .24*float64(i)
		sin, cos := math.Sincos(a)
		p.put(body{x: 640 + 322*cos, y: 480 + 322*sin, w: 86, h: 86, turn: a * 180 / math.Pi, height: -60, corner: 6, edge: 0, skin: trim(r, [3]float32{.015, .015, .015})})
	}
	for i := range 8 {
		a := -2.44 + .25*float64(i)
		sin, cos := math.Sincos(a)
		p.packet(r, 640+322*cos, 480+322*sin, 68, 74, a*180/math.Pi+90)
	}
}

func (p *photo) caseFloor(r *rand.Rand, open bool) {
	lining := pick(r, [3]float32{.05, .06, .10}, [3]float32{.14, .13, .12}, [3]float32{.22, .05, .06})
	p.ground(concrete(r, [3]float32{.26, .26, .25}))
	p.put(body{x: 640, y: 480, w: 1160, h: 820, height: 60, corner: 80, edge: 24, skin: trim(r, times(lining, .7))})
	p.put(body{x: 640, y: 480, w: 1080, h: 740, height: -48, corner: 60, edge: 8, skin: felt(r, lining)})
	for _, y := range []float64{330, 630} {
		p.put(body{x: 640, y: y, w: 1060, h: 34, height: 12, corner: 10, edge: 12, skin: felt(r, lining)})
	}
	if open {
		p.put(body{x: 560, y: 470, w: 760, h: 470, turn: -2, height: -30, corner: 10, edge: 0, skin: trim(r, [3]float32{.02, .02, .02})})
		p.packets(r, 215, 260, 690, 420, 170, 140)
		p.put(body{x: 1010, y: 520, w: 240, h: 560, turn: 14, height: 14, corner: 30, edge: 12, skin: felt(r, times(lining, 1.3))}) // lining torn back
		return
	}
	for range 5 {
		c := pick(r, [3]float32{.5, .5, .5}, [3]float32{.05, .1, .22}, [3]float32{.28, .07, .05}, [3]float32{.1, .16, .1})
		p.put(body{x: between(r, 300, 980), y: between(r, 260, 700), w: between(r, 240, 420), h: between(r, 180, 300), turn: between(r, -30, 30), height: 34, corner: 30, edge: 30, skin: felt(r, c)})
	}
}

func (p *photo) parcelBox(r *rand.Rand, open bool) {
	p.ground(boards(r, [3]float32{.33, .24, .15}, 160))
	p.put(body{x: 640, y: 480, w: 1000, h: 720, height: 90, corner: 6, edge: 6, skin: carton(r)})
	if !open {
		p.put(body{x: 640, y: 480, w: 1004, h: 92, height: 1.5, corner: 2, edge: 1, skin: func(x, y float64) ([3]float32, float32, float32) {
			return [3]float32{.46, .34, .18}, .6, 0
		}})
		p.put(body{x: 880, y: 290, w: 270, h: 170, turn: 2, height: 1.5, corner: 2, edge: 1, skin: label(r)})
		return
	}
	p.put(body{x: 640, y: 480, w: 940, h: 660, height: -80, corner: 4, edge: 0, skin: carton(r)})
	for range 60 { // paper and padding
		p.put(body{x: between(r, 220, 1060), y: between(r, 200, 760), w: between(r, 60, 130), h: between(r, 40, 90), turn: between(r, 0, 180), height: 16, corner: 18, edge: 16, skin: felt(r, [3]float32{.55, .52, .45})})
	}
	p.packets(r, 380, 300, 520, 360, 170, 110)
}

// label is a form with lines and bars, that names no one.
func label(r *rand.Rand) skin {
	f := newField(r)
	return func(x, y float64) ([3]float32, float32, float32) {
		ink := [3]float32{.03, .03, .03}
		switch {
		case y > 20 && y < 66 && abs(x) < 110 && f.at(x*.4, 3) > .05:
			return ink, .05, 0
		case y < 6 && y > -70 && abs(x) < 115 && math.Mod(y+90, 18) < 6 && f.at(x*.25, math.Floor(y/18)) > -.1:
			return times(ink, 3), .05, 0
		}
		return [3]float32{.78, .78, .76}, .08, 0
	}
}

func (p *photo) grille(r *rand.Rand, open bool) {
	white := [3]float32{.58, .59, .58}
	p.ground(metal(r, white))
	for i := range 3 {
		x := 240 + 400*float64(i)
		if open && i == 1 {
			continue
		}
		p.put(body{x: x, y: 250, w: 330, h: 330, height: 14, corner: 165, edge: 12, skin: mesh(r, [3]float32{.3, .3, .3})})
		p.put(body{x: x, y: 250, w: 110, h: 110, height: 12, corner: 55, edge: 16, skin: metal(r, [3]float32{.2, .2, .2})})
	}
	for y := 520.0; y < 900; y += 26 {
		p.put(body{x: 330, y: y, w: 520, h: 14, height: 9, corner: 4, edge: 6, skin: metal(r, times(white, .8))})
	}
	p.put(body{x: 920, y: 700, w: 520, h: 380, height: 20, corner: 16, edge: 10, skin: metal(r, times(white, .9))})
	p.screws(690, 540, 460, 320, 3, 3)
	if open {
		p.void(r, 440, 90, 420, 360, 64)
		p.put(body{x: 640, y: 560, w: 330, h: 120, turn: 7, height: 16, corner: 8, edge: 6, skin: metal(r, [3]float32{.42, .42, .41})})
	}
}

// falseWall is the front wall of a container or trailer, behind which there is more.
func (p *photo) falseWall(r *rand.Rand, open bool) {
	c := pick(r, [3]float32{.30, .31, .32}, [3]float32{.10, .19, .28}, [3]float32{.32, .13, .06})
	wall := metal(r, c)
	p.ground(func(x, y float64) ([3]float32, float32, float32) {
		col, shine, rough := wall(x, y)
		k := math.Mod(x, 170) / 170 // corrugation
		z := 30 * min(max((abs(k-.5)-.14)*7, 0), 1)
		return col, shine, rough + float32(z)
	})
	p.put(body{x: 640, y: 930, w: 1400, h: 130, height: 40, corner: 2, edge: 4, skin: boards(r, [3]float32{.2, .13, .08}, 64)})
	if open {
		p.void(r, 330, 210, 600, 520, 80)
		p.put(body{x: 1050, y: 560, w: 300, h: 560, turn: 12, height: 20, corner: 4, edge: 4, skin: metal(r, times(c, 1.1))}) // the plate cut out
	}
	p.screws(300, 180, 660, 580, 6, 5)
}

func (p *photo) floorHatch(r *rand.Rand, open bool) {
	p.ground(boards(r, [3]float32{.25, .16, .09}, 150))
	if open {
		p.void(r, 250, 260, 780, 400, 70)
		p.put(body{x: 640, y: 790, w: 860, h: 130, turn: -3, height: 22, corner: 3, edge: 4, skin: boards(r, [3]float32{.27, .18, .1}, 65)})
		return
	}
	p.put(body{x: 640, y: 460, w: 790, h: 410, height: 5, corner: 3, edge: 3, skin: boards(r, [3]float32{.28, .18, .1}, 137)})
	p.screws(270, 280, 740, 360, 5, 3)
}

// cartonWall is a wall of genuine goods, or a hole in it.
func (p *photo) cartonWall(r *rand.Rand, open bool) {
	p.ground(carton(r))
	for j := range 4 {
		for i := range 6 {
			if open && j > 0 && j < 3 && i > 1 && i < 5 {
				continue
			}
			x, y := -40+float64(i)*230+float64(j%2)*50, 110+float64(j)*240.
			p.put(body{x: x + 110, y: y, w: 222, h: 230, turn: between(r, -.8, .8), height: 60 + between(r, 0, 8), corner: 4, edge: 6, skin: carton(r)})
			p.put(body{x: x + 110, y: y, w: 222, h: 26, height: 1, corner: 1, edge: 1, skin: func(x, y float64) ([3]float32, float32, float32) {
				return [3]float32{.46, .34, .18}, .6, 0
			}})
			if (i+j)%3 == 0 {
				p.put(body{x: x + 150, y: y + 62, w: 90, h: 60, height: 1, corner: 1, edge: 1, skin: label(r)})
			}
		}
	}
	if open {
		p.packets(r, 440, 250, 560, 440, 140, 88)
		p.packets(r, 480, 300, 280, 180, 140, 88)
	}
}
