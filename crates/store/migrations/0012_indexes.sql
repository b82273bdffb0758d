-- Ways into tables that grow with the number of sites: each holds all that its question needs, so that the rows are not read.
-- Which sites were written after a change.
CREATE INDEX site_by_seq ON site (seq, code);
-- How many steps wait for each agency, since when, and how many are late.
CREATE INDEX project_await_counted ON project_await (agency, is_open, since, due, project, step, seq);
-- How many projects are late, and how many are open.
CREATE INDEX project_by_due ON project (due, finished, project, seq);
CREATE INDEX project_by_end ON project (finished, project, seq);
-- Obstacles counted by kind, tier and state.
CREATE INDEX obstacle_standing_counted ON obstacle_standing (kind, tier, state, raised_on, code, seq);
