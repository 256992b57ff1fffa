package web

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKeysOfAnyLengthTakeLittle: a key is what a stranger typed for an e-mail.
func TestKeysOfAnyLengthTakeLittle(t *testing.T) {
	l := newLimiters(time.Minute, 1)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	long := strings.Repeat("x", 60_000)
	for i := range 500 {
		if l.take(long+strconv.Itoa(i)) > 0 || l.take(long+strconv.Itoa(i)) == 0 {
			t.Fatal("a key is one however long, and another than the next")
		}
	}
	if rise := int64(heap()) - int64(before); rise > 1<<20 {
		t.Errorf("500 keys take %d kB", rise>>10)
	}
	runtime.KeepAlive(l)
}
