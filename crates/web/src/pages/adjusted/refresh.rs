//! The choice made again: by which policy, what it would change in index points, and its acceptance.

use std::sync::Arc;

use domain::adjust::{Policy, SeriesKey};
use domain::authority::{Action, Reach, Role, reach};
use domain::text::Text;
use office::adjust::{self, AdjustedSeries, Proposal, Proposed};
use office::context::{Context, OfficeError};

use super::years::{self, TO_YEAR};
use super::{all, changes, escaped};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading, Select};
use crate::page::Page;
use crate::pages::record::Record;
use crate::pages::sites::capital;
use crate::trouble::{Choice, Trouble};

pub(super) const PLACE: &str = "/adjusted/refresh";
/// Every index and published series.
const EVERY: &str = "all";
/// What the button is called that sends a specification to be looked at only.
const LOOK: &str = "look";

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

/// What is asked for.
struct Wanted {
    keys: Vec<SeriesKey>,
    series: String,
    policy: Policy,
    /// Whether years are to add up; `None` for as it is kept.
    to_year: Option<bool>,
    /// Another specification to begin with; empty for none.
    specification: String,
    why: String,
}

impl Wanted {
    /// Whether a specification may be written: for one series, chosen anew.
    fn takes_text(&self) -> bool {
        self.policy == Policy::Concurrent && self.keys.len() == 1
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
        let policy = words.policy.as_deref().map_or(Ok(Policy::Concurrent), str::parse);
        let policy = policy.map_err(|_| wrong("policy", &words.policy, policies()))?;
        let to_year = years::to_keep(words.to_year.as_deref())
            .ok_or_else(|| wrong(TO_YEAR, &words.to_year, years::choices_to_keep()))?;
        let (specification, why) = (words.specification.clone(), words.why.clone());
        Ok(Self { keys, series: series.to_owned(), policy, to_year, specification, why })
    }

    /// Whether there are indices of the province among what is asked for, and series of the statistics office.
    fn kinds(&self) -> (bool, bool) {
        let is_own = |key: &SeriesKey| matches!(key, SeriesKey::Node(_));
        (self.keys.iter().any(is_own), !self.keys.iter().all(is_own))
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
    let title = p.t("Cập nhật cách điều chỉnh", "Refresh the adjustment").to_owned();
    let above = p.t("Số liệu hiệu chỉnh mùa vụ", "Seasonally adjusted figures");
    let mut record = Record::new(asked, &title, &[(above, "/adjusted")]);
    record.lead.push(from_when(&p, &wanted).to_owned());
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
    let mut summary = changes::summary(&p, &all, &proposed, refused.is_some());
    summary.said.extend(wanted.to_year.filter(|adds_up| *adds_up).map(|_| p.of(&years::said())));
    record.section(summary);
    if let [one] = &proposed[..] {
        record.section(changes::months(&p, one));
        record.section(changes::texts(&p, one));
    }
    let shown: Vec<&AdjustedSeries> = all.iter().filter(|series| wanted.keys.contains(&series.key)).collect();
    record.section(changes::policies(&p, &shown));
    let form = accept_form(&p, &wanted, &proposed);
    let wrong = wrong.map(|text| ("", text)).or(refused.map(|why| ("specification", why)));
    let mut wrong = wrong.map(|(field, text)| form.clone().filled(&asked.fields).wrong(field, p.of(&text)));
    if wrong.is_some() || proposed.iter().any(|one| one.after.is_ok()) {
        let hint = p.t("Chỉ lưu đúng những gì đang thấy ở trang này.", "Keeps exactly what is shown on this page.");
        let deed = match wanted.takes_text() {
            true => p.t("Chấp nhận, hoặc sửa đặc tả", "Accept, or change the specification"),
            false => p.t("Chấp nhận", "Accept"),
        };
        record.deed(deed, hint, form, &mut wrong);
    }
    record.keep(PLACE, &mut wrong);
    record.answer()
}

/// From when on what is accepted holds.
fn from_when(p: &Page, wanted: &Wanted) -> &'static str {
    match wanted.kinds() {
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

/// What is said on the page after the acceptance.
fn done(wanted: &Wanted) -> &'static str {
    match wanted.kinds() {
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

fn accept_form(p: &Page, wanted: &Wanted, proposed: &[Proposed]) -> FormView {
    let mut fields = vec![
        Field::line("why", p.t("Lý do", "Why"))
            .hint(p.t("Ghi vào nhật ký.", "It is kept in the journal."))
            .with(wanted.why.clone()),
        Field::hidden("series", wanted.series.clone()),
        Field::hidden("policy", wanted.policy.code()),
        Field::hidden(TO_YEAR, years::code_to_keep(wanted.to_year)),
        Field::hidden("shown", adjust::digest(proposed)),
    ];
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
    let proposed = adjust::propose(&context, &asked.shelf()?.latest, &wanted.keys, wanted.proposal()).await?;
    let shown = fields.text("shown");
    let again = |text: Text| page(&asked, &words, Some(text));
    if !words.specification.trim().is_empty() && adjust::digest(&proposed) != shown {
        // One that cannot be used says so itself.
        let usable = proposed.iter().any(|one| one.after.is_ok());
        return page(&asked, &words, usable.then(unseen)).await;
    }
    let reading = Reading::of(accept_form(&p, &wanted, &proposed), fields, &p);
    let why = reading.plain("why");
    if why.is_empty() {
        return again(Text::new("Hãy ghi lý do.", "Say why.")).await;
    }
    match adjust::accept(&context, &asked.shelf()?.latest, &wanted.keys, wanted.proposal(), (shown, &why)).await {
        Ok(_) => {
            show_at_once(&asked, &context).await?;
            let (series, policy) = (escaped_text(&wanted.series), wanted.policy.code());
            Ok(Answer::See(p.link(&format!("{PLACE}?series={series}&policy={policy}&done={}", done(&wanted)))))
        }
        Err(OfficeError::Said(text)) => again(text).await,
        Err(error) => Err(error.into()),
    }
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
