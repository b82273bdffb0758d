-- Keys of programs that act for people. As with sessions, only the digest of a key is kept; the journal is told of its making and its end.
CREATE TABLE program_key (
    key     TEXT PRIMARY KEY,   -- SHA-256
    login   TEXT NOT NULL,
    number  BIGINT NOT NULL,    -- by which its holder names it
    name    TEXT NOT NULL,
    scope   TEXT NOT NULL,      -- codes of actions with blanks between
    made    TEXT NOT NULL,
    expires TEXT NOT NULL,
    used    TEXT,               -- when it last came in
    ended   BIGINT NOT NULL DEFAULT 0,
    UNIQUE (login, number)
);

-- What was answered to a request that a program may send again: the same key of the request, the same answer.
CREATE TABLE request_once (
    login   TEXT NOT NULL,
    request TEXT NOT NULL,      -- the key the program gave it
    digest  TEXT NOT NULL,      -- SHA-256 of what was asked
    begun   TEXT NOT NULL,
    status  BIGINT,             -- of the answer; NULL while it is at work, and where it broke off
    answer  TEXT,
    PRIMARY KEY (login, request)
);
