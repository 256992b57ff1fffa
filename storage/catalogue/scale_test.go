package catalogue_test

import (
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// large is a catalogue of 40,000 cases with 100,000 pictures of 40 organisations
// that share in 1,640 ways; a viewer of Home sees a quarter.
func large(b *testing.B) (*cataloguetest.World, catalogue.Viewer) {
	b.Helper()
	w := cataloguetest.NewWorld(b)
	v := w.Officer(w.Home)
	w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	for _, q := range []string{
		`INSERT INTO organisations (id, kind, name, region) SELECT 'organisation' || lpad(n::text, 4, '0'), 'administration', 'Customs ' || n, 'AMS'
			FROM generate_series(1, 40) n`,
		`INSERT INTO access (org_id, state, tlp, everyone, regions, orgs, groups, digest)
			SELECT 'organisation' || lpad(n::text, 4, '0'), CASE WHEN k <= 20 THEN 'released' ELSE 'draft' END, 'GREEN', k <= 10, '{}', '{}', '{}', sha256((n || ' ' || k)::bytea)
			FROM generate_series(1, 40) n, generate_series(1, 41) k`,
		`INSERT INTO cases (id, org_id, access_id, author_id, title, month, country, place, mode, means, route, cover, concealment, construction,
				shielding, trigger, narrative, training, search, created, changed)
			SELECT 'case' || lpad(n::text, 12, '0'), a.org_id, a.id, (SELECT id FROM users LIMIT 1), 'Case ' || n, '2025-' || lpad((1 + n % 12)::text, 2, '0'), 'NL', 'NLRTM', '1',
				'C40', '{BR,NL}', '0901', '{CON.FWAL}', '', '', '', repeat('word ', 60), false,
				array_to_tsvector(ARRAY['case', n::text, 'word', 'concealment:con.fwal', 'concealment:con', 'country:nl', 'm' || n % 1000]), now() - n * interval '1 minute', now() - n * interval '1 minute'
			FROM generate_series(1, 40000) n JOIN (SELECT id, org_id, row_number() OVER (ORDER BY id) AS r FROM access WHERE org_id LIKE 'organisation%') a ON a.r = 1 + n % 1640`,
		`INSERT INTO goods SELECT id, 1, 'DRG.COC', 100, 'kg' FROM cases WHERE id LIKE 'case%'`,
		`INSERT INTO changes SELECT id, nextval('change_seq') FROM cases WHERE id LIKE 'case%'`,
		`INSERT INTO pictures (id, case_id, org_id, name, format, width, height, bits, channels, technique, role, position, file_sum, pixel_sum, fingerprint, rendered, fingerprinted)
			SELECT 'pict' || lpad(n::text, 12, '0'), c.id, c.org_id, 'x.png', 'PNG', 4000, 1500, 16, 1, 'XT1', 'POS', n % 3, sha256(('f' || n)::bytea), sha256(('p' || n)::bytea),
				(SELECT fingerprint FROM pictures WHERE name LIKE 'scan%' LIMIT 1), 1, 1
			FROM generate_series(1, 100000) n JOIN cases c ON c.id = 'case' || lpad((1 + n % 40000)::text, 12, '0')`,
		`INSERT INTO objects SELECT p.id, o, p.id || o, 100000, p.file_sum, 100, 100 FROM pictures p, unnest(ARRAY['original', 'large', 'view', 'thumb']) o WHERE p.name = 'x.png'`,
		`VACUUM ANALYZE`,
	} {
		if _, err := w.SQL.ExecContext(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
	return w, v
}

func BenchmarkLargeCatalogue(b *testing.B) {
	w, v := large(b)
	ctx := b.Context()
	must := func(b *testing.B, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	newest, err := w.DB.NewestCases(ctx, v, false, 50)
	must(b, err)
	var ids []string
	for _, c := range newest {
		ids = append(ids, c.ID)
	}
	last, err := w.DB.LastChange(ctx)
	must(b, err)
	draft := w.Draft(w.Home)
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"IndexCases/all", func() error { return w.DB.IndexCases(ctx, nil, func(catalogue.IndexedCase) error { return nil }) }},
		{"IndexCases/50", func() error { return w.DB.IndexCases(ctx, ids, func(catalogue.IndexedCase) error { return nil }) }},
		{"VisibleAccesses", func() error { return second(w.DB.VisibleAccesses(ctx, v)) }},
		{"Changes/none", func() error { _, _, err := w.DB.Changes(ctx, last+10); return err }},
		{"NewestCases/50", func() error { return second(w.DB.NewestCases(ctx, v, false, 50)) }},
		{"NewestCases/mine", func() error { return second(w.DB.NewestCases(ctx, v, true, 50)) }},
		{"CasesByID/50", func() error { return second(w.DB.CasesByID(ctx, v, ids)) }},
		{"Case", func() error { return second(w.DB.Case(ctx, v, ids[0])) }},
		{"PictureObject", func() error { return second(w.DB.PictureObject(ctx, v, newest[0].Pictures[0].ID, "thumb")) }},
		{"CaseIDsByText/rare", func() error { return second(w.DB.CaseIDsByText(ctx, v, "case m77")) }},
		{"CaseIDsByText/all", func() error { return second(w.DB.CaseIDsByText(ctx, v, "word")) }},
		{"AddPicture", func() error { _, _, err := w.DB.AddPicture(ctx, v, w.Picture(draft.ID)); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				must(b, c.do())
			}
		})
	}
}
