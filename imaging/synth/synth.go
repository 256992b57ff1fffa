// Package synth makes x-rays and photos of things that never were: for the
// demonstration, tests, benchmarks and training, where real pictures may not go.
//
// An x-ray starts as a scene: shapes of known material and thickness add their
// attenuation at two energies (Beer and Lambert), a detector blurs, scatters and
// counts quanta, and a vendor's rendering turns the two transmissions into greys
// or false colours. What was hidden, and where, is known to the pixel. Photos are
// reliefs under a lamp. The same Spec gives the same picture on every machine.
package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Kind is what is scanned.
type Kind string

const (
	Baggage   Kind = "baggage"
	Parcel    Kind = "parcel"
	Car       Kind = "car"       // from its side
	Container Kind = "container" // on a truck, from its side
	Trailer   Kind = "trailer"   // semi-trailer with its tractor, from the side
	Reefer    Kind = "reefer"    // refrigerated container, from its side
)

// Kinds lists all of them.
var Kinds = []Kind{Baggage, Parcel, Car, Container, Trailer, Reefer}

// Spec says what to draw.
type Spec struct {
	Kind    Kind
	Hide    string // concealment code, one of Hides(Kind); empty for a clean load
	Seed    uint64 // what the thing is and where the hide sits
	Clutter uint64 // what else is in it, and the noise: two scans of alike things share Seed and not Clutter
	Width   int    // pixels; 0 is what is usual for the kind. The height follows.
}

// Hide is what was hidden in a scene.
type Hide struct {
	Code   string
	Region [][2]float64 // polygon in fractions 0 to 1 of width and height
}

// Scene is a thing as a dual-energy scanner sees it: the transmissions at the low
// and the high energy, 0 to 1, row by row.
type Scene struct {
	Spec
	Height   int
	Low      []float32
	High     []float32
	Hide     *Hide // nil for a clean load
	MMPerPix float64
}

// painter draws a kind: its size in centimetres, how many of them the beam's
// energy lets count (a cargo scanner sees steel as a baggage scanner sees cloth),
// and its hides by concealment code.
type painter struct {
	w, h   float64
	usual  int // width in pixels
	hard   float64
	quanta float64 // at full transmission in each pixel
	draw   func(*stage)
	hides  []string
}

var painters = map[Kind]painter{
	Baggage:   {w: 84, h: 60, usual: 1000, hard: 1, quanta: 9000, draw: drawBaggage, hides: []string{"BAG.FBOT", "BAG.FSID", "BAG.TUBE", "BAG.SHOE", "BAG.FOOD", "BAG.ELEC", "BAG.BOOK", "BAG.TOIL", "BAG.OPEN"}},
	Parcel:    {w: 58, h: 44, usual: 900, hard: 1, quanta: 9000, draw: drawParcel, hides: []string{"PCL.DBLW", "PCL.BOOK", "PCL.TOYS", "PCL.COSM", "PCL.ELEC", "PCL.FOOD", "PCL.CLTH", "PCL.PART"}},
	Car:       {w: 500, h: 200, usual: 1500, hard: .17, quanta: 5000, draw: drawCar, hides: []string{"VEH.FUEL", "VEH.TYRE", "VEH.DOOR", "VEH.DASH", "VEH.SEAT", "VEH.FLOR", "VEH.ROOF", "VEH.QRTR", "VEH.BUMP", "VEH.ENGN", "VEH.UNDR", "VEH.BOOT"}},
	Container: {w: 1720, h: 440, usual: 1800, hard: .055, quanta: 3500, draw: drawContainer, hides: []string{"CON.FWAL", "CON.FLOR", "CON.ROOF", "CON.DOOR", "CON.BAGS", "CON.BEAM", "CGO.WALL", "CGO.MACH", "CGO.STON", "CGO.TIMB", "CGO.FOOD", "CGO.PAPR", "CGO.METL", "PKG.PALT", "PKG.DRUM"}},
	Trailer:   {w: 1720, h: 440, usual: 1800, hard: .055, quanta: 3500, draw: drawTrailer, hides: []string{"TRK.CABS", "TRK.CABR", "TRK.FUEL", "TRK.AIRT", "TRK.AXLE", "TRK.TOOL", "TRK.FWAL", "TRK.FLOR", "TRK.ROOF", "TRK.LOAD", "CGO.TEXT", "CGO.FURN", "CGO.HOLW"}},
	Reefer:    {w: 1300, h: 330, usual: 1700, hard: .055, quanta: 3500, draw: drawReefer, hides: []string{"REF.COMP", "REF.EVAP", "REF.COND", "REF.CTRL", "REF.INSU", "REF.TBAR", "CON.BAGS", "CGO.FOOD"}},
}

// Hides are the concealment codes that Draw knows for a kind.
func Hides(k Kind) []string { return slices.Clone(painters[k].hides) }

// KindOf is the kind of scene that shows a concealment code.
func KindOf(code string) (Kind, bool) {
	for _, k := range Kinds {
		if slices.Contains(painters[k].hides, code) {
			return k, true
		}
	}
	return "", false
}

// Draw makes the scene. It panics on a kind or a hide that it does not know: both
// come from a program and never from outside.
func Draw(s Spec) *Scene {
	p, ok := painters[s.Kind]
	if !ok || s.Hide != "" && !slices.Contains(p.hides, s.Hide) {
		panic(fmt.Sprintf("synth: no %q in a %q", s.Hide, s.Kind))
	}
	if s.Width == 0 {
		s.Width = p.usual
	}
	scale := float64(s.Width) / p.w
	c := newCanvas(s.Width, int(p.h*scale+.5))
	st := &stage{
		pen:   pen{canvas: c, m: affine{scale, 0, 0, 0, scale, 0}, hard: float32(p.hard)},
		thing: rand.New(rand.NewPCG(s.Seed, 1)),
		load:  rand.New(rand.NewPCG(s.Clutter, s.Seed)),
		code:  s.Hide,
		w:     p.w, h: p.h,
	}
	p.draw(st)
	scene := &Scene{Spec: s, Height: c.h, MMPerPix: 10 / scale}
	if s.Hide != "" {
		scene.Hide = &Hide{Code: s.Hide, Region: st.region()}
	}
	scene.detect(c, p.quanta, rand.New(rand.NewPCG(s.Clutter, ^s.Seed)))
	return scene
}

// stage is a scene under way.
type stage struct {
	pen
	w, h  float64    // centimetres
	thing *rand.Rand // decides what belongs to Seed
	load  *rand.Rand // decides what belongs to Clutter
	code  string     // what to hide
	box   [4]float64 // pixels that the hide covers: left, top, right, bottom
	found bool
}

// hides reports whether the scene hides something at one of the places that
// codes name ("CON.FWAL", or a group as "CON.").
func (s *stage) hides(codes ...string) bool {
	return s.code != "" && slices.ContainsFunc(codes, func(c string) bool { return strings.HasPrefix(s.code, c) })
}

// mark adds a rectangle in p's coordinates to the region of the hide.
func (s *stage) mark(p pen, x, y, w, h float64) {
	for _, c := range [][2]float64{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
		px, py := p.m.apply(c[0], c[1])
		if !s.found {
			s.box, s.found = [4]float64{px, py, px, py}, true
		}
		s.box = [4]float64{min(s.box[0], px), min(s.box[1], py), max(s.box[2], px), max(s.box[3], py)}
	}
}

// region is the marked box with a margin as a hand would draw it.
func (s *stage) region() [][2]float64 {
	w, h := float64(s.canvas.w), float64(s.canvas.h)
	margin := w / 150
	l, t := max(s.box[0]-margin, 0)/w, max(s.box[1]-margin, 0)/h
	r, b := min(s.box[2]+margin, w)/w, min(s.box[3]+margin, h)/h
	return [][2]float64{{l, t}, {r, t}, {r, b}, {l, b}}
}
