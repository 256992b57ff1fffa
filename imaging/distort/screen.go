package distort

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"github.com/disintegration/imaging"
)

// screenPhoto is a phone's photo of a monitor, 1,280 x 960 as messengers pass it
// on. The monitor has 1,600 x 900 cells of three stripes; the picture fills its
// viewer's window. Light goes the way of life: the panel's pixels, the room, the
// lens, the sensor, the phone's tone curve, the file.
func screenPhoto(m image.Image, r *rand.Rand) image.Image {
	const wide, high = 1280, 960
	desktop := viewer(m, r)
	out := room(wide, high, r)
	screen := placed(wide, high, r)
	bezel(out, screen, r)
	glow(out, desktop, screen, r)
	reflection(out, screen, r)
	out = imaging.Blur(out, between(r, 0.6, 1.2))
	sensor(out, r)
	return asJPEG(out, 55+r.IntN(26))
}

// viewer is what the monitor shows: a picture in the window of a plain viewer.
func viewer(m image.Image, r *rand.Rand) *image.NRGBA {
	const w, h = 1600, 900
	skin := either(r, skins...)
	ground := either(r, color.NRGBA{24, 24, 26, 255}, color.NRGBA{60, 60, 64, 255}, color.NRGBA{236, 236, 236, 255})
	out := imaging.New(w, h, ground)
	bar := 36 + r.IntN(30)
	fill(out, image.Rect(0, 0, w, bar), skin.bar)
	fill(out, image.Rect(0, h-bar, w, h), skin.bar)
	letter(out, regular.face(18), skin.text, 16, bar*2/3, "Viewer   File   View   Tools   Help")
	tools(out, image.Rect(0, h-bar, w*2/3, h), skin, r)
	window := image.Rect(r.IntN(40), bar+r.IntN(16), w-r.IntN(40), h-bar-r.IntN(16))
	mw, mh := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	k := min(float64(window.Dx())/mw, float64(window.Dy())/mh)
	shown := imaging.Resize(m, side(k*mw), side(k*mh), imaging.Linear)
	x := window.Min.X + (window.Dx()-shown.Rect.Dx())/2
	y := window.Min.Y + (window.Dy()-shown.Rect.Dy())/2
	return imaging.Paste(out, shown, image.Pt(x, y))
}

// room is a dim wall over a dimmer desk.
func room(w, h int, r *rand.Rand) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	edge := float64(h) * between(r, 0.75, 1.1)
	wall, desk := between(r, 20, 75), between(r, 10, 50)
	warm := between(r, 0.8, 1.05)
	for y := range h {
		for x := range w {
			v := wall * (1 - 0.4*float64(x)/float64(w))
			if float64(y) > edge {
				v = desk * (0.7 + 0.3*float64(x)/float64(w))
			}
			copy(out.Pix[y*out.Stride+4*x:], []uint8{uint8(v), uint8(v * (0.5 + warm/2)), uint8(v * warm), 255})
		}
	}
	return out
}

// placed is where the corners of the monitor's panel lie in the photo: 76 to 92 %
// of its width, turned by up to 4 degrees, seen from up to some 25 degrees aside.
func placed(w, h float64, r *rand.Rand) (q quad) {
	half := w * between(r, 0.38, 0.46)
	turn := between(r, -4, 4) * math.Pi / 180
	aside, above := between(r, -0.12, 0.12), between(r, -0.08, 0.08)
	cx, cy := w/2+between(r, -0.02, 0.02)*w, h/2+between(r, -0.05, 0.05)*h
	for i, p := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x, y := p[0]*half, p[1]*half*9/16
		near := 1 / (1 + aside*p[0] + above*p[1])
		x, y = x*near*(1-math.Abs(aside)), y*near
		q[i] = [2]float64{cx + x*math.Cos(turn) - y*math.Sin(turn), cy + x*math.Sin(turn) + y*math.Cos(turn)}
	}
	return q
}

// bezel draws the monitor's frame around its panel, with a brighter rim.
func bezel(out *image.NRGBA, q quad, r *rand.Rand) {
	shade := uint8(between(r, 8, 60))
	plate := imaging.New(160, 90, color.NRGBA{shade, shade, shade, 255})
	frame(plate, plate.Rect, 1, color.NRGBA{shade + 40, shade + 40, shade + 44, 255})
	var cx, cy float64
	for _, p := range q {
		cx, cy = cx+p[0]/4, cy+p[1]/4
	}
	thick := between(r, 1.03, 1.07)
	for i, p := range q {
		q[i] = [2]float64{cx + (p[0]-cx)*thick, cy + (p[1]-cy)*(thick+0.03)}
	}
	project(out, plate, q)
}

// glow adds the panel's light to the photo. A cell of the panel is three upright
// stripes, dark in between and above and below; sampled four times a pixel of the
// photo, whose pitch is nearly that of the cells, they beat with it: moire. Light
// falls off aside, from the lamp and to the corners of the lens, and black is not
// quite dark.
func glow(out, desktop *image.NRGBA, q quad, r *rand.Rand) {
	w, h := float64(desktop.Rect.Dx()), float64(desktop.Rect.Dy())
	back := q.toSquare(w, h)
	deep := between(r, 0.15, 0.45) // of the dark between the stripes; the mean of a cell stays
	gamma := between(r, 0.8, 1.35)
	bright, dark := between(r, 0.75, 1.1), between(r, 0.01, 0.06)
	fallX, fallY := between(r, -0.25, 0.25), between(r, -0.2, 0.2)
	tint := [3]float64{between(r, 0.85, 1.05), between(r, 0.93, 1.03), between(r, 0.95, 1.15)}
	pw, ph := float64(out.Rect.Dx()), float64(out.Rect.Dy())
	var curve [4 << 10]float64 // of the phone, for light of 0 to 4
	for i := range curve {
		curve[i] = math.Pow(float64(i)/(1<<10), gamma)
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sum [3]float64
			inside := 0.0
			for _, t := range taps {
				u, v := back.at(float64(x)+t[0], float64(y)+t[1])
				if u < 0 || v < 0 || u >= w || v >= h {
					continue
				}
				inside++
				c := sample(desktop, u, v)
				row := wave(v + 0.5)
				for k := range sum {
					stripe := wave(u + 1 - (float64(k)+0.5)/3)
					sum[k] += c[k] / 255 * (1 - deep + deep*4*stripe*row)
				}
			}
			if inside == 0 {
				continue
			}
			dx, dy := float64(x)/pw-0.5, float64(y)/ph-0.5
			light := bright * (1 + fallX*2*dx + fallY*2*dy) * (1 - 0.5*(dx*dx+dy*dy))
			p := out.Pix[y*out.Stride+4*x:]
			for k := range sum {
				lit := curve[int(sum[k]/inside*(1<<10))]*light*tint[k] + dark
				p[k] = level((inside*lit + (4-inside)*float64(p[k])/255) / 4)
			}
		}
	}
}

// waves is one wave from 1 down to 0 and back, as often looked up as there are
// stripes in a photo.
var waves = func() (w [256]float64) {
	for i := range w {
		w[i] = 0.5 + 0.5*math.Cos(2*math.Pi*float64(i)/256)
	}
	return w
}()

// wave is 1 at whole numbers, 0 halfway; x is at least 0.
func wave(x float64) float64 { return waves[int(x*256)&255] }

// reflection lays a window or a lamp on the glass, soft at its edge: its light is
// added where the panel is, and a little beside it.
func reflection(out *image.NRGBA, screen quad, r *rand.Rand) {
	back := screen.toSquare(1, 1)
	strength := between(r, 15, 60)
	cx, cy := between(r, 0.1, 0.9), between(r, 0.1, 0.9)
	rx, ry := between(r, 0.08, 0.25), between(r, 0.08, 0.3)
	lean := between(r, -0.5, 0.5)
	power := either(r, 2.0, 8) // round as a lamp or square as a window
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			u, v := back.at(float64(x), float64(y))
			du, dv := math.Abs(u-cx+lean*(v-cy))/rx, math.Abs(v-cy)/ry
			if u < 0 || v < 0 || u > 1 || v > 1 || du > 2 || dv > 2 { // off the glass, or no light left
				continue
			}
			d := math.Pow(math.Pow(du, power)+math.Pow(dv, power), 1/power)
			add := strength * logistic(8*(1-d))
			p := out.Pix[y*out.Stride+4*x:]
			for k := range 3 {
				p[k] = uint8(min(float64(p[k])+add, 255))
			}
		}
	}
}

// sensor adds the noise of light and of reading out: the first grows with the
// root of the light.
func sensor(out *image.NRGBA, r *rand.Rand) {
	read, shot := between(r, 1, 4), between(r, 0.2, 0.6)
	var noise [256]float64 // standard deviation by level
	for v := range noise {
		noise[v] = math.Hypot(read, shot*math.Sqrt(float64(v)))
	}
	for i, v := range out.Pix {
		if i%4 < 3 {
			out.Pix[i] = level((float64(v) + r.NormFloat64()*noise[v]) / 255)
		}
	}
}
