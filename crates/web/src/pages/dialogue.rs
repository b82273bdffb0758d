//! One dialogue: guests, agenda, minutes, commitments, and the letter that follows it.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::dialogues::{Guest, Minute, Stage, guest_list};
use domain::obstacles::{ObstacleCode, Visibility};
use domain::register::EnterpriseCode;
use domain::tasks::DialogueCode;
use office::context::{Context, OfficeError};
use office::dialogues::{self, Commitment, SeenDialogue};
use office::{ObstacleFilter, ObstacleOrder, Page as Part};

use super::record::{Record, Section};
use super::sites::capital;
use super::{bodies, letter, plan};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

/// Obstacles proposed for an agenda at most.
const MOST: u32 = 30;

fn code_of(asked: &Asked) -> Result<DialogueCode, Trouble> {
    asked.in_path("dialogue").parse().map_err(|_| Trouble::NotFound)
}

/// `/dialogues/DT-2024-5`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, None).await
}

async fn page(asked: &Asked, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let seen = dialogues::view(&context, &code_of(asked)?).await?;
    let dialogue = &seen.dialogue.dialogue;
    let p = asked.page("", "");
    let title = p.of(&capital(dialogue.title.clone()));
    let mut record = Record::new(asked, &title, &[(p.t("Hội nghị đối thoại", "Dialogues"), "/dialogues")]);
    let p = record.p.clone();
    record.kind = format!("{} · {}", dialogue.code, p.of(&dialogue.stage.name()));
    record.simulated(dialogue.simulated);
    let mut facts = Section::default();
    facts.term(&p, p.t("Ngày", "Day"), p.date(dialogue.date));
    facts.term(&p, p.t("Nơi", "Place"), dialogue.place.clone());
    facts.term(&p, p.t("Chủ trì", "Chair"), dialogue.chair.clone());
    facts.term(&p, p.t("Khách mời", "Guests"), guests(&p, &seen));
    record.section(facts);
    record.section(agenda(&p, &context, &seen).await?);
    record.section(minutes(&p, &seen));
    let mut promised = Section::titled(p.t("Cam kết", "Commitments"));
    if !seen.commitments.is_empty() {
        promised.grids.push(plan::tasks_grid(&p, p.t("Cam kết", "Commitments"), &seen.commitments, context.today()));
    }
    record.section(promised);
    if context.may(Action::HoldDialogue, &Thing::WHOLE) {
        record.way(
            p.t("Công văn sau hội nghị", "The letter that follows"),
            &format!("/dialogues/{}/letter", dialogue.code),
        );
        deeds(&mut record, &context, &seen, &mut wrong).await?;
    }
    record.keep(&format!("/dialogues/{}", dialogue.code), &mut wrong);
    record.answer()
}

fn guests(p: &Page, seen: &SeenDialogue) -> String {
    let name = |guest: Guest| match guest {
        Guest::Agency(code) => bodies::name(p, &code),
        Guest::Enterprise(code) => format!("{} {code}", p.t("doanh nghiệp", "firm")),
    };
    guest_list(seen.dialogue.guests.clone()).into_iter().map(name).collect::<Vec<_>>().join("; ")
}

async fn agenda(p: &Page, context: &Context, seen: &SeenDialogue) -> Result<Section, Trouble> {
    let mut section = Section::titled(p.t("Chương trình", "Agenda"));
    if seen.dialogue.agenda.is_empty() {
        let none = p.t("Chưa có vướng mắc nào trong chương trình.", "No obstacle is on the agenda yet.");
        section.said.push(none.to_owned());
        return Ok(section);
    }
    let heads = vec![
        head(p.t("Vướng mắc", "Obstacle")),
        head(p.t("Loại", "Kind")),
        head(p.t("Trạng thái", "State")),
        head(p.t("Chờ ai", "Waits for")),
    ];
    let mut rows = Vec::with_capacity(seen.dialogue.agenda.len());
    for code in &seen.dialogue.agenda {
        let known = office::obstacles::view(context, code).await?;
        let waiting = bodies::names(p, &known.standing.waiting);
        rows.push(Row::new(vec![
            Cell::head(super::obstacle::short(&known.obstacle.asked), Some(p.link(&format!("/obstacles/{code}"))))
                .with(code.to_string()),
            words(p.of(&capital(known.obstacle.kind.name()))),
            words(p.of(&capital(known.standing.state.name()))),
            words(if waiting.is_empty() { "–".to_owned() } else { waiting }),
        ]));
    }
    section.grids.push(Grid { caption: p.t("Chương trình", "Agenda").to_owned(), heads, rows });
    Ok(section)
}

fn minutes(p: &Page, seen: &SeenDialogue) -> Section {
    let mut section = Section::titled(p.t("Biên bản", "Minutes"));
    if seen.dialogue.minutes.is_empty() {
        return section;
    }
    let heads = vec![
        head(p.t("Về", "About")),
        head(p.t("Ai nói", "Who spoke")),
        head(p.t("Nội dung", "What was said")),
        head(p.t("Ai được đọc", "Who may read it")),
    ];
    let row = |minute: &Minute| {
        let about = match &minute.obstacle {
            Some(code) => Cell::head(code.to_string(), Some(p.link(&format!("/obstacles/{code}")))),
            None => Cell::head(p.t("cả hội nghị", "the whole dialogue"), None),
        };
        Row::new(vec![
            about,
            words(minute.by.clone()),
            words(minute.text.clone()),
            words(p.of(&minute.visibility.name())),
        ])
    };
    let caption = p.t("Biên bản", "Minutes").to_owned();
    section.grids.push(Grid { caption, heads, rows: seen.dialogue.minutes.iter().map(row).collect() });
    section
}

fn address(seen: &SeenDialogue, act: &str) -> String {
    format!("/dialogues/{}/{act}", seen.dialogue.dialogue.code)
}

async fn deeds(
    record: &mut Record,
    context: &Context,
    seen: &SeenDialogue,
    wrong: &mut Option<FormView>,
) -> Result<(), Trouble> {
    let p = record.p.clone();
    let is_open = seen.dialogue.dialogue.stage == Stage::Open;
    if is_open {
        record.deed(p.t("Ghi biên bản", "Write minutes"), "", minute_form(&p, seen), wrong);
        let hint = p.t(
            "Mỗi cam kết thành một nhiệm vụ có người chủ trì và thời hạn.",
            "Each commitment becomes a task with its owner and day.",
        );
        record.deed(p.t("Ghi cam kết", "Write a commitment"), hint, commit_form(&p, seen), wrong);
    }
    record.deed(p.t("Mời", "Invite"), "", invite_form(&p, seen), wrong);
    let agenda = agenda_form(&p, seen, proposed(context, seen).await?);
    let hint = p.t(
        "Vướng mắc đang mở, ảnh hưởng lớn nhất trước, rồi đến lâu nhất.",
        "Open obstacles: the largest effect first, then the oldest.",
    );
    record.deed(p.t("Đưa vào chương trình", "Set the agenda"), hint, agenda, wrong);
    if !is_open {
        record.deed("", "", open_form(&p, seen), wrong);
    }
    Ok(())
}

fn open_form(p: &Page, seen: &SeenDialogue) -> FormView {
    FormView::new(p, &address(seen, "open"), p.t("Khai mạc hội nghị", "Open the dialogue"), Vec::new())
}

fn invite_form(p: &Page, seen: &SeenDialogue) -> FormView {
    let known = |code: &str| {
        let is = |guest: &Guest| matches!(guest, Guest::Agency(agency) if agency.as_str() == code);
        seen.dialogue.guests.iter().any(is)
    };
    let agencies = bodies::choices(p).into_iter().filter(|(code, _)| !known(code)).collect();
    let fields = vec![
        Field::any("invite-agency", p.t("Cơ quan", "Bodies"), agencies),
        Field::lines("invite-enterprise", p.t("Doanh nghiệp, hợp tác xã", "Firms and cooperatives"))
            .optional()
            .hint(p.t("Mã số thuế, mỗi dòng một mã.", "Tax codes, one a line.")),
    ];
    FormView::new(p, &address(seen, "invite"), p.t("Mời", "Invite"), fields)
}

/// What the agenda lacks, in the order of an agenda: code, and what is asked.
async fn proposed(context: &Context, seen: &SeenDialogue) -> Result<Vec<(String, String)>, Trouble> {
    let open = ObstacleFilter { open: Some(true), ..ObstacleFilter::default() };
    let listed = office::obstacles::list(context, &open, ObstacleOrder::Effect, Part::new(0, MOST)).await?;
    let missing = listed.rows.into_iter().filter(|line| !seen.dialogue.agenda.contains(&line.obstacle.code));
    let line = |line: office::ObstacleLine| {
        let code = line.obstacle.code;
        (code.to_string(), format!("{code}: {}", super::obstacle::short(&line.obstacle.asked)))
    };
    Ok(missing.map(line).collect())
}

fn agenda_form(p: &Page, seen: &SeenDialogue, proposed: Vec<(String, String)>) -> FormView {
    let fields = vec![
        Field::any("agenda", p.t("Đề xuất", "Proposed"), proposed),
        Field::line("agenda-code", p.t("Hoặc mã vướng mắc khác", "Or the code of another obstacle")).optional(),
    ];
    FormView::new(p, &address(seen, "agenda"), p.t("Đưa vào", "Put on the agenda"), fields)
}

fn items(p: &Page, seen: &SeenDialogue) -> Vec<(String, String)> {
    let whole = (String::new(), p.t("cả hội nghị", "the whole dialogue").to_owned());
    std::iter::once(whole).chain(seen.dialogue.agenda.iter().map(|code| (code.to_string(), code.to_string()))).collect()
}

fn minute_form(p: &Page, seen: &SeenDialogue) -> FormView {
    let fields = vec![
        Field::one("minute-obstacle", p.t("Về vướng mắc", "About"), items(p, seen)).optional(),
        Field::line("minute-by", p.t("Ai nói, kết luận", "Who spoke or decided")),
        Field::lines("minute-text", p.t("Nội dung", "What was said")),
        bodies::visibility(p, "minute-visibility"),
    ];
    FormView::new(p, &address(seen, "minutes"), p.t("Ghi", "Write"), fields)
}

fn commit_form(p: &Page, seen: &SeenDialogue) -> FormView {
    let mut fields = vec![Field::one("task-obstacle", p.t("Để gỡ vướng mắc", "To clear"), items(p, seen)).optional()];
    fields.extend(plan::task_fields(p, p.t("Ai cam kết", "Who promises")));
    FormView::new(p, &address(seen, "commitments"), p.t("Ghi cam kết", "Write it"), fields)
}

async fn settle<T>(
    asked: &Asked,
    read: Reading<'_>,
    did: Result<T, OfficeError>,
    done: &str,
) -> Result<Answer, Trouble> {
    match did {
        Ok(_) => Ok(Answer::See(asked.page("", "").link(&format!("/dialogues/{}?done={done}", code_of(asked)?)))),
        Err(OfficeError::Said(text)) => {
            let said = asked.page("", "").of(&text);
            page(asked, Some(read.form().wrong("", said))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn seen(asked: &Asked) -> Result<(Context, SeenDialogue), Trouble> {
    let context = asked.context()?;
    let seen = dialogues::view(&context, &code_of(asked)?).await?;
    Ok((context, seen))
}

/// Opens it.
pub(crate) async fn open(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let read = Reading::of(open_form(&p, &seen), &asked.fields, &p);
    let did = dialogues::open(&context, &seen.dialogue.dialogue.code).await;
    settle(&asked, read, did, "opened").await
}

/// Takes guests.
pub(crate) async fn invite(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let mut read = Reading::of(invite_form(&p, &seen), &asked.fields, &p);
    let mut guests: Vec<Guest> = read.many::<AgencyCode>("invite-agency").into_iter().map(Guest::Agency).collect();
    for line in read.plain("invite-enterprise").split_whitespace() {
        match line.parse::<EnterpriseCode>() {
            Ok(code) => guests.push(Guest::Enterprise(code)),
            Err(_) => read.wrong(
                "invite-enterprise",
                p.t("Có dòng không phải mã số thuế. Hãy sửa lại.", "A line is no tax code. Correct it."),
            ),
        }
    }
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let did = dialogues::invite(&context, &seen.dialogue.dialogue.code, &guests).await;
    let done = if matches!(did, Ok(0)) { "nothing-new" } else { "invited" };
    settle(&asked, read, did, done).await
}

/// Takes items of the agenda.
pub(crate) async fn agenda_set(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let mut read = Reading::of(agenda_form(&p, &seen, proposed(&context, &seen).await?), &asked.fields, &p);
    let mut codes: Vec<ObstacleCode> = read.many("agenda");
    codes.extend(read.optional::<ObstacleCode>("agenda-code"));
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let did = match dialogues::put_on_agenda(&context, &seen.dialogue.dialogue.code, &codes).await {
        Err(OfficeError::NotFound) => Err(OfficeError::Said(domain::text::Text::new(
            "Không có vướng mắc mã này. Hãy sửa mã.",
            "There is no obstacle of this code. Correct it.",
        ))),
        did => did,
    };
    let done = if did.as_ref().is_ok_and(Vec::is_empty) { "nothing-new" } else { "agenda" };
    settle(&asked, read, did, done).await
}

/// Takes a line of the minutes.
pub(crate) async fn minute(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let mut read = Reading::of(minute_form(&p, &seen), &asked.fields, &p);
    let (obstacle, visibility) = (read.optional("minute-obstacle"), read.required::<Visibility>("minute-visibility"));
    let (Some(visibility), true) = (visibility, read.is_sound()) else { return page(&asked, Some(read.form())).await };
    let minute = Minute { obstacle, by: read.plain("minute-by"), text: read.plain("minute-text"), visibility };
    let did = dialogues::minute(&context, &seen.dialogue.dialogue.code, &minute).await;
    settle(&asked, read, did, "minuted").await
}

/// Takes a commitment.
pub(crate) async fn commit(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let mut read = Reading::of(commit_form(&p, &seen), &asked.fields, &p);
    let task = plan::task_of(&mut read);
    let (Some(task), true) = (task, read.is_sound()) else { return page(&asked, Some(read.form())).await };
    let made = Commitment {
        obstacle: task.obstacle,
        what: task.what,
        owner: task.lead,
        partners: task.partners,
        watcher: task.watcher,
        due: task.due,
        result: task.result,
        visibility: task.visibility,
    };
    let did = dialogues::commit(&context, &seen.dialogue.dialogue.code, made).await;
    settle(&asked, read, did, "committed").await
}

/// `/dialogues/DT-2024-5/letter?number=125/SCT-QLCN`: the letter that follows it, to be printed.
pub(crate) async fn follow_up(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, code_of(&asked)?);
    let number = asked.parameter("number").unwrap_or_default();
    let written = dialogues::follow_up(&context, &code, number, bodies::bodies()).await?;
    let p = asked.page("", "");
    let above = [
        (p.t("Hội nghị đối thoại", "Dialogues"), "/dialogues".to_owned()),
        (p.t("Hội nghị", "The dialogue"), format!("/dialogues/{code}")),
    ];
    letter::print(&asked, &written, &above)
}
