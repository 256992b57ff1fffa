// Package formattest makes a file of every variant of every format that is read,
// with the samples that must come out of it, and one of every variant that is
// known and refused. Tests of all rooms that take pictures draw on it.
package formattest

import "math"

// File is a picture file made for a test.
type File struct {
	Name  string
	Bytes []byte

	// Of a file that is read:
	Want  *Samples // what comes out at full size
	Error int      // by how much a sample may be off, on the scale of 255
	Notes []string // what the uploader is told

	Code string // of a file that is refused: why
}

// Samples are the pixels of a picture, row by row: one byte a sample, or two with
// the high byte first.
type Samples struct {
	Width, Height int
	Channels      int // 1 grey, 3 red, green and blue
	Bits          int // 8 or 16
	Bytes         []byte
}

// The scene is 37x29 pixels, so that no block, byte or square comes out even.
const (
	Width  = 37
	Height = 29
)

// scene is the light of the picture at a pixel, 0 to 65535: smooth enough for
// lossy formats, different under every turn and mirroring, and never inverted
// into itself. The low byte is noise.
func scene(x, y int) uint16 {
	light := 0.15 + 0.6*float64(x)/Width + 0.2*float64(y)/Height
	if distance := math.Hypot(float64(x)-10, float64(y)-8); distance < 6 {
		light -= 0.1 * (1 - distance/6)
	}
	noise := (x*7919 + y*104729 + x*y*31) & 255
	return uint16(light*65535)&^255 | uint16(noise)
}

// colour is a colour sample of the scene, 0 to 65535.
func colour(x, y, c int) uint16 {
	switch c {
	case 0:
		return scene(x, y)
	case 1:
		return 65535 - scene(Width-1-x, y)/2
	default:
		return scene(x, Height-1-y)/2 + 8192
	}
}

// opacity is the alpha of the scene, 0 to 65535: a stripe that is clear, one that
// is half so, and the rest opaque.
func opacity(x, _ int) uint16 {
	switch {
	case x < 5:
		return 0
	case x < 12:
		return 0x8123
	}
	return 65535
}

// pick gives sample c of a pixel as a file is to store it.
type pick func(x, y, c int) uint16

// grey gives the scene with so many bits.
func grey(bits int) pick {
	return func(x, y, _ int) uint16 { return scene(x, y) >> (16 - bits) }
}

// greyAlpha gives grey and alpha.
func greyAlpha(bits int) pick {
	return func(x, y, c int) uint16 {
		if c == 1 {
			return opacity(x, y) >> (16 - bits)
		}
		return scene(x, y) >> (16 - bits)
	}
}

// rgba gives red, green, blue and, where it is asked for, alpha.
func rgba(bits int) pick {
	return func(x, y, c int) uint16 {
		if c == 3 {
			return opacity(x, y) >> (16 - bits)
		}
		return colour(x, y, c) >> (16 - bits)
	}
}

// indices gives places in a table of n colours.
func indices(n int) pick {
	return func(x, y, _ int) uint16 { return uint16((x/2 + y) % n) }
}

// table is a colour table of n colours.
func table(n int) [][3]uint8 {
	t := make([][3]uint8, n)
	for i := range t {
		t[i] = [3]uint8{uint8(i * 255 / n), uint8(255 - i*200/n), uint8(i * 7)}
	}
	return t
}

// pack writes the samples of a row with high bits first and, from 16 bits on, in big-endian order.
func pack(from pick, y, first, step, width, samples, bits int) []byte {
	var row []byte
	var acc, have int
	for x := first; x < width; x += step {
		for c := range samples {
			acc, have = acc<<bits|int(from(x, y, c)), have+bits
			for ; have >= 8; have -= 8 {
				row = append(row, byte(acc>>(have-8)))
			}
		}
	}
	if have > 0 {
		row = append(row, byte(acc<<(8-have)))
	}
	return row
}

// want makes samples of a function that gives them in the range 0 to 1.
func want(channels, bits int, sample func(x, y, c int) float64) *Samples {
	s := &Samples{Width: Width, Height: Height, Channels: channels, Bits: bits}
	top := float64(uint(1)<<bits - 1)
	for y := range Height {
		for x := range Width {
			for c := range channels {
				v := int(math.Round(min(max(sample(x, y, c), 0), 1) * top))
				if bits == 16 {
					s.Bytes = append(s.Bytes, byte(v>>8))
				}
				s.Bytes = append(s.Bytes, byte(v))
			}
		}
	}
	return s
}

// of wants what a pick stores with so many bits, laid over white where alpha is
// the number of its last sample (0: it has none).
func of(from pick, channels, stored, bits, alpha int) *Samples {
	top := float64(uint(1)<<stored - 1)
	return want(channels, bits, func(x, y, c int) float64 {
		v, a := float64(from(x, y, c))/top, 1.0
		if alpha > 0 {
			a = float64(from(x, y, alpha)) / top
		}
		return v*a + 1 - a
	})
}

// indexed wants what indices into a table mean.
func indexed(from pick, t [][3]uint8, opacity []uint8) *Samples {
	return want(3, 8, func(x, y, c int) float64 {
		i := from(x, y, 0)
		v, a := float64(t[i][c])/255, 1.0
		if int(i) < len(opacity) {
			a = float64(opacity[i]) / 255
		}
		return v*a + 1 - a
	})
}
