package catalogue

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a form, in characters and entries: generous for an officer, small for
// a database.
const (
	longestTitle     = 200
	longestNarrative = 20_000
	longestUnit      = 16
	mostCountries    = 20
	mostConcealments = 10
	mostGoods        = 20
	mostQuantity     = 1e15
)

var (
	monthForm  = regexp.MustCompile(`^[12][0-9]{3}-(0[1-9]|1[0-2])$`)
	placeForm  = regexp.MustCompile(`^[A-Z]{2}[A-Z2-9]{3}$`) // UN/LOCODE without its space
	hsForm     = regexp.MustCompile(`^[0-9]{2}([0-9]{2})?$`)
	hsPunctual = strings.NewReplacer(".", "", " ", "")
)

// clean brings a form into the one way in which it is kept: no stray characters,
// codes in capitals, empty and repeated entries dropped, goods of nothing dropped,
// TLP:AMBER where no label is given, the country from the place where only that is given.
func (f *CaseForm) clean() {
	f.Title, f.Narrative = line(f.Title), text(f.Narrative)
	f.Month, f.Expires = line(f.Month), line(f.Expires)
	f.Country, f.Mode, f.Means = code(f.Country), code(f.Mode), code(f.Means)
	f.Place = strings.ReplaceAll(code(f.Place), " ", "")
	f.Cover = hsPunctual.Replace(line(f.Cover))
	f.Construction, f.Shielding, f.Trigger = code(f.Construction), code(f.Shielding), code(f.Trigger)
	f.Concealment = distinct(codes(f.Concealment[:min(len(f.Concealment), 2*mostConcealments)]))
	f.Route = slices.Compact(codes(f.Route)) // a route may come back to a country
	goods := []Good{}
	for _, g := range f.Goods {
		if g.Commodity = code(g.Commodity); g.Commodity != "" {
			g.Unit = line(g.Unit)
			goods = append(goods, g)
		}
	}
	f.Goods = goods
	if f.TLP = TLP(code(string(f.TLP))); f.TLP == "" {
		f.TLP = defaultTLP
	}
	if f.Country == "" && len(f.Place) == 5 {
		f.Country = f.Place[:2]
	}
}

func code(s string) string { return strings.ToUpper(line(s)) }

func codes(in []string) []string {
	out := []string{}
	for _, c := range in {
		if c = code(c); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// distinct drops what was there before; the order stays, the first is the main one.
func distinct(in []string) []string {
	out := []string{}
	for _, s := range in {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// check holds a clean form against the vocabulary. before is the form as it
// stood, whose codes stay usable after their validity has ended.
func (f *CaseForm) check(lex *lexicon, before CaseForm, now time.Time) (bad Invalids) {
	if utf8.RuneCountInString(f.Title) > longestTitle {
		bad.add("title", "too_long", longestTitle)
	}
	if utf8.RuneCountInString(f.Narrative) > longestNarrative {
		bad.add("narrative", "too_long", longestNarrative)
	}
	f.checkWhenWhere(&bad, now)
	f.checkCodes(&bad, lex, before, now)
	f.checkGoods(&bad)
	f.checkCaveats(&bad, before, now)
	return bad
}

func (f *CaseForm) checkCaveats(bad *Invalids, before CaseForm, now time.Time) {
	if !f.TLP.valid() {
		bad.add("tlp", "tlp")
		return
	}
	if f.Training && !f.TLP.AllowsTraining() {
		bad.add("training", "tlp_training", string(f.TLP))
	}
	if f.Onward && !f.TLP.AllowsOnward() {
		bad.add("onward", "tlp_onward", string(f.TLP))
	}
	if f.Expires == "" || f.Expires == before.Expires {
		return
	}
	if last, err := time.Parse(time.DateOnly, f.Expires); err != nil || last.Year() > 9999 {
		bad.add("expires", "day")
	} else if last.Before(now.UTC().Truncate(24 * time.Hour)) {
		bad.add("expires", "expired", f.Expires)
	}
}

func (f *CaseForm) checkWhenWhere(bad *Invalids, now time.Time) {
	switch {
	case f.Month == "":
	case !monthForm.MatchString(f.Month):
		bad.add("month", "month")
	case f.Month > now.Add(24*time.Hour).Format("2006-01"): // tomorrow has begun somewhere
		bad.add("month", "month_future")
	}
	if f.Country != "" && !isCountry(f.Country) {
		bad.add("country", "country", f.Country)
	}
	switch {
	case f.Place == "":
	case !placeForm.MatchString(f.Place) || !isCountry(f.Place[:2]):
		bad.add("place", "place")
	case f.Place[:2] != f.Country:
		bad.add("place", "place_country", f.Country)
	}
	if len(f.Route) > mostCountries {
		bad.add("route", "too_many", mostCountries)
	}
	for _, c := range f.Route {
		if !isCountry(c) {
			bad.add("route", "country", c)
			break
		}
	}
}

func (f *CaseForm) checkCodes(bad *Invalids, lex *lexicon, before CaseForm, now time.Time) {
	// A term must be valid today, or when it happened, or be there already.
	today := now.UTC().Format(time.DateOnly)
	usable := func(list, c string, had ...string) (Term, bool) {
		t, ok := lex.term(list, c)
		return t, ok && (t.validOn(today) || t.validOn(f.Month+"-15") || slices.Contains(had, c))
	}
	one := func(field, list, c string, had ...string) {
		if c == "" {
			return
		}
		switch t, ok := usable(list, c, had...); {
		case !ok:
			bad.add(field, "unknown_code", c)
		case !t.Applies(f.Mode):
			bad.add(field, "wrong_mode", c, f.Mode)
		}
	}
	one("mode", "transport_mode", f.Mode, before.Mode)
	one("means", "means", f.Means, before.Means)
	one("construction", "construction", f.Construction, before.Construction)
	one("shielding", "shielding", f.Shielding, before.Shielding)
	one("trigger", "trigger", f.Trigger, before.Trigger)
	if len(f.Concealment) > mostConcealments {
		bad.add("concealment", "too_many", mostConcealments)
	} else {
		for _, c := range f.Concealment {
			one("concealment", "concealment", c, before.Concealment...)
		}
	}
	if len(f.Goods) <= mostGoods {
		for _, g := range f.Goods {
			had := slices.ContainsFunc(before.Goods, func(b Good) bool { return b.Commodity == g.Commodity })
			if _, ok := usable("commodity", g.Commodity); !ok && !had {
				bad.add("goods", "unknown_code", g.Commodity)
			}
		}
	}
	if f.Cover == "" {
		return
	}
	if !hsForm.MatchString(f.Cover) {
		bad.add("cover", "hs")
	} else if t, ok := lex.term("hs", f.Cover[:2]); !ok || t.Parent == "" {
		bad.add("cover", "hs")
	}
}

func (f *CaseForm) checkGoods(bad *Invalids) {
	if len(f.Goods) > mostGoods {
		bad.add("goods", "too_many", mostGoods)
		return
	}
	for _, g := range f.Goods {
		if math.IsNaN(g.Quantity) || g.Quantity < 0 || g.Quantity > mostQuantity {
			bad.add("goods", "quantity")
		}
		if utf8.RuneCountInString(g.Unit) > longestUnit {
			bad.add("goods", "too_long", longestUnit)
		}
	}
}

// complete says what a draft lacks for being submitted: the five taps and a
// picture. Where no means belongs to the transport mode (a fixed installation) none is asked.
func (f *CaseForm) complete(lex *lexicon, pictures int) (bad Invalids) {
	need := func(field string, there bool) {
		if !there {
			bad.add(field, "required")
		}
	}
	need("pictures", pictures > 0)
	need("mode", f.Mode != "")
	need("means", f.Means != "" || f.Mode != "" && !slices.ContainsFunc(lex.terms, func(t Term) bool {
		return t.List == "means" && t.Applies(f.Mode)
	}))
	need("concealment", len(f.Concealment) > 0)
	need("goods", len(f.Goods) > 0)
	need("month", f.Month != "")
	return bad
}
