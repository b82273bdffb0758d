//! The choice made again: by which policy, what it would change in index points, and its acceptance.

use std::sync::Arc;

use domain::adjust::{Moved, Policy, SeriesKey};
use domain::authority::{Action, Reach, Role, reach};
use domain::text::Text;
use formats::figure::Unit;
use office::adjust::{self, AdjustedSeries, Proposal, Proposed};
use office::context::OfficeError;

use super::years::{self, TO_YEAR};
use super::{address, all, escaped, in_a_word};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, Select, head, number, words};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::pages::sites::capital;
use crate::trouble::{Choice, Trouble};

const PLACE: &str = "/adjusted/refresh";
/// Every index and published series.
const EVERY: &str = "all";
/// Months shown of what would move.
const MONTHS: usize = 13;

/// Whether the visitor may make choices again.
pub(super) fn may(p: &Page) -> bool {
    reach(p.visitor.as_ref().map_or(Role::Public, |v| v.role), Action::ChangeSettings) == Reach::All
}

/// `/adjusted/refresh?series=C&policy=parameters&to-year=true`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let given = |name| asked.parameter(name).map(str::to_owned);
    let words = Words {
        series: given("series"),
        policy: given("policy"),
        to_year: given(TO_YEAR),
        specification: String::new(),
    };
    page(&asked, &words, None).await
}

/// What the address or the form says, as written.
struct Words {
    series: Option<String>,
    policy: Option<String>,
    to_year: Option<String>,
    specification: String,
}

/// What is asked for.
struct Wanted {
    keys: Vec<SeriesKey>,
    series: String,
    policy: Policy,
    /// Whether years are to add up; `None` for as it is kept.
    to_year: Option<bool>,
    /// Another specification to begin with; empty for none.
    specification: String,
}

impl Wanted {
    fn of(all: &[AdjustedSeries], words: &Words) -> Result<Self, Trouble> {
        let series = words.series.as_deref().unwrap_or(EVERY);
        let keys: Vec<SeriesKey> =
            all.iter().map(|one| one.key.clone()).filter(|key| series == EVERY || key.to_string() == series).collect();
        if keys.is_empty() {
            return Err(Trouble::NotFound);
        }
        let wrong = |name, value: &Option<String>, valid| Trouble::Parameter {
            name,
            value: value.clone().unwrap_or_default(),
            valid,
        };
        let policy = words.policy.as_deref().map_or(Ok(Policy::Concurrent), str::parse);
        let policy = policy.map_err(|_| wrong("policy", &words.policy, policies()))?;
        let to_year = years::to_keep(words.to_year.as_deref())
            .ok_or_else(|| wrong(TO_YEAR, &words.to_year, years::choices_to_keep()))?;
        let specification = words.specification.clone();
        Ok(Self { keys, series: series.to_owned(), policy, to_year, specification })
    }

    fn proposal(&self) -> Proposal<'_> {
        let asked =
            Some(self.specification.trim()).filter(|text| !text.is_empty() && self.policy == Policy::Concurrent);
        Proposal { policy: self.policy, asked, to_year: self.to_year }
    }
}

fn policies() -> Vec<Choice> {
    Policy::ALL.iter().map(|policy| Choice::new(policy.code(), capital(policy.name()))).collect()
}

async fn page(asked: &Asked, words: &Words, wrong: Option<Text>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let all = all(asked).await?;
    let wanted = Wanted::of(&all, words)?;
    let title = p.t("Chọn lại đặc tả hiệu chỉnh", "Make the choices of adjustment again").to_owned();
    let above = p.t("Số liệu hiệu chỉnh mùa vụ", "Seasonally adjusted figures");
    let mut record = Record::new(asked, &title, &[(above, "/adjusted")]);
    record.lead.push(
        p.t(
            "Xem trước, chưa ghi gì. Lựa chọn được chấp nhận áp dụng từ kỳ công bố sau; số đã công bố không đổi.",
            "A look ahead; nothing is kept yet. What is accepted holds from the next release on; what is published stays.",
        )
        .to_owned(),
    );
    record.picks = vec![
        Select::new(&p, "series", p.t("Chuỗi", "Series"), choices(&all), &wanted.series),
        Select::new(&p, "policy", p.t("Cách chọn lại", "Policy"), policies(), wanted.policy.code()),
        Select::new(
            &p,
            TO_YEAR,
            p.t("Tổng năm", "Whole years"),
            years::choices_to_keep(),
            years::code_to_keep(wanted.to_year),
        ),
    ];
    let proposed = adjust::propose(&context, &asked.shelf()?.latest, &wanted.keys, wanted.proposal()).await?;
    // What was written and cannot be used stays to be mended.
    let refused = match &proposed[..] {
        [one] if !wanted.specification.trim().is_empty() => one.after.as_ref().err().cloned(),
        _ => None,
    };
    let mut summary = summary(&p, &all, &proposed, refused.is_some());
    summary.said.extend(wanted.to_year.filter(|adds_up| *adds_up).map(|_| p.of(&years::said())));
    record.section(summary);
    if let [one] = &proposed[..] {
        record.section(months(&p, one));
        record.section(texts(&p, one));
    }
    let form = accept_form(&p, &wanted, &proposed);
    let wrong = wrong.map(|text| ("", text)).or(refused.map(|why| ("specification", why)));
    let mut wrong = wrong.map(|(field, text)| form.clone().filled(&asked.fields).wrong(field, p.of(&text)));
    if wrong.is_some() || proposed.iter().any(|one| one.after.is_ok()) {
        let hint = p.t("Chỉ lưu đúng những gì đang thấy ở trang này.", "Keeps exactly what is shown on this page.");
        record.deed(p.t("Chấp nhận", "Accept"), hint, form, &mut wrong);
    }
    record.keep(PLACE, &mut wrong);
    record.answer()
}

fn choices(all: &[AdjustedSeries]) -> Vec<Choice> {
    let every = Choice::new(EVERY, Text::new("Mọi chuỗi", "Every series"));
    let one = |series: &AdjustedSeries| Choice::new(series.key.to_string(), series.name.clone());
    std::iter::once(every).chain(all.iter().map(one)).collect()
}

/// A line a series: how it would be adjusted, and the largest move; why not, unless that is told beside what was written.
fn summary(p: &Page, all: &[AdjustedSeries], proposed: &[Proposed], is_told: bool) -> Section {
    let mut section = Section { narrowed: true, ..Section::titled(p.t("Sẽ thay đổi gì", "What would change")) };
    let heads = vec![
        head(p.t("Chuỗi", "Series")),
        number(p.t("Lệch nhiều nhất, điểm", "Largest move, points")),
        head(p.t("Ở tháng", "In")),
        head(p.t("Sau khi chọn lại", "Afterwards")),
    ];
    let row = |one: &Proposed| {
        let name = all.iter().find(|series| series.key == one.key).map(|series| p.of(&series.name)).unwrap_or_default();
        let largest = one.largest();
        Row::new(vec![
            Cell::head(name, Some(p.link(&format!("{PLACE}?series={}", escaped(&one.key))))),
            largest.map_or_else(|| Cell::none("…"), |moved| Cell::number(points(p, moved))),
            words(largest.map(|moved| p.month_cell(moved.month)).unwrap_or_default()),
            words(match &one.after {
                Ok((_, look)) => in_a_word(p, look),
                Err(_) if is_told => p.t("Chưa dùng được", "Not to be used yet").to_owned(),
                Err(why) => p.of(why),
            }),
        ])
    };
    let caption = p.t("So với lựa chọn đang dùng", "Beside the choices in force").to_owned();
    section.grids.push(Grid { caption, heads, rows: proposed.iter().map(row).collect() });
    section
}

/// By how much a month moves, to a thousandth: choices are often nearer than what is published.
fn points(p: &Page, moved: &Moved) -> String {
    Unit { digits: 3, ..Unit::POINTS }.write(moved.points(), p.lang)
}

/// The newest months of one series under both choices.
fn months(p: &Page, one: &Proposed) -> Section {
    let mut section = Section::titled(p.t("Các tháng mới nhất", "The newest months"));
    let heads = vec![
        head(p.t("Tháng", "Month")),
        number(p.t("Đang dùng", "In force")),
        number(p.t("Sau khi chọn lại", "Afterwards")),
        number(p.t("Chênh lệch, điểm", "Difference, points")),
    ];
    let row = |moved: &Moved| {
        Row::new(vec![
            Cell::month(p.month_cell(moved.month), None),
            Cell::number(p.plain(moved.before, 2)),
            Cell::number(p.plain(moved.after, 2)),
            Cell::number(points(p, moved)),
        ])
    };
    let rows: Vec<Row> = one.moved.iter().rev().take(MONTHS).map(row).collect();
    if !rows.is_empty() {
        let caption = p.t("Đã hiệu chỉnh, mới nhất trước", "Adjusted, the newest first").to_owned();
        section.grids.push(Grid { caption, heads, rows });
        section.ways.push((p.t("Trang của chuỗi", "The page of the series").to_owned(), address(p, &one.key)));
    }
    section
}

/// The specification that would be kept, in the language of X-13.
fn texts(p: &Page, one: &Proposed) -> Section {
    let mut section = Section::titled(p.t("Đặc tả sẽ lưu", "The specification to be kept"));
    if let Ok((kept, _)) = &one.after {
        section.code(p.t("Yêu cầu", "Asked for"), &kept.asked);
        section.code(p.t("Đã chọn", "Chosen"), kept.chosen.as_deref().unwrap_or_default());
    }
    section
}

fn accept_form(p: &Page, wanted: &Wanted, proposed: &[Proposed]) -> FormView {
    let mut fields = vec![
        Field::line("why", p.t("Lý do", "Why")).hint(p.t("Ghi vào nhật ký.", "It is kept in the journal.")),
        Field::hidden("series", wanted.series.clone()),
        Field::hidden("policy", wanted.policy.code()),
        Field::hidden(TO_YEAR, years::code_to_keep(wanted.to_year)),
        Field::hidden("shown", adjust::digest(proposed)),
    ];
    if wanted.policy == Policy::Concurrent && wanted.keys.len() == 1 {
        let label = p
            .t("Đặc tả riêng của chuỗi, ngôn ngữ .spc của X-13", "A specification of its own, in X-13's .spc language");
        let hint = p.t(
            "Để trống thì dùng đặc tả đang lưu. Ghi vào rồi gửi để xem trước.",
            "Left empty, the one that is kept is used. Write one and send it to look ahead.",
        );
        fields.insert(1, Field::lines("specification", label).optional().hint(hint).with(wanted.specification.clone()));
    }
    FormView::new(p, PLACE, p.t("Chấp nhận", "Accept"), fields)
}

/// Takes an acceptance; where another specification was written, shows first what it would change.
pub(crate) async fn accept(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let fields = &asked.fields;
    let given = |name| Some(fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let words = Words {
        series: given("series"),
        policy: given("policy"),
        to_year: given(TO_YEAR),
        specification: fields.text("specification").replace('\r', ""),
    };
    let all = all(&asked).await?;
    let wanted = Wanted::of(&all, &words)?;
    let proposed = adjust::propose(&context, &asked.shelf()?.latest, &wanted.keys, wanted.proposal()).await?;
    let shown = fields.text("shown");
    if !words.specification.trim().is_empty() && adjust::digest(&proposed) != shown {
        // Another specification was written: first what it would change.
        return page(&asked, &words, None).await;
    }
    let reading = Reading::of(accept_form(&p, &wanted, &proposed), fields, &p);
    let why = reading.plain("why");
    let again = |text: Text| page(&asked, &words, Some(text));
    if why.is_empty() {
        return again(Text::new("Hãy ghi lý do.", "Say why.")).await;
    }
    match adjust::accept(&context, &asked.shelf()?.latest, &wanted.keys, wanted.proposal(), (shown, &why)).await {
        Ok(_) => Ok(Answer::See(p.link(&format!(
            "{PLACE}?series={}&policy={}&done=choices-kept",
            escaped_text(&wanted.series),
            wanted.policy.code()
        )))),
        Err(OfficeError::Said(text)) => again(text).await,
        Err(error) => Err(error.into()),
    }
}

fn escaped_text(series: &str) -> String {
    series.parse().map_or_else(|_| EVERY.to_owned(), |key: SeriesKey| escaped(&key))
}
