package distort

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"

	"github.com/disintegration/imaging"
)

// skin is the colours of a vendor's console.
type skin struct{ bar, button, text, burnt color.NRGBA }

var skins = []skin{
	{bar: color.NRGBA{32, 48, 72, 255}, button: color.NRGBA{58, 82, 118, 255}, text: color.NRGBA{214, 226, 240, 255}, burnt: color.NRGBA{255, 230, 60, 255}},
	{bar: color.NRGBA{20, 20, 20, 255}, button: color.NRGBA{52, 52, 56, 255}, text: color.NRGBA{120, 230, 120, 255}, burnt: color.NRGBA{60, 220, 60, 255}},
	{bar: color.NRGBA{212, 210, 202, 255}, button: color.NRGBA{240, 240, 236, 255}, text: color.NRGBA{24, 24, 24, 255}, burnt: color.NRGBA{200, 20, 20, 255}},
	{bar: color.NRGBA{238, 242, 246, 255}, button: color.NRGBA{0, 96, 168, 255}, text: color.NRGBA{90, 150, 200, 255}, burnt: color.NRGBA{20, 40, 200, 255}},
}

var buttons = []string{"B/W", "NEG", "COL", "O2", "OS", "HI", "LO", "SEN", "x1", "x2", "x4", "EDGE", "GAMMA", "SAVE"}

// console draws the screen of a scanner's workstation around a picture and its
// data over it, at the picture's own scale: what "save as shown" writes.
func console(m image.Image, r *rand.Rand) image.Image {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	unit := float64(max(min(w, h), max(w, h)/3, 120)) // of the bars; a long thin scan has no bars of hairs
	top, bottom := side(unit*between(r, 0.05, 0.09)), side(unit*between(r, 0.04, 0.07))
	left, right := side(unit*between(r, 0, 0.02)), side(unit*between(r, 0, 0.02))
	if panel := side(unit * between(r, 0.1, 0.18)); r.IntN(2) == 0 {
		if r.IntN(2) == 0 {
			left = panel
		} else {
			right = panel
		}
	}
	s := either(r, skins...)
	out := imaging.New(left+w+right, top+h+bottom, s.bar)
	scan := image.Rect(left, top, left+w, top+h)
	out = imaging.Paste(out, m, scan.Min)

	small := unit * 0.028
	face := regular.face(small)
	date := fmt.Sprintf("2026-%02d-%02d %02d:%02d:%02d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60))
	x := letter(out, bold.face(float64(top)*0.4), s.text, top/4, top*2/3, fmt.Sprintf("LANE %d", 1+r.IntN(9)))
	letter(out, face, s.text, x+top/2, top*2/3, date+fmt.Sprintf("   No %07d", r.IntN(1e7)))
	tools(out, image.Rect(0, top+h, out.Rect.Dx(), out.Rect.Dy()), s, r)
	for _, panel := range []image.Rectangle{{Max: image.Pt(left, top+h)}, {image.Pt(left+w, 0), image.Pt(out.Rect.Dx(), top+h)}} {
		panel.Min.Y = top
		if panel.Dx() > int(unit*0.08) {
			tools(out, panel, s, r)
		}
	}
	burn(out, scan, small, s.burnt, date, r)
	return out
}

// tools fills a bar or a panel with buttons.
func tools(out *image.NRGBA, area image.Rectangle, s skin, r *rand.Rand) {
	high := min(area.Dx(), area.Dy()) * 2 / 3
	if area.Dy() > area.Dx() {
		high = area.Dx() / 3
	}
	broad, gap := high*2, max(high/4, 1)
	face := regular.face(float64(high) * 0.5)
	for y := area.Min.Y + gap; y+high <= area.Max.Y; y += high + gap {
		for x := area.Min.X + gap; x+broad <= area.Max.X; x += broad + gap {
			b := image.Rect(x, y, x+broad, y+high)
			fill(out, b, s.button)
			name := either(r, buttons...)
			letter(out, face, s.text, x+(broad-wide(face, name))/2, y+high*2/3, name)
		}
	}
}

// burn writes data into the corners of a scan, a scale at its foot, and marks a
// place in it.
func burn(out *image.NRGBA, scan image.Rectangle, size float64, c color.NRGBA, date string, r *rand.Rand) {
	face := mono.face(size * 1.15)
	line := int(size * 1.5)
	x, y := scan.Min.X+line/2, scan.Min.Y+line
	for i, t := range []string{date, fmt.Sprintf("kV %d  mA %.1f", 120+20*r.IntN(10), between(r, 0.3, 3)), fmt.Sprintf("v %.2f m/s", between(r, 0.2, 1.6))} {
		letter(out, face, c, x, y+i*line, t)
	}
	operator := fmt.Sprintf("OP %04d HI-PEN", r.IntN(10000))
	letter(out, face, c, scan.Max.X-wide(face, operator)-line/2, y, operator)

	thick := max(int(size/8), 1)
	long := scan.Dx() / 4
	foot := scan.Max.Y - line
	fill(out, image.Rect(x, foot, x+long, foot+thick), c)
	for i := range 6 {
		fill(out, image.Rect(x+long*i/5, foot-line/2, x+long*i/5+thick, foot), c)
	}
	letter(out, face, c, x+long+line/2, foot, "0.5 m")

	w, h := side(float64(scan.Dx())*between(r, 0.1, 0.25)), side(float64(scan.Dy())*between(r, 0.1, 0.25))
	at := image.Pt(scan.Min.X+r.IntN(scan.Dx()-w+1), scan.Min.Y+r.IntN(scan.Dy()-h+1))
	mark := image.Rectangle{at, at.Add(image.Pt(w, h))}
	frame(out, mark, max(int(size/6), 2), color.NRGBA{230, 20, 20, 255})
	letter(out, face, color.NRGBA{230, 20, 20, 255}, mark.Min.X, mark.Max.Y+line, "SUSPECT")
}
