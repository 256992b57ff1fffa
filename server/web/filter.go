package web

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lynceus/server/search"
)

// A list of cases is its URL: q, the facets as repeated fields, from and to as
// YYYY-MM, page. A year is short for its twelve months.

const (
	longestText = 300
	mostChosen  = 50 // values of one facet
	mostPages   = 100_000
)

var (
	monthForm = regexp.MustCompile(`^[12][0-9]{3}-(0[1-9]|1[0-2])$`)
	codeForm  = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,30}$`)
)

// facetLists are the facets in the order of the page, each with the list of the
// vocabulary that names its values; countries and years have names of their own.
var facetLists = []struct{ name, list string }{
	{"concealment", "concealment"}, {"means", "means"}, {"commodity", "commodity"},
	{"technique", "technique"}, {"country", ""}, {"year", ""},
}

func chosen(f *search.Filter, facet string) *[]string {
	switch facet {
	case "concealment":
		return &f.Concealment
	case "means":
		return &f.Means
	case "technique":
		return &f.Technique
	case "commodity":
		return &f.Commodity
	case "country":
		return &f.Country
	}
	return nil
}

// filterOf reads a query. Fields that are not ours are ignored, as links grow
// tails on their way; values that cannot be any are faults.
func filterOf(q url.Values) (search.Filter, error) {
	in := form(q)
	if err := in.check(); err != nil {
		return search.Filter{}, err
	}
	f := search.Filter{Text: in.one("q"), From: in.one("from"), To: in.one("to"), Page: 1}
	if utf8.RuneCountInString(f.Text) > longestText {
		return f, invalid("q", "too_long", longestText)
	}
	for _, facet := range facetLists {
		into := chosen(&f, facet.name)
		if into == nil {
			continue
		}
		codes := in.all(facet.name)
		if len(codes) > mostChosen {
			return f, invalid(facet.name, "too_many", mostChosen)
		}
		for _, code := range codes {
			if !codeForm.MatchString(code) {
				return f, invalid(facet.name, "unknown_code", code)
			}
			if code = strings.ToUpper(code); !slices.Contains(*into, code) {
				*into = append(*into, code)
			}
		}
	}
	if years := in.all("year"); len(years) > 0 && f.From == "" && f.To == "" {
		f.From, f.To = slices.Min(years)+"-01", slices.Max(years)+"-12"
	}
	for name, month := range map[string]string{"from": f.From, "to": f.To} {
		if month != "" && !monthForm.MatchString(month) {
			return f, invalid(name, "month")
		}
	}
	for name, into := range map[string]*int{"page": &f.Page, "size": &f.Size} {
		v := in.one(name)
		if v == "" {
			continue
		}
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > mostPages {
			return f, invalid(name, "number")
		}
		*into = n
	}
	return f, nil
}

// casesURL is the one way to write a filter, so that equal lists have equal links.
func casesURL(f search.Filter) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("q", f.Text)
	for _, facet := range facetLists {
		if codes := chosen(&f, facet.name); codes != nil && len(*codes) > 0 {
			q[facet.name] = *codes
		}
	}
	set("from", f.From)
	set("to", f.To)
	if f.Page > 1 {
		q.Set("page", strconv.Itoa(f.Page))
	}
	if f.Size > 0 {
		q.Set("size", strconv.Itoa(f.Size))
	}
	if len(q) == 0 {
		return "/cases"
	}
	return "/cases?" + q.Encode()
}

func pageURL(f search.Filter, page int) string {
	f.Page = page
	return casesURL(f)
}

// toggled is the list with one value of a facet more or less, from its first page.
func toggled(f search.Filter, facet, code string) string {
	f.Page = 1
	if facet == "year" {
		if isYear(f, code) {
			f.From, f.To = "", ""
		} else {
			f.From, f.To = code+"-01", code+"-12"
		}
		return casesURL(f)
	}
	codes := chosen(&f, facet)
	if i := slices.Index(*codes, code); i >= 0 {
		*codes = slices.Delete(slices.Clone(*codes), i, i+1)
	} else {
		*codes = append(slices.Clone(*codes), code)
	}
	return casesURL(f)
}

func isYear(f search.Filter, year string) bool {
	return f.From == year+"-01" && f.To == year+"-12"
}

// facetLabel is what a value of a facet is called.
func (c *call) facetLabel(facet, code string) string {
	for _, l := range facetLists {
		if l.name == facet && l.list != "" {
			return c.s.terms.label(c.lang, l.list, code)
		}
	}
	if facet == "country" {
		return countryName(c.lang, code)
	}
	return code
}

func (c *call) facets(f search.Filter, found search.Found) []Facet {
	var all []Facet
	for _, l := range facetLists {
		facet := Facet{Name: l.name, Title: c.t("facet." + l.name)}
		for _, n := range found.Facets[l.name] {
			v := FacetValue{
				Code: n.Code, Label: c.facetLabel(l.name, n.Code), Count: n.Count, Selected: n.Selected,
				URL: toggled(f, l.name, n.Code),
			}
			if l.name == "year" {
				v.Selected = isYear(f, n.Code)
			}
			facet.Values = append(facet.Values, v)
		}
		if len(facet.Values) > 0 {
			all = append(all, facet)
		}
	}
	return all
}

// chips are what was chosen, each with the list without it.
func (c *call) chips(f search.Filter) []Link {
	var all []Link
	without := f
	without.Page = 1
	if f.Text != "" {
		w := without
		w.Text = ""
		all = append(all, Link{Label: "“" + f.Text + "”", URL: casesURL(w)})
	}
	for _, l := range facetLists {
		codes := chosen(&f, l.name)
		if codes == nil {
			continue
		}
		for _, code := range *codes {
			all = append(all, Link{Label: c.facetLabel(l.name, code), URL: toggled(f, l.name, code)})
		}
	}
	if f.From != "" || f.To != "" {
		w := without
		w.From, w.To = "", ""
		label := f.From + " – " + f.To
		if len(f.From) == 7 && isYear(f, f.From[:4]) {
			label = f.From[:4]
		}
		all = append(all, Link{Label: strings.Trim(label, " "), URL: casesURL(w)})
	}
	return all
}
