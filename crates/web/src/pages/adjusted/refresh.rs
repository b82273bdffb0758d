//! The choice made again: by which policy, what it would change in index points, and its acceptance.

use std::sync::Arc;

use domain::adjust::{Policy, SeriesKey};
use domain::authority::{Action, Reach, Role, reach};
use domain::text::Text;
use office::Seq;
use office::adjust::{self, Acceptance, AdjustedSeries, Other, Proposal, Proposed};
use office::context::{Context, OfficeError};

use super::years::{self, TO_YEAR};
use super::{all, changes, earlier, escaped};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Select};
use crate::form::Fields;
use crate::page::Page;
use crate::pages::record::Record;
use crate::pages::sites::capital;
use crate::trouble::{Choice, Trouble};

pub(super) const PLACE: &str = "/adjusted/refresh";
/// Every index and published series.
const EVERY: &str = "all";
/// What the button is called that sends a specification to be looked at only.
const LOOK: &str = "look";

/// The series that are taken of several.
const TAKEN: &str = "taken";

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
        why: String::new(),
    };
    page(&asked, &words, None).await
}

/// What the address or the form says, as written.
struct Words {
    series: Option<String>,
    policy: Option<String>,
    to_year: Option<String>,
    specification: String,
    /// Why it is accepted, as far as that was typed.
    why: String,
}

/// By what another choice is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Policy(Policy),
    /// It is the one that a change accepted before.
    Earlier(Seq),
}

impl Means {
    fn read(word: Option<&str>) -> Option<Self> {
        let Some(word) = word else { return Some(Self::Policy(Policy::Concurrent)) };
        earlier::read(word).map(Self::Earlier).or_else(|| word.parse().ok().map(Self::Policy))
    }

    fn code(self) -> String {
        match self {
            Self::Policy(policy) => policy.code().to_owned(),
            Self::Earlier(change) => earlier::code(change),
        }
    }
}

/// What is asked for.
struct Wanted {
    keys: Vec<SeriesKey>,
    series: String,
    means: Means,
    /// Whether years are to add up; `None` for as it is kept.
    to_year: Option<bool>,
    /// Another specification to begin with; empty for none.
    specification: String,
    why: String,
}

impl Wanted {
    /// Whether a specification may be written: for one series, chosen anew.
    fn takes_text(&self) -> bool {
        self.means == Means::Policy(Policy::Concurrent) && self.keys.len() == 1
    }

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
        let means = Means::read(words.policy.as_deref());
        let means = means.ok_or_else(|| wrong("policy", &words.policy, policies(None)))?;
        let to_year = years::to_keep(words.to_year.as_deref())
            .ok_or_else(|| wrong(TO_YEAR, &words.to_year, years::choices_to_keep()))?;
        let (specification, why) = (words.specification.clone(), words.why.clone());
        // An earlier choice is used as it was.
        let to_year = to_year.filter(|_| !matches!(means, Means::Earlier(_)));
        Ok(Self { keys, series: series.to_owned(), means, to_year, specification, why })
    }

    fn earlier(&self) -> Option<Seq> {
        if let Means::Earlier(change) = self.means { Some(change) } else { None }
    }

    fn other(&self) -> Other<'_> {
        match self.means {
            Means::Earlier(change) => Other::Earlier(change),
            Means::Policy(policy) => {
                let asked =
                    Some(self.specification.trim()).filter(|text| !text.is_empty() && policy == Policy::Concurrent);
                Other::Made(Proposal { policy, asked, to_year: self.to_year })
            }
        }
    }
}

/// The policies, and the earlier choice where one is shown.
fn policies(earlier: Option<Seq>) -> Vec<Choice> {
    let policies = Policy::ALL.iter().map(|policy| Choice::new(policy.code(), capital(policy.name())));
    policies.chain(earlier.map(earlier::choice)).collect()
}

/// What is wrong, with the field it is wrong at; an empty name for the whole.
type Wrong = (&'static str, Text);

async fn page(asked: &Asked, words: &Words, wrong: Option<Wrong>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let all = all(asked).await?;
    let wanted = Wanted::of(&all, words)?;
    let title = p.t("Cập nhật cách điều chỉnh", "Refresh the adjustment").to_owned();
    let above = p.t("Số liệu hiệu chỉnh mùa vụ", "Seasonally adjusted figures");
    let mut record = Record::new(asked, &title, &[(above, "/adjusted")]);
    record.lead.push(from_when(&p, &wanted).to_owned());
    record.picks = picks(&p, &all, &wanted);
    let proposed = adjust::propose(&context, &asked.shelf()?.latest, &wanted.keys, wanted.other()).await?;
    // What was written and cannot be used stays to be mended.
    let refused = match &proposed[..] {
        [one] if !wanted.specification.trim().is_empty() => one.after.as_ref().err().cloned(),
        _ => None,
    };
    let mut summary = changes::summary(&p, &all, &proposed, refused.is_some());
    summary.said.extend(wanted.to_year.filter(|adds_up| *adds_up).map(|_| p.of(&years::said())));
    record.section(summary);
    if let [one] = &proposed[..] {
        record.section(changes::months(&p, one));
        record.section(changes::texts(&p, one));
    }
    let shown: Vec<&AdjustedSeries> = all.iter().filter(|series| wanted.keys.contains(&series.key)).collect();
    record.section(changes::policies(&p, &shown));
    if let [one] = &shown[..] {
        let past = adjust::past(&context, &one.key).await?;
        record.lead.extend(wanted.earlier().and_then(|change| earlier::said(&p, &past, change)));
        record.section(earlier::section(&p, one, &past));
    }
    let form = accept_form(&p, &wanted, &all, &proposed);
    let wrong = wrong.or(refused.map(|why| ("specification", why)));
    let mut wrong = wrong.map(|(field, text)| form.clone().filled(&asked.fields).wrong(field, p.of(&text)));
    if wrong.is_some() || proposed.iter().any(|one| one.after.is_ok()) {
        let hint = match proposed.len() {
            1 => p.t("Chỉ lưu đúng những gì đang thấy ở trang này.", "Keeps exactly what is shown on this page."),
            _ => p.t(
                "Chỉ lưu những chuỗi được đánh dấu, đúng như đang thấy ở trang này.",
                "Keeps the series that are ticked, exactly as they are shown on this page.",
            ),
        };
        let deed = match wanted.takes_text() {
            true => p.t("Chấp nhận, hoặc sửa đặc tả", "Accept, or change the specification"),
            false => p.t("Chấp nhận", "Accept"),
        };
        record.deed(deed, hint, form, &mut wrong);
    }
    record.keep(PLACE, &mut wrong);
    record.answer()
}

/// What can be looked at instead; whether years add up is not asked of a choice that is used as it was.
fn picks(p: &Page, all: &[AdjustedSeries], wanted: &Wanted) -> Vec<Select> {
    let mut picks = vec![
        Select::new(p, "series", p.t("Chuỗi", "Series"), choices(all), &wanted.series),
        Select::new(p, "policy", p.t("Cách chọn lại", "Policy"), policies(wanted.earlier()), &wanted.means.code()),
    ];
    if wanted.earlier().is_none() {
        let now = years::code_to_keep(wanted.to_year);
        picks.push(Select::new(p, TO_YEAR, p.t("Tổng năm", "Whole years"), years::choices_to_keep(), now));
    }
    picks
}

/// From when on what is accepted holds.
fn from_when(p: &Page, wanted: &Wanted) -> &'static str {
    match kinds(&wanted.keys) {
        (true, false) => p.t(
            "Xem trước, chưa ghi gì. Lựa chọn được chấp nhận áp dụng từ kỳ công bố sau; số đã công bố không đổi.",
            "A look ahead; nothing is kept yet. What is accepted holds from the next release on; what is published stays.",
        ),
        (false, _) => p.t(
            "Xem trước, chưa ghi gì. Đây là chuỗi của Cục Thống kê, không có kỳ công bố của Sở: lựa chọn được chấp nhận có hiệu lực ngay.",
            "A look ahead; nothing is kept yet. The series is of the statistics office and has no release here: what is accepted holds at once.",
        ),
        (true, true) => p.t(
            "Xem trước, chưa ghi gì. Lựa chọn được chấp nhận áp dụng cho chỉ số của tỉnh từ kỳ công bố sau, số đã công bố không đổi; với chuỗi của Cục Thống kê thì có hiệu lực ngay.",
            "A look ahead; nothing is kept yet. What is accepted holds for the province's indices from the next release on, and what is published stays; for series of the statistics office it holds at once.",
        ),
    }
}

/// Whether there are indices of the province among some series, and series of the statistics office.
fn kinds(keys: &[SeriesKey]) -> (bool, bool) {
    let is_own = |key: &SeriesKey| matches!(key, SeriesKey::Node(_));
    (keys.iter().any(is_own), !keys.iter().all(is_own))
}

/// What is said on the page after the acceptance of some series.
fn done(keys: &[SeriesKey]) -> &'static str {
    match kinds(keys) {
        (true, false) => "choices-kept",
        (false, _) => "choices-in-force",
        (true, true) => "choices-of-both",
    }
}

fn choices(all: &[AdjustedSeries]) -> Vec<Choice> {
    let every = Choice::new(EVERY, Text::new("Mọi chuỗi", "Every series"));
    let one = |series: &AdjustedSeries| Choice::new(series.key.to_string(), series.label());
    std::iter::once(every).chain(all.iter().map(one)).collect()
}

fn accept_form(p: &Page, wanted: &Wanted, all: &[AdjustedSeries], proposed: &[Proposed]) -> FormView {
    let mut fields = vec![
        Field::line("why", p.t("Lý do", "Why"))
            .hint(p.t("Ghi vào nhật ký.", "It is kept in the journal."))
            .with(wanted.why.clone()),
        Field::hidden("series", wanted.series.clone()),
        Field::hidden("policy", wanted.means.code()),
        Field::hidden(TO_YEAR, years::code_to_keep(wanted.to_year)),
        Field::hidden("shown", adjust::digest(proposed)),
    ];
    if proposed.len() > 1 {
        fields.insert(0, changes::ticks(p, TAKEN, all, proposed));
    }
    let takes_text = wanted.takes_text();
    if takes_text {
        let label = p
            .t("Đặc tả riêng của chuỗi, ngôn ngữ .spc của X-13", "A specification of its own, in X-13's .spc language");
        let hint = p.t(
            "Để trống thì dùng đặc tả đang lưu. Ghi vào thì bấm Xem trước, rồi mới chấp nhận.",
            "Left empty, the one that is kept is used. Write one and preview it before it is accepted.",
        );
        fields.insert(1, Field::code("specification", label).optional().hint(hint).with(wanted.specification.clone()));
    }
    let form = FormView::new(p, PLACE, p.t("Chấp nhận", "Accept"), fields);
    if takes_text { form.looked_at(LOOK, p.t("Xem trước", "Preview")) } else { form }
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
        why: fields.text("why").to_owned(),
    };
    if !fields.text(LOOK).is_empty() {
        return page(&asked, &words, None).await;
    }
    let all = all(&asked).await?;
    let wanted = Wanted::of(&all, &words)?;
    let proposed = adjust::propose(&context, &asked.shelf()?.latest, &wanted.keys, wanted.other()).await?;
    let shown = fields.text("shown");
    if !words.specification.trim().is_empty() && adjust::digest(&proposed) != shown {
        // One that cannot be used says so itself.
        let usable = proposed.iter().any(|one| one.after.is_ok());
        return page(&asked, &words, usable.then(|| ("", unseen()))).await;
    }
    let why = fields.text("why");
    let only = match ticked(fields, &proposed) {
        Ok(_) if why.is_empty() => {
            return page(&asked, &words, Some(("why", Text::new("Hãy ghi lý do.", "Say why.")))).await;
        }
        Ok(only) => only,
        Err(text) => return page(&asked, &words, Some((TAKEN, text))).await,
    };
    let acceptance = Acceptance { shown, only: only.as_deref(), why };
    match adjust::accept(&context, &asked.shelf()?.latest, &wanted.keys, wanted.other(), acceptance).await {
        Ok(_) => {
            show_at_once(&asked, &context).await?;
            let (series, policy) = (escaped_text(&wanted.series), wanted.means.code());
            Ok(Answer::See(p.link(&format!(
                "{PLACE}?series={series}&policy={policy}&done={}",
                done(only.as_deref().unwrap_or(&wanted.keys))
            ))))
        }
        Err(OfficeError::Said(text)) => page(&asked, &words, Some(("", text))).await,
        Err(error) => Err(error.into()),
    }
}

/// The series that are ticked, at least one; `None` where one series is shown and there is nothing to tick.
fn ticked(fields: &Fields, proposed: &[Proposed]) -> Result<Option<Vec<SeriesKey>>, Text> {
    if proposed.len() < 2 {
        return Ok(None);
    }
    let read = |text: &str| {
        text.parse()
            .map_err(|_| Text::new(format!("Không có chuỗi “{text}”."), format!("There is no series “{text}”.")))
    };
    let keys: Vec<SeriesKey> = fields.all(TAKEN).map(read).collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(adjust::nothing_ticked()) } else { Ok(Some(keys)) }
}

/// Another specification was written: what it would change was not seen yet.
fn unseen() -> Text {
    Text::new(
        "Đặc tả đã đổi so với lần xem trước. Những thay đổi nay thấy ở dưới: xem lại rồi chấp nhận.",
        "The specification is another than the one previewed. What it would change is shown below: look at it, then accept.",
    )
}

/// Series of the statistics office have no release to wait for.
async fn show_at_once(asked: &Asked, context: &Context) -> Result<(), Trouble> {
    let (site, choices) = (asked.site().clone(), adjust::of_official(context).await?);
    tokio::task::spawn_blocking(move || site.hold(&choices)).await.map_err(|error| Trouble::Internal(error.to_string()))
}

fn escaped_text(series: &str) -> String {
    series.parse().map_or_else(|_| EVERY.to_owned(), |key: SeriesKey| escaped(&key))
}
