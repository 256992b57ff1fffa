package nominal

import (
	"bytes"
	"regexp"

	"github.com/nyaruka/phonenumbers"
)

const (
	atSign = `(?: ?@ ?| ?[(\[{] ?AT ?[)\]}] ?)`
	dot    = `(?:\.| ?[(\[{] ?DOT ?[)\]}] ?)`
)

var emailForm = regexp.MustCompile(`[A-Z0-9\x{fffd}._%+\-']{1,64}(?:` +
	atSign + `[A-Z0-9][A-Z0-9\-]{0,62}(?:` + dot + `[A-Z0-9][A-Z0-9\-]{0,62}){1,4}|` +
	` AT [A-Z0-9\-]{1,62}(?: DOT [A-Z0-9\-]{2,62}){1,4})`)

// emails have an @, or what people write so that it is none.
func emails(p *plain, _ string) []span {
	return p.each(emailForm, func(m []byte) int {
		for len(m) > 0 && !isAlnum(m[len(m)-1]) { // the end of a sentence
			m = m[:len(m)-1]
		}
		return len(m)
	})
}

var (
	abroadForm   = regexp.MustCompile(`(?:\+|00) ?[1-9](?:[ \n\-./()]{0,2}[0-9]){6,14}`)
	nationalForm = regexp.MustCompile(`\(?[0-9](?:[ \n\-./()]{0,2}[0-9]){6,12}`)

	// no phone numbers: days, months with days, amounts by thousands, HS codes, coordinates
	dayForm    = regexp.MustCompile(`^(?:[12][0-9]{3}[ \-./]?[01]?[0-9][ \-./]?[0-3]?[0-9]|[0-3]?[0-9][\-./ ][01]?[0-9][\-./ ][12][0-9]{3})`)
	amountForm = regexp.MustCompile(`^[1-9][0-9]{0,2}(?:[ .][0-9]{3})+$`)
	tariffForm = regexp.MustCompile(`^[0-9]{4}\.[0-9]{2}(?:\.[0-9]{2,4})?$`)
)

// called are words after which digits are a phone number.
var called = []string{"TEL", "PHONE", "MOBIL", "PORTABLE", "MOVIL", "CELUL", "GSM", "WHATSAPP", "SIGNAL ", "TELEGRAM", "FAX", "CALL", "APPEL", "LLAM", "RUF", "HANDY", "SMS"}

// phones are valid numbers: international ones anywhere; those of the country where
// they begin as its numbers are written there, with their trunk prefix, or where a
// word before them says what they are.
func phones(p *plain, country string) []span {
	valid := func(m []byte, region string) bool {
		n, err := phonenumbers.Parse(string(bytes.ReplaceAll(m, []byte("\n"), []byte(" "))), region)
		return err == nil && phonenumbers.IsValidNumber(n)
	}
	all := p.each(abroadForm, func(m []byte) int {
		if bytes.HasPrefix(m, []byte("00")) {
			if m = append([]byte("+"), bytes.TrimLeft(m[2:], " ")...); !valid(m, "") {
				return 0
			}
			return len(m) + 1
		}
		if !valid(m, "") {
			return 0
		}
		return len(m)
	})
	if country == "" {
		return all
	}
	taken := func(from, to int) bool {
		for _, s := range all {
			if from < s.to && s.from < to {
				return true
			}
		}
		return false
	}
	for _, s := range p.each(nationalForm, func(m []byte) int {
		switch {
		case dayForm.Match(m), tariffForm.Match(m), count(m, isDigit) > 13, !valid(m, country):
			return 0
		}
		return len(m)
	}) {
		m := p.b[s.from:s.to]
		trunk := m[0] == '0' && count(m, isDigit) >= 9 || m[0] == '('
		if !taken(s.from, s.to) && (trunk || hasAny(p.before(s.from, 25), called...)) &&
			(!amountForm.Match(m) || hasAny(p.before(s.from, 25), called...)) {
			all = append(all, s)
		}
	}
	return all
}
