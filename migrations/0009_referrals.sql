-- Look-alikes that may not be seen: what a picture tells those whom its audience
-- leaves out, and the referrals by which two organisations come to talk.

-- open    those who may see it find it; the others learn nothing, nor its owner
-- index   the others learn, some time after they asked, that its owner has a similar one
-- silent  the others learn nothing; the owner learns who asked
ALTER TABLE pictures ADD COLUMN disclosure text NOT NULL DEFAULT 'open' CHECK (disclosure IN ('open', 'index', 'silent'));
CREATE INDEX pictures_disclosure ON pictures (org_id) WHERE disclosure <> 'open';

-- One row for each time that somebody asked what others hold, looked into at a
-- random moment after it was made. They are what the daily quota counts.
CREATE TABLE inquiries (
    id      text PRIMARY KEY,
    case_id text NOT NULL REFERENCES cases,
    org_id  text NOT NULL REFERENCES organisations,
    user_id text NOT NULL REFERENCES users,
    made    timestamptz NOT NULL DEFAULT now(),
    done    timestamptz
);
CREATE INDEX inquiries_org ON inquiries (org_id, made);
CREATE INDEX inquiries_case ON inquiries (case_id, made);

-- At most one for a case that asked and an organisation that holds, so that their
-- number says nothing of how many pictures are held. Rows that the asker is not
-- told of are the holder's alone.
CREATE TABLE referrals (
    id        text PRIMARY KEY, -- the reference
    case_id   text NOT NULL REFERENCES cases,         -- of the asker
    org_id    text NOT NULL REFERENCES organisations, -- of the asker
    holder_id text NOT NULL REFERENCES organisations,
    told      boolean NOT NULL,
    state     text NOT NULL CHECK (state IN ('found', 'asked', 'shared', 'refused', 'lapsed')),
    shown     boolean NOT NULL DEFAULT false, -- the holder may see the asker's picture
    found     timestamptz NOT NULL DEFAULT now(),
    asked     timestamptz,
    answered  timestamptz,
    reason    text NOT NULL DEFAULT '',
    UNIQUE (case_id, holder_id),
    CHECK (org_id <> holder_id)
);
CREATE INDEX referrals_org ON referrals (org_id) WHERE told;
CREATE INDEX referrals_holder ON referrals (holder_id);

-- Which pictures looked alike: for the holder, never for the asker.
CREATE TABLE referral_pictures (
    referral_id text NOT NULL REFERENCES referrals,
    picture_id  text NOT NULL REFERENCES pictures ON DELETE CASCADE, -- of the holder
    asked_id    text NOT NULL REFERENCES pictures ON DELETE CASCADE, -- of the asker
    PRIMARY KEY (referral_id, picture_id, asked_id)
);
CREATE INDEX referral_pictures_picture ON referral_pictures (picture_id);
CREATE INDEX referral_pictures_asked ON referral_pictures (asked_id);
