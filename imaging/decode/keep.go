package decode

// keeper takes full rows and keeps their mean over squares.
type keeper interface {
	add(row []byte)
	finish(rows int) // a row of squares is complete; it was this many rows high
}

// divider divides sums over squares by their number of samples, rounding. The
// last square of a row may be narrower than the others.
type divider struct {
	scale, last int
}

func (p *Picture) divider() divider {
	last := p.FullWidth % p.Scale
	if last == 0 {
		last = p.Scale
	}
	return divider{p.Scale, last}
}

// of returns the number of samples in square x of n in a row that is high rows high.
func (d divider) of(x, n, high int) uint64 {
	if x == n-1 {
		return uint64(d.last * high)
	}
	return uint64(d.scale * high)
}

type grey struct {
	divider
	out  []uint8 // still to be filled
	sums []uint64
}

func (p *Picture) keepGrey() keeper {
	p.Y = make([]uint8, p.Width*p.Height)
	return &grey{p.divider(), p.Y, make([]uint64, p.Width)}
}

func (g *grey) add(row []byte) {
	if g.scale == 1 {
		g.out = g.out[copy(g.out, row):]
		return
	}
	for x := range g.sums {
		square := row[:min(g.scale, len(row))]
		row = row[len(square):]
		sum := uint32(0)
		for _, v := range square {
			sum += uint32(v)
		}
		g.sums[x] += uint64(sum)
	}
}

func (g *grey) finish(high int) {
	if g.scale == 1 {
		return
	}
	for x, sum := range g.sums {
		n := g.of(x, len(g.sums), high)
		g.out[x] = uint8((sum + n/2) / n)
	}
	g.out = g.out[len(g.sums):]
	clear(g.sums)
}

type grey16 struct {
	divider
	out       []uint16
	sums      []uint64
	histogram *[65536]uint32
}

func (p *Picture) keepGrey16() keeper {
	p.Y16 = make([]uint16, p.Width*p.Height)
	p.Histogram = new([65536]uint32)
	return &grey16{p.divider(), p.Y16, make([]uint64, p.Width), p.Histogram}
}

func (g *grey16) add(row []byte) {
	if g.scale == 1 {
		out := g.out[:len(row)/2]
		for x := range out {
			v := uint16(row[2*x])<<8 | uint16(row[2*x+1])
			g.histogram[v]++
			out[x] = v
		}
		g.out = g.out[len(out):]
		return
	}
	for x := range g.sums {
		square := row[:min(2*g.scale, len(row))]
		row = row[len(square):]
		sum := uint64(0)
		for ; len(square) >= 2; square = square[2:] {
			v := uint16(square[0])<<8 | uint16(square[1])
			g.histogram[v]++
			sum += uint64(v)
		}
		g.sums[x] += sum
	}
}

func (g *grey16) finish(high int) {
	if g.scale == 1 {
		return
	}
	for x, sum := range g.sums {
		n := g.of(x, len(g.sums), high)
		g.out[x] = uint16((sum + n/2) / n)
	}
	g.out = g.out[len(g.sums):]
	clear(g.sums)
}

// colour averages red, green and blue and turns the means into planes.
type colour struct {
	divider
	y, cb, cr []uint8
	sums      []uint64
}

func (p *Picture) keepColour() keeper {
	n := p.Width * p.Height
	planes := make([]uint8, 3*n)
	p.Y, p.Cb, p.Cr = planes[:n:n], planes[n:2*n:2*n], planes[2*n:]
	p.ChromaW, p.ChromaH = p.Width, p.Height
	return &colour{p.divider(), p.Y, p.Cb, p.Cr, make([]uint64, 3*p.Width)}
}

func (c *colour) add(row []byte) {
	if c.scale == 1 {
		c.convert(row)
		return
	}
	for x := 0; x < len(c.sums); x += 3 {
		square := row[:min(3*c.scale, len(row))]
		row = row[len(square):]
		var r, g, b uint32
		for ; len(square) >= 3; square = square[3:] {
			r += uint32(square[0])
			g += uint32(square[1])
			b += uint32(square[2])
		}
		c.sums[x] += uint64(r)
		c.sums[x+1] += uint64(g)
		c.sums[x+2] += uint64(b)
	}
}

func (c *colour) finish(high int) {
	if c.scale == 1 {
		return
	}
	n := len(c.sums) / 3
	mean := make([]byte, len(c.sums))
	for i, sum := range c.sums {
		n := c.of(i/3, n, high)
		mean[i] = uint8((sum + n/2) / n)
	}
	c.convert(mean)
	clear(c.sums)
}

// convert fills the next row of the planes from red, green and blue (JFIF 1.02,
// in 16 fraction bits, rounded).
func (c *colour) convert(row []byte) {
	n := len(row) / 3
	y, cb, cr := c.y[:n], c.cb[:n], c.cr[:n]
	for x := range y {
		r, g, b := int32(row[0]), int32(row[1]), int32(row[2])
		row = row[3:]
		y[x] = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
		// The middle is 128; the halves are rounded down a little so that 255.5 does not become 256.
		cb[x] = uint8((-11059*r - 21709*g + 32768*b + 128<<16 + 1<<15 - 1) >> 16)
		cr[x] = uint8((32768*r - 27439*g - 5329*b + 128<<16 + 1<<15 - 1) >> 16)
	}
	c.y, c.cb, c.cr = c.y[n:], c.cb[n:], c.cr[n:]
}
