-- Changes that others propose to a released case, decided by its owner field by field.
CREATE TABLE proposals (
    id      text PRIMARY KEY,
    case_id text NOT NULL REFERENCES cases,
    org_id  text NOT NULL REFERENCES organisations,
    user_id text NOT NULL REFERENCES users,
    reason  text NOT NULL,
    made    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX proposals_case ON proposals (case_id, made);

CREATE TABLE proposal_fields (
    proposal_id text NOT NULL REFERENCES proposals ON DELETE CASCADE,
    field       text NOT NULL,
    base        jsonb NOT NULL, -- what the case said when it was proposed
    value       jsonb NOT NULL,
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
    answer      text NOT NULL DEFAULT '',
    decided     timestamptz,
    PRIMARY KEY (proposal_id, field)
);
