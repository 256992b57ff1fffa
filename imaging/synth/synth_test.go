package synth

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
	"testing"

	"golang.org/x/image/tiff"
)

// TestHides draws each hide of each kind and looks whether it is where it says.
func TestHides(t *testing.T) {
	for _, kind := range Kinds {
		for _, code := range Hides(kind) {
			t.Run(code, func(t *testing.T) {
				with := Draw(Spec{Kind: kind, Hide: code, Seed: 3, Width: 600})
				if k, ok := KindOf(code); !ok || code[:3] != "CGO" && code[:3] != "CON" && k != kind {
					t.Errorf("a %s shows it, %v", k, ok)
				}
				if with.Hide == nil || with.Hide.Code != code || len(with.Hide.Region) != 4 {
					t.Fatalf("hide %+v", with.Hide)
				}
				l, tp := with.Hide.Region[0][0], with.Hide.Region[0][1]
				r, b := with.Hide.Region[2][0], with.Hide.Region[2][1]
				if l < 0 || tp < 0 || r > 1 || b > 1 || r-l < .005 || b-tp < .005 {
					t.Errorf("region %v", with.Hide.Region)
				}
				if (r-l)*(b-tp) > .7 {
					t.Errorf("region covers %.0f%% of the picture", 100*(r-l)*(b-tp))
				}
				// The same thing without its hide absorbs less there. Cargo is chosen
				// to fit the hide, so only what is not cargo can be compared.
				if code[:3] == "CGO" || code[:3] == "PKG" || code == "CON.FWAL" || code == "TRK.FWAL" {
					return
				}
				clean := Draw(Spec{Kind: kind, Seed: 3, Width: 600})
				before, after := clean.mean(with.Hide.Region), with.mean(with.Hide.Region)
				if after > before-.004 {
					t.Errorf("transmission %.3f with the hide, %.3f without", after, before)
				}
			})
		}
	}
}

// mean transmission within a region.
func (s *Scene) mean(region [][2]float64) float64 {
	x0, x1 := int(region[0][0]*float64(s.Width)), int(region[2][0]*float64(s.Width))
	y0, y1 := int(region[0][1]*float64(s.Height)), int(region[2][1]*float64(s.Height))
	sum := 0.
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			sum += float64(s.High[y*s.Width+x])
		}
	}
	return sum / float64((x1-x0)*(y1-y0))
}

func TestDrawIsDeterministic(t *testing.T) {
	for _, kind := range Kinds {
		a, b := Draw(Spec{Kind: kind, Seed: 5, Clutter: 2, Width: 300}), Draw(Spec{Kind: kind, Seed: 5, Clutter: 2, Width: 300})
		if !slices.Equal(a.Low, b.Low) || !slices.Equal(a.High, b.High) {
			t.Errorf("a %s is drawn in two ways", kind)
		}
		if c := Draw(Spec{Kind: kind, Seed: 5, Clutter: 3, Width: 300}); slices.Equal(a.High, c.High) {
			t.Errorf("clutter changes nothing in a %s", kind)
		}
		if a.Hide != nil {
			t.Errorf("a clean %s hides %v", kind, a.Hide)
		}
	}
}

// TestPhysics holds transmissions against what they stand for.
func TestPhysics(t *testing.T) {
	s := Draw(Spec{Kind: Car, Width: 500})
	dark := 0
	for i, low := range s.Low {
		if low < 0 || low > 1 || s.High[i] < 0 || s.High[i] > 1 {
			t.Fatalf("transmission %v, %v", low, s.High[i])
		}
		if s.High[i] < .5 {
			dark++
		}
	}
	if dark < len(s.Low)/50 {
		t.Error("a car hardly absorbs")
	}
	// Iron takes away more of the low energy, for its thickness, than organic matter does.
	ratio := func(m material) float64 { return float64(m.lo / m.hi) }
	if !(ratio(powder) < ratio(aluminium) && ratio(aluminium) < ratio(steel)) {
		t.Error("materials are not told apart")
	}
	dense, thin := s.atomicAt(steel, 2), s.atomicAt(powder, 30)
	if dense < .7 || thin > .3 {
		t.Errorf("steel is %.2f metallic, powder %.2f", dense, thin)
	}
}

// atomicAt is how metallic a plate of a material looks.
func (s *Scene) atomicAt(m material, thick float64) float32 {
	const side = 40
	c := newCanvas(side, side)
	pen{canvas: c, m: affine{1, 0, 0, 0, 1, 0}, hard: .17}.rect(m, thick, 0, 0, side, side)
	transmit(c.lo)
	transmit(c.hi)
	plate := Scene{Spec: Spec{Width: side}, Height: side, Low: c.lo, High: c.hi}
	return plate.atomic()[side*side/2+side/2]
}

func TestRenderings(t *testing.T) {
	s := Draw(Spec{Kind: Baggage, Width: 300})
	dark, bright := s.XRay16(DarkAbsorbs, .5), s.XRay16(BrightAbsorbs, .5)
	for i := range s.Low {
		if a, b := binary.BigEndian.Uint16(dark.Pix[2*i:]), binary.BigEndian.Uint16(bright.Pix[2*i:]); a != ^b {
			t.Fatalf("%d and %d are no complements", a, b)
		}
	}
	if air := dark.Gray16At(2, 2).Y; air < 60000 {
		t.Errorf("air is %d", air)
	}
	seen := map[color.NRGBA]Palette{}
	for _, p := range Palettes {
		img := s.FalseColour(p)
		if img.Bounds() != dark.Bounds() {
			t.Errorf("%s is %v", p, img.Bounds())
		}
		c := img.NRGBAAt(150, 107)
		if other, ok := seen[c]; ok {
			t.Errorf("%s and %s show the middle in the same colour", p, other)
		}
		seen[c] = p
	}
}

// TestTransforms sends a mark on a picture and its region the same way.
func TestTransforms(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 200, 100))
	for y := 20; y < 30; y++ {
		for x := 40; x < 60; x++ {
			img.SetGray(x, y, color.Gray{200})
		}
	}
	v := View{img, [][2]float64{{.2, .2}, {.3, .2}, {.3, .3}, {.2, .3}}}
	for name, c := range map[string]struct {
		v    View
		w, h int
		mark uint8
	}{
		"as it is":     {v, 200, 100, 200},
		"mirrored":     {v.Mirror(), 200, 100, 200},
		"turned once":  {v.Turn(1), 100, 200, 200},
		"turned twice": {v.Turn(2), 200, 100, 200},
		"turned back":  {v.Turn(-1), 100, 200, 200},
		"cropped":      {v.Crop(.1, .1, .6, .9), 100, 80, 200},
		"stretched":    {v.Stretch(1.5), 300, 100, 200},
		"inverted":     {v.Invert(), 200, 100, 55},
		"in gamma":     {v.Gamma(2), 200, 100, 156},
		"on a console": {v.Overlay(0, 1), 200, 152, 200},
	} {
		t.Run(name, func(t *testing.T) {
			b := c.v.Bounds()
			if b.Dx() != c.w || b.Dy() != c.h {
				t.Fatalf("%v", b)
			}
			x, y := 0., 0.
			for _, p := range c.v.Region {
				x, y = x+p[0]/4, y+p[1]/4
			}
			at := color.GrayModel.Convert(c.v.At(int(x*float64(c.w)), int(y*float64(c.h)))).(color.Gray).Y
			if math.Abs(float64(at)-float64(c.mark)) > 1 {
				t.Errorf("the middle of the region is %d, want %d", at, c.mark)
			}
		})
	}
	if back := v.Turn(1).Turn(3); !bytes.Equal(back.Image.(*image.Gray).Pix, img.Pix) {
		t.Error("four quarter turns are not the same picture")
	}
}

func TestEncoders(t *testing.T) {
	s := Draw(Spec{Kind: Parcel, Width: 203})
	grey := s.XRay16(DarkAbsorbs, .6)
	t.Run("PNG keeps 16 bits", func(t *testing.T) {
		var b bytes.Buffer
		if err := PNG(&b, s.Of(grey)); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := img.(*image.Gray16); !ok || !bytes.Equal(got.Pix, grey.Pix) {
			t.Errorf("%T", img)
		}
	})
	for name, order := range map[string]ByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		for sense, white := range map[string]bool{"black": false, "white": true} {
			t.Run("TIFF with the "+name+" end first and "+sense+" as zero", func(t *testing.T) {
				var b bytes.Buffer
				if err := TIFF(&b, grey, order, white); err != nil {
					t.Fatal(err)
				}
				img, err := tiff.Decode(&b)
				if err != nil {
					t.Fatal(err)
				}
				// x/image shows white-is-zero the right way round.
				if got, ok := img.(*image.Gray16); !ok || !bytes.Equal(got.Pix, grey.Pix) {
					t.Errorf("%T differs", img)
				}
			})
		}
	}
	t.Run("JPEG", func(t *testing.T) {
		var b bytes.Buffer
		if err := JPEG(&b, s.Of(s.FalseColour(Material)), 90); err != nil {
			t.Fatal(err)
		}
		if c, err := jpeg.DecodeConfig(&b); err != nil || c.Width != 203 {
			t.Errorf("%v %v", c, err)
		}
	})
}

func TestPhotos(t *testing.T) {
	seen := map[string]string{}
	for _, code := range []string{"VEH.DOOR", "VEH.TYRE", "VEH.BOOT", "BAG.FBOT", "PCL.BOOK", "REF.EVAP", "CON.FWAL", "CON.FLOR", "CGO.WALL"} {
		for _, shot := range []Shot{Closed, Exposed, Goods} {
			spec := PhotoSpec{Shot: shot, Hide: code, Seed: 4, Width: 160, Height: 120}
			a, b := Photo(spec), Photo(spec)
			if !bytes.Equal(a.Pix, b.Pix) {
				t.Errorf("%s %s is taken in two ways", shot, code)
			}
			if shot == Goods {
				continue // of the same seed they are the same, wherever they were
			}
			if other, ok := seen[string(a.Pix)]; ok {
				t.Errorf("%s %s is the photo of %s", shot, code, other)
			}
			seen[string(a.Pix)] = string(shot) + " " + code
			var sum, squares float64
			for i := 0; i < len(a.Pix); i += 4 {
				v := float64(a.Pix[i+1])
				sum, squares = sum+v, squares+v*v
			}
			n := float64(len(a.Pix) / 4)
			mean := sum / n
			if spread := math.Sqrt(squares/n - mean*mean); mean < 25 || mean > 225 || spread < 10 {
				t.Errorf("%s %s: mean %.0f, spread %.0f", shot, code, mean, spread)
			}
		}
	}
}
