-- Conversations in a case, a group and a referral.

CREATE TABLE messages (
    id        text PRIMARY KEY,
    seq       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    thread    text NOT NULL CHECK (thread IN ('case', 'group', 'referral')),
    thread_id text NOT NULL,
    user_id   text NOT NULL REFERENCES users,
    org_id    text NOT NULL REFERENCES organisations,
    owner_id  text REFERENCES organisations, -- of the case; null elsewhere
    body      bytea, -- sealed with the key outside the database, for this id; null once taken back
    written   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX messages_thread ON messages (thread, thread_id, seq DESC);
CREATE INDEX messages_owner ON messages (owner_id, written) WHERE owner_id IS NOT NULL;

CREATE TABLE message_pictures (
    message_id text NOT NULL REFERENCES messages ON DELETE CASCADE,
    picture_id text NOT NULL REFERENCES pictures ON DELETE CASCADE,
    PRIMARY KEY (message_id, picture_id)
);
CREATE INDEX message_pictures_picture ON message_pictures (picture_id);

-- How far somebody has read a thread.
CREATE TABLE message_reads (
    user_id   text NOT NULL REFERENCES users ON DELETE CASCADE,
    thread    text NOT NULL,
    thread_id text NOT NULL,
    seen      bigint NOT NULL, -- seq of the last message read
    PRIMARY KEY (user_id, thread, thread_id)
);
