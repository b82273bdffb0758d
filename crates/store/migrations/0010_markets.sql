-- World prices: published facts of a month (2023-01) or a year (2023), never mixed. A later row of the same commodity, period, series and
-- unit replaces the earlier.
CREATE TABLE metal_price (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    commodity TEXT NOT NULL,
    period    TEXT NOT NULL,
    value     DOUBLE PRECISION NOT NULL,
    unit      TEXT NOT NULL,
    series    TEXT NOT NULL,
    estimated INTEGER NOT NULL,
    source    TEXT NOT NULL,
    address   TEXT NOT NULL,
    CONSTRAINT metal_price_once UNIQUE (commodity, period, series, unit, seq),
    CONSTRAINT metal_price_range CHECK (value > 0),
    CONSTRAINT metal_price_truth CHECK (estimated IN (0, 1))
);

-- From which stock and which fall of a price on a market does not take a product; dated, with the reason.
CREATE TABLE market_threshold (
    id           BIGINT PRIMARY KEY,
    seq          BIGINT NOT NULL,
    from_month   TEXT NOT NULL,
    stock_months DOUBLE PRECISION NOT NULL,
    price_fall   DOUBLE PRECISION NOT NULL, -- per cent on a year
    why_vi       TEXT NOT NULL,
    why_en       TEXT NOT NULL,
    CONSTRAINT market_threshold_once UNIQUE (from_month, seq),
    CONSTRAINT market_threshold_range CHECK (stock_months > 0 AND price_fall > 0)
);

-- Who reports for a site: an internal link written down by an officer. It says when its establishment is invented.
CREATE TABLE site_holder (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    site          TEXT NOT NULL,   -- code
    establishment TEXT NOT NULL,   -- code; empty where only the enterprise is known
    enterprise    TEXT NOT NULL,   -- tax code; empty where the establishment is given
    from_day      TEXT NOT NULL,
    until_day     TEXT,            -- NULL while it lasts
    simulated     INTEGER NOT NULL,
    source        TEXT NOT NULL,
    CONSTRAINT site_holder_once UNIQUE (site, establishment, enterprise, from_day, seq),
    CONSTRAINT site_holder_one CHECK ((establishment = '') <> (enterprise = '')),
    CONSTRAINT site_holder_truth CHECK (simulated IN (0, 1))
);

-- An enterprise agrees that its figures be seen outside the statistics room.
CREATE TABLE consent (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    enterprise TEXT NOT NULL,      -- tax code
    from_day   TEXT NOT NULL,
    until_day  TEXT,               -- NULL until it is taken back; before from_day when it never held
    source     TEXT NOT NULL,
    CONSTRAINT consent_once UNIQUE (enterprise, from_day, seq)
);

-- Boundaries for the map, a file at a time; the newest file of a kind counts.
CREATE TABLE boundary_set (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    kind    TEXT NOT NULL,
    source  TEXT NOT NULL,
    licence TEXT NOT NULL,
    CONSTRAINT boundary_set_once UNIQUE (kind, seq),
    CONSTRAINT boundary_set_kind_known CHECK (kind IN ('province', 'district', 'commune'))
);
CREATE TABLE boundary (
    id           BIGINT PRIMARY KEY,
    seq          BIGINT NOT NULL,
    boundary_set BIGINT NOT NULL CONSTRAINT boundary_set_known REFERENCES boundary_set (id),
    name         TEXT NOT NULL,
    code         TEXT,
    rings        TEXT NOT NULL     -- longitude and latitude with a blank, corners with a blank, rings with a semicolon between
);
CREATE INDEX boundary_by_set ON boundary (boundary_set);
