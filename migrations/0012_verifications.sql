-- What a RILO says of a released case, and what the fields of a case said before.

-- One for each RILO and case, of the case as it stood then.
CREATE TABLE verifications (
    case_id     text NOT NULL REFERENCES cases,
    org_id      text NOT NULL REFERENCES organisations,
    user_id     text NOT NULL REFERENCES users,
    source      text NOT NULL CHECK (source ~ '^[A-F]$'),      -- how reliable the source is
    information text NOT NULL CHECK (information ~ '^[1-6]$'), -- how credible what it says is
    note        text NOT NULL,
    version     text NOT NULL, -- of the form
    given       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, org_id)
);

-- Each change of a field. Not in the record, which is for ever: a value may have to go.
CREATE TABLE field_changes (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id   text NOT NULL REFERENCES cases,
    field     text NOT NULL,
    before    jsonb, -- null once struck out
    after     jsonb, -- likewise
    user_id   text NOT NULL REFERENCES users,
    at        timestamptz NOT NULL DEFAULT now(),
    -- How the case was shared then: who could not read the values reads them no more in its history.
    access_id bigint NOT NULL REFERENCES access
);
CREATE INDEX field_changes_case ON field_changes (case_id, id);
