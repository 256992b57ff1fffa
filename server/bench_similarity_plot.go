package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// plotted are the methods of the plot and their colours, which are told apart by
// those who see no red or green, too (Okabe and Ito).
var plotted = []struct {
	method string
	colour color.Color
}{
	{"lynceus", color.RGBA{0, 90, 160, 255}},
	{"layout", color.RGBA{86, 180, 233, 255}},
	{"pHash x16", color.RGBA{230, 159, 0, 255}},
	{"pHash", color.RGBA{213, 94, 0, 255}},
	{"dHash", color.RGBA{150, 150, 150, 255}},
}

// asPlot draws recall@1 as a group of bars for each change.
func (b *similarityBench) asPlot(asked int) ([]byte, error) {
	const bar, gap, left, span, top, right = 9, 14, 290, 760, 96, 40
	read, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(read, &opentype.FaceOptions{Size: 17, DPI: 72})
	if err != nil {
		return nil, err
	}
	rows := b.rows("changes")
	group := bar*len(plotted) + gap
	bottom := top + group*len(rows)
	m := image.NewRGBA(image.Rect(0, 0, left+span+right, bottom+50))
	ink, faint := image.NewUniform(color.Gray{40}), image.NewUniform(color.Gray{215})
	fill := func(x0, y0, x1, y1 int, c image.Image) {
		draw.Draw(m, image.Rect(x0, y0, x1, y1), c, image.Point{}, draw.Src)
	}
	say := func(x, y int, text string) int {
		d := font.Drawer{Dst: m, Src: ink, Face: face, Dot: fixed.P(x, y)}
		d.DrawString(text)
		return d.Dot.X.Ceil()
	}
	fill(0, 0, m.Rect.Dx(), m.Rect.Dy(), image.White)
	say(20, 34, fmt.Sprintf("Found first (recall@1): %d of %d pictures, each changed in %d ways", asked, len(b.g.pictures), len(rows)-1))
	x := left
	for _, p := range plotted {
		fill(x, 58, x+16, 74, image.NewUniform(p.colour))
		x = say(x+24, 72, p.method) + 28
	}
	for tenths := range 11 {
		x := left + span*tenths/10
		fill(x, top, x+1, bottom, faint)
		if tenths%2 == 0 {
			text := fmt.Sprintf("%.1f", float64(tenths)/10)
			say(x-font.MeasureString(face, text).Ceil()/2, bottom+24, text)
		}
	}
	for i, row := range rows {
		y := top + i*group + gap/2
		say(left-12-font.MeasureString(face, row).Ceil(), y+bar*len(plotted)/2+6, row)
		for k, p := range plotted {
			f, _ := b.value("changes", row, p.method, "recall@1")
			fill(left, y+k*bar, left+max(int(f.Value*span+0.5), 2), y+(k+1)*bar-1, image.NewUniform(p.colour))
		}
	}
	fill(left-1, top, left, bottom, ink)
	var out bytes.Buffer
	err = png.Encode(&out, m)
	return out.Bytes(), err
}
