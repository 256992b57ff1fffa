package main

import "lynceus/storage/catalogue"

// The demonstration's world. The services are invented, and so are all cases; the
// places are real ones, so that routes and country facets read as they would.

// demoService is an organisation that sends cases.
type demoService struct {
	name, domain, region string
	kind                 catalogue.OrgKind
	places               []string // UN/LOCODE
	transit              []string // countries that its routes come through
}

var demoServices = []demoService{
	{"North Sea Customs Service", "northsea", "EUR", catalogue.OrgAdministration, []string{"NLRTM", "BEANR", "DEHAM"}, []string{"PA", "ES"}},
	{"Andes Customs Authority", "andes", "AMS", catalogue.OrgAdministration, []string{"ECGYE", "PECLL", "CLVAP"}, []string{"CO"}},
	{"Gulf Customs Administration", "gulf", "MENA", catalogue.OrgAdministration, []string{"AEJEA", "OMSOH", "JOAQJ"}, []string{"TR", "LB"}},
	{"Lakes Revenue Authority", "lakes", "ESA", catalogue.OrgAdministration, []string{"KEMBA", "TZDAR", "UGKLA"}, []string{"ET", "AE"}},
	{"Gold Coast Customs Directorate", "goldcoast", "WCA", catalogue.OrgAdministration, []string{"GHTEM", "SNDKR", "BJCOO"}, []string{"BR", "ML"}},
	{"Straits Customs Department", "straits", "AP", catalogue.OrgAdministration, []string{"SGSIN", "MYPKG", "IDTPP"}, []string{"TH", "VN"}},
}

var (
	demoRILO  = demoService{name: "Liaison Office of the Regions", domain: "liaison", region: "EUR", kind: catalogue.OrgRILO}
	demoGuest = demoService{name: "Postal Security Agency", domain: "postal", kind: catalogue.OrgGuest}
)

// Indexes of demoServices, to read the table below.
const (
	northSea = iota
	andes
	gulf
	lakes
	goldCoast
	straits
)

// demoMethod is a concealment that several services met.
type demoMethod struct {
	hide         string // concealment code; imaging/synth draws it
	also         string // a second code, or empty
	title        string
	means        string
	construction string
	shielding    string
	trigger      string
	cover        string // HS heading
	goods        string // commodity code
	amount       float64
	unit         string
	origin       string
	by           []int // services, in the order in which they met it
	narrative    string
}

var demoMethods = []demoMethod{
	{"REF.EVAP", "", "Packets above the evaporator fans", "CRF", "NAT", "DENS", "XRAY", "0803", "DRG.COC", 84, "kg", "EC", []int{northSea, andes, goldCoast, gulf},
		"Refrigerated load of bananas, temperature log without a gap. The image shows organic blocks over the fan deck that no sister unit has. The fan panel had fresh screws of another make."},
	{"REF.INSU", "", "Blocks in the roof insulation of a reefer", "CRF", "PUR", "NONE", "RISK", "0806", "DRG.COC", 212, "kg", "PE", []int{andes, northSea},
		"The roof was 12 mm thicker than drawn. Foam had been cut out along a third of the length and glued back in panels. Found by comparing the roof line with that of a clean scan of the same type."},
	{"REF.TBAR", "", "Flat packets under the T-bar floor", "CRF", "NAT", "DENS", "SIMC", "0304", "DRG.COC", 61, "kg", "EC", []int{northSea, goldCoast},
		"Frozen fish. Packets one bar high lay in the channels of the floor, in front of the machinery. The air flow at the doors was weak."},
	{"REF.COMP", "", "Packets around the compressor", "CRF", "NAT", "NONE", "INTL", "0803", "DRG.COC", 38, "kg", "CO", []int{goldCoast, northSea},
		"Access from outside, without breaking the seal. Grease on the cover was wiped."},
	{"CON.BAGS", "PRO.RIPO", "Sports bags just inside the doors", "C40", "NON", "NONE", "SEAL", "4407", "DRG.COC", 145, "kg", "BR", []int{goldCoast, northSea, andes},
		"Rip-on: a second seal with the same number lay in one of the bags. The genuine load stood half a metre further in than the packing list allows."},
	{"CON.FWAL", "", "False front wall", "C40", "PUR", "NONE", "WEIG", "6908", "TOB", 38000, "packets", "AE", []int{gulf, lakes},
		"Inside length 42 cm short of the outside. The wall was corrugated like the real one and painted with it; welds on its inner side only."},
	{"CON.FLOR", "", "Slabs below the floor boards", "C40", "PUR", "DENS", "XRAY", "2523", "DRG.OPI", 96, "kg", "PK", []int{gulf, lakes},
		"Boards lifted and laid again over slabs between the cross members. Screw heads filled with putty."},
	{"CGO.WALL", "", "Behind three rows of genuine cartons", "C40", "NON", "NONE", "ATRX", "6402", "IPR", 5200, "pairs", "CN", []int{straits, northSea},
		"Declared as shoes without a brand. Three rows at the doors were that; behind them the density changes at a straight edge."},
	{"CGO.STON", "", "Cored blocks of stone", "C20", "HOL", "DENS", "RISK", "2515", "DRG.COC", 178, "kg", "BR", []int{andes},
		"Two of ten slabs were cored, filled and closed with stone dust in resin. They passed the dog. The cores show as lighter columns at the higher energy."},
	{"CGO.MACH", "", "Inside the housings of machines", "C40", "NAT", "DENS", "INTL", "8479", "DRG.PSY", 310, "kg", "LB", []int{gulf, straits},
		"Used machines for a company without a workshop. The drum of one had been cut and welded; tablets in bags of a kilogram each."},
	{"CGO.PAPR", "", "In the hollow of paper reels", "C40", "HOL", "DENS", "XRAY", "4805", "DRG.CAN", 264, "kg", "ES", []int{northSea},
		"Reels weighed 60 kg less than their labels said. Two layers of paper hid the cut."},
	{"CGO.FOOD", "", "Amid sacks of rice", "C40", "MIX", "DENS", "DOGX", "1006", "DRG.NPS", 55, "kg", "TH", []int{straits},
		"Packets in the middle layer of one pallet, in sacks sewn with another thread."},
	{"CGO.TEXT", "", "In rolls of carpet", "SEM", "NAT", "NONE", "XRAY", "5702", "DRG.OPI", 28, "kg", "IR", []int{gulf},
		"Slim packets wound in between the layers. The rolls concerned are oval in the image, where their neighbours are round."},
	{"PKG.PALT", "", "Hollow pallet boards", "C40", "HOL", "NONE", "XRAY", "0901", "DRG.COC", 44, "kg", "CO", []int{andes, northSea},
		"Four of twenty pallets were heavier by 11 kg each. The boards were milled out and glued."},
	{"PKG.DRUM", "", "Drums with a second bottom", "C20", "PUR", "DENS", "TRCE", "2915", "PRC", 400, "l", "IN", []int{lakes},
		"Declared as solvent. The level in three drums was lower than the dip stick said."},
	{"TRK.FWAL", "", "Bulkhead of a trailer, doubled", "SEM", "PUR", "NONE", "XRAY", "0702", "DRG.CAN", 486, "kg", "MA", []int{northSea, gulf},
		"Riveted aluminium sheet 40 cm in front of the real bulkhead, opened by two bolts from below. New rivets, old dirt."},
	{"TRK.FUEL", "", "Divided fuel tank of a tractor", "SEM", "MOD", "DENS", "XRAY", "8708", "DRG.OPI", 33, "kg", "TR", []int{gulf, northSea},
		"Range left by the gauge 180 km, tank full by weight. A wall across the tank; fuel on both sides of the packets."},
	{"TRK.TOOL", "", "Tool box with a false back", "SEM", "PUR", "NONE", "PHYS", "0805", "CUR", 412000, "EUR", "ES", []int{goldCoast},
		"Bank notes in vacuum bags behind a plate with fresh paint."},
	{"TRK.CABS", "", "Under the bunk of the cab", "SEM", "NAT", "CLUT", "BEHV", "8481", "WEA", 14, "pieces", "BA", []int{northSea},
		"Parts of pistols between tools and cans. The officer saw receivers by their shape; the rest was known by its company."},
	{"TRK.LOAD", "", "Bags thrown on the load at the doors", "SEM", "NON", "NONE", "PHYS", "0709", "DRG.KHA", 260, "kg", "ET", []int{lakes},
		"Fresh bundles in wet cloth, loaded after the weighing."},
	{"VEH.FUEL", "", "Floating packets in the fuel tank", "CAR", "MOD", "DENS", "XRAY", "", "DRG.OPI", 18, "kg", "AF", []int{gulf, northSea, lakes},
		"Tank taken for half full. Blocks with straight edges in the liquid; the sender unit had been moved."},
	{"VEH.DOOR", "", "Packets in both doors of one side", "CAR", "NAT", "NONE", "DOGX", "", "DRG.CAN", 26, "kg", "MA", []int{northSea, gulf, andes},
		"The window could be lowered by a hand only. Packets below the impact bar."},
	{"VEH.TYRE", "", "Packets around the rim of a wheel", "CAR", "NAT", "ROTA", "XRAY", "", "DRG.COC", 12, "kg", "VE", []int{andes, goldCoast},
		"Sixteen packets on a band around the rim. The wheel had a pressure of 0.9 bar."},
	{"VEH.FLOR", "", "False floor along the tunnel", "VAN", "PUR", "NONE", "XRAY", "", "DRG.CAN", 74, "kg", "ES", []int{northSea, goldCoast},
		"Floor raised by 8 cm over its whole length, opened by a switch at the heater."},
	{"VEH.BOOT", "", "Under the double floor of the boot", "CAR", "PUR", "CLUT", "PHYS", "", "WEA", 9, "pieces", "RS", []int{northSea},
		"The spare wheel was missing; its well was closed with a plate under the carpet."},
	{"VEH.BUMP", "", "Behind the rear bumper", "CAR", "NAT", "NONE", "SIMC", "", "DRG.COC", 22, "kg", "BR", []int{andes, northSea},
		"Alert of a similar case: the same clips, the same number of packets in two rows."},
	{"VEH.QRTR", "", "In the rear quarter panel", "CAR", "NAT", "NONE", "XRAY", "", "DRG.CAN", 19, "kg", "MA", []int{goldCoast, northSea},
		"Packets behind the wheel arch, let down on a string."},
	{"BAG.FBOT", "", "Suitcase with a false bottom", "PAX", "PUR", "NONE", "XRAY", "", "DRG.COC", 3.4, "kg", "BR", []int{goldCoast, straits, northSea},
		"An even organic sheet under all that lies in the case, its edge parallel to the frame. Empty weight of the case 6.1 kg."},
	{"BAG.TUBE", "", "Trolley tubes filled and foiled", "PAX", "NAT", "LEAD", "XRAY", "", "DRG.OPI", .9, "kg", "KE", []int{lakes},
		"Tubes darker than the handle that slides in them; joints every 6 cm."},
	{"BAG.FSID", "", "Side linings of a case", "PAX", "PUR", "NONE", "DOGX", "", "DRG.COC", 2.2, "kg", "PE", []int{andes, goldCoast},
		"Sheets behind the lining of both long sides, glued in with the smell of coffee."},
	{"BAG.ELEC", "", "In a pair of loudspeakers", "PAX", "SUB", "CLUT", "XRAY", "", "DRG.PSY", 4.1, "kg", "NL", []int{straits, gulf},
		"The boxes play no music: wires end at the posts. Blocks above and below the magnets."},
	{"BAG.SHOE", "", "Soles of three pairs of shoes", "PAX", "HOL", "NONE", "BEHV", "", "DRG.OPI", 1.3, "kg", "PK", []int{gulf},
		"New shoes in a size that is not the traveller's."},
	{"BAG.OPEN", "", "Bundles of leaves, not hidden", "PAX", "NON", "NONE", "RAND", "", "DRG.KHA", 24, "kg", "KE", []int{lakes, northSea},
		"Fresh leaves in banana sheets; the traveller said salad."},
	{"PCL.BOOK", "", "Cut-out book", "PST", "HOL", "NONE", "XRAY", "4901", "DRG.NPS", .4, "kg", "CN", []int{straits, northSea},
		"Encyclopaedia, volume M to P, cut out page by page. Sent three times to the same street."},
	{"PCL.ELEC", "", "Behind the transformer of an amplifier", "EXP", "SUB", "CLUT", "RISK", "8518", "DRG.COC", 1.8, "kg", "BR", []int{goldCoast, straits},
		"Half of the case is empty in this model."},
	{"PCL.COSM", "", "Jars of cream", "EXP", "SUB", "NONE", "XRAY", "3304", "MED", 90, "pieces", "TR", []int{gulf},
		"Five jars of six with capsules under a layer of cream; the sixth, for the control, was genuine."},
	{"PCL.PART", "", "Inside a hydraulic cylinder", "EXP", "NAT", "DENS", "INTL", "8412", "DRG.COC", 2.6, "kg", "CO", []int{andes},
		"The piston rod was sawn off; sealing rings new in an old part."},
}
