-- The registry of sites. A new version of a site brings all of its licences, owners, states and events again; the newest version
-- not after the moment looked at counts. NULL is “not known”, except in remarks, where it is “none”.
CREATE TABLE site (
    id                 BIGINT PRIMARY KEY,
    seq                BIGINT NOT NULL,
    code               TEXT NOT NULL,
    kind               TEXT NOT NULL,
    also               TEXT NOT NULL,     -- codes with blanks between
    name_vi            TEXT NOT NULL,
    name_en            TEXT NOT NULL,
    minerals           TEXT,              -- codes with blanks between, the main one first
    river              TEXT,
    commune            TEXT,              -- version:code, since 1 July 2025
    area_commune_vi    TEXT,              -- where it lies in the words of the licence or source
    area_commune_en    TEXT,
    area_district_vi   TEXT,
    area_district_en   TEXT,
    area_province_vi   TEXT,
    area_province_en   TEXT,
    area_ha            DOUBLE PRECISION,
    reserves_vi        TEXT,
    reserves_en        TEXT,
    output             DOUBLE PRECISION,  -- a clear number only
    output_unit        TEXT,
    output_vi          TEXT,              -- as printed
    output_en          TEXT,
    construction_start TEXT,              -- moments as 2009-05-08, 2011-08, 1996, 2009/2010, 2024-early, ~2016
    operation_date     TEXT,
    lat                DOUBLE PRECISION,
    lon                DOUBLE PRECISION,
    point_of           TEXT,              -- site, or commune: then not to be shown as the site
    point_source       TEXT,
    note_vi            TEXT,
    note_en            TEXT,
    internal_vi        TEXT,              -- for the office only
    internal_en        TEXT,
    CONSTRAINT site_once UNIQUE (code, seq),
    CONSTRAINT site_point_whole CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (point_of IS NULL)),
    CONSTRAINT site_point_range CHECK (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180),
    CONSTRAINT site_area_range CHECK (area_ha >= 0),
    CONSTRAINT site_output_range CHECK (output >= 0)
);

CREATE TABLE site_owner (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    site       BIGINT NOT NULL CONSTRAINT site_owner_site_known REFERENCES site (id),
    name_vi    TEXT,              -- not known where only the change is
    name_en    TEXT,
    from_when  TEXT,
    until_when TEXT,
    note_vi    TEXT,
    note_en    TEXT,
    source     TEXT
);
CREATE INDEX site_owner_by_site ON site_owner (site);

CREATE TABLE site_licence (
    id          BIGINT PRIMARY KEY,
    seq         BIGINT NOT NULL,
    site        BIGINT NOT NULL CONSTRAINT site_licence_site_known REFERENCES site (id),
    number      TEXT,
    kind        TEXT NOT NULL,
    issuer_vi   TEXT,
    issuer_en   TEXT,
    issued      TEXT,
    ends        TEXT,
    area_ha     DOUBLE PRECISION,
    reserves_vi TEXT,
    reserves_en TEXT,
    note_vi     TEXT,
    note_en     TEXT,
    CONSTRAINT site_licence_area_range CHECK (area_ha >= 0)
);
CREATE INDEX site_licence_by_site ON site_licence (site);

-- A capacity of a licence names it; one of the plan or the plant names none.
CREATE TABLE site_capacity (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    site       BIGINT NOT NULL CONSTRAINT site_capacity_site_known REFERENCES site (id),
    licence    BIGINT CONSTRAINT site_capacity_licence_known REFERENCES site_licence (id),
    amount     DOUBLE PRECISION,  -- a clear number only
    unit       TEXT NOT NULL,
    basis      TEXT NOT NULL,
    of_vi      TEXT,
    of_en      TEXT,
    printed_vi TEXT NOT NULL,
    printed_en TEXT NOT NULL,
    note_vi    TEXT,
    note_en    TEXT,
    CONSTRAINT site_capacity_range CHECK (amount >= 0)
);
CREATE INDEX site_capacity_by_site ON site_capacity (site);

CREATE TABLE site_state (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    site   BIGINT NOT NULL CONSTRAINT site_state_site_known REFERENCES site (id),
    state  TEXT NOT NULL,
    since  TEXT,
    as_of  TEXT,
    by_vi  TEXT,
    by_en  TEXT,
    why_vi TEXT NOT NULL,
    why_en TEXT NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX site_state_by_site ON site_state (site);

CREATE TABLE site_event (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    site    BIGINT NOT NULL CONSTRAINT site_event_site_known REFERENCES site (id),
    moment  TEXT,
    what_vi TEXT NOT NULL,
    what_en TEXT NOT NULL
);
CREATE INDEX site_event_by_site ON site_event (site);

CREATE TABLE site_source (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    site   BIGINT NOT NULL CONSTRAINT site_source_site_known REFERENCES site (id),
    source TEXT NOT NULL
);
CREATE INDEX site_source_by_site ON site_source (site);
