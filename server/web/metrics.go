package web

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"lynceus/server/intake"
	"lynceus/server/search"
)

// meters are what operators watch.
type meters struct {
	requests *prometheus.HistogramVec
	uploads  *prometheus.CounterVec
	intake   prometheus.Histogram
	refusals *prometheus.CounterVec
	searches *prometheus.HistogramVec
	signIns  *prometheus.CounterVec
	damaged  prometheus.Counter
}

func newMeters(r *prometheus.Registry, ix *search.Index) (*meters, error) {
	m := &meters{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lynceus_http_request_seconds", Help: "Time to answer a request, by the pattern of its route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method", "status"}),
		uploads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lynceus_uploads_total", Help: "Files sent, by what became of them.",
		}, []string{"result"}),
		intake: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "lynceus_intake_seconds", Help: "Time to take a picture in: receive, read in the worker, store.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300},
		}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lynceus_refusals_total", Help: "Requests and files refused, by the code of the problem.",
		}, []string{"code"}),
		searches: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lynceus_search_seconds", Help: "Time of a question to the index: stored, asked (a picture), browse (codes).",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .5, 2},
		}, []string{"kind"}),
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lynceus_sign_ins_total", Help: "Tries to sign in, by what became of them.",
		}, []string{"result"}),
		damaged: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "lynceus_damaged_objects_total", Help: "Objects found missing or changed when they were to be served.",
		}),
	}
	all := []prometheus.Collector{
		m.requests, m.uploads, m.intake, m.refusals, m.searches, m.signIns, m.damaged,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "lynceus_index_pictures", Help: "Pictures in the index of this server.",
		}, func() float64 { return float64(ix.Pictures()) }),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	}
	for _, c := range all {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *meters) request(route, method string, status int, took time.Duration) {
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE":
	default:
		method = "other" // the client chooses it, so it must not make a series each
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *meters) upload(a intake.Added, err error, took time.Duration) {
	result := "stored"
	switch {
	case err != nil && classify(err).status < 500:
		result = "refused"
	case err != nil:
		result = "failed"
	case a.Already:
		result = "already"
	}
	m.uploads.WithLabelValues(result).Inc()
	m.intake.Observe(took.Seconds())
}

func (m *meters) refused(f *failure) {
	code := f.code
	if f.detail != "" {
		code = f.detail
	}
	m.refusals.WithLabelValues(code).Inc()
}

// search starts the clock of a question; calling the answer stops it.
func (m *meters) search(kind string) (done func()) {
	started := time.Now()
	return func() { m.searches.WithLabelValues(kind).Observe(time.Since(started).Seconds()) }
}
