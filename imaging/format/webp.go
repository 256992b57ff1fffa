package format

import "encoding/binary"

// Flags of a VP8X chunk (WebP container specification, "Extended File Format").
const (
	webpAnimated = 0x02
	webpAlpha    = 0x10
)

// parseWebP walks the chunks of the RIFF container.
func parseWebP(w *window) (Header, error) {
	length, err := w.u32(4, binary.LittleEndian)
	if err != nil {
		return Header{}, err
	}
	end := length + 8
	if end > w.size {
		return Header{}, Refuse(WebP, "truncated", WebP)
	}
	h := Header{Kind: WebP, Bits: 8, Channels: 3}
	var canvas [2]int
	for off, chunks := int64(12), 1; off+8 <= end; chunks++ {
		if chunks > MaxChunks {
			return Header{}, Refuse(WebP, "too_many_parts", WebP, MaxChunks)
		}
		head, err := w.bytes(off, 8)
		if err != nil {
			return Header{}, err
		}
		name, length := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		if off+8+length > end {
			return Header{}, Refuse(WebP, "truncated", WebP)
		}
		switch name {
		case "VP8X":
			if chunks != 1 || length < 10 {
				return Header{}, Refuse(WebP, "webp_layout")
			}
			b, err := w.bytes(off+8, 10)
			if err != nil {
				return Header{}, err
			}
			if b[0]&webpAnimated != 0 {
				return Header{}, Refuse(WebP, "webp_animated")
			}
			h.Alpha = b[0]&webpAlpha != 0
			canvas = [2]int{1 + u24(b[4:]), 1 + u24(b[7:])}
		case "ANIM", "ANMF":
			return Header{}, Refuse(WebP, "webp_animated")
		case "VP8 ", "VP8L":
			if h.Width != 0 {
				return Header{}, Refuse(WebP, "webp_layout")
			}
			if err := webpFrame(w, &h, name, off+8, length); err != nil {
				return Header{}, err
			}
		case "EXIF":
			h.Orientation = exifOrientation(w, off+8, length)
		}
		off += 8 + length + length&1
	}
	if h.Width == 0 {
		return Header{}, Refuse(WebP, "truncated", WebP)
	}
	if canvas != [2]int{} && canvas != [2]int{h.Width, h.Height} {
		return Header{}, Refuse(WebP, "webp_layout")
	}
	return h, h.checkWeight(WebP, end)
}

// webpFrame reads the size of the coded picture (RFC 6386, 9.1; RFC 9649, 3.4).
func webpFrame(w *window, h *Header, name string, off, length int64) error {
	if length < 10 {
		return Refuse(WebP, "truncated", WebP)
	}
	b, err := w.bytes(off, 10)
	if err != nil {
		return err
	}
	if name == "VP8 " {
		if b[0]&1 != 0 || string(b[3:6]) != "\x9d\x01\x2a" {
			return Refuse(WebP, "damaged", WebP, "a picture that does not start")
		}
		h.Width = (int(b[6]) | int(b[7])<<8) & 0x3fff
		h.Height = (int(b[8]) | int(b[9])<<8) & 0x3fff
		return h.check()
	}
	if b[0] != 0x2f || b[4]>>5 != 0 {
		return Refuse(WebP, "damaged", WebP, "a picture that does not start")
	}
	bits := binary.LittleEndian.Uint32(b[1:])
	h.Width, h.Height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	h.Alpha = h.Alpha || bits>>28&1 != 0
	return h.check()
}

func u24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
