package frontend_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"lynceus/frontend"
)

func scripts(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"static/js/*.js", "static/js/*/*.js"} {
		names, err := fs.Glob(frontend.Files, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			all[name] = read(t, name)
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d scripts", len(all))
	}
	return all
}

func TestScriptsImportWhatThereIs(t *testing.T) {
	imported := regexp.MustCompile(`(?:from |import\()"(\.[^"]+)"`)
	for name, js := range scripts(t) {
		for _, m := range imported.FindAllStringSubmatch(js, -1) {
			target := path.Join(path.Dir(name), m[1])
			if _, err := fs.Stat(frontend.Files, target); err != nil {
				t.Errorf("%s imports %s, which is not there", name, m[1])
			}
		}
	}
}

// Each element is defined in its own file, is on the list by which pages load
// them, and is used by a template.
func TestElementsAreDefinedLoadedAndUsed(t *testing.T) {
	all := scripts(t)
	list := all["static/js/lib/load.js"]
	var templates strings.Builder
	names, _ := fs.Glob(frontend.Files, "templates/*/*.html")
	for _, name := range names {
		templates.WriteString(read(t, name))
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`<lyn-([a-z]+)`).FindAllStringSubmatch(templates.String(), -1) {
		used[m[1]] = true
		if _, ok := all["static/js/elements/lyn-"+m[1]+".js"]; !ok {
			t.Errorf("a template uses lyn-%s, which no script defines", m[1])
		}
	}
	for name, js := range all {
		element, ok := strings.CutPrefix(strings.TrimSuffix(path.Base(name), ".js"), "lyn-")
		if !ok {
			continue
		}
		if !strings.Contains(js, `customElements.define("lyn-`+element+`"`) {
			t.Errorf("%s does not define lyn-%s", name, element)
		}
		if !strings.Contains(list, `"`+element+`"`) {
			t.Errorf("lyn-%s is never loaded", element)
		}
		if !used[element] {
			t.Errorf("no template uses lyn-%s", element)
		}
	}
}

// What people read comes from the text catalogue through the page; and nothing
// is written that the content policy refuses or that would run a string.
func TestScriptsSayNothingOfTheirOwn(t *testing.T) {
	spoken := regexp.MustCompile(`(?:textContent|placeholder|innerText|ariaLabel|title)\s*[:=]\s*["'][^"']*[A-Za-z]|alert\(|prompt\(|\bconfirm\(`)
	risky := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b|setAttribute\("style"`)
	for name, js := range scripts(t) {
		for _, found := range spoken.FindAllString(js, -1) {
			t.Errorf("%s says %s", name, found)
		}
		for _, found := range risky.FindAllString(js, -1) {
			t.Errorf("%s uses %s", name, found)
		}
	}
}

// Texts that a script takes from an element must be given by a template.
func TestTemplatesGiveScriptsTheirTexts(t *testing.T) {
	var templates strings.Builder
	names, _ := fs.Glob(frontend.Files, "templates/*/*.html")
	for _, name := range names {
		templates.WriteString(read(t, name))
	}
	taken := regexp.MustCompile(`dataset\.([a-zA-Z]+)`)
	found := regexp.MustCompile(`\[(data-[a-z-]+)`)
	upper := regexp.MustCompile(`[A-Z]`)
	own := map[string]bool{"filled": true, "folded": true, "state": true, "picture": true, "case": true} // set by scripts themselves
	for name, js := range scripts(t) {
		for _, m := range taken.FindAllStringSubmatch(js, -1) {
			attribute := "data-" + upper.ReplaceAllStringFunc(m[1], func(s string) string { return "-" + strings.ToLower(s) })
			if !own[m[1]] && !strings.Contains(templates.String(), attribute+"=") && !strings.Contains(templates.String(), attribute+">") {
				t.Errorf("%s takes %s, which no template gives", name, attribute)
			}
		}
		for _, m := range found.FindAllStringSubmatch(js, -1) {
			if !own[strings.TrimPrefix(m[1], "data-")] && !strings.Contains(templates.String(), m[1]) {
				t.Errorf("%s looks for %s, which no template has", name, m[1])
			}
		}
	}
}

func TestIconsAreInTheSprite(t *testing.T) {
	sprite := read(t, "static/img/icons.svg")
	used := regexp.MustCompile(`template "icon" "([a-z-]+)"|"Icon" "([a-z-]+)"`)
	names, _ := fs.Glob(frontend.Files, "templates/*/*.html")
	wanted := map[string]bool{"notice-done": true, "notice-warning": true} // by the kind of a notice
	for _, name := range names {
		for _, m := range used.FindAllStringSubmatch(read(t, name), -1) {
			wanted[m[1]+m[2]] = true
		}
	}
	for icon := range wanted {
		if !strings.Contains(sprite, `id="`+icon+`"`) {
			t.Errorf("no icon %q", icon)
		}
	}
	for _, m := range regexp.MustCompile(`symbol id="([a-z-]+)"`).FindAllStringSubmatch(sprite, -1) {
		if !wanted[m[1]] {
			t.Errorf("icon %q is used nowhere", m[1])
		}
	}
}
