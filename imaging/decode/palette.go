package decode

// palette is a colour table, already laid over white.
type palette struct {
	channels int // 1 where every colour is a grey
	colours  [][3]uint8
}

// newPalette makes a table; opacity may be shorter than colours, whose rest is opaque.
func newPalette(colours [][3]uint8, opacity []uint8) *palette {
	p := &palette{channels: 1, colours: colours}
	for i := range colours {
		c := &colours[i]
		if i < len(opacity) {
			for k := range c {
				c[k] = uint8(overWhite(uint32(c[k]), uint32(opacity[i]), 255, straight))
			}
		}
		if c[0] != c[1] || c[1] != c[2] {
			p.channels = 3
		}
	}
	return p
}

// colour looks up the indices of bits bits in src until out is full.
func (p *palette) colour(out, src []byte, bits int) error {
	u := unpacker{src: src, bits: bits}
	for ; len(out) >= p.channels; out = out[p.channels:] {
		i := u.next()
		if i >= uint32(len(p.colours)) {
			return errColourIndex
		}
		copy(out[:p.channels], p.colours[i][:])
	}
	return nil
}
