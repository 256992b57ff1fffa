package s3test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// Fault is what a Proxy does to the connections that pass it. The zero value
// passes everything.
type Fault struct {
	Busy      bool // answers 503 to everything
	BlackHole bool // takes everything and never answers
	Refuse    bool // closes at once
	PerSecond int  // bytes from the server; 0 is unlimited
	Sent      int  // likewise bytes to the server
	Cut       int  // closes after as many bytes from the server; 0 is never
	FlipSent  int  // flips a bit in this byte of what the client sends, 1 is the first; 0 is none
	FlipGot   int  // likewise of what the server answers
	Once      bool // only the next connection
}

// Proxy stands between a client and an S3 server and behaves badly on demand.
type Proxy struct {
	Endpoint string // http://host:port, to be used in place of the server's

	target string
	mu     sync.Mutex
	fault  Fault
	open   map[net.Conn]bool
}

// NewProxy stands before the server of c until the test ends.
func NewProxy(t testing.TB, c string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Endpoint: "http://" + l.Addr().String(), target: strings.TrimPrefix(c, "http://"), open: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_ = c.(*net.TCPConn).SetReadBuffer(64 << 10) // a slow line holds little
			go p.serve(c)
		}
	}()
	t.Cleanup(func() { l.Close(); p.Set(Fault{}) })
	return p
}

// Set changes the behaviour and ends all connections that had the old one.
func (p *Proxy) Set(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = f
	for c := range p.open {
		c.Close()
	}
	clear(p.open)
}

func (p *Proxy) next(c net.Conn) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = true
	f := p.fault
	if f.Once {
		p.fault = Fault{}
	}
	return f
}

func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	f := p.next(client)
	switch {
	case f.Refuse:
		return
	case f.BlackHole:
		_, _ = io.Copy(io.Discard, client)
		return
	case f.Busy:
		buf := make([]byte, 64<<10)
		if _, err := client.Read(buf); err == nil {
			_, _ = io.WriteString(client, "HTTP/1.1 503 Slow Down\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		}
		return
	}
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		defer server.Close()
		pass(server, client, f.FlipSent, 0, f.Sent)
	}()
	pass(client, server, f.FlipGot, f.Cut, f.PerSecond)
}

// pass copies until either side closes.
func pass(to io.Writer, from io.Reader, flip, cut, perSecond int) {
	buf := make([]byte, 32<<10)
	if perSecond > 0 {
		buf = buf[:max(1, min(len(buf), perSecond/100))]
	}
	for seen := 0; ; {
		n, err := from.Read(buf)
		if cut > 0 && seen+n > cut {
			n, err = cut-seen, io.EOF
		}
		if i := flip - 1 - seen; flip > 0 && 0 <= i && i < n {
			buf[i] ^= 1
		}
		seen += n
		if _, werr := to.Write(buf[:n]); werr != nil || err != nil {
			return
		}
		if perSecond > 0 {
			time.Sleep(time.Duration(n) * time.Second / time.Duration(perSecond))
		}
	}
}
