-- The audit record and the work that waits.

-- Ids of people and things are kept without foreign keys: the record outlives
-- what it tells of. owner_id is the organisation whose case it is about, which
-- may read the event too.
CREATE TABLE events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    user_id    text NOT NULL DEFAULT '',
    org_id     text NOT NULL DEFAULT '',
    owner_id   text NOT NULL DEFAULT '',
    address    text NOT NULL DEFAULT '',
    request_id text NOT NULL DEFAULT '',
    what       text NOT NULL CHECK (what <> ''),
    case_id    text NOT NULL DEFAULT '',
    picture_id text NOT NULL DEFAULT '',
    details    json NOT NULL DEFAULT '{}'
);
CREATE INDEX events_org ON events (org_id, id DESC);
CREATE INDEX events_owner ON events (owner_id, id DESC) WHERE owner_id <> org_id;
CREATE INDEX events_case ON events (case_id, id) WHERE case_id <> '';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A job waits (leased is null), is being done until leased, or has failed for
-- good. One waits at most for a kind and subject; one more may wait while the
-- first is being done, because what it is about may have changed meanwhile.
CREATE TABLE jobs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    subject    text NOT NULL DEFAULT '',
    attempts   integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT now(),
    leased     timestamptz,
    failed     timestamptz,
    last_error text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject) WHERE leased IS NULL AND failed IS NULL;
CREATE INDEX jobs_due ON jobs (not_before, id) WHERE leased IS NULL AND failed IS NULL;
CREATE INDEX jobs_leased ON jobs (leased) WHERE leased IS NOT NULL AND failed IS NULL;
CREATE INDEX jobs_failed ON jobs (kind, subject) WHERE failed IS NOT NULL;
