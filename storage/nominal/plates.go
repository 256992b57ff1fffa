package nominal

import (
	"bytes"
	"regexp"
	"slices"
)

// plateForms are the plates of a country as they are written with their gaps, by
// ISO 3166-1 alpha-2. They hold without any word before them, in texts from there;
// forms that ordinary words and amounts have are left to the word. A letter or mark
// that ASCII has not is a byte that is no UTF-8, which matches U+FFFD.
var plateForms = func() map[string]*regexp.Regexp {
	m := map[string]*regexp.Regexp{}
	for country, form := range map[string]string{
		"AL": `[A-Z]{2}[ \-][0-9]{3}[ \-][A-Z]{2}`,
		"AR": `[A-Z]{2}[ \-][0-9]{3}[ \-][A-Z]{2}|[A-Z]{3}[ \-][0-9]{3}`,
		"AT": `[A-Z]{1,2}[ \-][0-9]{1,5} ?[A-Z]{1,3}`,
		"BE": `[1-9]-[A-Z]{3}-[0-9]{3}|[A-Z]{3}-[0-9]{3}`,
		"BG": `[ABEKMHOPCTYX]{1,2} ?[0-9]{4} ?[ABEKMHOPCTYX]{2}`,
		"BR": `[A-Z]{3}-?[0-9][A-Z][0-9]{2}|[A-Z]{3}-[0-9]{4}`,
		"CH": `(?:AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH)[ \-][0-9]{3,6}`,
		"CL": `[BCDFGHJKLPRSTVWXYZ]{2}[ \-\x{fffd}.][BCDFGHJKLPRSTVWXYZ]{2}[ \-\x{fffd}.][0-9]{2}`,
		"CN": "\ufffd[A-Z][ \\-]?[A-Z0-9]{5,6}",
		"CO": `[A-Z]{3}[ \-][0-9]{3}`,
		"CZ": `[0-9][A-Z][A-Z0-9] [0-9]{4}`,
		"DE": `[A-Z]{1,3}-[A-Z]{1,2}[ \-]?[0-9]{1,4}[EH]?`,
		"DK": `[A-Z]{2} [0-9]{2} [0-9]{3}`,
		"DZ": `[0-9]{5}[ \-][0-9]{3}[ \-][0-9]{2}`,
		"EE": `[0-9]{3} [A-Z]{3}`,
		"ES": `[0-9]{4}[ \-][BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}-[0-9]{4}-[A-Z]{1,2}`,
		"FI": `[A-Z]{3}-[0-9]{1,3}`,
		"FR": `[A-Z]{2}-[0-9]{3}-[A-Z]{2}|[0-9]{2,4} [A-Z]{2,3} [0-9]{2}`,
		"GB": `[A-Z]{2}[0-9]{2} ?[A-Z]{3}`,
		"GR": `[ABEZHIKMNOPTYX]{3}-[0-9]{4}`,
		"HR": `[A-Z]{2}[ \-][0-9]{3,4}[ \-][A-Z]{1,2}`,
		"HU": `[A-Z]{3}-[0-9]{3}|[A-Z]{2} ?[A-Z]{2}-[0-9]{3}`,
		"IE": `[0-9]{2,3}-[A-Z]{1,2}-[0-9]{1,6}`,
		"IN": `[A-Z]{2}[ \-][0-9]{1,2}[ \-][A-Z]{1,3}[ \-][0-9]{4}`,
		"IT": `[A-Z]{2} ?[0-9]{3} ?[A-Z]{2}`,
		"JP": "\ufffd{2,4} ?[0-9]{2,3} ?\ufffd ?[0-9]{1,2}-[0-9]{2}",
		"KR": "[0-9]{2,3}\ufffd ?[0-9]{4}",
		"LT": `[A-Z]{3} [0-9]{3}`,
		"LU": `[A-Z]{2} [0-9]{4}`,
		"LV": `[A-Z]{2}-[0-9]{4}`,
		"MA": "[0-9]{1,5}[ \\-|]+(?:[A-Z]|\ufffd)[ \\-|]+[0-9]{1,2}",
		"MX": `[A-Z]{3}-[0-9]{2,3}-[0-9A-Z]{1,2}|[A-Z]{2,3}-[0-9]{4}`,
		"NL": `[A-Z]{2}-[0-9]{3}-[A-Z]|[A-Z]-[0-9]{3}-[A-Z]{2}|[0-9]{1,2}-[A-Z]{2,3}-[0-9]{1,2}|[A-Z]{2}-[A-Z]{2}-[0-9]{2}|[A-Z]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[A-Z]{2}|[A-Z]{3}-[0-9]{2}-[A-Z]`,
		"NO": `[A-Z]{2} [0-9]{5}`,
		"PE": `[A-Z][A-Z0-9][A-Z]-[0-9]{3}`,
		"PL": `[A-Z]{2,3} [0-9][A-Z0-9]{3,4}`,
		"PT": `[A-Z]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[A-Z]{2}|[A-Z]{2}-[0-9]{2}-[0-9]{2}`,
		"RO": `[A-Z]{1,2}[ \-][0-9]{2,3}[ \-][A-Z]{3}`,
		"RS": `[A-Z]{2}[ \-][0-9]{3,5}-[A-Z]{2}`,
		"RU": `[ABEKMHOPCTYX] ?[0-9]{3} ?[ABEKMHOPCTYX]{2} ?[0-9]{2,3}`,
		"SE": `[A-Z]{3} [0-9]{2}[0-9A-Z]`,
		"SI": `[A-Z]{2} [A-Z0-9]{2}-[A-Z0-9]{3}`,
		"SK": `[A-Z]{2}[ \-][0-9]{3}[A-Z]{2}`,
		"TN": "[0-9]{1,3} (?:TUN|TUNIS|\ufffd{4}) [0-9]{1,4}",
		"TR": `[0-8][0-9] [A-Z]{1,3} [0-9]{2,5}`,
		"UA": `[ABEKMHOPCTIX]{2} ?[0-9]{4} ?[ABEKMHOPCTIX]{2}`,
		"ZA": `[A-Z]{2,3} [0-9]{2,3} [0-9]{3} GP|[A-Z]{2} [0-9]{2} [A-Z]{2} (?:GP|NW|MP|L|EC|NC|FS)|CA [0-9]{3}[ \-][0-9]{3}|[BCDFGHJKLMNPRSTVWXYZ]{2} ?[0-9]{2} ?[BCDFGHJKLMNPRSTVWXYZ]{2} (?:GP|MP|EC|NW|NC|FS|L)`,
	} {
		m[country] = regexp.MustCompile(form)
	}
	return m
}()

// measures are what stands after an amount and looks like the letters of a plate.
var measures = regexp.MustCompile(`[0-9] ?(?:PCS|PKG|PKGS|KGS|KGM|LBS|BTL|CTN|CTNS|MTS|LTR|PLT|BGS|DRM|PKT|GMS|STK|HRS|MIN|SQM|CBM|CDM|TNS|CRT|TBS|BLS|MM|CM|KG|ML|EUR|USD|GBP|KV|MEV|KEV)$`)

// told are words after which letters with digits are the plate of a vehicle,
// whatever its country, and what may stand between.
var told = regexp.MustCompile(`(?:PLATES?|REGISTRATION|REGISTERED|REG|LICEN[CS]E|IMMATRICULATION|IMMATRICULEE?|PLAQUES?|MATRICULAS?|PLACAS?|` +
	`KENNZEICHEN|TARGA|PATENTE|KENTEKEN|VRM|VRN)(?:[ .:,#\-\x{fffd}\n]+(?:NO|NR|NUMBER|NUMERO|NUMMER|IS|THE|AS|WITH|PLATE|DE|LA|MINERALOGIQUE)?)*`)

var (
	toldPart = regexp.MustCompile(`^[ \-.]{0,1}[A-Z0-9]{1,8}`)
	sides    = regexp.MustCompile(`^[0-9]+X[0-9]+`) // of a plate of steel
)

func plates(p *plain, country string) (all []span) {
	if form := plateForms[country]; form != nil {
		for _, s := range p.each(form, func(m []byte) int { return len(m) }) {
			m := p.b[s.from:s.to]
			words := slices.Contains(p.small[s.from:s.to], true) && bytes.ContainsAny(m, " ") // no plate, though it reads like one
			if !words && !measures.Match(m) {
				all = append(all, s)
			}
		}
	}
	for _, at := range told.FindAllIndex(p.b, -1) {
		s := span{at[1], at[1]}
		for range 4 {
			part := toldPart.FindIndex(p.b[s.to:])
			if part == nil || p.word(s.to+part[1]) {
				break
			}
			from, to := s.to+part[0], s.to+part[1]
			for !isAlnum(p.b[from]) {
				from++
			}
			if count(p.b[from:to], isDigit) == 0 && slices.Contains(p.small[from:to], true) { // a word that follows
				break
			}
			s.to = to
		}
		m := p.b[s.from:s.to]
		letters, digits := count(m, isCapital), count(m, isDigit)
		if digits >= 2 && letters >= 1 && letters+digits >= 5 && letters+digits <= 10 && !p.word(s.from-1) && !measures.Match(m) && !sides.Match(m) {
			all = append(all, s)
		}
	}
	return all
}
