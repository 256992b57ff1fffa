// Package migrations is the history of the schema, forward only, and the code
// lists that it seeds.
package migrations

import "embed"

// Files holds NNNN_what.sql.
//
//go:embed *.sql
var Files embed.FS

// Vocabulary holds the code lists as CSV, and their labels in other languages.
//
//go:embed vocabulary/*.csv
var Vocabulary embed.FS
