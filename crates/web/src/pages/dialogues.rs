//! Dialogue conferences: the list, and calling one.

use std::sync::Arc;

use domain::authority::{Action, Thing};
use domain::dialogues::Dialogue;
use domain::text::Text;
use jiff::civil::Date;
use office::context::OfficeError;
use office::dialogues::{self, Called};

use super::record::{Record, Section, rows, turn};
use super::sheet::Sheet;
use super::sites::capital;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

/// `/dialogues`.
pub(crate) async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let listed = dialogues::list(&context, rows(&asked)).await?;
    let mut record = Record::new(&asked, asked.page("", "").t("Hội nghị đối thoại", "Dialogues"), &[]);
    let p = record.p.clone();
    if context.may(Action::HoldDialogue, &Thing::WHOLE) {
        record.way(p.t("Triệu tập hội nghị", "Call a dialogue"), "/dialogues/new");
    }
    record.files("dialogues", "");
    let mut section = Section::default();
    match listed.rows.is_empty() {
        true => section
            .said
            .push(p.t("Chưa có hội nghị nào bạn được xem.", "There is no dialogue that you may see.").to_owned()),
        false => section.grids.push(grid(&p, &listed.rows)),
    }
    section.turn = turn(&asked, &p, listed.total);
    record.section(section);
    record.answer()
}

fn grid(p: &Page, dialogues: &[Dialogue]) -> Grid {
    let heads = vec![
        head(p.t("Hội nghị", "Dialogue")),
        head(p.t("Ngày", "Day")),
        head(p.t("Nơi", "Place")),
        head(p.t("Chủ trì", "Chair")),
        head(p.t("Tình trạng", "State")),
    ];
    let row = |dialogue: &Dialogue| {
        let simulated = if dialogue.simulated { p.t(" (mô phỏng)", " (simulated)") } else { "" };
        Row::new(vec![
            Cell::head(p.of(&capital(dialogue.title.clone())), Some(p.link(&format!("/dialogues/{}", dialogue.code))))
                .with(format!("{}{simulated}", dialogue.code)),
            words(p.date(dialogue.date)),
            words(dialogue.place.clone()),
            words(dialogue.chair.clone()),
            words(p.of(&capital(dialogue.stage.name()))),
        ])
    };
    let caption = p.t("Hội nghị đối thoại", "Dialogues").to_owned();
    Grid { caption, heads, rows: dialogues.iter().map(row).collect() }
}

/// `/dialogues/new`.
pub(crate) async fn new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let sheet = sheet(&asked);
    let form = form(&sheet.p);
    sheet.form(form).answer()
}

fn sheet(asked: &Asked) -> Sheet {
    let p = asked.page("", "");
    let above = [(p.t("Hội nghị đối thoại", "Dialogues"), "/dialogues")];
    Sheet::new(asked, p.t("Triệu tập hội nghị đối thoại", "Call a dialogue"), &above)
}

fn form(p: &Page) -> FormView {
    let fields = vec![
        Field::line("title_vi", p.t("Tên (tiếng Việt)", "Name (Vietnamese)")),
        Field::line("title_en", p.t("Tên (tiếng Anh)", "Name (English)")),
        Field::typed("date", p.t("Ngày", "Day"), "date", "off"),
        Field::line("place", p.t("Nơi", "Place")),
        Field::line("chair", p.t("Chủ trì", "Who presides")),
    ];
    FormView::new(p, "/dialogues/new", p.t("Triệu tập", "Call it"), fields)
}

/// Takes a dialogue.
pub(crate) async fn call(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut read = Reading::of(form(&p), &asked.fields, &p);
    let date = read.required::<Date>("date");
    let (Some(date), true) = (date, read.is_sound()) else { return sheet(&asked).form(read.form()).answer() };
    let called = Called {
        title: Text::new(read.plain("title_vi"), read.plain("title_en")),
        date,
        place: read.plain("place"),
        chair: read.plain("chair"),
        simulated: p.simulated(),
    };
    match dialogues::call(&context, called).await {
        Ok(code) => Ok(Answer::See(p.link(&format!("/dialogues/{code}?done=called")))),
        Err(OfficeError::Said(text)) => sheet(&asked).form(read.form().wrong("", p.of(&text))).answer(),
        Err(error) => Err(error.into()),
    }
}
