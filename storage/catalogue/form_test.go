package catalogue_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// faults are the fields and codes of an error, as "field code".
func faults(t *testing.T, err error) (all []string) {
	t.Helper()
	var many catalogue.Invalids
	var one *catalogue.Invalid
	if errors.As(err, &many) {
		for _, i := range many {
			all = append(all, i.Field+" "+i.Code)
		}
	} else if errors.As(err, &one) {
		all = []string{one.Field + " " + one.Code}
	} else if err != nil {
		t.Errorf("not a fault of the form: %v", err)
	}
	if len(all) > 0 && (!errors.Is(err, fs.ErrInvalid) || !errors.As(err, &one)) {
		t.Errorf("%v is no fs.ErrInvalid or no *Invalid", err)
	}
	for _, f := range all {
		if _, known := catalogue.InvalidCodes[f[strings.IndexByte(f, ' ')+1:]]; !known {
			t.Errorf("%q is not among InvalidCodes", f)
		}
	}
	slices.Sort(all)
	return all
}

func TestAFormIsHeldAgainstTheVocabulary(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	officer := w.Officer(w.Home)
	next := time.Now().AddDate(0, 2, 0).Format("2006-01")
	for name, c := range map[string]struct {
		change func(f *catalogue.CaseForm)
		want   []string
	}{
		"as it should be":        {func(f *catalogue.CaseForm) {}, nil},
		"empty":                  {func(f *catalogue.CaseForm) { *f = catalogue.CaseForm{} }, nil},
		"a group of codes":       {func(f *catalogue.CaseForm) { f.Concealment = []string{"CON"}; f.Goods[0].Commodity = "DRG" }, nil},
		"small letters":          {func(f *catalogue.CaseForm) { f.Country, f.Means, f.TLP = "nl", "c40", "green" }, nil},
		"a place with a space":   {func(f *catalogue.CaseForm) { f.Place = "NL RTM" }, nil},
		"a chapter":              {func(f *catalogue.CaseForm) { f.Cover = "73" }, nil},
		"a heading with a dot":   {func(f *catalogue.CaseForm) { f.Cover = "73.04" }, nil},
		"multimodal":             {func(f *catalogue.CaseForm) { f.Mode = "6" }, nil},
		"unknown mode":           {func(f *catalogue.CaseForm) { f.Mode = "x" }, []string{"concealment wrong_mode", "means wrong_mode", "mode unknown_code"}},
		"a car at sea":           {func(f *catalogue.CaseForm) { f.Means = "CAR" }, []string{"means wrong_mode"}},
		"a fuel tank at sea":     {func(f *catalogue.CaseForm) { f.Concealment = []string{"CON.FWAL", "VEH.FUEL"} }, []string{"concealment wrong_mode"}},
		"an unknown hide":        {func(f *catalogue.CaseForm) { f.Concealment = []string{"CON.NONE"} }, []string{"concealment unknown_code"}},
		"a term of another":      {func(f *catalogue.CaseForm) { f.Shielding = "PUR" }, []string{"shielding unknown_code"}},
		"unknown construction":   {func(f *catalogue.CaseForm) { f.Construction = "X" }, []string{"construction unknown_code"}},
		"unknown trigger":        {func(f *catalogue.CaseForm) { f.Trigger = "X" }, []string{"trigger unknown_code"}},
		"unknown commodity":      {func(f *catalogue.CaseForm) { f.Goods = append(f.Goods, catalogue.Good{Commodity: "TEA"}) }, []string{"goods unknown_code"}},
		"goods of nothing":       {func(f *catalogue.CaseForm) { f.Goods = append(f.Goods, catalogue.Good{Quantity: 3}) }, nil},
		"less than nothing":      {func(f *catalogue.CaseForm) { f.Goods[0].Quantity = -1 }, []string{"goods quantity"}},
		"without end":            {func(f *catalogue.CaseForm) { f.Goods[0].Quantity = math.Inf(1) }, []string{"goods quantity"}},
		"not a number":           {func(f *catalogue.CaseForm) { f.Goods[0].Quantity = math.NaN() }, []string{"goods quantity"}},
		"a long unit":            {func(f *catalogue.CaseForm) { f.Goods[0].Unit = strings.Repeat("x", 17) }, []string{"goods too_long"}},
		"too many goods":         {func(f *catalogue.CaseForm) { f.Goods = slices.Repeat(f.Goods, 21) }, []string{"goods too_many"}},
		"a day":                  {func(f *catalogue.CaseForm) { f.Month = "2026-03-01" }, []string{"month month"}},
		"month 13":               {func(f *catalogue.CaseForm) { f.Month = "2026-13" }, []string{"month month"}},
		"the future":             {func(f *catalogue.CaseForm) { f.Month = next }, []string{"month month_future"}},
		"this month":             {func(f *catalogue.CaseForm) { f.Month = time.Now().UTC().Format("2006-01") }, nil},
		"no country":             {func(f *catalogue.CaseForm) { f.Country = "XX"; f.Place = "" }, []string{"country country"}},
		"a country that was":     {func(f *catalogue.CaseForm) { f.Country = "SU"; f.Place = "" }, []string{"country country"}},
		"three letters":          {func(f *catalogue.CaseForm) { f.Country = "NLD"; f.Place = "" }, []string{"country country"}},
		"place elsewhere":        {func(f *catalogue.CaseForm) { f.Place = "BEANR" }, []string{"place place_country"}},
		"no place":               {func(f *catalogue.CaseForm) { f.Place = "Rotterdam" }, []string{"place place"}},
		"place in no country":    {func(f *catalogue.CaseForm) { f.Country, f.Place = "", "ZZABC" }, []string{"country country", "place place"}},
		"route over nowhere":     {func(f *catalogue.CaseForm) { f.Route = []string{"BR", "??", "!!"} }, []string{"route country"}},
		"route around":           {func(f *catalogue.CaseForm) { f.Route = slices.Repeat([]string{"BR", "NL"}, 11) }, []string{"route too_many"}},
		"chapter 77":             {func(f *catalogue.CaseForm) { f.Cover = "7701" }, []string{"cover hs"}},
		"chapter 98":             {func(f *catalogue.CaseForm) { f.Cover = "98" }, []string{"cover hs"}},
		"six digits":             {func(f *catalogue.CaseForm) { f.Cover = "090111" }, []string{"cover hs"}},
		"a section":              {func(f *catalogue.CaseForm) { f.Cover = "XI" }, []string{"cover hs"}},
		"an unknown label":       {func(f *catalogue.CaseForm) { f.TLP = "WHITE" }, []string{"tlp tlp"}},
		"a long title":           {func(f *catalogue.CaseForm) { f.Title = strings.Repeat("é", 201) }, []string{"title too_long"}},
		"a title that just fits": {func(f *catalogue.CaseForm) { f.Title = strings.Repeat("é", 200) }, nil},
		"a long narrative":       {func(f *catalogue.CaseForm) { f.Narrative = strings.Repeat("x", 20_001) }, []string{"narrative too_long"}},
		"too many hides": {func(f *catalogue.CaseForm) {
			f.Concealment = []string{"CON.FWAL", "CON.SWAL", "CON.FLOR", "CON.ROOF", "CON.DOOR", "CON.POST", "CON.BEAM", "CON.STRU", "CON.BAGS", "CON.VENT", "CON.LINR"}
		}, []string{"concealment too_many"}},
		"everything at once": {func(f *catalogue.CaseForm) { f.Month, f.Country, f.Place, f.TLP = "x", "XX", "", "x" },
			[]string{"country country", "month month", "tlp tlp"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := cataloguetest.Form()
			c.change(&f)
			_, err := w.DB.CreateCase(t.Context(), officer, f)
			if got := faults(t, err); !slices.Equal(got, c.want) {
				t.Errorf("faults %q, want %q", got, c.want)
			}
		})
	}
}

func TestAFormIsKeptAsItWasMeant(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	kept, err := w.DB.CreateCase(t.Context(), w.Officer(w.Home), catalogue.CaseForm{
		Title: " a\u202eb\x00\nc\xff ", Narrative: "one  \r\ntwo\x00\x1b\n\n", Place: "be anr", Mode: " 1 ", Cover: "72.04",
		Concealment: []string{"con.fwal", "", "CON.ROOF", "CON.FWAL"}, Route: []string{"co", "CO", "pa", "co"},
		Goods: []catalogue.Good{{Commodity: "drg.coc", Quantity: 0.5, Unit: " kg"}, {Unit: "l"}}, Training: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := catalogue.CaseForm{Title: "ab c\ufffd", Narrative: "one\ntwo", Country: "BE", Place: "BEANR", Mode: "1", Cover: "7204",
		Concealment: []string{"CON.FWAL", "CON.ROOF"}, Route: []string{"CO", "PA", "CO"},
		Goods: []catalogue.Good{{Commodity: "DRG.COC", Quantity: 0.5, Unit: "kg"}}, TLP: "AMBER", Training: true}
	want.Version = kept.Version
	if got, want := fmt.Sprintf("%#v", kept.CaseForm), fmt.Sprintf("%#v", want); got != want {
		t.Errorf("kept\n%s\nwant\n%s", got, want)
	}
	if kept.State != catalogue.Draft || !kept.Mine || kept.OrgID != w.Home.ID || kept.OrgName != w.Home.Name ||
		kept.AuthorID != w.Officer(w.Home).UserID || kept.Audience == nil || !kept.Released.IsZero() || kept.Pictures == nil {
		t.Errorf("%+v", kept)
	}
}

func TestATermThatEndedStaysUsableWhereItWasUsed(t *testing.T) {
	dsn := cataloguetest.DSN(t)
	raw := cataloguetest.SQL(t, dsn)
	if _, err := raw.Exec(`UPDATE vocabulary_terms SET valid_to = '2026-03-31' WHERE code = 'DENS'`); err != nil {
		t.Fatal(err)
	}
	db, err := catalogue.Open(t.Context(), dsn, false)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w := cataloguetest.Fill(t, db, raw)
	officer := w.Officer(w.Home)
	f := cataloguetest.Form() // of March 2026, with DENS
	c, err := w.DB.CreateCase(t.Context(), officer, f)
	if err != nil {
		t.Fatalf("a term that was valid when it happened: %v", err)
	}
	f.Month = "2026-05"
	if c, err = w.DB.UpdateCase(t.Context(), officer, c.ID, f); err != nil {
		t.Fatalf("a term that the case has already: %v", err)
	}
	if _, err = w.DB.CreateCase(t.Context(), officer, f); !slices.Equal(faults(t, err), []string{"shielding unknown_code"}) {
		t.Errorf("a term that had ended: %v", err)
	}
	f.Shielding = "LEAD"
	if _, err = w.DB.UpdateCase(t.Context(), officer, c.ID, f); err != nil {
		t.Fatal(err)
	}
}
