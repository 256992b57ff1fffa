package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
	"math/rand/v2"

	"lynceus/imaging/synth"
)

// demoShot is a picture to be made and sent.
type demoShot struct {
	name, technique, role string
	label                 string // of the region
	make                  func() (body io.Reader, region [][2]float64, err error)
}

// demoView is how a service shows a scene: each has another vendor's scanner.
type demoView struct {
	vendor    int
	mirrored  bool
	stretched bool // the vehicle drove too fast
	detail    bool // the part around the hide, enlarged
}

func xrayShot(spec synth.Spec, v demoView, r *rand.Rand) demoShot {
	s := demoShot{role: "POS", label: "Hide", technique: "XT1"}
	if spec.Hide == "" {
		s.role = "NEG"
	}
	ext := ".jpg"
	switch v.vendor {
	case northSea, goldCoast, straits:
		s.technique = "XDE"
	case andes:
		ext = ".tif"
	case gulf:
		ext = ".png"
	}
	if v.detail {
		ext = ".jpg"
	}
	s.name = fileName(r, "SCAN_%04d", ext)
	seed := r.Uint64()
	s.make = func() (io.Reader, [][2]float64, error) {
		if v.detail {
			spec.Width = 2200
		}
		scene := synth.Draw(spec)
		var out bytes.Buffer
		shown, encode := v.of(scene, seed)
		err := encode(&out, shown.Image)
		return &out, shown.Region, err
	}
	return s
}

// of renders a scene as the vendor does and says how it is written.
func (v demoView) of(scene *synth.Scene, seed uint64) (synth.View, func(io.Writer, image.Image) error) {
	jpeg := func(w io.Writer, img image.Image) error { return synth.JPEG(w, img, 90) }
	if v.detail {
		// The console's zoom on the hide, in greys or false colour.
		var img image.Image = scene.XRay(synth.DarkAbsorbs, .55)
		if v.vendor%2 == 0 {
			img = scene.FalseColour(synth.Material)
		}
		return v.turned(v.zoomed(scene.Of(img))), jpeg
	}
	switch v.vendor {
	case andes:
		return v.turned(scene.Of(scene.XRay16(synth.DarkAbsorbs, .6))), func(w io.Writer, img image.Image) error {
			return synth.TIFF(w, img.(*image.Gray16), binary.LittleEndian, true)
		}
	case gulf:
		return v.turned(scene.Of(scene.XRay16(synth.BrightAbsorbs, .7))), synth.PNG
	case lakes:
		return v.turned(scene.Of(scene.FalseColour(synth.Hot))), jpeg
	case goldCoast:
		return v.turned(scene.Of(scene.FalseColour(synth.Dense))).Overlay(1, seed), jpeg
	case straits:
		return v.turned(scene.Of(scene.FalseColour(synth.Material))).Overlay(2, seed), jpeg
	default:
		return v.turned(scene.Of(scene.FalseColour(synth.Material))).Overlay(0, seed), jpeg
	}
}

func (v demoView) turned(p synth.View) synth.View {
	if v.mirrored {
		p = p.Mirror()
	}
	if v.stretched {
		p = p.Stretch(.9)
	}
	return p
}

// zoomed keeps the hide with as much around it.
func (v demoView) zoomed(p synth.View) synth.View {
	if len(p.Region) != 4 {
		return p
	}
	l, t := p.Region[0][0], p.Region[0][1]
	r, b := p.Region[2][0], p.Region[2][1]
	mx, my := max((r-l)*.5, .08), max((b-t)*.5, .16)
	return p.Crop(max(l-mx, 0), max(t-my, 0), min(r+mx, 1), min(b+my, 1))
}

func photoShot(spec synth.PhotoSpec, r *rand.Rand) demoShot {
	return demoShot{
		name: fileName(r, "IMG_%04d", ".jpg"), technique: string(spec.Shot), role: "OPN",
		make: func() (io.Reader, [][2]float64, error) {
			var out bytes.Buffer
			err := synth.JPEG(&out, synth.Photo(spec), 88)
			return &out, nil, err
		},
	}
}

func realShot(name, technique, role string) demoShot {
	return demoShot{
		name: name + ".jpg", technique: technique, role: role,
		make: func() (io.Reader, [][2]float64, error) {
			b, err := demoFiles.ReadFile("demo/" + name + ".jpg")
			return bytes.NewReader(b), nil, err
		},
	}
}
