// Package nominal finds in free text what may identify a person, or a consignment
// and by it a person: the data here are non-nominal.
//
// It looks for forms that have a check digit, a plan or a pattern, through the
// disguises that typing and copying bring (spaces, other digits, letters of other
// scripts that look alike, invisible characters). Names are not found: no list has
// them, and a person reads the text before it is released.
package nominal

import (
	"cmp"
	"slices"
)

// Kind is what a finding looks like.
type Kind string

const (
	MRZ       Kind = "mrz"       // a machine-readable line of a travel document, ICAO 9303
	IBAN      Kind = "iban"      // ISO 13616, with its check digits
	Container Kind = "container" // ISO 6346, with its check digit
	VIN       Kind = "vin"       // ISO 3779
	Card      Kind = "card"      // of an issuer's range, ISO/IEC 7812, with its check digit
	Email     Kind = "email"
	Phone     Kind = "phone" // valid under the numbering plan of its country
	Plate     Kind = "plate" // of a vehicle
)

// Kinds, the more certain first: where two overlap the first is meant.
var Kinds = []Kind{MRZ, IBAN, Container, VIN, Card, Email, Phone, Plate}

// Finding is a stretch of a text that may identify somebody.
type Finding struct {
	Kind       Kind
	Text       string // as it stands
	Start, End int    // bytes
}

// Find lists what stands in a text, in order and without overlaps. country, ISO
// 3166-1 alpha-2 or empty, is where it was written: national phone numbers and
// plates without a word before them are those of that country.
//
// Of the corpus in testdata, written for this package, it finds all that is marked
// and nothing else. That says little of other texts.
func Find(text, country string) []Finding {
	p := plainOf(text)
	var all []Finding
	for _, find := range []struct {
		kind Kind
		in   func(*plain, string) []span
	}{
		{MRZ, mrzs}, {IBAN, ibans}, {Container, containers}, {VIN, vins}, {Card, cards}, {Email, emails}, {Phone, phones}, {Plate, plates},
	} {
		for _, s := range find.in(p, country) {
			start, end := p.start[s.from], p.end[s.to-1]
			f := Finding{find.kind, text[start:end], start, end}
			if !slices.ContainsFunc(all, func(g Finding) bool { return f.Start < g.End && g.Start < f.End }) {
				all = append(all, f)
			}
		}
	}
	slices.SortFunc(all, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return all
}
