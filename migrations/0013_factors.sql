-- Second factors: time-based codes (RFC 6238), and codes for who lost the device.

CREATE TABLE factors (
    user_id text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    secret  bytea NOT NULL,  -- sealed with the key outside the database, for this user
    step    bigint NOT NULL, -- of the last code used: none is used twice
    since   timestamptz NOT NULL DEFAULT now()
);

-- HMACs under the key outside the database: fifty random bits could be guessed from a plain sum.
CREATE TABLE recovery_codes (
    user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
    sum     bytea NOT NULL CHECK (octet_length(sum) = 32),
    PRIMARY KEY (user_id, sum)
);

-- Whether all people of the organisation need one.
ALTER TABLE organisations ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
