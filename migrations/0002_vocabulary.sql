-- The code lists. Their content is seeded from vocabulary/*.csv at every start of
-- a newer program; a term that leaves the files ends its validity and stays, for
-- the cases that carry it.

CREATE TABLE vocabulary_terms (
    list       text NOT NULL, -- concealment, commodity, means ... as catalogue/term.go names them
    code       text NOT NULL,
    parent     text NOT NULL DEFAULT '',
    modes      text[] NOT NULL DEFAULT '{}', -- UN/ECE Recommendation 19 modes; empty is all
    valid_from date,                         -- first day; null is always
    valid_to   date,                         -- last day; null is still
    position   integer NOT NULL,             -- order in the list
    PRIMARY KEY (list, code)
);

CREATE TABLE vocabulary_labels (
    list     text NOT NULL,
    code     text NOT NULL,
    language text NOT NULL, -- BCP 47: en, fr, es
    label    text NOT NULL,
    PRIMARY KEY (list, code, language),
    FOREIGN KEY (list, code) REFERENCES vocabulary_terms
);

-- The digest of the files that were seeded last, so that a start with the same
-- files (nearly every start) writes nothing.
CREATE TABLE vocabulary_seed (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    digest bytea NOT NULL
);
