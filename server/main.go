// Lynceus keeps x-ray images and photos of concealments and finds, in a second,
// whether anyone has seen such a hide before.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"golang.org/x/term"

	"lynceus/imaging/worker"
)

// console is the place that the program was started from. Only main reads the
// environment; a command gets it here.
type console struct {
	in       io.Reader
	out      io.Writer
	err      io.Writer
	env      func(string) (string, bool)
	terminal bool // err is one: progress is drawn, not written
	ask      func(prompt string, hidden bool) (string, error)
}

// command is one thing that the program does.
type command struct {
	name string
	does string
	run  func(ctx context.Context, c *console, args []string) error
}

var commands = []command{
	{"serve", "run the service", serve},
	{"upload", "send pictures to a running service", upload},
	{"user", "invite, list, disable and enable people at the database itself", user},
	{"fsck", "hold objects and rows against each other, and repair", fsckCommand},
	{"audit", "verify that the record is as it was written", audit},
	{"bench", "measure this machine beside the plain use of the libraries", bench},
	{"health", "ask a running service on this machine how it is, for containers", health},
	{"version", "print the version", printVersion},
}

// Exit statuses beside 0.
const (
	statusFailed = 1 // it did not work, or not for all
	statusUsage  = 2 // nothing was tried: the call itself is wrong
)

// usageError is a mistake in how the program was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// exitStatus ends the program with a status of its own.
type exitStatus struct {
	error
	status int
}

func (e exitStatus) Unwrap() error { return e.error }

func main() {
	worker.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	// The first signal asks; a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	c := &console{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.LookupEnv,
		terminal: term.IsTerminal(int(os.Stderr.Fd())), ask: ask,
	}
	os.Exit(run(ctx, c, os.Args[1:]))
}

// ask reads a line that the person at the terminal types, without showing it when hidden.
func ask(prompt string, hidden bool) (string, error) {
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", errors.New("there is no terminal to ask at")
	}
	fmt.Fprint(os.Stderr, prompt)
	if hidden {
		b, err := term.ReadPassword(in)
		fmt.Fprintln(os.Stderr)
		return string(b), err
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	return strings.TrimSpace(line), err
}

// run does what the arguments say and returns the exit status.
func run(ctx context.Context, c *console, args []string) int {
	if len(args) == 0 {
		printCommands(c.err)
		return statusUsage
	}
	switch args[0] {
	case "-h", "-help", "--help", "help":
		printCommands(c.out)
		return 0
	case "-version", "--version":
		args[0] = "version"
	}
	for _, cmd := range commands {
		if cmd.name == args[0] {
			return status(c, cmd.name, cmd.run(ctx, c, args[1:]))
		}
	}
	fmt.Fprintf(c.err, "lynceus: there is no command %q; lynceus -help lists them\n", args[0])
	return statusUsage
}

// status says in one line what went wrong.
func status(c *console, name string, err error) int {
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return 0
	}
	var exit exitStatus
	if errors.As(err, &exit) {
		if exit.error != nil {
			fmt.Fprintf(c.err, "lynceus %s: %v\n", name, err)
		}
		return exit.status
	}
	if errors.As(err, new(usageError)) {
		fmt.Fprintf(c.err, "lynceus %s: %v; lynceus %s -help is the manual\n", name, err, name)
		return statusUsage
	}
	fmt.Fprintf(c.err, "lynceus %s: %v\n", name, err)
	return statusFailed
}

// options reads the options of a command. It prints the manual when that is what was asked for.
func (c *console) options(o *options, args []string) ([]string, error) {
	rest, err := o.parse(args)
	if errors.Is(err, flag.ErrHelp) {
		o.help(c.out)
	}
	return rest, err
}

func printCommands(w io.Writer) {
	fmt.Fprint(w, "lynceus COMMAND [OPTIONS]\n\nWho has seen such a hide before?\n\nCommands; each has a manual under -help\n")
	for _, cmd := range commands {
		fmt.Fprintf(w, "  %-8s %s\n", cmd.name, cmd.does)
	}
}

// printVersion prints where the program was built from.
func printVersion(_ context.Context, c *console, _ []string) error {
	fmt.Fprintln(c.out, version())
	return nil
}

// version is the commit that the program was built from, or that of the module.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if revision == "" {
		return info.Main.Version
	}
	return revision + changed
}
