package format

import "encoding/binary"

// parseGIF walks the blocks. A GIF whose first frame is whole is taken even when
// a later one breaks off, since only the first is used.
func parseGIF(w *window) (Header, error) {
	b, err := w.bytes(0, 13)
	if err != nil {
		return Header{}, err
	}
	h := Header{
		Kind: GIF, Bits: 8, Channels: 3, Palette: true,
		Width:  int(binary.LittleEndian.Uint16(b[6:])),
		Height: int(binary.LittleEndian.Uint16(b[8:])),
	}
	if err := h.check(); err != nil {
		return Header{}, err
	}
	global := b[10]
	off := int64(13) + colourTable(global)
	for blocks := 0; ; blocks++ {
		next, err := gifBlock(w, &h, off, global)
		if next == 0 && err == nil || err != nil && h.Frames > 0 || blocks == MaxChunks && h.Frames > 0 {
			break
		}
		if err != nil {
			return Header{}, err
		}
		if blocks == MaxChunks {
			return Header{}, Refuse(GIF, "too_many_parts", GIF, MaxChunks)
		}
		off = next
	}
	if h.Frames == 0 {
		return Header{}, Refuse(GIF, "truncated", GIF)
	}
	// The frame, and once more while it is put in order.
	h.Held = 2*int64(h.Width)*int64(h.Height) + 1<<20
	return h, nil
}

// gifBlock reads the block at off and returns where the next one begins, or 0 at the end.
func gifBlock(w *window, h *Header, off int64, global byte) (int64, error) {
	b, err := w.bytes(off, 1)
	if err != nil {
		return 0, err
	}
	switch b[0] {
	case 0x3b:
		return 0, nil
	case 0x21:
		if b, err = w.bytes(off, 7); err != nil {
			return 0, err
		}
		if b[1] == 0xf9 && b[2] == 4 && h.Frames == 0 {
			h.Alpha = b[3]&1 != 0
		}
		next, _, err := subBlocks(w, off+2)
		return next, err
	case 0x2c:
		return gifFrame(w, h, off, global)
	}
	return 0, Refuse(GIF, "damaged", GIF, "a part that no GIF has")
}

// gifFrame reads an image descriptor and passes over its data.
func gifFrame(w *window, h *Header, off int64, global byte) (int64, error) {
	b, err := w.bytes(off, 10)
	if err != nil {
		return 0, err
	}
	left, top := int(binary.LittleEndian.Uint16(b[1:])), int(binary.LittleEndian.Uint16(b[3:]))
	width, height := int(binary.LittleEndian.Uint16(b[5:])), int(binary.LittleEndian.Uint16(b[7:]))
	local := b[9]
	next, data, err := subBlocks(w, off+11+colourTable(local))
	if err != nil {
		return 0, err
	}
	if h.Frames == 0 {
		if width == 0 || height == 0 || left+width > h.Width || top+height > h.Height {
			return 0, Refuse(GIF, "gif_frame")
		}
		if (global|local)&0x80 == 0 {
			return 0, Refuse(GIF, "damaged", GIF, "no colour table")
		}
		// A code of 3 to 12 bits stands for at most 4096 pixels.
		if int64(width)*int64(height) > 4096*8/3*data {
			return 0, Refuse(GIF, "truncated", GIF)
		}
	}
	h.Frames++
	return next, nil
}

// colourTable is the length in bytes of the table that these flags announce.
func colourTable(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// subBlocks passes over a chain of sub-blocks and returns where it ends and how many bytes it holds.
func subBlocks(w *window, off int64) (next, data int64, err error) {
	for {
		b, err := w.bytes(off, 1)
		if err != nil {
			return 0, 0, err
		}
		if b[0] == 0 {
			return off + 1, data, nil
		}
		data += int64(b[0])
		off += int64(b[0]) + 1
	}
}
