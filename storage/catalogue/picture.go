package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
)

// Original names the sealed object among those of a picture.
const Original = "original"

// Object is a stored object that a picture owns.
type Object struct {
	Name   string   `json:"name"` // original, large, view, thumb
	Key    string   `json:"-"`
	Size   int64    `json:"size"`
	SHA256 [32]byte `json:"-"`
	Width  int      `json:"width,omitempty"`
	Height int      `json:"height,omitempty"`
	TLP    TLP      `json:"-"` // of the case, from PictureObject: caches keep nothing that is marked
}

// Picture belongs to a case. File facts come from intake, the rest from people.
type Picture struct {
	ID        string         `json:"id"`
	CaseID    string         `json:"case"`
	Name      string         `json:"name,omitempty"` // the uploader's file name, for the owner's organisation only
	Format    string         `json:"format"`
	Width     int            `json:"width"` // upright
	Height    int            `json:"height"`
	Bits      int            `json:"bits"`
	Channels  int            `json:"channels"`
	Window    *render.Window `json:"window,omitempty"`
	Technique string         `json:"technique,omitempty"`
	Role      string         `json:"role,omitempty"`
	Position  int            `json:"position"`
	Created   time.Time      `json:"created"`
	Objects   []Object       `json:"renditions"` // the original among them for the owner's organisation only
	Regions   []Region       `json:"regions,omitempty"`

	Disclosure Disclosure `json:"disclosure,omitempty"` // for the owner's organisation only
}

// Picture with its objects and regions.
func (db *DB) Picture(ctx context.Context, v Viewer, id string) (Picture, error) {
	if !validID(id) {
		return Picture{}, hidden("picture")
	}
	return readPicture(ctx, db.sql, v.UserID, id)
}

func readPicture(ctx context.Context, q querier, userID, id string) (Picture, error) {
	return onePicture(ctx, q, `AND p.id = $2`, userID, id)
}

// onePicture is the first that rest picks.
func onePicture(ctx context.Context, q querier, rest string, args ...any) (Picture, error) {
	all, err := readPictures(ctx, q, rest, args...)
	if err != nil {
		return Picture{}, err
	}
	if len(all) == 0 {
		return Picture{}, hidden("picture")
	}
	return all[0], nil
}

// readPictures reads the pictures that the user $1 may see and that rest picks,
// in the order of their cases.
func readPictures(ctx context.Context, q querier, rest string, args ...any) ([]Picture, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT p.id, p.case_id, p.format, p.width, p.height, p.bits, p.channels, p.window_low, p.window_high,
			p.technique, p.role, p.position, p.created, CASE WHEN u.org_id = p.org_id THEN p.name ELSE '' END,
			CASE WHEN u.org_id = p.org_id THEN p.disclosure ELSE '' END,
			(SELECT coalesce(json_agg(json_build_object('name', o.name, 'key', o.key, 'size', o.size,
					'sha256', encode(o.sha256, 'base64'), 'width', o.width, 'height', o.height) ORDER BY o.size DESC), '[]')
				FROM objects o WHERE o.picture_id = p.id AND (o.name <> 'original' OR u.org_id = p.org_id)),
			(SELECT coalesce(json_agg(json_build_object('id', r.id, 'picture', r.picture_id, 'polygon', r.polygon,
					'label', r.label, 'created', r.created) ORDER BY r.created, r.id), '[]')
				FROM regions r WHERE r.picture_id = p.id)
		FROM pictures p JOIN cases c ON c.id = p.case_id JOIN users u ON u.id = $1
		WHERE `+may+` `+rest+` ORDER BY p.case_id, p.position, p.created, p.id`, args...)
	if err != nil {
		return nil, kind("read pictures", err)
	}
	defer rows.Close()
	var all []Picture
	for rows.Next() {
		var p Picture
		var low, high sql.Null[uint16]
		var objects, regions []byte
		if err := rows.Scan(&p.ID, &p.CaseID, &p.Format, &p.Width, &p.Height, &p.Bits, &p.Channels, &low, &high,
			&p.Technique, &p.Role, &p.Position, &p.Created, &p.Name, &p.Disclosure, &objects, &regions); err != nil {
			return nil, kind("read pictures", err)
		}
		if low.Valid {
			p.Window = &render.Window{Low: low.V, High: high.V}
		}
		if p.Objects, err = objectsOf(objects); err != nil {
			return nil, kind("read objects", err)
		}
		if err := json.Unmarshal(regions, &p.Regions); err != nil {
			return nil, kind("read regions", err)
		}
		all = append(all, p)
	}
	return all, kind("read pictures", rows.Err())
}

// objectsOf reads the JSON that readPictures asks for: Object hides from JSON
// what must not leave, so it cannot read it either.
func objectsOf(b []byte) ([]Object, error) {
	var rows []struct {
		Object
		Key    string `json:"key"`
		SHA256 []byte `json:"sha256"`
	}
	if err := json.Unmarshal(b, &rows); err != nil {
		return nil, err
	}
	objects := make([]Object, len(rows))
	for i, r := range rows {
		objects[i] = r.Object
		objects[i].Key = r.Key
		copy(objects[i].SHA256[:], r.SHA256)
	}
	return objects, nil
}

// PictureObject is one rendition of a visible picture, or, of the viewer's own
// organisation alone, the original, whose release is recorded. For others there
// is no original: fs.ErrNotExist.
func (db *DB) PictureObject(ctx context.Context, v Viewer, id, name string) (Object, error) {
	if !validID(id) || name != line(name) {
		return Object{}, hidden("picture")
	}
	var o Object
	var sum []byte
	var caseID string
	err := db.sql.QueryRowContext(ctx, `
		SELECT o.name, o.key, o.size, o.sha256, o.width, o.height, p.case_id, acc.tlp
		FROM objects o JOIN pictures p ON p.id = o.picture_id JOIN cases c ON c.id = p.case_id
			JOIN access acc ON acc.id = c.access_id JOIN users u ON u.id = $1
		WHERE `+may+` AND p.id = $2 AND o.name = $3 AND (o.name <> 'original' OR u.org_id = p.org_id)`, v.UserID, id, name).
		Scan(&o.Name, &o.Key, &o.Size, &sum, &o.Width, &o.Height, &caseID, &o.TLP)
	if err != nil {
		return Object{}, kind("picture", err)
	}
	copy(o.SHA256[:], sum)
	if o.Name == "large" || o.Name == "view" { // thumbnails are seen in lists, by the dozen
		if err := saw(ctx, db.sql, v, caseID, id); err != nil {
			return Object{}, err
		}
	}
	if o.Name == Original {
		if err := record(ctx, db.sql, v, Event{What: "picture.original", CaseID: caseID, Picture: id}); err != nil {
			return Object{}, err
		}
	}
	return o, nil
}

// PictureFingerprint is the fingerprint and pixel sum of a visible picture.
func (db *DB) PictureFingerprint(ctx context.Context, v Viewer, id string) (IndexedPicture, error) {
	if !validID(id) {
		return IndexedPicture{}, hidden("picture")
	}
	p := IndexedPicture{ID: id}
	var file, pixels, print []byte
	err := db.sql.QueryRowContext(ctx, `
		SELECT p.case_id, p.technique, p.file_sum, p.pixel_sum, p.fingerprint
		FROM pictures p JOIN cases c ON c.id = p.case_id WHERE `+may+` AND p.id = $2`, v.UserID, id).
		Scan(&p.CaseID, &p.Technique, &file, &pixels, &print)
	if err != nil {
		return IndexedPicture{}, kind("picture", err)
	}
	copy(p.FileSum[:], file)
	copy(p.PixelSum[:], pixels)
	p.Fingerprint = printOf(print)
	return p, nil
}

// holdPicture locks the case of a picture for an edit.
func holdPicture(ctx context.Context, tx *sql.Tx, actor Viewer, id string) (Picture, held, error) {
	if !validID(id) {
		return Picture{}, held{}, hidden("picture")
	}
	p, err := readPicture(ctx, tx, actor.UserID, id)
	if err != nil {
		return Picture{}, held{}, err
	}
	h, err := holdToEdit(ctx, tx, actor, p.CaseID)
	if err != nil {
		return Picture{}, held{}, err
	}
	// Now that nobody else changes the case: is it still there?
	p, err = readPicture(ctx, tx, actor.UserID, id)
	return p, h, err
}

const mostPosition = 10_000

// DescribePicture sets technique, role and position, for the owner's organisation.
func (db *DB) DescribePicture(ctx context.Context, v Viewer, id, technique, role string, position int) (Picture, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Picture{}, err
	}
	technique, role = code(technique), code(role)
	var p Picture
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		var err error
		if p, _, err = holdPicture(ctx, tx, actor, id); err != nil {
			return err
		}
		bad := describes(lex, technique, role, p.Technique, p.Role)
		if position < 0 || position > mostPosition {
			bad.add("position", "position")
		}
		if err := bad.err(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pictures SET technique = $2, role = $3, position = $4 WHERE id = $1`,
			id, technique, role, position); err != nil {
			return kind("describe picture", err)
		}
		if err := touch(ctx, tx, actor, p, "picture.describe", nil); err != nil {
			return err
		}
		p.Technique, p.Role, p.Position = technique, role, position
		return nil
	})
	return p, err
}

// describes checks what people say of a picture; a code that is there already stays usable.
func describes(lex *lexicon, technique, role, oldTechnique, oldRole string) (bad Invalids) {
	today := time.Now().UTC().Format(time.DateOnly)
	check := func(field, list, c, old string) {
		if t, ok := lex.term(list, c); c != "" && (!ok || !t.validOn(today) && c != old) {
			bad.add(field, "unknown_code", c)
		}
	}
	check("technique", "technique", technique, oldTechnique)
	check("role", "image_role", role, oldRole)
	return bad
}

// touch says that a picture's case has changed: the time, the record, the index.
func touch(ctx context.Context, tx *sql.Tx, actor Viewer, p Picture, what string, details map[string]any) error {
	if _, err := tx.ExecContext(ctx, `UPDATE cases SET changed = now() WHERE id = $1`, p.CaseID); err != nil {
		return kind("change case", err)
	}
	if err := record(ctx, tx, actor, Event{What: what, CaseID: p.CaseID, Picture: p.ID, Details: details}); err != nil {
		return err
	}
	return changed(ctx, tx, p.CaseID)
}

// RemovePicture takes a picture out of a draft or submitted case. Its objects
// become garbage, and its pixels may be added again.
func (db *DB) RemovePicture(ctx context.Context, v Viewer, id string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		p, h, err := holdPicture(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if h.state != Draft && h.state != Submitted {
			return wrongState(h.state)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM pictures WHERE id = $1`, id); err != nil {
			return kind("remove picture", err)
		}
		return touch(ctx, tx, actor, p, "picture.remove", nil)
	})
}

// NewPicture is what intake hands over once the objects are stored.
type NewPicture struct {
	Picture
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
	Objects     []Object // the original first
	Key         string   // idempotency key of the upload; empty for none
}
