//! Starting a project by a procedure.

use std::sync::Arc;

use formats::carried;
use office::projects::{NewProject, start};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading, settle};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

/// `/projects/new?site=M02`.
pub(crate) async fn show_new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let today = asked.context()?.today();
    let p = asked.page("", "");
    let fields = fields(&p, asked.parameter("site").unwrap_or_default(), &today.to_string());
    sheet(&asked, &p).form(form(&p, fields)).answer()
}

fn sheet(asked: &Asked, p: &Page) -> Sheet {
    Sheet::new(asked, p.t("Mở dự án mới", "Start a project"), &[(p.t("Dự án", "Projects"), "/projects")])
        .link(p.t("Xem các trình tự", "See the procedures"), "/procedures")
}

fn form(p: &Page, fields: Vec<Field>) -> FormView {
    FormView::new(p, "/projects/new", p.t("Mở dự án", "Start the project"), fields)
}

fn fields(p: &Page, site: &str, today: &str) -> Vec<Field> {
    let templates = carried::templates().iter();
    let templates = templates.map(|one| (one.code.to_string(), p.of(&one.name))).collect();
    vec![
        Field::line("code", p.t("Mã dự án", "Code")).hint(p.t(
            "Chữ hoa, chữ số, gạch nối, như DA-001; không đổi được về sau.",
            "Capitals, digits, dashes, as DA-001; it cannot be changed later.",
        )),
        Field::line("name", p.t("Tên dự án", "Name"))
            .hint(p.t("Tiếng Việt | tiếng Anh, hoặc một thứ tiếng.", "Vietnamese | English, or one for both.")),
        Field::line("site", p.t("Mã mỏ, nhà máy", "Code of the site"))
            .hint(
                p.t("Như M02; mã ở cuối địa chỉ trang của nơi đó.", "As M02; it ends the address of the site's page."),
            )
            .with(site),
        Field::one("template", p.t("Trình tự", "Procedure"), templates),
        Field::typed("start", p.t("Bắt đầu ngày", "Begins on"), "date", "off")
            .hint(p.t("Không sau hôm nay.", "Not after today."))
            .with(today),
        Field::typed("due", p.t("Phải xong theo phê duyệt", "Approved to be done by"), "date", "off").optional(),
        Field::line("enterprise", p.t("Mã số thuế chủ đầu tư", "Tax code of the owner"))
            .optional()
            .hint(p.t("Doanh nghiệp phải có trong danh bạ.", "The enterprise must be in the register.")),
        Field::lines("exception", p.t("Lý do theo trình tự này", "Why this procedure")).optional().hint(p.t(
            "Chỉ khi trình tự không áp dụng cho ngày bắt đầu.",
            "Only when the procedure is not valid on the day it begins.",
        )),
        Field::line("why", p.t("Ghi chú cho nhật ký", "Note for the journal")).optional(),
    ]
}

/// Takes a new project.
pub(crate) async fn take_new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let sheet = sheet(&asked, &p);
    let mut reading = Reading::of(form(&p, fields(&p, "", "")), &asked.fields, &p);
    let new = read(&mut reading);
    let why = reading.line("why").unwrap_or_default();
    let (form, new) = match (reading.done(), new) {
        (Ok(form), Some(new)) => (form, new),
        (Ok(form) | Err(form), _) => return sheet.form(form).answer(),
    };
    let next = format!("/projects/{}?done=started", new.code);
    settle(sheet, form, "", start(&context, new, &why).await, &next)
}

fn read(reading: &mut Reading<'_>) -> Option<NewProject> {
    let (code, name, site) = (reading.optional("code"), reading.text("name"), reading.optional("site"));
    let (template, start, due) = (reading.optional("template"), reading.date("start"), reading.date("due"));
    let (enterprise, exception) = (reading.optional("enterprise"), reading.text("exception"));
    Some(NewProject {
        code: code?,
        site: site?,
        template: template?,
        exception,
        name: name?,
        enterprise,
        start: start?,
        due,
    })
}
