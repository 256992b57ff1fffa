package formattest

// lzw is a table of runs that grows as TIFF has it (TIFF 6.0, section 13): high
// bits first, and codes get wider as soon as the widest one is given away.
type lzw struct {
	out       []byte
	acc, have int
	width     int
	codes     map[string]int
}

const (
	lzwClear = 256
	lzwEnd   = 257
	lzwFirst = 258
)

// LZW codes data as TIFF does.
func LZW(data []byte) []byte {
	l := lzw{width: 9, codes: map[string]int{}}
	l.put(lzwClear)
	run := ""
	for _, v := range data {
		longer := run + string([]byte{v})
		if _, known := l.codes[longer]; known || run == "" {
			run = longer
			continue
		}
		l.put(l.code(run))
		l.learn(longer)
		run = string([]byte{v})
	}
	if run != "" {
		l.put(l.code(run))
		l.learn("") // counts as a run, which the reader expects
	}
	l.put(lzwEnd)
	if l.have > 0 {
		l.out = append(l.out, byte(l.acc<<(8-l.have)))
	}
	return l.out
}

func (l *lzw) put(code int) {
	l.acc, l.have = l.acc<<l.width|code, l.have+l.width
	for ; l.have >= 8; l.have -= 8 {
		l.out = append(l.out, byte(l.acc>>(l.have-8)))
	}
	l.acc &= 1<<l.have - 1
}

func (l *lzw) code(run string) int {
	if len(run) == 1 {
		return int(run[0])
	}
	return l.codes[run]
}

func (l *lzw) learn(run string) {
	next := lzwFirst + len(l.codes)
	l.codes[run] = next
	switch next {
	case 511, 1023, 2047:
		l.width++
	case 4093:
		l.put(lzwClear)
		clear(l.codes)
		l.width = 9
	}
}

// PackBits codes data as Apple did (TIFF 6.0, section 9), with an idle byte in between.
func PackBits(data []byte) []byte {
	out := []byte{128}
	for len(data) > 0 {
		n := 1
		for n < len(data) && n < 128 && data[n] == data[0] {
			n++
		}
		if n > 1 {
			out = append(out, byte(257-n), data[0])
		} else {
			for n < len(data) && n < 128 && (n+1 == len(data) || data[n] != data[n+1]) {
				n++
			}
			out = append(append(out, byte(n-1)), data[:n]...)
		}
		data = data[n:]
	}
	return out
}

// difference replaces each sample of a row by what it adds to the one at its left.
func difference(row []byte, samples, bits int) {
	if bits == 8 {
		for i := len(row) - 1; i >= samples; i-- {
			row[i] -= row[i-samples]
		}
		return
	}
	for i := len(row) - 2; i >= 2*samples; i -= 2 {
		left := i - 2*samples
		v := uint16(row[i])<<8 | uint16(row[i+1])
		v -= uint16(row[left])<<8 | uint16(row[left+1])
		row[i], row[i+1] = byte(v>>8), byte(v)
	}
}
