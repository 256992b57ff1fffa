package catalogue

import "io/fs"

// Invalid is a fault in one field that the officer can mend. Code is a key of
// the text catalogue ("invalid." + Code) with Args to fill in.
type Invalid struct {
	Field string
	Code  string
	Args  []any
}

func (e *Invalid) Error() string { return "invalid " + e.Field + ": " + e.Code }
func (e *Invalid) Unwrap() error { return fs.ErrInvalid }
