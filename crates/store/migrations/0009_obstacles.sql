-- Obstacles with their life, dialogues, the recovery plan, reminders, and the mail that waits. Rows are only added: what is a
-- version of a thing carries the change that wrote it, and the newest counts; what is a line of a list is numbered from 1.

-- What was said when an obstacle was raised. Codes of sites, projects and bodies are those of their own tables.
CREATE TABLE obstacle (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    code          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    channel       TEXT NOT NULL,
    raised_by     TEXT NOT NULL,
    raised_on     TEXT NOT NULL,
    enterprise    TEXT,
    site          TEXT,
    project       TEXT,
    step          BIGINT,             -- NULL: the project as a whole
    facts         TEXT NOT NULL,      -- for the firm, the bodies asked and the office only
    public_facts  TEXT NOT NULL,      -- for everybody; empty where nothing is
    legal_ground  TEXT NOT NULL,
    asked         TEXT NOT NULL,
    asked_of      TEXT NOT NULL,      -- codes with blanks between
    asked_by      TEXT,
    effect        TEXT NOT NULL,
    effect_points DOUBLE PRECISION,   -- percentage points of the target's growth
    simulated     BIGINT NOT NULL,
    CONSTRAINT obstacle_once UNIQUE (code, seq),
    CONSTRAINT obstacle_step_of_project CHECK (step IS NULL OR project IS NOT NULL),
    CONSTRAINT obstacle_simulated_truth CHECK (simulated IN (0, 1))
);

CREATE TABLE obstacle_event (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    code       TEXT NOT NULL,
    number     BIGINT NOT NULL,       -- from 1; two people cannot write the same next event
    date       TEXT NOT NULL,
    by_whom    TEXT NOT NULL,
    visibility TEXT NOT NULL,
    act        TEXT NOT NULL,         -- JSON: the act with what belongs to it
    body       TEXT NOT NULL,
    CONSTRAINT obstacle_event_once UNIQUE (code, number)
);

-- How an obstacle stood after a change: the events replayed, kept so that lists can be searched. The newest row counts.
CREATE TABLE obstacle_standing (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    code          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    enterprise    TEXT,
    site          TEXT,
    project       TEXT,
    state         TEXT NOT NULL,
    is_open       BIGINT NOT NULL,
    tier          TEXT,
    raised_on     TEXT NOT NULL,
    due           TEXT NOT NULL,      -- the day asked for, or the end of the tier's limit; 9999-12-31 where there is none
    effect_points DOUBLE PRECISION,
    closed_on     TEXT,               -- the day it was cleared or refused
    CONSTRAINT obstacle_standing_once UNIQUE (code, seq),
    CONSTRAINT obstacle_standing_open_truth CHECK (is_open IN (0, 1))
);
CREATE INDEX obstacle_standing_by_enterprise ON obstacle_standing (enterprise, is_open);
CREATE INDEX obstacle_standing_by_site ON obstacle_standing (site, is_open);
CREATE INDEX obstacle_standing_by_project ON obstacle_standing (project, is_open);
CREATE INDEX obstacle_standing_by_kind ON obstacle_standing (kind, is_open);
CREATE INDEX obstacle_standing_by_due ON obstacle_standing (is_open, due);
CREATE INDEX obstacle_standing_by_closing ON obstacle_standing (state, closed_on);

-- The bodies asked, as of one standing.
CREATE TABLE obstacle_agency (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    standing   BIGINT NOT NULL CONSTRAINT obstacle_agency_standing_known REFERENCES obstacle_standing (id),
    agency     TEXT NOT NULL,
    is_waiting BIGINT NOT NULL,
    CONSTRAINT obstacle_agency_waiting_truth CHECK (is_waiting IN (0, 1))
);
CREATE INDEX obstacle_agency_by_agency ON obstacle_agency (agency, is_waiting);
CREATE INDEX obstacle_agency_by_standing ON obstacle_agency (standing);

CREATE TABLE plan (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    code       TEXT NOT NULL,
    title_vi   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    adopted_on TEXT NOT NULL,
    decision   TEXT NOT NULL,
    simulated  BIGINT NOT NULL,
    CONSTRAINT plan_once UNIQUE (code, seq),
    CONSTRAINT plan_simulated_truth CHECK (simulated IN (0, 1))
);

-- A commitment of a dialogue or a measure of a plan. A report that ends it brings a new version with its day.
CREATE TABLE task (
    id          BIGINT PRIMARY KEY,
    seq         BIGINT NOT NULL,
    code        TEXT NOT NULL,
    origin      TEXT NOT NULL,
    origin_code TEXT NOT NULL,
    obstacle    TEXT,
    what        TEXT NOT NULL,
    lead        TEXT NOT NULL,
    partners    TEXT NOT NULL,        -- codes with blanks between
    watcher     TEXT,
    due         TEXT NOT NULL,
    result      TEXT NOT NULL,
    visibility  TEXT NOT NULL,
    simulated   BIGINT NOT NULL,
    done_on     TEXT NOT NULL,        -- empty while it is not done
    CONSTRAINT task_once UNIQUE (code, seq),
    CONSTRAINT task_simulated_truth CHECK (simulated IN (0, 1))
);
CREATE INDEX task_by_due ON task (done_on, due);
CREATE INDEX task_by_origin ON task (origin, origin_code);
CREATE INDEX task_by_obstacle ON task (obstacle);

CREATE TABLE task_agency (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    task   BIGINT NOT NULL CONSTRAINT task_agency_task_known REFERENCES task (id),
    agency TEXT NOT NULL
);
CREATE INDEX task_agency_by_agency ON task_agency (agency);
CREATE INDEX task_agency_by_task ON task_agency (task);

CREATE TABLE task_report (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    code       TEXT NOT NULL,
    number     BIGINT NOT NULL,
    date       TEXT NOT NULL,
    by_whom    TEXT NOT NULL,
    body       TEXT NOT NULL,
    is_done    BIGINT NOT NULL,
    visibility TEXT NOT NULL,
    CONSTRAINT task_report_once UNIQUE (code, number),
    CONSTRAINT task_report_done_truth CHECK (is_done IN (0, 1))
);

CREATE TABLE task_alarm (
    id    BIGINT PRIMARY KEY,
    seq   BIGINT NOT NULL,
    code  TEXT NOT NULL,
    alarm TEXT NOT NULL,
    due   TEXT NOT NULL,              -- the deadline it went off for
    CONSTRAINT task_alarm_once UNIQUE (code, alarm, due)
);

CREATE TABLE dialogue (
    id        BIGINT PRIMARY KEY,
    seq       BIGINT NOT NULL,
    code      TEXT NOT NULL,
    title_vi  TEXT NOT NULL,
    title_en  TEXT NOT NULL,
    date      TEXT NOT NULL,
    place     TEXT NOT NULL,
    chair     TEXT NOT NULL,
    stage     TEXT NOT NULL,
    simulated BIGINT NOT NULL,
    CONSTRAINT dialogue_once UNIQUE (code, seq),
    CONSTRAINT dialogue_simulated_truth CHECK (simulated IN (0, 1))
);
CREATE INDEX dialogue_by_date ON dialogue (date);

CREATE TABLE dialogue_guest (
    id   BIGINT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    code TEXT NOT NULL,
    sort TEXT NOT NULL,               -- enterprise or agency
    who  TEXT NOT NULL,
    CONSTRAINT dialogue_guest_once UNIQUE (code, sort, who),
    CONSTRAINT dialogue_guest_sort_known CHECK (sort IN ('enterprise', 'agency'))
);
CREATE INDEX dialogue_guest_by_who ON dialogue_guest (who);

CREATE TABLE dialogue_item (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    code     TEXT NOT NULL,
    obstacle TEXT NOT NULL,
    CONSTRAINT dialogue_item_once UNIQUE (code, obstacle)
);
CREATE INDEX dialogue_item_by_obstacle ON dialogue_item (obstacle);

CREATE TABLE dialogue_minute (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    code       TEXT NOT NULL,
    obstacle   TEXT,
    by_whom    TEXT NOT NULL,
    body       TEXT NOT NULL,
    visibility TEXT NOT NULL
);
CREATE INDEX dialogue_minute_by_code ON dialogue_minute (code);

-- The outbox. The text of a secret message is here and nowhere else.
CREATE TABLE mail (
    id         BIGINT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    code       TEXT NOT NULL,         -- unique; with the sending host it makes the Message-ID
    to_address TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    is_secret  BIGINT NOT NULL,
    created    TEXT NOT NULL,         -- UTC, ISO 8601
    CONSTRAINT mail_once UNIQUE (code),
    CONSTRAINT mail_secret_truth CHECK (is_secret IN (0, 1))
);

CREATE TABLE mail_attempt (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    mail    BIGINT NOT NULL CONSTRAINT mail_attempt_mail_known REFERENCES mail (id),
    number  BIGINT NOT NULL,          -- from 1; two senders cannot both write the same attempt
    moment  TEXT NOT NULL,
    outcome TEXT NOT NULL,
    answer  TEXT NOT NULL,
    CONSTRAINT mail_attempt_once UNIQUE (mail, number)
);

CREATE TABLE reminder (
    id           BIGINT PRIMARY KEY,
    seq          BIGINT NOT NULL,
    code         TEXT NOT NULL,
    agency       TEXT NOT NULL,
    about        TEXT NOT NULL,       -- obstacle, step or task
    about_code   TEXT NOT NULL,       -- the obstacle, project or task
    about_step   BIGINT,
    date         TEXT NOT NULL,
    body         TEXT NOT NULL,       -- JSON: the reminder as composed
    CONSTRAINT reminder_once UNIQUE (code)
);
CREATE INDEX reminder_by_about ON reminder (about, about_code);
CREATE INDEX reminder_by_agency ON reminder (agency);

CREATE TABLE reminder_sending (
    id       BIGINT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    reminder TEXT NOT NULL CONSTRAINT reminder_sending_reminder_known REFERENCES reminder (code),
    channel  TEXT NOT NULL,
    address  TEXT NOT NULL,
    moment   TEXT NOT NULL,
    mail     TEXT,                    -- the message in the outbox
    CONSTRAINT reminder_sending_channel_known CHECK (channel IN ('mail', 'letter'))
);
CREATE INDEX reminder_sending_by_reminder ON reminder_sending (reminder);
