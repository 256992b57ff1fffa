package web

import (
	"github.com/gin-gonic/gin"

	"lynceus/storage/catalogue"
)

// routes is every address of the service on one page. A page answers HTML or
// JSON by the Accept header. A browser's form knows only GET and POST, so each
// PUT, PATCH and DELETE has a POST beside it that does the same and redirects.
//
// openapi.json describes the same routes; a test holds the two together, and
// another demands a row of the access matrix for each.
func (s *server) routes(g *gin.Engine) {
	// For machines, without a session.
	g.GET("/healthz", s.handle(s.health))
	g.GET("/readyz", s.handle(s.ready))
	g.GET("/metrics", s.handle(s.showMetrics))
	g.GET("/openapi.json", s.handle(s.openAPI))
	g.GET("/static/*path", s.handle(s.static))

	// Before a session.
	g.GET("/signin", s.handle(s.signInPage))
	g.POST("/signin", s.limit(64<<10), s.handle(s.signIn))
	g.GET("/signin/code", s.handle(s.codePage))
	g.POST("/signin/code", s.limit(4<<10), s.handle(s.signInWithCode))
	g.POST("/signout", s.limit(4<<10), s.handle(s.signOut))
	g.GET("/join/:token", s.handle(s.joinPage))
	g.POST("/join/:token", s.limit(64<<10), s.handle(s.join))
	g.POST("/preferences", s.limit(4<<10), s.handle(s.preferences))

	// Signed in. Bodies are small unless a route says otherwise.
	in := g.Group("/", s.needViewer)
	small := in.Group("/", s.limit(1<<20))

	in.GET("/", s.handle(s.home))
	in.GET("/vocabulary", s.handle(s.showVocabulary))

	in.GET("/cases", s.handle(s.cases))
	in.GET("/cases/new", s.handle(s.newCase))
	in.POST("/cases", s.limitUpload, s.handle(s.createCase))
	in.GET("/cases/:id", s.handle(s.showCase))
	in.GET("/cases/:id/edit", s.handle(s.editCase))
	small.PUT("/cases/:id", s.handle(s.updateCase))
	small.POST("/cases/:id", s.handle(s.updateCase))
	in.POST("/cases/:id/pictures", s.limitUpload, s.handle(s.addPictures))
	small.POST("/cases/:id/submit", s.handle(s.submitCase))
	small.POST("/cases/:id/return", s.handle(s.returnCase))
	in.GET("/cases/:id/audience", s.handle(s.whoSees))
	in.GET("/cases/:id/guard", s.handle(s.showGuard))
	small.POST("/cases/:id/guard", s.handle(s.decideGuard))
	small.POST("/cases/:id/release", s.handle(s.releaseCase))
	small.POST("/cases/:id/withdraw", s.handle(s.withdrawCase))
	small.POST("/cases/:id/reopen", s.handle(s.reopenCase))
	small.POST("/cases/:id/inquiries", s.handle(s.inquire))
	small.POST("/cases/:id/disclosure", s.handle(s.discloseCase))

	in.GET("/cases/:id/proposals", s.handle(s.proposals))
	in.GET("/cases/:id/propose", s.handle(s.proposalPage))
	small.POST("/cases/:id/proposals", s.handle(s.propose))
	small.POST("/proposals/:id/decide", s.handle(s.decideProposal))
	small.POST("/proposals/:id/withdraw", s.handle(s.withdrawProposal))
	in.GET("/cases/:id/verifications", s.handle(s.verifications))
	small.POST("/cases/:id/verifications", s.handle(s.verify))
	small.DELETE("/cases/:id/verifications", s.handle(s.unverify))
	small.POST("/cases/:id/verifications/remove", s.handle(s.unverify))
	in.GET("/cases/:id/record", s.handle(s.caseRecord))
	in.GET("/cases/:id/fields", s.handle(s.fieldChanges))
	small.POST("/cases/:id/fields/:change/strike", s.handle(s.strikeField))
	in.GET("/cases/:id/messages", s.handle(s.threadOf(catalogue.ThreadCase)))
	small.POST("/cases/:id/messages", s.handle(s.say(catalogue.ThreadCase)))

	in.GET("/pictures/:id", s.handle(s.showPicture))
	small.PATCH("/pictures/:id", s.handle(s.describePicture))
	small.POST("/pictures/:id", s.handle(s.describePicture))
	small.DELETE("/pictures/:id", s.handle(s.removePicture))
	small.POST("/pictures/:id/remove", s.handle(s.removePicture))
	small.POST("/pictures/:id/disclosure", s.handle(s.disclosePicture))
	in.GET("/pictures/:id/:name", s.handle(s.rendition)) // thumb, view, large, original
	in.GET("/pictures/:id/similar", s.handle(s.similar))
	in.GET("/pictures/:id/regions", s.handle(s.regions))
	small.POST("/pictures/:id/regions", s.handle(s.addRegion))
	small.DELETE("/pictures/:id/regions/:region", s.handle(s.removeRegion))
	small.POST("/pictures/:id/regions/:region/remove", s.handle(s.removeRegion))
	in.GET("/pictures/:id/links", s.handle(s.links))
	small.POST("/pictures/:id/links", s.handle(s.setLink))
	small.DELETE("/pictures/:id/links/:other", s.handle(s.removeLink))
	small.POST("/pictures/:id/links/:other/remove", s.handle(s.removeLink))

	in.GET("/referrals", s.handle(s.referrals))
	in.GET("/referrals/:id", s.handle(s.showReferral))
	small.POST("/referrals/:id/ask", s.handle(s.askHolder))
	small.POST("/referrals/:id/unask", s.handle(s.unaskHolder))
	small.POST("/referrals/:id/share", s.handle(s.shareReferral))
	small.POST("/referrals/:id/refuse", s.handle(s.refuseReferral))
	in.GET("/referrals/:id/messages", s.handle(s.threadOf(catalogue.ThreadReferral)))
	small.POST("/referrals/:id/messages", s.handle(s.say(catalogue.ThreadReferral)))
	in.GET("/referrals/:id/:name", s.handle(s.shownPicture)) // thumb, view: of the picture that asks

	in.POST("/ask", s.limitUpload, s.handle(s.ask))

	in.GET("/account", s.handle(s.account))
	small.DELETE("/account/sessions", s.handle(s.endOtherSessions))
	small.POST("/account/sessions/end", s.handle(s.endOtherSessions))
	small.DELETE("/account/sessions/:id", s.handle(s.endSession))
	small.POST("/account/sessions/:id/end", s.handle(s.endSession))
	small.POST("/account/password", s.handle(s.setPassword))
	small.POST("/account/notices", s.handle(s.setNotices))
	in.GET("/account/factor", s.handle(s.factorPage))
	small.POST("/account/factor", s.handle(s.addFactor))
	small.POST("/account/factor/recovery", s.handle(s.newRecovery))
	small.POST("/account/factor/remove", s.handle(s.removeFactor))

	in.GET("/users", s.handle(s.users))
	small.POST("/users", s.handle(s.invite))
	small.POST("/users/:id/roles", s.handle(s.setRoles))
	small.POST("/users/:id/disable", s.handle(s.disableUser))
	small.POST("/users/:id/enable", s.handle(s.enableUser))
	small.POST("/users/:id/reinvite", s.handle(s.reinvite))
	small.POST("/users/:id/factor/remove", s.handle(s.removeFactorOf))

	in.GET("/organisations", s.handle(s.organisations))
	small.POST("/organisations", s.handle(s.createOrganisation))
	in.GET("/organisations/:id", s.handle(s.showOrganisation))
	small.PUT("/organisations/:id", s.handle(s.updateOrganisation))
	small.POST("/organisations/:id", s.handle(s.updateOrganisation))
	small.DELETE("/organisations/:id", s.handle(s.removeOrganisation))
	small.POST("/organisations/:id/remove", s.handle(s.removeOrganisation))
	small.POST("/organisations/:id/settings", s.handle(s.setOrganisation))

	in.GET("/groups", s.handle(s.groups))
	small.POST("/groups", s.handle(s.createGroup))
	in.GET("/groups/:id", s.handle(s.showGroup))
	small.PUT("/groups/:id", s.handle(s.updateGroup))
	small.POST("/groups/:id", s.handle(s.updateGroup))
	in.GET("/groups/:id/board", s.handle(s.groupBoard))
	small.POST("/groups/:id/owner", s.handle(s.handOver))
	small.POST("/groups/:id/leave", s.handle(s.leaveGroup))
	small.POST("/groups/:id/members", s.handle(s.addMember))
	small.DELETE("/groups/:id/members/:organisation", s.handle(s.removeMember))
	small.POST("/groups/:id/members/:organisation/remove", s.handle(s.removeMember))

	in.GET("/groups/:id/messages", s.handle(s.threadOf(catalogue.ThreadGroup)))
	small.POST("/groups/:id/messages", s.handle(s.say(catalogue.ThreadGroup)))

	in.GET("/messages", s.handle(s.messages))
	small.DELETE("/messages/:id", s.handle(s.unsay))
	small.POST("/messages/:id/remove", s.handle(s.unsay))

	in.GET("/record", s.handle(s.record))
	in.GET("/record/export", s.handle(s.exportRecord))
	in.GET("/record/checkpoints", s.handle(s.checkpoints))

	g.NoRoute(s.needViewer, s.handle(s.notFound))
	g.NoMethod(s.needViewer, s.handle(s.wrongMethod))
}
