package main

import "embed"

// The pictures that are not synthetic, with their licences.
//
//go:embed demo
var demoFiles embed.FS

// demoReal is a case made of real pictures.
type demoReal struct {
	by        int // service
	form      demoMethod
	mode      string // transport mode, where the means does not say
	country   string // where not one of the service's places
	technique string
	role      string
	files     []string
	draft     bool
}

const boxes = "Boxes of chocolates. One holds a small body that the others have not: see where the pattern of the moulds is broken. Pictures: hakan-cetin, CC BY 4.0."

func boxCase(by int, title string, amount float64, files ...string) demoReal {
	return demoReal{by: by, technique: "XT1", role: "POS", files: files, form: demoMethod{
		hide: "PCL.FOOD", title: title, means: "PST", construction: "MIX", shielding: "CLUT", trigger: "XRAY", cover: "1806",
		goods: "DRG.NPS", amount: amount, unit: "kg", origin: "TR", narrative: boxes}}
}

var demoReals = []demoReal{
	boxCase(gulf, "Foreign bodies in boxes of chocolates", .2, "box01a", "box02a", "box03a", "box04a"),
	boxCase(northSea, "Chocolate boxes with something between the layers", .15, "box01b", "box02b", "box03b"),
	boxCase(straits, "Ball in a box of chocolates", .1, "box05a", "box06a", "box07a"),
	boxCase(lakes, "Confectionery by post, three boxes of one sender", .3, "box05b", "box06b", "box04b"),
	boxCase(andes, "Wire and ball in confectionery", .2, "box08a", "box09a", "box10a", "box11a"),
	boxCase(goldCoast, "Sweets sent on from another country", .25, "box08b", "box09b", "box07b"),
	boxCase(gulf, "Chocolates, second consignment", .2, "box12a", "box13a", "box14a", "box10b"),
	boxCase(straits, "Chocolates, opened at transit", .2, "box12b", "box13b", "box14b", "box11b"),

	{by: andes, technique: "PHO", role: "OPN", files: []string{"gravel"}, form: demoMethod{hide: "TNK.BULK", title: "Buried in a load of gravel", means: "TRK", construction: "MIX",
		shielding: "DENS", trigger: "WEIG", cover: "2517", goods: "DRG.CAN", amount: 310, unit: "kg", origin: "PY", narrative: "Tipped out after the weighing bridge showed 300 kg too little for the volume."}},
	{by: goldCoast, mode: "7", technique: "PHO", role: "OPN", files: []string{"brick"}, form: demoMethod{hide: "PRE.ROOM", title: "Room behind a brick wall of a warehouse", construction: "PUR",
		shielding: "NONE", trigger: "INTL", goods: "TOB", amount: 120000, unit: "packets", origin: "AE", narrative: "Mortar lighter than that of the walls beside it. The plan of the building shows a door here."}},
	{by: lakes, mode: "7", technique: "PHO", role: "OPN", files: []string{"grass"}, form: demoMethod{hide: "PRE.UNDG", title: "Buried beside a landing strip", construction: "PUR",
		shielding: "NONE", trigger: "DOGX", goods: "CIT", amount: 46, unit: "pieces", origin: "TZ", narrative: "Grass of another age over a pit of two square metres. Tusks in sacks."}},
	{by: straits, technique: "PHO", role: "OPN", files: []string{"clock_motion"}, form: demoMethod{hide: "PCL.SPLT", title: "Watches split over eleven parcels", means: "PST", construction: "NON",
		shielding: "NONE", trigger: "MANI", cover: "9102", goods: "IPR", amount: 340, unit: "pieces", origin: "CN", narrative: "Gifts, each of a value just below the threshold, all to one post box."}},
	{by: andes, technique: "PHG", role: "OPN", files: []string{"coffee"}, form: demoMethod{hide: "CGO.POWD", also: "CGO.FOOD", title: "Powder mixed into ground coffee", means: "C20", construction: "MIX",
		shielding: "ODOR", trigger: "TRCE", cover: "0901", goods: "DRG.COC", amount: 73, unit: "kg", origin: "CO", narrative: "The trace reader answered on the seams of the bags. A cup of it foams."}},
	{by: northSea, technique: "PHO", role: "OPN", files: []string{"chelsea"}, form: demoMethod{hide: "CGO.LIVE", also: "BDY.ANIM", title: "In the litter of an animal carrier", means: "CGA", construction: "PUR",
		shielding: "ODOR", trigger: "BEHV", cover: "0106", goods: "DRG.NPS", amount: 1.1, unit: "kg", origin: "ZA", narrative: "Carrier with a floor of 4 cm. The cat is well and has a home."}},
	{by: gulf, technique: "PHO", role: "OPN", files: []string{"rocket"}, form: demoMethod{hide: "CGO.MISD", also: "PRO.DECL", title: "Parts for a launcher declared as pipes", means: "CGA", construction: "NON",
		shielding: "NONE", trigger: "MANI", cover: "7306", goods: "STR", amount: 6, unit: "pieces", origin: "US", narrative: "Wall thickness and alloy of the pipes are those of a controlled list. Picture from the maker's brochure."}},
	{by: northSea, technique: "PHO", role: "OPN", files: []string{"camera"}, form: demoMethod{hide: "BAG.ELEC", title: "Packets in a tripod and a camera case", means: "PAX", construction: "NAT",
		shielding: "CLUT", trigger: "BEHV", goods: "DRG.COC", amount: 1.9, unit: "kg", origin: "DO", narrative: "Old camera, new tripod. The legs were capped with resin."}},
	{by: straits, draft: true, technique: "PHO", role: "OPN", files: []string{"astronaut"}, form: demoMethod{hide: "BDY.CLTH", title: "Memory cards sewn into a suit", means: "PAX", construction: "WRN",
		shielding: "NONE", trigger: "INTL", goods: "STR", amount: 12, unit: "pieces", origin: "US", narrative: "Not to be released before the face is masked."}},
}
