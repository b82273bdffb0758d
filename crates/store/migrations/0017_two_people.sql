-- Four eyes: what one person proposes to publish, and what another decided of it.
CREATE TABLE release_proposal (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    month   TEXT NOT NULL,
    stage   TEXT NOT NULL,
    issued  TEXT NOT NULL,         -- the day of release
    digest  TEXT NOT NULL,         -- of the inputs, as they were when it was proposed
    remark  TEXT NOT NULL,
    by_whom TEXT NOT NULL,         -- who proposes: the account
    moment  TEXT NOT NULL
);
CREATE TABLE release_decision (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    proposal BIGINT NOT NULL CONSTRAINT release_decision_proposal_known REFERENCES release_proposal (id),
    verdict  TEXT NOT NULL,
    release  BIGINT CONSTRAINT release_decision_release_known REFERENCES release (id),
    reason   TEXT NOT NULL,
    by_whom  TEXT NOT NULL,
    moment   TEXT NOT NULL,
    CONSTRAINT release_decision_once UNIQUE (proposal),
    CONSTRAINT release_decision_known CHECK (verdict IN ('approved', 'refused', 'withdrawn'))
);

-- Who confirms the returns of an enterprise before they are sent; the newest row counts, an empty login ends it.
CREATE TABLE return_confirmer (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    enterprise TEXT NOT NULL,
    login      TEXT NOT NULL,
    by_whom    TEXT NOT NULL,
    moment     TEXT NOT NULL
);
CREATE INDEX return_confirmer_by_enterprise ON return_confirmer (enterprise, id);

-- A return that is filled in and waits to be confirmed. The newest of an establishment and month counts, until something came of it.
CREATE TABLE prepared_return (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT prepared_return_establishment_known REFERENCES establishment_code (id),
    month         TEXT NOT NULL,
    body          TEXT NOT NULL,   -- what is to be sent, as JSON
    by_whom       TEXT NOT NULL,
    moment        TEXT NOT NULL
);
CREATE INDEX prepared_return_by_month ON prepared_return (establishment, month);
CREATE TABLE prepared_outcome (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    prepared BIGINT NOT NULL CONSTRAINT prepared_outcome_prepared_known REFERENCES prepared_return (id),
    outcome  TEXT NOT NULL,
    remark   TEXT NOT NULL,
    by_whom  TEXT NOT NULL,
    moment   TEXT NOT NULL,
    CONSTRAINT prepared_outcome_once UNIQUE (prepared),
    CONSTRAINT prepared_outcome_known CHECK (outcome IN ('sent', 'given-back'))
);

-- When somebody signed in last is asked for at every sign-in.
CREATE INDEX journal_by_subject ON journal (subject);
