-- Rows are only added. The newest version of a thing is its row with the greatest seq not after the moment looked at.

-- Codes get a small number once; the millions of return lines carry the number.
CREATE TABLE enterprise_code (
    id   BIGINT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT enterprise_code_once UNIQUE (code)
);
CREATE TABLE establishment_code (
    id   BIGINT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT establishment_code_once UNIQUE (code)
);
CREATE TABLE product_code (
    id   BIGINT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT product_code_once UNIQUE (code)
);

CREATE TABLE enterprise (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    code      BIGINT NOT NULL CONSTRAINT enterprise_code_known REFERENCES enterprise_code (id),
    name      TEXT NOT NULL,
    ownership TEXT NOT NULL,
    simulated BIGINT NOT NULL,  -- 0 or 1
    CONSTRAINT enterprise_once UNIQUE (code, seq),
    CONSTRAINT enterprise_simulated_truth CHECK (simulated IN (0, 1))
);

CREATE TABLE establishment (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    code       BIGINT NOT NULL CONSTRAINT establishment_code_known REFERENCES establishment_code (id),
    enterprise BIGINT NOT NULL CONSTRAINT establishment_enterprise_known REFERENCES enterprise_code (id),
    name       TEXT NOT NULL,
    industry   TEXT NOT NULL,   -- version:code
    commune    TEXT NOT NULL,   -- version:code
    CONSTRAINT establishment_once UNIQUE (code, seq)
);

-- The dated events of one version of an establishment; a new version brings all of its events again.
CREATE TABLE establishment_event (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT event_establishment_known REFERENCES establishment (id),
    date          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    CONSTRAINT event_kind_known CHECK (kind IN ('opening', 'suspension', 'resumption', 'closure'))
);
CREATE INDEX establishment_event_by_establishment ON establishment_event (establishment);

CREATE TABLE product (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    code     BIGINT NOT NULL CONSTRAINT product_code_known REFERENCES product_code (id),
    name_vi  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    unit     TEXT NOT NULL,
    industry TEXT NOT NULL,
    CONSTRAINT product_once UNIQUE (code, seq)
);
