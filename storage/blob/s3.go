package blob

import "context"

// S3Config names a bucket on an S3 server.
type S3Config struct {
	Endpoint  string // https://host:port or http://host:port
	Bucket    string
	AccessKey string
	SecretKey string
	Region    string
}

// NewS3 keeps objects in a bucket, which it creates when it is missing.
func NewS3(ctx context.Context, c S3Config) (Store, error) { panic("unbuilt") }
