package web

import "testing"

func TestValuesAreSaidInWords(t *testing.T) {
	for raw, want := range map[string]string{
		`"2024-07"`: "2024-07", `""`: "–", `[]`: "–", `["BR","NL"]`: "BR, NL", `null`: "–", `true`: "true",
		`[{"commodity":"DRG.COC","quantity":12.5,"unit":"kg"},{"commodity":"CUR"}]`: "DRG.COC 12.5 kg, CUR", `<b>`: "<b>",
	} {
		if got := said([]byte(raw)); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}
