package formattest

import (
	"bytes"
	"image"
	"image/color"
	"math"

	"github.com/gen2brain/jpegn"
)

// inBlock is the value of a colour sample of the scene in a flat block: that at
// its middle, inside of the picture.
func inBlock(c int) func(x, y int) uint8 {
	return func(x, y int) uint8 { return uint8(colour(min(x, Width-1), min(y, Height-1), c) >> 8) }
}

// ycc is a sample of the scene in a flat block in lightness and colour differences.
func ycc(c int) func(x, y int) uint8 {
	return func(x, y int) uint8 {
		r, g, b := inBlock(0)(x, y), inBlock(1)(x, y), inBlock(2)(x, y)
		yy, cb, cr := color.RGBToYCbCr(r, g, b)
		return [3]uint8{yy, cb, cr}[c]
	}
}

// inks is a sample of the scene as a YCCK file has it: the differences of inks and not of lights.
func inks(c int) func(x, y int) uint8 {
	return func(x, y int) uint8 {
		r, g, b := inBlock(0)(x, y), inBlock(1)(x, y), inBlock(2)(x, y)
		yy, cb, cr := color.RGBToYCbCr(255-r, 255-g, 255-b)
		return [3]uint8{yy, cb, cr}[c]
	}
}

// ink is how much black is printed, as Adobe stores it: upside down.
func ink(x, y int) uint8 { return uint8(255 - (x+y)/2) }

// wantBlocks wants flat blocks of side pixels, darkened by ink where there is some.
func wantBlocks(side int, black bool) *Samples {
	return want(3, 8, func(x, y, c int) float64 {
		x, y = x/side*side+side/2, y/side*side+side/2
		v := float64(inBlock(c)(x, y)) / 255
		if black {
			v *= float64(ink(x, y)) / 255
		}
		return v
	})
}

func components(across, down int, values ...func(x, y int) uint8) []Component {
	var list []Component
	for i, v := range values {
		c := Component{ID: i + 1, Across: 1, Down: 1, Value: v}
		if i == 0 || i == 3 {
			c.Across, c.Down = across, down
		}
		list = append(list, c)
	}
	return list
}

// Flat is an ordinary JPEG of flat blocks with such a size.
func Flat(width, height int) JPEG {
	return JPEG{Width: width, Height: height, Adobe: -1, Components: components(1, 1, ycc(0), ycc(1), ycc(2))}
}

// jpegs lists the JPEG variants.
func jpegs() []File {
	plain := Flat(Width, Height)
	grey, rgb, turned, restart := plain, plain, plain, plain
	grey.Components = components(1, 1, inBlock(0))
	rgb.Adobe, rgb.Components = 0, components(1, 1, inBlock(0), inBlock(1), inBlock(2))
	turned.Before = append(Segment(0xe0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")), Segment(0xe1, append([]byte("Exif\x00\x00"), EXIF(8)...))...)
	restart.Restart = 3
	cmyk, ycck := plain, plain
	cmyk.Adobe, cmyk.Components = 0, components(1, 1, inBlock(0), inBlock(1), inBlock(2), ink)
	ycck.Adobe, ycck.Components = 2, components(1, 1, inks(0), inks(1), inks(2), ink)
	wide, odd := plain, plain
	wide.Components = components(4, 1, ycc(0), func(int, int) uint8 { return 128 }, func(int, int) uint8 { return 128 })
	odd.Components = components(2, 1, ycc(0), func(int, int) uint8 { return 128 }, func(int, int) uint8 { return 128 })
	odd.Components[1].Down = 2
	flatGrey := want(1, 8, func(x, y, _ int) float64 { return float64(inBlock(0)(x/8*8+4, y/8*8+4)) / 255 })
	light := want(3, 8, func(x, y, _ int) float64 { return float64(ycc(0)(x/8*8+4, y/8*8+4)) / 255 })
	tall := want(3, 8, func(x, y, _ int) float64 { return float64(ycc(0)(x/8*8+4, y/16*16+8)) / 255 })
	files := []File{
		{Name: "JPEG flat", Bytes: plain.Bytes(), Want: wantBlocks(8, false), Error: 2},
		{Name: "JPEG flat grey", Bytes: grey.Bytes(), Want: flatGrey},
		{Name: "JPEG of red, green and blue", Bytes: rgb.Bytes(), Want: wantBlocks(8, false), Error: 2},
		{Name: "JPEG turned by EXIF", Bytes: turned.Bytes(), Want: wantBlocks(8, false), Error: 2},
		{Name: "JPEG with restarts", Bytes: restart.Bytes(), Want: wantBlocks(8, false), Error: 2},
		{Name: "JPEG CMYK", Bytes: cmyk.Bytes(), Want: wantBlocks(8, true), Error: 3, Notes: []string{"note.cmyk"}},
		{Name: "JPEG YCCK", Bytes: ycck.Bytes(), Want: wantBlocks(8, true), Error: 4, Notes: []string{"note.cmyk"}},
		{Name: "JPEG 4:1:1", Bytes: wide.Bytes(), Want: light, Error: 2},
		{Name: "JPEG of an unusual sampling", Bytes: odd.Bytes(), Want: tall, Error: 2},
		{Name: "JPEG with a film after its end", Bytes: append(plain.Bytes(), make([]byte, 5000)...), Want: wantBlocks(8, false), Error: 2},
	}
	return append(files, encodedJPEGs()...)
}

// encodedJPEGs come from a real encoder.
func encodedJPEGs() []File {
	m, g := image.NewRGBA(image.Rect(0, 0, Width, Height)), image.NewGray(image.Rect(0, 0, Width, Height))
	for y := range Height {
		for x := range Width {
			m.SetRGBA(x, y, color.RGBA{uint8(colour(x, y, 0) >> 8), uint8(colour(x, y, 1) >> 8), uint8(colour(x, y, 2) >> 8), 255})
			g.SetGray(x, y, color.Gray{uint8(colour(x, y, 0) >> 8)})
		}
	}
	encode := func(m image.Image, o jpegn.EncodeOptions) []byte {
		var b bytes.Buffer
		o.Quality = 97
		if err := jpegn.Encode(&b, m, &o); err != nil {
			panic(err)
		}
		return b.Bytes()
	}
	colours := want(3, 8, func(x, y, c int) float64 { return math.Floor(float64(colour(x, y, c))/256) / 255 })
	greys := want(1, 8, func(x, y, _ int) float64 { return math.Floor(float64(colour(x, y, 0))/256) / 255 })
	return []File{
		{Name: "JPEG 4:4:4", Bytes: encode(m, jpegn.EncodeOptions{Subsampling: jpegn.Subsample444}), Want: colours, Error: 4},
		{Name: "JPEG 4:2:2", Bytes: encode(m, jpegn.EncodeOptions{Subsampling: jpegn.Subsample422}), Want: colours, Error: 6},
		{Name: "JPEG 4:4:0", Bytes: encode(m, jpegn.EncodeOptions{Subsampling: jpegn.Subsample440}), Want: colours, Error: 6},
		{Name: "JPEG 4:2:0", Bytes: encode(m, jpegn.EncodeOptions{Subsampling: jpegn.Subsample420}), Want: colours, Error: 6},
		{Name: "JPEG progressive", Bytes: encode(m, jpegn.EncodeOptions{Subsampling: jpegn.Subsample420, Progressive: true}), Want: colours, Error: 6},
		{Name: "JPEG grey", Bytes: encode(g, jpegn.EncodeOptions{}), Want: greys, Error: 4},
		{Name: "JPEG progressive grey", Bytes: encode(g, jpegn.EncodeOptions{Progressive: true}), Want: greys, Error: 4},
	}
}
