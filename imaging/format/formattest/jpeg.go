package formattest

import "encoding/binary"

// Component is a colour of a JPEG: its sampling factors and its value, 0 to 255,
// in the block that has a pixel at its middle.
type Component struct {
	ID, Across, Down int
	Value            func(x, y int) uint8
}

// JPEG is a file of flat blocks: each has its mean and no detail, so that what
// must come out is known exactly without a transform.
type JPEG struct {
	Width, Height int
	Components    []Component
	Adobe         int    // colour transform that an Adobe marker names; -1 for no marker
	Restart       int    // interval in groups of blocks; 0 for none
	Before        []byte // segments after the start
	Marker        byte   // of the frame; 0 for baseline
	Precision     int    // bits; 0 for 8
}

// Segment is a JPEG marker with its length and data.
func Segment(marker byte, data []byte) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(data)+2))
	return append(b, data...)
}

// Start is everything before the coded data.
func (j JPEG) Start() []byte {
	b := append([]byte{0xff, 0xd8}, j.Before...)
	if j.Adobe >= 0 {
		b = append(b, Segment(0xee, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), byte(j.Adobe)))...)
	}
	quant := make([]byte, 65)
	for i := range quant[1:] {
		quant[1+i] = 8 // the mean of a block is an eighth of its first coefficient
	}
	b = append(b, Segment(0xdb, quant)...)
	frame := []byte{byte(max(j.Precision, 8)), byte(j.Height >> 8), byte(j.Height), byte(j.Width >> 8), byte(j.Width), byte(len(j.Components))}
	scan := []byte{byte(len(j.Components))}
	for _, c := range j.Components {
		frame = append(frame, byte(c.ID), byte(c.Across<<4|c.Down), 0)
		scan = append(scan, byte(c.ID), 0)
	}
	b = append(b, Segment(max(j.Marker, 0xc0), frame)...)
	// Twelve sizes of differences with 4 bits each; the end of a block with 1 bit.
	b = append(b, Segment(0xc4, append([]byte{0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))...)
	b = append(b, Segment(0xc4, append([]byte{0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0))...)
	if j.Restart > 0 {
		b = append(b, Segment(0xdd, []byte{byte(j.Restart >> 8), byte(j.Restart)})...)
	}
	return append(b, Segment(0xda, append(scan, 0, 63, 0))...)
}

// Bytes writes the file.
func (j JPEG) Bytes() []byte {
	across, down := 1, 1
	for _, c := range j.Components {
		across, down = max(across, c.Across), max(down, c.Down)
	}
	w := bitWriter{out: j.Start()}
	last := make([]int, len(j.Components))
	group := 0
	for y := 0; y < j.Height; y += 8 * down {
		for x := 0; x < j.Width; x += 8 * across {
			if j.Restart > 0 && group > 0 && group%j.Restart == 0 {
				w.align()
				w.out = append(w.out, 0xff, byte(0xd0+(group/j.Restart-1)&7))
				clear(last)
			}
			group++
			for i, c := range j.Components {
				for by := range c.Down {
					for bx := range c.Across {
						mean := int(c.Value(x+(2*bx+1)*4*across/c.Across, y+(2*by+1)*4*down/c.Down)) - 128
						w.difference(mean - last[i])
						last[i] = mean
					}
				}
			}
		}
	}
	w.align()
	return append(w.out, 0xff, 0xd9)
}

// bitWriter writes coded data with a zero after each 255.
type bitWriter struct {
	out       []byte
	acc, have int
}

func (w *bitWriter) put(v, bits int) {
	w.acc, w.have = w.acc<<bits|v, w.have+bits
	for ; w.have >= 8; w.have -= 8 {
		b := byte(w.acc >> (w.have - 8))
		if w.out = append(w.out, b); b == 255 {
			w.out = append(w.out, 0)
		}
	}
	w.acc &= 1<<w.have - 1
}

// difference writes a block whose mean differs by v from the one before (T.81, F.1.2.1).
func (w *bitWriter) difference(v int) {
	size := 0
	for a := max(v, -v); a > 0; a >>= 1 {
		size++
	}
	w.put(size, 4)
	if v < 0 {
		v += 1<<size - 1
	}
	w.put(v, size)
	w.put(0, 1)
}

func (w *bitWriter) align() {
	if w.have > 0 {
		w.put(1<<(8-w.have)-1, 8-w.have)
	}
}
