package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/minio/minio-go/v7"
)

// partSize is what is sent in one piece. S3 wants at least 5 MiB, and at most
// 10,000 parts, which is 80 GB here.
const partSize = 8 << 20

// putParts sends a large object in parts that become an object at the end, and
// takes them back when anything fails before.
func (s *s3) putParts(ctx context.Context, key string, src *source, size int64, sum [32]byte) (err error) {
	var id string
	err = s.call(ctx, 0, "put", key, func(ctx context.Context) (err error) {
		id, err = s.core.NewMultipartUpload(ctx, s.bucket, key, minio.PutObjectOptions{})
		return err
	})
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			// The caller's context may be what failed. Parts that stay are aborted at a later start.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.stall)
			defer cancel()
			_ = s.core.AbortMultipartUpload(ctx, s.bucket, key, id)
		}
	}()
	var parts []minio.CompletePart
	for left := size; left > 0; left -= partSize {
		// A new buffer each time: a request given up may still be reading the old one.
		part := make([]byte, min(left, partSize))
		if _, err := io.ReadFull(src, part); err != nil {
			return fmt.Errorf("put %s: %w", key, err)
		}
		done, err := s.putPart(ctx, key, id, len(parts)+1, part)
		if err != nil {
			return err
		}
		parts = append(parts, done)
	}
	if err := src.check(sum); err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	return s.call(ctx, size, "put", key, func(ctx context.Context) error {
		_, err := s.core.CompleteMultipartUpload(ctx, s.bucket, key, id, parts, minio.PutObjectOptions{})
		return err
	})
}

func (s *s3) putPart(ctx context.Context, key, id string, number int, part []byte) (done minio.CompletePart, err error) {
	sum := sha256.Sum256(part)
	err = s.call(ctx, int64(len(part)), "put", key, func(ctx context.Context) error {
		p, err := s.core.PutObjectPart(ctx, s.bucket, key, id, number, bytes.NewReader(part), int64(len(part)),
			minio.PutObjectPartOptions{Sha256Hex: hex.EncodeToString(sum[:])})
		done = minio.CompletePart{PartNumber: number, ETag: p.ETag}
		return err
	})
	return done, err
}

// abortAbandoned takes back the parts of uploads that a killed server left, which
// no listing shows and every bill does.
func (s *s3) abortAbandoned(ctx context.Context) error {
	return s.call(ctx, 0, "tidy", s.bucket, func(ctx context.Context) error {
		found, err := s.core.ListMultipartUploads(ctx, s.bucket, "", "", "", "", 1000)
		if err != nil {
			return err
		}
		for _, u := range found.Uploads {
			if time.Since(u.Initiated) > 24*time.Hour {
				if err := s.core.AbortMultipartUpload(ctx, s.bucket, u.Key, u.UploadID); err != nil && code(err) != "NoSuchUpload" {
					return err
				}
			}
		}
		return nil
	})
}
