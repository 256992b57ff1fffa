package distort

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"strings"

	"github.com/disintegration/imaging"
)

// page lays a picture on an upright sheet of A4, the text running on beside it, or
// on a slide beside points. A tall picture is narrower than a third of the page,
// so that it keeps under half its height.
func page(m image.Image, r *rand.Rand) image.Image {
	high := 1000 + r.IntN(401)
	if r.IntN(3) == 0 {
		return slide(m, high, r)
	}
	return sheet(m, high, r)
}

// within is a picture that takes a share of 30 to 40 % of a width and fits a height.
func within(m image.Image, width, height int, r *rand.Rand) image.Image {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	k := min(between(r, 0.3, 0.4)*float64(width)/w, float64(height)/h)
	return imaging.Resize(m, side(k*w), side(k*h), imaging.CatmullRom)
}

var ink = color.NRGBA{34, 34, 40, 255}

func sheet(m image.Image, high int, r *rand.Rand) image.Image {
	width := high * 210 / 297
	out := imaging.New(width, high, color.White)
	margin, size := width/11, float64(high)/72
	line := int(size * 1.45)
	face := regular.face(size)
	y := margin + line
	letter(out, face, color.NRGBA{120, 120, 120, 255}, margin, y-line, fmt.Sprintf("Report %d/2026", 1+r.IntN(900)))
	letter(out, face, color.NRGBA{120, 120, 120, 255}, width-margin-line, high-margin/2, fmt.Sprint(1+r.IntN(30)))
	for _, t := range lines(bold.face(size*1.7), prose(r, 5+r.IntN(5)), width-2*margin) {
		y += line * 3 / 2
		letter(out, bold.face(size*1.7), ink, margin, y, t)
	}
	y += line
	fill(out, image.Rect(margin, y-line/2, width-margin, y-line/2+2), color.NRGBA{0, 70, 130, 255})

	picture := within(m, width, high/2, r)
	p := image.Rect(margin, 0, margin+picture.Bounds().Dx(), picture.Bounds().Dy())
	if r.IntN(2) == 0 {
		p = p.Add(image.Pt(width-2*margin-p.Dx(), 0))
	}
	p = p.Add(image.Pt(0, y+line*(2+r.IntN(12))))
	out = imaging.Paste(out, picture, p.Min)
	letter(out, regular.face(size*0.8), ink, p.Min.X, p.Max.Y+line, fmt.Sprintf("Figure %d: the scan at arrival", 1+r.IntN(9)))
	kept := image.Rect(p.Min.X, p.Min.Y-line, p.Max.X, p.Max.Y+2*line)

	end := high - margin
	for y += line; y < end; y += line { // a paragraph a round
		for text := prose(r, 25+r.IntN(50)); text != "" && y < end; y += line {
			from, to := margin, width-margin
			if y > kept.Min.Y && y-line < kept.Max.Y { // beside the picture
				if p.Min.X == margin {
					from = p.Max.X + line
				} else {
					to = p.Min.X - line
				}
			}
			first := lines(face, text, to-from)[0]
			letter(out, face, ink, from, y, first)
			text = strings.TrimSpace(text[len(first):])
		}
	}
	return out
}

func slide(m image.Image, high int, r *rand.Rand) image.Image {
	width := high * 16 / 9
	out := imaging.New(width, high, either(r, color.NRGBA{255, 255, 255, 255}, color.NRGBA{244, 246, 250, 255}, color.NRGBA{18, 34, 62, 255}))
	words := ink
	if out.Pix[0] < 128 {
		words = color.NRGBA{235, 240, 248, 255}
	}
	bar := high / 7
	fill(out, image.Rect(0, 0, width, bar), color.NRGBA{0, 70, 130, 255})
	margin := width / 20
	letter(out, bold.face(float64(bar)*0.42), color.White, margin, bar*2/3, prose(r, 4+r.IntN(3)))
	letter(out, regular.face(float64(high)/55), words, margin, high-margin/3, fmt.Sprintf("Regional seminar   %d", 1+r.IntN(40)))

	picture := within(m, width, high*2/3, r)
	p := image.Rect(margin, 0, margin+picture.Bounds().Dx(), picture.Bounds().Dy())
	from, to := p.Max.X+margin, width-margin
	if r.IntN(2) == 0 {
		p = p.Add(image.Pt(width-2*margin-p.Dx(), 0))
		from, to = margin, p.Min.X-margin
	}
	p = p.Add(image.Pt(0, bar+margin/2+r.IntN(max(high-bar-2*margin-p.Dy(), 1))))
	out = imaging.Paste(out, picture, p.Min)

	size := float64(high) / 30
	face := regular.face(size)
	for y := bar + margin; y < high-2*margin; y += int(size) {
		fill(out, image.Rect(from, y-int(size/2), from+int(size/3), y-int(size/6)), words)
		for _, t := range lines(face, prose(r, 6+r.IntN(9)), to-from-int(size)) {
			letter(out, face, words, from+int(size), y, t)
			y += int(size * 1.4)
		}
	}
	return out
}
