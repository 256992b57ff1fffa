package format

import "fmt"

// frame is what a JPEG's frame header asks of a decoder.
type frame struct {
	progressive bool
	transform   int  // of colours, as an Adobe marker names it; -1 without one
	samples     int  // of all components together, padding not counted
	mixed       bool // may leave the decoder as pixels of four bytes and not in planes
}

// parseFrame reads a start-of-frame segment (T.81, B.2.2).
func parseFrame(w *window, s Segment, h *Header) (frame, error) {
	head, err := w.bytes(s.Start, 10)
	if err != nil {
		return frame{}, err
	}
	precision := int(head[4])
	h.Height, h.Width = int(head[5])<<8|int(head[6]), int(head[7])<<8|int(head[8])
	h.Channels, h.Bits = int(head[9]), 8
	if err := checkProcess(s.Marker, precision); err != nil {
		return frame{}, err
	}
	if h.Height == 0 && h.Width > 0 {
		return frame{}, Refuse(JPEG, "jpeg_height")
	}
	if err := h.check(); err != nil {
		return frame{}, err
	}
	if h.Channels != 1 && h.Channels != 3 && h.Channels != 4 {
		return frame{}, Refuse(JPEG, "jpeg_colours", h.Channels)
	}
	if s.End-s.Start < int64(10+3*h.Channels) {
		return frame{}, Refuse(JPEG, "damaged", JPEG, "a header that is too short")
	}
	components, err := w.bytes(s.Start+10, 3*h.Channels)
	if err != nil {
		return frame{}, err
	}
	f := frame{progressive: s.Marker == markerSOF2, mixed: mixed(components)}
	f.samples, err = countSamples(h, components)
	return f, err
}

// held is the memory that decoding takes: the coded data, coefficients of four
// bytes of a progressive picture, and planes as well as pixels where the result is not the planes.
func (f frame) held(h Header, end int64) int64 {
	pixels, samples := int64(h.Width)*int64(h.Height), int64(f.samples)
	held := end + 1<<20
	if f.progressive {
		held += 4*samples + samples/4
	}
	if f.mixed || f.transform == 0 || h.Channels == 4 {
		held += 4*pixels + samples
	}
	if f.mixed {
		held += 3 * pixels
	}
	return held
}

// mixed says that colours are named as red, green and blue, or sampled in a way
// that has no name: the decoder then gives pixels.
func mixed(c []byte) bool {
	if len(c) != 9 {
		return false
	}
	return c[0] == 'R' && c[3] == 'G' && c[6] == 'B' || c[4] != 0x11 || c[7] != 0x11 || c[1] == 0x14 || c[1] == 0x24 || c[1] == 0x44
}

// checkProcess refuses every coding process but the baseline, extended and
// progressive ones with Huffman codes and 8 bits.
func checkProcess(marker byte, precision int) error {
	switch marker {
	case 0xc9, 0xca:
		return Refuse(JPEG, "jpeg_arithmetic")
	case 0xc3, 0xcb:
		return Refuse(JPEG, "jpeg_lossless")
	case 0xc5, 0xc6, 0xc7, 0xcd, 0xce, 0xcf:
		return Refuse(JPEG, "jpeg_hierarchical")
	}
	if precision != 8 {
		return Refuse(JPEG, "jpeg_bits", precision)
	}
	return nil
}

// countSamples checks the sampling factors and adds up the samples of the
// components. Factors of 3 are allowed by T.81 and written by no one.
func countSamples(h *Header, components []byte) (int, error) {
	across, down := 1, 1
	sampling := ""
	for i := 0; i < len(components); i += 3 {
		hi, vi := int(components[i+1]>>4), int(components[i+1]&15)
		sampling += fmt.Sprintf(" %dx%d", hi, vi)
		across, down = max(across, hi), max(down, vi)
	}
	samples := 0
	for i := 0; i < len(components); i += 3 {
		hi, vi := int(components[i+1]>>4), int(components[i+1]&15)
		if hi != 1 && hi != 2 && hi != 4 || vi != 1 && vi != 2 && vi != 4 {
			return 0, Refuse(JPEG, "jpeg_sampling", sampling[1:])
		}
		samples += (h.Width*hi + across - 1) / across * ((h.Height*vi + down - 1) / down)
	}
	if h.Channels == 4 && !plainFour(components) {
		return 0, Refuse(JPEG, "jpeg_sampling", sampling[1:])
	}
	return samples, nil
}

// plainFour says whether four components are sampled in one of the two ways that
// are in use: all alike, or the middle two at half.
func plainFour(c []byte) bool {
	return c[1] == c[10] && c[4] == 0x11 && c[7] == 0x11 && (c[1] == 0x11 || c[1] == 0x22)
}

// check holds the frame against what came after it: scans, and coded data up to end.
func (f frame) check(h Header, scans int, end int64) error {
	pixels := h.Width * h.Height
	most := min(MaxScans, max(20, maxScanPixels/pixels))
	if f.progressive && scans > most || scans > MaxScans {
		return Refuse(JPEG, "jpeg_scans", scans, most)
	}
	if f.progressive && f.samples > maxCoefficients {
		return Refuse(JPEG, "jpeg_large", "Progressive", h.Width, h.Height)
	}
	if h.Channels == 4 && f.samples > maxCoefficients {
		return Refuse(JPEG, "jpeg_large", "CMYK", h.Width, h.Height)
	}
	if h.Channels == 4 && f.transform < 0 {
		return Refuse(JPEG, "jpeg_cmyk")
	}
	// Every 8x8 block takes at least one bit.
	if int64(pixels) > 512*end {
		return Refuse(JPEG, "truncated", JPEG)
	}
	return h.checkWeight(JPEG, end)
}
