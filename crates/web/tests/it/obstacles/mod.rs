//! Obstacles through the pages: one thread from a firm's complaint to its clearing, who sees what, and hostile texts.

mod dialogue;
mod forgotten;
mod hostile;
mod seen;
mod thread;

use domain::authority::Role;
use jiff::{SignedDuration, Timestamp};

use crate::client::Answer;
use crate::people::{AGENCY, FIRM, Office, Person, morning};

/// What a firm sends.
fn complaint(facts: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "land"),
        ("facts", facts),
        ("asked", "Sở Xây dựng trả lời về thẩm định thiết kế."),
        ("asked_of", AGENCY),
        ("effect", "Mỏ chạy lại"),
    ]
}

/// The obstacle a form was taken to, without what was said of it.
fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

fn raise(office: &Office, person: &Person, facts: &'static str) -> String {
    place(&office.fill(person, "/obstacles/new", &complaint(facts)))
}

fn assign(office: &Office, officer: &Person, at: &str) {
    let fields = [("assign-agency", AGENCY), ("assign-note", "Đề nghị trả lời."), ("assign-visibility", "internal")];
    assert_eq!(place(&office.fill(officer, &format!("{at}/assign"), &fields)), at);
}

/// Days later, everybody signs in again.
fn on_day(days: i64) -> Timestamp {
    morning() + SignedDuration::from_hours(24 * days)
}
