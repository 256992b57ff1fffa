package edge

// blurred is the mean over squares that reach so many pixels to either side, taken
// twice. It lies in the plane of the workspace that is named.
func (k *Workspace) blurred(to int, v []float32, w, h, reach int) []float32 {
	a, b := k.plane(to, w*h), k.plane(between, w*h)
	sums := k.line(3, w)
	for range 2 {
		for y := range h {
			k.means(v[y*w:][:w], b[y*w:][:w], reach)
		}
		clear(sums)
		rows := 0
		for y := -reach; y < h; y++ {
			in, out := y+reach, y-reach-1
			if in < h && out >= 0 {
				k.slide(sums, b[in*w:][:w], b[out*w:][:w], a[y*w:][:w], 1/float32(rows))
				continue
			}
			if in < h {
				for x, s := range b[in*w:][:w] {
					sums[x] += s
				}
				rows++
			}
			if out >= 0 {
				for x, s := range b[out*w:][:w] {
					sums[x] -= s
				}
				rows--
			}
			if y >= 0 {
				share := 1 / float32(rows)
				for x, s := range sums {
					a[y*w+x] = s * share
				}
			}
		}
		v = a
	}
	return a
}

// means writes the running means of a row. At an end, fewer values count.
func (k *Workspace) means(v, out []float32, reach int) {
	n := len(v)
	ends := n
	if n > 2*reach {
		k.window(v, out[reach:n-reach], reach)
		ends = reach
	}
	for i := range ends {
		out[i] = meanAround(v, i, reach)
		out[n-1-i] = meanAround(v, n-1-i, reach)
	}
}

func meanAround(v []float32, i, reach int) float32 {
	near := v[max(i-reach, 0):min(i+reach+1, len(v))]
	var sum float32
	for _, s := range near {
		sum += s
	}
	return sum / float32(len(near))
}
