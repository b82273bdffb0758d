-- People: accounts, their passwords and second factors, which the journal vouches for; and what comes and goes with signing in
-- (sessions, tries, one-time links, used codes), which it does not.
CREATE TABLE account (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    login      TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    role       TEXT NOT NULL,
    enterprise TEXT,             -- of a firm's account
    agency     TEXT,             -- of an agency's account
    closed     TEXT              -- why it was closed
);
CREATE INDEX account_login ON account (login, id);
CREATE INDEX account_email ON account (email);

CREATE TABLE credential (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    login    TEXT NOT NULL,
    password TEXT NOT NULL,      -- argon2id in the PHC string form
    set_on   TEXT NOT NULL
);
CREATE INDEX credential_login ON credential (login, id);

CREATE TABLE second_factor (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    login  TEXT NOT NULL,
    secret TEXT                  -- base32; NULL once taken away
);
CREATE INDEX second_factor_login ON second_factor (login, id);

-- Tokens are kept as their SHA-256: who reads the table cannot sign in with it.
CREATE TABLE session (
    token  TEXT PRIMARY KEY,
    login  TEXT NOT NULL,
    form   TEXT NOT NULL,        -- the token its forms carry
    begun  TEXT NOT NULL,
    used   TEXT NOT NULL,
    ended  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX session_login ON session (login);

CREATE TABLE sign_in_try (
    login  TEXT NOT NULL,
    moment TEXT NOT NULL,
    passed BIGINT NOT NULL
);
CREATE INDEX sign_in_try_login ON sign_in_try (login, moment);

CREATE TABLE one_time_link (
    token   TEXT PRIMARY KEY,
    login   TEXT NOT NULL,
    expires TEXT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX one_time_link_login ON one_time_link (login);

-- A one-time code is good once.
CREATE TABLE used_code (
    login TEXT NOT NULL,
    step  BIGINT NOT NULL,
    PRIMARY KEY (login, step)
);
