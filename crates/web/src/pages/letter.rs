//! A letter of the office on a page of its own, laid out to be printed (form: Decree 30/2020/NĐ-CP, annex I).

use askama::Template;
use domain::agency::AgencyCode;
use domain::letters::Letter;
use domain::text::Lang;
use jiff::civil::Date;

use super::bodies;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Crumb, Crumbs};
use crate::page::Page;
use crate::trouble::Trouble;

/// Whose letters these are.
const OFFICE: &str = "so-cong-thuong";

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage {
    p: Page,
    crumbs: Crumbs,
    office: String,
    number: String,
    day: String,
    subject: String,
    addressee: String,
    body: Vec<String>,
    recipients: Vec<String>,
    simulated: bool,
}

/// The page of a letter in the language of the address.
pub(super) fn print(asked: &Asked, letter: &Letter, above: &[(&str, String)]) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let title = p.of(&letter.subject);
    let p = Page { description: title.clone(), title, ..p };
    let up = above.iter().map(|(name, path)| Crumb { name: (*name).to_owned(), href: Some(p.link(path)) });
    let last = Crumb { name: p.t("Bản in", "To print").to_owned(), href: None };
    let office = OFFICE.parse::<AgencyCode>().map(|code| bodies::name(&p, &code)).unwrap_or_default();
    Answer::page(&LetterPage {
        crumbs: Crumbs::new(&p, up.chain([last]).collect()),
        office: office.to_uppercase(),
        number: letter.number.clone(),
        day: day(letter.date, p.lang),
        subject: p.of(&letter.subject),
        addressee: p.of(&letter.addressee),
        body: letter.body.iter().map(|paragraph| p.of(paragraph)).collect(),
        recipients: letter.recipients.iter().map(|line| p.of(line)).collect(),
        simulated: letter.simulated,
        p,
    })
}

/// `ngày 05 tháng 3 năm 2024`: days below 10 and the first two months are written with a nought, so that no figure can be put before.
fn day(date: Date, lang: Lang) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    match (lang, month) {
        (Lang::Vi, 1 | 2) => format!("ngày {day:02} tháng {month:02} năm {year}"),
        (Lang::Vi, _) => format!("ngày {day:02} tháng {month} năm {year}"),
        (Lang::En, _) => domain::text::date(date, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_letters_leave_no_room_for_a_figure() {
        let check = |date: Date, expected: &str| assert_eq!(day(date, Lang::Vi), expected);
        check(jiff::civil::date(2024, 3, 5), "ngày 05 tháng 3 năm 2024");
        check(jiff::civil::date(2024, 2, 20), "ngày 20 tháng 02 năm 2024");
        check(jiff::civil::date(2024, 12, 31), "ngày 31 tháng 12 năm 2024");
    }
}
