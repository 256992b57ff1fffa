package decode

import "io"

// adam7 is where the pixels of each pass of an interlaced PNG lie: first column
// and row, and the distances between them (ISO/IEC 15948, 8.2).
var adam7 = [7]struct{ x, y, dx, dy int }{
	{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2},
}

// deinterlace puts the seven passes of a picture together.
func deinterlace(data io.Reader, s *samples, out shape) (rows, error) {
	whole := &held{make([]byte, out.rowBytes()*out.height), out.rowBytes()}
	pixel := out.channels * out.bits / 8
	for _, pass := range adam7 {
		width := (out.width - pass.x + pass.dx - 1) / pass.dx
		if width <= 0 || out.height <= pass.y {
			continue
		}
		src := newPNGRows(data, s, width)
		for y := pass.y; y < out.height; y += pass.dy {
			row, err := src.next()
			if err != nil {
				return nil, err
			}
			to := whole.samples[y*whole.stride:]
			for at := pass.x * pixel; len(row) > 0; at += pass.dx * pixel {
				copy(to[at:at+pixel], row[:pixel])
				row = row[pixel:]
			}
		}
	}
	return whole, nil
}
