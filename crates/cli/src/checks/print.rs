//! What `khoi checks` prints: tables for people in one language, JSON for machines.

use std::io::{ErrorKind, Write};

use domain::checks::{Finding, Rule};
use domain::impute::Backtest;
use domain::period::Month;
use domain::register::Register;
use domain::review::{Item, Stake};
use domain::text::{Lang, Text, number};
use office::Taken;
use office::checks::Checked;
use serde_json::{Value, json};

use super::Form;

/// Writes a line. A reader that went away (`khoi checks list | head`) is no fault; any other failure is told once on the error stream.
fn put(line: &str) {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n"));
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("Không in được kết quả: {error}.\nThe result cannot be printed: {error}.");
        std::process::exit(2);
    }
}

/// A sentence in both languages, a line each.
pub(super) fn both(text: &Text) {
    put(&text.vi);
    put(&text.en);
}

fn say(form: Form, vi: impl Into<String>, en: impl Into<String>) {
    put(Text::new(vi, en).in_lang(form.lang));
}

/// Rows under headings, columns as wide as they need; `right` says which are numbers.
fn table(headings: &[&str], right: &[bool], rows: &[Vec<String>]) {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([headings[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().enumerate().map(|(n, cell)| {
            let gap = " ".repeat(widths[n] - cell.chars().count());
            if right[n] { format!("{gap}{cell}") } else { format!("{cell}{gap}") }
        });
        put(padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(&headings.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>());
    rows.iter().for_each(|row| line(row));
}

pub(super) fn rules(rules: &[Rule], form: Form) {
    if form.json {
        let rows: Vec<Value> = rules.iter().map(rule_json).collect();
        put(&json!(rows).to_string());
        return;
    }
    for rule in rules {
        let Rule { source, .. } = rule;
        let severity = source.severity.text();
        put(&format!("{}  [{}] {}", source.code, severity.in_lang(form.lang), source.name.in_lang(form.lang)));
        if let Some(when) = &source.when {
            put(&format!("    {}  {when}", Text::new("khi  ", "when ").in_lang(form.lang)));
        }
        put(&format!("    {}  {}", Text::new("đúng ", "holds").in_lang(form.lang), source.holds));
        put(&format!("    {}  {}", Text::new("nguồn", "from ").in_lang(form.lang), source.origin));
    }
    say(form, format!("{} quy tắc.", rules.len()), format!("{} rules.", rules.len()));
}

fn rule_json(rule: &Rule) -> Value {
    let s = &rule.source;
    json!({
        "code": s.code, "name": s.name, "scope": s.scope.code(), "severity": s.severity.code(), "doubts": s.doubts.code(),
        "when": s.when, "holds": s.holds, "text": s.text, "origin": s.origin,
        "from": s.from.map(|m| m.to_string()), "until": s.until.map(|m| m.to_string()),
    })
}

/// Code and name of an establishment, and the product.
fn who(register: &Register, finding: &Finding) -> String {
    let name = register.establishments.get(&finding.establishment).map_or("", |e| e.name.as_str());
    let product = finding.product.as_ref().map_or_else(String::new, |p| format!(" · {p}"));
    format!("{} {name}{product}", finding.establishment)
}

fn finding_json(finding: &Finding, checked: &Checked) -> Value {
    let values: serde_json::Map<String, Value> =
        finding.values.iter().map(|(n, v)| (n.name().to_owned(), json!(v))).collect();
    json!({
        "rule": finding.rule, "severity": finding.severity.code(), "establishment": finding.establishment.as_str(),
        "product": finding.product.as_ref().map(|p| p.as_str()), "month": finding.month.to_string(),
        "outcome": finding.outcome.code(), "doubts": finding.doubts.code(), "values": values, "text": finding.text,
        "explanation": checked.explanation(finding).map(|e| e.text.as_str()),
    })
}

pub(super) fn checked(checked: &Checked, form: Form) {
    let run = &checked.run;
    if form.json {
        let findings: Vec<Value> = run.findings.iter().map(|f| finding_json(f, checked)).collect();
        let tallies: Vec<Value> = run
            .tallies
            .iter()
            .map(|(code, t)| json!({ "rule": code, "pass": t.pass, "fail": t.fail, "cannot_say": t.cannot_say }))
            .collect();
        let month = run.month.to_string();
        put(&format!(
            "{}",
            json!({ "month": month, "findings": findings, "rules": tallies, "errors": checked.has_errors() })
        ));
        return;
    }
    for finding in &run.findings {
        let severity = finding.severity.text();
        put(&format!("{}  {}  [{}]", finding.rule, who(&checked.register, finding), severity.in_lang(form.lang)));
        put(&format!("    {}", finding.text.in_lang(form.lang)));
        answered(checked, finding, form);
    }
    let cell = |n: u64| number(n as f64, 0, form.lang);
    let rows: Vec<Vec<String>> = run
        .tallies
        .iter()
        .map(|(code, t)| vec![code.clone(), cell(t.pass), cell(t.fail), cell(t.cannot_say)])
        .collect();
    put("");
    let headings = match form.lang {
        Lang::Vi => ["Quy tắc", "Đạt", "Không đạt", "Chưa kết luận"],
        Lang::En => ["Rule", "Pass", "Fail", "Cannot say"],
    };
    table(&headings, &[false, true, true, true], &rows);
    let n = run.findings.len();
    say(form, format!("{}: {n} phát hiện.", run.month), format!("{}: {n} findings.", run.month));
}

fn answered(checked: &Checked, finding: &Finding, form: Form) {
    if let Some(answer) = checked.explanation(finding) {
        let label = Text::new("Đã giải trình", "Answered");
        put(&format!("    {}: {}", label.in_lang(form.lang), answer.text));
    }
}

pub(super) fn queue(items: &[Item], all: usize, checked: &Checked, form: Form) {
    if form.json {
        let rows: Vec<Value> = items.iter().map(|item| item_json(item, checked)).collect();
        put(&json!({ "month": checked.run.month.to_string(), "items": rows, "of": all }).to_string());
        return;
    }
    let rows: Vec<Vec<String>> =
        items.iter().enumerate().map(|(n, item)| item_row(n + 1, item, checked, form.lang)).collect();
    let headings = match form.lang {
        Lang::Vi => ["#", "Điểm", "Ngành cấp 1", "Cơ sở", "Báo cáo", "Dự kiến", "Nhóm (%)", "Mức độ", "Quy tắc"],
        Lang::En => {
            ["#", "Points", "Section", "Establishment", "Reported", "Expected", "Peers (%)", "Severity", "Rules"]
        }
    };
    table(&headings, &[true, true, false, false, true, true, true, false, false], &rows);
    for (n, item) in items.iter().enumerate() {
        put("");
        let Some(first) = item.findings.first() else { continue };
        put(&format!("{}. {}", n + 1, who(&checked.register, first)));
        for finding in &item.findings {
            put(&format!("    {}: {}", finding.rule, finding.text.in_lang(form.lang)));
            answered(checked, finding, form);
        }
        for stake in &item.stakes {
            put(&format!("    {}", history(stake, form.lang)));
        }
    }
    put("");
    let (shown, month) = (items.len(), checked.run.month);
    say(
        form,
        format!("{month}: {shown} trên {all} mục, xếp theo điểm của chỉ số toàn ngành có thể thay đổi."),
        format!("{month}: {shown} of {all} items, by the points of the whole index they could move."),
    );
}

fn item_row(place: usize, item: &Item, checked: &Checked, lang: Lang) -> Vec<String> {
    let largest = item.stakes.first();
    // Quantities of several products are in different units and are told one by one below the table.
    let alone = largest.filter(|_| item.stakes.len() == 1);
    let amount = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| number(v, 2, lang));
    let peers = alone.and_then(|s| s.peers_ratio).map(|r| (r - 1.0) * 100.0);
    let section = item.section().map(|(code, points)| format!("{code} {}", signed(points, 3, lang)));
    let rules: Vec<&str> = item.findings.iter().map(|f| f.rule.as_str()).collect();
    vec![
        place.to_string(),
        signed(item.points(), 3, lang),
        section.unwrap_or_else(|| "–".to_owned()),
        item.findings.first().map_or_else(String::new, |f| who(&checked.register, f)),
        amount(alone.and_then(|s| s.reported)),
        amount(alone.and_then(|s| s.expected)),
        peers.map_or_else(|| "–".to_owned(), |p| signed(p, 1, lang)),
        item.severity.text().in_lang(lang).to_owned(),
        rules.join(" "),
    ]
}

fn signed(value: f64, digits: usize, lang: Lang) -> String {
    let text = number(value, digits, lang);
    if value > 0.0 && domain::series::round(value, digits) != 0.0 { format!("+{text}") } else { text }
}

/// The numbers of a unit up to the month in doubt, latest last; a filled one in brackets.
fn history(stake: &Stake, lang: Lang) -> String {
    let cells: Vec<String> = stake
        .history
        .iter()
        .map(|(_, value, mark)| match value {
            Some(value) if mark.is_reported() => number(*value, 2, lang),
            Some(value) => format!("({})", number(*value, 2, lang)),
            None => "–".to_owned(),
        })
        .collect();
    let points = stake.points.map_or_else(|| "–".to_owned(), |p| signed(p, 3, lang));
    let (from, what) = (stake.history.first().map(|(m, ..)| *m), Text::new("điểm", "points"));
    let from = from.map_or_else(String::new, |m| m.to_string());
    format!("{} {from} → {}: {} [{points} {}]", stake.product, stake.month, cells.join(" · "), what.in_lang(lang))
}

fn item_json(item: &Item, checked: &Checked) -> Value {
    let stakes: Vec<Value> = item.stakes.iter().map(stake_json).collect();
    let findings: Vec<Value> = item.findings.iter().map(|f| finding_json(f, checked)).collect();
    json!({
        "establishment": item.establishment.as_str(), "product": item.product.as_ref().map(|p| p.as_str()),
        "severity": item.severity.code(), "points": item.points(),
        "section": item.section().map(|(code, points)| json!({ "code": code, "points": points })),
        "stakes": stakes, "findings": findings,
    })
}

fn stake_json(stake: &Stake) -> Value {
    let history: Vec<Value> = stake
        .history
        .iter()
        .map(|(month, value, mark)| json!({ "month": month.to_string(), "value": value, "reported": mark.is_reported() }))
        .collect();
    json!({
        "product": stake.product.as_str(), "month": stake.month.to_string(), "reported": stake.reported,
        "expected": stake.expected, "filling": stake.filling.map(|f| f.code()), "points": stake.points,
        "section": stake.section.as_ref().map(|(code, points)| json!({ "code": code, "points": points })),
        "peers_ratio": stake.peers_ratio, "history": history,
    })
}

pub(super) fn back_test(month: Month, test: &Backtest, form: Form) {
    if form.json {
        let rows: Vec<Value> = test
            .rows
            .iter()
            .map(|row| {
                json!({
                    "product": row.cell.product.as_str(), "industry": row.cell.industry.to_string(),
                    "method": row.method.code(), "trials": row.trials, "error": row.error, "chosen": row.chosen,
                })
            })
            .collect();
        put(&json!({ "month": month.to_string(), "cells": rows }).to_string());
        return;
    }
    let rows: Vec<Vec<String>> = test
        .rows
        .iter()
        .map(|row| {
            vec![
                format!("{} × {}", row.cell.product, row.cell.industry),
                row.method.code().to_owned(),
                row.trials.to_string(),
                row.error.map_or_else(|| "–".to_owned(), |e| number(e * 100.0, 2, form.lang)),
                if row.chosen { "*".to_owned() } else { String::new() },
            ]
        })
        .collect();
    let headings = match form.lang {
        Lang::Vi => ["Nhóm", "Phương pháp", "Số lần thử", "Sai số (%)", "Chọn"],
        Lang::En => ["Cell", "Method", "Trials", "Error (%)", "Chosen"],
    };
    table(&headings, &[false, false, true, true, false], &rows);
    say(
        form,
        format!("Thử đến {month}. Sai số = Σ|gán − thật| / Σ|thật|; ít lần thử quá thì giữ phương pháp mặc định."),
        format!("Tried up to {month}. Error = Σ|filled − true| / Σ|true|; with too few trials the default stays."),
    );
}

pub(super) fn applied(taken: &Taken) {
    let n = taken.new + taken.changed;
    both(&if n == 0 {
        Text::new(
            "Các phương pháp này đang được dùng; không ghi gì.",
            "These methods are in force already; nothing written.",
        )
    } else {
        Text::new(format!("Đã ghi phương pháp của {n} nhóm."), format!("Methods of {n} cells written."))
    });
}
