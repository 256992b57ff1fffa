package web_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lynceus/server/web"
)

//go:embed openapi.json
var document []byte

// operation is what the document says of one route.
type operation struct {
	path   string // /cases/{id}
	method string
	match  *regexp.Regexp
	spec   map[string]any
}

const documentURL = "https://lynceus.example/openapi.json"

var openAPI = sync.OnceValues(func() (*jsonschema.Compiler, []operation) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(documentURL, doc); err != nil {
		panic(err)
	}
	var all []operation
	variable := regexp.MustCompile(`\\\{[a-z]+\\\}`)
	for path, item := range doc.(map[string]any)["paths"].(map[string]any) {
		for method, spec := range item.(map[string]any) {
			pattern := variable.ReplaceAllString(regexp.QuoteMeta(path), `[^/]+`)
			if path == "/static/{path}" {
				pattern = "/static/.*"
			}
			all = append(all, operation{path, strings.ToUpper(method), regexp.MustCompile("^" + pattern + "$"), spec.(map[string]any)})
		}
	}
	// The more letters of its own a path has, the more it means.
	slices.SortFunc(all, func(a, b operation) int { return strings.Count(a.path, "{") - strings.Count(b.path, "{") })
	return c, all
})

// documented holds an answer in JSON against the schema that the document gives
// for its route and status. Paths that are no routes have the problem's schema.
func documented(t *testing.T, method string, g got) {
	t.Helper()
	media, _, _ := strings.Cut(g.Header.Get("Content-Type"), ";")
	if method == http.MethodHead || media != "application/json" && media != "application/problem+json" || g.Request.URL.Path == "/openapi.json" {
		return
	}
	compiler, operations := openAPI()
	pointer := "/components/responses/problem/content/application~1problem+json/schema"
	escape := strings.NewReplacer("~", "~0", "/", "~1").Replace
	for _, op := range operations {
		if op.method != method || !op.match.MatchString(g.Request.URL.Path) {
			continue
		}
		status := strconv.Itoa(g.StatusCode)
		responses := op.spec["responses"].(map[string]any)
		if _, ok := responses[status]; ok && media == "application/json" {
			pointer = "/paths/" + escape(op.path) + "/" + strings.ToLower(method) + "/responses/" + status + "/content/application~1json/schema"
		} else if g.StatusCode < 400 {
			t.Errorf("%s %s answers %s %s, which is not documented", method, op.path, status, media)
			return
		}
		break
	}
	schema, err := compiler.Compile(documentURL + "#" + strings.ReplaceAll(strings.ReplaceAll(pointer, "{", "%7B"), "}", "%7D"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(g.body))
	if err != nil {
		t.Errorf("%s %s: %v", method, g.Request.URL, err)
		return
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%s %s: the answer is not as documented: %v\n%.1000s", method, g.Request.URL, err, g.body)
	}
}

// TestEveryRouteIsDocumented holds the document and the routes against each other, both ways.
func TestEveryRouteIsDocumented(t *testing.T) {
	var inDocument, inRoutes []string
	_, operations := openAPI()
	for _, op := range operations {
		inDocument = append(inDocument, op.method+" "+op.path)
	}
	variable := regexp.MustCompile(`[:*]([a-z]+)`)
	for _, r := range web.Routes() {
		inRoutes = append(inRoutes, r.Method+" "+variable.ReplaceAllString(r.Path, "{$1}"))
	}
	for _, r := range inRoutes {
		if !slices.Contains(inDocument, r) {
			t.Errorf("%s is a route and not in openapi.json", r)
		}
	}
	for _, r := range inDocument {
		if !slices.Contains(inRoutes, r) {
			t.Errorf("%s is in openapi.json and no route", r)
		}
	}
}

// TestTheDocumentIsServed reads it as a program would, without a session.
func TestTheDocumentIsServed(t *testing.T) {
	h := newHouse(t)
	g := h.want(http.StatusOK, ask{path: "/openapi.json"})
	var doc struct {
		OpenAPI string `json:"openapi"`
	}
	if err := json.Unmarshal(g.body, &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Errorf("openapi %q, %v", doc.OpenAPI, err)
	}
}
