package catalogue

import (
	"slices"
	"sync"

	"golang.org/x/text/language"
)

// notCountries are codes that the language tables take for countries although
// ISO 3166-1 has withdrawn or merely reserved them.
var notCountries = []string{
	"AN", "BU", "CS", "CT", "DD", "DY", "FQ", "FX", "HV", "JT", "MI", "NH", "NQ", "NT",
	"PC", "PU", "PZ", "RH", "SU", "TP", "UK", "VD", "WK", "YD", "YU", "ZR",
	"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
}

// Countries are the ISO 3166-1 alpha-2 codes that a case may name, in the order
// of the alphabet, with XK, which customs services use for Kosovo.
var Countries = sync.OnceValue(func() []string {
	var codes []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			r, err := language.ParseRegion(code)
			if err == nil && r.String() == code && r.IsCountry() && !slices.Contains(notCountries, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
})

func isCountry(code string) bool {
	_, ok := slices.BinarySearch(Countries(), code)
	return ok
}
