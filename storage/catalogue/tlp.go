package catalogue

import "slices"

// TLP is a label of the Traffic Light Protocol 2.0 (FIRST, August 2022).
type TLP string

// TLPs from the strictest to the widest.
var TLPs = []TLP{"RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"}

// defaultTLP marks what its author did not mark: need to know.
const defaultTLP TLP = "AMBER"

// bounds says which kinds of audience a label admits.
type bounds struct {
	everyone bool // all administrations and RILOs
	regions  bool
	groups   bool
	named    bool // organisations by name
}

// tlpBounds is the one table from labels to audiences. What the protocol says of
// sharing, and what we make of it:
//
//	RED           for the eyes and ears of individual recipients only
//	              -> organisations by name
//	AMBER+STRICT  on a need-to-know basis within the organisation only
//	              -> the own organisation and organisations by name
//	AMBER         on a need-to-know basis within the organisation and its clients
//	              -> also groups and regions, never everyone
//	GREEN         within the community -> also everyone here
//	CLEAR         no limit on disclosure -> the same; there is nobody else here
var tlpBounds = map[TLP]bounds{
	"RED":          {named: true},
	"AMBER+STRICT": {named: true},
	"AMBER":        {named: true, groups: true, regions: true},
	"GREEN":        {named: true, groups: true, regions: true, everyone: true},
	"CLEAR":        {named: true, groups: true, regions: true, everyone: true},
}

// Admits reports whether a case with the label may be released to the audience.
func (t TLP) Admits(a Audience) bool {
	b := tlpBounds[t]
	return (b.everyone || !a.Everyone) && (b.regions || len(a.Regions) == 0) &&
		(b.groups || len(a.Groups) == 0) && (b.named || len(a.Organisations) == 0)
}

func (t TLP) valid() bool { return slices.Contains(TLPs, t) }
