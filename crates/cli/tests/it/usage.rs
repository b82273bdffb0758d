//! The command line itself: help of every command, and what is said of a wrong use, in both languages.

use std::path::Path;

use crate::khoi::{folder, khoi};

/// The commands a help page lists.
fn listed(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("Lệnh / commands:\n") else { return Vec::new() };
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The help of a command and of those below it; how many there are.
fn walk(folder: &Path, path: &[&str]) -> usize {
    let long = khoi(folder, &[path, &["--help"]].concat());
    let short = khoi(folder, &[path, &["-h"]].concat());
    let asked = khoi(folder, &[&["help"], path].concat());
    assert_eq!((long.code, short.code, asked.code), (0, 0, 0), "{path:?}");
    assert_eq!(long.out, asked.out, "{path:?}");
    let about = short.out.lines().next().unwrap();
    let (vi, en) = about.split_once(" / ").unwrap_or_else(|| panic!("{path:?} is told in one language: {about}"));
    assert!(!vi.is_ascii() && en.split(' ').count() > 1, "{path:?}: {about}");
    let usage = format!("Cách dùng / usage: khoi{}", path.iter().map(|word| format!(" {word}")).collect::<String>());
    assert!(long.out.contains(&usage), "{path:?}\n{}", long.out);
    assert!(long.out.contains("In trợ giúp"), "{path:?}\n{}", long.out);
    for heading in ["Usage:", "Options:", "Commands:", "Arguments:", "Print help"] {
        assert!(!long.out.contains(heading), "{path:?} says {heading}\n{}", long.out);
    }
    1 + listed(&short.out).iter().map(|name| walk(folder, &[path, &[name.as_str()]].concat())).sum::<usize>()
}

#[test]
fn every_command_has_help_in_both_languages() {
    let folder = folder();
    let count = walk(folder.path(), &[]);
    assert!(count > 20, "{count} commands");
    let top = khoi(folder.path(), &["--help"]).out;
    for name in [
        "demo", "serve", "migrate", "import", "checks", "compute", "release", "replay", "bulletin", "explain",
        "backup", "restore", "verify",
    ] {
        assert!(listed(&top).iter().any(|n| n == name), "{name} is not in\n{top}");
    }
}

/// Expects exit 2, the two sentences in the first two lines, then the use of the command.
#[track_caller]
fn check(arguments: &[&str], vi: &str, en: &str) {
    let folder = folder();
    let ended = khoi(folder.path(), arguments);
    assert_eq!(ended.code, 2, "{arguments:?}\n{}{}", ended.out, ended.err);
    let lines: Vec<&str> = ended.err.lines().collect();
    assert_eq!(lines[0], vi, "{arguments:?}");
    assert_eq!(lines[1], en, "{arguments:?}");
    assert!(lines[2].starts_with("Cách dùng / usage: khoi"), "{}", ended.err);
    assert!(lines[3].starts_with("Trợ giúp / help: khoi"), "{}", ended.err);
    assert!(!ended.err.contains("panicked") && ended.out.is_empty(), "{}{}", ended.out, ended.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "a file was written");
}

#[test]
fn what_is_missing_is_named_with_what_it_is_for() {
    check(
        &["checks", "run"],
        "Thiếu --month <MONTH> (Tháng báo cáo, ví dụ 2024-01). Hãy ghi thêm.",
        "Missing: --month <MONTH> (the report month, as 2024-01). Add it.",
    );
    check(
        &["checks", "run", "--month"],
        "--month <MONTH> thiếu giá trị; hãy ghi thêm (Tháng báo cáo, ví dụ 2024-01).",
        "--month <MONTH> lacks its value; add it (the report month, as 2024-01).",
    );
    check(&["import"], "Thiếu <FILE> (Tệp cần nhập). Hãy ghi thêm.", "Missing: <FILE> (the file to import). Add it.");
}

#[test]
fn what_is_unknown_or_does_not_go_together_is_said() {
    check(
        &["checks", "rnu"],
        "khoi checks không có lệnh “rnu”. Hãy ghi một trong: list, use, run, queue, explain, backtest.",
        "khoi checks has no command “rnu”. Write one of list, use, run, queue, explain, backtest.",
    );
    check(
        &["checks", "run", "--mont", "2024-01"],
        "khoi checks run không nhận “--mont”; có phải là --month? Hãy sửa hoặc bỏ đi.",
        "khoi checks run does not take “--mont”; is it --month? Correct it or leave it out.",
    );
    check(
        &["explain", "2024-01", "2024-02"],
        "khoi explain không nhận “2024-02”; hãy bỏ đi.",
        "khoi explain does not take “2024-02”; leave it out.",
    );
    check(
        &["replay", "3", "--all"],
        "[RELEASE] không dùng cùng với --all; hãy bỏ một trong hai.",
        "[RELEASE] cannot be used with --all; leave one of them out.",
    );
    check(&["verify", "--json", "--json"], "--json được ghi hai lần; hãy giữ một.", "--json is given twice; keep one.");
}

#[test]
fn a_value_that_cannot_be_read_is_told_with_its_form() {
    check(
        &["checks", "run", "--month", "2024-13"],
        "--month <MONTH>: không đọc được “2024-13”; hãy ghi tháng như 2024-01.",
        "--month <MONTH>: “2024-13” cannot be read; write a month as 2024-01.",
    );
    check(
        &["explain", "2024-01", "--until", "31"],
        "--until <DATE>: không đọc được “31”; hãy ghi ngày như 2024-01-31.",
        "--until <DATE>: “31” cannot be read; write a day as 2024-01-31.",
    );
    check(
        &["release", "--month", "2024-01", "--stage", "last"],
        "--stage <STAGE>: không đọc được “last”; hãy ghi forecast, flash, provisional hoặc final.",
        "--stage <STAGE>: “last” cannot be read; write forecast, flash, provisional or final.",
    );
    check(
        &["serve", "--listen", "nowhere"],
        "--listen <ADDR>: không đọc được “nowhere”; hãy ghi như 127.0.0.1:8080.",
        "--listen <ADDR>: “nowhere” cannot be read; write it as 127.0.0.1:8080.",
    );
    check(
        &["bench", "month", "--establishments", "3", "--months", "20"],
        "--establishments <N>: không đọc được “3”; hãy ghi số từ 20 đến 9999999.",
        "--establishments <N>: “3” cannot be read; write a number from 20 to 9999999.",
    );
    check(
        &["import", "x.csv", "--kind", "stuff"],
        "--kind <KIND>: không đọc được “stuff”; hãy ghi một trong enterprises, establishments, events, products, basket, returns, \
         official, targets, sites, projects, project-steps, land, progress, visits, directives, prices, obstacles, tasks, \
         boundaries.",
        "--kind <KIND>: “stuff” cannot be read; write one of enterprises, establishments, events, products, basket, returns, official, \
         targets, sites, projects, project-steps, land, progress, visits, directives, prices, obstacles, tasks, boundaries.",
    );
    check(
        &["index", "elementary", "--prices-quantities", "p", "--formula", "fisher", "--out", "o", "--of", "both"],
        "--of <OF>: “both” không có; hãy ghi một trong: price, quantity.",
        "--of <OF>: there is no “both”; write one of price, quantity.",
    );
    check(
        &["checks", "explain", "--establishment", "x", "--month", "2024-01", "--rule", "R", "--text", "x"],
        "--establishment <ESTABLISHMENT>: không đọc được “x”; hãy ghi như CS-001.",
        "--establishment <ESTABLISHMENT>: “x” cannot be read; write it as CS-001.",
    );
}
