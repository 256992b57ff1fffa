package worker

import (
	"bytes"
	"errors"
	"image"
	"image/color/palette"
	"image/gif"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/format"
	"lynceus/imaging/synth"
)

func encoded(t *testing.T, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRealPictures(t *testing.T) {
	p := newPool(t, Config{})
	scene := synth.Draw(synth.Spec{Kind: synth.Baggage, Hide: "BAG.OPEN", Width: 900})
	grey := scene.XRay16(synth.DarkAbsorbs, .6)
	png := encoded(t, func(b *bytes.Buffer) error { return synth.PNG(b, grey) })
	jpeg := encoded(t, func(b *bytes.Buffer) error { return synth.JPEG(b, scene.FalseColour(synth.Material), 90) })

	t.Run("a grey of 16 bits", func(t *testing.T) {
		r, err := p.Process(t.Context(), file(t, png), int64(len(png)), Ask{Renditions: true})
		if err != nil {
			t.Fatal(err)
		}
		if r.Width != scene.Width || r.Height != scene.Height || r.Header.Kind != format.PNG || r.Header.Bits != 16 {
			t.Errorf("%dx%d %+v", r.Width, r.Height, r.Header)
		}
		if r.Window == nil || r.Window.Low >= r.Window.High {
			t.Errorf("window %v", r.Window)
		}
		if len(r.Renditions) != 3 || r.PixelSum == [32]byte{} || r.Fingerprint.Scan == 0 {
			t.Errorf("%d renditions, sum %x, hash %x", len(r.Renditions), r.PixelSum, r.Fingerprint.Scan)
		}
		if r.Cost.CPU <= 0 || r.Cost.Peak < 1<<20 {
			t.Errorf("cost %+v", r.Cost)
		}
	})
	t.Run("asked with, it is read alike and only its thumb is kept", func(t *testing.T) {
		kept, err := p.Process(t.Context(), file(t, jpeg), int64(len(jpeg)), Ask{Renditions: true})
		if err != nil {
			t.Fatal(err)
		}
		asked, err := p.Process(t.Context(), file(t, jpeg), int64(len(jpeg)), Ask{})
		if err != nil {
			t.Fatal(err)
		}
		if len(asked.Renditions) != 1 || asked.Renditions[0].Name != "thumb" {
			t.Errorf("renditions %v", asked.Renditions)
		}
		if asked.PixelSum != kept.PixelSum || !bytes.Equal(asked.Fingerprint.Marshal(), kept.Fingerprint.Marshal()) {
			t.Error("the asked picture has another fingerprint than the kept one")
		}
	})
	t.Run("no picture", func(t *testing.T) {
		html := []byte("<!doctype html><script>alert(1)</script>")
		_, err := p.Process(t.Context(), file(t, html), int64(len(html)), Ask{Renditions: true})
		var refused *format.Refusal
		if !errors.As(err, &refused) || !refused.Media {
			t.Errorf("%v", err)
		}
	})
	t.Run("broken off at each eighth, it is read or refused in words", func(t *testing.T) {
		for _, whole := range [][]byte{png, jpeg} {
			for i := range 8 {
				cut := whole[:len(whole)*i/8]
				_, err := p.Process(t.Context(), file(t, cut), int64(len(cut)), Ask{Renditions: true})
				var refused *format.Refusal
				if err != nil && (!errors.As(err, &refused) || refused.Message == "" || strings.HasPrefix(refused.Code, "worker_")) {
					t.Errorf("at %d of %d: %v", len(cut), len(whole), err)
				}
			}
		}
	})
}

// TestLargestAtOnce reads ten pictures of the largest size that is decoded whole,
// and watches what all children together hold.
func TestLargestAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	big := image.NewPaletted(image.Rect(0, 0, 8000, 6250), palette.WebSafe)
	for i := range big.Pix {
		big.Pix[i] = uint8(i / 80000 % 200)
	}
	b := encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, big, nil) })
	big = nil
	const budget = 700 << 20
	p := newPool(t, Config{Budget: budget})
	f := file(t, b)
	var readers, watch sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			if _, err := p.Process(t.Context(), f, int64(len(b)), Ask{Renditions: true}); err != nil {
				t.Error(err)
			}
		})
	}
	done := make(chan bool)
	var most int64
	watch.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				most = max(most, held())
				time.Sleep(5 * time.Millisecond)
			}
		}
	})
	readers.Wait()
	close(done)
	watch.Wait()
	t.Logf("%d MB at most", most>>20)
	if most > budget || most < 50<<20 {
		t.Errorf("children held %d MB, budget %d MB", most>>20, budget>>20)
	}
}

// held is the resident memory of all children in bytes.
func held() (sum int64) {
	tasks, _ := filepath.Glob("/proc/self/task/*/children")
	for _, name := range tasks {
		b, _ := os.ReadFile(name)
		for pid := range strings.FieldsSeq(string(b)) {
			statm, _ := os.ReadFile("/proc/" + pid + "/statm")
			if fields := strings.Fields(string(statm)); len(fields) > 1 {
				pages, _ := strconv.ParseInt(fields[1], 10, 64)
				sum += pages * int64(os.Getpagesize())
			}
		}
	}
	return sum
}
