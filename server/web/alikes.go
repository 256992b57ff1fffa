package web

import (
	"cmp"
	"slices"

	"lynceus/imaging/fingerprint"
	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// errLoading is for the seconds after a start.
var errLoading = &failure{status: 503, code: "loading", after: retrySoon}

// alikes gives ranked answers their words. of is the picture of this case that
// they resemble, or empty.
func (c *call) alikes(found []search.LookAlike, of string) []LookAlike {
	out := make([]LookAlike, 0, len(found))
	for _, l := range found {
		a := LookAlike{LookAlike: l, BandText: c.t("band." + string(l.Band)), For: of}
		switch l.Band {
		case search.SameFile:
			a.Percent = 100
		case search.SameMethod:
		default:
			a.Percent = 100 - 100*l.Distance/(fingerprint.ScanBits/2)
		}
		if l.Band != search.SameMethod {
			a.Reasons = variantWords(c.s.texts, c.lang, l.Variant)
		}
		for _, code := range l.Codes {
			a.Reasons = append(a.Reasons, c.s.terms.labelAnywhere(c.lang, code, "concealment", "means", "commodity"))
		}
		out = append(out, a)
	}
	return out
}

// mostAsked is how many pictures of a case its page asks for: each is a question
// to the index. The others have pages of their own.
const mostAsked = 16

// alikesOf are the best look-alikes of the pictures of a case, each other case once.
func (s *server) alikesOf(c *call, k catalogue.Case) ([]LookAlike, error) {
	if !s.Index.Ready() {
		return nil, nil
	}
	if err := s.terms.refresh(c.ctx()); err != nil {
		return nil, err
	}
	best := map[string]LookAlike{}
	for _, p := range k.Pictures[:min(len(k.Pictures), mostAsked)] {
		done := s.meters.search("stored")
		found, err := s.Index.SimilarTo(c.ctx(), c.viewer, p.ID, alikesOfCase)
		done()
		if err != nil {
			return nil, err
		}
		for _, a := range c.alikes(found, p.ID) {
			if had, ok := best[a.Case.ID]; a.Case.ID != k.ID && (!ok || rank(a, had) < 0) {
				best[a.Case.ID] = a
			}
		}
	}
	all := make([]LookAlike, 0, len(best))
	for _, a := range best {
		all = append(all, a)
	}
	slices.SortFunc(all, rank)
	return all[:min(len(all), alikesOfCase)], nil
}

var bands = []search.Band{search.SameFile, search.SamePicture, search.SimilarPicture, search.SameMethod}

// rank orders answers: the stronger claim, then the nearer picture.
func rank(a, b LookAlike) int {
	return cmp.Or(
		cmp.Compare(slices.Index(bands, a.Band), slices.Index(bands, b.Band)),
		cmp.Compare(a.Distance, b.Distance),
		cmp.Compare(len(b.Codes), len(a.Codes)),
		cmp.Compare(a.Picture.ID, b.Picture.ID),
	)
}
