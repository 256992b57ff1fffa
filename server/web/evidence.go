package web

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"lynceus/server/search"
)

// Outline is a polygon in the pixels of a picture: an <svg> with this view box that
// lies over the picture, however large either is shown, draws it where it belongs.
type Outline struct {
	Width, Height int
	Points        string
}

// outline is nil for what is no polygon.
func outline(polygon [][2]float64, width, height int) *Outline {
	if len(polygon) < 3 || width <= 0 || height <= 0 {
		return nil
	}
	var b strings.Builder
	for i, c := range polygon {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%.1f,%.1f", inside(c[0])*float64(width), inside(c[1])*float64(height))
	}
	return &Outline{width, height, b.String()}
}

// inside keeps a fraction inside the picture; a number that is none is its edge.
func inside(f float64) float64 {
	if !(f > 0) {
		return 0
	}
	return min(f, 1)
}

// asker is the picture that a question is asked with.
type asker struct {
	id            string       // empty for one that is not stored
	thumb         template.URL // stored or in the page itself
	width, height int
	part          part
}

// evidenceWords says how the verified match lies to the query.
func (c *call) evidenceWords(l search.LookAlike) (words []string) {
	e := &l.Evidence
	if e.Mirrored {
		words = append(words, c.t("variant.mirrored"))
	}
	if turned := int(math.Round(e.Turned)); turned != 0 {
		words = append(words, c.t("variant.turned", turned))
	}
	if e.Inverted {
		words = append(words, c.t("variant.inverted"))
	}
	if e.Scaled > 0 && math.Abs(math.Log(e.Scaled)) > 0.05 {
		words = append(words, c.t("variant.scaled", trimmed(e.Scaled)))
	}
	return words
}

// trimmed is a factor with two digits that count.
func trimmed(f float64) string { return fmt.Sprintf("%.2g", f) }

// proof is what geometry found, in plain words; empty where it found nothing.
func (c *call) proof(l search.LookAlike) string {
	e := &l.Evidence
	if e.Inliers == 0 {
		return ""
	}
	return c.t("alike.proof", e.Inliers, percent(e.Support))
}

// MethodPart is one of the four parts of the score of a method.
type MethodPart struct {
	Label   string
	Percent int
}

func (c *call) methodParts(m *search.MethodScore) []MethodPart {
	if m == nil {
		return nil
	}
	parts := []MethodPart{
		{c.t("method.codes"), percent(m.Codes)}, {c.t("method.regions"), percent(m.Regions)}, {c.t("method.load"), percent(m.Load)},
	}
	if m.Position > 0 { // the hide is drawn on both
		parts = append(parts, MethodPart{c.t("method.position"), percent(m.Position)})
	}
	return parts
}

func percent(f float64) int { return int(math.Round(100 * inside(f))) }
