package render

import (
	"encoding/binary"
	"math"
)

// The resampler works on four samples at once, each in 16 bits of a word. A
// weight is a whole number of 128ths, negative ones in two's complement: sums may
// wrap on the way, but the result of each lane, between -0.4 and 1.4 times 255,
// lies within its 16 bits once zero is moved up to offset, so that no lane
// disturbs its neighbour.
const (
	one    = 128
	offset = 96 // of the result, in steps of one sample value
	lanes  = 0x0001_0001_0001_0001
	even   = 0x00ff_00ff_00ff_00ff
	start  = lanes * (offset*one + one/2) // what a sum begins with: zero, and a half for rounding
)

// resample makes a plane of other size. x and y are weights along its sides.
func resample(src []uint8, x, y weights) []uint8 {
	if x.none && y.none {
		return src
	}
	across, down := x.quantise(), y.quantise()
	w, h := len(x.first), len(y.first)
	dst := make([]uint8, w*h)
	stride := (x.from + 7) &^ 7
	rows := make([]uint8, 4*stride)
	words := make([]uint64, x.from)
	for top := 0; top < h; top += 4 {
		n := min(4, h-top)
		for i := range n {
			t := (top + i) * y.taps
			column(rows[i*stride:][:stride], src[y.first[top+i]*x.from:], x.from, down[t:t+y.taps])
		}
		weave(words, rows, stride)
		for i := range w {
			sum := uint64(start)
			ws := across[i*x.taps:][:x.taps]
			in := words[x.first[i]:][:len(ws)]
			for k, v := range in {
				sum += v * ws[k]
			}
			sum = clamp(sum)
			for j := range n {
				dst[(top+j)*w+i] = uint8(sum >> (16 * j))
			}
		}
	}
	return dst
}

// column weighs rows of w samples that lie one after another in src into dst,
// whose length is w rounded up to eight.
func column(dst, src []uint8, w int, ws []uint64) {
	x := 0
	for ; x+8 <= w; x += 8 {
		a, b := uint64(start), uint64(start)
		at := x
		for _, v := range ws {
			s := binary.LittleEndian.Uint64(src[at : at+8])
			a += (s & even) * v
			b += (s >> 8 & even) * v
			at += w
		}
		binary.LittleEndian.PutUint64(dst[x:x+8], clamp(a)|clamp(b)<<8)
	}
	for ; x < w; x++ {
		a := uint64(start)
		for k, v := range ws {
			a += uint64(src[k*w+x]) * v
		}
		dst[x] = uint8(clamp(a))
	}
}

// weave puts the samples of four rows that lie above one another into a word.
func weave(words []uint64, rows []uint8, stride int) {
	n := len(words)
	a, b, c, d := rows[:n], rows[stride:][:n], rows[2*stride:][:n], rows[3*stride:][:n]
	for i := range words {
		words[i] = uint64(a[i]) | uint64(b[i])<<16 | uint64(c[i])<<32 | uint64(d[i])<<48
	}
}

// clamp takes offset and scale out of four sums and leaves 0 to 255 in each lane.
func clamp(sums uint64) uint64 {
	const top = 0x8000 * lanes // keeps each subtraction within its lane
	v := (sums>>7&(0x01ff*lanes) | top) - offset*lanes
	if v&(0xff00*lanes) == top {
		return v &^ top
	}
	var out uint64
	for i := 0; i < 64; i += 16 {
		out |= uint64(max(0, min(int(v>>i&0xffff)-0x8000, 255))) << i
	}
	return out
}

// quantise rounds weights to whole numbers of which those of one sample add up to
// one: what rounding denies a tap is offered to the next.
func (t weights) quantise() []uint64 {
	q := make([]uint64, len(t.w))
	for i := 0; i < len(q); i += t.taps {
		owed := 0.0
		for k, v := range t.w[i : i+t.taps] {
			owed += float64(v) * one
			n := math.Round(owed)
			q[i+k] = uint64(int64(n))
			owed -= n
		}
	}
	return q
}
