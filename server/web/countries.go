package web

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// withdrawn are ISO 3166-1 codes that the language tables still know.
var withdrawn = []string{
	"AN", "BU", "CS", "CT", "DD", "DY", "FQ", "FX", "HV", "JT", "MI", "NH", "NQ", "NT",
	"PC", "PU", "PZ", "RH", "SU", "TP", "UK", "VD", "WK", "YD", "YU", "ZR",
	// Never countries, or reserved for other uses than a state.
	"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
}

// countryCodes are the officially assigned alpha-2 codes, and XK, which customs
// services use for Kosovo.
var countryCodes = sync.OnceValue(func() []string {
	var codes []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			r, err := language.ParseRegion(code)
			if err != nil || r.String() != code || !r.IsCountry() || slices.Contains(withdrawn, code) {
				continue
			}
			codes = append(codes, code)
		}
	}
	return codes
})

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
	for _, code := range countryCodes() {
		all = append(all, Choice{Value: code, Label: countryName(lang, code)})
	}
	order := collate.New(language.Make(lang))
	slices.SortFunc(all, func(a, b Choice) int { return order.CompareString(a.Label, b.Label) })
	countriesIn.Store(lang, all)
	return all
}
