package web

import "strings"

// agent is a short reading of what a browser says of itself: its name and the
// system it runs on, for a person who wants to know a session again. Both may be
// empty; who lies is believed, since nothing is decided by it.
type agent struct{ Browser, System string }

// Browsers pretend to be one another, so the particular ones come first.
var (
	browserMarks = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"HeadlessChrome/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systemMarks = [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"CrOS", "ChromeOS"},
		{"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

// readAgent reads a User-Agent header. A program that is no browser is known by
// the product it names first, as in "curl/8.5.0".
func readAgent(header string) agent {
	a := agent{Browser: firstMark(header, browserMarks), System: firstMark(header, systemMarks)}
	if a.Browser == "" {
		product, _, _ := strings.Cut(header, "/")
		product, _, _ = strings.Cut(product, " ")
		a.Browser = product[:min(len(product), 40)]
	}
	return agent{strings.ToValidUTF8(a.Browser, ""), a.System}
}

func firstMark(header string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(header, m[0]) {
			return m[1]
		}
	}
	return ""
}
