package decode

import "hash"

// rows passes the samples of a picture by: each row once, from top to bottom.
// Pictures of hundreds of megapixels are read this way, whatever is made of them.
type rows interface {
	// next returns the next row of a picture of some shape: width x channels
	// samples of one byte, or of two with the high byte first. It is valid until
	// the next call.
	next() ([]byte, error)
}

// shape is what the rows of a picture look like.
type shape struct {
	width, height int
	channels      int // 1 grey, 3 red, green and blue
	bits          int // 8 or 16; colours have 8
}

func (s shape) rowBytes() int { return s.width * s.channels * s.bits / 8 }

// held passes the rows of a picture by that is in memory.
type held struct {
	samples []byte
	stride  int
}

func (h *held) next() ([]byte, error) {
	row := h.samples[:h.stride]
	h.samples = h.samples[h.stride:]
	return row, nil
}

// take reads all rows and keeps of them what p.Scale asks for.
func (p *Picture) take(src rows, s shape, sum hash.Hash) error {
	p.Width, p.Height = (s.width+p.Scale-1)/p.Scale, (s.height+p.Scale-1)/p.Scale
	var kept keeper
	switch {
	case s.bits == 16:
		kept = p.keepGrey16()
	case s.channels == 1:
		kept = p.keepGrey()
	default:
		kept = p.keepColour()
	}
	for y := range s.height {
		row, err := src.next()
		if err != nil {
			return err
		}
		if sum != nil {
			sum.Write(row)
		}
		kept.add(row)
		if (y+1)%p.Scale == 0 {
			kept.finish(p.Scale)
		}
	}
	if rest := s.height % p.Scale; rest != 0 {
		kept.finish(rest)
	}
	if sum != nil {
		sum.Sum(p.PixelSum[:0])
	}
	return nil
}
