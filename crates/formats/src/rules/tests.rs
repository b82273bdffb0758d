use domain::checks::Severity;

use super::*;

#[test]
fn the_carried_rules_are_sound() {
    let rules =
        carried().unwrap_or_else(|faults| panic!("{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>()));
    assert!(rules.rules.len() >= 20);
    assert!(rules.rules.iter().any(|r| r.source.severity == Severity::Error));
}
