package catalogue_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lynceus/migrations"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestEveryTermHasItsPlaceAndItsLabelInEveryLanguage(t *testing.T) {
	db := cataloguetest.New(t)
	all, err := db.Terms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]int{"commodity": 22, "concealment": 16 + 167 + 16, "construction": 10, "image_role": 5, "means": 30, "region": 6,
		"rilo": 12, "shielding": 6, "technique": 19, "transport_mode": 10, "trigger": 17, "hs": 21 + 96}
	if len(all) != len(lists) {
		t.Errorf("%d lists instead of %d", len(all), len(lists))
	}
	parents := map[string]string{"rilo": "region"} // where the parent is of another list
	for list, n := range lists {
		if len(all[list]) != n {
			t.Errorf("%s has %d terms instead of %d", list, len(all[list]), n)
		}
		for _, term := range all[list] {
			for _, language := range []string{"en", "fr", "es"} {
				if strings.TrimSpace(term.Labels[language]) == "" {
					t.Errorf("%s %s has no label in %s", list, term.Code, language)
				}
			}
			in := all[list]
			if other := parents[list]; other != "" {
				in = all[other]
			}
			if term.Parent != "" && !slices.ContainsFunc(in, func(p catalogue.Term) bool { return p.Code == term.Parent }) {
				t.Errorf("%s %s is below %s, which is no term", list, term.Code, term.Parent)
			}
			for _, m := range term.Modes {
				if !slices.ContainsFunc(all["transport_mode"], func(p catalogue.Term) bool { return p.Code == m }) {
					t.Errorf("%s %s applies to mode %s, which is none", list, term.Code, m)
				}
			}
		}
	}
	if first := all["concealment"][0]; first.Code != "VEH" {
		t.Errorf("the order of the list is lost: it begins with %s", first.Code)
	}
}

func TestATermAppliesToItsModesAndWhileTheModeIsOpen(t *testing.T) {
	roadOnly, always := catalogue.Term{Modes: []string{"3"}}, catalogue.Term{}
	for mode, want := range map[string]bool{"3": true, "": true, "0": true, "6": true, "1": false, "7": false, "33": false} {
		if roadOnly.Applies(mode) != want || !always.Applies(mode) {
			t.Errorf("mode %q", mode)
		}
	}
}

// lists are the shipped files with some of them replaced.
func lists(t *testing.T, replaced map[string]string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := migrations.Vocabulary.ReadDir("vocabulary")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := migrations.Vocabulary.ReadFile("vocabulary/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files["vocabulary/"+e.Name()] = &fstest.MapFile{Data: b}
	}
	for name, text := range replaced {
		files["vocabulary/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestANewReleaseOfTheListsChangesThemInPlace(t *testing.T) {
	dsn := cataloguetest.DSN(t)
	raw := cataloguetest.SQL(t, dsn)
	conn, err := raw.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	next := lists(t, map[string]string{
		"shielding.csv": "code,label,valid_to\nNONE,Nothing seen,\nNEWS,A new kind,\nOLDS,An old kind,2020-12-31\n",
		"labels.fr.csv": "list,code,label\nshielding,NEWS,Un nouveau genre\n",
		"labels.es.csv": "list,code,label\n",
	})
	for range 2 { // the second time nothing is to do
		if err := catalogue.SeedVocabulary(t.Context(), conn, next); err != nil {
			t.Fatal(err)
		}
	}
	db, err := catalogue.Open(t.Context(), dsn, false) // which seeds the shipped lists again
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := catalogue.SeedVocabulary(t.Context(), conn, next); err != nil {
		t.Fatal(err)
	}
	all, err := db.Terms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, term := range all["shielding"] {
		codes = append(codes, term.Code+" "+term.Labels["en"]+"/"+term.Labels["fr"])
	}
	want := []string{"NONE Nothing seen/", "NEWS A new kind/Un nouveau genre"}
	if !slices.Equal(codes, want) {
		t.Errorf("valid terms are %q, want %q", codes, want)
	}
	if n := number(t, raw, `SELECT count(*) FROM vocabulary_terms WHERE list = 'shielding' AND code = 'LEAD' AND valid_to < current_date`); n != 1 {
		t.Error("a term that left the list is gone instead of ended")
	}
}

func TestListsThatMakeNoSenseAreRefused(t *testing.T) {
	for name, replaced := range map[string]map[string]string{
		"a code twice":             {"shielding.csv": "code,label\nA,one\nA,two\n"},
		"no label":                 {"shielding.csv": "code,label\nA,\n"},
		"a label of nothing":       {"labels.fr.csv": "list,code,label\nshielding,ZZZZ,rien\n"},
		"an empty translation":     {"labels.fr.csv": "list,code,label\nshielding,LEAD,\n"},
		"an empty file":            {"shielding.csv": ""},
		"a line of another length": {"shielding.csv": "code,label\nA\n"},
	} {
		if _, err := catalogue.ReadLists(lists(t, replaced)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
