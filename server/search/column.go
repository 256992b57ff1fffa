package search

import (
	"encoding/binary"
	"slices"
	"strings"
)

// column is one facet of all cases. A case has any number of values, and few
// distinct sets of values occur, so each case keeps the number of its set: to
// test a case is one look into a table of sets, and to count a facet is one
// addition a case, however many values there are.
type column struct {
	of     []uint32 // by case slot: the set
	sets   [][]uint32
	known  map[string]uint32 // sets by their values, as bytes
	codes  []string          // by value
	values map[string]uint32
}

func newColumn() column {
	c := column{known: map[string]uint32{}, values: map[string]uint32{}}
	c.set() // set 0 is empty, for free slots
	return c
}

// set is the number of the set of these codes and the groups that they are in:
// VEH.FUEL is also VEH.
func (c *column) set(codes ...string) uint32 {
	var values []uint32
	for _, code := range codes {
		if code == "" {
			continue
		}
		values = append(values, c.value(code))
		if group, _, ok := strings.Cut(code, "."); ok {
			values = append(values, c.value(group))
		}
	}
	slices.Sort(values)
	values = slices.Compact(values)
	name := setName(values)
	number, ok := c.known[name]
	if !ok {
		number = uint32(len(c.sets))
		c.sets = append(c.sets, values)
		c.known[name] = number
	}
	return number
}

// setName is the values of a set as bytes.
func setName(values []uint32) string {
	var name []byte
	for _, v := range values {
		name = binary.AppendUvarint(name, uint64(v))
	}
	return string(name)
}

func (c *column) value(code string) uint32 {
	v, ok := c.values[code]
	if !ok {
		v = uint32(len(c.codes))
		c.codes = append(c.codes, strings.Clone(code))
		c.values[code] = v
	}
	return v
}

// failing is, by set, mark for the sets that hold none of the codes.
func (c *column) failing(codes []string, mark uint8) []uint8 {
	fails := make([]uint8, len(c.sets))
	for s, values := range c.sets {
		if !slices.ContainsFunc(values, func(v uint32) bool { return slices.Contains(codes, c.codes[v]) }) {
			fails[s] = mark
		}
	}
	return fails
}

// counts turns cases by set into cases by value, the most frequent first. A
// selected value is listed even when no case has it, so that it can be let go.
func (c *column) counts(bySet []int32, selected []string) []Count {
	byValue := make([]int, len(c.codes))
	for s, n := range bySet {
		for _, v := range c.sets[s] {
			byValue[v] += int(n)
		}
	}
	list := []Count{}
	for v, n := range byValue {
		if n > 0 {
			list = append(list, Count{Code: c.codes[v], Count: n, Selected: slices.Contains(selected, c.codes[v])})
		}
	}
	for i, code := range selected {
		missing := !slices.ContainsFunc(list, func(n Count) bool { return n.Code == code })
		if missing && !slices.Contains(selected[:i], code) {
			list = append(list, Count{Code: code, Selected: true})
		}
	}
	slices.SortFunc(list, byCount)
	return list
}

func byCount(a, b Count) int {
	if a.Count != b.Count {
		return b.Count - a.Count
	}
	return strings.Compare(a.Code, b.Code)
}
