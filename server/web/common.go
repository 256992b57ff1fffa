package web

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// commonFile are passwords that many people chose and thieves published: those of
// @zxcvbn-ts/language-common 3.0.4 (MIT) of five or more printable ASCII
// characters, in lower case, sorted. passwords.LICENCE.md says more.
//
//go:embed passwords.txt.gz
var commonFile []byte

// leastPiece is the least number of characters of a common password that counts
// when it is part of a longer one: shorter ones are in every sentence.
const leastPiece = 5

// common is the list with the length of its longest entry. It is read once, in some 15 ms.
var common = sync.OnceValue(func() (list wordList) {
	z, err := gzip.NewReader(bytes.NewReader(commonFile))
	if err != nil {
		panic(err) // the file is part of the program
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	return listOf(strings.Fields(string(text)))
})

type wordList struct {
	words   map[string]struct{}
	longest int // in bytes
}

func listOf(words []string) wordList {
	l := wordList{words: make(map[string]struct{}, len(words))}
	for _, w := range words {
		l.words[w] = struct{}{}
		l.longest = max(l.longest, len(w))
	}
	return l
}

// cut takes the longest listed piece out of s and leaves a mark that is in no
// list, so that what stood on its two sides is not read as one.
func (l wordList) cut(s string, least int) (rest string, found bool) {
	for n := min(l.longest, len(s)); n >= least; n-- {
		for at := 0; at+n <= len(s); at++ {
			if _, ok := l.words[s[at:at+n]]; ok {
				return s[:at] + "\x00" + s[at+n:], true
			}
		}
	}
	return s, false
}

// leftOver is how many characters of a password remain without at most two listed pieces.
func (l wordList) leftOver(password string, least int) (characters int, found bool) {
	rest, found := l.cut(password, least)
	if found {
		rest, _ = l.cut(rest, least)
	}
	return utf8.RuneCountInString(rest) - strings.Count(rest, "\x00"), found
}

// unfold undoes what people put in the place of letters.
var unfold = strings.NewReplacer("@", "a", "4", "a", "0", "o", "3", "e", "$", "s", "5", "s", "1", "i", "!", "i", "7", "t")
