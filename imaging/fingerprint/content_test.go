package fingerprint

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/disintegration/imaging"
)

// The content of a picture keeps its place when what surrounds it changes.
func TestContentLeavesOutWhatSurroundsIt(t *testing.T) {
	thing := imaging.Resize(real(t, "coffee")[0], 320, 240, imaging.Lanczos)
	on := func(w, h int, back color.Color, at image.Point) *image.NRGBA {
		return imaging.Paste(imaging.New(w, h, back), thing, at)
	}
	bar := func(m *image.NRGBA, y0, y1 int) *image.NRGBA {
		draw.Draw(m, image.Rect(0, y0, m.Rect.Dx(), y1), image.NewUniform(color.NRGBA{60, 90, 140, 255}), image.Point{}, draw.Src)
		return m
	}
	words := func(m *image.NRGBA, x, y int) *image.NRGBA {
		for i := range 12 {
			draw.Draw(m, image.Rect(x+9*i, y, x+9*i+3+i%4, y+9), image.NewUniform(color.Black), image.Point{}, draw.Src)
		}
		return m
	}
	for name, c := range map[string]struct {
		picture image.Image
		want    image.Rectangle // of the thing, in the picture
	}{
		"air all around":        {on(640, 480, color.White, image.Pt(200, 100)), image.Rect(200, 100, 520, 340)},
		"air, inverted":         {imaging.Invert(on(640, 480, color.White, image.Pt(200, 100))), image.Rect(200, 100, 520, 340)},
		"air, in jet":           {palette(on(640, 480, color.White, image.Pt(200, 100)), jet), image.Rect(200, 100, 520, 340)},
		"black bars":            {on(640, 240, color.Black, image.Pt(160, 0)), image.Rect(160, 0, 480, 240)},
		"text beside":           {words(words(on(640, 480, color.White, image.Pt(200, 140)), 20, 20), 400, 440), image.Rect(200, 140, 520, 380)},
		"nothing to trim":       {thing, thing.Rect},
		"hardly a border":       {on(328, 246, color.White, image.Pt(4, 3)), image.Rect(0, 0, 328, 246)},
		"a scrap is no content": {imaging.Paste(imaging.New(2000, 1500, color.White), imaging.Resize(thing, 160, 120, imaging.Box), image.Pt(900, 700)), image.Rect(0, 0, 2000, 1500)},
		"a toolbar of one tint": {bar(on(640, 480, color.White, image.Pt(200, 180)), 0, 40), image.Rect(200, 180, 520, 420)},
	} {
		cs := coloursOf(thumb(t, c.picture))
		b := content(gradientsOf(square(t, c.picture)).strength, cs.all())
		scale := float64(c.picture.Bounds().Dx()) / float64(cs[0].w)
		got := image.Rect(int(float64(b.x0)*scale), int(float64(b.y0)*scale), int(float64(b.x1)*scale), int(float64(b.y1)*scale))
		both := got.Intersect(c.want)
		share := float64(both.Dx()*both.Dy()) / float64(got.Dx()*got.Dy()+c.want.Dx()*c.want.Dy()-both.Dx()*both.Dy())
		if share < 0.85 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
