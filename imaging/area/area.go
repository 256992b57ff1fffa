// Package area resizes planes of samples by area averaging: each value is the mean
// of what it covers, by the share that it covers of each sample.
package area

import "math"

// Rect is a part of a plane, in samples; it may begin and end within one.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Of makes w x h means of a part of a plane of width x height samples. Where there
// are fewer samples than means, each is over the length of one, which interpolates
// between two. The part lies within the plane, and neither is empty.
func Of[T uint8 | float32](v []T, width, height int, part Rect, w, h int) []float32 {
	across, down := spans(part.X0, part.X1, width, w), spans(part.Y0, part.Y1, height, h)
	from, last := across[0].first, across[w-1]
	to := last.first + len(last.shares)
	quarters := quads(across)
	row := make([]float32, to-from+spare)
	out := make([]float32, w*h)
	for y, d := range down {
		clear(row)
		for i, share := range d.shares {
			add(v[(d.first+i)*width:][from:to], share, row)
		}
		for _, q := range quarters {
			fast.along(row, q, out[y*w:][:w])
		}
	}
	return out
}

// span is a run of samples from first on, each with its share; the shares add up to 1.
type span struct {
	first  int
	shares []float32
}

// spans divides from..to of n samples among count means.
func spans(from, to float64, n, count int) []span {
	step := (to - from) / float64(count)
	half := max(step, 1) / 2
	out := make([]span, count)
	shares := make([]float32, count*(int(2*half)+2))
	for i := range out {
		centre := from + (float64(i)+0.5)*step
		low, high := max(centre-half, from), min(centre+half, to)
		first, last := int(low+1e-9), min(int(math.Ceil(high-1e-9)), n)
		out[i] = span{first, shares[:last-first]}
		shares = shares[last-first:]
		for k := range out[i].shares {
			part := min(high, float64(first+k+1)) - max(low, float64(first+k))
			out[i].shares[k] = float32(part / (high - low))
		}
	}
	return out
}

// quad is four samples of a span in a row of sums, the first of which is at; what the
// span lacks has no share. A list of them has ascending places, but for those without
// any share, which stand at 0.
type quad struct {
	at     int
	shares [4]float32
}

// spare is how many values follow a row, that a quad may end beyond it.
const spare = 3

// quads cuts spans into fours: a list of the first four of each, one of the next.
func quads(all []span) (out [][]quad) {
	for k := 0; ; k += 4 {
		list, any := make([]quad, len(all)), false
		for i, s := range all {
			if k < len(s.shares) {
				any = true
				list[i].at = s.first + k - all[0].first
				copy(list[i].shares[:], s.shares[k:])
			}
		}
		if !any {
			return out
		}
		out = append(out, list)
	}
}

// loops are the inner ones, in the way that suits a machine. They round alike.
type loops struct {
	// add adds a share of samples to sums, of which there are at least as many.
	add func(v []uint8, share float32, sums []float32)
	// along adds a part of the means of a row of sums.
	along func(row []float32, part []quad, out []float32)
}

var fast = fastest()

func plainAdd(v []uint8, share float32, sums []float32) { added(v, share, sums) }

func plainAlong(row []float32, part []quad, out []float32) {
	out = out[:len(part)]
	for x := range part {
		q := &part[x]
		v := (*[4]float32)(row[q.at:])
		out[x] += q.shares[0]*v[0] + q.shares[1]*v[1] + (q.shares[2]*v[2] + q.shares[3]*v[3])
	}
}

func added[T uint8 | float32](v []T, share float32, sums []float32) {
	sums = sums[:len(v)]
	for i, s := range v {
		sums[i] += share * float32(s)
	}
}

func add[T uint8 | float32](v []T, share float32, sums []float32) {
	if v, ok := any(v).([]uint8); ok {
		fast.add(v, share, sums)
		return
	}
	added(v, share, sums)
}
