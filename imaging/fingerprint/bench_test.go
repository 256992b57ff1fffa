package fingerprint

import "testing"

func BenchmarkOf(b *testing.B) {
	for name, m := range map[string]string{"grey": "box05a", "colour": "coffee"} {
		b.Run(name, func(b *testing.B) {
			r := view(b, real(b, m)[0])
			for b.Loop() {
				Of(r)
			}
		})
	}
}

func BenchmarkDistance(b *testing.B) {
	for b.Loop() {
		Distance(0x123456789abcdef0, 0xfedcba9876543210)
	}
}

func BenchmarkCosine(b *testing.B) {
	f := Of(view(b, real(b, "box05a")[0]))
	for b.Loop() {
		f.Views[0].Layout.Cosine(&f.Views[1].Layout)
	}
}
