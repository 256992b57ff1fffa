package render

// resample16 makes a plane of other size from samples of 16 bits, at full precision.
func resample16(src []uint16, x, y weights) []uint16 {
	if x.none && y.none {
		return src
	}
	w, h := len(x.first), len(y.first)
	dst := make([]uint16, w*h)
	row := make([]float32, x.from)
	for j := range h {
		clear(row)
		for k, v := range y.w[j*y.taps:][:y.taps] {
			for i, s := range src[(y.first[j]+k)*x.from:][:len(row)] {
				row[i] += v * float32(s)
			}
		}
		out := dst[j*w:][:w]
		for i := range out {
			ws := x.w[i*x.taps:][:x.taps]
			sum := float32(0.5)
			for k, s := range row[x.first[i]:][:len(ws)] {
				sum += s * ws[k]
			}
			out[i] = uint16(max(0, min(sum, 65535)))
		}
	}
	return dst
}
