package catalogue

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/lib/pq"
)

// seedVersion is part of what decides whether to seed again: raise it when this
// file reads the lists in another way.
const seedVersion = 1

// seed brings the code lists into line with the files of package migrations, if
// these are not the files that were seeded last.
func seed(ctx context.Context, conn *sql.Conn, files fs.FS) error {
	digest, err := digestOf(files)
	if err != nil {
		return err
	}
	var same bool
	if err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM vocabulary_seed WHERE digest = $1)`, digest).Scan(&same); err != nil || same {
		return err
	}
	terms, err := readLists(files)
	if err != nil {
		return fmt.Errorf("code lists: %w", err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := writeTerms(ctx, tx, terms); err != nil {
		return fmt.Errorf("seed code lists: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO vocabulary_seed (digest) VALUES ($1)
		ON CONFLICT (one) DO UPDATE SET digest = excluded.digest`, digest); err != nil {
		return err
	}
	return tx.Commit()
}

func digestOf(files fs.FS) ([]byte, error) {
	h := sha256.New()
	fmt.Fprintln(h, seedVersion)
	names, err := fs.Glob(files, "vocabulary/*.csv")
	if err != nil {
		return nil, err
	}
	for _, name := range names { // Glob sorts
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintln(h, name, len(b))
		h.Write(b)
	}
	return h.Sum(nil), nil
}

// readLists reads every list with its labels. English labels stand in the lists
// themselves, other languages in labels.LANGUAGE.csv with columns list, code, label.
func readLists(files fs.FS) ([]Term, error) {
	names, err := fs.Glob(files, "vocabulary/*.csv")
	if err != nil {
		return nil, err
	}
	var terms []Term
	at := map[[2]string]int{}
	// Sections come before chapters, as hs_chapter.csv sorts before hs_section.csv.
	slices.SortStableFunc(names, func(a, b string) int {
		if strings.HasSuffix(a, "hs_section.csv") && strings.HasSuffix(b, "hs_chapter.csv") {
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		list := strings.TrimSuffix(strings.TrimPrefix(name, "vocabulary/"), ".csv")
		if strings.HasPrefix(list, "labels.") {
			continue
		}
		rows, err := readCSV(files, name)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			t := Term{List: list, Code: row["code"], Parent: row["parent"], Labels: map[string]string{"en": row["label"]}}
			switch list {
			case "hs_section":
				t.List, t.Code = "hs", row["section"]
			case "hs_chapter":
				t.List, t.Code, t.Parent = "hs", row["chapter"], row["section"]
			case "rilo":
				t.Parent = row["region"]
			case "means":
				t.Modes = strings.Fields(row["mode"])
			case "concealment":
				t.Modes = strings.Fields(row["modes"])
			}
			t.from, t.to = row["valid_from"], row["valid_to"]
			key := [2]string{t.List, t.Code}
			if _, twice := at[key]; twice || t.Code == "" || t.Labels["en"] == "" {
				return nil, fmt.Errorf("%s: %q is there twice or lacks its label", name, t.Code)
			}
			at[key] = len(terms)
			terms = append(terms, t)
		}
	}
	for _, name := range names {
		language, ok := strings.CutPrefix(name, "vocabulary/labels.")
		if !ok {
			continue
		}
		rows, err := readCSV(files, name)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			i, known := at[[2]string{row["list"], row["code"]}]
			if !known || row["label"] == "" {
				return nil, fmt.Errorf("%s: label for unknown term %s %s, or empty", name, row["list"], row["code"])
			}
			terms[i].Labels[strings.TrimSuffix(language, ".csv")] = row["label"]
		}
	}
	return terms, nil
}

// readCSV reads a file as rows by the names of its first line.
func readCSV(files fs.FS, name string) ([]map[string]string, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) == 0 {
		return nil, fmt.Errorf("%s: no table: %w", name, err)
	}
	var rows []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = l[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// writeTerms adds and changes terms; one that has left the lists is valid until
// yesterday, unless it ended before. Labels are replaced as a whole.
func writeTerms(ctx context.Context, tx *sql.Tx, terms []Term) error {
	var lists, codes, parents, modes, from, to, labelList, labelCode, languages, labels []string
	for _, t := range terms {
		lists, codes, parents = append(lists, t.List), append(codes, t.Code), append(parents, t.Parent)
		modes, from, to = append(modes, strings.Join(t.Modes, " ")), append(from, t.from), append(to, t.to)
		for language, label := range t.Labels {
			labelList, labelCode = append(labelList, t.List), append(labelCode, t.Code)
			languages, labels = append(languages, language), append(labels, label)
		}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO vocabulary_terms (list, code, parent, modes, valid_from, valid_to, position)
		SELECT list, code, parent, string_to_array(modes, ' '), nullif(f, '')::date, nullif(t, '')::date, position
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
			WITH ORDINALITY AS x (list, code, parent, modes, f, t, position)
		ON CONFLICT (list, code) DO UPDATE SET parent = excluded.parent, modes = excluded.modes,
			valid_from = excluded.valid_from, valid_to = excluded.valid_to, position = excluded.position`,
		pq.Array(lists), pq.Array(codes), pq.Array(parents), pq.Array(modes), pq.Array(from), pq.Array(to)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE vocabulary_terms SET valid_to = current_date - 1
		WHERE (valid_to IS NULL OR valid_to >= current_date)
		AND NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS x (l, c) WHERE l = list AND c = code)`,
		pq.Array(lists), pq.Array(codes)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `
		WITH given AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS x (list, code, language, label)),
		gone AS (
			DELETE FROM vocabulary_labels l USING (SELECT DISTINCT list, code FROM given) t
			WHERE l.list = t.list AND l.code = t.code
			AND NOT EXISTS (SELECT FROM given g WHERE (g.list, g.code, g.language) = (l.list, l.code, l.language)))
		INSERT INTO vocabulary_labels (list, code, language, label) SELECT list, code, language, label FROM given
		ON CONFLICT (list, code, language) DO UPDATE SET label = excluded.label`,
		pq.Array(labelList), pq.Array(labelCode), pq.Array(languages), pq.Array(labels))
	return err
}
