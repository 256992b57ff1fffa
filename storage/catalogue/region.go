package catalogue

import (
	"context"
	"time"
)

// Region is a polygon on a picture, in fractions 0 to 1 of its upright width and height.
type Region struct {
	ID        string       `json:"id"`
	PictureID string       `json:"picture"`
	Polygon   [][2]float64 `json:"polygon"`
	Label     string       `json:"label"`
	Created   time.Time    `json:"created"`
}

// AddRegion and RemoveRegion are for the owner's organisation.
func (db *DB) AddRegion(ctx context.Context, v Viewer, r Region) (Region, error) { panic("unbuilt") }

func (db *DB) RemoveRegion(ctx context.Context, v Viewer, pictureID, regionID string) error {
	panic("unbuilt")
}
