-- Who looked at what, lately: asked before each look is put on record, so that a
-- picture kept open is not a line a minute.
CREATE INDEX events_sights ON events (user_id, case_id, picture_id, at) WHERE what IN ('case.view', 'picture.view');
