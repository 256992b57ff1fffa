package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	. "github.com/chromedp/chromedp" //nolint:revive // the steps read as a story
	"github.com/disintegration/imaging"

	"lynceus/imaging/synth"
)

const password = "correct horse battery staple"

// TestOfficerInABrowser follows the main job through a real browser: the first
// administrator's link, an invitation, a case with its pictures and five taps, and
// the same picture found again after it was mirrored and inverted. Each page on
// the way is held against axe in both themes, wide and on a phone.
func TestOfficerInABrowser(t *testing.T) {
	s := startService(t)
	b := startBrowser(t)

	link := regexp.MustCompile(`http\S+/join/\S+`).FindString(s.said())
	if link == "" {
		t.Fatalf("no one-time link in %q", s.said())
	}
	b.do("follow the link of the first administrator",
		Navigate(link),
		SendKeys("#organisation", "Customs of the test"),
		SetValue("#country", "FR"),
		SendKeys("#name", "Ada Minister"),
		SendKeys("#email", "ada@customs.example"),
		SendKeys("#password", password),
		SendKeys("#password_again", password),
		b.check("join"),
		Click("main form button.primary"),
		WaitVisible(".me"),
	)
	b.do("look at the pages of an administrator",
		b.check("home-administrator"),
		Navigate(s.url+"/organisations"), b.check("organisations"),
		Navigate(s.url+"/users"), b.check("users"),
	)
	b.do("invite an officer",
		SendKeys(`.form-panel input[name="email"]`, "otto@customs.example"),
		SendKeys(`.form-panel input[name="name"]`, "Otto Officer"),
		b.tick(`.form-panel input[value="contributor"]`, `.form-panel input[value="releaser"]`, `.form-panel input[value="viewer"]`),
		Click(`.form-panel form button.primary`),
		WaitVisible("#invite-link"),
		b.check("users-invited"),
	)
	invited := strings.TrimSpace(read(b, Text("#invite-link")))
	b.do("accept it and sign in",
		b.signOut(),
		Navigate(invited),
		SendKeys("#password", password),
		SendKeys("#password_again", password),
		Click("main form button.primary"),
		WaitVisible("lyn-ask .drop-zone"),
		b.check("home-empty"),
		b.signOut(),
		b.check("signin"),
		SendKeys("#email", "otto@customs.example"),
		SendKeys("#password", password),
		Click("main form button.primary"),
		WaitVisible("lyn-ask .drop-zone"),
	)

	grey := synth.Draw(synth.Spec{Kind: synth.Baggage, Seed: 11}).XRay(synth.DarkAbsorbs, 1)
	sent, asked := filepath.Join(t.TempDir(), "bag.jpg"), filepath.Join(t.TempDir(), "from elsewhere.jpg")
	saveJPEG(t, sent, grey)
	saveJPEG(t, asked, imaging.FlipH(imaging.Invert(grey)))

	b.do("send a case",
		Navigate(s.url+"/cases/new"),
		WaitVisible(`.tap[data-tap="mode"] .chip`),
		b.check("case-new"),
		SetUploadFiles(`lyn-upload input[type=file]:not([data-camera])`, []string{sent}),
		WaitVisible(".tile.kept"),
		b.tap("mode", "4"), b.tap("means", "PAX"),
		b.tap("concealment", "BAG."), b.tap("commodity", "DRG"),
		b.tick(`input[name="tlp"][value="GREEN"]`),
		b.check("case-filled"),
		Click(`button[value="submit"]`),
		WaitVisible("article.case"),
		b.check("case-submitted"),
	)
	caseURL := read(b, Location())
	caseID := strings.TrimSpace(read(b, Text(".case-labels .code")))
	b.do("check it before its release",
		Click(`.case-side a[href$="/guard"]`),
		WaitVisible(`input[name="checked"]`),
		b.check("case-guard"),
		Click(`input[name="checked"]`),
		Click("main form button.primary"),
		WaitVisible("article.case"),
	)
	b.do("release it to everyone",
		b.tick(`.case-side input[name="everyone"]`),
		Click(`form[action$="/release"] button.primary`),
		WaitVisible(`article.case[data-state="released"]`),
		b.check("case-released"),
	)
	b.do("ask with its mirrored negative",
		Navigate(s.url+"/"),
		WaitVisible("lyn-ask .drop-zone"),
		b.check("home"),
		SetUploadFiles(`lyn-ask input[type=file]:not([data-camera])`, []string{asked}),
		WaitVisible("ol.alikes"),
		b.check("ask-results"),
	)
	if found := read(b, AttributeValue("ol.alikes > li:first-child h3 a", "href")); !strings.HasSuffix(found.Value, caseID) {
		t.Errorf("the mirrored negative leads to %q first, want case %s", found.Value, caseID)
	}
	claim := strings.ToLower(read(b, Text("ol.alikes > li:first-child .alike-words")))
	for _, word := range []string{"mirrored", "inverted"} {
		if !strings.Contains(claim, word) {
			t.Errorf("the answer says %q, want that it is %s", claim, word)
		}
	}

	b.do("look at the other pages",
		Navigate(s.url+"/cases"), b.check("browse"),
		Navigate(s.url+"/cases?q=nothing-has-this-word"), b.check("browse-empty"),
		Navigate(s.url+"/groups"), b.check("groups"),
		Navigate(s.url+"/referrals"), b.check("referrals"),
		Navigate(s.url+"/messages"), b.check("messages"),
		Navigate(s.url+"/account/factor"), b.check("factor"),
		Navigate(s.url+"/cases/"+caseID+"/fields"), b.check("case-fields"),
		Navigate(s.url+"/cases/"+caseID+"/record"), b.check("case-record"),
		Navigate(s.url+"/cases/"+caseID+"/edit"), b.check("case-edit"),
		Navigate(s.url+"/cases/0000000000000000"), b.check("error"),
		Navigate(caseURL),
	)
	picture := read(b, AttributeValue(`article.case a[href^="/pictures/"]`, "href")).Value
	b.do("look at the picture", Navigate(s.url+strings.TrimSuffix(picture, "/large")), b.check("picture"))
}

func saveJPEG(t *testing.T, path string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
