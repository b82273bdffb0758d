-- The journal: one line for every change, each carrying the hash of the line before, so that a line that was changed,
-- removed or moved is found by `khoi verify`. `rows` holds, for every table the change wrote to, how many rows and their
-- digest: a data row changed behind the program's back is found too.
CREATE TABLE journal (
    seq      BIGINT PRIMARY KEY,
    moment   TEXT NOT NULL,    -- when, UTC, ISO 8601
    actor    TEXT NOT NULL,    -- who
    role     TEXT NOT NULL,
    origin   TEXT NOT NULL,    -- from where: command line, file
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,    -- what it is about
    before   TEXT NOT NULL,    -- JSON; empty when nothing was there
    after    TEXT NOT NULL,    -- JSON
    why      TEXT NOT NULL,
    rows     TEXT NOT NULL,
    previous TEXT NOT NULL,    -- hash of the line before; empty in the first
    hash     TEXT NOT NULL
);

-- The end of the chain. Every writer takes this one row first: it hands out the next seq and makes writers wait for one
-- another, so that "as of seq" means the same on both databases. It also shows when the last lines were cut off.
CREATE TABLE journal_head (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    next_id BIGINT NOT NULL,   -- next free row number; one count for all tables, so that row order is writing order
    hash    TEXT NOT NULL,
    CONSTRAINT journal_head_single CHECK (id = 1)
);
INSERT INTO journal_head (id, seq, next_id, hash) VALUES (1, 0, 1, '');
