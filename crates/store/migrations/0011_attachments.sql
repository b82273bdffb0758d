-- Photos and papers of visits. The bytes are text (base64, RFC 4648): the one form both databases keep and digest alike.

CREATE TABLE attachment (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    project BIGINT NOT NULL CONSTRAINT attachment_project_known REFERENCES project_code (id),
    visit   BIGINT NOT NULL,
    name    TEXT NOT NULL,         -- as the sender called it; shown, never a path
    kind    TEXT NOT NULL,
    size    BIGINT NOT NULL,       -- bytes
    body    TEXT NOT NULL,
    CONSTRAINT attachment_kind_known CHECK (kind IN ('jpeg', 'png', 'webp', 'pdf'))
);
CREATE INDEX attachment_by_visit ON attachment (project, visit);
