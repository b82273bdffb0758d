-- What was chosen for the seasonal adjustment of a series; a later row supersedes.
CREATE TABLE adjust_choice (
    id      BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    series  TEXT NOT NULL,         -- C, 0710; official/Việt Nam/iip/C
    policy  TEXT NOT NULL,         -- by which it was made
    until   TEXT NOT NULL,         -- the last month that was seen
    body    TEXT NOT NULL,         -- what was asked and chosen, effects and factors, as JSON
    by_whom TEXT NOT NULL,
    moment  TEXT NOT NULL,
    CONSTRAINT adjust_choice_once UNIQUE (series, seq)
);
