package web

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lynceus/frontend"
	"lynceus/storage/catalogue"
)

// samplePage is what every page has, for a viewer with every role.
func samplePage(tx *texts, lang, page string) Page {
	p := Page{
		Lang: lang, Dir: direction(lang), Path: "/cases", Version: "1.0",
		Title:  tx.text(lang, "title."+strings.ReplaceAll(strings.TrimSuffix(page, ".html"), "/", ".")),
		Viewer: &catalogue.Viewer{UserID: "u1", Name: "Ana Ruiz", Email: "ana.ruiz@customs.example", OrgID: "org0", OrgName: "Netherlands Customs", Roles: catalogue.Roles},
	}
	for _, l := range tx.languages() {
		p.Languages = append(p.Languages, Language{Code: l, Name: ownName(l), Current: l == lang})
	}
	return p
}

// missing is a key of the text catalogue where its text should stand.
var missing = regexp.MustCompile(`\b(account|action|alike|ask|audience|band|browse|case|drop|error|event|facet|field|groups|home|invalid|join|keys|lightbox|method|nav|note|organisations|orgkind|part|picture|problem|record|refusal|role|save|send|signin|similar|state|taps|theme|title|tlp|toast|upload|uploaded|users|variant|verdict)\.[a-zA-Z_+-]+(\.[a-z_]+)*\b`)

func TestEveryPageRendersInEveryLanguage(t *testing.T) {
	tx, err := loadTexts(frontend.Files)
	if err != nil {
		t.Fatal(err)
	}
	as, err := loadAssets(frontend.Files)
	if err != nil {
		t.Fatal(err)
	}
	ts, err := loadTemplates(frontend.Files, tx, as, sampleTerms(t))
	if err != nil {
		t.Fatal(err)
	}
	rendered := map[string]bool{}
	for _, lang := range tx.languages() {
		for _, s := range samples() {
			t.Run(lang+"/"+s.name, func(t *testing.T) {
				rendered[s.page] = true
				b, err := ts.render(lang, s.page, false, s.data(samplePage(tx, lang, s.page)))
				if err != nil {
					t.Fatal(err)
				}
				page := string(b)
				for _, bad := range []string{"ZgotmplZ", "<no value>", "<nil>", "{0}\"></", "%!", "map[", "0xc0"} {
					if strings.Contains(page, bad) {
						t.Errorf("the page contains %q", bad)
					}
				}
				examine(t, page)
			})
		}
	}
	for page := range ts.byLang[english] {
		if !rendered[page] {
			t.Errorf("no sample of %s", page)
		}
	}
}

// examine walks a page: every text is from the catalogue, ids are unique, labels
// and descriptions lead somewhere, and nothing is inline that the policy refuses.
func examine(t *testing.T, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, wanted := map[string]bool{}, map[string]string{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			if inside := n.Parent.Data; inside != "script" && inside != "code" && missing.MatchString(n.Data) {
				t.Errorf("a text is missing: %q", strings.TrimSpace(n.Data))
			}
		case html.ElementNode:
			if n.Data == "style" || n.Data == "script" && attribute(n, "src") == "" && attribute(n, "type") != "importmap" {
				t.Errorf("inline <%s>", n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					t.Errorf("inline %s on <%s>", a.Key, n.Data)
				case a.Key == "id":
					if ids[a.Val] {
						t.Errorf("id %q twice", a.Val)
					}
					ids[a.Val] = true
				case a.Key == "for", a.Key == "aria-labelledby", a.Key == "aria-describedby", a.Key == "aria-errormessage", a.Key == "list", a.Key == "popovertarget", a.Key == "data-opens", a.Key == "data-of" && n.Data == "lyn-copy":
					wanted[a.Val] = a.Key
				case strings.HasPrefix(a.Key, "data-"), a.Key == "placeholder", a.Key == "alt", a.Key == "title", a.Key == "aria-label":
					if missing.MatchString(a.Val) && !strings.Contains(a.Val, "/") {
						t.Errorf("a text is missing in %s: %q", a.Key, a.Val)
					}
				}
			}
			if n.Data == "img" && !has(n, "alt") {
				t.Errorf("a picture without a text: %s", attribute(n, "src"))
			}
			if n.Data == "form" && attribute(n, "method") == "post" && !strings.HasPrefix(attribute(n, "action"), "/") {
				t.Errorf("a form posts to %q", attribute(n, "action"))
			}
		}
	}
	for id, by := range wanted {
		if !ids[id] {
			t.Errorf("%s leads to no element: %q", by, id)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
