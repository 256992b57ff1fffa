package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

// program is the real program in processes of its own, with a data folder that
// outlives them.
type program struct {
	t       *testing.T
	file    string
	data    string
	address string
	cmd     *exec.Cmd
	said    *said
}

func buildProgram(t *testing.T) *program {
	t.Helper()
	// The path is short enough for the socket of the private database.
	dir, err := os.MkdirTemp("", "lynceus-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p := &program{t: t, file: filepath.Join(dir, "lynceus"), data: filepath.Join(dir, "data"), said: &said{}}
	if out, err := exec.Command("go", "build", "-o", p.file, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = l.Addr().String()
	l.Close()
	t.Cleanup(func() {
		if p.cmd != nil {
			p.kill()
		}
		if t.Failed() {
			t.Logf("the program said:\n%s", p.said)
		}
	})
	return p
}

func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.file, args...)
	cmd.Env = append(os.Environ(), "LYNCEUS_DATA="+p.data, "LYNCEUS_LISTEN="+p.address, "LYNCEUS_LOG_LEVEL=warn",
		"DATABASE_URL=", "S3_ENDPOINT=")
	return cmd
}

// serve starts the service and waits until it answers.
func (p *program) serve() {
	p.t.Helper()
	p.cmd = p.command("serve")
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		answer, err := http.Get("http://" + p.address + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("the service is not ready (%v)", err)
		}
	}
}

// kill is kill -9.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	p.cmd = nil
}

func (p *program) terminate() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("after SIGTERM: %v", err)
	}
	p.cmd = nil
}

// dsn is how to reach the private database of the running service.
func (p *program) dsn() string {
	p.t.Helper()
	b, err := os.ReadFile(filepath.Join(p.data, "database", "dsn"))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

// officer makes an account that may send pictures, and signs in.
func (p *program) officer() *client {
	p.t.Helper()
	db, err := catalogue.Open(p.t.Context(), p.dsn(), false)
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	o, err := db.EnsureOrganisation(p.t.Context(), catalogue.Organisation{Kind: catalogue.OrgAdministration, Name: "Customs", Country: "NL"})
	if err != nil {
		p.t.Fatal(err)
	}
	hash, err := web.Hash("correct horse battery staple")
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := db.CreateUser(p.t.Context(), catalogue.User{OrgID: o.ID, Name: "Officer", Email: "officer@example.org",
		Roles: []catalogue.Role{catalogue.RoleContributor, catalogue.RoleViewer}}, hash); err != nil {
		p.t.Fatal(err)
	}
	c := newClient("http://"+p.address, 1)
	c.email, c.password = "officer@example.org", "correct horse battery staple"
	if err := c.signIn(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	return c
}

// fsck runs the program's own check and returns what it found by kind, and its exit status.
func (p *program) fsck(args ...string) (found map[fault]int, status int) {
	p.t.Helper()
	cmd := p.command(append([]string{"fsck", "-json"}, args...)...)
	cmd.Stderr = p.said
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	found = map[fault]int{}
	for line := range bytes.Lines(out) {
		var one problem
		if err := json.Unmarshal(line, &one); err != nil {
			p.t.Fatalf("%s: %v", line, err)
		}
		if one.Fault != "" { // else it is the line of totals
			found[one.Fault]++
		}
	}
	return found, cmd.ProcessState.ExitCode()
}

// sendUntilAcknowledged tries as an officer would, over and over.
func sendUntilAcknowledged(ctx context.Context, c *client, caseID string, file []byte) (pictureID string, err error) {
	sum := sha256.Sum256(file)
	one := picture{caseID: caseID, name: "scan.png", size: int64(len(file)), sum: hex.EncodeToString(sum[:]),
		open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }}
	for {
		f, err := c.send(ctx, one)
		if err == nil {
			if f.Picture == nil {
				return "", fmt.Errorf("acknowledged without a picture: %+v", f)
			}
			return f.Picture.ID, nil
		}
		if !errors.As(err, new(passing)) || ctx.Err() != nil {
			return "", err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Guard 8.
func TestKillNineDuringTwoHundredUploadsLosesNothingAcknowledged(t *testing.T) {
	const uploads, kills = 200, 8
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 8))

	p := buildProgram(t)
	p.serve()
	c := p.officer()
	draft, err := c.createCase(t.Context(), catalogue.CaseForm{Title: "Kill"})
	if err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	files, ids := make([][]byte, uploads), make([]string, uploads)
	for i := range files {
		files[i] = smallPNG(t, uint64(i))
	}
	var next, acknowledged atomic.Int64
	var officers sync.WaitGroup
	for range 4 {
		officers.Go(func() {
			for i := next.Add(1) - 1; i < uploads && ctx.Err() == nil; i = next.Add(1) - 1 {
				id, err := sendUntilAcknowledged(ctx, c, draft.ID, files[i])
				if err != nil {
					t.Errorf("upload %d: %v", i, err)
					cancel()
					return
				}
				ids[i] = id
				acknowledged.Add(1)
			}
		})
	}
	for k := range kills {
		// Somewhere within each eighth of the uploads, at any point of one of them.
		at := int64(k*uploads/kills + chance.IntN(uploads/kills-4))
		for acknowledged.Load() < at && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(chance.Int64N(int64(60 * time.Millisecond))))
		p.kill()
		p.serve()
	}
	officers.Wait()
	if t.Failed() {
		return
	}
	p.kill()
	p.serve()

	different := map[string]bool{}
	for i, id := range ids {
		different[id] = true
		answer, err := c.http.Get(c.server + "/pictures/" + id + "/original")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !bytes.Equal(got, files[i]) {
			t.Errorf("upload %d was acknowledged as %s and is answered %s, %d bytes (%v)", i, id, answer.Status, len(got), err)
		}
	}
	if len(different) != uploads {
		t.Errorf("%d uploads were acknowledged as %d pictures", uploads, len(different))
	}
	if n := countPictures(t, p.dsn()); n != uploads {
		t.Errorf("the catalogue has %d pictures", n)
	}

	// Beside the running service, nothing young is touched.
	if found, status := p.fsck(); status != 0 || len(found) != 0 {
		t.Errorf("beside the service: status %d, found %v", status, found)
	}
	p.terminate()
	found, status := p.fsck("-grace", "1ms")
	t.Logf("after %d kills: %v", kills+1, found)
	orphans := found[orphan]
	delete(found, orphan)
	if len(found) != 0 || (status != 0) != (orphans > 0) {
		t.Errorf("status %d; beside %d orphans there are %v", status, orphans, found)
	}
	if found, status := p.fsck("-grace", "1ms", "-repair"); found[orphan] != orphans || (status != 0) != (orphans > 0) {
		t.Errorf("repair: status %d, %v, want %d orphans", status, found, orphans)
	}
	for range 2 {
		if found, status := p.fsck("-grace", "1ms", "-repair"); status != 0 || len(found) != 0 {
			t.Errorf("repair again: status %d, %v", status, found)
		}
	}
}

func countPictures(t *testing.T, dsn string) (n int) {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT count(*) FROM pictures`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Guard 10.
func TestOneBitFlippedInEachStoredObjectIsNamedAndNoneIsServed(t *testing.T) {
	p := buildProgram(t)
	p.serve()
	c := p.officer()
	draft, err := c.createCase(t.Context(), catalogue.CaseForm{Title: "Flip"})
	if err != nil {
		t.Fatal(err)
	}
	id, err := sendUntilAcknowledged(t.Context(), c, draft.ID, smallPNG(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(name string) int {
		answer, err := c.http.Get(c.server + "/pictures/" + id + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body)
		return answer.StatusCode
	}
	names := []string{"thumb", "view", "large", "original"}
	for _, name := range names {
		if status := ask(name); status != http.StatusOK {
			t.Fatalf("%s, whole, is answered %d", name, status)
		}
	}
	p.kill() // whatever it may have in memory
	stored, err := filepath.Glob(filepath.Join(p.data, "objects", "pictures", id, "*"))
	if err != nil || len(stored) != len(names) {
		t.Fatalf("stored: %v, %v", stored, err)
	}
	for _, file := range stored {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.serve()
	for _, name := range names {
		if status := ask(name); status < 500 {
			t.Errorf("%s with a flipped bit is answered %d", name, status)
		}
	}
	if found, status := p.fsck(); status != 1 || found[flipped] != len(names) || len(found) != 1 {
		t.Errorf("fsck: status %d, %v", status, found)
	}
}

func TestFsckThatCannotRunEndsWithTwo(t *testing.T) {
	p := buildProgram(t)
	for name, args := range map[string][]string{
		"no database":       {"-database", "postgres://nobody@127.0.0.1:1/none?sslmode=disable"},
		"no S3 server":      {"-s3-endpoint", "http://127.0.0.1:1", "-s3-access-key", "x", "-s3-secret-key-file", "/dev/null"},
		"unknown option":    {"-hope"},
		"leftover argument": {"everything"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := p.command(append([]string{"fsck"}, args...)...)
			out, _ := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); status != 2 || !strings.Contains(string(out), "lynceus fsck:") {
				t.Errorf("status %d, said %q", status, out)
			}
		})
	}
}
