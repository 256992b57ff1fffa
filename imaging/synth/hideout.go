package synth

import (
	"math"
	"math/rand/v2"
	"strings"
)

// table is the goods laid out in rows, with a scale and numbered markers.
func (p *photo) table(r *rand.Rand) {
	switch r.IntN(3) {
	case 0:
		p.ground(concrete(r, [3]float32{.24, .235, .22}))
	case 1:
		p.ground(boards(r, [3]float32{.30, .20, .11}, between(r, 70, 120)))
	default:
		p.ground(felt(r, pick(r, [3]float32{.05, .08, .14}, [3]float32{.16, .16, .15})))
	}
	cols, rows := 3+r.IntN(4), 2+r.IntN(3)
	pw := min(1020/float64(cols), 250)
	ph := min(pw*.62, 600/float64(rows))
	w, h := pw*float64(cols), ph*float64(rows)
	x, y := (1280-w)/2, (960-h)/2-40
	p.packets(r, x, y, w, h, pw, ph)
	if chance(r, .6) { // some on top
		p.packets(r, x+pw*.5, y+ph*.1, pw*float64(1+r.IntN(max(cols-2, 1))), ph*.9, pw, ph)
	}
	if chance(r, .5) { // one cut open
		cx, cy := x+w-pw*.5, y+h-ph*.5
		f := newField(r)
		p.put(body{x: cx, y: cy, w: pw * .4, h: ph * .4, turn: 20, height: 5, corner: 12, edge: 8, skin: func(x, y float64) ([3]float32, float32, float32) {
			n := f.clouds(x*.2, y*.2, 3)
			return times([3]float32{.86, .85, .80}, 1+.1*n), 0, 3 * n
		}})
	}
	p.ruler(x, y+h+46, min(w, 620))
	for i := range 3 {
		p.marker(x+w*(.12+.36*float64(i)), y-44, i+1)
	}
}

// ruler is a scale in centimetres.
func (p *photo) ruler(x, y, w float64) {
	p.put(body{x: x + w/2, y: y, w: w, h: 40, turn: 0, height: 3, corner: 2, edge: 2, skin: func(lx, ly float64) ([3]float32, float32, float32) {
		at := lx + w/2
		tick := math.Mod(at, 10) < 2.2 && ly < -20+8+8*b2f(math.Mod(at+.1, 50) < 3)
		if tick || math.Mod(at, 100) < 50 && ly > 10 {
			return [3]float32{.02, .02, .02}, .2, 0
		}
		return [3]float32{.75, .74, .68}, .2, 0
	}})
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// marker is a yellow tent with a number, as scenes are marked with.
func (p *photo) marker(x, y float64, n int) {
	strokes := [][]point{
		1: pts(-4, -8, 2, -14, 2, 14),
		2: pts(-8, -8, 0, -14, 8, -7, -8, 14, 9, 14),
		3: pts(-8, -12, 6, -12, 0, -2, 8, 6, 0, 14, -8, 11),
	}[n]
	p.put(body{x: x, y: y, w: 62, h: 56, turn: 0, height: 14, corner: 3, edge: 10, skin: func(lx, ly float64) ([3]float32, float32, float32) {
		for i := 1; i < len(strokes); i++ {
			a, b := strokes[i-1], strokes[i]
			dx, dy := b.x-a.x, b.y-a.y
			t := min(max(((lx-a.x)*dx+(ly-a.y)*dy)/(dx*dx+dy*dy), 0), 1)
			if math.Hypot(lx-a.x-t*dx, ly-a.y-t*dy) < 3.2 {
				return [3]float32{.02, .02, .02}, .3, 0
			}
		}
		return [3]float32{.80, .58, .03}, .3, 0
	}})
}

// hideout is the place that a concealment code means, shut or laid open.
func (p *photo) hideout(code string, open bool) {
	r := p.place
	inside := rand.New(rand.NewPCG(r.Uint64(), 3))
	var place func(*rand.Rand, bool)
	switch code {
	case "VEH.TYRE", "TRK.AXLE":
		place = p.tyre
	case "VEH.DOOR", "VEH.QRTR", "VEH.DASH", "VEH.ROOF", "VEH.SEAT":
		place = p.doorPanel
	case "VEH.FLOR", "CON.FLOR", "CON.BEAM", "TRK.FLOR", "REF.TBAR":
		place = p.floorHatch
	case "CON.FWAL", "CON.ROOF", "CON.DOOR", "TRK.FWAL", "TRK.ROOF", "TRK.FUEL", "TRK.TOOL", "TRK.AIRT", "VEH.FUEL", "REF.INSU":
		place = p.falseWall
	default:
		kind, _ := KindOf(code)
		place = map[Kind]func(*rand.Rand, bool){
			Car: p.spareWell, Baggage: p.caseFloor, Parcel: p.parcelBox, Reefer: p.grille,
		}[kind]
	}
	if place == nil || strings.HasPrefix(code, "CGO.") {
		place = p.cartonWall
	}
	place(inside, open)
}

// void is an opening with packets in it.
func (p *photo) void(r *rand.Rand, x, y, w, h, deep float64) {
	p.put(body{x: x + w/2, y: y + h/2, w: w, h: h, height: -deep, corner: 8, edge: 0, skin: metal(r, [3]float32{.07, .065, .06})})
	pw := between(r, 120, 170)
	p.packets(r, x+12, y+12, w-24, h-24, pw, pw*between(r, .55, .68))
	if chance(r, .5) {
		p.packets(r, x+14, y+14, w*.45, h*.4, pw, pw*.6)
	}
}

func (p *photo) screw(x, y float64) {
	p.put(body{x: x, y: y, w: 15, h: 15, height: 4, corner: 7.5, edge: 4, skin: func(lx, ly float64) ([3]float32, float32, float32) {
		if abs(lx) < 1.4 || abs(ly) < 1.4 {
			return [3]float32{.04, .04, .04}, .1, -2
		}
		return [3]float32{.34, .34, .33}, .9, 0
	}})
}

func (p *photo) screws(x, y, w, h float64, along, down int) {
	for i := range along {
		for j := range down {
			if i == 0 || j == 0 || i == along-1 || j == down-1 {
				p.screw(x+w*float64(i)/float64(max(along-1, 1)), y+h*float64(j)/float64(max(down-1, 1)))
			}
		}
	}
}
