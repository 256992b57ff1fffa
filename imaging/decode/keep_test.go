package decode

import (
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"testing"

	"lynceus/imaging/format/formattest"
)

// means averages wanted samples over squares, the plain way.
func means(w *formattest.Samples, scale, x, y, c int) float64 {
	sum, n := 0.0, 0
	for yy := y * scale; yy < min((y+1)*scale, w.Height); yy++ {
		for xx := x * scale; xx < min((x+1)*scale, w.Width); xx++ {
			sum += float64(wanted(w, xx, yy, c))
			n++
		}
	}
	return sum / float64(n)
}

func wanted(w *formattest.Samples, x, y, c int) int {
	i := (y*w.Width+x)*w.Channels + c
	if w.Bits == 16 {
		return int(binary.BigEndian.Uint16(w.Bytes[2*i:]))
	}
	return int(w.Bytes[i])
}

func TestASampleIsTheMeanOfItsSquare(t *testing.T) {
	for _, test := range []struct {
		name string
		off  float64
	}{
		{"PNG grey 8", 0.5}, {"PNG grey 16", 0.5}, {"PNG grey 16 interlaced", 0.5}, {"PNG colour 8", 2}, {"PNG palette 8", 2},
		{"TIFF grey 16 LZW LittleEndian tiles", 0.5}, {"TIFF grey 8 plain BigEndian strips", 0.5}, {"BMP 24", 2}, {"GIF", 2},
		{"WebP lossless", 2}, {"JPEG 4:4:4", 10}, {"JPEG grey", 10},
	} {
		for _, least := range []int{1, 2, 3, 4, 5, 6, 7, 9, 12, 13, 18, 19, 36} {
			t.Run(fmt.Sprint(test.name, " to at least ", least), func(t *testing.T) {
				file := formattest.Named(test.name)
				_, p := open(t, file.Bytes, least)
				if longer := max(p.Width, p.Height); longer < least || longer > 2*least {
					t.Fatalf("%dx%d for %d", p.Width, p.Height, least)
				}
				if up := (formattest.Width + p.Scale - 1) / p.Scale; p.Width != up {
					t.Errorf("width %d at scale %d", p.Width, p.Scale)
				}
				for y := range p.Height {
					for x := range p.Width {
						for c := range file.Want.Channels {
							got, want := float64(shown(&p.Raster, x, y, c)), means(file.Want, p.Scale, x, y, c)
							if math.Abs(got-want) > test.off {
								t.Fatalf("sample %d %d %d is %v, want %v", x, y, c, got, want)
							}
						}
					}
				}
			})
		}
	}
}

func TestTheHistogramCountsEverySample(t *testing.T) {
	for _, name := range []string{"PNG grey 16", "PNG grey 16 interlaced", "TIFF grey 16 deflate LittleEndian tiles", "TIFF white is zero 16 BigEndian strips", "PNG grey with alpha 16"} {
		for _, least := range []int{1, 10, 2048} {
			file := formattest.Named(name)
			_, p := open(t, file.Bytes, least)
			var want [65536]uint32
			for i := 0; i < len(file.Want.Bytes); i += 2 {
				want[binary.BigEndian.Uint16(file.Want.Bytes[i:])]++
			}
			if *p.Histogram != want {
				t.Errorf("%s to at least %d: histogram differs", name, least)
			}
		}
	}
}

func TestInvertedTellsOfWhiteIsZero(t *testing.T) {
	for name, inverted := range map[string]bool{
		"TIFF white is zero 8 LittleEndian strips":  true,
		"TIFF white is zero 16 LittleEndian strips": true,
		"TIFF grey 8 plain LittleEndian strips":     false,
		"PNG grey 8":                                false,
	} {
		if _, p := open(t, formattest.Named(name).Bytes, 2048); p.Inverted != inverted {
			t.Errorf("%s: inverted %v", name, p.Inverted)
		}
	}
}

func TestTheOrientationIsPassedOn(t *testing.T) {
	for name, want := range map[string]int{
		"JPEG turned by EXIF": 8, "PNG turned by EXIF, with a compressed text": 6, "TIFF turned": 3, "WebP turned by EXIF": 5, "GIF": 1,
	} {
		if h, p := open(t, formattest.Named(name).Bytes, 2048); p.Orientation != want || h.Orientation != want {
			t.Errorf("%s: orientation %d, header %d, want %d", name, p.Orientation, h.Orientation, want)
		}
	}
}

// TestALargeGreyPassesByInLittleMemory decodes 20000x2000 in 16 bits, 80 MB, and
// bounds all that is ever allocated by what is kept of it.
func TestALargeGreyPassesByInLittleMemory(t *testing.T) {
	const width, height = 20000, 2000
	raw := make([]byte, height*(2*width+1))
	for i := range raw {
		if i%(2*width+1) != 0 {
			raw[i] = byte(i * i >> 7)
		}
	}
	file := append(formattest.PNGHeader(width, height, 16, 0, 0), formattest.Chunk("IDAT", formattest.Deflate(raw))...)
	file = append(file, formattest.Chunk("IEND", nil)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, p := open(t, file, 2048)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
		t.Errorf("%d bytes allocated for a raster of %dx%d", n, p.Width, p.Height)
	}
}

// TestPlanesOfLossyPicturesAreReduced looks at lightness alone: colours of half
// the size blur over this small picture.
func TestPlanesOfLossyPicturesAreReduced(t *testing.T) {
	for _, name := range []string{"JPEG 4:2:0", "JPEG progressive", "WebP lossy"} {
		for _, least := range []int{2, 4, 6, 9, 18} {
			file := formattest.Named(name)
			_, p := open(t, file.Bytes, least)
			if across := (p.Width + 1) / 2; p.ChromaW != across || len(p.Cb) != p.ChromaW*p.ChromaH || len(p.Cr) != len(p.Cb) {
				t.Errorf("%s to %dx%d: colours %dx%d", name, p.Width, p.Height, p.ChromaW, p.ChromaH)
			}
			for i, light := range p.Y {
				x, y := i%p.Width, i/p.Width
				want := 0.299*means(file.Want, p.Scale, x, y, 0) + 0.587*means(file.Want, p.Scale, x, y, 1) + 0.114*means(file.Want, p.Scale, x, y, 2)
				if math.Abs(float64(light)-want) > 8 {
					t.Fatalf("%s to at least %d: lightness at %d, %d is %d, want %v", name, least, x, y, light, want)
				}
			}
		}
	}
}
