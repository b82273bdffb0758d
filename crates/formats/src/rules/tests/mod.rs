//! Every carried rule against rows that pass it and rows that fail it (`cases.csv`), and faulty rules files.

use std::collections::BTreeSet;

use domain::checks::expression::Functions;
use domain::checks::{Facts, Number, Outcome, Truth, Word};
use domain::period::Month;

use super::*;

mod growth;

fn rules() -> RuleSet {
    let said = |faults: Vec<Fault>| faults.iter().map(|f| format!("{f}\n")).collect::<String>();
    carried().unwrap_or_else(|faults| panic!("{}", said(faults)))
}

/// Facts as `name=value` or the bare name of a truth, with spaces between.
fn facts(text: &str) -> Facts<'_> {
    let mut facts = Facts::default();
    for item in text.split_whitespace() {
        let (name, value) = item.split_once('=').unwrap_or((item, ""));
        if let Some(number) = Number::named(name) {
            facts.set(number, Some(value.parse().unwrap_or_else(|_| panic!("{item} is not a number"))));
        } else if let Some(truth) = Truth::named(name) {
            facts.set_truth(truth, true);
        } else {
            facts.set_word(Word::named(name).unwrap_or_else(|| panic!("nobody offers {name}")), value);
        }
        facts.set_truth(Truth::HasReason, !facts.word(Word::Reason).is_empty());
    }
    facts
}

#[track_caller]
fn check(rules: &RuleSet, functions: &Functions, code: &str, expected: &str, input: &str) {
    let rule = rules.rules.iter().find(|r| r.source.code == code).unwrap_or_else(|| panic!("no rule {code}"));
    let facts = facts(input);
    assert_eq!(rule.judge(&facts, functions).code(), expected, "{code}: {input}");
    if expected == "fail" {
        let month: Month = "2024-01".parse().unwrap();
        let said = rule.say(&facts, month, functions);
        assert!(!said.vi.contains('{') && !said.en.contains('{'), "{said}");
    }
}

fn cases() -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(include_str!("cases.csv").as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_case_comes_to_its_outcome() {
    let (rules, functions) = (rules(), Functions::default());
    for [code, outcome, input] in cases() {
        check(&rules, &functions, &code, &outcome, &input);
    }
}

#[test]
fn every_carried_rule_has_a_row_that_passes_and_one_that_fails() {
    let seen: BTreeSet<(String, String)> = cases().into_iter().map(|[code, outcome, _]| (code, outcome)).collect();
    for rule in rules().rules {
        for outcome in [Outcome::Pass, Outcome::Fail] {
            let wanted = (rule.source.code.clone(), outcome.code().to_owned());
            assert!(seen.contains(&wanted), "cases.csv has no row where {} comes to {}", wanted.0, wanted.1);
        }
    }
}

#[test]
fn no_carried_rule_fails_where_nothing_is_known() {
    let functions = Functions::default();
    for rule in rules().rules {
        for given in ["", "reported line_given reported_last line_given_last activity=active"] {
            assert_ne!(rule.judge(&facts(given), &functions), Outcome::Fail, "{} with “{given}”", rule.source.code);
        }
    }
}

/// Numbers of all sizes and signs, about half of them missing, from a fixed seed.
fn random_facts(seed: &mut u64) -> Facts<'static> {
    let mut next = |below: u64| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % below
    };
    let mut facts = Facts::default();
    for number in Number::ALL {
        let value = [0.0, 1.0, 50.0, 55.0, 500.0, 50_000.0, -4.0, 0.05][next(8) as usize];
        facts.set(*number, (next(4) > 0).then_some(value));
    }
    for truth in Truth::ALL {
        facts.set_truth(*truth, next(3) > 0);
    }
    facts.set_word(Word::Activity, ["active", "suspended", "closed", "not-yet-open"][next(4) as usize]);
    facts
}

#[test]
fn carried_rules_are_plain_and_the_fast_way_says_what_the_interpreter_says() {
    let (rules, functions) = (rules(), Functions::default());
    let mut seed = 20_240_131;
    for _ in 0..400 {
        let facts = random_facts(&mut seed);
        for (code, expression) in rules.rules.iter().flat_map(|r| r.expressions().map(|e| (&r.source.code, e))) {
            assert!(expression.is_plain(), "{code}");
            assert_eq!(expression.judge(&facts, &functions), expression.interpret(&facts, &functions), "{code}");
        }
    }
}

#[test]
fn the_head_of_the_file_names_every_variable() {
    let head = CARRIED.split("\n[own]").next().unwrap();
    let words: BTreeSet<&str> = head.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let names = Number::ALL.iter().map(|n| n.name()).chain(Truth::ALL.iter().map(|t| t.name()));
    for name in names.chain(Word::ALL.iter().map(|w| w.name())) {
        assert!(words.contains(name), "the head of data/checks.toml does not explain {name}");
    }
}

const HEAD: &str = "[own]\nu = 0.0\na = 0.05\nc = 6.0\nleast = 6\n[cell]\nu = 0.3\na = 0.05\nc = 8.0\nleast = 5\n";
const RULE: &str = "[[rule]]\ncode = \"A\"\nname = { vi = \"a\", en = \"a\" }\nscope = \"line\"\nseverity = \"info\"\n\
                    doubts = \"other\"\nholds = \"estimate > 0\"\ntext = { vi = \"a\", en = \"a\" }\norigin = \"a\"\n";

/// The faults of a file, as `line: what remedy` in English.
#[track_caller]
fn faulty(file: &str, line: u64, expected: &str) {
    let faults = read("my.toml", file.as_bytes()).unwrap_err();
    let said: Vec<String> = faults.iter().map(|f| f.in_lang(domain::text::Lang::En)).collect();
    assert!(faults.iter().any(|f| f.place.line == Some(line)), "{said:?}");
    assert!(said.iter().any(|s| s.contains(expected)), "{said:?}");
    assert!(faults.iter().all(|f| !f.what.vi.is_empty() && !f.remedy.vi.is_empty()));
}

#[test]
fn a_faulty_file_is_refused_with_its_line() {
    let sound = format!("{HEAD}{RULE}");
    assert_eq!(read("my.toml", sound.as_bytes()).unwrap().rules.len(), 1);
    assert!(read("my.toml", format!("\u{feff}{sound}").as_bytes()).is_ok());
    let with = |from: &str, to: &str| sound.replacen(from, to, 1);
    faulty(&with("estimate > 0", "estimat > 0"), 17, "the nearest is “estimate”");
    faulty(&with("\"line\"", "\"lines\""), 14, "return, line, series or cell");
    faulty(&with("\"info\"", "\"grave\""), 15, "error, warning or info");
    faulty(&with("origin = \"a\"\n", ""), 11, "origin");
    faulty(&with("origin", "origins"), 11, "origins");
    faulty(&with("en = \"a\" }\norigin", "en = \"\" }\norigin"), 18, "both languages");
    faulty(&format!("{sound}from = \"2024-1\"\n"), 20, "2024-01");
    faulty(&format!("{sound}{RULE}"), 21, "already used on line 12");
    faulty(&with("u = 0.0", "u = 7.0"), 1, "out of range");
    faulty(&with("code = \"A\"", "code = "), 12, "Cannot be read");
    assert!(read("my.toml", HEAD.as_bytes()).is_err());
    assert!(read("my.toml", b"\xff\xfe").is_err());
    assert!(read("my.toml", b"").is_err());
}

#[test]
fn every_faulty_rule_is_told_at_once() {
    let broken = RULE.replace("estimate > 0", "estimat > 0");
    let file = format!("{HEAD}{broken}{}", broken.replace("\"A\"", "\"B\""));
    assert_eq!(read("my.toml", file.as_bytes()).unwrap_err().len(), 2);
}
