package render

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io/fs"
	"slices"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

func TestLevelsFitTheirSquareAndNeverEnlarge(t *testing.T) {
	type size = [2]int
	for name, c := range map[string]struct {
		full  size
		scale int
		want  [3]size
	}{
		"12 megapixels, whole":    {size{4000, 3000}, 1, [3]size{{2048, 1536}, {1024, 768}, {256, 192}}},
		"12 megapixels, halved":   {size{4032, 3024}, 2, [3]size{{2016, 1512}, {1024, 768}, {256, 192}}},
		"long scan":               {size{8000, 2500}, 4, [3]size{{2000, 625}, {1024, 320}, {256, 80}}},
		"last sample is a part":   {size{5999, 4001}, 3, [3]size{{2000, 1334}, {1024, 683}, {256, 171}}},
		"upright phone":           {size{3000, 4000}, 1, [3]size{{1536, 2048}, {768, 1024}, {192, 256}}},
		"smaller than large":      {size{1500, 1000}, 1, [3]size{{1500, 1000}, {1024, 683}, {256, 171}}},
		"smaller than everything": {size{40, 30}, 1, [3]size{{40, 30}, {40, 30}, {40, 30}}},
		"one pixel":               {size{1, 1}, 1, [3]size{{1, 1}, {1, 1}, {1, 1}}},
		"a line down":             {size{1, 65535}, 34, [3]size{{1, 1928}, {1, 1024}, {1, 256}}},
		"a line across":           {size{65535, 1}, 34, [3]size{{1928, 1}, {1024, 1}, {256, 1}}},
		"a line, not reduced":     {size{3839, 1}, 1, [3]size{{2048, 1}, {1024, 1}, {256, 1}}},
		"three lines":             {size{3, 65535}, 34, [3]size{{1, 1928}, {1, 1024}, {1, 256}}},
	} {
		for _, colour := range []bool{false, true} {
			w, h := (c.full[0]+c.scale-1)/c.scale, (c.full[1]+c.scale-1)/c.scale
			r := decode.Raster{Width: w, Height: h, Y: bytes.Repeat([]byte{90}, w*h)}
			if colour {
				r.ChromaW, r.ChromaH = (w+1)/2, (h+1)/2
				r.Cb = bytes.Repeat([]byte{150}, r.ChromaW*r.ChromaH)
				r.Cr = bytes.Repeat([]byte{70}, r.ChromaW*r.ChromaH)
			}
			s, err := Make(&decode.Picture{Raster: r, FullWidth: c.full[0], FullHeight: c.full[1], Scale: c.scale, Orientation: 1})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if s.Width != c.full[0] || s.Height != c.full[1] {
				t.Errorf("%s: the set is of %dx%d", name, s.Width, s.Height)
			}
			for i, r := range s.Renditions {
				m, err := jpeg.Decode(bytes.NewReader(r.JPEG))
				if err != nil {
					t.Errorf("%s, %s: %v", name, r.Name, err)
					continue
				}
				if got := (size{m.Bounds().Dx(), m.Bounds().Dy()}); got != c.want[i] || got != (size{r.Width, r.Height}) {
					t.Errorf("%s, %s: %v of JPEG, %dx%d told, want %v", name, r.Name, got, r.Width, r.Height, c.want[i])
				}
				if _, isGrey := m.(*image.Gray); isGrey == colour {
					t.Errorf("%s, %s: colour %v came out as %T", name, r.Name, colour, m)
				}
			}
			if s.Thumb.Y[0] != 90 || colour && (s.Thumb.Cb[0] != 150 || s.Thumb.Cr[0] != 70) {
				t.Errorf("%s: the thumb has another colour", name)
			}
		}
	}
}

// A level is made from the one before, and yet as good as one that the best
// filter makes from the full picture. The figures are dB of the planes; JPEG at
// these qualities is near 38.
func TestLevelsMatchALanczosOfTheFullPicture(t *testing.T) {
	m := scenery(3000, 2000)
	for name, c := range map[string]struct {
		across, down int
		want         [3]float64
	}{
		"chroma whole":         {1, 1, [3]float64{47, 47, 47}},
		"chroma halved":        {2, 2, [3]float64{38, 45, 47}},
		"chroma halved across": {2, 1, [3]float64{38, 45, 47}},
		"chroma quartered":     {4, 1, [3]float64{33, 40, 46}},
	} {
		r := raster(m, c.across, c.down)
		l := &r
		for i, level := range Levels {
			if i == 0 {
				l = upright(picture(r), level.Side, nil)
			} else {
				l = smaller(l, level.Side)
			}
			if got := psnr(asImage(l), imaging.Resize(m, l.Width, l.Height, imaging.Lanczos)); got < c.want[i] {
				t.Errorf("%s, %s: %.1f dB, want %.0f", name, level.Name, got, c.want[i])
			}
		}
	}
}

func TestRenditionsLookLikeThePicture(t *testing.T) {
	m := scenery(2000, 1333)
	s, err := Make(picture(raster(m, 2, 2)))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{32, 36, 33} {
		r := s.Renditions[i]
		got, err := jpeg.Decode(bytes.NewReader(r.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		if d := psnr(got, imaging.Resize(m, r.Width, r.Height, imaging.Lanczos)); d < want {
			t.Errorf("%s: %.1f dB, want %.0f", r.Name, d, want)
		}
	}
}

// What is served holds a frame and its tables, and no place for anything else.
func TestRenditionsCarryNoMetadata(t *testing.T) {
	colour := raster(scenery(600, 400), 2, 2)
	for name, r := range map[string]decode.Raster{"colour": colour, "grey": grey(colour)} {
		s, err := Make(picture(r))
		if err != nil {
			t.Fatal(err)
		}
		for _, rendition := range s.Renditions {
			b := rendition.JPEG
			if !bytes.HasPrefix(b, []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")) {
				t.Fatalf("%s: begins with % x", name, b[:20])
			}
			for at := 20; ; {
				marker, length := b[at+1], int(b[at+2])<<8|int(b[at+3])
				if !slices.Contains([]byte{0xc0, 0xc4, 0xda, 0xdb}, marker) {
					t.Errorf("%s %s: segment ff%02x", name, rendition.Name, marker)
				}
				if at += 2 + length; marker == 0xda {
					break
				}
			}
			if !bytes.HasSuffix(b, []byte("\xff\xd9")) {
				t.Errorf("%s %s: something follows the picture", name, rendition.Name)
			}
		}
	}
}

func TestPlanesThatDoNotFitAreRefused(t *testing.T) {
	grey := func(w, h, n int) decode.Raster { return decode.Raster{Width: w, Height: h, Y: make([]uint8, n)} }
	colour := func(cw, ch, n int) decode.Raster {
		return decode.Raster{Width: 8, Height: 8, Y: make([]uint8, 64), ChromaW: cw, ChromaH: ch, Cb: make([]uint8, n), Cr: make([]uint8, n)}
	}
	both := grey(2, 2, 4)
	both.Y16 = make([]uint16, 4)
	for name, r := range map[string]decode.Raster{
		"no pixels":          {},
		"too few samples":    grey(10, 10, 99),
		"too many samples":   grey(10, 10, 101),
		"negative side":      grey(-10, -10, 100),
		"greys of two kinds": both,
		"chroma too small":   colour(4, 4, 15),
		"chroma of no ratio": colour(7, 7, 49),
		"chroma too large":   colour(9, 9, 81),
		"chroma of 16 bits":  {Width: 1, Height: 1, Y16: make([]uint16, 1), ChromaW: 1, ChromaH: 1, Cb: make([]uint8, 1), Cr: make([]uint8, 1)},
	} {
		if _, err := Make(picture(r)); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	larger := picture(grey(4, 4, 16))
	larger.FullWidth = 3
	if _, err := Make(larger); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("a raster larger than its file: %v", err)
	}
}
