package catalogue

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// Words are found in a case by a tsvector that this file makes and asks. What is
// written down are the words of its free texts and its codes; the labels of the
// codes are not: a question is widened by the codes whose label, in any language,
// has the word asked for. So a new translation finds old cases at once.

// languages in which countries are known by name; other labels bring their own.
var languages = []language.Tag{language.English, language.French, language.Spanish}

const (
	longestWord = 64 // characters; a tsvector refuses lexemes of 2 kB
	mostAsked   = 16 // words of a question
	mostWords   = 4000
)

// joining are words that join others and ask for nothing themselves.
var joining = strings.Fields("a an and at by for from in of on or the to with " +
	"au aux d dans de des du en et l la le les ou par sur un une avec " +
	"al con del e el las los o para por una y")

// words splits a text into words as they are compared: lower case, without
// accents. Scripts that set no spaces give one word a character.
func words(s string) []string {
	var all []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			all = append(all, string(word))
			word = word[:0]
		}
	}
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			end()
			all = append(all, string(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if len(word) < longestWord {
				word = append(word, unicode.ToLower(r))
			}
		default:
			end()
		}
	}
	end()
	return all
}

// lexemes are all that a case is found by.
func (f *CaseForm) lexemes(id string) []string {
	all := append(words(f.Title), id)
	all = append(all, words(f.Place)...)
	all = append(all, words(f.Narrative)...)
	if len(all) > mostWords {
		all = all[:mostWords]
	}
	code := func(list string, codes ...string) {
		for _, c := range codes {
			for c != "" { // a term is found by the words of its group too
				all = append(all, codeLexeme(list, c))
				c = c[:max(0, strings.LastIndexByte(c, '.'))]
			}
		}
	}
	code("country", f.Country)
	code("country", f.Route...)
	code("transport_mode", f.Mode)
	code("means", f.Means)
	code("concealment", f.Concealment...)
	code("construction", f.Construction)
	code("shielding", f.Shielding)
	code("trigger", f.Trigger)
	for _, g := range f.Goods {
		code("commodity", g.Commodity)
	}
	if f.Cover != "" {
		all = append(all, f.Cover)
		code("hs", f.Cover[:2])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// codeLexeme cannot be mistaken for a word, which has no colon.
func codeLexeme(list, code string) string { return list + ":" + strings.ToLower(code) }

// wordOf says that a word stands for a code, by its label or by itself.
type wordOf struct{ word, lexeme string }

func wordsOf(terms []Term) []wordOf {
	all := slices.Clone(countryWords())
	for _, t := range terms {
		add := func(s string) {
			for _, w := range words(s) {
				all = append(all, wordOf{w, codeLexeme(t.List, t.Code)})
			}
		}
		add(t.Code)
		for _, label := range t.Labels {
			add(label)
		}
	}
	return all
}

var countryWords = sync.OnceValue(func() []wordOf {
	var all []wordOf
	for _, code := range Countries() {
		lexeme := codeLexeme("country", code)
		all = append(all, wordOf{strings.ToLower(code), lexeme})
		region := language.MustParseRegion(code)
		for _, in := range languages {
			for _, w := range words(display.Regions(in).Name(region)) {
				all = append(all, wordOf{w, lexeme})
			}
		}
	}
	return all
})

// query makes a tsquery of what somebody typed: every word must be there, the
// last one as the beginning of a word, since it may still be being typed. It is
// made of letters and digits only, so nothing typed can break it. Empty is a
// question without words.
func (l *lexicon) query(typed string) string {
	asked := words(typed)
	if len(asked) > mostAsked {
		asked = asked[:mostAsked]
	}
	var all []string
	for i, w := range asked {
		last := i == len(asked)-1
		if !last && slices.Contains(joining, w) {
			continue
		}
		either := []string{"'" + w + "'"}
		if last {
			either[0] += ":*"
		}
		for _, known := range l.words {
			if known.word == w || last && strings.HasPrefix(known.word, w) {
				either = append(either, "'"+known.lexeme+"'")
			}
		}
		slices.Sort(either)
		all = append(all, "("+strings.Join(slices.Compact(either), "|")+")")
	}
	return strings.Join(all, "&")
}
