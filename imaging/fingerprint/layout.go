package fingerprint

import (
	"math"

	"lynceus/imaging/decode"
)

// Sizes of the layout descriptor.
const (
	layoutSide  = 128 // pixels of the reduction, either way
	layoutGrid  = 8   // cells, either way
	layoutBins  = 8   // orientations modulo pi, the first around 0
	layoutLen   = layoutGrid * layoutGrid * layoutBins
	layoutScale = 512 // of the unit vector in int8: 64 cells of 8 bins have a mean of 0.044, hence 22
)

// Layout says where in a picture edges run which way: a histogram of orientations
// in each cell of a grid, [row][column][bin]. Edges lie in the same place and
// direction whatever the polarity and the palette, so that it is blind to both.
// It is the oriented-gradient histogram of Dalal and Triggs (2005) over the colour
// structure tensor of Di Zenzo (1986), square-rooted as RootSIFT (Arandjelovic and
// Zisserman 2012) and of unit length before it is scaled to int8.
type Layout [layoutLen]int8

// LayoutOf reads the layout of the part of the picture inside box.
func LayoutOf(thumb *decode.Raster, box Box) Layout {
	t := tensorOf(reduce(thumb, box))
	return t.layout()
}

// tensor is the structure tensor at each pixel, summed over the colour channels.
type tensor struct{ xx, xy, yy [layoutSide * layoutSide]float32 }

func tensorOf(channels [][]float32) *tensor {
	t := &tensor{}
	at := func(c []float32, x, y int) float32 {
		return c[min(max(y, 0), layoutSide-1)*layoutSide+min(max(x, 0), layoutSide-1)]
	}
	for _, c := range channels {
		for y := range layoutSide {
			for x := range layoutSide {
				// Scharr's kernel: of 3x3 operators the one most alike in all directions.
				gx := 3*(at(c, x+1, y-1)-at(c, x-1, y-1)) + 10*(at(c, x+1, y)-at(c, x-1, y)) + 3*(at(c, x+1, y+1)-at(c, x-1, y+1))
				gy := 3*(at(c, x-1, y+1)-at(c, x-1, y-1)) + 10*(at(c, x, y+1)-at(c, x, y-1)) + 3*(at(c, x+1, y+1)-at(c, x+1, y-1))
				i := y*layoutSide + x
				t.xx[i] += gx * gx
				t.xy[i] += gx * gy
				t.yy[i] += gy * gy
			}
		}
	}
	return t
}

const (
	contrastRadius = 12   // pixels: edges are weighed against their neighbourhood of 25 x 25
	contrastFloor  = 0.15 // of the mean edge of the picture: below it a neighbourhood is noise
)

// layout bins the orientations. Each edge is weighed by its strength beside its
// neighbourhood's, so that a tone curve, a palette or a dense load beside air
// changes little, and shared between the nearest cells and bins, so that a small
// shift moves little.
func (t *tensor) layout() Layout {
	var strength [layoutSide * layoutSide]float32
	var mean float64
	for i := range strength {
		strength[i] = float32(math.Sqrt(float64(t.xx[i] + t.yy[i])))
		mean += float64(strength[i])
	}
	mean /= float64(len(strength))
	if mean == 0 {
		return Layout{}
	}
	around := boxMean(strength[:], contrastRadius)
	var sum [layoutLen]float32
	for y := range layoutSide {
		row, rowShare := share(y)
		for x := range layoutSide {
			i := y*layoutSide + x
			weight := strength[i] / (around[i] + contrastFloor*float32(mean))
			if weight < 0.05 {
				continue
			}
			angle := math.Atan2(float64(2*t.xy[i]), float64(t.xx[i]-t.yy[i])) / 2 // of the gradient, -pi/2 to pi/2
			bin := (angle/math.Pi + 1) * layoutBins
			low := math.Floor(bin)
			binShare := float32(bin - low)
			b0, b1 := int(low)%layoutBins, int(low+1)%layoutBins
			column, columnShare := share(x)
			for dy := range 2 {
				for dx := range 2 {
					r, c := row+dy, column+dx
					if r < 0 || c < 0 || r >= layoutGrid || c >= layoutGrid {
						continue
					}
					w := weight * part(rowShare, dy) * part(columnShare, dx)
					cell := (r*layoutGrid + c) * layoutBins
					sum[cell+b0] += w * (1 - binShare)
					sum[cell+b1] += w * binShare
				}
			}
		}
	}
	return quantise(&sum)
}

// share says between which two cells a pixel lies, and how far it is to the second.
func share(p int) (cell int, toNext float32) {
	f := (float64(p)+0.5)*layoutGrid/layoutSide - 0.5
	low := math.Floor(f)
	return int(low), float32(f - low)
}

func part(toNext float32, d int) float32 {
	if d == 0 {
		return 1 - toNext
	}
	return toNext
}

// quantise takes the square root and scales to unit length, then to int8. The
// histogram sums to the square of the length that its root will have.
func quantise(sum *[layoutLen]float32) Layout {
	var total float64
	for _, v := range sum {
		total += float64(v)
	}
	var l Layout
	if total == 0 {
		return l
	}
	for i, v := range sum {
		l[i] = int8(min(127, math.Round(math.Sqrt(float64(v)/total)*layoutScale)))
	}
	return l
}

// boxMean is the mean over the square of radius r around each pixel, inside the picture.
func boxMean(p []float32, r int) []float32 {
	const side = layoutSide
	sums := make([]float32, (side+1)*(side+1)) // summed-area table (Crow 1984)
	for y := range side {
		var row float32
		for x := range side {
			row += p[y*side+x]
			sums[(y+1)*(side+1)+x+1] = sums[y*(side+1)+x+1] + row
		}
	}
	out := make([]float32, side*side)
	for y := range side {
		y0, y1 := max(y-r, 0), min(y+r+1, side)
		for x := range side {
			x0, x1 := max(x-r, 0), min(x+r+1, side)
			s := sums[y1*(side+1)+x1] - sums[y0*(side+1)+x1] - sums[y1*(side+1)+x0] + sums[y0*(side+1)+x0]
			out[y*side+x] = s / float32((y1-y0)*(x1-x0))
		}
	}
	return out
}

// Empty reports a picture without a single edge.
func (l *Layout) Empty() bool { return *l == Layout{} }

// Cosine of the angle between two layouts, 0 to 1; 0 when one is empty.
func (l *Layout) Cosine(m *Layout) float64 {
	var dot, ll, mm int32
	for i, v := range l {
		a, b := int32(v), int32(m[i])
		dot += a * b
		ll += a * a
		mm += b * b
	}
	if ll == 0 || mm == 0 {
		return 0
	}
	return float64(dot) / math.Sqrt(float64(ll)*float64(mm))
}

// LayoutCode is the layout in 256 bits, for a scan of all pictures: in each cell,
// of four pairs of orientations at right angles, which is stronger.
type LayoutCode [4]uint64

// Code of the layout.
func (l *Layout) Code() LayoutCode {
	var code LayoutCode
	bit := 0
	for cell := 0; cell < layoutLen; cell += layoutBins {
		for b := range layoutBins / 2 {
			if l[cell+b] > l[cell+b+layoutBins/2] {
				code[bit/64] |= 1 << (bit % 64)
			}
			bit++
		}
	}
	return code
}

// Under returns the layout that the picture has after v: mirrored first, then
// turned. Inversion changes nothing.
func (l *Layout) Under(v Variant) Layout {
	out := *l
	if v.Mirrored {
		out = out.permuted(func(r, c, b int) (int, int, int) {
			return r, layoutGrid - 1 - c, (layoutBins - b) % layoutBins
		})
	}
	for range v.Turns {
		out = out.permuted(func(r, c, b int) (int, int, int) {
			return c, layoutGrid - 1 - r, (b + layoutBins/2) % layoutBins
		})
	}
	return out
}

func (l *Layout) permuted(to func(r, c, b int) (int, int, int)) (out Layout) {
	for r := range layoutGrid {
		for c := range layoutGrid {
			for b := range layoutBins {
				r2, c2, b2 := to(r, c, b)
				out[(r2*layoutGrid+c2)*layoutBins+b2] = l[(r*layoutGrid+c)*layoutBins+b]
			}
		}
	}
	return out
}
