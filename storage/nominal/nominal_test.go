package nominal_test

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"lynceus/storage/nominal"
)

// corpus calls fn for each line of a file: country, a tab, the text, in which what
// is to be found stands as {kind:text}; \n is a line's end.
func corpus(t *testing.T, file string, fn func(country, text string, want []nominal.Finding)) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	n := 0
	for lines.Scan() {
		country, marked, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			t.Fatalf("%s: %q has no tab", file, lines.Text())
		}
		marked = strings.ReplaceAll(marked, `\n`, "\n")
		var text strings.Builder
		var want []nominal.Finding
		for {
			before, rest, ok := strings.Cut(marked, "{")
			text.WriteString(before)
			if !ok {
				break
			}
			inside, rest, _ := strings.Cut(rest, "}")
			kind, said, _ := strings.Cut(inside, ":")
			want = append(want, nominal.Finding{Kind: nominal.Kind(kind), Text: said, Start: text.Len(), End: text.Len() + len(said)})
			text.WriteString(said)
			marked = rest
		}
		n++
		fn(strings.TrimPrefix(country, "-"), text.String(), want)
	}
	if n < 100 {
		t.Errorf("%s has %d lines", file, n)
	}
}

func TestTheCorpus(t *testing.T) {
	found, missed, wrong := 0, 0, 0
	for _, file := range []string{"testdata/nominal.tsv", "testdata/innocent.tsv"} {
		corpus(t, file, func(country, text string, want []nominal.Finding) {
			got := nominal.Find(text, country)
			for _, w := range want {
				hit := false
				for _, g := range got {
					hit = hit || g == w
				}
				if hit {
					found++
				} else {
					missed++
					t.Errorf("%q: %s %q is not found, but %v", text, w.Kind, w.Text, got)
				}
			}
			if len(got) > len(want) {
				wrong += len(got) - len(want)
				t.Errorf("%q: found %v", text, got)
			}
		})
	}
	t.Logf("%d found, %d missed, %d wrong", found, missed, wrong)
}

func TestDisguises(t *testing.T) {
	for _, text := range []string{
		"CSQU3054383", "csqu3054383", "CSQU 305438 3", "CSQU-305438-3", "ＣＳＱＵ３０５４３８３", "CSQU\u00a0305438\u202f3",
		"CS\u200bQU3054383", "CSQU305\u00ad4383", "СSQU3054383", "CSQU٣٠٥٤٣٨٣", "𝐂𝐒𝐐𝐔𝟑𝟎𝟓𝟒𝟑𝟖𝟑", "CSQU\n3054383", "CSQU305438\n3",
	} {
		got := nominal.Find("Seen: "+text+", twice.", "")
		if len(got) != 1 || got[0].Kind != nominal.Container || got[0].Text != text {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, text := range []string{"CSQU3054384", "CSQX3054383", "XCSQU3054383", "CSQU30543831"} {
		if got := nominal.Find(text, ""); len(got) > 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("CSQU3054383 tel. 020 123 4567", "NL")
	f.Add("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "\xff\xfe")
	f.Fuzz(func(t *testing.T, text, country string) {
		last := 0
		for _, g := range nominal.Find(text, country) {
			if g.Start < last || g.End <= g.Start || g.End > len(text) || text[g.Start:g.End] != g.Text {
				t.Fatalf("%q: %+v", text, g)
			}
			if utf8.ValidString(text) && !utf8.ValidString(g.Text) {
				t.Fatalf("%q is cut within a character: %+v", text, g)
			}
			last = g.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Behind the bulkhead lay 120 bricks of 1.1 kg; the driver, hired on 2026-03-04, had been called from +44 20 7946 0958. ", 170)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		nominal.Find(text, "NL")
	}
}
