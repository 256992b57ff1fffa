package feature

import "lynceus/imaging/edge"

// directions that edges are told apart by, of half a turn.
const directions = edge.Directions

// edges of one level, each by its surroundings.
type edges struct{ edge.Edges }

// Weights of lightness, blue and red difference in the structure tensor: what a step
// of one changes in red, green and blue together (Rec. ITU-T T.871), a quarter of it.
var weights = []float32{3. / 1024, (1.772*1.772 + 0.344*0.344) / 1024, (1.402*1.402 + 0.714*0.714) / 1024}

// surroundings that the strength of an edge is divided by, in pixels to either side.
const surroundings = 8

func edgesOf(k *edge.Workspace, level []edge.Plane) edges {
	e := edges{k.Of(level, weights)}
	e.Even(surroundings)
	return e
}
