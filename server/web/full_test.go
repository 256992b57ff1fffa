package web

import (
	"fmt"
	"net/http"
	"testing"

	"lynceus/frontend"
	"lynceus/server/intake"
)

// A full disk is no fault of the program's and passes: whoever sends is told so in
// each language.
func TestAFullDiskIsToldSo(t *testing.T) {
	f := classify(fmt.Errorf("keep: %w", intake.ErrFull))
	if f.status != http.StatusInsufficientStorage {
		t.Fatalf("%d", f.status)
	}
	tx, err := loadTexts(frontend.Files)
	if err != nil {
		t.Fatal(err)
	}
	for lang, m := range tx.byLang {
		if m["problem."+f.code] == "" || m["problem."+f.code+".detail"] == "" {
			t.Errorf("nothing is said in %s", lang)
		}
	}
}
