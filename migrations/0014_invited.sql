-- An address belongs to who has followed a link to it. Before that any
-- organisation may invite it, or an invitation would tell its administrators that
-- the address has an account elsewhere.
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE password_hash IS NOT NULL;
CREATE UNIQUE INDEX users_email_org ON users (org_id, lower(email));
