-- What people said before a release: that nobody can be identified by a picture,
-- and why something that looks like a number of somebody's stays in a text.

-- Who looked at the picture as it is now; null when nobody has, or it changed since.
ALTER TABLE pictures
    ADD COLUMN checked    timestamptz,
    ADD COLUMN checked_by text REFERENCES users,
    ADD CHECK ((checked IS NULL) = (checked_by IS NULL));

-- What was found is not kept here but its HMAC under the key outside the database:
-- once it is out of the text it is out of the catalogue.
CREATE TABLE kept_findings (
    case_id text NOT NULL REFERENCES cases,
    sum     bytea NOT NULL CHECK (octet_length(sum) = 16),
    reason  text NOT NULL CHECK (reason <> ''),
    user_id text NOT NULL REFERENCES users,
    kept    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, sum)
);

-- The report that each release was made on: figures and reasons, no findings.
CREATE TABLE guard_reports (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id  text NOT NULL REFERENCES cases,
    user_id  text NOT NULL REFERENCES users,
    made     timestamptz NOT NULL DEFAULT now(),
    pictures integer NOT NULL,
    reasons  text[] NOT NULL -- of what was found and kept
);
CREATE INDEX guard_reports_case ON guard_reports (case_id, id DESC);

-- Whether who releases must be somebody else than who wrote the case.
ALTER TABLE organisations ADD COLUMN four_eyes boolean NOT NULL DEFAULT false;
