package fingerprint

import "slices"

// Equal reports whether f and g are the same in everything.
func (f Fingerprint) Equal(g Fingerprint) bool {
	return f.Width == g.Width && f.Height == g.Height && f.Scan == g.Scan && f.PHash == g.PHash && f.DHash == g.DHash &&
		f.Flat == g.Flat && f.Asking == g.Asking && slices.Equal(f.Views, g.Views) && slices.Equal(f.Features, g.Features)
}
