-- What people say of two pictures: the same thing, or not.

-- One verdict for each pair and organisation: an organisation may change its mind
-- and never another's. What was said before is in the record. The smaller id comes
-- first, in the order of bytes, so that a pair has one row whoever asks about it.
CREATE TABLE links (
    low     text NOT NULL REFERENCES pictures ON DELETE CASCADE,
    high    text NOT NULL REFERENCES pictures ON DELETE CASCADE,
    org_id  text NOT NULL REFERENCES organisations,
    user_id text NOT NULL REFERENCES users,
    verdict text NOT NULL CHECK (verdict IN ('confirmed', 'rejected')),
    note    text NOT NULL,
    given   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (low, high, org_id),
    CHECK (low COLLATE "C" < high COLLATE "C")
);
CREATE INDEX links_high ON links (high);
