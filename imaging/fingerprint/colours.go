package fingerprint

import "lynceus/imaging/decode"

// plane is one value a pixel, row by row.
type plane struct {
	w, h int
	v    []float32
}

// colours are red, green and blue of 0 to 255; a grey picture has one plane.
type colours []plane

func coloursOf(r *decode.Raster) colours {
	planes := 1
	if len(r.Cb) > 0 {
		planes = 3
	}
	c := make(colours, planes)
	for i := range c {
		c[i] = plane{r.Width, r.Height, make([]float32, r.Width*r.Height)}
	}
	if planes == 1 {
		for i, y := range r.Y {
			c[0].v[i] = float32(y)
		}
		return c
	}
	// Rec. ITU-T T.871, 7; colours that do not exist are cut to the nearest that do.
	for y := range r.Height {
		chroma := y * r.ChromaH / r.Height * r.ChromaW
		for x := range r.Width {
			i, k := y*r.Width+x, chroma+x*r.ChromaW/r.Width
			l, cb, cr := float32(r.Y[i]), float32(r.Cb[k])-128, float32(r.Cr[k])-128
			c[0].v[i] = max(0, min(l+1.402*cr, 255))
			c[1].v[i] = max(0, min(l-0.344136*cb-0.714136*cr, 255))
			c[2].v[i] = max(0, min(l+1.772*cb, 255))
		}
	}
	return c
}

// rgb makes the colours of planes of one size. Rec. ITU-T T.871, 7; colours that do
// not exist are cut to the nearest that do.
func rgb(y, cb, cr plane) colours {
	c := make(colours, 3)
	for i := range c {
		c[i] = plane{y.w, y.h, make([]float32, len(y.v))}
	}
	for i, l := range y.v {
		b, r := cb.v[i]-128, cr.v[i]-128
		c[0].v[i] = max(0, min(l+1.402*r, 255))
		c[1].v[i] = max(0, min(l-0.344136*b-0.714136*r, 255))
		c[2].v[i] = max(0, min(l+1.772*b, 255))
	}
	return c
}

// lightness is half the sum of the brightest and the darkest colour of a pixel.
// Unlike luma it tells the hues of a false-colour palette apart by how far they
// are from black and white, and not by how green they are.
func (c colours) lightness() plane {
	if len(c) == 1 {
		return c[0]
	}
	l := plane{c[0].w, c[0].h, make([]float32, len(c[0].v))}
	for i, r := range c[0].v {
		g, b := c[1].v[i], c[2].v[i]
		l.v[i] = (max(r, g, b) + min(r, g, b)) / 2
	}
	return l
}
