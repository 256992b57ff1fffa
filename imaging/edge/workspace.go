package edge

import "sync"

// Workspace is the room that pictures are worked on in, one after another.
type Workspace struct {
	filters
	planes [planes][]float32
	lines  [4][]float32
}

// What the planes of a workspace hold.
const (
	strength = iota
	across
	down
	direction
	blur
	blurAcross
	blurDown
	between // passes of a blur
	planes
)

var idle = sync.Pool{New: func() any { return &Workspace{filters: fast} }}

// Borrow takes a workspace that nobody works in. Give it back when its Edges are done with.
func Borrow() *Workspace { return idle.Get().(*Workspace) }

// GiveBack lets others work there.
func (k *Workspace) GiveBack() { idle.Put(k) }

// plane is room for n values, which are left from what came before.
func (k *Workspace) plane(i, n int) []float32 { return room(&k.planes[i], n) }

// line is room apart from the planes, likewise.
func (k *Workspace) line(i, n int) []float32 { return room(&k.lines[i], n) }

func room(v *[]float32, n int) []float32 {
	if cap(*v) < n {
		*v = make([]float32, n)
	}
	return (*v)[:n]
}

// rimmed is row y of a plane, or the nearest to it, with its ends repeated on either side.
func (k *Workspace) rimmed(i int, p Plane, y int) []float32 {
	row := p.V[max(0, min(y, p.H-1))*p.W:][:p.W]
	line := k.line(i, p.W+2)
	line[0], line[p.W+1] = row[0], row[p.W-1]
	copy(line[1:], row)
	return line
}
