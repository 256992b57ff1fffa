package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// templates holds every page in every language: the functions that speak are
// bound to their language once, when the program starts.
type templates struct {
	byLang map[string]map[string]*template.Template // language, then "cases/show.html"
}

// loadTemplates parses files/templates: layout/*.html and the parts named _*.html
// belong to all pages, every other file is one page.
func loadTemplates(files fs.FS, tx *texts, assets *assets, terms *vocabulary) (*templates, error) {
	shared, err := fs.Glob(files, "templates/layout/*.html")
	if err != nil {
		return nil, err
	}
	all, err := fs.Glob(files, "templates/*/*.html")
	if err != nil {
		return nil, err
	}
	var pages []string
	for _, f := range all {
		switch {
		case path.Dir(f) == "templates/layout":
		case strings.HasPrefix(path.Base(f), "_"):
			shared = append(shared, f)
		default:
			pages = append(pages, f)
		}
	}
	ts := &templates{byLang: map[string]map[string]*template.Template{}}
	for _, lang := range tx.languages() {
		base, err := template.New("").Option("missingkey=error").
			Funcs(funcs(lang, tx, assets, terms)).ParseFS(files, shared...)
		if err != nil {
			return nil, err
		}
		ts.byLang[lang] = map[string]*template.Template{}
		for _, f := range pages {
			t, err := base.Clone()
			if err == nil {
				t, err = t.ParseFS(files, f)
			}
			if err != nil {
				return nil, err
			}
			ts.byLang[lang][strings.TrimPrefix(f, "templates/")] = t
		}
	}
	return ts, nil
}

// render makes the whole page, or its content alone, before a byte is sent: a
// fault in a template becomes an error page and not half a page.
func (ts *templates) render(lang, page string, fragment bool, data any) ([]byte, error) {
	t := ts.byLang[lang][page]
	if t == nil {
		return nil, fmt.Errorf("no template %s in %s", page, lang)
	}
	name := "layout"
	if fragment {
		name = "content"
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// funcs are what templates may call, beside the built-in ones:
//
//	t KEY ARGS...        the text of KEY, {0} {1} ... filled in
//	has KEY              whether the catalogue has KEY (an event of a newer kind may have no text)
//	code LIST CODE       the label of a vocabulary term; the code itself when it is unknown
//	trail LIST CODE      the labels from the top term of a two-level list down to CODE
//	terms LIST           all terms of a list: .Code .Label .Parent .Modes (joined by spaces, for data-modes)
//	tree LIST            the top terms of a two-level list, each with .Children
//	country CODE         the name of an ISO 3166 country
//	countries            all of them, .Value and .Label, by name
//	asset PATH           the URL of frontend/static/PATH with the hash of its content
//	importmap            the <script type="importmap"> that the policy allows; before any module
//	date, datetime TIME  2026-11-23, 2026-11-23 14:05 UTC; empty for the zero time; dates of groups are *time.Time
//	bytes N              4.2 MB
//	variant V            how a match lies to the query, as a list of texts
//	said JSON            a value of a field in words: lists with commas, nothing as a dash
//	dict K V ...         a map, to hand several values to a part
//	list V ...           a slice
//	add A B              their sum
//	in LIST VALUE        whether a list of strings (or roles) contains VALUE
//	join LIST SEP        strings.Join
func funcs(lang string, tx *texts, assets *assets, terms *vocabulary) template.FuncMap {
	return template.FuncMap{
		"t":         func(key string, args ...any) string { return tx.text(lang, key, args...) },
		"has":       func(key string) bool { return tx.has(key) },
		"code":      func(list, code string) string { return terms.label(lang, list, code) },
		"trail":     func(list, code string) []string { return terms.trail(lang, list, code) },
		"terms":     func(list string) []Term { return terms.list(lang, list) },
		"tree":      func(list string) []Term { return terms.tree(lang, list) },
		"country":   func(code string) string { return countryName(lang, code) },
		"countries": func() []Choice { return countries(lang) },
		"asset":     assets.url,
		"importmap": func() template.HTML { return assets.importMap },
		"date":      func(t any) string { return formatTime(t, time.DateOnly) },
		"datetime":  func(t any) string { return formatTime(t, "2006-01-02 15:04 MST") },
		"bytes":     byteCount,
		"variant":   func(v fingerprint.Variant) []string { return variantWords(tx, lang, v) },
		"said":      said,
		"dict":      dict,
		"list":      func(v ...any) []any { return v },
		"add":       func(a, b int) int { return a + b },
		"in":        contains,
		"join":      strings.Join,
	}
}

func formatTime(v any, layout string) string {
	var t time.Time
	switch v := v.(type) {
	case time.Time:
		t = v
	case *time.Time:
		if v != nil {
			t = *v
		}
	}
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// byteCount writes a size in powers of 1000, as file managers do.
func byteCount(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	f, unit := float64(n), -1
	for f >= 1000 && unit < 3 {
		f /= 1000
		unit++
	}
	return fmt.Sprintf("%.1f %cB", f, "kMGT"[unit])
}

func variantWords(tx *texts, lang string, v fingerprint.Variant) []string {
	var words []string
	if v.Mirrored {
		words = append(words, tx.text(lang, "variant.mirrored"))
	}
	if v.Turns != 0 {
		words = append(words, tx.text(lang, "variant.turned", v.Turns*90))
	}
	if v.Inverted {
		words = append(words, tx.text(lang, "variant.inverted"))
	}
	return words
}

// said is the JSON of a form's field as people read it. What is no JSON is itself.
func said(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	return saidValue(v)
}

func saidValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case string:
		return cmp.Or(v, "–")
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, saidValue(one))
		}
		return cmp.Or(strings.Join(parts, ", "), "–")
	case map[string]any: // one of the goods
		parts := []string{fmt.Sprint(v["commodity"])}
		for _, k := range []string{"quantity", "unit"} {
			if v[k] != nil {
				parts = append(parts, fmt.Sprint(v[k]))
			}
		}
		return strings.Join(parts, " ")
	}
	return fmt.Sprint(v)
}

func dict(kv ...any) (map[string]any, error) {
	if len(kv)%2 != 0 {
		return nil, errors.New("dict wants pairs")
	}
	m := make(map[string]any, len(kv)/2)
	for i := 0; i < len(kv); i += 2 {
		k, ok := kv[i].(string)
		if !ok {
			return nil, errors.New("dict wants strings as keys")
		}
		m[k] = kv[i+1]
	}
	return m, nil
}

func contains(list any, value any) bool {
	want := fmt.Sprint(value)
	switch l := list.(type) {
	case []string:
		for _, s := range l {
			if s == want {
				return true
			}
		}
	case []catalogue.Role:
		for _, r := range l {
			if string(r) == want {
				return true
			}
		}
	}
	return false
}
