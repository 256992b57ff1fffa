package synth

import (
	"image"
	"math"
)

// Polarity says which way round greys are shown.
type Polarity bool

const (
	DarkAbsorbs   Polarity = false // dense is dark, as on a baggage scanner
	BrightAbsorbs Polarity = true  // dense is bright, as on film and many cargo scanners
)

// XRay16 is the scene in 16-bit grey with a vendor's tone: the transmission to
// the power of gamma (1 is linear, .5 opens the shadows).
func (s *Scene) XRay16(p Polarity, gamma float64) *image.Gray16 {
	img := image.NewGray16(image.Rect(0, 0, s.Width, s.Height))
	var tone [1025]float32
	for i := range tone {
		tone[i] = float32(65535 * math.Pow(float64(i)/1024, gamma))
	}
	for i, t := range s.High {
		at := (t + s.Low[i]) * 512
		k := min(int(at), 1023)
		v := uint16(tone[k] + (tone[k+1]-tone[k])*(at-float32(k)))
		if p == BrightAbsorbs {
			v = ^v
		}
		img.Pix[2*i], img.Pix[2*i+1] = uint8(v>>8), uint8(v)
	}
	return img
}

// XRay is XRay16 in 8 bits.
func (s *Scene) XRay(p Polarity, gamma float64) *image.Gray {
	wide := s.XRay16(p, gamma)
	img := image.NewGray(wide.Rect)
	for i := range img.Pix {
		img.Pix[i] = wide.Pix[2*i]
	}
	return img
}

// Palette is a vendor's way of colouring.
type Palette string

const (
	Material Palette = "material" // orange organic, green light metal and glass, blue metal; air is white
	Dense    Palette = "dense"    // as Material with other hues and dark shadows opened
	Hot      Palette = "hot"      // black, red, yellow, white by transmission
	Rainbow  Palette = "rainbow"  // blue to red by depth
	Sea      Palette = "sea"      // grey greens of an old tube monitor
)

// Palettes lists all of them.
var Palettes = []Palette{Material, Dense, Hot, Rainbow, Sea}

// FalseColour is the scene in a palette.
func (s *Scene) FalseColour(p Palette) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, s.Width, s.Height))
	ramp, hues := ramps[p], materialHues[p]
	var table [hueSteps][256][3]uint8
	if hues != nil {
		for k := range table {
			hue := mix(hues, float64(k)/(hueSteps-1))
			for i := range table[k] {
				table[k][i] = shade(hue, float64(i)/255, p == Dense)
			}
		}
	} else {
		for i := range table[0] {
			c := mix(ramp, float64(i)/255)
			table[0][i] = [3]uint8{uint8(c[0]*255 + .5), uint8(c[1]*255 + .5), uint8(c[2]*255 + .5)}
		}
	}
	var hue []float32
	if hues != nil {
		hue = s.atomic()
	}
	var root [1025]uint8
	for i := range root {
		root[i] = uint8(255*math.Pow(float64(i)/1024, .7) + .5)
	}
	for i, t := range s.High {
		v := root[min(int((t*.6+s.Low[i]*.4)*1024), 1024)]
		row := &table[0]
		if hue != nil {
			row = &table[int(hue[i]*(hueSteps-1)+.5)]
		}
		c := row[v]
		copy(img.Pix[4*i:], []uint8{c[0], c[1], c[2], 255})
	}
	return img
}

const hueSteps = 64

// atomic estimates, 0 to 1, how metallic each pixel is: the ratio of the optical
// depths, which depends on the atomic number and not on the thickness. It is
// measured over a few pixels, as real scanners do, for the ratio of two noisy
// numbers is very noisy.
func (s *Scene) atomic() []float32 {
	const cell = 2
	w, h := s.Width, s.Height
	cw, ch := (w+cell-1)/cell, (h+cell-1)/cell
	low, high := make([]float32, cw*ch), make([]float32, cw*ch)
	for y := range h {
		for x := range w {
			k := y/cell*cw + x/cell
			low[k] += s.Low[y*w+x]
			high[k] += s.High[y*w+x]
		}
	}
	blur(low, cw, ch, .25)
	blur(high, cw, ch, .25)
	ratio := make([]float32, cw*ch)
	for k := range ratio {
		n := float32(min(cell, w-k%cw*cell) * min(cell, h-k/cw*cell))
		lo, hi := -logOf(low[k]/n), -logOf(high[k]/n)
		switch {
		case hi < .012:
			ratio[k] = .12 // too thin to tell: drawn as organic
		default:
			ratio[k] = min(max((lo/hi-1.12)/1.05, 0), 1)
		}
	}
	blur(ratio, cw, ch, .2)
	out := make([]float32, w*h)
	for y := range h {
		for x := range w {
			out[y*w+x] = ratio[y/cell*cw+x/cell]
		}
	}
	return out
}

func logOf(t float32) float32 { return float32(math.Log(float64(max(t, 1e-4)))) }

// rgb is a colour with components of 0 to 1.
type rgb [3]float64

var materialHues = map[Palette][]rgb{
	Material: {{.96, .5, .1}, {.96, .52, .12}, {.84, .6, .18}, {.36, .72, .24}, {.22, .6, .42}, {.16, .42, .8}, {.12, .3, .85}, {.1, .24, .8}},
	Dense:    {{.93, .45, .2}, {.93, .5, .24}, {.8, .66, .3}, {.46, .74, .34}, {.2, .66, .55}, {.2, .45, .78}, {.3, .3, .8}, {.38, .22, .74}},
}

var ramps = map[Palette][]rgb{
	Hot:     {{.02, 0, 0}, {.35, .02, 0}, {.72, .12, .02}, {.95, .42, .05}, {1, .75, .25}, {1, .95, .75}, {1, 1, 1}},
	Rainbow: {{.25, 0, .2}, {.75, .05, .1}, {.98, .45, .05}, {.95, .9, .15}, {.25, .8, .3}, {.1, .6, .85}, {.12, .2, .6}, {.03, .04, .25}},
	Sea:     {{.02, .05, .05}, {.08, .2, .19}, {.22, .42, .38}, {.48, .66, .58}, {.75, .87, .78}, {.95, .99, .94}},
}

// mix is the colour at t, 0 to 1, of colours at equal steps.
func mix(colours []rgb, t float64) rgb {
	at := min(max(t, 0), 1) * float64(len(colours)-1)
	k := min(int(at), len(colours)-2)
	f := at - float64(k)
	a, b := colours[k], colours[k+1]
	return rgb{a[0] + (b[0]-a[0])*f, a[1] + (b[1]-a[1])*f, a[2] + (b[2]-a[2])*f}
}

// shade is a hue at lightness v: white where nothing absorbs, the hue at the
// middle, black where nothing passes.
func shade(hue rgb, v float64, open bool) [3]uint8 {
	const middle = .5
	var out [3]uint8
	for i, c := range hue {
		var x float64
		if v > middle {
			f := (v - middle) / (1 - middle)
			x = c + (1-c)*f*(.55+.45*f)
		} else {
			f := v / middle
			if open {
				f = math.Pow(f, .75)
			}
			x = c * f
		}
		out[i] = uint8(255*min(max(x, 0), 1) + .5)
	}
	return out
}
