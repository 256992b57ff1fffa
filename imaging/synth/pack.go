package synth

import "math/rand/v2"

// brick is a pressed, wrapped packet seen face on: uneven at its rim, with a
// denser fold of wrapping along its edges.
func (p pen) brick(r *rand.Rand, x, y, w, h, deep float64) {
	q := p.at(x+w/2, y+h/2).turn(between(r, -1.8, 1.8))
	f := newField(r)
	grain := 6 / w
	corner := min(w, h) * .12
	q.fill(powder, path{rounded(-w/2, -h/2, w, h, corner)}, func(px, py float64) float32 {
		edge := min(w/2-abs(px), h/2-abs(py)) / (min(w, h) * .14)
		t := deep * (1 + .10*float64(f.clouds(px*grain, py*grain, 2)))
		if edge < 1 {
			t *= .72 + .28*max(edge, 0)
		}
		return float32(t)
	})
	q.frame(plastic, deep*.22, -w/2, -h/2, w, h, corner, min(w, h)*.05)
	q.rect(plastic, deep*.12, -w*.04, -h/2, w*.08, h)
}

// bricks stacks packets of about w by h in a rectangle, as a hand would.
func (p pen) bricks(r *rand.Rand, x, y, w, h, brickW, brickH, deep float64) {
	cols, rows := max(int(w/brickW+.3), 1), max(int(h/brickH+.3), 1)
	bw, bh := w/float64(cols), h/float64(rows)
	for j := range rows {
		for i := range cols {
			p.brick(r, x+float64(i)*bw+bw*.03, y+float64(j)*bh+bh*.03, bw*.94, bh*.94, deep*between(r, .88, 1.08))
		}
	}
}

// pouch is a soft bag of powder.
func (p pen) pouch(r *rand.Rand, x, y, rx, ry, deep float64) {
	f := newField(r)
	var rim []point
	for _, q := range ellipse(0, 0, 1, 1) {
		k := 1 + .12*float64(f.at(q.x*1.5+9, q.y*1.5))
		rim = append(rim, point{x + q.x*rx*k, y + q.y*ry*k})
	}
	p.fill(powder, path{smooth(rim, true)}, func(px, py float64) float32 {
		u, v := (px-x)/rx/1.15, (py-y)/ry/1.15
		d := max(0, 1-u*u-v*v)
		return float32(deep*sqrt(d)) * (1 + .25*f.clouds(px*3/rx, py*3/ry, 3))
	})
}

// slab is a pressed sheet, as lines a false bottom.
func (p pen) slab(r *rand.Rand, x, y, w, h, deep float64) {
	f := newField(r)
	p.fill(powder, path{rounded(x, y, w, h, min(w, h)*.15)}, func(px, py float64) float32 {
		return float32(deep) * (1 + .16*f.clouds(px*.4, py*.4, 3))
	})
}
