package synth

import (
	"io"
	"testing"
)

func BenchmarkDraw(b *testing.B) {
	for _, k := range Kinds {
		b.Run(string(k), func(b *testing.B) {
			for i := range b.N {
				Draw(Spec{Kind: k, Seed: uint64(i), Width: 1200})
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	s := Draw(Spec{Kind: Baggage, Width: 1200})
	b.Run("grey 16", func(b *testing.B) {
		for b.Loop() {
			s.XRay16(DarkAbsorbs, .5)
		}
	})
	b.Run("false colour", func(b *testing.B) {
		for b.Loop() {
			s.FalseColour(Material)
		}
	})
	b.Run("PNG of 16 bits", func(b *testing.B) {
		img := s.XRay16(DarkAbsorbs, .5)
		for b.Loop() {
			PNG(io.Discard, img)
		}
	})
}

func BenchmarkPhoto(b *testing.B) {
	for i := range b.N {
		Photo(PhotoSpec{Shot: Exposed, Hide: Hides(Kinds[i%len(Kinds)])[0], Seed: uint64(i), Width: 960, Height: 720})
	}
}
