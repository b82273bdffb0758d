//! Published figures and targets from files: facts with their source.

use std::collections::BTreeMap;

use domain::official::{OfficialFigure, Target};
use domain::text::Text;

use crate::fault::{Fault, Place};
use crate::layout::{OFFICIAL, TARGETS};
use crate::register::duplicate;
use crate::sheet::{Input, Read, as_printed, fold, for_each_row};

/// Reads figures of the statistics office. Two rows that answer the same question are a duplicate; a figure restated by its
/// source has a measure of its own (`…_restated_pct`).
///
/// # Errors
/// When the file is unreadable.
pub fn read_official(file: &Input) -> Result<Read<OfficialFigure>, Vec<Fault>> {
    const PROVINCE: usize = OFFICIAL.at("province");
    const PERIOD: usize = OFFICIAL.at("period");
    const INDICATOR: usize = OFFICIAL.at("indicator");
    const SECTOR: usize = OFFICIAL.at("sector");
    const MEASURE: usize = OFFICIAL.at("measure");
    const VALUE: usize = OFFICIAL.at("value");
    const UNIT: usize = OFFICIAL.at("unit");
    const SOURCE: usize = OFFICIAL.at("source");
    const NOTE: usize = OFFICIAL.at("note");
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    let mut rows = Vec::new();
    let report = for_each_row(file, &OFFICIAL, &mut |mut fields, report| {
        let area = fields.text(PROVINCE).unwrap_or_default();
        let undated = fields.raw(PERIOD).is_some_and(|t| matches!(fold(&t).as_str(), "undated" | "khong ro"));
        let period = if undated || fields.is_faulty() { None } else { fields.period(PERIOD) };
        let (indicator, sector) = (fields.text(INDICATOR), fields.text(SECTOR));
        let (measure, value) = (fields.text(MEASURE), fields.number(VALUE));
        let (unit, source) = (fields.text(UNIT), fields.text(SOURCE));
        let note = fields.text(NOTE).unwrap_or_default();
        if let (Some(indicator), Some(sector), Some(measure), Some(value), Some(unit), Some(source)) =
            (indicator, sector, measure, value, unit, source)
        {
            let when = period.map_or_else(|| "undated".to_owned(), |p| p.to_string());
            let key = [area.as_str(), &when, &indicator, &sector, &measure, &source].join(" | ");
            match seen.get(&key) {
                Some(first) => {
                    duplicate(&mut fields, VALUE, &[when.as_str(), &indicator, &sector, &measure].join(" "), first)
                }
                None => {
                    seen.insert(key, fields.row_place());
                    if !fields.is_faulty() {
                        let figure =
                            OfficialFigure { area, period, indicator, sector, measure, value, unit, source, note };
                        rows.push((fields.row_place(), figure));
                    }
                }
            }
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(rows))
}

/// The nodes a target can be set for.
const NODES: [&str; 5] = ["TOTAL", "B", "C", "D", "E"];

/// Reads targets of the plan.
///
/// # Errors
/// When the file is unreadable.
pub fn read_targets(file: &Input) -> Result<Read<Target>, Vec<Fault>> {
    const YEAR: usize = TARGETS.at("year");
    const NODE: usize = TARGETS.at("node");
    const GROWTH: usize = TARGETS.at("growth");
    const SOURCE: usize = TARGETS.at("source");
    const NOTE: usize = TARGETS.at("note");
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    let mut rows = Vec::new();
    let report = for_each_row(file, &TARGETS, &mut |mut fields, report| {
        let year = fields.year(YEAR);
        let node = fields.text(NODE).map(|n| n.to_uppercase());
        if let Some(node) = &node
            && !NODES.contains(&node.as_str())
        {
            let shown = as_printed(node);
            fields.fault(
                NODE,
                Text::new(
                    format!("“{shown}” không phải toàn ngành hay ngành cấp 1."),
                    format!("“{shown}” is neither the whole industry nor a section."),
                ),
                Text::new("Ghi TOTAL, B, C, D hoặc E.", "Write TOTAL, B, C, D or E."),
            );
        }
        let growth = fields.number(GROWTH);
        let source = fields.text(SOURCE);
        let note = fields.text(NOTE).unwrap_or_default();
        if let (Some(year), Some(node), Some(growth), Some(source)) = (year, node, growth, source) {
            let key = format!("{year} {node}");
            if let Some(first) = seen.get(&key) {
                duplicate(&mut fields, NODE, &key, first);
            } else if !fields.is_faulty() {
                seen.insert(key, fields.row_place());
                rows.push((fields.row_place(), Target { year, node, growth, source, note }));
            }
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(rows))
}
