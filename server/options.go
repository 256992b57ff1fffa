package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// options are the flags of one command. Each takes its default from an
// environment variable, so that -help is the whole manual of a command.
type options struct {
	flags    *flag.FlagSet
	synopsis string // what stands after the command's name
	about    string
	env      func(string) (string, bool)
	section  string // of the options declared next
	list     []option
}

// option is one line of the manual, and how its value is read.
type option struct {
	section string
	name    string
	arg     string // what the value is; empty for a switch
	env     string
	def     string
	usage   string
	secret  bool // the variable holds it, or the file that the variable with _FILE behind its name names
	file    bool // the flag names a file that holds it
	set     func(string) error
}

func newOptions(c *console, name, synopsis, about string) *options {
	o := &options{flags: flag.NewFlagSet(name, flag.ContinueOnError), synopsis: synopsis, about: about, env: c.env}
	o.flags.SetOutput(io.Discard) // main prints what is wrong, once
	return o
}

// add declares an option with its built-in value, which must be valid.
func (o *options) add(x option) {
	x.section = o.section
	o.list = append(o.list, x)
	if x.def != "" {
		if err := x.set(x.def); err != nil {
			panic(fmt.Sprintf("default of -%s: %v", x.name, err))
		}
	}
	switch {
	case x.arg == "":
		o.flags.BoolFunc(x.name, x.usage, x.set)
	case x.file:
		o.flags.Func(x.name, x.usage, func(path string) error {
			value, err := readSecret(path)
			if err != nil {
				return err
			}
			return x.set(value)
		})
	default:
		o.flags.Func(x.name, x.usage, x.set)
	}
}

// parse reads the environment, then the command line, which wins. It returns the
// arguments that are no options, before, between or behind them; behind -- all are.
func (o *options) parse(args []string) ([]string, error) {
	for _, x := range o.list {
		value, ok, err := o.fromEnvironment(x)
		if err != nil {
			return nil, usageError{err}
		}
		if !ok {
			continue
		}
		if err := x.set(value); err != nil {
			return nil, usageError{fmt.Errorf("%s: %w", x.env, err)}
		}
	}
	var words []string
	for {
		if err := o.flags.Parse(args); err != nil {
			if err == flag.ErrHelp {
				return nil, err
			}
			return nil, usageError{err}
		}
		left := o.flags.Args()
		read := len(args) - len(left)
		if len(left) == 0 || read > 0 && args[read-1] == "--" {
			return append(words, left...), nil
		}
		words, args = append(words, left[0]), left[1:]
	}
}

// fromEnvironment is the value of an option's variable. An empty one counts as
// none: that is how compose files leave things out.
func (o *options) fromEnvironment(x option) (value string, ok bool, err error) {
	if x.env == "" {
		return "", false, nil
	}
	if value, ok = o.env(x.env); ok && value != "" {
		return value, true, nil
	}
	if !x.secret {
		return "", false, nil
	}
	path, ok := o.env(x.env + "_FILE")
	if !ok || path == "" {
		return "", false, nil
	}
	if value, err = readSecret(path); err != nil {
		return "", false, fmt.Errorf("%s_FILE: %w", x.env, err)
	}
	return value, true, nil
}

// readSecret reads a file that holds one value.
func readSecret(path string) (string, error) {
	b, err := os.ReadFile(path)
	return strings.TrimSpace(string(b)), err
}

// help prints the manual. It shows built-in values and never present ones, which
// may be secrets.
func (o *options) help(w io.Writer) {
	fmt.Fprintf(w, "lynceus %s %s\n\n%s\n", o.flags.Name(), o.synopsis, o.about)
	section := ""
	for _, x := range o.list {
		if x.section != section {
			section = x.section
			fmt.Fprintf(w, "\n%s\n", section)
		}
		fmt.Fprintf(w, "  -%s\n      %s", strings.TrimSpace(x.name+" "+x.arg), x.usage)
		var notes []string
		if x.env != "" {
			name := x.env
			if x.secret {
				name += " or " + x.env + "_FILE"
			}
			notes = append(notes, name)
		}
		if x.def != "" {
			notes = append(notes, "default "+x.def)
		}
		if len(notes) > 0 {
			fmt.Fprintf(w, " [%s]", strings.Join(notes, "; "))
		}
		fmt.Fprintln(w)
	}
}
