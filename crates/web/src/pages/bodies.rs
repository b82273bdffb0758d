//! The bodies that can be asked, by name.

use std::sync::LazyLock;

use domain::agency::AgencyCode;
use domain::obstacles::{Bodies, Visibility};
use domain::text::Text;
use formats::carried;

use crate::component::Field;
use crate::page::Page;
use crate::trouble::Choice;

static BODIES: LazyLock<Bodies> = LazyLock::new(|| Bodies::new(carried::agencies().iter().cloned()));

/// The carried bodies.
pub(crate) fn bodies() -> &'static Bodies {
    &BODIES
}

/// The name of a body.
pub(crate) fn name(p: &Page, code: &AgencyCode) -> String {
    p.of(&bodies().name(code))
}

/// The names of several, in a sentence.
pub(crate) fn names<'a>(p: &Page, codes: impl IntoIterator<Item = &'a AgencyCode>) -> String {
    codes.into_iter().map(|code| name(p, code)).collect::<Vec<_>>().join(", ")
}

/// All of them, to choose from.
pub(crate) fn choices(p: &Page) -> Vec<(String, String)> {
    carried::agencies().iter().map(|agency| (agency.code.to_string(), p.of(&agency.name))).collect()
}

/// None, or one of them.
pub(crate) fn choices_or_none(p: &Page) -> Vec<(String, String)> {
    let none = (String::new(), p.t("chưa chọn", "none chosen").to_owned());
    std::iter::once(none).chain(choices(p)).collect()
}

/// All of them for a list that is narrowed, after `all`.
pub(crate) fn filter(all: Text) -> Vec<Choice> {
    let agencies = carried::agencies().iter().map(|agency| Choice::new(agency.code.as_str(), agency.name.clone()));
    std::iter::once(Choice::new("all", all)).chain(agencies).collect()
}

/// Who may read what is written.
pub(crate) fn visibility(p: &Page, name: &'static str) -> Field {
    let choices = vec![
        (
            Visibility::Internal.code().to_owned(),
            p.t("Nội bộ: Sở và các cơ quan", "Internal: the department and the bodies").to_owned(),
        ),
        (
            Visibility::Public.code().to_owned(),
            p.t("Công khai: mọi người đọc được", "Public: everybody can read it").to_owned(),
        ),
    ];
    Field::one(name, p.t("Ai được đọc", "Who may read it"), choices)
}
