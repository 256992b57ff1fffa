package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// assets are the files below frontend/static, held in memory with their hashes.
// Under the URL that carries its hash a file never changes and is cached for
// ever; under its plain name, which style sheets and workers use among
// themselves, it is asked about each time.
type assets struct {
	byPath    map[string]*asset // path below static/, plain
	byHashed  map[string]*asset // the same with the hash before the extension
	importMap template.HTML
	scriptSum string // for the policy: what the one inline script, the import map, hashes to
}

type asset struct {
	hashed string
	etag   string
	media  string
	body   []byte
	gzip   []byte // nil where it saves nothing
}

const staticPrefix = "/static/"

func loadAssets(files fs.FS) (*assets, error) {
	as := &assets{byPath: map[string]*asset{}, byHashed: map[string]*asset{}}
	imports := map[string]string{}
	err := fs.WalkDir(files, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, p)
		if err != nil {
			return err
		}
		p = strings.TrimPrefix(p, "static/")
		a := newAsset(p, body)
		as.byPath[p], as.byHashed[a.hashed] = a, a
		if ext := path.Ext(p); ext == ".js" || ext == ".mjs" {
			imports[staticPrefix+p] = staticPrefix + a.hashed
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Modules import each other by relative paths; the browser resolves those to
	// plain URLs and the map leads it on to the hashed ones. json.Marshal sorts
	// the keys and escapes < and >, so that nothing ends the script early.
	m, err := json.Marshal(map[string]any{"imports": imports})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(m)
	as.scriptSum = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	as.importMap = template.HTML(`<script type="importmap">` + string(m) + `</script>`)
	return as, nil
}

func newAsset(p string, body []byte) *asset {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(p)
	a := &asset{
		hashed: strings.TrimSuffix(p, ext) + "." + hash + ext,
		etag:   `"` + hash + `"`,
		media:  mediaType(ext),
		body:   body,
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(body)
	z.Close()
	if b.Len() < len(body)*9/10 {
		a.gzip = b.Bytes()
	}
	return a
}

// mediaType does not ask the machine's own tables first, which differ.
func mediaType(ext string) string {
	switch ext {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	case ".lock", ".txt", ".md":
		return "text/plain; charset=utf-8"
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

// url is what templates call asset. A missing file is the template's fault and fails it.
func (as *assets) url(p string) (string, error) {
	a := as.byPath[p]
	if a == nil {
		return "", fmt.Errorf("no asset %q", p)
	}
	return staticPrefix + a.hashed, nil
}

// static is GET /static/*path.
func (s *server) static(c *call) error {
	p := strings.TrimPrefix(c.Param("path"), "/")
	h := c.Writer.Header()
	a, forever := s.assets.byHashed[p], true
	if a == nil {
		if a, forever = s.assets.byPath[p], false; a == nil {
			return errNotFound
		}
	}
	h.Set("Content-Type", a.media)
	h.Set("ETag", a.etag)
	h.Set("Vary", "Accept-Encoding")
	if forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "public, no-cache")
	}
	if etagMatches(c.GetHeader("If-None-Match"), a.etag) {
		c.Status(http.StatusNotModified)
		return nil
	}
	body := a.body
	if a.gzip != nil && strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.gzip
	}
	c.Data(http.StatusOK, a.media, body)
	return nil
}

// etagMatches reads If-None-Match; weak and strong tags are equal for a GET.
func etagMatches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == etag || tag == "*" {
			return true
		}
	}
	return false
}
