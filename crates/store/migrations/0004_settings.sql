-- A basket: the weights and base-year quantities an index is computed with. A later row for the same base replaces it.
CREATE TABLE basket (
    id          BIGINT PRIMARY KEY,
    seq         BIGINT NOT NULL,
    base        TEXT NOT NULL,   -- base year
    from_month  TEXT NOT NULL,   -- first month it is used for
    until_month TEXT NOT NULL,   -- last month; empty while it is in use
    CONSTRAINT basket_once UNIQUE (base, from_month, seq)
);
CREATE TABLE weight (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    basket BIGINT NOT NULL CONSTRAINT weight_basket_known REFERENCES basket (id),
    code   TEXT NOT NULL,
    parent TEXT NOT NULL,        -- empty for the whole
    weight DOUBLE PRECISION,     -- empty: the sum of its parts
    CONSTRAINT weight_once UNIQUE (basket, code)
);
CREATE TABLE base_quantity (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    basket   BIGINT NOT NULL CONSTRAINT base_quantity_basket_known REFERENCES basket (id),
    product  TEXT NOT NULL,
    quantity DOUBLE PRECISION NOT NULL,
    CONSTRAINT base_quantity_once UNIQUE (basket, product)
);

-- Dated settings: the one that begins last and not after the month is in force.
CREATE TABLE collection_days (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    from_month TEXT NOT NULL,
    due        BIGINT NOT NULL,
    release    BIGINT NOT NULL,
    lock_day   BIGINT NOT NULL,
    CONSTRAINT collection_days_once UNIQUE (from_month, seq),
    CONSTRAINT collection_days_range CHECK (due BETWEEN 1 AND 28 AND release BETWEEN 1 AND 28 AND lock_day BETWEEN 1 AND 28)
);

-- The day the final figures of a year are released, in the year after.
CREATE TABLE final_day (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    from_year  TEXT NOT NULL,
    month      BIGINT NOT NULL,
    day        BIGINT NOT NULL,
    CONSTRAINT final_day_once UNIQUE (from_year, seq),
    CONSTRAINT final_day_range CHECK (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31)
);

-- How gaps are filled in a cell (industry code, product or *), chosen by back-test.
CREATE TABLE filling_method (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    cell   TEXT NOT NULL,
    method TEXT NOT NULL,
    why    TEXT NOT NULL,
    CONSTRAINT filling_method_once UNIQUE (cell, seq)
);

-- Rule sets returns were checked by, whole, so that an old release can be explained.
CREATE TABLE rule_set (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    digest TEXT NOT NULL,
    body   TEXT NOT NULL,
    CONSTRAINT rule_set_once UNIQUE (seq)
);

-- What somebody answered to a suspicion.
CREATE TABLE explanation (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT explanation_establishment_known REFERENCES establishment_code (id),
    month         TEXT NOT NULL,
    product       TEXT NOT NULL,   -- empty: the whole return
    rule          TEXT NOT NULL,
    body          TEXT NOT NULL
);
