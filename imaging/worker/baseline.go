package worker

import (
	"encoding/binary"
	"errors"
)

// baseline reads the size of a JPEG that holds pixels and nothing else: one
// baseline frame in one scan, tables, the JFIF header, no application segment, no
// comment, and not a byte after its end (ITU-T T.81, annex B).
func baseline(b []byte) (width, height int, err error) {
	const (
		soi, eoi, sof0, dht, dqt, dri, sos, app0 = 0xD8, 0xD9, 0xC0, 0xC4, 0xDB, 0xDD, 0xDA, 0xE0
		rst0, rst7                               = 0xD0, 0xD7
	)
	if len(b) < 4 || b[0] != 0xFF || b[1] != soi {
		return 0, 0, errors.New("not a JPEG")
	}
	for b = b[2:]; ; {
		if len(b) < 4 || b[0] != 0xFF {
			return 0, 0, errors.New("marker expected")
		}
		marker, n := b[1], int(binary.BigEndian.Uint16(b[2:]))
		if n < 2 || 2+n > len(b) {
			return 0, 0, errors.New("segment breaks off")
		}
		body := b[4 : 2+n]
		b = b[2+n:]
		switch marker {
		case dqt, dht, dri:
		case app0:
			if len(body) != 14 || string(body[:5]) != "JFIF\x00" {
				return 0, 0, errors.New("application data")
			}
		case sof0:
			if width > 0 || len(body) < 6 || body[0] != 8 || body[5] != 1 && body[5] != 3 {
				return 0, 0, errors.New("frame of another kind")
			}
			height, width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
			if width == 0 || height == 0 {
				return 0, 0, errors.New("empty frame")
			}
		case sos:
			if width == 0 {
				return 0, 0, errors.New("scan before its frame")
			}
			for i := 0; i+1 < len(b); i++ {
				if b[i] != 0xFF {
					continue
				}
				switch m := b[i+1]; {
				case m == 0, rst0 <= m && m <= rst7:
					i++
				case m == eoi && i+2 == len(b):
					return width, height, nil
				default:
					return 0, 0, errors.New("data after the scan")
				}
			}
			return 0, 0, errors.New("scan without an end")
		default:
			return 0, 0, errors.New("unexpected segment")
		}
	}
}
