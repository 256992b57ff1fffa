package decode

import "errors"

// alpha says what the sample after the colours means.
type alpha int

const (
	opaque        alpha = iota
	straight            // colours are as they would be without it
	premultiplied       // colours are already multiplied by it
)

var errColourIndex = errors.New("a pixel has a colour that is not in the table")

// samples is how the pixels of a file are packed in a row, and how that becomes
// grey or red, green and blue of 8 bits, or grey of 16. Transparency is laid over white.
type samples struct {
	bits     int      // 1 to 16; below 8 packed from the high bit down
	colours  int      // 1 or 3 a pixel
	total    int      // samples a pixel, with alpha and such as mean nothing
	alpha    alpha    // of the sample after the colours
	inverted bool     // greys: zero is white
	table    *palette // pixels are indices into it
	key      []uint16 // the colour that is transparent, one value a colour sample
	out      []byte   // the row made
}

func (s *samples) shape(width, height int) shape {
	out := shape{width: width, height: height, channels: s.colours, bits: 8}
	if s.table != nil {
		out.channels = s.table.channels
	} else if s.colours == 1 && s.bits > 8 {
		out.bits = 16
	}
	return out
}

// rowBytes is the length of a packed row.
func (s *samples) rowBytes(width int) int { return (width*s.total*s.bits + 7) / 8 }

// convert unpacks a row of width pixels. The result is valid until the next call;
// it may be src itself, changed in place.
func (s *samples) convert(src []byte, width int) ([]byte, error) {
	if s.table == nil && s.plain() {
		if s.inverted {
			for i := range src {
				src[i] = ^src[i]
			}
		}
		return src, nil
	}
	want := s.shape(width, 1).rowBytes()
	if cap(s.out) < want {
		s.out = make([]byte, want)
	}
	out := s.out[:want]
	switch {
	case s.table != nil:
		return out, s.table.colour(out, src, s.bits)
	case s.colours == 1 && s.total == 1 && s.bits < 8:
		s.smallGreys(out, src)
	case s.colours == 1:
		s.greys(out, src)
	case s.bits == 8:
		s.colours8(out, src)
	default:
		s.colours16(out, src)
	}
	return out, nil
}

// plain says that packed rows are already what is wanted.
func (s *samples) plain() bool {
	return s.total == s.colours && s.key == nil && (s.bits == 8 || s.bits == 16 && s.colours == 1)
}

// smallGreys spreads 1 to 7 bits over 8.
func (s *samples) smallGreys(out, src []byte) {
	top := uint32(1)<<s.bits - 1
	u := unpacker{src: src, bits: s.bits}
	for x := range out {
		v := u.next()
		grey := (v*255 + top/2) / top
		if s.key != nil && v == uint32(s.key[0]) {
			grey = 255
		} else if s.inverted {
			grey = 255 - grey
		}
		out[x] = uint8(grey)
	}
}

// greys handles all other greys: odd depths above 8 bits, alpha and transparent colours.
func (s *samples) greys(out, src []byte) {
	top, full := uint32(1)<<s.bits-1, uint32(255)
	if s.bits > 8 {
		full = 65535
	}
	u := unpacker{src: src, bits: s.bits}
	for len(out) > 0 {
		raw := u.next()
		v, a := (raw*full+top/2)/top, full
		for i := 1; i < s.total; i++ {
			if extra := u.next(); i == 1 && s.alpha != opaque {
				a = extra // 8 or 16 bits, so already of full range
			}
		}
		if s.key != nil && raw == uint32(s.key[0]) {
			v, a = full, full
		} else if s.inverted && s.alpha == premultiplied {
			v = a - min(v, a)
		} else if s.inverted {
			v = full - v
		}
		v = overWhite(v, a, full, s.alpha)
		if full == 255 {
			out[0], out = uint8(v), out[1:]
		} else {
			out[0], out[1], out = uint8(v>>8), uint8(v), out[2:]
		}
	}
}

// overWhite lays a colour sample of transparency a over white.
func overWhite(v, a, full uint32, kind alpha) uint32 {
	if kind == straight {
		v = (v*a + full/2) / full
	}
	return min(v+full-a, full)
}

func (s *samples) colours8(out, src []byte) {
	for len(out) > 0 {
		px := src[:s.total]
		switch {
		case s.key != nil && uint16(px[0]) == s.key[0] && uint16(px[1]) == s.key[1] && uint16(px[2]) == s.key[2]:
			out[0], out[1], out[2] = 255, 255, 255
		case s.alpha != opaque && px[3] != 255:
			for i := range 3 {
				out[i] = uint8(overWhite(uint32(px[i]), uint32(px[3]), 255, s.alpha))
			}
		default:
			out[0], out[1], out[2] = px[0], px[1], px[2]
		}
		src, out = src[s.total:], out[3:]
	}
}

// colours16 reduces colours of 16 bits to 8, rounding.
func (s *samples) colours16(out, src []byte) {
	for len(out) > 0 {
		var px [4]uint32
		for i := range min(4, s.total) {
			px[i] = uint32(src[2*i])<<8 | uint32(src[2*i+1])
		}
		transparent := s.key != nil && px[0] == uint32(s.key[0]) && px[1] == uint32(s.key[1]) && px[2] == uint32(s.key[2])
		for i := range 3 {
			v := px[i]
			if transparent {
				v = 65535
			} else if s.alpha != opaque {
				v = overWhite(v, px[3], 65535, s.alpha)
			}
			out[i] = uint8((v*255 + 32895) >> 16)
		}
		src, out = src[2*s.total:], out[3:]
	}
}

// unpacker reads samples of 1 to 16 bits, high bits first.
type unpacker struct {
	src  []byte
	bits int
	acc  uint32
	have int
}

// next returns the next sample; past the end of the row it is 0.
func (u *unpacker) next() uint32 {
	for u.have < u.bits {
		u.acc <<= 8
		if len(u.src) > 0 {
			u.acc |= uint32(u.src[0])
			u.src = u.src[1:]
		}
		u.have += 8
	}
	u.have -= u.bits
	return u.acc >> u.have & (1<<u.bits - 1)
}
