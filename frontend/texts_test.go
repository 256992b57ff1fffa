package frontend_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lynceus/frontend"
	"lynceus/imaging/format"
)

// texts reads the catalogues by language. A key that stands twice in a file would
// hide one of its texts, so the keys are counted too.
func texts(t *testing.T) map[string]map[string]string {
	t.Helper()
	names, err := fs.Glob(frontend.Files, "texts/*.json")
	if err != nil || len(names) < 3 {
		t.Fatalf("texts: %v, %v", names, err)
	}
	all := map[string]map[string]string{}
	for _, name := range names {
		b, err := fs.ReadFile(frontend.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]string{}
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if lines := bytes.Count(b, []byte(`": "`)); lines != len(m) {
			t.Errorf("%s: %d lines for %d keys: one stands twice", name, lines, len(m))
		}
		all[strings.TrimSuffix(path.Base(name), ".json")] = m
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\d+\}`)

func TestEveryLanguageSaysTheSameThings(t *testing.T) {
	all := texts(t)
	english := all["en"]
	for lang, m := range all {
		for key, text := range english {
			other, ok := m[key]
			if !ok || strings.TrimSpace(other) == "" {
				t.Errorf("%s: %s is missing or empty", lang, key)
				continue
			}
			want, got := placeholder.FindAllString(text, -1), placeholder.FindAllString(other, -1)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s: %s has the values %v, English has %v", lang, key, got, want)
			}
		}
		for key := range m {
			if _, ok := english[key]; !ok {
				t.Errorf("%s: %s is not in English", lang, key)
			}
		}
	}
}

func TestRefusalsAreThoseOfTheReader(t *testing.T) {
	english := texts(t)["en"]
	for _, code := range format.Codes() {
		if got, want := english["refusal."+code], format.Sentence(code); got != want {
			t.Errorf("refusal.%s:\n got %q\nwant %q", code, got, want)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(english)) {
		code, ok := strings.CutPrefix(key, "refusal.")
		if ok && !strings.HasPrefix(code, "worker_") && !slices.Contains(format.Codes(), code) {
			t.Errorf("%s: no file is refused for that", key)
		}
	}
}

// composed are keys of which a template knows the beginning only.
var composed = []string{"event.", "state.", "users.state.", "role.", "orgkind.", "tlp.", "case.audience.", "field.",
	"proposal.state.", "verification.source.", "verification.information.", "nominal.", "guard.field.", "message.readers.", "message.of.",
	"referral.state.", "disclosure."}

func TestTemplatesAskForTextsThatThereAre(t *testing.T) {
	english := texts(t)["en"]
	asked := regexp.MustCompile(`\bt "([^"]+)"|\bt \(print "([^"]+)"`)
	names, err := fs.Glob(frontend.Files, "templates/*/*.html")
	if err != nil || len(names) < 20 {
		t.Fatalf("templates: %v, %v", names, err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(frontend.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(b), -1) {
			if key := m[1]; key != "" && english[key] == "" {
				t.Errorf("%s: no text %s", name, key)
			}
			if start := m[2]; start != "" && !slices.Contains(composed, start) {
				t.Errorf("%s: texts that begin with %s are not checked", name, start)
			}
		}
	}
}
