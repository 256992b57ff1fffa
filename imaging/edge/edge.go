// Package edge finds how strong the edges of a picture are and which way they run,
// whatever lies on either side: what both descriptors of looks are made from.
package edge

// Directions that edges are told apart by, of half a turn.
const Directions = 8

// Plane is one value a pixel, row by row.
type Plane struct {
	W, H int
	V    []float32
}

// Edges of a picture, a value a pixel: how strong they are, and which way the gradient
// points. They lie in a Workspace, and are good until its next Of.
type Edges struct {
	W, H         int
	Strength     []float32 // root of the difference of the tensor's eigenvalues
	Across, Down []float32 // cosine and sine of twice the angle; after Even, times the strength
	Direction    []float32 // 0 to Directions, from rightwards to downwards

	k *Workspace
}

// Of sums the structure tensor over the planes of a picture, by weights (S. Di Zenzo,
// A note on the gradient of a multi-image, 1986). Its main direction knows no sign:
// neither polarity nor palette decides. A weight of 1/64 makes of Sobel's operator
// the gradient a pixel. All planes have one size.
func (k *Workspace) Of(planes []Plane, weights []float32) Edges {
	w, h := planes[0].W, planes[0].H
	e := Edges{w, h, k.plane(strength, w*h), k.plane(across, w*h), k.plane(down, w*h), k.plane(direction, w*h), k}
	xx, yy, xy := e.Across, e.Down, e.Direction
	clear(xx)
	clear(yy)
	clear(xy)
	for c, p := range planes {
		up, at, down := k.rimmed(0, p, -1), k.rimmed(1, p, 0), k.rimmed(2, p, 1)
		for y := range h {
			if y > 0 {
				up, at, down = at, down, k.rimmed((y+2)%3, p, y+1)
			}
			k.tensor(up, at, down, weights[c], xx[y*w:][:w], yy[y*w:][:w], xy[y*w:][:w])
		}
	}
	k.orient(xx, yy, xy, e.Strength)
	return e
}

// What is fainter than the noise of a JPEG, or than a quarter of the picture's mean,
// counts less.
const (
	floorShare = 0.25
	floorNoise = 1 // values a pixel
)

// Even divides strengths by the mean of their surroundings, so many pixels to either
// side, twice, and a floor: neither tone nor a strong neighbour decides how much an
// edge counts.
func (e *Edges) Even(surroundings int) {
	local := e.k.blurred(blur, e.Strength, e.W, e.H, surroundings)
	e.k.even(e.Strength, e.Across, e.Down, local, floorNoise+floorShare*mean(e.Strength))
}

// Minor is the smaller eigenvalue of the tensor gathered over so many pixels to
// either side, twice: zero along a straight edge. It asks for Even first.
func (e *Edges) Minor(gather int) []float32 {
	s := e.k.blurred(blur, e.Strength, e.W, e.H, gather)
	e.k.minor(s, e.k.blurred(blurAcross, e.Across, e.W, e.H, gather), e.k.blurred(blurDown, e.Down, e.W, e.H, gather))
	return s
}

// mean by four sums, that one addition need not wait for another.
func mean(v []float32) float32 {
	var sums [4]float64
	for i, s := range v {
		sums[i&3] += float64(s)
	}
	return float32((sums[0] + sums[1] + sums[2] + sums[3]) / float64(len(v)))
}
