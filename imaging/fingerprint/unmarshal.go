package fingerprint

import (
	"encoding/binary"

	"lynceus/imaging/feature"
)

// reader takes a stored fingerprint apart. Once something is bad all that follows is zero.
type reader struct {
	b   []byte
	bad bool
}

// fingerprint reads what follows the version in this one.
func (r *reader) fingerprint() (f Fingerprint) {
	f.Flat = r.bit()
	views, asking := int(r.next(1)[0]), int(r.next(1)[0])
	features := int(r.uint16())
	f.Width, f.Height = int(r.uint16()), int(r.uint16())
	f.Scan, f.PHash, f.DHash = r.uint64(), r.uint64(), r.uint64()
	r.must(views <= MaxViews && asking <= views && (asking > 0) == (views > 0))
	r.must(features <= feature.Most && (features == 0 || views > 0 && f.Width > 0 && f.Height > 0))
	r.must(!f.Flat || views == 0)
	r.must(len(r.b) == views*marshalView+features*marshalFeature)
	if r.bad {
		return Fingerprint{}
	}
	f.Asking = asking
	for range views {
		f.Views = append(f.Views, r.view())
	}
	for range features {
		f.Features = append(f.Features, r.feature())
	}
	return f
}

// first reads what follows version 1, which knew two layouts, of the whole and of
// its content, and not where that was: flat, how many layouts, hashes, layouts.
func (r *reader) first() (f Fingerprint) {
	f.Flat = r.bit()
	layouts := int(r.next(1)[0])
	f.Scan, f.PHash, f.DHash = r.uint64(), r.uint64(), r.uint64()
	r.must(layouts <= 2 && len(r.b) == layouts*len(Layout{}))
	if r.bad {
		return Fingerprint{}
	}
	for range layouts {
		f.Views = append(f.Views, View{Box: Box{0, 0, boxScale, boxScale}, Layout: r.layout()})
	}
	if f.Flat {
		f.Views = nil
	}
	f.Asking = len(f.Views)
	return f
}

func (r *reader) view() (v View) {
	v.Box = Box{r.uint16(), r.uint16(), r.uint16(), r.uint16()}
	r.must(v.Box.X0 < v.Box.X1 && v.Box.Y0 < v.Box.Y1)
	v.Layout = r.layout()
	for i, b := range r.next(len(v.Kind)) {
		v.Kind[i] = int8(b)
		r.must(v.Kind[i] >= -127)
	}
	return v
}

func (r *reader) layout() (l Layout) {
	for i, b := range r.next(len(l)) {
		l[i] = int8(b)
		r.must(l[i] >= 0)
	}
	return l
}

func (r *reader) feature() (s feature.Feature) {
	s.X, s.Y = r.uint16(), r.uint16()
	s.Size, s.Turn, s.Bright = r.next(1)[0], r.next(1)[0], r.bit()
	for i := range s.Bits {
		s.Bits[i] = r.uint64()
	}
	return s
}

func (r *reader) must(ok bool) { r.bad = r.bad || !ok }

// next is the next n bytes; zeros where there are not as many.
func (r *reader) next(n int) []byte {
	if r.bad || len(r.b) < n {
		r.bad = true
		return make([]byte, n)
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) bit() bool {
	b := r.next(1)[0]
	r.must(b <= 1)
	return b == 1
}

func (r *reader) uint16() uint16 { return binary.BigEndian.Uint16(r.next(2)) }
func (r *reader) uint64() uint64 { return binary.BigEndian.Uint64(r.next(8)) }
