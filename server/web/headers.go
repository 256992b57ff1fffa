package web

import "github.com/gin-gonic/gin"

// headers are on every answer. Scripts and styles come from our own files alone;
// data: is for the thumbnail of a picture that was only asked with, blob: for the
// previews of pictures not yet sent.
func (s *server) headers(g *gin.Context) {
	h := g.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' "+s.assets.scriptSum+
		"; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'"+
		"; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if s.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// refuseCrossSite refuses writes that another site's page makes with the
// officer's cookies (Sec-Fetch-Site, or Origin against Host).
func (s *server) refuseCrossSite(g *gin.Context) {
	if err := s.crossSite.Check(g.Request); err != nil {
		s.fail(of(g), &failure{status: errCrossSite.status, code: errCrossSite.code, cause: err})
	}
}
