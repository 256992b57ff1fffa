package render

import "math"

// axis is one side of a plane: its samples, and how many of them the picture is
// long. The last one may hang over the edge.
type axis struct {
	samples int
	length  float64 // more than samples-1, at most samples
	flip    bool    // read from the far end
}

func whole(n int) axis { return axis{samples: n, length: float64(n)} }

// step is the number of lightness samples to one of n chroma samples; 0 for none.
func step(lightness, n int) int {
	for s := 1; s <= 4; s++ {
		if (lightness+s-1)/s == n {
			return s
		}
	}
	return 0
}

// chroma is the axis of a plane of n chroma samples beside lightness of axis a.
func (a axis) chroma(n int) axis {
	return axis{samples: n, length: a.length / float64(step(a.samples, n)), flip: a.flip}
}

// coloured is the axis that chroma of axis c has beside lightness of axis a.
func (a axis) coloured(c axis) axis {
	if c.samples >= a.samples {
		return a
	}
	return axis{samples: (a.samples + 1) / 2, length: a.length / 2}
}

// weights make one sample from many: sample i of the result is the sum of
// w[i*taps:][:taps] times the samples from first[i] on.
type weights struct {
	from  int // samples read
	taps  int
	first []int
	w     []float32
	none  bool // the result is what is read
}

// to weighs the samples of a for those of b by the kernel of Lanczos, three
// lobes wide, stretched to the step between samples when there are fewer of b.
func (a axis) to(b axis) weights {
	step := a.length / b.length
	reach := 3 * max(step, 1)
	t := weights{from: a.samples, taps: min(a.samples, int(2*reach)+2), first: make([]int, b.samples)}
	t.none = a == b && !a.flip
	t.w = make([]float32, b.samples*t.taps)
	for i := range b.samples {
		centre := (float64(i) + 0.5) * step
		if a.flip {
			centre = a.length - centre
		}
		first := max(0, min(int(math.Ceil(centre-reach-0.5)), a.samples-t.taps))
		w := t.w[i*t.taps:][:t.taps]
		sum := 0.0
		for k := range w {
			v := lanczos((float64(first+k) + 0.5 - centre) / max(step, 1))
			w[k] = float32(v)
			sum += v
		}
		for k := range w {
			w[k] /= float32(sum)
		}
		t.first[i] = first
	}
	return t
}

func lanczos(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1e-9:
		return 1
	case x >= 3:
		return 0
	}
	x *= math.Pi
	return 3 * math.Sin(x) * math.Sin(x/3) / (x * x)
}
