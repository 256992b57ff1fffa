package render

import "lynceus/imaging/decode"

// The window leaves out the outermost of the samples at either end. Before they
// are counted, no bin of the histogram may hold more than its share: air fills
// most of the scan of a small parcel, and plain percentiles would leave out the
// parcel.
const (
	bins   = 1024 // of the histogram, from the darkest to the brightest sample
	share  = 512  // a bin counts for at most a 512th of the picture
	tail   = 200  // a 200th of what counts is left out at either end
	few    = 16   // a picture of so few levels was drawn, not measured: it keeps them all
	narrow = 16   // a window is at least a 16th of its upper end wide,
	least  = 128  // and at least so many levels, or it would show noise alone
)

// windowOf chooses the greys that are spread over 0 to 255.
func windowOf(p *decode.Picture) Window {
	h := p.Histogram
	if h == nil {
		h = new([65536]uint32)
		for _, s := range p.Y16 {
			h[s]++
		}
	}
	low, high, levels := 65535, 0, 0
	for v, n := range h {
		if n > 0 {
			low, high = min(low, v), max(high, v)
			levels++
		}
	}
	switch {
	case levels < 2:
		return Window{0, 65535}
	case levels <= few:
		return Window{uint16(low), uint16(high)}
	}
	low, high = outermost(h, low, high)
	if need := max(high/narrow, least); high-low < need {
		low = max(high-need, 0) // the bright end stays: it is air
		high = low + need
	}
	return Window{uint16(low), uint16(high)}
}

// outermost finds the levels between which all but the tails lie.
func outermost(h *[65536]uint32, low, high int) (int, int) {
	wide := (high-low)/bins + 1
	var counts [bins]uint64
	var total, kept uint64
	for v := low; v <= high; v++ {
		counts[(v-low)/wide] += uint64(h[v])
		total += uint64(h[v])
	}
	for i := range counts {
		counts[i] = min(counts[i], total/share+1)
		kept += counts[i]
	}
	first, last := 0, bins-1
	for sum := counts[first]; sum <= kept/tail; sum += counts[first] {
		first++
	}
	for sum := counts[last]; sum <= kept/tail; sum += counts[last] {
		last--
	}
	return low + first*wide, min(low+(last+1)*wide-1, high)
}

// apply makes 8 bits of 16.
func (w Window) apply(src []uint16) []uint8 {
	var table [65536]uint8
	low, wide := int(w.Low), int(w.High)-int(w.Low)
	for v := range table {
		table[v] = uint8(max(0, min((255*(v-low)+wide/2)/wide, 255)))
	}
	dst := make([]uint8, len(src))
	for i, s := range src {
		dst[i] = table[s]
	}
	return dst
}
