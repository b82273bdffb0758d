-- Figures of the statistics office, with their source; never mixed with computed ones.
CREATE TABLE official_figure (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    area      TEXT NOT NULL,   -- empty: the province itself
    period    TEXT NOT NULL,   -- empty: the source gives no date
    indicator TEXT NOT NULL,
    sector    TEXT NOT NULL,
    measure   TEXT NOT NULL,
    value     DOUBLE PRECISION NOT NULL,
    unit      TEXT NOT NULL,
    source    TEXT NOT NULL,
    note      TEXT NOT NULL
);
CREATE INDEX official_figure_by_name ON official_figure (area, period, indicator, sector, measure);

CREATE TABLE target (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    year   TEXT NOT NULL,
    node   TEXT NOT NULL,
    growth DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    note   TEXT NOT NULL,
    CONSTRAINT target_once UNIQUE (year, node, seq)
);

-- A frozen vintage: what was published, from which inputs, with which digest.
CREATE TABLE release (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    month   TEXT NOT NULL,
    stage   TEXT NOT NULL,
    vintage BIGINT NOT NULL,   -- 1, 2, 3 … of the month
    issued  TEXT NOT NULL,     -- the day of release
    as_of   BIGINT NOT NULL,   -- the last seq it was computed from
    received_until TEXT NOT NULL, -- returns received later were left out; empty when none were
    digest  TEXT NOT NULL,     -- of the inputs
    body    TEXT NOT NULL,     -- JSON: the inputs' digests, code version, and whatever else was frozen
    CONSTRAINT release_once UNIQUE (month, vintage),
    CONSTRAINT release_stage_known CHECK (stage IN ('forecast', 'flash', 'provisional', 'final'))
);
CREATE TABLE release_figure (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    release  BIGINT NOT NULL CONSTRAINT release_figure_release_known REFERENCES release (id),
    series   TEXT NOT NULL,    -- production, shipments, stocks, employment …
    node     TEXT NOT NULL,
    month    TEXT NOT NULL,
    level    DOUBLE PRECISION, -- empty where there is none
    observed DOUBLE PRECISION, -- observed share, 0 to 1
    CONSTRAINT release_figure_once UNIQUE (release, series, node, month)
);
