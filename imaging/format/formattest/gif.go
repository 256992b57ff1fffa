package formattest

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
)

// gifs lists the GIF variants.
func gifs() []File {
	t := table(200)
	colours := make(color.Palette, len(t))
	for i, c := range t {
		colours[i] = color.RGBA{c[0], c[1], c[2], 255}
	}
	frame := func(area image.Rectangle, colours color.Palette) *image.Paletted {
		m := image.NewPaletted(area, colours)
		for y := area.Min.Y; y < area.Max.Y; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				m.SetColorIndex(x, y, uint8(indices(200)(x, y, 0)))
			}
		}
		return m
	}
	all := image.Rect(0, 0, Width, Height)
	part := image.Rect(3, 5, Width-2, Height-7)
	clear := append(color.Palette{}, colours...)
	clear[4] = color.RGBA{}
	opacity := bytes.Repeat([]byte{255}, len(t))
	opacity[4] = 0
	whole := indexed(indices(200), t, nil)
	return []File{
		{Name: "GIF", Bytes: gifFile(frame(all, colours)), Want: whole},
		{Name: "GIF animated", Bytes: gifFile(frame(all, colours), frame(part, colours), frame(part, colours)), Want: whole, Notes: []string{"note.gif_first_frame"}},
		{Name: "GIF with a transparent colour", Bytes: gifFile(frame(all, clear)), Want: indexed(indices(200), t, opacity)},
		{Name: "GIF with a frame smaller than its screen", Bytes: gifFile(frame(part, colours)), Want: want(3, 8, func(x, y, c int) float64 {
			if !(image.Point{X: x, Y: y}).In(part) {
				return 1
			}
			return float64(t[indices(200)(x, y, 0)][c]) / 255
		})},
	}
}

func gifFile(frames ...*image.Paletted) []byte {
	var b bytes.Buffer
	g := &gif.GIF{Image: frames, Delay: make([]int, len(frames)), Config: image.Config{Width: Width, Height: Height}}
	if err := gif.EncodeAll(&b, g); err != nil {
		panic(err)
	}
	return b.Bytes()
}
