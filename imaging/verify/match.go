package verify

import (
	"math"

	"lynceus/imaging/feature"
	"lynceus/imaging/fingerprint"
)

// spot is a feature in pixels of the raster that was read.
type spot struct {
	x, y, side float32
	turn       float32 // radians clockwise, -pi/4 to pi/4
	bright     bool
	bits       feature.Bits
}

// scene is a candidate.
type scene struct {
	width, height int
	spots         []spot
	planes        *feature.Planes
}

func sceneOf(f *fingerprint.Fingerprint) *scene {
	return &scene{f.Width, f.Height, spotsOf(f), feature.PlanesOf(f.Features)}
}

func spotsOf(f *fingerprint.Fingerprint) []spot {
	w, h := float32(f.Width), float32(f.Height)
	area := float32(math.Sqrt(float64(f.Width) * float64(f.Height)))
	spots := make([]spot, len(f.Features))
	for i := range f.Features {
		p := &f.Features[i]
		spots[i] = spot{
			x: float32(p.X) * w / 65536, y: float32(p.Y) * h / 65536,
			side: float32(p.Side()) * area, turn: float32(p.Angle()), bright: p.Bright, bits: p.Bits,
		}
	}
	return spots
}

// match of a spot of the query with one of the candidate.
type match struct {
	mine, theirs *spot
	mirrored     bool
	turn         float32 // radians clockwise by which the query, mirrored, must be turned
	distance     int
}

// Every scouting feature is compared in all eight flips and turns; the others only
// in the one that suits what the scouts say of the whole.
const (
	scouts   = 96
	farthest = 84 // bits that a match may differ by; chance has 110 or so
	sectors  = 16 // directions that the scouts vote for
	slack    = 2 * math.Pi / sectors
)

// scout finds how the query is likely to be mirrored and turned.
func (q *Query) scout(theirs *scene) (mirrored bool, turn float32) {
	var votes [2][sectors]float32
	row := make([]uint16, theirs.planes.Room())
	step := max(len(q.spots)/scouts, 1)
	for i := 0; i < len(q.spots); i += step {
		for m := range 2 {
			least, at, quarter := uint16(farthest+1), -1, 0
			for k := range 4 {
				theirs.planes.Distances(&q.bits[i][4*m+k], row)
				for j, d := range row[:len(theirs.spots)] {
					if d < least {
						least, at, quarter = d, j, k
					}
				}
			}
			if at < 0 {
				continue
			}
			sector := (turnOf(&q.spots[i], &theirs.spots[at], m == 1, quarter) + math.Pi) / slack
			k, part := int(sector), sector-float32(int(sector))
			weight := float32(farthest+1-int(least)) / farthest
			weight *= weight
			votes[m][k%sectors] += weight * (1 - part)
			votes[m][(k+1)%sectors] += weight * part
		}
	}
	var most float32
	for m := range votes {
		for k, v := range votes[m] {
			if around := v + (votes[m][(k+1)%sectors]+votes[m][(k+sectors-1)%sectors])/2; around > most {
				most, mirrored, turn = around, m == 1, float32(k)*slack-math.Pi
			}
		}
	}
	return mirrored, turn
}

// turnOf is the turn that a pair of spots asks for.
func turnOf(mine, theirs *spot, mirrored bool, quarter int) float32 {
	own := mine.turn
	if mirrored {
		own = -own
	}
	return wrapped(theirs.turn - own + float32(quarter)*math.Pi/2)
}

// matches lists for each spot of the query the most alike under one mirroring and
// about one turn.
func (q *Query) matches(theirs *scene, mirrored bool, turn float32) (found []match) {
	var rows [4][]uint16
	room := make([]uint16, 4*theirs.planes.Room())
	for i := range q.spots {
		mine := &q.spots[i]
		var known [4]bool
		least, at, quarter := uint16(farthest+1), -1, 0
		for j := range theirs.spots {
			v := variant(mine, &theirs.spots[j], mirrored, turn)
			k := v & 3
			if !known[k] {
				known[k] = true
				rows[k] = room[k*theirs.planes.Room():][:theirs.planes.Room()]
				theirs.planes.Distances(&q.bits[i][v], rows[k])
			}
			if d := rows[k][j]; d < least {
				least, at, quarter = d, j, k
			}
		}
		if at < 0 {
			continue
		}
		m := match{mine, &theirs.spots[at], mirrored, turnOf(mine, &theirs.spots[at], mirrored, quarter), int(least)}
		if off := wrapped(m.turn - turn); max(off, -off) < 1.5*slack {
			found = append(found, m)
		}
	}
	return found
}

// wrapped brings an angle to -pi to pi.
func wrapped(a float32) float32 {
	for a > math.Pi {
		a -= 2 * math.Pi
	}
	for a < -math.Pi {
		a += 2 * math.Pi
	}
	return a
}
