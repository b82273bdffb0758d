//! How long a tier may leave an obstacle unanswered, and where silence is consent.

use std::sync::LazyLock;

use domain::obstacles::{EscalationLimit, SilenceRule};
use domain::text::Text;
use jiff::civil::Date;

use super::Table;

pub(super) const ESCALATION: &str = include_str!("../../../../data/obstacles/escalation.csv");

pub(super) const SILENCE: &str = include_str!("../../../../data/obstacles/silence.csv");

static LIMITS: LazyLock<Vec<EscalationLimit>> = LazyLock::new(read_limits);

static SILENCES: LazyLock<Vec<SilenceRule>> = LazyLock::new(read_silences);

/// How long each tier may leave an obstacle unanswered before it climbs.
#[must_use]
pub fn escalation_limits() -> &'static [EscalationLimit] {
    &LIMITS
}

/// The rules of law by which silence is consent.
#[must_use]
pub fn silence_rules() -> &'static [SilenceRule] {
    &SILENCES
}

fn read_limits() -> Vec<EscalationLimit> {
    let table = Table::read(ESCALATION);
    let rows = table.cells(["tier", "limit", "from", "until", "basis", "source_vi", "source_en"]);
    rows.filter_map(|[tier, limit, from, until, basis, vi, en]| {
        Some(EscalationLimit {
            tier: tier.parse().ok()?,
            limit: limit.parse().ok()?,
            from: from.parse().ok()?,
            until: last_day(until)?,
            basis: basis.parse().ok()?,
            source: Text::new(vi, en),
        })
    })
    .collect()
}

fn read_silences() -> Vec<SilenceRule> {
    let table = Table::read(SILENCE);
    let rows = table.cells(["code", "limit", "from", "until", "ground", "scope_vi", "scope_en", "source"]);
    rows.filter_map(|[code, limit, from, until, ground, vi, en, source]| {
        Some(SilenceRule {
            code: code.to_owned(),
            limit: limit.parse().ok()?,
            from: from.parse().ok()?,
            until: last_day(until)?,
            ground: ground.to_owned(),
            scope: Text::new(vi, en),
            source: source.to_owned(),
        })
    })
    .collect()
}

/// The last day of validity, or none; the outer `None` is a cell that cannot be read.
fn last_day(text: &str) -> Option<Option<Date>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}
