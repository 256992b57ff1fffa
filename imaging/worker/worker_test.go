package worker

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
)

func TestMain(m *testing.M) {
	if os.Args[0] == childName {
		serve(misbehave)
	}
	os.Exit(m.Run())
}

const order = "misbehave:"

// misbehave is a decoder that was taken over: it does what the file says. Real
// pictures it reads as it should.
func misbehave(picture io.ReaderAt, j job) (*answer, []render.Rendition, error) {
	b := make([]byte, 64)
	n, _ := picture.ReadAt(b, 0)
	what, ok := strings.CutPrefix(string(b[:n]), order)
	if !ok {
		return examine(picture, j)
	}
	outcome := func(err error) (*answer, []render.Rendition, error) {
		code := "done"
		if err != nil {
			code = "denied"
		}
		return &answer{Refusal: &format.Refusal{Code: code}}, nil, nil
	}
	switch what {
	case "allocate":
		var kept [][]byte
		for {
			kept = append(kept, bytes.Repeat([]byte{1}, 32<<20))
		}
	case "spin":
		for {
		}
	case "sleep":
		time.Sleep(time.Hour) // not select {}: the runtime may find that all sleep, and end the program
	case "panic":
		go panic("decoder panics")
		select {}
	case "exit":
		os.Exit(0)
	case "fail":
		return nil, nil, errors.New("no fault of the picture's")
	case "open":
		_, err := os.Open("/etc/passwd")
		return outcome(err)
	case "create":
		_, err := os.Create(filepath.Join(os.TempDir(), "lynceus-worker-was-here"))
		return outcome(err)
	case "write the picture":
		_, err := picture.(*os.File).WriteAt([]byte("x"), 0)
		return outcome(err)
	case "signal":
		// Its own process it might signal, but for the filter.
		if err := unix.Kill(os.Getpid(), 0); err == nil {
			return outcome(nil)
		}
		return outcome(unix.Kill(os.Getppid(), 0))
	case "thread":
		done := make(chan bool)
		for range 20 {
			go func() { time.Sleep(time.Millisecond); done <- true }()
		}
		for range 20 {
			<-done
		}
		return outcome(nil)
	case "environment":
		if len(os.Environ()) == 3 && os.Getuid() != 0 {
			return outcome(nil)
		}
		return outcome(errors.New("too much"))
	case "socket":
		_, err := net.Dial("udp", "127.0.0.1:9")
		return outcome(err)
	case "execute":
		return outcome(unix.Exec("/bin/true", []string{"true"}, nil))
	case "fork":
		return outcome(exec.Command("/bin/true").Start())
	case "lie about size":
		a := honest()
		a.Width = 9
		return a, nil, nil
	case "lie about length":
		os.NewFile(3, "parent").Write([]byte{0xFF, 0, 0, 0})
		select {}
	case "babble":
		os.NewFile(3, "parent").Write(bytes.Repeat([]byte("0"), 1<<16))
		select {}
	case "stop halfway":
		os.NewFile(3, "parent").Write([]byte{0, 0, 1, 0, '{'})
		os.Exit(0)
	case "hidden message":
		return honest(), []render.Rendition{{Name: "thumb", Width: 8, Height: 8, JPEG: append(tinyJPEG(), "tail"...)}}, nil
	case "metadata":
		b := tinyJPEG()
		b = append(b[:2:2], append([]byte{0xFF, 0xE1, 0, 8, 'E', 'x', 'i', 'f', 0, 0}, b[2:]...)...)
		return honest(), []render.Rendition{{Name: "thumb", Width: 8, Height: 8, JPEG: b}}, nil
	case "another size":
		return honest(), []render.Rendition{{Name: "thumb", Width: 4, Height: 4, JPEG: tinyJPEG()}}, nil
	case "path":
		return honest(), []render.Rendition{{Name: "../thumb", Width: 8, Height: 8, JPEG: tinyJPEG()}}, nil
	case "be honest":
		return honest(), []render.Rendition{{Name: "thumb", Width: 8, Height: 8, JPEG: tinyJPEG()}}, nil
	case "be slow":
		time.Sleep(300 * time.Millisecond)
		return honest(), []render.Rendition{{Name: "thumb", Width: 8, Height: 8, JPEG: tinyJPEG()}}, nil
	}
	panic("unknown order " + what)
}

func honest() *answer {
	return &answer{Width: 8, Height: 8, PixelSum: make([]byte, 32), Fingerprint: fingerprint.Fingerprint{}.Marshal()}
}

func tinyJPEG() []byte {
	var b bytes.Buffer
	jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil)
	return b.Bytes()
}

var tiny = format.Header{Kind: format.PNG, Width: 8, Height: 8, Bits: 8, Channels: 1, Orientation: 1}

func newPool(t *testing.T, c Config) *Pool {
	t.Helper()
	p, err := NewPool(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Close()
		p.living.Wait() // the next test counts processes
	})
	return p
}

func file(t *testing.T, content []byte) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "picture")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
