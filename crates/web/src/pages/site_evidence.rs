//! Why a site stands still, by evidence: shown to whoever may read of it, with the figures of its establishments only as far as each firm
//! agreed. And the two papers it rests on: who reports for the site, and who agreed.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::authority::{Action, Reach};
use domain::markets::{Consent, Holder, SiteHolder};
use domain::obstacles::Bodies;
use domain::period::Month;
use domain::projects::{Await, ProjectCode};
use domain::register::{EnterpriseCode, EstablishmentCode};
use domain::sites::{Site, SiteCode};
use domain::text::{Lang, Text, date};
use office::context::{Context, OfficeError};
use office::markets;

use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading};
use crate::page::Page;
use crate::trouble::Trouble;

/// The verdict with what it rests on.
pub(super) struct Weighed {
    pub(super) verdict: String,
    /// The fact, and what it speaks for.
    pub(super) facts: Vec<(String, String)>,
    pub(super) missing: Vec<String>,
    pub(super) simulated: bool,
}

/// Weighs the evidence of a site for whoever asks; nothing for those who may not read of it.
pub(super) async fn weighed(
    asked: &Asked,
    p: &Page,
    context: &Context,
    site: &Site,
    waits: &BTreeMap<ProjectCode, Vec<Await>>,
) -> Result<Option<Weighed>, Trouble> {
    let Some(shelf) = asked.shelf_if_any() else { return Ok(None) };
    if asked.session().is_none() || context.actor.reach(Action::ReadInternal) == Reach::Never {
        return Ok(None);
    }
    let until: Month = shelf.latest.release.month;
    let found = match markets::site_evidence(context, &site.code, &awaited(waits), until).await {
        Ok(found) => found,
        Err(OfficeError::NotFound | OfficeError::Said(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let evidence = &found.evidence;
    Ok(Some(Weighed {
        verdict: p.of(&super::sites::capital(evidence.verdict.name())),
        facts: evidence.facts.iter().map(|one| (p.of(&one.fact), p.of(&one.points.name()))).collect(),
        missing: evidence.missing.iter().map(|text| p.of(text)).collect(),
        simulated: found.simulated,
    }))
}

/// The steps that wait, in words.
fn awaited(waits: &BTreeMap<ProjectCode, Vec<Await>>) -> Vec<Text> {
    let bodies = Bodies::new(formats::carried::agencies().iter().cloned());
    let said = |(project, one): (&ProjectCode, &Await)| {
        let body = bodies.name(&one.agency);
        Text::new(
            format!("dự án {project}, bước {} chờ {} từ {}", one.step, body.vi, date(one.since, Lang::Vi)),
            format!("project {project}, step {} waits for {} since {}", one.step, body.en, date(one.since, Lang::En)),
        )
    };
    waits.iter().flat_map(|(project, list)| list.iter().map(move |one| (project, one))).map(said).collect()
}

/// `/sites/M02/holders`.
pub(crate) async fn show_holder(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form, _) = holder_sheet(&asked).await?;
    sheet.form(form).answer()
}

async fn holder_sheet(asked: &Asked) -> Result<(Sheet, FormView, SiteCode), Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let code: SiteCode = asked.in_path("site").parse().map_err(|_| Trouble::NotFound)?;
    let site = office::sites::one(&context, &code).await?;
    let name = p.of(&site.name);
    let place = format!("/sites/{code}");
    let above = [(p.t("Mỏ, thủy điện, nhà máy", "Sites"), "/sites"), (name.as_str(), place.as_str())];
    let sheet = Sheet::new(asked, p.t("Ai báo cáo cho nơi này", "Who reports for this site"), &above).say(p.t(
        "Liên kết nội bộ giữa một nơi có thật và cơ sở hoặc doanh nghiệp báo cáo cho nơi đó.",
        "An internal link between a real site and the establishment or enterprise that reports for it.",
    ));
    let choices = vec![
        ("no".to_owned(), p.t("có thật", "real").to_owned()),
        ("yes".to_owned(), p.t("mô phỏng", "simulated").to_owned()),
    ];
    let fields = vec![
        Field::line("establishment", p.t("Mã cơ sở", "Code of the establishment")).optional(),
        Field::line(
            "enterprise",
            p.t(
                "Hoặc mã số thuế, khi không rõ cơ sở nào",
                "Or the tax code, where it is not known which establishment",
            ),
        )
        .optional(),
        Field::typed("from", p.t("Từ ngày", "From"), "date", "off"),
        Field::typed("until", p.t("Đến hết ngày", "Through"), "date", "off").optional(),
        Field::one("simulated", p.t("Cơ sở này", "The establishment is"), choices),
        Field::line("source", p.t("Nguồn", "Source")),
    ];
    let form = FormView::new(&sheet.p, &asked.path, p.t("Ghi liên kết", "Record the link"), fields);
    Ok((sheet, form, code))
}

/// Takes a link.
pub(crate) async fn take_holder(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form, site) = holder_sheet(&asked).await?;
    let p = asked.page("", "");
    let mut reading = Reading::of(form, &asked.fields, &p);
    let establishment = reading.optional::<EstablishmentCode>("establishment");
    let enterprise = reading.optional::<EnterpriseCode>("enterprise");
    let (from, until) = (reading.required("from"), reading.optional("until"));
    let holder = match (establishment, enterprise) {
        (Some(code), None) => Some(Holder::Establishment(code)),
        (None, Some(code)) => Some(Holder::Enterprise(code)),
        _ => None,
    };
    if holder.is_none() {
        reading.wrong(
            "establishment",
            sheet
                .p
                .t("Ghi một trong hai: mã cơ sở hoặc mã số thuế.", "Give one of the two: establishment or tax code."),
        );
    }
    let (simulated, source) = (reading.plain("simulated") == "yes", reading.plain("source"));
    match (holder, from) {
        (Some(holder), Some(from)) if reading.is_sound() => {
            let row = SiteHolder { site, holder, from, until, simulated, source };
            let done = format!("/sites/{}?done=holder", row.site);
            finish(&asked, sheet, reading.form(), markets::link(&asked.context()?, &row, "").await, &done)
        }
        _ => sheet.form(reading.form()).answer(),
    }
}

/// `/consents`.
pub(crate) async fn show_consent(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form) = consent_sheet(&asked);
    sheet.form(form).answer()
}

fn consent_sheet(asked: &Asked) -> (Sheet, FormView) {
    let p = asked.page("", "");
    let sheet = Sheet::new(asked, p.t("Đồng ý của doanh nghiệp", "Consent of a firm"), &[]).say(p.t(
        "Số liệu của từng cơ sở chỉ ra ngoài phòng thống kê khi doanh nghiệp đồng ý. Ghi ngày cuối khi doanh nghiệp rút lại.",
        "Figures of single establishments leave the statistics room only where the firm agreed. Give a last day when it takes that back.",
    ));
    let sheet = Sheet { done: asked.parameter("done").map(|_| p.t("Đã ghi.", "Recorded.").to_owned()), ..sheet };
    let fields = vec![
        Field::line("enterprise", p.t("Mã số thuế", "Tax code")),
        Field::typed("from", p.t("Từ ngày", "From"), "date", "off"),
        Field::typed("until", p.t("Đến hết ngày", "Through"), "date", "off").optional(),
        Field::line("source", p.t("Văn bản, biên bản", "The letter or minutes")),
    ];
    let form = FormView::new(&sheet.p, "/consents", p.t("Ghi", "Record it"), fields);
    (sheet, form)
}

/// Takes a consent.
pub(crate) async fn take_consent(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form) = consent_sheet(&asked);
    let p = asked.page("", "");
    let mut reading = Reading::of(form, &asked.fields, &p);
    let (enterprise, from) = (reading.required("enterprise"), reading.required("from"));
    let (until, source) = (reading.optional("until"), reading.plain("source"));
    match (enterprise, from) {
        (Some(enterprise), Some(from)) if reading.is_sound() => {
            let row = Consent { enterprise, from, until, source };
            finish(
                &asked,
                sheet,
                reading.form(),
                markets::consent(&asked.context()?, &row, "").await,
                "/consents?done=yes",
            )
        }
        _ => sheet.form(reading.form()).answer(),
    }
}

fn finish<T>(
    asked: &Asked,
    sheet: Sheet,
    form: FormView,
    did: Result<T, OfficeError>,
    done: &str,
) -> Result<Answer, Trouble> {
    match did {
        Ok(_) => Ok(Answer::See(crate::page::link(asked.lang, done))),
        Err(OfficeError::Said(text)) => {
            let said = sheet.p.of(&text);
            sheet.form(form.wrong("", said)).answer()
        }
        Err(error) => Err(error.into()),
    }
}
