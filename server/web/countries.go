package web

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"lynceus/storage/catalogue"
)

func countryName(lang, code string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(language.Make(lang)).Name(r); name != "" {
		return name
	}
	return code
}

var countriesIn sync.Map // language to []Choice: collation costs milliseconds

// countries are all of them by name, in the order of the language.
func countries(lang string) []Choice {
	if got, ok := countriesIn.Load(lang); ok {
		return got.([]Choice)
	}
	var all []Choice
	for _, code := range catalogue.Countries() {
		all = append(all, Choice{Value: code, Label: countryName(lang, code)})
	}
	order := collate.New(language.Make(lang))
	slices.SortFunc(all, func(a, b Choice) int { return order.CompareString(a.Label, b.Label) })
	countriesIn.Store(lang, all)
	return all
}
