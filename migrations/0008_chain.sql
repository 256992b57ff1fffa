-- The record as a hash chain: whoever changes, removes, adds or swaps an event
-- past the program breaks it from there on.
--
-- Each link is the SHA-256 of the link before it and of the event in canonical
-- form: every column as text, each with its length in bytes and a colon before it,
-- so that no two events have one form. catalogue/chain.go computes the same from
-- what it reads; it does not ask these functions, which an intruder may change.
CREATE TABLE chain (
    seq      bigint PRIMARY KEY CHECK (seq > 0), -- without gaps from 1
    event_id bigint NOT NULL UNIQUE,
    hash     bytea NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE FUNCTION event_form(e events) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(string_agg(octet_length(f) || ':' || f, '' ORDER BY n), 'UTF8')
    FROM unnest(ARRAY[e.id::text, (extract(epoch FROM e.at) * 1000000)::bigint::text, e.user_id, e.org_id, e.owner_id,
        e.address, e.request_id, e.what, e.case_id, e.picture_id, e.details::text]) WITH ORDINALITY AS x (f, n)
$$;

-- Links are made at the end of the transaction, one transaction after the other:
-- the lock is the last that any takes, so that nothing waits for one another, and
-- it is held for as long as the commit lasts and no longer.
CREATE FUNCTION chain_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_seq  bigint;
    last_hash bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(465893745412);
    SELECT seq, hash INTO last_seq, last_hash FROM chain ORDER BY seq DESC LIMIT 1;
    INSERT INTO chain VALUES (coalesce(last_seq, 0) + 1, NEW.id, sha256(coalesce(last_hash, decode(repeat('00', 32), 'hex')) || event_form(NEW)));
    RETURN NULL;
END $$;

-- What is on record already is taken in, in the order of its numbers.
DO $$
DECLARE
    e      events;
    n      bigint := 0;
    before bytea := decode(repeat('00', 32), 'hex');
BEGIN
    FOR e IN SELECT * FROM events ORDER BY id LOOP
        n := n + 1;
        before := sha256(before || event_form(e));
        INSERT INTO chain VALUES (n, e.id, before);
    END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER events_chain AFTER INSERT ON events
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_event();
CREATE TRIGGER chain_append_only BEFORE UPDATE OR DELETE ON chain
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_no_truncate BEFORE TRUNCATE ON chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
