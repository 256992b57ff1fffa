package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"
	"time"
)

// temporaries is the folder of files that are being written. No key starts with a dot.
const temporaries = ".tmp"

// abandoned is the age past which a temporary file has no writer any more.
const abandoned = time.Hour

type dir struct {
	root *os.Root // also keeps links below it from leading out

	// making is held while folders are made: whoever finds a folder there, made by
	// another a moment ago, must know that its name is on the disk too.
	making sync.Mutex
}

// NewDir keeps objects as files below root, which it creates. Several programs
// may use one folder.
func NewDir(root string) (Store, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, err
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	d := &dir{root: r}
	if err := d.mkdir(temporaries); err != nil {
		return nil, err
	}
	return d, d.tidy()
}

// tidy removes what writers that were killed have left.
func (d *dir) tidy() error {
	return d.list(temporaries, func(e fs.DirEntry) error {
		info, err := e.Info()
		if err == nil && time.Since(info.ModTime()) > abandoned {
			err = d.root.Remove(temporaries + "/" + e.Name())
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

func (d *dir) Put(ctx context.Context, key string, r io.Reader, size int64, sum [32]byte) (err error) {
	if err := checkKey(key); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("put %s: %w", key, err)
		}
	}()
	temporary := temporaries + "/" + rand.Text()
	f, err := d.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = d.root.Remove(temporary)
		}
	}()
	if err := fill(ctx, f, r, size, sum); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := d.rename(temporary, key); err != nil {
		return err
	}
	return d.sync(path.Dir(key))
}

// fill writes and syncs the promised bytes.
func fill(ctx context.Context, f *os.File, r io.Reader, size int64, sum [32]byte) error {
	src := newSource(ctx, r, size)
	if _, err := io.Copy(f, src); err != nil {
		return err
	}
	if err := src.check(sum); err != nil {
		return err
	}
	return f.Sync()
}

// rename tries again when a Delete took the empty folder away in between.
func (d *dir) rename(from, key string) error {
	for attempt := 0; ; attempt++ {
		if err := d.mkdir(path.Dir(key)); err != nil {
			return err
		}
		err := d.root.Rename(from, key)
		if attempt == 10 || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
}

// mkdir makes a folder and those above it, each synced into the one above.
func (d *dir) mkdir(name string) error {
	d.making.Lock()
	defer d.making.Unlock()
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		switch err := d.root.Mkdir(name[:i], 0o700); {
		case err == nil:
			if err := d.sync(path.Dir(name[:i])); err != nil {
				return err
			}
		case !errors.Is(err, fs.ErrExist):
			return err
		}
	}
	return nil
}

// sync makes the names in a folder survive a loss of power.
func (d *dir) sync(name string) error {
	f, err := d.root.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted again already, with what was in it
		}
		return err
	}
	defer f.Close()
	return f.Sync()
}

func (d *dir) Open(ctx context.Context, key string, off, n int64) (io.ReadCloser, error) {
	if err := errors.Join(checkKey(key), checkRange(key, off), ctx.Err()); err != nil {
		return nil, err
	}
	f, err := d.root.Open(key)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: key, Err: fs.ErrNotExist}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if n < 0 {
		n = max(0, info.Size()-off)
	}
	return &section{ctx, io.NewSectionReader(f, off, n), f}, nil
}

// section is a part of a file that stops to be readable when ctx ends.
type section struct {
	ctx context.Context
	io.Reader
	io.Closer
}

func (s *section) Read(p []byte) (int, error) {
	if s.ctx.Err() != nil {
		return 0, context.Cause(s.ctx)
	}
	return s.Reader.Read(p)
}

func (d *dir) Delete(ctx context.Context, key string) error {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return err
	}
	if err := d.root.Remove(key); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	// Folders that are empty now go as well; the first that is not ends it.
	for up := path.Dir(key); up != "." && d.root.Remove(up) == nil; up = path.Dir(up) {
	}
	return nil
}

func (d *dir) Walk(ctx context.Context, prefix string, fn func(Info) error) error {
	if err := checkPrefix(prefix); err != nil {
		return err
	}
	start := "."
	if i := strings.LastIndexByte(prefix, '/'); i >= 0 {
		start = prefix[:i]
	}
	return d.walk(ctx, start, prefix, fn)
}

func (d *dir) walk(ctx context.Context, folder, prefix string, fn func(Info) error) error {
	return d.list(folder, func(e fs.DirEntry) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		name := path.Join(folder, e.Name())
		switch {
		case checkKey(name) != nil: // our temporaries, or the file system's lost+found
			return nil
		case e.IsDir():
			if strings.HasPrefix(name, prefix) || strings.HasPrefix(prefix, name+"/") {
				return d.walk(ctx, name, prefix, fn)
			}
			return nil
		case !e.Type().IsRegular() || !strings.HasPrefix(name, prefix):
			return nil
		}
		info, err := e.Info()
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		return fn(Info{name, info.Size(), info.ModTime()})
	})
}

// list calls fn for the entries of a folder, which may hold millions. A folder
// that is not there has none.
func (d *dir) list(folder string, fn func(fs.DirEntry) error) error {
	f, err := d.root.Open(folder)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(1000)
		for _, e := range entries {
			if err := fn(e); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, fs.ErrNotExist): // at the end, or deleted under our hands
			return nil
		case errors.Is(err, syscall.ENOTDIR): // a prefix "object/"
			return nil
		case err != nil:
			return err
		}
	}
}
