package web

import (
	"cmp"
	"html/template"
	"slices"

	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// errLoading is for the seconds after a start.
var errLoading = &failure{status: 503, code: "loading", after: retrySoon}

// alikes gives ranked answers their words, and what was said of them and the
// picture that asked.
func (c *call) alikes(found []search.LookAlike, of asker, links []catalogue.Link) []LookAlike {
	out := make([]LookAlike, 0, len(found))
	for _, l := range found {
		a := LookAlike{
			LookAlike: l, For: of.id, Proof: c.proof(l), Parts: c.methodParts(l.Method),
			BandText: c.t("band." + string(l.Band)), Meaning: c.t("band." + string(l.Band) + ".means"),
			Mine:   outline(of.part.whole(l.Evidence.Mine), of.width, of.height),
			Theirs: outline(l.Evidence.Theirs, l.Picture.Width, l.Picture.Height),
		}
		if a.Mine != nil {
			a.Asking = of.thumb
		}
		if of.id != "" && of.id != l.Picture.ID {
			v := c.verdict(links, of.id, l.Picture.ID)
			a.Verdict = &v
		}
		switch l.Band {
		case search.SameFile:
			a.Percent = 100
		case search.SameMethod:
		default:
			a.Percent = int(max(0, min(l.Score, 100)))
		}
		switch {
		case l.Band == search.SameMethod:
		case l.Evidence.Inliers > 0:
			a.Reasons = c.evidenceWords(l)
		default:
			a.Reasons = variantWords(c.s.texts, c.lang, l.Variant)
		}
		for _, code := range l.Codes {
			a.Common = append(a.Common, c.s.terms.labelAnywhere(c.lang, code, "concealment", "means", "commodity"))
		}
		out = append(out, a)
	}
	return out
}

// mostAsked is how many pictures of a case its page asks for: each is a question
// to the index. The others have pages of their own.
const mostAsked = 8

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
		links, err := s.DB.Links(c.ctx(), c.viewer, p.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range c.alikes(found, asking(p), links) {
			a.Asking = asking(p).thumb // a case has several: say which
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

// asking is a stored picture as it asks.
func asking(p catalogue.Picture) asker {
	return asker{id: p.ID, thumb: template.URL("/pictures/" + p.ID + "/thumb"), width: p.Width, height: p.Height}
}

var bands = []search.Band{search.SameFile, search.SamePicture, search.SimilarPicture, search.SameMethod}

// rank orders answers: the stronger claim, then the higher score.
func rank(a, b LookAlike) int {
	return cmp.Or(
		cmp.Compare(slices.Index(bands, a.Band), slices.Index(bands, b.Band)),
		cmp.Compare(b.Score, a.Score),
		cmp.Compare(len(b.Codes), len(a.Codes)),
		cmp.Compare(a.Picture.ID, b.Picture.ID),
	)
}
