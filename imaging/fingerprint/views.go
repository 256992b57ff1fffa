package fingerprint

import (
	"image"
	"slices"

	"lynceus/imaging/decode"
)

// boxScale is the width and height of a picture in the units of Box.
const boxScale = 65535

const (
	contentsMost = 5 // the whole and the content boxes in it, at most
	nestedMost   = 3 // boxes, each the content of the one before
	partsMost    = 3
	insetPercent = 8 // of each side: what a slight turn or a drawn-in corner adds
)

// viewsOf lists the parts of a picture and how they look; asking is how many of
// them come before the windows.
//
// Measured with 240 pictures and the 19 changes of package distort, layouts alone,
// with at most 16 views of what is kept: asking with the whole and one content box
// finds .77 first; with nested boxes, those of pictures within the picture, and
// those of the picture turned level, .91.
func viewsOf(l levels) (views []View, asking int) {
	all := box{0, 0, l[0].Width, l[0].Height}
	var boxes []box
	add := func(b box) plane {
		g := gradientsOf(l.colours(b, gradientSide))
		if !slices.ContainsFunc(boxes, b.alike) {
			views = append(views, View{Box: b.of(all), Layout: layoutOf(g)})
			boxes = append(boxes, b)
		}
		return g.strength
	}
	addNested := func(b box, deep int) {
		for range deep {
			if len(views) == contentsMost {
				return
			}
			size := box{0, 0, b.x1 - b.x0, b.y1 - b.y0}
			inner := content(add(b), size)
			if inner == size {
				return
			}
			b = box{b.x0 + inner.x0, b.y0 + inner.y0, b.x0 + inner.x1, b.y0 + inner.y1}
		}
	}
	addNested(all, nestedMost)
	for _, b := range partsOf(l[1]) {
		addNested(b.scaled(l[1].Width, l[1].Height, all.x1, all.y1), nestedMost-1)
	}
	slices.SortStableFunc(views[1:], func(a, b View) int { return b.Box.area() - a.Box.area() })
	dx, dy := all.x1*insetPercent/100, all.y1*insetPercent/100
	add(box{dx, dy, all.x1 - dx, all.y1 - dy})
	views = append(views, levelViews(l[len(l)-1])...)
	asking = len(views)
	for _, b := range windows(all) {
		if len(views) == MaxViews {
			break
		}
		views = append(views, View{Box: b.of(all), Layout: layoutOf(gradientsOf(l.colours(b, gradientSide)))})
	}
	return views, asking
}

// levelViews are what is left of a picture when it is turned so that most edges lie
// level and upright, and then trimmed; none where they do already. A slight turn
// does not change them: without them 7 in 22 copies turned by 5 degrees are found
// first, and with them 19.
func levelViews(r *decode.Raster) (views []View) {
	skew := skewOf(r)
	if skew == 0 {
		return nil
	}
	turned := level(r, skew)
	all := box{0, 0, turned.Width, turned.Height}
	b := all
	for range nestedMost {
		g := gradientsOf(levels{turned.Raster}.colours(b, gradientSide))
		size := box{0, 0, b.x1 - b.x0, b.y1 - b.y0}
		inner := content(g.strength, size)
		if b != all || inner == size { // else there is more ground than picture
			views = append(views, View{Box: turned.box(b), Layout: layoutOf(g)})
		}
		if inner == size {
			break
		}
		b = box{b.x0 + inner.x0, b.y0 + inner.y0, b.x0 + inner.x1, b.y0 + inner.y1}
	}
	return views
}

// windows are parts that a copy may have been cut down to, those that matter most
// first: of 84 % of each side in the corners, of 71 % in corners and middle, and of
// 71 % between those; in place of the last, a picture three times as long as it is
// high, or more, has halves of its length.
func windows(all box) (out []box) {
	if min(all.x1, all.y1) < 16 {
		return nil
	}
	// at are steps of four from one end to the other.
	add := func(across, down float64, at ...[2]int) {
		w, h := int(float64(all.x1)*across), int(float64(all.y1)*down)
		for _, at := range at {
			x, y := (all.x1-w)*at[0]/4, (all.y1-h)*at[1]/4
			out = append(out, box{x, y, x + w, y + h})
		}
	}
	add(0.84, 0.84, [][2]int{{0, 0}, {4, 0}, {0, 4}, {4, 4}}...)
	add(0.71, 0.71, [][2]int{{0, 0}, {4, 0}, {0, 4}, {4, 4}, {2, 2}}...)
	switch {
	case all.x1 >= 3*all.y1:
		add(0.5, 1, [][2]int{{0, 0}, {2, 0}, {4, 0}}...)
	case all.y1 >= 3*all.x1:
		add(1, 0.5, [][2]int{{0, 0}, {0, 2}, {0, 4}}...)
	default:
		add(0.71, 0.71, [][2]int{{2, 0}, {0, 2}, {4, 2}, {2, 4}}...)
	}
	return out
}

func (b Box) area() int { return int(b.X1-b.X0) * int(b.Y1-b.Y0) }

// of is b as a part of a picture of that size.
func (b box) of(all box) Box {
	part := func(n, of int) uint16 { return uint16((n*boxScale + of/2) / of) }
	return Box{part(b.x0, all.x1), part(b.y0, all.y1), part(b.x1, all.x1), part(b.y1, all.y1)}
}

// pixels is b in a picture of w x h.
func (b Box) pixels(w, h int) image.Rectangle {
	p := box{int(b.X0), int(b.Y0), int(b.X1), int(b.Y1)}.scaled(boxScale, boxScale, w, h)
	return image.Rect(p.x0, p.y0, p.x1, p.y1)
}
