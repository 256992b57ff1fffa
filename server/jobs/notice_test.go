package jobs

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// post is an SMTP server in this process that keeps what it is sent.
type post struct {
	mu     sync.Mutex
	mails  []string // envelope recipient and data
	refuse string   // a recipient that it does not know
	cut    bool     // it hangs up in the middle
	addr   string
}

func newPost(t *testing.T) *post {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &post{addr: l.Addr().String()}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return p
}

func (p *post) serve(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	say := func(s string) { fmt.Fprintf(conn, "%s\r\n", s) }
	say("220 here")
	to := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		p.mu.Lock()
		refuse, cut := p.refuse, p.cut
		p.mu.Unlock()
		switch verb := strings.ToUpper(line[:min(4, len(line))]); verb {
		case "RCPT":
			to = strings.TrimSpace(line[len("RCPT TO:"):])
			if refuse != "" && strings.Contains(to, refuse) {
				say("550 nobody of that name")
				continue
			}
			say("250 yes")
		case "DATA":
			if cut {
				return
			}
			say("354 go on")
			var data strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				data.WriteString(line)
			}
			p.mu.Lock()
			p.mails = append(p.mails, to+"\n"+data.String())
			p.mu.Unlock()
			say("250 kept")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 yes")
		}
	}
}

func (p *post) set(refuse string, cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse, p.cut = refuse, cut
}

func (p *post) taken() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.mails
	p.mails = nil
	return all
}

func TestNoticesSayThatAndNothingOfWhat(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	p := newPost(t)
	w.DB.UseNotices()
	home, far := w.Officer(w.Home), w.Officer(w.Far)
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.Far.ID}})
	thread := catalogue.Thread{Kind: catalogue.ThreadCase, ID: c.ID}
	said, err := w.DB.Say(ctx, far, thread, "The evaporator of MSKU7", nil)
	if err != nil {
		t.Fatal(err)
	}
	var subject string
	var wait float64
	if err := w.SQL.QueryRow(`SELECT subject, extract(epoch FROM not_before - now()) FROM jobs WHERE kind = 'notice'`).Scan(&subject, &wait); err != nil || wait < 60 {
		t.Fatalf("%q in %.0f s, %v", subject, wait, err)
	}
	mails := &SMTP{Address: p.addr, From: "Lynceus <no-reply@lynceus.example>"}
	tell := Notify(w.DB, mails, "https://lynceus.example")
	if err := tell(ctx, subject); err != nil {
		t.Fatal(err)
	}
	got := p.taken()
	if len(got) != 1 || !strings.HasPrefix(got[0], "<"+home.Email+">") || !strings.Contains(got[0], "https://lynceus.example/messages") {
		t.Fatalf("%q", got)
	}
	for _, secret := range []string{c.ID, c.Title, "evaporator", far.Name, w.Far.Name, w.Home.Name, home.Name} {
		if strings.Contains(got[0], secret) {
			t.Errorf("the mail tells %q", secret)
		}
	}

	// Once until it is read, whatever is said meanwhile.
	if _, err := w.DB.Say(ctx, far, thread, "And another.", nil); err != nil {
		t.Fatal(err)
	}
	if err := tell(ctx, subject); err != nil || len(p.taken()) != 0 {
		t.Errorf("told again before it was read, %v", err)
	}
	if err := w.DB.MarkRead(ctx, home, thread, said.Seq+1); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Say(ctx, far, thread, "A third.", nil); err != nil {
		t.Fatal(err)
	}

	// A server that refuses or hangs up is asked again; then it is told once.
	p.set(home.Email, false)
	if tell(ctx, subject) == nil {
		t.Error("a refused mail is taken for sent")
	}
	p.set("", true)
	if tell(ctx, subject) == nil {
		t.Error("a mail cut off is taken for sent")
	}
	p.set("", false)
	if err := tell(ctx, subject); err != nil || len(p.taken()) != 1 {
		t.Errorf("not told after all: %v", err)
	}

	// Nobody is told who does not want it, or may not see it any more.
	if err := w.DB.MarkRead(ctx, home, thread, said.Seq+2); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.SetNotices(ctx, home, false); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Say(ctx, far, thread, "A fourth.", nil); err != nil {
		t.Fatal(err)
	}
	if err := tell(ctx, subject); err != nil || len(p.taken()) != 0 {
		t.Errorf("told against his will: %v", err)
	}
	if _, err := w.DB.Say(ctx, home, thread, "A fifth.", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Withdraw(ctx, home, c.ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	if err := tell(ctx, subject); err != nil || len(p.taken()) != 0 {
		t.Errorf("told of what was taken back: %v", err)
	}
}

func TestMailsGoToOneAddressOverTLS(t *testing.T) {
	p := newPost(t)
	mails := &SMTP{Address: p.addr, From: "no-reply@lynceus.example"}
	for _, to := range []string{"a@b.example\r\nBcc: c@d.example", "nobody", "a@b.example, c@d.example", ""} {
		if mails.Send(t.Context(), to, "x", "y") == nil {
			t.Errorf("sent to %q", to)
		}
	}
	if got := p.taken(); len(got) != 0 {
		t.Errorf("%q", got)
	}
	// A server that says nothing is left in time.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	if (&SMTP{Address: l.Addr().String(), From: "a@b.example"}).Send(ctx, "c@d.example", "x", "y") == nil || time.Since(began) > 5*time.Second {
		t.Errorf("a silent server was waited for %s", time.Since(began))
	}
}
