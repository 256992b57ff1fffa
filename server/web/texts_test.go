package web_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lynceus/frontend"
	"lynceus/imaging/format"
	"lynceus/storage/catalogue"
)

func readTexts(t *testing.T, lang string) map[string]string {
	t.Helper()
	b, err := fs.ReadFile(frontend.Files, "texts/"+lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// keysOfCode are the keys that Go asks for: written out in this package, or made
// of the codes that other packages list.
func keysOfCode(t *testing.T) []string {
	t.Helper()
	var keys []string
	literal := regexp.MustCompile(`"((?:flash|variant|audience|note)\.[a-z_.-]*[a-z])"`)
	failure := regexp.MustCompile(`code: +"([a-z_]+)"`)
	fault := regexp.MustCompile(`invalid\((?:"[a-z_]+"|[a-z.]+), "([a-z_]+)"`)
	page := regexp.MustCompile(`c\.page\("([a-z/]+)"\)|again\(err, "([a-z/]+)\.html"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, m[1])
		}
		for _, m := range failure.FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, "problem."+m[1])
			if m[1] != "refused" { // whose sentence is the refusal's
				keys = append(keys, "problem."+m[1]+".detail")
			}
		}
		for _, m := range fault.FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, "invalid."+m[1])
		}
		for _, m := range page.FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, "title."+strings.ReplaceAll(m[1]+m[2], "/", "."))
		}
	}
	for code := range catalogue.InvalidCodes {
		keys = append(keys, "invalid."+code)
	}
	for _, code := range format.Codes() {
		keys = append(keys, "refusal."+code)
	}
	for _, what := range append(slices.Clone(catalogue.Whats), "search.ask", "picture.refused", "record.export", "refusal") {
		keys = append(keys, "event."+what)
	}
	for _, r := range catalogue.Roles {
		keys = append(keys, "role."+string(r), "role."+string(r)+".hint")
	}
	for _, k := range catalogue.OrgKinds {
		keys = append(keys, "orgkind."+string(k))
	}
	for _, f := range []string{"concealment", "means", "commodity", "technique", "country", "year"} {
		keys = append(keys, "facet."+f)
	}
	for _, b := range []string{"same-file", "same-picture", "similar-picture", "same-method"} {
		keys = append(keys, "band."+b)
	}
	for _, s := range []string{"draft", "submitted", "released", "withdrawn"} {
		keys = append(keys, "state."+s)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// keysOfTemplates are the keys written out in templates, of folders or of all.
func keysOfTemplates(t *testing.T, folders ...string) []string {
	t.Helper()
	used := regexp.MustCompile(`[({ ]t "([^"]+)"[ )}]`)
	var keys []string
	if len(folders) == 0 {
		folders = []string{"*"}
	}
	for _, folder := range folders {
		names, err := fs.Glob(frontend.Files, "templates/"+folder+"/*.html")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := fs.ReadFile(frontend.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range used.FindAllStringSubmatch(string(b), -1) {
				keys = append(keys, m[1])
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func TestEnglishHasEveryText(t *testing.T) {
	en := readTexts(t, "en")
	for _, key := range append(keysOfCode(t), keysOfTemplates(t)...) {
		if en[key] == "" {
			t.Errorf("en.json lacks %s", key)
		}
	}
}

func TestOtherLanguagesHaveTheMainPages(t *testing.T) {
	en := readTexts(t, "en")
	main := keysOfTemplates(t, "layout", "session", "home", "cases", "ask", "pictures")
	for _, key := range keysOfCode(t) {
		if !strings.HasPrefix(key, "event.") {
			main = append(main, key)
		}
	}
	for _, lang := range []string{"fr", "es"} {
		texts := readTexts(t, lang)
		for _, key := range main {
			if texts[key] == "" {
				t.Errorf("%s.json lacks %s", lang, key)
			}
		}
		for key := range texts {
			if en[key] == "" {
				t.Errorf("%s.json has %s, which nobody says in English", lang, key)
			}
		}
	}
}

// TestTextsTakeTheSameArguments compares the {0}, {1} of each language with English.
func TestTextsTakeTheSameArguments(t *testing.T) {
	argument := regexp.MustCompile(`\{[0-9]\}`)
	en := readTexts(t, "en")
	for _, lang := range []string{"fr", "es"} {
		for key, text := range readTexts(t, lang) {
			want, has := argument.FindAllString(en[key], -1), argument.FindAllString(text, -1)
			slices.Sort(want)
			slices.Sort(has)
			if !slices.Equal(want, has) {
				t.Errorf("%s: %s in %s is %q, in English %q", key, has, lang, text, en[key])
			}
		}
	}
}
