-- Organisations, the people in them, and the groups in which they share.
--
-- Every id is 16 random characters (catalogue.NewID, 80 bits): nobody can count
-- rows or guess a neighbour from one. Text is kept as sent, after cleaning, and
-- its length is bounded by the catalogue, which can say so field by field.

CREATE TABLE organisations (
    id      text PRIMARY KEY,
    kind    text NOT NULL CHECK (kind IN ('administration', 'rilo', 'guest')),
    name    text NOT NULL CHECK (name <> ''),
    country text NOT NULL DEFAULT '', -- ISO 3166-1 alpha-2
    region  text NOT NULL DEFAULT '', -- code of the vocabulary list "region"
    created timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX organisations_name ON organisations (lower(name));

-- The e-mail address is what people sign in with, so it is unique over all
-- organisations. An account without a password has not followed its link yet.
CREATE TABLE users (
    id            text PRIMARY KEY,
    org_id        text NOT NULL REFERENCES organisations,
    email         text NOT NULL CHECK (email <> ''),
    name          text NOT NULL,
    roles         text[] NOT NULL DEFAULT '{}',
    root          boolean NOT NULL DEFAULT false,
    disabled      boolean NOT NULL DEFAULT false,
    password_hash text,
    created       timestamptz NOT NULL DEFAULT now(),
    last_seen     timestamptz
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_org ON users (org_id);

-- One-time links. Only the SHA-256 of a token is kept, so that a copy of the
-- database opens nothing. A user has one link at most: a new one replaces it.
-- The link without a user makes the first administrator; there is one at most.
CREATE TABLE invitations (
    token_sum bytea PRIMARY KEY CHECK (octet_length(token_sum) = 32),
    user_id   text UNIQUE REFERENCES users ON DELETE CASCADE,
    expires   timestamptz NOT NULL
);
CREATE UNIQUE INDEX invitations_first ON invitations ((true)) WHERE user_id IS NULL;

CREATE TABLE sessions (
    id         text PRIMARY KEY,
    token_sum  bytea NOT NULL UNIQUE CHECK (octet_length(token_sum) = 32),
    user_id    text NOT NULL REFERENCES users ON DELETE CASCADE,
    address    text NOT NULL,
    user_agent text NOT NULL,
    created    timestamptz NOT NULL DEFAULT now(),
    used       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Closed user groups; with dates they are operations. The owner is a member too.
CREATE TABLE groups (
    id       text PRIMARY KEY,
    owner_id text NOT NULL REFERENCES organisations,
    name     text NOT NULL CHECK (name <> ''),
    charter  text NOT NULL DEFAULT '',
    starts   timestamptz,
    ends     timestamptz,
    created  timestamptz NOT NULL DEFAULT now(),
    CHECK (starts < ends)
);

CREATE TABLE group_members (
    group_id text NOT NULL REFERENCES groups,
    org_id   text NOT NULL REFERENCES organisations,
    since    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, org_id)
);
CREATE INDEX group_members_org ON group_members (org_id);
