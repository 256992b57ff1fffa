package kind

// The net halves a patch four times and widens it each time; at the three smaller
// sizes two more convolutions add to what is there. What is left, 4x4 places of 120
// values, is pooled to means and maxima, and a matrix makes a vector of those.
// Everything is laid out by rows, columns, then values of a place.
const (
	panel  = 24 // outputs that a convolution makes at once; every width is a multiple
	pooled = 2 * 120
)

// conv is a 3x3 convolution with one place of nothing around its input.
type conv struct {
	in, out, step int
	side          int       // of its input
	weights       []float32 // by panel, row, column, input, output in the panel
	bias          []float32
}

var shapes = [...]conv{
	{in: channels, out: 24, step: 2, side: 64},
	{in: 24, out: 48, step: 2, side: 32},
	{in: 48, out: 48, step: 1, side: 16},
	{in: 48, out: 48, step: 1, side: 16},
	{in: 48, out: 96, step: 2, side: 16},
	{in: 96, out: 96, step: 1, side: 8},
	{in: 96, out: 96, step: 1, side: 8},
	{in: 96, out: 120, step: 2, side: 8},
	{in: 120, out: 120, step: 1, side: 4},
	{in: 120, out: 120, step: 1, side: 4},
}

type net struct {
	convs [len(shapes)]conv
	head  []float32 // 64 rows of pooled values
	bias  [len(Vector{})]float32
}

// room is what one run of the net writes on; rims stay zero.
type room struct {
	planes [len(shapes)][]float32 // inputs, (side+2) x (side+2) places each
	last   []float32              // 4x4 places without a rim
	sums   []float32              // a convolution's output before it is written
}

func newRoom() *room {
	r := &room{last: make([]float32, 4*4*120)}
	most := 0
	for i, c := range shapes {
		r.planes[i] = make([]float32, (c.side+2)*(c.side+2)*c.in)
		most = max(most, c.side*c.side/c.step/c.step*c.out)
	}
	r.sums = make([]float32, most)
	return r
}

// run makes the values of a vector from a patch, of no particular length.
func (n *net) run(p *Patch, r *room, convolve kernel) (v [len(Vector{})]float32) {
	for y := range side {
		copy(r.planes[0][((y+1)*(side+2)+1)*channels:], p[y*side*channels:][:side*channels])
	}
	for i := range n.convs {
		c := &n.convs[i]
		c.run(r.planes[i], r.sums, convolve)
		var kept []float32 // the sum's other side, with a rim
		if i > 0 && i%3 == 0 {
			kept = r.planes[i-1]
		}
		to, rim := r.last, 0
		if i+1 < len(n.convs) {
			to, rim = r.planes[i+1], 1
		}
		c.place(r.sums, kept, to, rim)
	}
	return n.pool(r.last)
}

// place writes a convolution's output, with what was kept added, where it is not
// negative, among a rim or none.
func (c *conv) place(sums, kept, to []float32, rim int) {
	s := c.side / c.step
	for y := range s {
		row := sums[y*s*c.out:][:s*c.out]
		out := to[((y+rim)*(s+2*rim)+rim)*c.out:][:len(row)]
		if kept == nil {
			for i, v := range row {
				out[i] = max(v, 0)
			}
			continue
		}
		for i, k := range kept[((y+1)*(s+2)+1)*c.out:][:len(row)] {
			out[i] = max(row[i]+k, 0)
		}
	}
}

func (n *net) pool(last []float32) (v [len(Vector{})]float32) {
	const width, places = pooled / 2, 16
	var x [pooled]float32
	for i := range places {
		for k, a := range last[i*width:][:width] {
			x[k] += a / places
			x[width+k] = max(x[width+k], a) // none is negative
		}
	}
	for i := range v {
		v[i] = n.bias[i]
		for k, w := range n.head[i*pooled:][:pooled] {
			v[i] += w * x[k]
		}
	}
	return v
}
