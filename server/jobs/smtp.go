package jobs

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"strings"
	"time"
)

// mailTime is how long a mail may take, from the first packet to the last.
const mailTime = 30 * time.Second

// SMTP sends mails through one server. Over port 465 TLS is spoken from the first
// byte, elsewhere from STARTTLS on; without either only to this machine, or where
// Insecure says so.
type SMTP struct {
	Address  string // host:port
	User     string // empty for none
	Password string
	From     string
	Insecure bool
	TLS      *tls.Config // nil for the system's authorities
}

// Send sends a plain text to one address.
func (s *SMTP) Send(ctx context.Context, to, subject, body string) error {
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return fmt.Errorf("the sender's address: %w", err)
	}
	rcpt, err := mail.ParseAddress(to)
	if err != nil || strings.ContainsAny(to, "\r\n") {
		return fmt.Errorf("the address %q: %w", to, errors.Join(err, errors.New("no mail goes there")))
	}
	message, err := compose(from, rcpt, subject, body)
	if err != nil {
		return err
	}
	c, err := s.dial(ctx)
	if err != nil {
		return fmt.Errorf("the server of mails: %w", err)
	}
	defer c.Close()
	if s.User != "" {
		host, _, _ := net.SplitHostPort(s.Address)
		if err := c.Auth(smtp.PlainAuth("", s.User, s.Password, host)); err != nil {
			return fmt.Errorf("sign in to the server of mails: %w", err)
		}
	}
	if err := errors.Join(c.Mail(from.Address), c.Rcpt(rcpt.Address)); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

func (s *SMTP) dial(ctx context.Context) (*smtp.Client, error) {
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{Timeout: mailTime}).DialContext(ctx, "tcp", s.Address)
	if err != nil {
		return nil, err
	}
	until := time.Now().Add(mailTime) // net/smtp knows no context
	if d, ok := ctx.Deadline(); ok && d.Before(until) {
		until = d
	}
	_ = conn.SetDeadline(until)
	config := &tls.Config{}
	if s.TLS != nil {
		config = s.TLS.Clone()
	}
	config.ServerName, config.MinVersion = host, tls.VersionTLS12
	if port == "465" {
		conn = tls.Client(conn, config)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if port == "465" {
		return c, nil
	}
	if ok, _ := c.Extension("STARTTLS"); ok {
		err = c.StartTLS(config)
	} else if ip := conn.RemoteAddr().(*net.TCPAddr).IP; !ip.IsLoopback() && !s.Insecure {
		err = errors.New("it speaks no TLS, and who reads on the way would learn who is told; give -smtp-insecure if that is meant")
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func compose(from, to *mail.Address, subject, body string) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\r\nTo: <%s>\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\nAuto-Submitted: auto-generated\r\n"+
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		from, to.Address, subject, time.Now().UTC().Format(time.RFC1123Z), rand.Text(), from.Address[strings.LastIndexByte(from.Address, '@')+1:])
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(strings.ReplaceAll(body, "\n", "\r\n"))); err != nil {
		return nil, err
	}
	err := w.Close()
	return []byte(b.String()), err
}
