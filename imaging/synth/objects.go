package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// object is a kind of thing of which no two that are drawn look the same: its
// proportions, parts, material and pose are all drawn. Lengths are centimetres.
type object struct {
	draw  func(pen, *rand.Rand)
	reach float64 // about how far a usual one reaches from its middle
	heavy bool    // freight and vehicle parts, which only a harder beam passes
}

var objects = map[string]object{
	"pistol": {drawPistol, 11, false}, "revolver": {drawRevolver, 11, false}, "rifle": {drawRifle, 45, false},
	"knife": {drawKnife, 15, false}, "folding knife": {drawFoldingKnife, 11, false}, "cutter": {drawCutter, 9, false},
	"scissors": {drawScissors, 10, false}, "multitool": {drawMultitool, 7, false}, "razors": {drawRazors, 4, false}, "axe": {drawAxe, 18, false},
	"grenade": {drawGrenade, 6, false}, "cartridges": {drawCartridges, 8, false}, "handcuffs": {drawHandcuffs, 10, false}, "baton": {drawBaton, 18, false},
	"charge": {drawCharge, 12, false},
	"pliers": {drawPliers, 10, false}, "wrench": {drawWrench, 11, false}, "hammer": {drawHammer, 15, false}, "screwdriver": {drawScrewdriver, 11, false},
	"drill": {drawDrill, 14, false}, "saw": {drawSaw, 20, false}, "torch": {drawTorch, 10, false}, "motor": {drawMotor, 8, false},
	"plastic bottle": {drawPlasticBottle, 14, false}, "glass bottle": {drawGlassBottle, 14, false}, "drink can": {drawDrinkCan, 7, false},
	"spray can": {drawSprayCan, 11, false}, "thermos": {drawThermos, 13, false}, "tin": {drawTin, 6, false}, "jar": {drawJar, 7, false},
	"drink carton": {drawCarton, 10, false}, "tube": {drawTube, 9, false}, "lighter": {drawLighter, 4, false}, "jerrycan": {drawJerrycan, 22, true},
	"gas cylinder": {drawGasCylinder, 30, true},
	"laptop":       {drawLaptop, 20, false}, "phone": {drawPhone, 9, false}, "camera": {drawCamera, 9, false}, "power bank": {drawPowerBank, 8, false},
	"hairdryer": {drawHairdryer, 14, false}, "radio": {drawRadio, 15, false}, "clock": {drawClock, 6, false}, "bulb": {drawBulb, 6, false},
	"cable": {drawCable, 9, false}, "headphones": {drawHeadphones, 10, false},
	"book": {drawBook, 14, false}, "shoe": {drawShoe, 15, false}, "belt": {drawBelt, 8, false}, "umbrella": {drawUmbrella, 28, false},
	"keys": {drawKeys, 7, false}, "coins": {drawCoins, 8, false}, "glasses": {drawGlasses, 8, false}, "toy figure": {drawToy, 13, false},
	"toy car": {drawToyCar, 8, false}, "cutlery": {drawCutlery, 13, false}, "fruit": {drawFruit, 8, false}, "pot": {drawPot, 18, false}, "chain": {drawChain, 18, false},
	"brick packets": {drawBrick, 22, false}, "pouches": {drawPouches, 10, false}, "capsules": {drawCapsules, 9, false}, "pills": {drawPills, 6, false},
	"banknotes": {drawBanknotes, 13, false}, "cigarettes": {drawCigarettes, 14, false}, "hollow block": {drawHollow, 24, false},
	"block": {drawBlock, 24, false}, "statue": {drawStatue, 16, false},
	"tyre": {drawTyre, 40, true}, "tyre full": {drawTyreHide, 40, true}, "gearbox": {drawGearbox, 15, false}, "bearing": {drawBearing, 6, false},
	"spring": {drawSpring, 12, false}, "engine": {drawEngine, 32, true}, "car battery": {drawCarBattery, 16, true}, "fuel tank": {drawFuelTank, 45, true},
	"silencer": {drawSilencer, 32, true}, "radiator": {drawRadiator, 34, true}, "fan": {drawFan, 18, false}, "compressor": {drawCompressor, 25, true},
	"evaporator": {drawEvaporator, 45, true}, "pump": {drawPump, 18, true}, "washing machine": {drawWashing, 45, true},
	"drum": {drawDrum, 42, true}, "sheet coil": {drawSheetCoil, 50, true}, "rolls": {drawRolls, 35, true}, "cable drum": {drawCableDrum, 45, true},
	"pipes": {drawPipes, 35, true}, "timber": {drawTimber, 50, true}, "sacks": {drawSacks, 55, true}, "cartons": {drawCartons, 60, true},
	"false wall": {drawFalseWall, 55, true}, "car door": {drawDoor, 60, true}, "seat": {drawSeat, 50, true}, "bicycle": {drawBicycle, 75, true},
}

// Objects lists the kinds of object, sorted.
func Objects() []string {
	names := make([]string, 0, len(objects))
	for name := range objects {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Seen is an object in a scene: its kind and its box in pixels, the far sides outside.
type Seen struct {
	Kind           string
	X0, Y0, X1, Y1 int
}

// cast draws an object about the origin as it happens to lie: turned any way, now
// and then leaning away from the beam, which shortens it and lengthens the ray's way
// through it. It answers the box that it covers.
func (p pen) cast(o object, r *rand.Rand) [4]float64 {
	box := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	p.extent = &box
	turned := between(r, 0, 360)
	if o.heavy { // gravity keeps these upright
		turned = pick(r, 0., 0, 0, 90) + 5*r.NormFloat64()
	}
	p = p.turn(turned)
	if chance(r, .5) {
		p = p.sized(-1, 1)
	}
	lean := between(r, .72, 1)
	if chance(r, .25) {
		lean = between(r, .25, .75)
	}
	about := between(r, 0, 180)
	p = p.turn(about).sized(1, lean).turn(-about)
	p.hard /= float32(lean)
	if !chance(r, .3) { // no two makers agree on proportions
		p = p.sized(1, between(r, .8, 1.25))
	}
	p.hard *= float32(math.Exp(.35 * r.NormFloat64()))
	o.draw(p, r)
	return box
}

// Specimen is one object with what lies over and under it.
type Specimen struct {
	Kind    string  // one of Objects
	Seed    uint64  // what it is and how it lies
	Side    int     // of the longer side of its box, in pixels, about
	Clutter float64 // 0 alone on the belt, 1 in the midst of other things
}

// DrawSpecimen makes the scene, about half again as large as the object, and says
// where in it the object is. It panics on a kind that it does not know.
func DrawSpecimen(s Specimen) (*Scene, Seen) {
	o, ok := objects[s.Kind]
	if !ok {
		panic(fmt.Sprintf("synth: no object %q", s.Kind))
	}
	r := rand.New(rand.NewPCG(s.Seed, 0x0B1EC7))
	side := max(s.Side*3/2, 24)
	// How large the object comes out is only known once it is drawn.
	hard := beam(o, r)
	at := r.Uint64()
	trial := pen{canvas: newCanvas(1, 1), m: affine{1, 0, 0, 0, 1, 0}, hard: hard}
	b := trial.cast(o, rand.New(rand.NewPCG(at, 1)))
	scale := float64(s.Side) / max(b[2]-b[0], b[3]-b[1])
	c := newCanvas(side, side)
	p := pen{canvas: c, m: affine{scale, 0, 0, 0, scale, 0}, hard: hard}
	mid := float64(side) / 2 / scale
	p.surround(r, mid, s.Clutter)
	b = p.at(mid-(b[0]+b[2])/2, mid-(b[1]+b[3])/2).cast(o, rand.New(rand.NewPCG(at, 1)))
	scene := &Scene{Spec: Spec{Seed: s.Seed, Width: side}, Height: side, MMPerPix: 10 / scale}
	scene.detect(c, math.Exp(between(r, 6.2, 9.6)), r)
	return scene, seen(s.Kind, b, c)
}

// beam is how much a beam that suits the object minds its matter.
func beam(o object, r *rand.Rand) float32 {
	if o.heavy {
		return float32(math.Exp(between(r, math.Log(.03), math.Log(.2))))
	}
	return float32(math.Exp(between(r, math.Log(.3), math.Log(1.4))))
}

func seen(kind string, b [4]float64, c *canvas) Seen {
	return Seen{kind, max(int(b[0]), 0), max(int(b[1]), 0), min(int(b[2])+1, c.w), min(int(b[3])+1, c.h)}
}

// surround fills a square of twice mid with what an object may lie among.
func (p pen) surround(r *rand.Rand, mid, clutter float64) {
	w := 2 * mid
	far := func() (float64, float64) { return between(r, -.1, 1.1) * w, between(r, -.1, 1.1) * w }
	many := func(most float64) int { return int(clutter*most*r.Float64() + .5*r.Float64()) }
	// Depths are of a usual beam, whatever this one minds.
	deep := 1 / float64(p.hard)
	for range many(6) { // cloth
		x, y := far()
		f, t, size := newField(r), between(r, 1, 7)*deep, between(r, .2, .7)*w
		wave, lean := between(r, 3, 40)/w, between(r, -1, 1)
		p.at(x, y).turn(between(r, 0, 90)).fill(cloth, path{rounded(-size, -size*.7, 2*size, 1.4*size, size*.2)}, func(px, py float64) float32 {
			fold := math.Sin(py*wave*6.28 + lean*px*wave + 4*float64(f.at(px*4/w, py*4/w)))
			return float32(t) * (1 + .8*f.clouds(px*8/w, py*8/w, 3) + .25*float32(fold))
		})
	}
	for range many(4) { // sheets and walls
		x, y := far()
		m := pick(r, plastic, cardboard, aluminium, paper, wood)
		t := between(r, .1, .7) / float64(m.hi) * deep
		q := p.at(x, y).turn(pick(r, 0., 90, between(r, 0, 180)))
		if chance(r, .5) {
			q.frame(m, t, -w*.3, -w*.2, between(r, .3, 1)*w, between(r, .2, .8)*w, between(r, 0, .1)*w, between(r, .004, .03)*w)
		} else {
			q.rect(m, t*.6, 0, -w, between(r, .1, .8)*w, 2*w)
		}
	}
	for range many(4) { // rods, rails and wires
		x, y := far()
		x1, y1 := far()
		d := between(r, .005, .05) * w
		p.rod(pick(r, steel, aluminium, plastic, copper), d, d*.2, x, y, x1, y1)
	}
	for range many(4) { // other things
		x, y := far()
		names := Objects()
		o := objects[names[r.IntN(len(names))]]
		q := p.at(x, y)
		k := between(r, .2, .7) * mid / o.reach
		q = q.sized(k, k)
		if q.hard = p.hard; o.heavy {
			q.hard *= .15
		}
		q.cast(o, r)
	}
	for range many(5) { // small things
		x, y := far()
		if d := between(r, .01, .05) * w; chance(r, .5) {
			p.disc(pick(r, steel, copper, plastic), between(r, .1, .8)*deep, x, y, d)
		} else {
			p.ring(pick(r, steel, copper), between(r, .1, .5)*deep, x, y, d, d*.6)
		}
	}
}
