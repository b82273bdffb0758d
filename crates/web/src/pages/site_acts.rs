//! What officers say of a site: its state from a day on, a direction that stops it, and its lifting.

use std::sync::Arc;

use domain::projects::{Directive, Lifting};
use domain::sites::{Site, SiteCode, State, StateRecord, When};
use office::context::Context;
use office::projects::directives::{direct, lift, of_site, state};

use super::sheet::Sheet;
use super::sites::capital;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading, settle};
use crate::page::Page;
use crate::trouble::Trouble;

/// The site in the address.
async fn found(asked: &Asked) -> Result<(Context, Site, Page), Trouble> {
    let context = asked.context()?;
    let code: SiteCode = asked.in_path("site").parse().map_err(|_| Trouble::NotFound)?;
    let site = office::sites::one(&context, &code).await?;
    Ok((context, site, asked.page("", "")))
}

fn sheet(asked: &Asked, p: &Page, site: &Site, title: &str) -> Sheet {
    let (name, place) = (p.of(&site.name), format!("/sites/{}", site.code));
    let above =
        [(p.t("Mỏ, thủy điện, nhà máy", "Mines, hydropower, plants"), "/sites"), (name.as_str(), place.as_str())];
    Sheet::new(asked, title, &above).link(p.t("Quay lại trang của nơi này", "Back to the site"), &place)
}

fn states(p: &Page) -> Vec<(String, String)> {
    State::ALL.into_iter().map(|one| (one.code().to_owned(), p.of(&capital(one.name())))).collect()
}

fn when_field(p: &Page, label: &str) -> Field {
    Field::line("since", label).hint(p.t(
        "Như 2024-02-20, 2024-02, 2024; đúng như nguồn nói, không đoán thêm.",
        "As 2024-02-20, 2024-02, 2024; no more exactly than the source says.",
    ))
}

fn source_field(p: &Page) -> Field {
    Field::line("source", p.t("Nguồn", "Source"))
        .hint(p.t("Số, ngày văn bản, địa chỉ trang, hoặc người cho biết.", "The paper, the address, or who said so."))
}

fn state_form(asked: &Asked, p: &Page, context: &Context) -> FormView {
    let fields = vec![
        Field::one("state", p.t("Tình trạng", "State"), states(p)),
        when_field(p, p.t("Từ khi", "Since")).with(context.today().to_string()),
        Field::line("by", p.t("Ai quyết định", "By whom"))
            .optional()
            .hint(p.t("Chỉ khi có người quyết định.", "Only where somebody decided it.")),
        Field::lines("reason", p.t("Vì sao, chi tiết", "Why, details")),
        source_field(p),
    ];
    FormView::new(p, &asked.path, p.t("Ghi tình trạng", "Record the state"), fields)
}

/// `/sites/M02/state`.
pub(crate) async fn show_state(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, site, p) = found(&asked).await?;
    let form = state_form(&asked, &p, &context);
    sheet(&asked, &p, &site, p.t("Tình trạng mới", "A new state")).form(form).answer()
}

/// Takes a state.
pub(crate) async fn take_state(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, site, p) = found(&asked).await?;
    let sheet = sheet(&asked, &p, &site, p.t("Tình trạng mới", "A new state"));
    let mut reading = Reading::of(state_form(&asked, &p, &context), &asked.fields, &p);
    let record = read_state(&mut reading, &context);
    let (form, record) = match (reading.done(), record) {
        (Ok(form), Some(record)) => (form, record),
        (Ok(form) | Err(form), _) => return sheet.form(form).answer(),
    };
    let tried = state(&context, &site.code, record, "").await;
    settle(sheet, form, "source", tried, &format!("/sites/{}?done=state", site.code))
}

fn read_state(reading: &mut Reading<'_>, context: &Context) -> Option<StateRecord> {
    let (state, since) = (reading.optional::<State>("state"), past(reading, context));
    let (by, why, source) = (reading.text("by"), reading.text("reason"), reading.line("source"));
    let since = since?;
    Some(StateRecord {
        state: state?,
        since: since.into(),
        as_of: since.into(),
        by: by.into(),
        why: why?,
        source: source?,
    })
}

/// A moment that has come.
fn past(reading: &mut Reading<'_>, context: &Context) -> Option<Option<When>> {
    let when = reading.optional::<When>("since")?;
    if when.first_day() > context.today() {
        reading.later("since");
        return None;
    }
    Some(Some(when))
}

fn direct_form(asked: &Asked, p: &Page, context: &Context) -> FormView {
    let fields = vec![
        Field::line("number", p.t("Số văn bản", "Number of the paper"))
            .optional()
            .hint(p.t("Để trống nếu chưa rõ.", "Leave empty if not known.")),
        when_field(p, p.t("Ngày", "Date")).with(context.today().to_string()),
        Field::line("by", p.t("Cơ quan chỉ đạo", "By which body")),
        Field::lines("reason", p.t("Lý do, đến khi nào", "Reason, and until when")),
        source_field(p),
    ];
    FormView::new(p, &asked.path, p.t("Ghi chỉ đạo dừng", "Record the direction"), fields)
}

/// `/sites/M02/directives`.
pub(crate) async fn show_direct(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, site, p) = found(&asked).await?;
    direct_sheet(&asked, &p, &site).form(direct_form(&asked, &p, &context)).answer()
}

fn direct_sheet(asked: &Asked, p: &Page, site: &Site) -> Sheet {
    sheet(asked, p, site, p.t("Chỉ đạo dừng", "A direction to stop")).say(p.t(
        "Ghi xong, tình trạng của nơi này là “tạm dừng theo chỉ đạo” từ ngày của văn bản.",
        "Once recorded, the site is “stopped by an authority” from the date of the paper.",
    ))
}

/// Takes a direction.
pub(crate) async fn take_direct(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, site, p) = found(&asked).await?;
    let sheet = direct_sheet(&asked, &p, &site);
    let mut reading = Reading::of(direct_form(&asked, &p, &context), &asked.fields, &p);
    let directive = read_directive(&mut reading, &context, &site.code);
    let (form, directive) = match (reading.done(), directive) {
        (Ok(form), Some(directive)) => (form, directive),
        (Ok(form) | Err(form), _) => return sheet.form(form).answer(),
    };
    let tried = direct(&context, directive, "").await.map(|_| ());
    settle(sheet, form, "", tried, &format!("/sites/{}?done=directed", site.code))
}

fn read_directive(reading: &mut Reading<'_>, context: &Context, site: &SiteCode) -> Option<Directive> {
    let (number, date) = (reading.line("number"), past(reading, context));
    let (by, reason, source) = (reading.text("by"), reading.text("reason"), reading.line("source"));
    Some(Directive {
        site: site.clone(),
        order: 0,
        number: number.into(),
        date: date?.into(),
        by: by?,
        reason: reason?,
        source: source?,
        lifted: None,
    })
}

/// The direction in the address, while it is in force.
async fn in_force(asked: &Asked, context: &Context, site: &Site) -> Result<Directive, Trouble> {
    let order: u16 = asked.in_path("order").parse().map_err(|_| Trouble::NotFound)?;
    let known = of_site(context, &site.code).await?;
    known.into_iter().find(|one| one.order == order && one.lifted.is_none()).ok_or(Trouble::NotFound)
}

fn lift_form(asked: &Asked, p: &Page, context: &Context) -> FormView {
    let next = std::iter::once((String::new(), p.t("Chưa rõ: giữ nguyên", "Not known: leave it").to_owned()));
    let fields = vec![
        Field::line("number", p.t("Số văn bản gỡ", "Number of the paper")).optional(),
        Field::typed("on", p.t("Ngày gỡ", "Lifted on"), "date", "off").with(context.today().to_string()),
        Field::line("by", p.t("Cơ quan gỡ", "By which body")),
        Field::lines("reason", p.t("Lý do", "Reason")),
        source_field(p),
        Field::one("state", p.t("Tình trạng từ ngày gỡ", "State from then on"), next.chain(states(p)).collect())
            .optional(),
    ];
    FormView::new(p, &asked.path, p.t("Ghi việc gỡ", "Record the lifting"), fields)
}

fn lift_sheet(asked: &Asked, p: &Page, site: &Site, directive: &Directive) -> Sheet {
    let number = directive.number.words(p.lang, Clone::clone);
    let told = format!("{number}, {}: {}", p.of(&directive.by), p.of(&directive.reason));
    sheet(asked, p, site, p.t("Gỡ chỉ đạo dừng", "Lift a direction")).say(told)
}

/// `/sites/M02/directives/1`.
pub(crate) async fn show_lift(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, site, p) = found(&asked).await?;
    let directive = in_force(&asked, &context, &site).await?;
    lift_sheet(&asked, &p, &site, &directive).form(lift_form(&asked, &p, &context)).answer()
}

/// Takes the lifting of a direction.
pub(crate) async fn take_lift(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, site, p) = found(&asked).await?;
    let directive = in_force(&asked, &context, &site).await?;
    let sheet = lift_sheet(&asked, &p, &site, &directive);
    let mut reading = Reading::of(lift_form(&asked, &p, &context), &asked.fields, &p);
    let (lifting, next) = (read_lifting(&mut reading), reading.optional::<State>("state"));
    let (form, lifting) = match (reading.done(), lifting) {
        (Ok(form), Some(lifting)) => (form, lifting),
        (Ok(form) | Err(form), _) => return sheet.form(form).answer(),
    };
    let when: Option<When> = lifting.date.to_string().parse().ok();
    let next = next.map(|state| StateRecord {
        state,
        since: when.into(),
        as_of: when.into(),
        by: Some(lifting.by.clone()).into(),
        why: lifting.reason.clone(),
        source: lifting.source.clone(),
    });
    let tried = lift(&context, &site.code, directive.order, lifting, next, "").await;
    settle(sheet, form, "on", tried, &format!("/sites/{}?done=lifted", site.code))
}

fn read_lifting(reading: &mut Reading<'_>) -> Option<Lifting> {
    let (number, date, by) = (reading.line("number"), reading.date("on"), reading.text("by"));
    let (reason, source) = (reading.text("reason"), reading.line("source"));
    Some(Lifting { number: number.into(), date: date?, by: by?, reason: reason?, source: source? })
}
