//! Hostile texts in every field.

use super::*;

const HOSTILE: [&str; 5] =
    ["<script>alert(1)</script>", "'; DROP TABLE obstacle; --", "\" onmouseover=\"x", "../../etc/passwd", "{{7*7}}"];

/// The forms of obstacles, dialogues and plans with their fields.
const FORMS: [(&str, &[&str]); 5] = [
    (
        "/obstacles/new",
        &[
            "kind",
            "channel",
            "raised_by",
            "enterprise",
            "site",
            "project",
            "step",
            "facts",
            "public",
            "legal_ground",
            "asked",
            "asked_of",
            "asked_by",
            "effect",
            "effect_points",
        ],
    ),
    ("/dialogues/new", &["title_vi", "title_en", "date", "place", "chair"]),
    ("/plan/plans", &["plan-code", "plan-title-vi", "plan-title-en", "plan-adopted", "plan-decision"]),
    (
        "/plan/measures",
        &[
            "task-plan",
            "task-obstacle",
            "task-what",
            "task-lead",
            "task-partner",
            "task-watcher",
            "task-due",
            "task-result",
            "task-visibility",
        ],
    ),
    ("/forgotten", &["email"]),
];

#[test]
fn hostile_texts_in_every_form_are_texts() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    for text in HOSTILE {
        for (path, names) in FORMS {
            let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, text)).collect();
            let answer = office.fill(&officer, path, &fields);
            let page = answer.text();
            assert!(answer.status == 422 || answer.status == 303, "{path} {text}: {} {page}", answer.status);
            assert!(!page.contains("<script>") && !page.contains("\" onmouseover"), "{path}: {page}");
        }
    }
}

#[test]
fn hostile_texts_in_every_query_are_texts() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    for text in HOSTILE {
        for query in ["kind", "state", "agency", "site", "open", "order", "page", "done", "plan"] {
            let path = format!("?{}", crate::people::encoded(&[(query, text)]));
            for list in ["/obstacles", "/plan", "/reminders", "/dialogues", "/obstacles/new"] {
                let answer = office.get(&officer, &format!("{list}{path}"));
                assert!([200, 400].contains(&answer.status), "{list}{path}: {}", answer.status);
                assert!(!answer.text().contains("<script>"), "{list}{path}");
            }
        }
    }
}

/// Kept to the letter where texts are free, and written as text everywhere.
#[test]
fn a_hostile_text_is_kept_to_the_letter() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let text = "<script>alert(1)</script>'; DROP TABLE obstacle; -- \" onmouseover=\"x";
    let fields = [
        ("kind", "building"),
        ("channel", "visit"),
        ("raised_by", text),
        ("facts", text),
        ("public", text),
        ("legal_ground", text),
        ("asked", text),
        ("effect", text),
        ("site", "M02"),
    ];
    let at = place(&office.fill(&officer, "/obstacles/new", &fields));
    assign(&office, &officer, &at);
    let refused = [("refuse-note", text), ("refuse-visibility", "public")];
    assert_eq!(place(&office.fill(&officer, &format!("{at}/refuse"), &refused)), at);
    let stored = office.wait(office.store.obstacle(&at["/obstacles/".len()..].parse().unwrap())).unwrap().unwrap();
    assert_eq!((stored.obstacle.facts.as_str(), stored.events[1].text.as_str()), (text, text));
    for path in [at.as_str(), "/obstacles"] {
        for page in [office.get(&officer, path).text(), office.server.get(path).text()] {
            assert!(page.contains("&#60;script&#62;") && !page.contains("<script>"), "{path}: {page}");
            assert!(!page.contains("\" onmouseover"), "{path}");
        }
    }
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}
