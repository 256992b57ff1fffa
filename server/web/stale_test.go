package web_test

import (
	"net/url"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
)

func TestTheSecondEditorIsToldAndKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	v := h.Officer(h.Home)
	k := h.Draft(h.Home)
	at := "/cases/" + k.ID
	g := h.want(200, ask{path: at + "/edit", as: &v})
	tag := g.Header.Get("ETag")
	read := into[catalogue.CaseForm](h, g)
	if tag != `"`+read.Version+`"` || read.Version == "" {
		t.Fatalf("%s of version %s", tag, read.Version)
	}
	first, second := read, read
	first.Title, second.Title, second.Version = "First", "Second", ""
	saved := h.want(200, ask{method: "PUT", path: at, as: &v, body: jsonOf(first)})
	if into[catalogue.Case](h, saved).Version == read.Version || saved.Header.Get("ETag") == tag {
		t.Error("the version stayed")
	}
	g = h.want(412, ask{method: "PUT", path: at, as: &v, body: jsonOf(second), header: map[string]string{"If-Match": tag}})
	if !strings.Contains(g.String(), `"code":"stale"`) || !strings.Contains(g.String(), `"field":"title"`) || strings.Contains(g.String(), `"field":"month"`) {
		t.Errorf("%s", g)
	}
	form := url.Values{"title": {"Typed & kept"}, "version": {read.Version}, "tlp": {"GREEN"}}
	g = h.want(412, ask{method: "POST", path: at, as: &v, html: true, media: formMedia, body: form.Encode()})
	now := into[catalogue.Case](h, h.want(200, ask{path: at, as: &v}))
	selects(t, g, `.notice.bad`, `input[name="title"][value="Typed & kept"]`, `a[href="`+at+`"][target]`, `input[name="version"][value="`+now.Version+`"]`)
	if now.Title != "First" {
		t.Errorf("stored %q", now.Title)
	}
	form.Set("version", now.Version)
	h.want(303, ask{method: "POST", path: at, as: &v, html: true, media: formMedia, body: form.Encode()})
	h.want(200, ask{method: "PUT", path: at, as: &v, body: jsonOf(second)}) // without a version nothing is compared
	first.Version = ""
	h.want(200, ask{method: "PUT", path: at, as: &v, body: jsonOf(first), header: map[string]string{"If-Match": "*"}})
}
