package worker

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"unicode"
	"unicode/utf8"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
)

// job is what a child is told, in one message that carries the picture's descriptor.
type job struct {
	Size int64
	Ask
	Expected int64 // bytes of memory that it should do with
	Memory   int64 // bytes of memory that it cannot exceed
	Seconds  int
}

// answer is the head of what a child sends back: its length in four bytes, big
// end first, then this as JSON, then the renditions one after the other.
type answer struct {
	Refusal       *format.Refusal `json:",omitempty"`
	Failure       string          `json:",omitempty"` // for the log; the picture is not to blame
	Width, Height int
	Window        *render.Window `json:",omitempty"`
	Notes         []string       `json:",omitempty"`
	PixelSum      []byte
	Fingerprint   []byte
	Renditions    []piece `json:",omitempty"`
	Peak          int64
	Open          string `json:",omitempty"` // why no filter of system calls holds
}

// piece announces a rendition that follows.
type piece struct {
	Name                string
	Width, Height, Size int
}

// maxJob is the longest message to a child: a region is most of it.
const maxJob = 32 << 10

// Bounds on an answer. The longest fingerprint is 28 kB, and 37 kB in JSON. A
// picture of 2048 pixels at quality 90 takes a megabyte
// where it is all noise.
const (
	maxAnswer     = 24<<10 + (fingerprint.MaxMarshalled+2)/3*4
	maxRenditions = 8
	maxRendition  = 8 << 20
	maxSide       = 4096
)

// send writes an answer and its renditions.
func (a *answer) send(w io.Writer, renditions []render.Rendition) error {
	for _, r := range renditions {
		a.Renditions = append(a.Renditions, piece{r.Name, r.Width, r.Height, len(r.JPEG)})
	}
	head, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if _, err := w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head...)); err != nil {
		return err
	}
	for _, r := range renditions {
		if _, err := w.Write(r.JPEG); err != nil {
			return err
		}
	}
	return nil
}

// errLie is what a parent answers itself when a child says what cannot be.
var errLie = errors.New("the worker's answer makes no sense")

func lie(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errLie}, args...)...)
}

// receive reads an answer about the picture that h describes and checks all of it:
// a decoder that was taken over says what it likes. The result is a *Result or a
// *format.Refusal; io errors are those of a child that died.
func receive(r io.Reader, h format.Header, renditions bool) (*Result, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(length[:])
	if int(n) > maxAnswer {
		return nil, lie("%d bytes long", n)
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	var a answer
	d := json.NewDecoder(bytes.NewReader(head))
	d.UseNumber()
	if err := d.Decode(&a); err != nil {
		return nil, lie("%v", err)
	}
	if a.Open != "" {
		unfiltered(oneLine(a.Open))
	}
	switch {
	case a.Refusal != nil:
		return nil, refusal(a.Refusal, h)
	case a.Failure != "":
		return nil, fmt.Errorf("worker: %s", oneLine(a.Failure))
	}
	result, err := a.facts(h)
	if err != nil {
		return nil, err
	}
	if len(a.Renditions) == 0 || !renditions && len(a.Renditions) > 1 || len(a.Renditions) > maxRenditions {
		return nil, lie("%d renditions", len(a.Renditions))
	}
	for _, p := range a.Renditions {
		rendition, err := p.receive(r, result)
		if err != nil {
			return nil, err
		}
		result.Renditions = append(result.Renditions, rendition)
	}
	return result, nil
}

var word = regexp.MustCompile(`^[a-z0-9_.-]{1,64}$`)

// facts checks everything but the pixels.
func (a *answer) facts(h format.Header) (*Result, error) {
	w, ht := h.Width, h.Height
	if h.Orientation >= 5 {
		w, ht = ht, w
	}
	if a.Width != w || a.Height != ht {
		return nil, lie("%dx%d for %dx%d", a.Width, a.Height, w, ht)
	}
	result := &Result{Header: h, Width: w, Height: ht, Window: a.Window, Notes: a.Notes, Cost: Cost{Peak: a.Peak}}
	if a.Window != nil && a.Window.Low > a.Window.High {
		return nil, lie("window %v", *a.Window)
	}
	if len(a.Notes) > 16 {
		return nil, lie("%d notes", len(a.Notes))
	}
	for _, n := range a.Notes {
		if !word.MatchString(n) {
			return nil, lie("note %q", n)
		}
	}
	if copy(result.PixelSum[:], a.PixelSum) != len(result.PixelSum) || len(a.PixelSum) != len(result.PixelSum) {
		return nil, lie("pixel sum of %d bytes", len(a.PixelSum))
	}
	f, err := fingerprint.Unmarshal(a.Fingerprint)
	if err != nil {
		return nil, lie("%v", err)
	}
	result.Fingerprint = f
	return result, nil
}

// receive reads one rendition: nothing but a baseline JPEG of the size it was
// announced with passes.
func (p piece) receive(r io.Reader, of *Result) (render.Rendition, error) {
	var none render.Rendition
	if !word.MatchString(p.Name) || p.Width < 1 || p.Height < 1 ||
		p.Width > min(of.Width, maxSide) || p.Height > min(of.Height, maxSide) || p.Size < 0 || p.Size > maxRendition {
		return none, lie("rendition %q of %dx%d in %d bytes", p.Name, p.Width, p.Height, p.Size)
	}
	b := make([]byte, p.Size)
	if _, err := io.ReadFull(r, b); err != nil {
		return none, err
	}
	w, ht, err := baseline(b)
	if err != nil {
		return none, lie("rendition %s: %v", p.Name, err)
	}
	if w != p.Width || ht != p.Height {
		return none, lie("rendition %s is %dx%d", p.Name, w, ht)
	}
	return render.Rendition{Name: p.Name, Width: p.Width, Height: p.Height, JPEG: b}, nil
}

// refusal passes on a child's refusal, bounded, for an officer will read it.
func refusal(r *format.Refusal, h format.Header) error {
	if !word.MatchString(r.Code) || len(r.Args) > 8 || len(r.Message) > 500 || r.Message != oneLine(r.Message) {
		return lie("refusal %q", r.Code)
	}
	r.Kind = h.Kind
	for i, arg := range r.Args {
		switch v := arg.(type) {
		case string:
			if len(v) > 100 || v != oneLine(v) {
				return lie("refusal %q of %q", r.Code, v)
			}
		case json.Number:
			if n, err := v.Int64(); err == nil {
				r.Args[i] = int(n)
			} else if f, err := v.Float64(); err == nil {
				r.Args[i] = f
			} else {
				return lie("refusal %q of %q", r.Code, v)
			}
		default:
			return lie("refusal %q of a %T", r.Code, v)
		}
	}
	return r
}

// oneLine is s as far as a log line or a sentence may show it.
func oneLine(s string) string {
	return string(bytes.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, []byte(s[:min(len(s), 500)])))
}
