package decode

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"runtime"
	"testing"

	"github.com/gen2brain/jpegn"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
)

// TestDecodingHoldsNoMoreThanTheHeaderSays counts all that is ever allocated,
// which is more than what is held at once.
func TestDecodingHoldsNoMoreThanTheHeaderSays(t *testing.T) {
	const width, height = 1000, 800
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = uint8(i*i>>9) | 3
	}
	jpeg := func(o jpegn.EncodeOptions) []byte {
		var b bytes.Buffer
		if err := jpegn.Encode(&b, m, &o); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	paletted := image.NewPaletted(m.Rect, color.Palette{color.Black, color.White})
	var film bytes.Buffer
	if err := gif.Encode(&film, paletted, nil); err != nil {
		t.Fatal(err)
	}
	cmyk, rgb := formattest.Flat(width, height), formattest.Flat(width, height)
	rgb.Adobe = 0
	cmyk.Adobe, cmyk.Components = 2, append(cmyk.Components, cmyk.Components[0])
	cmyk.Components[3].ID = 4
	odd := formattest.Flat(width, height)
	odd.Components[1].Across, odd.Components[0].Down = 2, 2
	png := func(interlaced, samples, colourType int) []byte {
		b := append(formattest.PNGHeader(width, height, 16, colourType, interlaced), formattest.Chunk("IDAT", formattest.Deflate(make([]byte, 2*height*(2*width*samples+1))))...)
		return append(b, formattest.Chunk("IEND", nil)...)
	}
	for name, file := range map[string][]byte{
		"JPEG":                         jpeg(jpegn.EncodeOptions{}),
		"JPEG progressive":             jpeg(jpegn.EncodeOptions{Progressive: true}),
		"JPEG progressive 4:4:4":       jpeg(jpegn.EncodeOptions{Progressive: true, Subsampling: jpegn.Subsample444}),
		"JPEG of red, green and blue":  rgb.Bytes(),
		"JPEG CMYK":                    cmyk.Bytes(),
		"JPEG of an unusual sampling":  odd.Bytes(),
		"PNG grey":                     png(0, 1, 0),
		"PNG colour with alpha":        png(0, 4, 6),
		"PNG interlaced grey":          png(1, 1, 0),
		"PNG interlaced colour, alpha": png(1, 4, 6),
		"GIF":                          film.Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			h, err := format.Parse(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			p, err := Decode(bytes.NewReader(file), int64(len(file)), h, 2048)
			if err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			raster := int64(len(p.Y) + 2*len(p.Y16) + len(p.Cb) + len(p.Cr))
			if used := int64(after.TotalAlloc-before.TotalAlloc) - raster; used > h.Held {
				t.Errorf("%d bytes beside the raster of %d, header says %d", used, raster, h.Held)
			}
		})
	}
}
