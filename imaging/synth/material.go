package synth

// material is a linear attenuation in 1/cm at the two energies of a baggage
// scanner, rounded: what matters is the order and the ratio, which is what false
// colours show (1.2 organic, 1.5 light metal and glass, above 2 steel).
type material struct{ lo, hi float32 }

var (
	air       = material{}
	foam      = material{.012, .010}
	cloth     = material{.042, .035}
	cardboard = material{.075, .062}
	paper     = material{.16, .133}
	wood      = material{.125, .104}
	leather   = material{.15, .124}
	plastic   = material{.19, .158}
	water     = material{.205, .172}
	fruit     = material{.15, .125}
	fuel      = material{.155, .131}
	powder    = material{.225, .187} // pressed drugs and what is packed like them
	rubber    = material{.24, .19}
	salt      = material{.44, .31}
	stone     = material{.50, .345}
	glass     = material{.56, .385}
	aluminium = material{.72, .48}
	steel     = material{3.6, 1.62}
	copper    = material{4.6, 2.05}
	lead      = material{26, 13}
)
