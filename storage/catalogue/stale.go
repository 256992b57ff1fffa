package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
)

// Stale is a form that was read before somebody else saved the case. Fields are
// those in which it differs from what is stored now.
type Stale struct{ Fields []string }

func (e *Stale) Error() string { return "the case was saved by somebody else meanwhile" }
func (e *Stale) Unwrap() error { return fs.ErrExist }

// version is a digest of what a form says. Equal forms have equal versions: who
// saves what is there already disturbs nobody.
func (f CaseForm) version() string {
	f.Version = ""
	b, err := json.Marshal(f)
	if err != nil { // a quantity that is no number, which the table refuses
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
