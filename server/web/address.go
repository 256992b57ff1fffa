package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// clientAddress is where a request comes from, for the log, the record and the
// limits. X-Forwarded-For is believed only from the proxies that were named, and
// read from the right: what stands left of the first stranger, he wrote himself.
func (s *server) clientAddress(r *http.Request) netip.Addr {
	addr := socketAddress(r)
	if !s.trusted(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return addr
		}
		addr = next.Unmap().WithZone("")
		if !s.trusted(addr) {
			return addr
		}
	}
	return addr
}

// socketAddress is the other end of the connection.
func socketAddress(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}

func (s *server) trusted(a netip.Addr) bool { return within(s.TrustedProxies, a) }

func within(networks []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(a) })
}

// origin is the address under which the service is reached, for links to hand over.
// Without a public URL it is the address at which the request arrived: who forges
// a Host header must not lead whoever is invited, and the link's secret, elsewhere.
func (s *server) origin(r *http.Request) string {
	if s.PublicURL != "" {
		return strings.TrimSuffix(s.PublicURL, "/")
	}
	host := r.Host
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && !ownMachine(host) {
		host = at.String()
	}
	if s.Secure || r.TLS != nil {
		return "https://" + host
	}
	return "http://" + host
}

// ownMachine reports whether a host leads nobody further than to their own machine.
func ownMachine(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	a, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return name == "localhost" || err == nil && a.IsLoopback()
}
