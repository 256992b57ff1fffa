package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
	"lynceus/storage/pglocal"
	"lynceus/storage/seal"
)

// database is the catalogue, and the private PostgreSQL under it where there is one.
type database struct {
	*catalogue.DB
	private *pglocal.Server // nil for a database of the operator's, or of a running service
	dsnFile string
}

// startTimeout bounds the start of a private database, crash recovery included.
const startTimeout = 5 * time.Minute

// openDatabase opens the catalogue. With join, the private database of a service
// that is running on the same folder is used beside it.
func openDatabase(ctx context.Context, c *config, join bool) (*database, error) {
	d, err := findDatabase(ctx, c, join)
	if err != nil {
		return nil, err
	}
	if err := d.useKey(ctx, c); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

func findDatabase(ctx context.Context, c *config, join bool) (*database, error) {
	dir := filepath.Join(c.data, "database")
	d := &database{dsnFile: filepath.Join(dir, "dsn")}
	var err error
	if c.database != "" {
		if d.DB, err = catalogue.Open(ctx, c.database, c.databaseInsecure); err != nil {
			return nil, fmt.Errorf("the database named by -database: %w", err)
		}
		return d, nil
	}
	if join {
		if d.DB, err = d.joinRunning(ctx); err == nil {
			return d, nil
		}
	}
	if err := writable(c.data); err != nil {
		return nil, err
	}
	if err := d.startPrivate(ctx, dir); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// openStore opens the objects.
func openStore(ctx context.Context, c *config) (blob.Store, error) {
	if c.s3.Endpoint != "" {
		store, err := blob.NewS3(ctx, c.s3)
		if err != nil {
			return nil, fmt.Errorf("S3 at %s: %w", c.s3.Endpoint, err)
		}
		return store, nil
	}
	if err := writable(c.data); err != nil {
		return nil, err
	}
	return blob.NewDir(filepath.Join(c.data, "objects"))
}

// writable makes the data folder and proves that it can be written to.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w; name another with -data", err)
	}
	f, err := os.CreateTemp(dir, ".try-")
	if err != nil {
		return fmt.Errorf("the data folder cannot be written to: %w; name another with -data, or give it to this user", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// joinRunning connects to the private database of the service that runs on this folder.
func (d *database) joinRunning(ctx context.Context) (*catalogue.DB, error) {
	dsn, err := os.ReadFile(d.dsnFile)
	if err != nil {
		return nil, err
	}
	return catalogue.Open(ctx, string(dsn), false)
}

func (d *database) startPrivate(ctx context.Context, dir string) error {
	starting, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	var err error
	if d.private, err = pglocal.Start(starting, dir); err != nil {
		if errors.Is(err, pglocal.ErrMissing) {
			return fmt.Errorf("%w; or name a database with -database", err)
		}
		return err
	}
	if d.DB, err = catalogue.Open(ctx, d.private.DSN, false); err != nil {
		return err
	}
	// For commands beside the service. The folder is open to nobody else.
	return os.WriteFile(d.dsnFile, []byte(d.private.DSN), 0o600)
}

// useKey gives the catalogue the key named by -key-file, or that of the data
// folder, which is made for a catalogue that has sealed nothing yet.
func (d *database) useKey(ctx context.Context, c *config) error {
	path := c.keyFile
	if path == "" {
		path = filepath.Join(c.data, "key")
		if err := d.makeKey(ctx, path); err != nil {
			return err
		}
	}
	k, err := seal.Load(path)
	if err != nil {
		return err
	}
	if err := d.UseKey(ctx, k); err != nil {
		return fmt.Errorf("%s: %w; all servers of one catalogue need the same -key-file", path, err)
	}
	return nil
}

// makeKey makes a key where there is none and none was used.
func (d *database) makeKey(ctx context.Context, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	switch sealed, err := d.Sealed(ctx); {
	case err != nil:
		return err
	case sealed:
		return fmt.Errorf("%s is missing, and the catalogue was sealed with it: bring it back from where it is kept, or name it with -key-file", path)
	}
	if err := writable(filepath.Dir(path)); err != nil {
		return err
	}
	if err := seal.New().Save(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// close closes in the order in which things need each other, the private database last.
func (d *database) close() error {
	var errs []error
	if d.DB != nil {
		errs = append(errs, d.DB.Close())
	}
	if d.private != nil {
		if err := os.Remove(d.dsnFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
		errs = append(errs, d.private.Stop())
	}
	return errors.Join(errs...)
}
