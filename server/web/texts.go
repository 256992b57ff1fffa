package web

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// texts is what the service says, by language and key. English is whole; what
// another language lacks is said in English.
type texts struct {
	byLang  map[string]map[string]string
	codes   []string // English first: the answer to a browser that speaks none of them
	matcher language.Matcher
}

const english = "en"

// loadTexts reads files/texts/<lang>.json, flat objects of key to text.
func loadTexts(files fs.FS) (*texts, error) {
	names, err := fs.Glob(files, "texts/*.json")
	if err != nil {
		return nil, err
	}
	tx := &texts{byLang: map[string]map[string]string{}}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		m := map[string]string{}
		if err := json.Unmarshal(b, &m); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		code := strings.TrimSuffix(path.Base(name), ".json")
		if _, err := language.Parse(code); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		tx.byLang[code] = m
		tx.codes = append(tx.codes, code)
	}
	if tx.byLang[english] == nil {
		return nil, fmt.Errorf("texts/%s.json is missing", english)
	}
	slices.SortFunc(tx.codes, func(a, b string) int {
		if a == english || b == english {
			return strings.Compare(boolKey(a == english), boolKey(b == english))
		}
		return strings.Compare(a, b)
	})
	var tags []language.Tag
	for _, c := range tx.codes {
		tags = append(tags, language.MustParse(c))
	}
	tx.matcher = language.NewMatcher(tags)
	return tx, nil
}

func boolKey(first bool) string {
	if first {
		return "0"
	}
	return "1"
}

func (tx *texts) languages() []string { return tx.codes }

func (tx *texts) has(key string) bool {
	_, ok := tx.byLang[english][key]
	return ok
}

// text is key in lang, or in English, or the key itself, which is ugly and tells
// the tester what is missing. {0}, {1} ... become args.
func (tx *texts) text(lang, key string, args ...any) string {
	s, ok := tx.byLang[lang][key]
	if !ok {
		if s, ok = tx.byLang[english][key]; !ok {
			return key
		}
	}
	if len(args) == 0 {
		return s
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", fmt.Sprint(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// match chooses among the languages that there are: the one asked for by name
// (the cookie), else the best for an Accept-Language header.
func (tx *texts) match(chosen, accept string) string {
	if slices.Contains(tx.codes, chosen) {
		return chosen
	}
	if len(accept) > 500 {
		return english
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return english
	}
	_, i, confidence := tx.matcher.Match(tags...)
	if confidence == language.No {
		return english
	}
	return tx.codes[i]
}

// direction is how lang is written.
func direction(lang string) string {
	script, _ := language.Make(lang).Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}

// ownName is what speakers of lang call it.
func ownName(lang string) string {
	return display.Self.Name(language.Make(lang))
}
