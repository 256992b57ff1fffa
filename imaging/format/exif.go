package format

import "encoding/binary"

const (
	tagOrientation = 0x0112
	typeShort      = 3
)

// exifOrientation reads how a picture must be turned, 1 to 8, from the EXIF block
// of length bytes at off: a TIFF header and one directory (CIPA DC-008, 4.6).
// Everything else in the block is left alone. Whatever does not fit is 1, since
// damaged metadata is no reason to refuse a picture.
func exifOrientation(w *window, off, length int64) int {
	if head, err := w.bytes(off, 6); err == nil && string(head) == "Exif\x00\x00" {
		off, length = off+6, length-6
	}
	if length < 8 {
		return 1
	}
	head, err := w.bytes(off, 8)
	if err != nil {
		return 1
	}
	order := byteOrder(head)
	if order == nil || order.Uint16(head[2:]) != 42 {
		return 1
	}
	dir := int64(order.Uint32(head[4:]))
	if dir < 8 || dir > length-2 {
		return 1
	}
	count, err := w.u16(off+dir, order)
	if err != nil {
		return 1
	}
	for i := range int64(min(count, MaxChunks)) {
		at := dir + 2 + 12*i
		if at > length-12 {
			return 1
		}
		entry, err := w.bytes(off+at, 12)
		if err != nil {
			return 1
		}
		if order.Uint16(entry) == tagOrientation {
			return orientation(order.Uint16(entry[2:]), order.Uint32(entry[4:]), order.Uint16(entry[8:]))
		}
	}
	return 1
}

// orientation is the value of an orientation tag, or 1 where it makes no sense.
func orientation(kind uint16, count uint32, value uint16) int {
	if kind != typeShort || count != 1 || value < 1 || value > 8 {
		return 1
	}
	return int(value)
}

// byteOrder reads the first two bytes of a TIFF header; nil when they are none.
func byteOrder(head []byte) binary.ByteOrder {
	switch string(head[:2]) {
	case "II":
		return binary.LittleEndian
	case "MM":
		return binary.BigEndian
	}
	return nil
}
