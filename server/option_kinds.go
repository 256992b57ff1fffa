package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (o *options) text(p *string, name, arg, env, def, usage string) {
	o.add(option{name: name, arg: arg, env: env, def: def, usage: usage, set: func(s string) error {
		*p = s
		return nil
	}})
}

// secret declares an option whose variable may hold the secret itself, or name a
// file with _FILE behind its name. Its flag always names a file, since command
// lines are seen by everyone on the machine.
func (o *options) secret(p *string, name, env, usage string) {
	o.add(option{name: name, arg: "FILE", env: env, usage: usage, secret: true, file: true, set: func(s string) error {
		*p = s
		return nil
	}})
}

func (o *options) toggle(p *bool, name, env, usage string) {
	o.add(option{name: name, env: env, usage: usage, set: func(s string) (err error) {
		if *p, err = strconv.ParseBool(s); err != nil {
			return fmt.Errorf("%q is neither true nor false", s)
		}
		return nil
	}})
}

func (o *options) number(p *int, name, env, def, usage string) {
	o.add(option{name: name, arg: "N", env: env, def: def, usage: usage, set: func(s string) (err error) {
		if *p, err = strconv.Atoi(s); err != nil || *p < 1 {
			return fmt.Errorf("%q is no whole number above 0", s)
		}
		return nil
	}})
}

func (o *options) duration(p *time.Duration, name, env, def, usage string) {
	o.add(option{name: name, arg: "TIME", env: env, def: def, usage: usage, set: func(s string) (err error) {
		if *p, err = time.ParseDuration(s); err != nil || *p <= 0 {
			return fmt.Errorf("%q is no time above 0, as 30s, 15m or 12h", s)
		}
		return nil
	}})
}

func (o *options) size(p *int64, name, env, def, usage string) {
	o.add(option{name: name, arg: "BYTES", env: env, def: def, usage: usage, set: func(s string) (err error) {
		*p, err = parseSize(s)
		return err
	}})
}

func (o *options) networks(p *[]netip.Prefix, name, env, def, usage string) {
	o.add(option{name: name, arg: "CIDR,...", env: env, def: def, usage: usage, set: func(s string) (err error) {
		*p, err = parseNetworks(s)
		return err
	}})
}

func (o *options) choice(p *string, name, env, def string, of []string, usage string) {
	o.add(option{name: name, arg: strings.Join(of, "|"), env: env, def: def, usage: usage, set: func(s string) error {
		if !slices.Contains(of, s) {
			return fmt.Errorf("%q is none of %s", s, strings.Join(of, ", "))
		}
		*p = s
		return nil
	}})
}

// parseSize reads 100, 64KB, 512MB or 2GB, in steps of 1024.
func parseSize(s string) (int64, error) {
	number := strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(s)), "B")
	shift := 0
	for i, unit := range []string{"K", "M", "G"} {
		if rest, ok := strings.CutSuffix(number, unit); ok {
			number, shift = strings.TrimSpace(rest), 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 || n > (1<<62)>>shift {
		return 0, fmt.Errorf("%q is no size, as 64KB, 512MB or 2GB", s)
	}
	return n << shift, nil
}

// parseNetworks reads addresses and networks, separated by commas.
func parseNetworks(s string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for field := range strings.SplitSeq(s, ",") {
		field = strings.TrimSpace(field)
		if field == "" {
			continue
		}
		if a, err := netip.ParseAddr(field); err == nil {
			a = a.Unmap()
			list = append(list, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(field)
		if err != nil {
			return nil, fmt.Errorf("%q is no address or network, as 10.0.0.1 or 10.0.0.0/8", field)
		}
		list = append(list, p.Masked())
	}
	return list, nil
}
