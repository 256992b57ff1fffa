package search

import (
	"fmt"
	"slices"
	"time"
)

// Months are numbered from January 1901, which is 1, in two bytes; 0 is a case
// without a month. What is earlier or later than that is kept as the end of the range.
const (
	firstYear = 1901
	lastMonth = 400 * 12
)

// monthNumber reads YYYY-MM; anything else is 0.
func monthNumber(month string) uint16 {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return 0
	}
	n := (t.Year()-firstYear)*12 + int(t.Month())
	return uint16(min(max(n, 1), lastMonth))
}

// months is the range asked for. An end that is left open, or no month, does not bound.
func (f *Filter) months() (from, to uint16, dated bool) {
	from, to = monthNumber(f.From), monthNumber(f.To)
	dated = from > 0 || to > 0
	if to == 0 {
		to = lastMonth
	}
	return max(from, 1), to, dated
}

// yearCounts adds months up to years. A year is selected when the range asked for
// has a month of it.
func (f *Filter) yearCounts(byMonth []int32) []Count {
	from, to, dated := f.months()
	list := []Count{}
	for first := 1; first <= lastMonth; first += 12 {
		n := 0
		for _, k := range byMonth[first : first+12] {
			n += int(k)
		}
		if n > 0 {
			list = append(list, Count{
				Code:     fmt.Sprintf("%04d", firstYear+first/12),
				Count:    n,
				Selected: dated && first+11 >= int(from) && first <= int(to),
			})
		}
	}
	slices.SortFunc(list, byCount)
	return list
}
