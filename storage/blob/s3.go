package blob

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// S3Config names a bucket on an S3 server.
type S3Config struct {
	Endpoint  string // https://host:port or http://host:port
	Bucket    string
	AccessKey string
	SecretKey string
	Region    string        // default us-east-1
	Stall     time.Duration // without a byte moving before a connection is given up; default 10 s
}

type s3 struct {
	core   minio.Core
	bucket string
	stall  time.Duration
}

// NewS3 keeps objects in a bucket, which it creates when it is missing.
func NewS3(ctx context.Context, c S3Config) (Store, error) {
	at, err := url.Parse(c.Endpoint)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" || at.Path != "" && at.Path != "/" {
		return nil, fmt.Errorf("S3 endpoint %q is not of the form https://host:port: %w", c.Endpoint, fs.ErrInvalid)
	}
	if err := s3utils.CheckValidBucketNameStrict(c.Bucket); err != nil {
		return nil, fmt.Errorf("S3 bucket %q: %w: %w", c.Bucket, fs.ErrInvalid, err)
	}
	if c.Region == "" {
		c.Region = "us-east-1"
	}
	if c.Stall == 0 {
		c.Stall = 10 * time.Second
	}
	core, err := minio.NewCore(at.Host, &minio.Options{
		Creds:      credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure:     at.Scheme == "https",
		Region:     c.Region, // known, so that the library does not ask for it
		Transport:  newTransport(c.Stall),
		MaxRetries: 1, // call tries again, with deadlines
	})
	if err != nil {
		return nil, err
	}
	s := &s3{core: *core, bucket: c.Bucket, stall: c.Stall}
	if err := s.makeBucket(ctx, c.Region); err != nil {
		return nil, err
	}
	return s, s.abortAbandoned(ctx)
}

func (s *s3) makeBucket(ctx context.Context, region string) error {
	return s.call(ctx, 0, "make", s.bucket, func(ctx context.Context) error {
		there, err := s.core.BucketExists(ctx, s.bucket)
		if err != nil || there {
			return err
		}
		err = s.core.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: region})
		if code(err) == "BucketAlreadyOwnedByYou" { // another server was faster
			return nil
		}
		return err
	})
}

// Put holds at most one part in memory, and knows before the object appears under
// its key that the bytes are right: small objects are hashed before they are sent,
// and the parts of large ones become an object only after the last. Every request
// carries the sum of its body, which the server checks too.
func (s *s3) Put(ctx context.Context, key string, r io.Reader, size int64, sum [32]byte) error {
	if err := checkKey(key); err != nil {
		return err
	}
	src := newSource(ctx, r, size)
	if size > partSize {
		return s.putParts(ctx, key, src, size, sum)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(src, body); err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	if err := src.check(sum); err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	return s.call(ctx, size, "put", key, func(ctx context.Context) error {
		_, err := s.core.PutObject(ctx, s.bucket, key, bytes.NewReader(body), size, "", hex.EncodeToString(sum[:]), minio.PutObjectOptions{})
		return err
	})
}

func (s *s3) Open(ctx context.Context, key string, off, n int64) (io.ReadCloser, error) {
	if err := errors.Join(checkKey(key), checkRange(key, off)); err != nil {
		return nil, err
	}
	if n == 0 { // S3 has no empty range
		return empty, s.call(ctx, 0, "open", key, func(ctx context.Context) error {
			_, err := s.core.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{})
			return err
		})
	}
	var opts minio.GetObjectOptions
	var err error
	switch {
	case n > 0:
		err = opts.SetRange(off, off+n-1)
	case off > 0:
		err = opts.SetRange(off, 0)
	}
	if err != nil {
		return nil, err
	}
	// The request's context must live as long as the body; its deadline is only
	// for the answer, after which every read must make progress.
	reading, cancel := context.WithCancel(ctx)
	var body io.ReadCloser
	err = s.call(ctx, 0, "open", key, func(answer context.Context) error {
		stop := context.AfterFunc(answer, cancel)
		defer stop()
		body, _, _, err = s.core.GetObject(reading, s.bucket, key, opts)
		return err
	})
	if code(err) == "InvalidRange" { // past the end
		cancel()
		return empty, nil
	}
	if err != nil {
		cancel()
		return nil, err
	}
	return &stream{body, cancel}, nil
}

var empty = io.NopCloser(bytes.NewReader(nil))

// stream is the body of an answer.
type stream struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return n, err
}

func (s *stream) Close() error {
	s.cancel() // first: closing a body that was not read to the end would read on
	return s.ReadCloser.Close()
}

func (s *s3) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	err := s.call(ctx, 0, "delete", key, func(ctx context.Context) error {
		return s.core.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Walk goes on after the last key seen when a page fails.
func (s *s3) Walk(ctx context.Context, prefix string, fn func(Info) error) error {
	if err := checkPrefix(prefix); err != nil {
		return err
	}
	last := ""
	for {
		began := last
		var own error
		err := s.call(ctx, unbounded, "walk", prefix, func(ctx context.Context) error {
			for o := range s.core.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, StartAfter: last}) {
				if o.Err != nil {
					return o.Err
				}
				last = o.Key
				if checkKey(o.Key) != nil {
					continue // someone else's, in our bucket
				}
				if own = fn(Info{o.Key, o.Size, o.LastModified}); own != nil {
					return nil
				}
			}
			return ctx.Err()
		})
		if own != nil || last == began || !errors.Is(err, ErrUnavailable) {
			return cmp.Or(own, err)
		}
	}
}
