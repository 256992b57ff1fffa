package nominal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// gap is what may stand between the groups of a number.
const gap = `[ \n\-./]{0,2}`

var containerForm = regexp.MustCompile(`[A-Z]{3}` + gap + `[UJZ]` + gap + `[0-9](?:` + gap + `[0-9]){6}`)

// containers have an owner's code, a category, a serial number and a check digit.
func containers(p *plain, _ string) []span {
	return p.each(containerForm, func(m []byte) int {
		code, _ := only(m, isAlnum)
		if len(code) != 11 || iso6346(code[:10]) != int(code[10]-'0') {
			return 0
		}
		return len(m)
	})
}

// iso6346 is the check digit of ISO 6346, annex A: letters count from 10, without
// the multiples of 11, each place twice the one before; modulo 11, of which 10 is 0.
func iso6346(code []byte) int {
	sum := 0
	for i, c := range code {
		v := int(c - '0')
		if isCapital(c) {
			v = int(c-'A') + 10
			v += (v - 1) / 10 // past 11, 22 and 33
		}
		sum += v << i
	}
	return sum % 11 % 10
}

// ibanLengths are those of the registry, by country.
var ibanLengths = func() map[string]int {
	m := map[string]int{}
	for _, f := range strings.Fields(`AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
		FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25
		MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28
		TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`) {
		m[f[:2]], _ = strconv.Atoi(f[2:])
	}
	return m
}()

var ibanForm = regexp.MustCompile(`[A-Z]{2}[0-9]{2}(?:[ \n\-.]?[A-Z0-9]){11,30}`)

func ibans(p *plain, _ string) []span {
	return p.each(ibanForm, func(m []byte) int {
		code, at := only(m, isAlnum)
		n := ibanLengths[string(code[:2])]
		if n == 0 || len(code) < n || mod97(code[:n]) != 1 {
			return 0
		}
		return at[n-1] + 1
	})
}

// mod97 is ISO 7064 over the code with its first four characters behind.
func mod97(code []byte) int {
	r := 0
	for _, c := range slices.Concat(code[4:], code[:4]) {
		if isDigit(c) {
			r = (10*r + int(c-'0')) % 97
		} else {
			r = (100*r + int(c-'A') + 10) % 97
		}
	}
	return r
}

var cardForm = regexp.MustCompile(`[0-9](?:[ \n\-.]?[0-9]){11,18}`)

// cardRanges are the first four digits and the lengths that issuers use.
var cardRanges = []struct{ low, high, shortest, longest int }{
	{2200, 2204, 16, 19}, {2221, 2720, 16, 16}, {3000, 3059, 14, 19}, {3400, 3499, 15, 15}, {3528, 3589, 16, 19}, {3600, 3699, 14, 19},
	{3700, 3799, 15, 15}, {3800, 3999, 14, 19}, {4000, 4999, 13, 19}, {5018, 5018, 12, 19}, {5020, 5020, 12, 19}, {5038, 5038, 12, 19},
	{5080, 5089, 16, 16}, {5100, 5599, 16, 16}, {5893, 5893, 12, 19}, {6011, 6011, 16, 19}, {6200, 6299, 16, 19}, {6304, 6304, 12, 19},
	{6440, 6599, 16, 19}, {6759, 6763, 12, 19}, {8100, 8299, 16, 16}, {9792, 9792, 16, 16},
}

func cards(p *plain, _ string) []span {
	return p.each(cardForm, func(m []byte) int {
		code, _ := only(m, isDigit)
		head, _ := strconv.Atoi(string(code[:4]))
		for _, r := range cardRanges {
			if r.low <= head && head <= r.high && r.shortest <= len(code) && len(code) <= r.longest && luhn(code) {
				return len(m)
			}
		}
		return 0
	})
}

// luhn is the check of ISO/IEC 7812-1, annex B.
func luhn(code []byte) bool {
	sum := 0
	for i := range code {
		d := int(code[len(code)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// In one piece, or in those of the maker, the model and the one vehicle.
var vinForm = regexp.MustCompile(`[A-HJ-NPR-Z0-9]{3}[ \-]?[A-HJ-NPR-Z0-9]{6}[ \-]?[A-HJ-NPR-Z0-9]{8}`)

// vins have seventeen places, of which the last four are digits. North American and
// Chinese ones have a check digit in the ninth; of the others a maker's code of
// letters for the most must do.
func vins(p *plain, _ string) []span {
	return p.each(vinForm, func(m []byte) int {
		code, _ := only(m, isAlnum)
		letters := count(code[:13], isCapital)
		switch {
		case count(code[13:], isDigit) != 4, letters < 3, count(code, isDigit) < 5, code[0] == '0':
			return 0
		case vinCheck(code) == code[8], count(code[:3], isCapital) >= 2:
			return len(m)
		}
		return 0
	})
}

// vinCheck is the check digit of 49 CFR 565.15.
func vinCheck(code []byte) byte {
	const values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ"
	weights := [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	sum := 0
	for i, c := range code {
		sum += strings.IndexByte(values, c) % 10 * weights[i]
	}
	return "0123456789X"[sum%11]
}

var (
	mrzName = regexp.MustCompile(`[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{15,39}`)
	mrzData = regexp.MustCompile(`[A-Z0-9<]{9}[0-9<][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}[A-Z0-9<]*|[0-9]{7}[MFX<][0-9]{7}[A-Z<]{3}[A-Z0-9<]{11}[0-9]`)
)

// mrzs are first lines with their fillers, and lines with dates of birth and
// expiry that have their check digits.
func mrzs(p *plain, _ string) []span {
	all := p.each(mrzName, func(m []byte) int {
		if count(m, func(c byte) bool { return c == '<' }) < 3 || !strings.Contains(string(m), "<<") && m[1] != '<' {
			return 0
		}
		return len(m)
	})
	return append(all, p.each(mrzData, func(m []byte) int {
		birth := 13
		if isDigit(m[0]) && (m[7] == 'M' || m[7] == 'F' || m[7] == 'X' || m[7] == '<') && count(m[:7], isDigit) == 7 {
			birth = 0
		}
		if mrzCheck(m[birth:birth+6]) != m[birth+6] || mrzCheck(m[birth+8:birth+14]) != m[birth+14] {
			return 0
		}
		return len(m)
	})...)
}

// mrzCheck is the check digit of ICAO 9303-3, 4.9.
func mrzCheck(field []byte) byte {
	sum := 0
	for i, c := range field {
		v := 0
		switch {
		case isDigit(c):
			v = int(c - '0')
		case isCapital(c):
			v = int(c-'A') + 10
		}
		sum += v * []int{7, 3, 1}[i%3]
	}
	return '0' + byte(sum%10)
}
