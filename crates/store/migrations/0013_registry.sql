-- What became of a licence: extended, suspended, lapsed, given back, replaced. A new version of a site brings all of them again.
CREATE TABLE site_licence_fate (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    site       BIGINT NOT NULL CONSTRAINT site_licence_fate_site_known REFERENCES site (id),
    licence    BIGINT NOT NULL CONSTRAINT site_licence_fate_licence_known REFERENCES site_licence (id),
    kind       TEXT NOT NULL,
    from_when  TEXT,
    until_when TEXT,              -- the new end of one that is extended, the end of a suspension
    paper      TEXT,
    note_vi    TEXT,
    note_en    TEXT
);
CREATE INDEX site_licence_fate_by_site ON site_licence_fate (site);

-- Files sent in on a page, kept whole before anything is taken from them. The bytes are text (base64, RFC 4648): the one form both databases
-- keep and digest alike. What came of a file is a row of its own; nothing is deleted.
CREATE TABLE intake (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,         -- as the sender called it; shown, never a path
    digest  TEXT NOT NULL,         -- SHA-256 of the bytes
    size    BIGINT NOT NULL,       -- bytes
    sender  TEXT NOT NULL,
    moment  TEXT NOT NULL,
    body    TEXT NOT NULL
);
CREATE INDEX intake_by_kind ON intake (kind, id);

CREATE TABLE intake_outcome (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    intake  BIGINT NOT NULL CONSTRAINT intake_outcome_intake_known REFERENCES intake (id),
    outcome TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    moment  TEXT NOT NULL,
    reason  TEXT NOT NULL,
    added   BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    CONSTRAINT intake_outcome_once UNIQUE (intake),
    CONSTRAINT intake_outcome_known CHECK (outcome IN ('accepted', 'given-up'))
);
