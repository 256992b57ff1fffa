-- Cases, their pictures, and who may see them.

-- One row for each distinct way of being shared: the owner, the state, the label
-- and the audience. Thousands of cases point at one row, so "may see" is decided
-- over few rows, whatever the number of cases: 200 organisations with ten ways of
-- sharing each are 2,000 rows for a million cases. Rows are never changed and
-- never removed; a case moves from one to another.
--
-- digest is the SHA-256 of all the other columns in canonical order, the owner
-- among them: nothing is unique across organisations by content alone. It stands
-- for them in the unique key because an audience of 200 organisations is longer
-- than an index row may be (2,704 bytes).
CREATE TABLE access (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id   text NOT NULL REFERENCES organisations,
    state    text NOT NULL CHECK (state IN ('draft', 'submitted', 'released', 'withdrawn')),
    tlp      text NOT NULL CHECK (tlp IN ('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR')),
    everyone boolean NOT NULL,
    regions  text[] NOT NULL,
    orgs     text[] NOT NULL,
    groups   text[] NOT NULL,
    digest   bytea NOT NULL UNIQUE,
    UNIQUE (id, org_id)
);

CREATE TABLE cases (
    id           text PRIMARY KEY,
    org_id       text NOT NULL,
    access_id    bigint NOT NULL,
    author_id    text NOT NULL REFERENCES users,
    title        text NOT NULL,
    month        text NOT NULL CHECK (month ~ '^([0-9]{4}-[0-9]{2})?$'), -- events are known by month only
    country      text NOT NULL,
    place        text NOT NULL, -- UN/LOCODE
    mode         text NOT NULL,
    means        text NOT NULL,
    route        text[] NOT NULL, -- ISO 3166-1 alpha-2, origin first
    cover        text NOT NULL,   -- HS, 2 or 4 digits
    concealment  text[] NOT NULL,
    construction text NOT NULL,
    shielding    text NOT NULL,
    trigger      text NOT NULL,
    narrative    text NOT NULL,
    training     boolean NOT NULL,
    search       tsvector NOT NULL, -- words and codes, written by catalogue/text.go
    created      timestamptz NOT NULL DEFAULT now(),
    changed      timestamptz NOT NULL DEFAULT now(),
    released     timestamptz,
    -- A case cannot point at another organisation's way of sharing.
    FOREIGN KEY (access_id, org_id) REFERENCES access (id, org_id)
);
CREATE INDEX cases_changed ON cases (changed DESC, id);
CREATE INDEX cases_org_changed ON cases (org_id, changed DESC, id);
CREATE INDEX cases_access ON cases (access_id);
CREATE INDEX cases_search ON cases USING gin (search);

CREATE TABLE goods (
    case_id   text NOT NULL REFERENCES cases ON DELETE CASCADE,
    position  integer NOT NULL,
    commodity text NOT NULL,
    quantity  double precision NOT NULL CHECK (quantity >= 0 AND quantity < 'Infinity'),
    unit      text NOT NULL,
    PRIMARY KEY (case_id, position)
);

-- The same pixels are one picture of an organisation, and say nothing about any
-- other organisation's: both keys begin with org_id.
CREATE TABLE pictures (
    id             text PRIMARY KEY,
    case_id        text NOT NULL REFERENCES cases,
    org_id         text NOT NULL REFERENCES organisations,
    name           text NOT NULL, -- the uploader's file name
    format         text NOT NULL,
    width          integer NOT NULL CHECK (width > 0),
    height         integer NOT NULL CHECK (height > 0),
    bits           integer NOT NULL,
    channels       integer NOT NULL,
    window_low     integer, -- of 16-bit greys, both or neither
    window_high    integer,
    technique      text NOT NULL,
    role           text NOT NULL,
    position       integer NOT NULL,
    file_sum       bytea NOT NULL CHECK (octet_length(file_sum) = 32),
    pixel_sum      bytea NOT NULL CHECK (octet_length(pixel_sum) = 32),
    fingerprint    bytea NOT NULL,
    -- Versions of what was derived; 0 when something of it is known to be lost.
    rendered       integer NOT NULL,
    fingerprinted  integer NOT NULL,
    created        timestamptz NOT NULL DEFAULT now(),
    CHECK ((window_low IS NULL) = (window_high IS NULL))
);
CREATE UNIQUE INDEX pictures_pixels ON pictures (org_id, pixel_sum);
CREATE INDEX pictures_file ON pictures (org_id, file_sum);
CREATE INDEX pictures_case ON pictures (case_id, position);
CREATE INDEX pictures_versions ON pictures (rendered, fingerprinted);

-- What is stored for a picture: the sealed original and its renditions.
CREATE TABLE objects (
    picture_id text NOT NULL REFERENCES pictures ON DELETE CASCADE,
    name       text NOT NULL, -- original, large, view, thumb
    key        text COLLATE "C" NOT NULL UNIQUE, -- read in the order in which a store walks
    size       bigint NOT NULL,
    sha256     bytea NOT NULL CHECK (octet_length(sha256) = 32),
    width      integer NOT NULL,
    height     integer NOT NULL,
    PRIMARY KEY (picture_id, name)
);

CREATE TABLE regions (
    id         text PRIMARY KEY,
    picture_id text NOT NULL REFERENCES pictures ON DELETE CASCADE,
    polygon    jsonb NOT NULL, -- [[x, y] ...] in fractions of the upright picture
    label      text NOT NULL,
    created    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX regions_picture ON regions (picture_id, created);

-- The last change of each case. seq rises over all cases and becomes visible in
-- order: writers take an advisory lock before they draw a number, and hold it
-- until their transaction is visible (catalogue/change.go). One row a case, so
-- that the table is as long as the catalogue and no longer.
CREATE SEQUENCE change_seq;
CREATE TABLE changes (
    case_id text PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
    seq     bigint NOT NULL UNIQUE
);

-- Answers already given, so that a repeated upload is the same answer. Keys are
-- the client's, hence hashed, and scoped to the user; kept for 48 hours.
CREATE TABLE idempotency_keys (
    user_id    text NOT NULL REFERENCES users,
    key_sum    bytea NOT NULL CHECK (octet_length(key_sum) = 32),
    picture_id text NOT NULL REFERENCES pictures ON DELETE CASCADE,
    created    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key_sum)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created);
CREATE INDEX idempotency_keys_picture ON idempotency_keys (picture_id);
