// Package frontend is what the browser gets: templates, styles, scripts and the
// text catalogues, as files.
package frontend

import "embed"

// Files holds templates/<noun>/<page>.html, static/ and texts/<language>.json.
// Without "all:" the parts, whose names begin with an underscore, would be left out.
//
//go:embed all:templates static texts
var Files embed.FS
