package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"lynceus/storage/blob"
	"lynceus/storage/blob/s3test"
)

// behindProxy is a store whose connections can be made to fail, and one beside it
// that reaches the same bucket directly and patiently.
func behindProxy(t *testing.T, stall time.Duration) (faulty, direct blob.Store, p *s3test.Proxy) {
	t.Helper()
	server := s3test.Start(t)
	p = s3test.NewProxy(t, server.Endpoint)
	direct = newS3(t, server)
	server.Endpoint, server.Stall = p.Endpoint, stall
	return newS3(t, server), direct, p
}

const (
	short = 300 * time.Millisecond // where every call is to fail
	long  = 2 * time.Second        // where it is to succeed, on a busy machine too
)

// calls are all that a store does, for a fault to strike; each fails or is right.
var calls = map[string]func(ctx context.Context, s blob.Store) error{
	"put": func(ctx context.Context, s blob.Store) error {
		return s.Put(ctx, "new", strings.NewReader("x"), 1, sha256.Sum256([]byte("x")))
	},
	"put in parts": func(ctx context.Context, s blob.Store) error {
		b := make([]byte, 9<<20)
		return s.Put(ctx, "new", bytes.NewReader(b), int64(len(b)), sha256.Sum256(b))
	},
	"read": func(ctx context.Context, s blob.Store) error {
		_, err := blob.Verified(ctx, s, "there", int64(len(there)), sha256.Sum256(there))
		return err
	},
	"delete": func(ctx context.Context, s blob.Store) error { return s.Delete(ctx, "other") },
	"walk": func(ctx context.Context, s blob.Store) error {
		n := 0
		err := s.Walk(ctx, "there", func(blob.Info) error { n++; return nil })
		if err == nil && n != 1 {
			err = errors.New("walk left out an object")
		}
		return err
	},
}

var there = bytes.Repeat([]byte("there "), 100_000)

func TestS3FaultThatLastsIsAnErrorInBoundedTimeAndNeverAWrongAnswer(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, short)
	for fault, f := range map[string]s3test.Fault{
		"503":        {Busy: true},
		"black hole": {BlackHole: true},
		"refused":    {Refuse: true},
		"cut":        {Cut: 60},
	} {
		for name, call := range calls {
			t.Run(fault+", "+name, func(t *testing.T) {
				p.Set(s3test.Fault{})
				putText(t, direct, "there", string(there))
				p.Set(f)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				err := call(ctx, faulty)
				if ctx.Err() != nil {
					t.Fatal("the call had no end of its own")
				}
				if !errors.Is(err, blob.ErrUnavailable) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, blob.ErrSum) {
					t.Fatalf("got %v, want ErrUnavailable", err)
				}
			})
		}
	}
}

func TestS3FaultThatPassesIsNotNoticed(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	for fault, f := range map[string]s3test.Fault{
		"503":        {Busy: true, Once: true},
		"black hole": {BlackHole: true, Once: true},
		"refused":    {Refuse: true, Once: true},
		"cut":        {Cut: 60, Once: true},
	} {
		for name, call := range calls {
			t.Run(fault+", "+name, func(t *testing.T) {
				putText(t, direct, "there", string(there))
				p.Set(f)
				if err := call(t.Context(), faulty); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

func TestS3ServerWorksAgainAsSoonAsTheFaultIsGone(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	putText(t, direct, "there", string(there))
	for name, call := range calls {
		p.Set(s3test.Fault{Refuse: true})
		if err := call(t.Context(), faulty); !errors.Is(err, blob.ErrUnavailable) {
			t.Fatalf("%s: got %v, want ErrUnavailable", name, err)
		}
		p.Set(s3test.Fault{})
		if err := call(t.Context(), faulty); err != nil {
			t.Fatalf("%s after the fault: %v", name, err)
		}
	}
}

func TestS3SlowServerIsReadToTheEnd(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	putText(t, direct, "there", string(there))
	p.Set(s3test.Fault{PerSecond: 150_000}) // four seconds, twice Stall
	if err := calls["read"](t.Context(), faulty); err != nil {
		t.Fatal(err)
	}
}

func TestS3UploadOverASlowLineTakesItsTime(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	p.Set(s3test.Fault{Sent: 800_000})
	b := make([]byte, 4<<20) // five seconds in one request, in which the server says nothing
	if err := faulty.Put(t.Context(), "slow", bytes.NewReader(b), int64(len(b)), sha256.Sum256(b)); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Verified(t.Context(), direct, "slow", int64(len(b)), sha256.Sum256(b)); err != nil {
		t.Fatal(err)
	}
}

func TestS3BodyThatBreaksOffOrStopsIsAnErrorWhileReading(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	putText(t, direct, "there", string(there))
	p.Set(s3test.Fault{Cut: 100_000})
	r, err := faulty.Open(t.Context(), "there", 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := io.Copy(io.Discard, r); !errors.Is(err, blob.ErrUnavailable) {
		t.Fatalf("%d bytes and %v, want ErrUnavailable", n, err)
	}
}

func TestS3BitFlippedOnTheWayUpIsRefusedByTheServerAndSentAgain(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	b := bytes.Repeat([]byte("0123456789"), 10_000)
	// A byte past the request's headers, which are below 2 kB.
	p.Set(s3test.Fault{FlipSent: 50_000})
	if err := faulty.Put(t.Context(), "up", bytes.NewReader(b), int64(len(b)), sha256.Sum256(b)); err == nil {
		t.Fatal("a flipped byte was taken")
	}
	if _, err := direct.Open(t.Context(), "up", 0, -1); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("something was stored: %v", err)
	}
	p.Set(s3test.Fault{FlipSent: 50_000, Once: true})
	if err := faulty.Put(t.Context(), "up", bytes.NewReader(b), int64(len(b)), sha256.Sum256(b)); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Verified(t.Context(), direct, "up", int64(len(b)), sha256.Sum256(b)); err != nil {
		t.Fatal(err)
	}
}

func TestS3BitFlippedOnTheWayDownIsFound(t *testing.T) {
	t.Parallel()
	faulty, direct, p := behindProxy(t, long)
	putText(t, direct, "there", string(there))
	p.Set(s3test.Fault{FlipGot: 300_000})
	if err := calls["read"](t.Context(), faulty); !errors.Is(err, blob.ErrSum) {
		t.Fatalf("got %v, want ErrSum", err)
	}
}

func TestS3UploadInPartsThatFailsLeavesNoParts(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	s := newS3(t, server)
	b := make([]byte, 20<<20)
	if err := s.Put(t.Context(), "parts", bytes.NewReader(b), int64(len(b)), [32]byte{}); !errors.Is(err, blob.ErrSum) {
		t.Fatal(err)
	}
	if n := incompleteUploads(t, server); n != 0 {
		t.Fatalf("%d uploads are left open", n)
	}
}

func incompleteUploads(t *testing.T, c blob.S3Config) int {
	t.Helper()
	core, err := minio.NewCore(strings.TrimPrefix(c.Endpoint, "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Region: "us-east-1",
	})
	if err != nil {
		t.Fatal(err)
	}
	found, err := core.ListMultipartUploads(t.Context(), c.Bucket, "", "", "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return len(found.Uploads)
}
