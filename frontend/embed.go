// Package frontend is what the browser gets: templates, styles, scripts and the
// text catalogues, as files.
package frontend

import "embed"

//go:embed templates static texts
var Files embed.FS
