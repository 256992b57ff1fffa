package nominal

import (
	"bytes"
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plain is a text in capitals of ASCII, a byte for each character that shows, and
// where each came from.
type plain struct {
	b     []byte
	start []int  // byte of the text at which the character begins
	end   []int  // and after which it ends
	small []bool // it was no capital
}

// Characters that ASCII has not.
const (
	otherLetter = 0x80
	otherMark   = 0x81
)

// lookAlikes are letters of other scripts that look like Latin ones.
var lookAlikes = func() map[rune]byte {
	m := map[rune]byte{}
	for latin, others := range map[byte]string{
		'A': "АаΑ", 'B': "ВвΒ", 'C': "Сс", 'E': "ЕеΕ", 'H': "НнΗ", 'I': "ІіΙ", 'J': "Јј", 'K': "КкΚ", 'M': "МмΜ",
		'N': "Ν", 'O': "ОоΟο", 'P': "РрΡρ", 'S': "Ѕѕ", 'T': "ТтΤ", 'X': "ХхΧ", 'Y': "УуΥ", 'Z': "Ζ",
	} {
		for _, r := range others {
			m[r] = latin
		}
	}
	return m
}()

func plainOf(text string) *plain {
	p := &plain{b: make([]byte, 0, len(text)), start: make([]int, 0, len(text)), end: make([]int, 0, len(text))}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r < utf8.RuneSelf {
			p.add(ascii(r), at, at+size, 'a' <= r && r <= 'z')
		} else {
			for _, one := range norm.NFKC.String(text[at : at+size]) {
				if c := shown(one); c != 0 {
					p.add(c, at, at+size, unicode.IsLower(one))
				}
			}
		}
		at += size
	}
	return p
}

func (p *plain) add(c byte, start, end int, small bool) {
	p.b, p.start, p.end, p.small = append(p.b, c), append(p.start, start), append(p.end, end), append(p.small, small)
}

func ascii(r rune) byte {
	if 'a' <= r && r <= 'z' {
		return byte(r - 'a' + 'A')
	}
	if r == '\t' || r == '\r' {
		return ' '
	}
	return byte(r)
}

// shown is a character of any script as one of ASCII; 0 for what nobody sees.
func shown(r rune) byte {
	switch {
	case r < utf8.RuneSelf:
		return ascii(r)
	case lookAlikes[r] != 0:
		return lookAlikes[r]
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r):
		return 0
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.Is(unicode.Pd, r), r == '−':
		return '-'
	case unicode.IsDigit(r):
		return digit(r)
	case unicode.IsLetter(r):
		if d := norm.NFKD.String(string(r))[0]; d < utf8.RuneSelf && d != ' ' {
			return ascii(rune(d)) // without its accent
		}
		return otherLetter
	}
	return otherMark
}

// digit is the value of a decimal digit of any script: each script has its ten in
// a row, from zero.
func digit(r rune) byte {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	return otherMark
}

// span is a stretch of a plain text.
type span struct{ from, to int }

// each calls fn for every match of a form that does not touch a letter or a digit,
// and keeps those that it takes, as far as it takes them. After one that is refused
// the search goes on behind its first character.
func (p *plain) each(form *regexp.Regexp, fn func(match []byte) int) (all []span) {
	for at := 0; at < len(p.b); {
		m := form.FindIndex(p.b[at:])
		if m == nil {
			return all
		}
		from, to := at+m[0], at+m[1]
		at = from + 1
		if p.word(from-1) && p.word(from) {
			for at < len(p.b) && p.word(at) { // no form begins within a word
				at++
			}
			continue
		}
		n := fn(p.b[from:to])
		if n <= 0 || p.word(from+n-1) && p.word(from+n) {
			continue
		}
		all = append(all, span{from, from + n})
		at = from + n
	}
	return all
}

func (p *plain) word(at int) bool {
	if at < 0 || at >= len(p.b) {
		return false
	}
	c := p.b[at]
	return 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == otherLetter
}

// before is the text in front of a place, to look for a word that says what follows.
func (p *plain) before(at, n int) []byte { return p.b[max(0, at-n):at] }

// only keeps the characters of a set, and says where each stands.
func only(b []byte, keep func(c byte) bool) (kept []byte, at []int) {
	for i, c := range b {
		if keep(c) {
			kept, at = append(kept, c), append(at, i)
		}
	}
	return kept, at
}

func isDigit(c byte) bool   { return '0' <= c && c <= '9' }
func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }
func isAlnum(c byte) bool   { return isDigit(c) || isCapital(c) }

func count(b []byte, is func(byte) bool) (n int) {
	for _, c := range b {
		if is(c) {
			n++
		}
	}
	return n
}

func hasAny(b []byte, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(b, []byte(w)) })
}
