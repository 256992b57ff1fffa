package search

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
)

// shelf is n cases with codes as a catalogue would have them, some shared in one
// way and some in another.
func shelf(n int) []catalogue.IndexedCase {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(prefix string, of int) string { return fmt.Sprintf("%s%02d", prefix, r.IntN(of)) }
	cases := make([]catalogue.IndexedCase, n)
	for i := range cases {
		c := &cases[i]
		c.ID = fmt.Sprintf("case%012d", i)
		c.Access = catalogue.Access(1 + r.IntN(8))
		for range 1 + r.IntN(2) {
			c.Concealment = append(c.Concealment, pick("G", 15)+"."+pick("T", 12))
		}
		if r.IntN(20) == 0 {
			c.Concealment = []string{pick("G", 15)} // a group without a term
		}
		c.Means = pick("M", 30)
		c.Country = pick("C", 120)
		c.Commodities = []string{pick("D", 5) + "." + pick("S", 4)}
		if r.IntN(10) > 0 {
			c.Month = fmt.Sprintf("%04d-%02d", 2005+r.IntN(20), 1+r.IntN(12))
		}
		for p := range r.IntN(3) {
			c.Pictures = append(c.Pictures, catalogue.IndexedPicture{
				ID: fmt.Sprintf("pict%011d%d", i, p), CaseID: c.ID, Technique: pick("X", 19),
			})
		}
	}
	return cases
}

func fill(t testing.TB, cases []catalogue.IndexedCase) *memory {
	m := newMemory()
	for _, c := range cases {
		if err := m.put(c); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

var seen = []catalogue.Access{1, 2, 3, 5, 6, 99}

// plainCount is the definition: values of a facet among visible cases that match
// the text, the months and all other facets.
func plainCount(cases []catalogue.IndexedCase, f Filter, texted []string, facet int) map[string]int {
	counts := map[string]int{}
	for _, c := range cases {
		if !plainMatch(c, f, texted, facet) {
			continue
		}
		values := map[string]bool{}
		for _, code := range facetCodes(c)[facet] {
			if code != "" {
				values[code] = true
				group, _, _ := strings.Cut(code, ".")
				values[group] = true
			}
		}
		for v := range values {
			counts[v]++
		}
	}
	return counts
}

func facetCodes(c catalogue.IndexedCase) [facets][]string {
	var techniques []string
	for _, p := range c.Pictures {
		techniques = append(techniques, p.Technique)
	}
	return [facets][]string{concealment: c.Concealment, means: {c.Means}, technique: techniques, commodity: c.Commodities, country: {c.Country}}
}

// plainMatch leaves one facet out; facets is none.
func plainMatch(c catalogue.IndexedCase, f Filter, texted []string, except int) bool {
	if !slices.Contains(seen, c.Access) || f.Text != "" && !slices.Contains(texted, c.ID) {
		return false
	}
	if except != -1 && (f.From != "" && c.Month < f.From || f.To != "" && (c.Month > f.To || c.Month == "")) {
		return false
	}
	for i, wanted := range f.selected() {
		if i == except || len(wanted) == 0 {
			continue
		}
		ok := slices.ContainsFunc(facetCodes(c)[i], func(code string) bool {
			group, _, _ := strings.Cut(code, ".")
			return slices.Contains(wanted, code) || slices.Contains(wanted, group)
		})
		if !ok {
			return false
		}
	}
	return true
}

func TestBrowseCountsEveryFacetAmongCasesThatMatchAllOthers(t *testing.T) {
	cases := shelf(9000) // more than two blocks
	m := fill(t, cases)
	var texted []string
	for i := range cases {
		if i%3 != 0 {
			texted = append(texted, cases[i].ID)
		}
	}
	texted = append(texted, "of another shelf", "case999999999999")
	for name, f := range map[string]Filter{
		"no filter":               {},
		"a group":                 {Concealment: []string{"G03"}},
		"a term":                  {Concealment: []string{"G03.T05"}},
		"a term and a group":      {Concealment: []string{"G03.T05", "G07"}},
		"four facets":             {Concealment: []string{"G01", "G02", "G03"}, Means: []string{"M01", "M02", "M03", "M04", "M05"}, Commodity: []string{"D01", "D02.S01"}, Country: countries(40)},
		"five facets and months":  {Concealment: []string{"G01", "G02", "G03"}, Technique: []string{"X01", "X02", "X03", "X04", "X05", "X06"}, Means: []string{"M01", "M02", "M03", "M04"}, Commodity: []string{"D01", "D02"}, Country: countries(60), From: "2008-02", To: "2020-11"},
		"text":                    {Text: "yes"},
		"text, months and a code": {Text: "yes", From: "2010-01", Means: []string{"M07"}},
		"until a month":           {To: "2009-06"},
		"months the wrong way":    {From: "2012-01", To: "2011-01"},
		"what does not exist":     {Country: []string{"nowhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			tally := m.tally(f, texted, m.visible(seen))
			var want []catalogue.IndexedCase
			for _, c := range cases {
				if plainMatch(c, f, texted, facets) {
					want = append(want, c)
				}
			}
			if tally.total != len(want) {
				t.Fatalf("%d cases, want %d", tally.total, len(want))
			}
			lists := m.facetCounts(f, tally)
			for facet, name := range facetNames {
				got := map[string]int{}
				for _, c := range lists[name] {
					if c.Count > 0 {
						got[c.Code] = c.Count
					}
					if c.Selected != slices.Contains(f.selected()[facet], c.Code) {
						t.Errorf("%s %s selected: %v", name, c.Code, c.Selected)
					}
				}
				if want := plainCount(cases, f, texted, facet); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %v, want %v", name, got, want)
				}
				if !slices.IsSortedFunc(lists[name], byCount) {
					t.Errorf("%s is not sorted by count: %v", name, lists[name])
				}
			}
			years := map[string]int{}
			for _, c := range cases {
				if c.Month != "" && plainMatch(c, f, texted, -1) {
					years[c.Month[:4]]++
				}
			}
			for _, y := range lists["year"] {
				if years[y.Code] != y.Count {
					t.Errorf("year %s: %d cases, want %d", y.Code, y.Count, years[y.Code])
				}
				inRange := (f.From == "" || y.Code >= f.From[:4]) && (f.To == "" || y.Code <= f.To[:4]) && f.From+f.To != "" && (f.To == "" || f.From <= f.To)
				if y.Selected != inRange {
					t.Errorf("year %s selected: %v", y.Code, y.Selected)
				}
				delete(years, y.Code)
			}
			if len(years) > 0 {
				t.Errorf("years without a count: %v", years)
			}

			slices.SortFunc(want, func(a, b catalogue.IndexedCase) int {
				return cmp.Or(strings.Compare(b.Month, a.Month), strings.Compare(b.ID, a.ID))
			})
			var all []string
			for offset := 0; ; offset += 100 {
				page := m.newest(tally, offset, 100)
				all = append(all, page...)
				if len(page) < 100 {
					break
				}
			}
			var ids []string
			for _, c := range want {
				ids = append(ids, c.ID)
			}
			if !slices.Equal(all, ids) {
				t.Errorf("pages put together are not all cases, newest month first")
			}
		})
	}
}

func countries(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf("C%02d", i))
	}
	return list
}

func TestSelectedValueIsListedThoughNoCaseHasIt(t *testing.T) {
	m := fill(t, shelf(100))
	f := Filter{Country: []string{"XX", "XX"}}
	list := m.facetCounts(f, m.tally(f, nil, m.visible(seen)))["country"]
	n := 0
	for _, c := range list {
		if c.Code == "XX" {
			n++
			if c.Count != 0 || !c.Selected {
				t.Errorf("%+v", c)
			}
		}
	}
	if n != 1 {
		t.Errorf("listed %d times, want once", n)
	}
}

func TestCaseThatIsPutAgainOrRemovedLeavesNothingBehind(t *testing.T) {
	cases := shelf(500)
	m := fill(t, cases)
	r := rand.New(rand.NewPCG(9, 9))
	var left []catalogue.IndexedCase
	for i, c := range cases {
		switch r.IntN(3) {
		case 0:
			id, _ := keyOf(c.ID)
			m.remove(id)
			m.remove(id)
			continue
		case 1:
			other := shelf(1000)[500+i]
			other.ID = c.ID
			if err := m.put(other); err != nil {
				t.Fatal(err)
			}
			c = other
		}
		left = append(left, c)
	}
	tally := m.tally(Filter{}, nil, m.visible(seen))
	lists := m.facetCounts(Filter{}, tally)
	for facet, name := range facetNames {
		got := map[string]int{}
		for _, c := range lists[name] {
			got[c.Code] = c.Count
		}
		if want := plainCount(left, Filter{}, nil, facet); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	slots := len(m.pictures.id)
	for _, c := range cases {
		if err := m.put(c); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(m.pictures.id); n > slots+500 || len(m.cases.id) != 500 {
		t.Errorf("free slots are not used again: %d picture slots before, %d after; %d case slots", slots, n, len(m.cases.id))
	}
}

func BenchmarkBrowseAMillionCases(b *testing.B) {
	m := fill(b, shelf(1_000_000))
	visible := m.visible(seen)
	for name, f := range map[string]Filter{
		"no-filter":   {},
		"four-facets": {Concealment: []string{"G03"}, Means: []string{"M01", "M02", "M03"}, Commodity: []string{"D01"}, Country: countries(20)},
		"with-months": {Concealment: []string{"G03"}, Country: countries(20), From: "2015-01"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				t := m.tally(f, nil, visible)
				m.facetCounts(f, t)
				m.newest(t, 0, pageSize)
			}
		})
	}
}
