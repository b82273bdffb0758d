-- How a monthly return came in by the portal, and the receipt its sender holds.
CREATE TABLE return_receipt (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    return_id BIGINT NOT NULL CONSTRAINT return_receipt_return_known REFERENCES monthly_return (id),
    number    TEXT NOT NULL,
    digest    TEXT NOT NULL,       -- SHA-256 of the submission as JSON
    channel   TEXT NOT NULL,
    sender    TEXT NOT NULL,
    moment    TEXT NOT NULL,
    situation TEXT NOT NULL,
    restart   TEXT,                -- when production is expected to begin again
    CONSTRAINT return_receipt_once UNIQUE (return_id),
    CONSTRAINT return_receipt_number_once UNIQUE (number),
    CONSTRAINT return_receipt_situation_known CHECK (situation IN ('producing', 'nothing', 'stopped'))
);

-- Leave to report a month after its lock, until a day.
CREATE TABLE lock_exception (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT lock_exception_establishment_known REFERENCES establishment_code (id),
    month         TEXT NOT NULL,
    until         TEXT NOT NULL,
    reason        TEXT NOT NULL
);
CREATE INDEX lock_exception_by_month ON lock_exception (month, establishment);

-- What the statisticians said of a figure: a question to the firm (answered by an explanation, or by a return that says something else), that
-- the figure stands, or that another was put in its place.
CREATE TABLE return_judgement (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT return_judgement_establishment_known REFERENCES establishment_code (id),
    month         TEXT NOT NULL,
    product       TEXT NOT NULL,   -- empty: the whole return
    rule          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    body          TEXT NOT NULL,
    by_whom       TEXT NOT NULL,
    moment        TEXT NOT NULL,
    CONSTRAINT return_judgement_kind_known CHECK (kind IN ('asked', 'accepted', 'replaced'))
);
CREATE INDEX return_judgement_by_month ON return_judgement (month, establishment);

-- Who was reminded of a return that has not come, by which message.
CREATE TABLE return_reminder (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT return_reminder_establishment_known REFERENCES establishment_code (id),
    month         TEXT NOT NULL,
    mail          TEXT NOT NULL,
    to_address    TEXT NOT NULL,
    moment        TEXT NOT NULL
);
CREATE INDEX return_reminder_by_month ON return_reminder (month, establishment);

CREATE INDEX explanation_by_establishment ON explanation (establishment, month);
