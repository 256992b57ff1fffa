package synth

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// Overlay puts a scanner's console around and over a picture, as exported by a
// screenshot: a title bar, a row of tool buttons, and a line of data. style
// chooses one of three vendors. The data name no one.
func (v View) Overlay(style int, seed uint64) View {
	b := v.Bounds()
	w, h := b.Dx(), b.Dy()
	const bar = 26
	top, bottom := bar, bar
	if style%3 == 1 {
		bottom = 0
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h+top+bottom))
	skins := [3][2]color.NRGBA{
		{{32, 48, 72, 255}, {214, 226, 240, 255}},
		{{20, 20, 20, 255}, {120, 230, 120, 255}},
		{{208, 208, 200, 255}, {20, 20, 20, 255}},
	}
	skin := skins[style%3]
	draw.Draw(out, out.Rect, image.NewUniform(skin[0]), image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(0, top, w, top+h), v.Image, b.Min, draw.Src)
	say := func(x, y int, text string) {
		d := font.Drawer{Dst: out, Src: image.NewUniform(skin[1]), Face: basicfont.Face7x13, Dot: fixed.P(x, y)}
		d.DrawString(text)
	}
	month, hour := seed%12+1, seed/12%24
	say(8, 17, fmt.Sprintf("LANE %d   2025-%02d-%02d %02d:%02d   %06d", seed%6+1, month, seed%27+1, hour, seed*7%60, seed*7919%1000000))
	switch style % 3 {
	case 0:
		for i := range 9 {
			x := 8 + i*34
			draw.Draw(out, image.Rect(x, top+h+4, x+28, top+h+22), image.NewUniform(color.NRGBA{58, 82, 118, 255}), image.Point{}, draw.Src)
			say(x+4, top+h+17, []string{"B/W", "NEG", "O2", "OS", "HI", "LO", "SEN", "x2", "x4"}[i])
		}
	case 1:
		say(10, top+22, "HI-PEN ON")
		say(w-110, top+22, fmt.Sprintf("ZOOM 1.0  %d%%", 60+seed%40))
	case 2:
		say(w-190, 17, "EDGE  GAMMA  INV  TIFF")
		say(8, top+h+17, fmt.Sprintf("kV 160   mA 0.7   v %.2f m/s", .2+float64(seed%5)/50))
	}
	k := float64(h) / float64(h+top+bottom)
	o := float64(top) / float64(h+top+bottom)
	return View{out, v.region(func(x, y float64) (float64, float64) { return x, o + y*k })}
}
