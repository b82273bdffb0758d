-- Running projects. Each thing is written again when it changes; the newest row not after the moment looked at counts. NULL is “not known”,
-- except in remarks, where it is “none”.

-- A direction that stops a site, numbered within the site; its lifting is a newer row of the same place.
CREATE TABLE site_directive (
    id               BIGINT PRIMARY KEY,
    seq              BIGINT NOT NULL,
    site             TEXT NOT NULL,
    place            BIGINT NOT NULL,
    number           TEXT,
    given            TEXT,              -- a moment as exact as its source
    by_vi            TEXT NOT NULL,
    by_en            TEXT NOT NULL,
    reason_vi        TEXT NOT NULL,
    reason_en        TEXT NOT NULL,
    source           TEXT NOT NULL,
    lifted_number    TEXT,
    lifted           TEXT,              -- NULL while in force
    lifted_by_vi     TEXT,
    lifted_by_en     TEXT,
    lifted_reason_vi TEXT,
    lifted_reason_en TEXT,
    lifted_source    TEXT,
    CONSTRAINT site_directive_once UNIQUE (site, place, seq)
);

CREATE TABLE project_code (
    id   BIGINT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT project_code_once UNIQUE (code)
);

CREATE TABLE project (
    id           BIGINT PRIMARY KEY,
    seq          BIGINT NOT NULL,
    project      BIGINT NOT NULL CONSTRAINT project_known REFERENCES project_code (id),
    site         TEXT NOT NULL,
    template     TEXT NOT NULL,
    exception_vi TEXT,                  -- why the template counts though it was not valid on the day
    exception_en TEXT,
    name_vi      TEXT NOT NULL,
    name_en      TEXT NOT NULL,
    enterprise   BIGINT CONSTRAINT project_enterprise_known REFERENCES enterprise_code (id),
    simulated    BIGINT NOT NULL,
    started      TEXT,
    due          TEXT,                  -- the approved day
    goals        TEXT NOT NULL,         -- numbers of steps with ; between; empty for those of the template
    note_vi      TEXT,
    note_en      TEXT,
    internal_vi  TEXT,                  -- for the office only
    internal_en  TEXT,
    source       TEXT NOT NULL,
    state        TEXT NOT NULL,         -- derived from the steps in the same change
    finished     TEXT,                  -- derived
    search       TEXT NOT NULL,         -- derived: code, site and names without marks and capitals
    CONSTRAINT project_once UNIQUE (project, seq)
);
CREATE INDEX project_by_site ON project (site);
CREATE INDEX project_by_state ON project (state, due);
CREATE INDEX project_by_enterprise ON project (enterprise);

CREATE TABLE project_step (
    id             BIGINT PRIMARY KEY,
    seq            BIGINT NOT NULL,
    project        BIGINT NOT NULL CONSTRAINT project_step_project_known REFERENCES project_code (id),
    step           BIGINT NOT NULL,
    planned_amount BIGINT,
    planned_unit   TEXT,                -- wd, d, m, h
    planned_start  TEXT,
    planned_finish TEXT,
    started        TEXT,
    finished       TEXT,
    delay_days     BIGINT NOT NULL,
    not_needed     BIGINT NOT NULL,
    source         TEXT NOT NULL,
    remark_vi      TEXT,
    remark_en      TEXT,
    internal_vi    TEXT,                -- for the office only
    internal_en    TEXT,
    CONSTRAINT project_step_once UNIQUE (project, step, seq),
    CONSTRAINT project_step_plan_whole CHECK ((planned_amount IS NULL) = (planned_unit IS NULL)),
    CONSTRAINT project_step_range CHECK (step BETWEEN 1 AND 999 AND delay_days >= 0 AND finished >= started)
);

-- What interrupted the clock of a step; a new version of the step brings all of it again.
CREATE TABLE project_pause (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    record    BIGINT NOT NULL CONSTRAINT project_pause_step_known REFERENCES project_step (id),
    moment    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    reason_vi TEXT,
    reason_en TEXT
);
CREATE INDEX project_pause_by_record ON project_pause (record);

CREATE TABLE project_document (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    record     BIGINT NOT NULL CONSTRAINT project_document_step_known REFERENCES project_step (id),
    number     TEXT,
    dated      TEXT,
    name_vi    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    visibility TEXT NOT NULL
);
CREATE INDEX project_document_by_record ON project_document (record);

CREATE TABLE project_land (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    project    BIGINT NOT NULL CONSTRAINT project_land_project_known REFERENCES project_code (id),
    stage      TEXT NOT NULL,
    dated      TEXT NOT NULL,
    hectares   DOUBLE PRECISION,
    households BIGINT,
    source     TEXT NOT NULL,
    CONSTRAINT project_land_range CHECK (hectares >= 0 AND households >= 0),
    CONSTRAINT project_land_some CHECK (hectares IS NOT NULL OR households IS NOT NULL)
);
CREATE INDEX project_land_by_project ON project_land (project);

-- Points of the approved schedule of construction.
CREATE TABLE project_plan (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    project BIGINT NOT NULL CONSTRAINT project_plan_project_known REFERENCES project_code (id),
    dated   TEXT NOT NULL,
    percent DOUBLE PRECISION NOT NULL,
    source  TEXT NOT NULL,
    CONSTRAINT project_plan_once UNIQUE (project, dated, seq),
    CONSTRAINT project_plan_range CHECK (percent BETWEEN 0 AND 100)
);

-- What the owner reports of a month, and what became of the report.
CREATE TABLE project_progress (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    project   BIGINT NOT NULL CONSTRAINT project_progress_project_known REFERENCES project_code (id),
    month     TEXT NOT NULL,
    percent   DOUBLE PRECISION NOT NULL,
    volume_vi TEXT,
    volume_en TEXT,
    disbursed DOUBLE PRECISION,         -- million đồng since the beginning
    state     TEXT NOT NULL,
    reason_vi TEXT,
    reason_en TEXT,
    CONSTRAINT project_progress_once UNIQUE (project, month, seq),
    CONSTRAINT project_progress_range CHECK (percent BETWEEN 0 AND 100 AND disbursed >= 0)
);

CREATE TABLE project_milestone (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    project BIGINT NOT NULL CONSTRAINT project_milestone_project_known REFERENCES project_code (id),
    kind    TEXT NOT NULL,
    dated   TEXT NOT NULL,
    source  TEXT NOT NULL
);
CREATE INDEX project_milestone_by_project ON project_milestone (project);

CREATE TABLE project_visit (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    project    BIGINT NOT NULL CONSTRAINT project_visit_project_known REFERENCES project_code (id),
    visit      BIGINT NOT NULL,
    dated      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    by_vi      TEXT NOT NULL,
    by_en      TEXT NOT NULL,
    summary_vi TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    source     TEXT NOT NULL,
    CONSTRAINT project_visit_once UNIQUE (project, visit)
);

CREATE TABLE project_finding (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    project  BIGINT NOT NULL CONSTRAINT project_finding_project_known REFERENCES project_code (id),
    visit    BIGINT NOT NULL,
    finding  BIGINT NOT NULL,
    what_vi  TEXT NOT NULL,
    what_en  TEXT NOT NULL,
    deadline TEXT,
    mended   TEXT,
    how_vi   TEXT,
    how_en   TEXT,
    CONSTRAINT project_finding_once UNIQUE (project, visit, finding, seq)
);

-- Derived in the same change from the steps: which agency a step waits for. A row with is_open = 0 ends the one before.
CREATE TABLE project_await (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    project BIGINT NOT NULL CONSTRAINT project_await_project_known REFERENCES project_code (id),
    step    BIGINT NOT NULL,
    agency  TEXT NOT NULL,
    since   TEXT NOT NULL,
    due     TEXT,
    is_open BIGINT NOT NULL,
    CONSTRAINT project_await_once UNIQUE (project, step, agency, seq)
);
CREATE INDEX project_await_by_agency ON project_await (agency, is_open, since, id);
