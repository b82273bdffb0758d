//! Raising an obstacle. A firm fills in a short form on its phone; an officer gives everything that is known.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::obstacles::{Channel, ObstacleKind, ProjectStep};
use domain::projects::{ProjectCode, StepNumber};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::obstacles::{self, Raised};
use office::{Page as Part, ProjectFilter};

use super::sheet::Sheet;
use super::sites::capital;
use super::{bodies, obstacle};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading};
use crate::page::Page;
use crate::trouble::Trouble;

/// `/obstacles/new?site=M02`.
pub(crate) async fn new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let form = form(&asked).await?;
    sheet(&asked).form(form).answer()
}

fn sheet(asked: &Asked) -> Sheet {
    let p = asked.page("", "");
    let above = [(p.t("Khó khăn, vướng mắc", "Obstacles"), "/obstacles")];
    let sheet = Sheet::new(asked, p.t("Nêu khó khăn, vướng mắc", "Raise an obstacle"), &above);
    sheet.say(p.t(
        "Nêu một việc một lần. Chỉ Sở, cơ quan được hỏi và chính bạn đọc được; phần công khai do Sở viết.",
        "One matter at a time. Only the department, the bodies asked and you can read it; what the public reads is written by the department.",
    ))
}

async fn form(asked: &Asked) -> Result<FormView, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut fields = vec![kind(&p)];
    match context.actor.enterprise() {
        Some(own) => fields.extend(short(&p, own_sites(asked, &p, &context, own).await?)),
        None => fields.extend(whole(&p)),
    }
    if let (Some(site), Some(field)) = (asked.parameter("site"), fields.iter_mut().find(|field| field.name == "site")) {
        field.value = site.to_owned();
    }
    Ok(FormView::new(&p, "/obstacles/new", p.t("Gửi", "Send"), fields))
}

fn kind(p: &Page) -> Field {
    let kinds = ObstacleKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), p.of(&capital(kind.name())), p.of(&kind.typical_complaint())));
    Field::explained("kind", p.t("Vướng về việc gì", "What it is about"), kinds.collect())
}

/// The sites of the projects of a firm.
async fn own_sites(
    asked: &Asked,
    p: &Page,
    context: &Context,
    own: &EnterpriseCode,
) -> Result<Vec<(String, String)>, Trouble> {
    let filter = ProjectFilter { enterprise: Some(own.clone()), ..ProjectFilter::default() };
    let projects = office::projects::list(context, &filter, Part::new(0, 50)).await?;
    let mut sites: Vec<SiteCode> = projects.rows.into_iter().map(|line| line.site).collect();
    sites.sort();
    sites.dedup();
    Ok(sites.iter().map(|code| (code.to_string(), obstacle::site_name(p, asked, code))).collect())
}

/// What a firm is asked.
fn short(p: &Page, sites: Vec<(String, String)>) -> Vec<Field> {
    let none = (String::new(), p.t("không riêng nơi nào", "no one place").to_owned());
    let mut fields = Vec::new();
    if !sites.is_empty() {
        fields.push(Field::one("site", p.t("Ở đâu", "Where"), std::iter::once(none).chain(sites).collect()).optional());
    }
    fields.extend([
        facts(p),
        asked_for(p),
        Field::one("asked_of", p.t("Đề nghị với ai", "Of whom"), bodies::choices_or_none(p))
            .optional()
            .hint(p.t("Chưa rõ thì để trống; Sở sẽ giao.", "Leave it if you do not know; the department will choose.")),
        effect(p),
    ]);
    fields
}

fn facts(p: &Page) -> Field {
    Field::lines("facts", p.t("Sự việc", "What happened")).hint(
        p.t(
            "Có số liệu, ngày, số văn bản thì ghi.",
            "With figures, days and the numbers of letters, if you have them.",
        ),
    )
}

fn asked_for(p: &Page) -> Field {
    Field::lines("asked", p.t("Đề nghị", "What you ask for"))
        .hint(p.t("Ai làm gì thì gỡ được.", "Who should do what to clear it."))
}

fn effect(p: &Page) -> Field {
    Field::line("effect", p.t("Gỡ được thì được gì", "What clearing it would bring")).optional().hint(p.t(
        "Ví dụ: 40 người có việc, 3.000 tấn quặng một tháng.",
        "As: work for 40 people, 3,000 tonnes of ore a month.",
    ))
}

/// What an officer is asked.
fn whole(p: &Page) -> Vec<Field> {
    let channels = Channel::ALL.iter().filter(|channel| **channel != Channel::FirmPage).rev();
    let channels = channels.map(|channel| (channel.code().to_owned(), p.of(&capital(channel.name()))));
    let code = p.t("Mã; để trống nếu không có.", "Its code; leave it empty where there is none.");
    vec![
        Field::one("channel", p.t("Nêu bằng cách nào", "How it was raised"), channels.collect()),
        Field::line("raised_by", p.t("Người nêu", "Who raised it")),
        Field::line("enterprise", p.t("Mã số thuế doanh nghiệp", "Tax code of the firm")).optional(),
        Field::line("site", p.t("Mỏ, nhà máy", "Site")).optional().hint(code),
        Field::line("project", p.t("Dự án", "Project")).optional().hint(code),
        Field::typed("step", p.t("Bước của dự án", "Step of the project"), "number", "off").optional(),
        facts(p),
        Field::lines("public", p.t("Phần công khai", "What everybody may read")).optional(),
        Field::line("legal_ground", p.t("Căn cứ pháp luật", "Legal ground")).optional(),
        asked_for(p),
        Field::any("asked_of", p.t("Đề nghị với ai", "Of whom"), bodies::choices(p)),
        Field::typed("asked_by", p.t("Trước ngày", "By when"), "date", "off").optional(),
        effect(p),
        Field::line(
            "effect_points",
            p.t("Mức thêm vào chỉ tiêu (điểm phần trăm)", "Added to the target (percentage points)"),
        )
        .optional()
        .hint(p.t(
            "Để trống thì lấy mức tính cho mỏ, nhà máy, nếu có.",
            "Left empty, what was computed for the site is taken, if anything.",
        )),
    ]
}

/// Takes an obstacle.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut read = Reading::of(form(&asked).await?, &asked.fields, &p);
    let raised = raised(&asked, &p, &context, &mut read);
    let (Some(raised), true) = (raised, read.is_sound()) else { return sheet(&asked).form(read.form()).answer() };
    match obstacles::raise(&context, raised).await {
        Ok(code) => Ok(Answer::See(p.link(&format!("/obstacles/{code}?done=raised")))),
        Err(OfficeError::Said(text)) => sheet(&asked).form(read.form().wrong("", p.of(&text))).answer(),
        Err(error) => Err(error.into()),
    }
}

fn raised(asked: &Asked, p: &Page, context: &Context, read: &mut Reading<'_>) -> Option<Raised> {
    let is_firm = context.actor.enterprise().is_some();
    let kind = read.required::<ObstacleKind>("kind")?;
    let site = read.optional::<SiteCode>("site");
    let own_name = || asked.session().map(|session| session.account.name.clone()).unwrap_or_default();
    let typed = read.plain("effect_points").replace(',', ".");
    let typed =
        if typed.is_empty() { None } else { Some(typed.parse::<f64>().ok().filter(|points| points.is_finite())) };
    if typed == Some(None) {
        read.wrong("effect_points", p.t("Hãy ghi một số, ví dụ 0,35.", "Write a number, as 0.35."));
    }
    let points = typed.flatten().or_else(|| computed(asked, site.as_ref()));
    Some(Raised {
        kind,
        channel: if is_firm { Channel::FirmPage } else { read.required("channel")? },
        raised_by: if is_firm { own_name() } else { read.plain("raised_by") },
        enterprise: if is_firm { None } else { read.optional::<EnterpriseCode>("enterprise") },
        site,
        step: if is_firm { None } else { step(read, p) },
        facts: read.plain("facts"),
        public: read.plain("public"),
        legal_ground: read.plain("legal_ground"),
        asked: read.plain("asked"),
        asked_of: read.many::<AgencyCode>("asked_of"),
        asked_by: read.optional::<Date>("asked_by"),
        effect: read.plain("effect"),
        effect_points: points,
        simulated: p.simulated(),
    })
}

fn step(read: &mut Reading<'_>, p: &Page) -> Option<ProjectStep> {
    let step = read.optional::<StepNumber>("step");
    match read.optional::<ProjectCode>("project") {
        Some(project) => Some(ProjectStep { project, step }),
        None => {
            if step.is_some() {
                read.wrong(
                    "project",
                    p.t("Bước thuộc dự án nào? Hãy ghi mã dự án.", "A step of which project? Give its code."),
                );
            }
            None
        }
    }
}

/// What the index engine found that the site would add.
fn computed(asked: &Asked, site: Option<&SiteCode>) -> Option<f64> {
    let board = asked.board_if_any()?;
    board.whole(board.site(site?.as_str())?)
}
