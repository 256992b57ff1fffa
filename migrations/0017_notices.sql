-- Who wants to be told by e-mail that something was said, and how far each was
-- told of a thread: once until it has been read.
ALTER TABLE users ADD COLUMN notices boolean NOT NULL DEFAULT true;

CREATE TABLE message_notices (
    user_id   text NOT NULL REFERENCES users ON DELETE CASCADE,
    thread    text NOT NULL,
    thread_id text NOT NULL,
    seq       bigint NOT NULL, -- of the last message then
    PRIMARY KEY (user_id, thread, thread_id)
);
