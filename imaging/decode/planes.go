package decode

import "image"

// planes keeps the planes of a decoder's picture: what pads their rows is taken
// out in place, and p.Scale/done is what is left to reduce them by.
func (p *Picture) planes(m *image.YCbCr, done int) error {
	p.Width, p.Height = m.Rect.Dx(), m.Rect.Dy()
	p.ChromaW, p.ChromaH = chromaSize(m.SubsampleRatio, p.Width, p.Height)
	p.Y = pack(m.Y, m.YStride, p.Width, p.Height)
	p.Cb = pack(m.Cb, m.CStride, p.ChromaW, p.ChromaH)
	p.Cr = pack(m.Cr, m.CStride, p.ChromaW, p.ChromaH)
	return p.shrink(p.Scale / done)
}

// grey keeps the one plane of a decoder's grey picture.
func (p *Picture) grey(m *image.Gray, done int) error {
	p.Width, p.Height = m.Rect.Dx(), m.Rect.Dy()
	p.Y = pack(m.Pix, m.Stride, p.Width, p.Height)
	return p.shrink(p.Scale / done)
}

func chromaSize(ratio image.YCbCrSubsampleRatio, w, h int) (int, int) {
	across, down := 1, 1
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		across = 2
	case image.YCbCrSubsampleRatio420:
		across, down = 2, 2
	case image.YCbCrSubsampleRatio440:
		down = 2
	case image.YCbCrSubsampleRatio411:
		across = 4
	case image.YCbCrSubsampleRatio410:
		across, down = 4, 2
	}
	return (w + across - 1) / across, (h + down - 1) / down
}

// pack takes the padding out of a plane, in place.
func pack(plane []uint8, stride, w, h int) []uint8 {
	if stride != w {
		for y := 1; y < h; y++ {
			copy(plane[y*w:(y+1)*w], plane[y*stride:])
		}
	}
	return plane[: w*h : w*h]
}

// shrink reduces the planes by a whole number, which leaves the ratio of their sizes as it is.
func (p *Picture) shrink(by int) error {
	if by <= 1 {
		return nil
	}
	reduce := func(plane []uint8, w, h int) ([]uint8, int, int, error) {
		small := Picture{FullWidth: w, FullHeight: h, Scale: by}
		err := small.take(&held{plane, w}, shape{w, h, 1, 8}, nil)
		return small.Y, small.Width, small.Height, err
	}
	var err error
	if len(p.Cb) > 0 {
		if p.Cb, _, _, err = reduce(p.Cb, p.ChromaW, p.ChromaH); err != nil {
			return err
		}
		if p.Cr, p.ChromaW, p.ChromaH, err = reduce(p.Cr, p.ChromaW, p.ChromaH); err != nil {
			return err
		}
	}
	p.Y, p.Width, p.Height, err = reduce(p.Y, p.Width, p.Height)
	return err
}
