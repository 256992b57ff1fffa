-- Which key seals what is sealed in this catalogue. The key itself lies outside;
-- its name says nothing of it, and keeps a server with another key from starting,
-- which could read nothing and would write what the others cannot read.
CREATE TABLE sealing (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    name bytea NOT NULL CHECK (octet_length(name) = 16)
);
