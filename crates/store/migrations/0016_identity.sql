-- Which person of a provider of identities an account is tied to; a later row of the same account and provider supersedes.
CREATE TABLE identity (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    login   TEXT NOT NULL,
    issuer  TEXT NOT NULL,
    subject TEXT                 -- NULL once untied
);
CREATE INDEX identity_login ON identity (login, issuer, id);
CREATE INDEX identity_subject ON identity (issuer, subject);

-- What a browser that was sent to the provider came to do, or has still to do after it came back. It comes and goes as sessions do. Only
-- the digest of what the browser holds is kept: state, nonce and verifier are made from that, so that who reads the table can finish nothing.
CREATE TABLE errand (
    token   TEXT PRIMARY KEY,    -- SHA-256
    kind    TEXT NOT NULL CONSTRAINT errand_kind_known CHECK (kind IN ('enter', 'tie', 'code')),
    login   TEXT,                -- whose: of whoever ties, or was proven and owes a code; nobody yet for who enters
    next    TEXT NOT NULL,       -- where to go on to
    expires TEXT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX errand_expires ON errand (expires);

-- By which door somebody tried to come in.
ALTER TABLE sign_in_try ADD COLUMN door TEXT NOT NULL DEFAULT 'password';
