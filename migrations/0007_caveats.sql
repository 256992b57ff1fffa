-- Caveats of a case: persons named in its audience, the last day on which others
-- see it, and whether who receives it may share it onward.

-- What decides who sees is part of the way of being shared; rows made before this
-- name nobody and end never, and keep their digest.
ALTER TABLE access
    ADD COLUMN persons text[] NOT NULL DEFAULT '{}', -- ids of users
    ADD COLUMN expires date;                         -- last day, UTC; null is never

ALTER TABLE cases ADD COLUMN onward boolean NOT NULL DEFAULT false;
