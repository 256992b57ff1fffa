package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestWordsFindCases(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	make := func(f catalogue.CaseForm) string {
		t.Helper()
		c, err := w.DB.CreateCase(t.Context(), v, f)
		if err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	container := make(cataloguetest.Form())
	car := make(catalogue.CaseForm{Title: "Café d'Alger: LEÓN's Mercedes", Country: "ES", Mode: "3", Means: "CAR", Concealment: []string{"VEH.FUEL"},
		Goods: []catalogue.Good{{Commodity: "DRG.CAN"}}, Route: []string{"MA", "ES"}, Narrative: "Numéro 34-ABC, 12.5 kg, straße. 検査 コンテナ"})
	for typed, want := range map[string][]string{
		"santos":                    {container},
		"SANTOS":                    {container},
		"sant":                      {container}, // the last word may still be being typed
		"sant container":            nil,         // the others may not
		"santos container":          {container},
		"container santos":          {container},
		"cafe":                      {container, car}, // coffee is the cover load
		"café":                      {container, car}, // coffee is the cover load
		"CAFÉ":                      {container, car}, // coffee is the cover load
		"cafe\u0301":                {container, car}, // coffee is the cover load
		"leon mercedes":             {car},
		"alger":                     {car},
		"34 abc":                    {car},
		"12.5":                      {car},
		"straße":                    {car},
		"検査":                        {car},
		"検":                         {car},
		"コンテナ":                      {car},
		"cocaine":                   {container}, // by the label of its code
		"cocaïne":                   {container}, // in every language
		"cocaína":                   {container},
		"stupéfiants":               {container, car}, // by the label of the group
		"double fond":               nil,
		"réservoir de carburant":    {car},
		"fuel tank":                 {car},
		"fuel tank of a car":        {car}, // joining words ask for nothing
		"depósito de combustible":   {car},
		"VEH.FUEL":                  {car},
		"fwal":                      {container},
		"spain":                     {car},
		"Espagne":                   {car},
		"brasil":                    {container}, // on the route
		"maroc cannabis":            {car},
		"morocco cocaine":           nil,
		"NLRTM":                     {container},
		"road":                      {car},
		"maritime":                  {container},
		"0901":                      {container},
		"coffee":                    {container}, // the cover load's chapter
		container:                   {container},
		container[:8]:               {container},
		"":                          nil,
		" \t ":                      nil,
		"!!! ' & | :* <-> () \\ \"": nil,
	} {
		got, err := w.DB.CaseIDsByText(t.Context(), v, typed)
		slices.Sort(got)
		slices.Sort(want)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q finds %d cases instead of %d, %v", typed, len(got), len(want), err)
		}
	}
}

func TestAChangedCaseIsFoundByItsNewWords(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	c := w.Draft(w.Home)
	f := c.CaseForm
	f.Title, f.Concealment = "Other words", []string{"CON.ROOF"}
	if _, err := w.DB.UpdateCase(t.Context(), v, c.ID, f); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]int{"santos": 0, "other": 1, "fwal": 0, "false roof": 1} {
		if got, err := w.DB.CaseIDsByText(t.Context(), v, typed); err != nil || len(got) != want {
			t.Errorf("%q finds %d, %v", typed, len(got), err)
		}
	}
}

func TestNoQuestionBreaksTheSearch(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	w.Draft(w.Home)
	for _, typed := range []string{
		"'", "''", `\`, `\'`, "a'b", "a & b", "a | !b", "a:*", "!", "(a", "a)", "<2>", "a <-> b", "'a':*A", "$1", "%s", "a\x00b", "\xff\xfe", "\u202e", "؟ سؤال",
		strings.Repeat("a", 100_000), strings.Repeat("a ", 10_000), strings.Repeat("(", 1000), strings.Repeat("é", 3000), "a", "1", "ﷺ", "İ", "ǆ", "½", "٣",
		"'; DROP TABLE cases; --", strings.Repeat("検", 5000),
	} {
		if _, err := w.DB.CaseIDsByText(t.Context(), v, typed); err != nil {
			t.Errorf("%.40q: %v", typed, err)
		}
		if _, err := w.DB.CreateCase(t.Context(), v, catalogue.CaseForm{Title: typed[:min(len(typed), 150)], Narrative: typed[:min(len(typed), 15_000)]}); err != nil {
			t.Errorf("as words of a case: %.40q: %v", typed, err)
		}
	}
}
