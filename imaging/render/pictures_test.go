package render

import (
	"image"
	"math"
	"math/rand/v2"

	"lynceus/imaging/decode"
)

// scenery has detail at every scale, smooth shades, hard edges and strong colours.
func scenery(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(w)
			f := 90 + 60*math.Sin(9*u+4*v*v) + 30*math.Sin(70*u*v+20*v) + 18*math.Sin(600*u)*math.Sin(450*v)
			c := [3]float64{f, f + 50*math.Sin(7*v), f - 60*math.Cos(11*u-3*v)}
			if math.Hypot(u-0.6, v-0.3) < 0.12 {
				c = [3]float64{220, 60, 40}
			}
			if int(40*u+25*v)%7 == 0 {
				c[0], c[1], c[2] = c[0]*0.5, c[1]*0.5, c[2]*0.5
			}
			p := m.Pix[m.PixOffset(x, y):]
			for i := range c {
				p[i] = uint8(max(0, min(c[i]+6*r.NormFloat64(), 255)))
			}
			p[3] = 255
		}
	}
	return m
}

// raster is m in planes, with chroma of every across-th column and down-th row.
func raster(m *image.NRGBA, across, down int) decode.Raster {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	r := decode.Raster{Width: w, Height: h, ChromaW: (w + across - 1) / across, ChromaH: (h + down - 1) / down}
	r.Y = make([]uint8, w*h)
	n := r.ChromaW * r.ChromaH
	cb, cr, count := make([]int, n), make([]int, n), make([]int, n)
	for y := range h {
		for x := range w {
			p := m.Pix[m.PixOffset(x, y):]
			red, green, blue := float64(p[0]), float64(p[1]), float64(p[2])
			r.Y[y*w+x] = uint8(0.299*red + 0.587*green + 0.114*blue + 0.5)
			i := y/down*r.ChromaW + x/across
			cb[i] += int(math.Round(128 - 0.168736*red - 0.331264*green + 0.5*blue))
			cr[i] += int(math.Round(128 + 0.5*red - 0.418688*green - 0.081312*blue))
			count[i]++
		}
	}
	for i := range n {
		r.Cb = append(r.Cb, uint8(min(cb[i]/count[i], 255)))
		r.Cr = append(r.Cr, uint8(min(cr[i]/count[i], 255)))
	}
	return r
}

// picture is r as a decoder would hand it over at full size.
func picture(r decode.Raster) *decode.Picture {
	return &decode.Picture{Raster: r, FullWidth: r.Width, FullHeight: r.Height, Scale: 1, Orientation: 1}
}

// grey drops the colours.
func grey(r decode.Raster) decode.Raster {
	return decode.Raster{Width: r.Width, Height: r.Height, Y: r.Y}
}

// psnr of the colours of two pictures of one size, in dB.
func psnr(a, b image.Image) float64 {
	var sum float64
	area := a.Bounds()
	if area != b.Bounds() {
		return 0
	}
	for y := range area.Dy() {
		for x := range area.Dx() {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			for _, d := range [3]float64{float64(r1) - float64(r2), float64(g1) - float64(g2), float64(b1) - float64(b2)} {
				sum += d * d / 257 / 257
			}
		}
	}
	return 10 * math.Log10(255*255/(sum/float64(3*area.Dx()*area.Dy())+1e-9))
}
