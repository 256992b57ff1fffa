package synth

import (
	"fmt"
	"math/rand/v2"
)

// Hold is a scene of a Kind with known objects in it.
type Hold struct {
	Kind    Kind
	Objects []string // what is in it
	Seed    uint64
	Width   int // pixels; 0 is what is usual for the kind
}

// DrawHold makes the scene and says where each object is, in the order of Objects.
// What the kind holds anyway, and what else lies in the way, is not told. It panics
// on a kind that it does not know.
func DrawHold(h Hold) (*Scene, []Seen) {
	host, ok := painters[h.Kind]
	if !ok {
		panic(fmt.Sprintf("synth: no kind %q", h.Kind))
	}
	if h.Width == 0 {
		h.Width = host.usual
	}
	r := rand.New(rand.NewPCG(h.Seed, 0x401D))
	scale := float64(h.Width) / host.w
	c := newCanvas(h.Width, int(host.h*scale+.5))
	st := &stage{
		pen:   pen{canvas: c, m: affine{scale, 0, 0, 0, scale, 0}, hard: float32(host.hard)},
		thing: rand.New(rand.NewPCG(h.Seed, 1)),
		load:  rand.New(rand.NewPCG(r.Uint64(), 2)),
		w:     host.w, h: host.h,
	}
	host.draw(st)
	var found []Seen
	for _, name := range h.Objects {
		o, ok := objects[name]
		if !ok {
			panic(fmt.Sprintf("synth: no object %q", name))
		}
		p := st.pen
		if o.heavy && host.hard == 1 {
			p.hard *= .15
		}
		k := min(1, .3*min(host.w, host.h)/o.reach)
		margin := min(o.reach*k, host.h*.35)
		x, y := between(r, margin, host.w-margin), between(r, margin, host.h-margin)
		found = append(found, seen(name, p.at(x, y).sized(k, k).cast(o, r), c))
	}
	scene := &Scene{Spec: Spec{Kind: h.Kind, Seed: h.Seed, Width: h.Width}, Height: c.h, MMPerPix: 10 / scale}
	scene.detect(c, host.quanta, rand.New(rand.NewPCG(h.Seed, 3)))
	return scene, found
}
