package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"time"
	"unicode/utf8"
)

// Region is a polygon on a picture, in fractions 0 to 1 of its upright width and height.
type Region struct {
	ID        string       `json:"id"`
	PictureID string       `json:"picture"`
	Polygon   [][2]float64 `json:"polygon"`
	Label     string       `json:"label"`
	Created   time.Time    `json:"created"`
}

const (
	mostCorners  = 500
	mostRegions  = 200
	longestLabel = 200
)

// AddRegion and RemoveRegion are for the owner's organisation.
func (db *DB) AddRegion(ctx context.Context, v Viewer, r Region) (Region, error) {
	r.ID, r.Label = NewID(), line(r.Label)
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		p, h, err := holdPicture(ctx, tx, actor, r.PictureID)
		if err != nil {
			return err
		}
		if err := r.check(len(p.Regions)).err(); err != nil {
			return err
		}
		if h.state == Released {
			c, err := readCase(ctx, tx, actor.UserID, h.id)
			if err != nil {
				return err
			}
			only := Case{ID: h.id, CaseForm: CaseForm{Country: c.Country}, Pictures: []Picture{{Regions: []Region{r}}}}
			if err := db.guarded(ctx, tx, only, func(GuardFinding) string { return "label" }); err != nil {
				return err
			}
		}
		polygon, err := json.Marshal(r.Polygon)
		if err != nil {
			return kind("add region", err)
		}
		if err := tx.QueryRowContext(ctx, `INSERT INTO regions (id, picture_id, polygon, label)
			VALUES ($1, $2, $3, $4) RETURNING created`, r.ID, p.ID, string(polygon), r.Label).Scan(&r.Created); err != nil {
			return kind("add region", err)
		}
		return touch(ctx, tx, actor, p, "region.add", map[string]any{"region": r.ID})
	})
	if err != nil {
		return Region{}, err
	}
	return r, nil
}

// RemoveRegion removes a region of that very picture.
func (db *DB) RemoveRegion(ctx context.Context, v Viewer, pictureID, regionID string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		p, _, err := holdPicture(ctx, tx, actor, pictureID)
		if err != nil {
			return err
		}
		if !validID(regionID) {
			return hidden("region")
		}
		var id string
		if err := tx.QueryRowContext(ctx, `DELETE FROM regions WHERE id = $1 AND picture_id = $2 RETURNING id`, regionID, pictureID).
			Scan(&id); err != nil {
			return kind("region", err)
		}
		return touch(ctx, tx, actor, p, "region.remove", map[string]any{"region": id})
	})
}

func (r *Region) check(others int) (bad Invalids) {
	if utf8.RuneCountInString(r.Label) > longestLabel {
		bad.add("label", "too_long", longestLabel)
	}
	if others >= mostRegions {
		bad.add("polygon", "too_many", mostRegions)
	}
	if len(r.Polygon) > mostCorners {
		bad.add("polygon", "too_many", mostCorners)
		return bad
	}
	area := 0.0 // twice the signed area, by the shoelace formula
	for i, a := range r.Polygon {
		if !(a[0] >= 0 && a[0] <= 1 && a[1] >= 0 && a[1] <= 1) { // false for NaN too
			bad.add("polygon", "polygon")
			return bad
		}
		b := r.Polygon[(i+1)%len(r.Polygon)]
		area += a[0]*b[1] - b[0]*a[1]
	}
	if len(r.Polygon) < 3 || math.Abs(area) < 1e-9 {
		bad.add("polygon", "polygon")
	}
	return bad
}
