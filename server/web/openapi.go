package web

import (
	_ "embed"
	"net/http"
)

// document describes the routes for programs, in OpenAPI 3.1. Tests hold it
// against the routes and against real answers.
//
//go:embed openapi.json
var document []byte

func (s *server) openAPI(c *call) error {
	c.Header("Cache-Control", "public, max-age=300")
	c.Data(http.StatusOK, "application/json", document)
	return nil
}
