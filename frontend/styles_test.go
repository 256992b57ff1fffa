package frontend_test

import (
	"io/fs"
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lynceus/frontend"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(frontend.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// styles are the style sheets without their comments, by name.
func styles(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(frontend.Files, "static/css/*.css")
	if err != nil || len(names) == 0 {
		t.Fatalf("styles: %v, %v", names, err)
	}
	all := map[string]string{}
	for _, name := range names {
		all[strings.TrimSuffix(path.Base(name), ".css")] = cssComment.ReplaceAllString(read(t, name), "")
	}
	return all
}

// Pages must read from right to left as well: no property may name a side of the
// screen. Gradients of the select's arrow are drawn for both directions.
var physical = regexp.MustCompile(`(?m)(?:^|[;{])\s*((?:margin|padding|border)-(?:left|right|top|bottom)[a-z-]*|(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))|border-(?:top|bottom)-(?:left|right)-radius)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)`)

func TestStylesNameNoSideOfTheScreen(t *testing.T) {
	for name, css := range styles(t) {
		for _, found := range physical.FindAllString(css, -1) {
			t.Errorf("%s.css: %s", name, strings.TrimSpace(found))
		}
	}
}

func TestColoursAreNamedInOnePlace(t *testing.T) {
	all := styles(t)
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(`)
	used := regexp.MustCompile(`var\((--[a-z0-9-]+)`)
	set := regexp.MustCompile(`(--[a-z0-9-]+)\s*:`)
	known := map[string]bool{}
	for _, css := range all {
		for _, m := range set.FindAllStringSubmatch(css, -1) {
			known[m[1]] = true
		}
	}
	for name, css := range all {
		if name != "tokens" {
			for _, found := range colour.FindAllString(css, -1) {
				t.Errorf("%s.css has the colour %s: name it in tokens.css", name, found)
			}
			if named := regexp.MustCompile(`var\(--(?:beam|iris|leaf|rust|plum)-\d+`).FindString(css); named != "" && name != "base" && name != "lightbox" {
				t.Errorf("%s.css uses %s): use what is meant, so that themes can differ", name, named)
			}
		}
		for _, m := range used.FindAllStringSubmatch(css, -1) {
			if !known[m[1]] {
				t.Errorf("%s.css: %s is not set anywhere", name, m[1])
			}
		}
	}
}

func TestEveryStyleIsLinkedAndLayered(t *testing.T) {
	layout := read(t, "templates/layout/page.html")
	for name, css := range styles(t) {
		if !strings.Contains(layout, `"`+name+`"`) {
			t.Errorf("%s.css is on no page", name)
		}
		if !strings.HasPrefix(strings.TrimSpace(css), "@layer ") {
			t.Errorf("%s.css is outside of the layers", name)
		}
	}
}

func TestLabelsHaveTheColoursOfTheProtocol(t *testing.T) {
	tokens := styles(t)["tokens"]
	for name, colour := range map[string]string{"red": "#ff2b2b", "amber": "#ffc000", "green": "#33ff00", "clear": "#ffffff"} {
		if !strings.Contains(tokens, "--tlp-"+name+": "+colour+";") {
			t.Errorf("TLP:%s is not %s", strings.ToUpper(name), colour)
		}
	}
}

// Contrast as WCAG 2.2 demands it in both themes: 4.5 for text (1.4.3), 3 for the
// edges of controls and for focus (1.4.11).
func TestColoursHaveContrastInBothThemes(t *testing.T) {
	tokens := styles(t)["tokens"]
	grounds := []string{"page", "surface", "surface-raised"}
	pairs := []struct {
		front string
		on    []string
		least float64
	}{
		{"text", append(grounds, "surface-sunken", "surface-hover", "field", "good-soft", "warn-soft", "bad-soft", "beam-soft"), 4.5},
		{"text-muted", append(grounds, "surface-sunken", "surface-hover", "field"), 4.5},
		{"link", append(grounds, "surface-hover"), 4.5},
		{"on-action", []string{"action", "action-hover"}, 4.5},
		{"on-chosen", []string{"chosen"}, 4.5},
		{"good", append(grounds, "good-soft"), 4.5},
		{"warn", append(grounds, "warn-soft"), 4.5},
		{"bad", append(grounds, "bad-soft"), 4.5},
		{"beam", append(grounds, "beam-soft"), 4.5},
		{"method", append(grounds, "method-soft"), 4.5},
		{"on-stage", []string{"stage", "stage-raised"}, 4.5},
		{"line-strong", append(grounds, "field"), 3},
		{"chosen-line", grounds, 3},
		{"focus", append(grounds, "surface-hover", "stage"), 3},
		{"region", []string{"stage"}, 3},
	}
	for theme, dark := range map[string]bool{"light": false, "dark": true} {
		for _, p := range pairs {
			for _, ground := range p.on {
				got := contrast(resolve(t, tokens, "--"+p.front, dark), resolve(t, tokens, "--"+ground, dark))
				if got < p.least {
					t.Errorf("%s: %s on %s has contrast %.2f, wants %.1f", theme, p.front, ground, got, p.least)
				}
			}
		}
	}
}

var (
	reference = regexp.MustCompile(`^var\((--[a-z0-9-]+)\)$`)
	twofold   = regexp.MustCompile(`^light-dark\((.+), (.+)\)$`)
)

// resolve follows a token to its colour, 0 to 1 for red, green and blue.
func resolve(t *testing.T, tokens, name string, dark bool) [3]float64 {
	t.Helper()
	m := regexp.MustCompile(regexp.QuoteMeta(name) + `:\s*([^;]+);`).FindStringSubmatch(tokens)
	if m == nil {
		t.Fatalf("no token %s", name)
	}
	value := m[1]
	if both := twofold.FindStringSubmatch(value); both != nil {
		value = both[1]
		if dark {
			value = both[2]
		}
	}
	if other := reference.FindStringSubmatch(value); other != nil {
		return resolve(t, tokens, other[1], dark)
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(value, "#"), 16, 24)
	if err != nil {
		t.Fatalf("%s: %q is no colour", name, value)
	}
	return [3]float64{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}
}

// contrast is the ratio of relative luminances, WCAG 2.2, 1 to 21.
func contrast(a, b [3]float64) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}
