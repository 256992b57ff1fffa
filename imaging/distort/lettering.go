package distort

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// cut is a style of the type in which pages and consoles are lettered. The fonts
// are the Go fonts, which come with the renderer.
type cut []byte

var regular, bold, mono cut = goregular.TTF, gobold.TTF, gomono.TTF

var parsed sync.Map // of *opentype.Font by the first byte's address of their cut

// face is a cut at a height in pixels. A face remembers glyphs and is for one
// goroutine. The fonts are part of the program, so that one that cannot be read
// is a mistake of ours.
func (c cut) face(size float64) font.Face {
	f, ok := parsed.Load(&c[0])
	if !ok {
		read, err := opentype.Parse(c)
		if err != nil {
			panic(err)
		}
		f, _ = parsed.LoadOrStore(&c[0], read)
	}
	face, err := opentype.NewFace(f.(*opentype.Font), &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic(err)
	}
	return face
}

// letter writes a line with its baseline at y and returns where it ends.
func letter(m draw.Image, face font.Face, c color.Color, x, y int, text string) int {
	d := font.Drawer{Dst: m, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
	return d.Dot.X.Ceil()
}

// wide is the width of a line in pixels.
func wide(face font.Face, text string) int { return font.MeasureString(face, text).Ceil() }

// fill paints an area evenly.
func fill(m draw.Image, area image.Rectangle, c color.Color) {
	draw.Draw(m, area, image.NewUniform(c), image.Point{}, draw.Over)
}

// frame draws the outline of an area, of so many pixels inwards.
func frame(m draw.Image, a image.Rectangle, thick int, c color.Color) {
	fill(m, image.Rect(a.Min.X, a.Min.Y, a.Max.X, a.Min.Y+thick), c)
	fill(m, image.Rect(a.Min.X, a.Max.Y-thick, a.Max.X, a.Max.Y), c)
	fill(m, image.Rect(a.Min.X, a.Min.Y, a.Min.X+thick, a.Max.Y), c)
	fill(m, image.Rect(a.Max.X-thick, a.Min.Y, a.Max.X, a.Max.Y), c)
}

// vocabulary fills the lines of pages. They are to look like a report and say
// nothing.
var vocabulary = strings.Fields(`the officers a container was selected for scanning at arrival because of its
	route and weight image shows an area of higher density behind rear wall which does not match declared
	goods and cannot be explained by its construction after opening false panel packages were found in
	total with gross mass of kilograms similar concealments have been reported before in this region
	recommend that all offices compare images with their own and report findings to the national contact
	point without delay no further information is available on sender or consignee`)

// prose is so many words with a capital letter in front and full stops in between.
func prose(r *rand.Rand, words int) string {
	var b strings.Builder
	left := 0
	for i := range words {
		w := either(r, vocabulary...)
		if left == 0 {
			left = 6 + r.IntN(12)
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		if left--; left == 0 || i == words-1 {
			w += "."
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// lines breaks a text where a line would be wider than so many pixels.
func lines(face font.Face, text string, width int) (out []string) {
	line := ""
	for w := range strings.FieldsSeq(text) {
		longer := strings.TrimSpace(line + " " + w)
		if line != "" && wide(face, longer) > width {
			out = append(out, line)
			longer = w
		}
		line = longer
	}
	return append(out, line)
}
