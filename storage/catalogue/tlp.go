package catalogue

import "slices"

// TLP is a label of the Traffic Light Protocol 2.0 (FIRST, August 2022).
type TLP string

// TLPs from the strictest to the widest.
var TLPs = []TLP{"RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"}

// defaultTLP marks what its author did not mark: need to know.
const defaultTLP TLP = "AMBER"

// bounds says which kinds of audience a label admits, and what may be done with
// what it marks.
type bounds struct {
	everyone bool // all administrations and RILOs
	regions  bool
	groups   bool
	named    bool // organisations by name
	persons  bool // persons by name

	training bool // galleries and drills
	onward   bool // who receives it may share it with others
}

// tlpBounds is the one table of what labels mean here. What the protocol says of
// sharing, and what we make of it:
//
//	RED           for the eyes and ears of individual recipients only
//	              -> persons by name; no training
//	AMBER+STRICT  on a need-to-know basis within the organisation only
//	              -> also organisations by name; not beyond them
//	AMBER         on a need-to-know basis within the organisation and its clients
//	              -> also groups and regions, never everyone; onward where the owner says so
//	GREEN         within the community -> also everyone here
//	CLEAR         no limit on disclosure -> the same; there is nobody else here
var tlpBounds = map[TLP]bounds{
	"RED":          {persons: true},
	"AMBER+STRICT": {persons: true, named: true, training: true},
	"AMBER":        {persons: true, named: true, groups: true, regions: true, training: true, onward: true},
	"GREEN":        {persons: true, named: true, groups: true, regions: true, everyone: true, training: true, onward: true},
	"CLEAR":        {persons: true, named: true, groups: true, regions: true, everyone: true, training: true, onward: true},
}

// Admits reports whether a case with the label may be released to the audience.
func (t TLP) Admits(a Audience) bool {
	b := tlpBounds[t]
	return (b.everyone || !a.Everyone) && (b.regions || len(a.Regions) == 0) &&
		(b.groups || len(a.Groups) == 0) && (b.named || len(a.Organisations) == 0) &&
		(b.persons || len(a.Persons) == 0)
}

// AllowsTraining reports whether a case with the label may be marked for galleries and drills.
func (t TLP) AllowsTraining() bool { return tlpBounds[t].training }

// AllowsOnward reports whether an owner may let receivers share a case with the label onward.
func (t TLP) AllowsOnward() bool { return tlpBounds[t].onward }

func (t TLP) valid() bool { return slices.Contains(TLPs, t) }
