package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"image"
	"io"
	"math/big"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lynceus/imaging/synth"
	"lynceus/server/web"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// officer makes an account with a password and signs in.
func officer(t *testing.T, s *service, email string, roles ...catalogue.Role) *client {
	t.Helper()
	hash, err := web.Hash(secret)
	if err != nil {
		t.Fatal(err)
	}
	org, err := s.db.EnsureOrganisation(t.Context(), catalogue.Organisation{Kind: catalogue.OrgAdministration, Name: "Customs of " + email, Country: "NL", Region: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.CreateUser(t.Context(), catalogue.User{OrgID: org.ID, Email: email, Name: email, Roles: roles}, hash); err != nil {
		t.Fatal(err)
	}
	cl := newClient(s.url, 1)
	cl.email, cl.password = email, secret
	if err := cl.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	return cl
}

const secret = "a long pass phrase of tests"

var contributor = []catalogue.Role{catalogue.RoleViewer, catalogue.RoleContributor, catalogue.RoleReleaser}

// get asks for JSON.
func (c *client) get(t *testing.T, path string, into any) (status int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.server+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if into != nil && resp.StatusCode < 300 {
		if err := json.Unmarshal(body, into); err != nil {
			t.Fatalf("%s: %v in %s", path, err, body)
		}
	}
	return resp.StatusCode
}

// xray is a picture that no other seed looks like.
func xray(t *testing.T, seed uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	scene := synth.Draw(synth.Spec{Kind: synth.Baggage, Seed: seed})
	if err := synth.JPEG(&b, scene.XRay(synth.DarkAbsorbs, 1), 85); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sent is a file in memory, as the client sends it.
func sent(caseID, name string, content []byte) picture {
	sum := sha256.Sum256(content)
	return picture{caseID: caseID, name: name, size: int64(len(content)), sum: hex.EncodeToString(sum[:]),
		open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func newCase(t *testing.T, cl *client) string {
	t.Helper()
	k, err := cl.createCase(t.Context(), cataloguetest.Form())
	if err != nil {
		t.Fatal(err)
	}
	return k.ID
}

func TestFreshServiceLeadsToItsFirstAdministrator(t *testing.T) {
	s := startService(t)
	link := regexp.MustCompile(`http\S+/join/\S+`).FindString(s.said())
	if !strings.HasPrefix(link, s.url+"/join/") {
		t.Fatalf("no link in %q", s.said())
	}
	jar, _ := cookiejar.New(nil)
	browser := http.Client{Jar: jar}
	form, _ := json.Marshal(map[string]string{
		"name": "Ada", "email": "ada@example.org", "organisation": "Customs", "country": "NL", "password": secret, "password_again": secret,
	})
	for try, want := range []int{http.StatusCreated, http.StatusNotFound} {
		resp, err := browser.Post(link, "application/json", bytes.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("try %d of the link: %s", try+1, resp.Status)
		}
	}
	cl := newClient(s.url, 1)
	cl.email, cl.password = "ada@example.org", secret
	if err := cl.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := s.greet(t.Context(), &console{out: &again}); err != nil || strings.Contains(again.String(), "/join/") {
		t.Errorf("a service with an administrator prints %q, %v", again.String(), err)
	}
}

func TestTwoServersOverOneDatabaseStayInStep(t *testing.T) {
	dsn, data := cataloguetest.DSN(t), t.TempDir()
	env := []string{"DATABASE_URL=" + dsn, "LYNCEUS_DATA=" + data}
	one, two := startService(t, env...), startService(t, env...)
	cl := officer(t, one.service, "one@example.org", contributor...)
	there := newClient(two.url, 1)
	there.email, there.password = cl.email, cl.password
	if err := there.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	id := newCase(t, cl)
	stored, err := cl.send(t.Context(), sent(id, "a.jpg", xray(t, 1)))
	if err != nil {
		t.Fatal(err)
	}
	// At the very next question, on the server that was not told.
	var answer struct {
		LookAlikes []web.LookAlike `json:"look_alikes"`
	}
	there.ask(t, xray(t, 1), &answer)
	if len(answer.LookAlikes) == 0 || answer.LookAlikes[0].Picture.ID != stored.Picture.ID {
		t.Errorf("the other server answers %+v", answer.LookAlikes)
	}
	var page struct{ Total int }
	if there.get(t, "/cases?q=Santos", &page); page.Total != 1 {
		t.Errorf("browsing the other server finds %d cases", page.Total)
	}

	// One session, two servers: signed out at one is signed out at both.
	roaming := newClient(two.url, 1)
	roaming.http.Jar = cl.http.Jar // cookies know hosts, not ports
	if status := roaming.get(t, "/cases", nil); status != http.StatusOK {
		t.Fatalf("the session is not known to the other server: %d", status)
	}
	cookies := cookiesOf(t, cl)
	if err := cl.post(t.Context(), "/signout", "application/json", []byte("{}"), nil); err != nil {
		t.Fatal(err)
	}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, two.url+"/cases", nil)
	req.Header.Set("Accept", "application/json")
	for _, k := range cookies {
		req.AddCookie(k)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a session that was ended at one server answers %s at the other", resp.Status)
	}
}

func cookiesOf(t *testing.T, c *client) []*http.Cookie {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, c.server, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.http.Jar.Cookies(req.URL)
}

// ask asks with a picture.
func (c *client) ask(t *testing.T, content []byte, into any) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreateFormFile("picture", "asked.jpg")
	part.Write(content)
	form.Close()
	if err := c.post(t.Context(), "/ask", form.FormDataContentType(), body.Bytes(), into); err != nil {
		t.Fatal(err)
	}
}

// largeTIFF is a picture of 32 MB.
func largeTIFF(t *testing.T) []byte {
	t.Helper()
	img := image.NewGray16(image.Rect(0, 0, 4000, 4000))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i >> 7)
	}
	var b bytes.Buffer
	if err := synth.TIFF(&b, img, binary.LittleEndian, false); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	s := startService(t)
	cl := officer(t, s.service, "one@example.org", contributor...)
	id, content := newCase(t, cl), largeTIFF(t)
	// More than all buffers between here and the intake hold: it has begun by then.
	most, begun := len(content)*9/10, make(chan struct{})
	gate, opened := io.Pipe()
	p := sent(id, "slow.tif", content)
	p.open = func() (io.ReadCloser, error) { return gate, nil }
	answered := make(chan error, 1)
	go func() {
		f, err := cl.send(t.Context(), p)
		if err == nil && f.Picture == nil {
			err = io.ErrUnexpectedEOF
		}
		answered <- err
	}()
	go func() {
		opened.Write(content[:most])
		close(begun)
	}()
	<-begun
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	for !s.stopping.Load() {
		time.Sleep(time.Millisecond)
	}
	for { // nothing new comes in
		conn, err := net.Dial("tcp", s.listener.Addr().String())
		if err != nil {
			break
		}
		conn.Close()
		time.Sleep(time.Millisecond)
	}
	opened.Write(content[most:])
	opened.Close()
	if err := <-answered; err != nil {
		t.Errorf("the upload under way ends with %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
	again := startService(t, "LYNCEUS_DATA="+s.cfg.data)
	cl.server = again.url
	var k catalogue.Case
	if cl.get(t, "/cases/"+id, &k); len(k.Pictures) != 1 {
		t.Errorf("after the next start the case has %d pictures", len(k.Pictures))
	}
}

func TestStopCutsOffWhoIsTooSlowForTheGrace(t *testing.T) {
	s := startService(t, "LYNCEUS_SHUTDOWN_GRACE=200ms")
	cl := officer(t, s.service, "one@example.org", contributor...)
	id, content := newCase(t, cl), xray(t, 3)
	gate, opened := io.Pipe()
	p := sent(id, "stuck.jpg", content)
	p.open = func() (io.ReadCloser, error) { return gate, nil }
	answered := make(chan error, 1)
	go func() { _, err := cl.send(t.Context(), p); answered <- err }()
	opened.Write(content[:100])
	if err := s.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	opened.CloseWithError(io.ErrUnexpectedEOF)
	if err := <-answered; err == nil {
		t.Error("an upload that never ended was acknowledged")
	}
	// The same file under the same key, once the service is back.
	again := startService(t, "LYNCEUS_DATA="+s.cfg.data)
	cl.server = again.url
	if f, err := cl.send(t.Context(), sent(id, "stuck.jpg", content)); err != nil || f.Already {
		t.Errorf("sending it again: %+v, %v", f, err)
	}
}

func TestStoppingServerIsNotReady(t *testing.T) {
	s := startService(t)
	s.stopping.Store(true)
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK} {
		resp, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s answers %s", path, resp.Status)
		}
	}
}

func TestConnectionThatSendsNoHeadIsClosed(t *testing.T) {
	s := startService(t, "LYNCEUS_READ_HEADER_TIMEOUT=300ms")
	conn, err := net.Dial("tcp", s.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil { // ends when the server closes
		t.Log(err)
	}
	if resp, err := http.Get(s.url + "/healthz"); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("an honest client is answered %v, %v", resp, err)
	}
}

// trickle is a file that comes in pieces with a pause between them.
func trickle(content []byte, piece int, pause time.Duration) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			for rest := content; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
				if _, err := w.Write(rest[:min(piece, len(rest))]); err != nil {
					return
				}
				time.Sleep(pause)
			}
			w.Close()
		}()
		return r, nil
	}
}

// A pause is half a second here: the honest upload takes longer in all, the other
// sends a byte at a time and never stops sending.
func TestSlowUploadEndsWellAndTrickledOneIsCutOff(t *testing.T) {
	s := startService(t, "LYNCEUS_UPLOAD_PAUSE=500ms")
	cl := officer(t, s.service, "one@example.org", contributor...)
	id, content := newCase(t, cl), xray(t, 5)
	p := sent(id, "trickled.jpg", content)
	p.open = trickle(content, 1, 20*time.Millisecond)
	if _, err := cl.send(t.Context(), p); err == nil {
		t.Error("fifty bytes a second are an upload")
	}
	p.open = trickle(content, len(content)/10, 100*time.Millisecond)
	if f, err := cl.send(t.Context(), p); err != nil || f.Picture == nil {
		t.Errorf("an honest slow upload: %v", err)
	}
}

func TestStartSaysWhatToDo(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	nothing := file(t, "no folder")
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"address in use":          {[]string{"-listen", taken.Addr().String()}, "-listen"},
		"address of nobody":       {[]string{"-listen", "192.0.2.1:8080"}, "-listen"},
		"no address":              {[]string{"-listen", "nowhere"}, "-listen"},
		"data folder is a file":   {[]string{"-data", nothing}, "-data"},
		"below a file":            {[]string{"-data", nothing + "/below"}, "-data"},
		"certificate missing":     {[]string{"-tls-cert", "/does/not/exist", "-tls-key", "/does/not/exist"}, "-tls-cert"},
		"database far and open":   {[]string{"-database", "postgres://me:hidden@192.0.2.1/x?sslmode=disable"}, "verify-full"},
		"database not an address": {[]string{"-database", "postgres://%zz"}, "-database"},
		"S3 of nobody":            {[]string{"-s3-endpoint", "http://127.0.0.1:1", "-s3-access-key", "me", "-s3-secret-key-file", nothing}, "S3 at"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTyped(nil)
			args := append([]string{"serve", "-listen", "127.0.0.1:0", "-data", t.TempDir()}, test.args...)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			if status := run(ctx, &p.console, args); status == 0 {
				t.Error("it starts")
			}
			said := p.stderr.String()
			last := said[strings.LastIndex(strings.TrimSuffix(said, "\n"), "\n")+1:]
			if !strings.HasPrefix(last, "lynceus serve: ") || !strings.Contains(last, test.want) || strings.Contains(said, "hidden") {
				t.Errorf("it says %q", said)
			}
		})
	}
}

func TestServingOpenlyIsWarnedAbout(t *testing.T) {
	for args, want := range map[string]bool{
		"-listen 0.0.0.0:0": true, "-listen 127.0.0.1:0": false, "-listen 0.0.0.0:0 -trusted-proxies 10.0.0.1": false,
	} {
		p := newTyped(nil)
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // stops as soon as it has started
		run(ctx, &p.console, append(strings.Fields("serve -data "+t.TempDir()), strings.Fields(args)...))
		if got := strings.Contains(p.stderr.String(), "without TLS"); got != want {
			t.Errorf("%s: warned %v: %s", args, got, p.stderr.String())
		}
	}
}

// pair writes a certificate for this machine.
func pair(t *testing.T, dir, name string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{"cert": {Type: "CERTIFICATE", Bytes: cert}, "key": {Type: "EC PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCertificateIsReadAgainWhenItIsRenewed(t *testing.T) {
	dir := t.TempDir()
	pair(t, dir, "old")
	c := &certificate{certFile: filepath.Join(dir, "cert"), keyFile: filepath.Join(dir, "key")}
	if err := c.refresh(); err != nil {
		t.Fatal(err)
	}
	name := func() string {
		leaf, err := x509.ParseCertificate(c.current().Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return leaf.Subject.CommonName
	}
	pair(t, dir, "new")
	later := time.Now().Add(time.Second)
	if err := os.Chtimes(c.certFile, later, later); err != nil {
		t.Fatal(err)
	}
	if name() != "old" {
		t.Error("the files are looked at for every connection")
	}
	c.looked = time.Time{}
	if name() != "new" {
		t.Error("a renewed certificate is not used")
	}
	if err := os.WriteFile(c.certFile, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.looked = time.Time{}
	if name() != "new" {
		t.Error("a broken certificate took the place of a good one")
	}
}

func TestServesOverTLSWithSecureCookies(t *testing.T) {
	dir := t.TempDir()
	pair(t, dir, "lynceus")
	s := startTLS(t, dir)
	roots := x509.NewCertPool()
	b, _ := os.ReadFile(filepath.Join(dir, "cert"))
	roots.AppendCertsFromPEM(b)
	browser := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	resp, err := browser.Get(s.url + "/signin")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("HTTP/%d, %v", resp.ProtoMajor, resp.Header)
	}
	p := newTyped(map[string]string{"LYNCEUS_LISTEN": s.listener.Addr().String(), "LYNCEUS_TLS_CERT": filepath.Join(dir, "cert")})
	if status := run(t.Context(), &p.console, []string{"health"}); status != 0 {
		t.Errorf("health: %d, %s", status, p.stderr.String())
	}
}

func startTLS(t *testing.T, dir string) *service {
	t.Helper()
	p := newTyped(map[string]string{"LYNCEUS_LISTEN": "127.0.0.1:0", "LYNCEUS_DATA": t.TempDir(),
		"LYNCEUS_TLS_CERT": filepath.Join(dir, "cert"), "LYNCEUS_TLS_KEY": filepath.Join(dir, "key")})
	var cfg config
	o := newOptions(&p.console, "serve", "", "")
	cfg.serveOptions(o)
	if _, err := o.parse(nil); err != nil {
		t.Fatal(err)
	}
	s, err := start(t.Context(), &p.console, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestHealthFindsNobody(t *testing.T) {
	p := newTyped(map[string]string{"LYNCEUS_LISTEN": "127.0.0.1:1"})
	if status := run(t.Context(), &p.console, []string{"health"}); status != statusFailed {
		t.Errorf("status %d", status)
	}
}
