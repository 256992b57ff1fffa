package web

import "github.com/gin-gonic/gin"

// Routes lists the routes of the service.
func Routes() gin.RoutesInfo {
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	(&server{}).routes(g)
	return g.Routes()
}
