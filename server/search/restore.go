package search

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// restore makes the memory what the snapshot says and what has changed since.
// Nobody is answered before that is done: what was revoked while no server ran is
// in the change sequence, which keeps the last change of every case for ever. What
// the sequence cannot tell, a catalogue that was set back or cases that are gone
// without a trace, is found by its end and by the counts.
func (ix *Index) restore(ctx context.Context) error {
	identity, err := ix.db.Identity(ctx)
	if err != nil {
		return err
	}
	last, err := ix.db.LastChange(ctx)
	if err != nil {
		return err
	}
	f, err := os.Open(ix.file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	m, seq, err := readSnapshot(f, info.Size(), identity)
	if err != nil {
		return err
	}
	if seq > last {
		return fmt.Errorf("it stands at change %d, the catalogue at %d: %w", seq, last, fs.ErrInvalid)
	}
	ix.become(m, seq)
	ix.saved.Store(seq)
	for range 3 { // others may be writing at this moment
		if err = ix.advance(ctx); err != nil {
			return err
		}
		var cases, pictures int
		if cases, pictures, err = ix.db.IndexCounts(ctx); err != nil {
			return err
		}
		if n, k := len(ix.m.cases.slot), ix.Pictures(); n == cases && k == pictures {
			return nil
		}
		err = fmt.Errorf("it does not come to %d cases and %d pictures: %w", cases, pictures, fs.ErrInvalid)
	}
	return err
}

// save writes the snapshot when there is something new in it. What goes wrong is
// told in the log: the next start is slower, no more.
func (ix *Index) save() {
	if ix.file == "" || !ix.Ready() || ix.saved.Load() == ix.seq.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	seq, err := ix.writeSnapshot(ctx)
	if err != nil {
		slog.WarnContext(ctx, "index: the snapshot could not be written", "error", err)
		return
	}
	ix.saved.Store(seq)
}

// writeSnapshot writes beside the file and then takes its place, so that there is
// a whole one at every moment. Changes wait while the memory is copied out, not
// while the disk takes it in.
func (ix *Index) writeSnapshot(ctx context.Context) (seq int64, err error) {
	identity, err := ix.db.Identity(ctx)
	if err != nil {
		return 0, err
	}
	// Always of this name, so that what a killed server left is not left for ever.
	f, err := os.OpenFile(ix.file+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	ix.stepping.Lock()
	ix.mu.RLock()
	seq = ix.seq.Load()
	out := bufio.NewWriterSize(f, 1<<20)
	if err = ix.m.write(out, identity, seq); err == nil {
		err = out.Flush()
	}
	ix.mu.RUnlock()
	ix.stepping.Unlock()
	if err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	if err := os.Rename(f.Name(), ix.file); err != nil {
		return 0, err
	}
	folder, err := os.Open(filepath.Dir(ix.file))
	if err != nil {
		return 0, err
	}
	defer folder.Close()
	return seq, folder.Sync()
}
