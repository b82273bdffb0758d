//! Obstacles, tasks, reminders and dialogues as files: as much of each as whoever asks may see, whole.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::authority::{Action, Reach};
use domain::dialogues::Dialogue;
use domain::reminders::About;
use domain::text::Text;
use formats::table::{Cell, Column, Head, Kind, Row, Table};
use futures_util::stream;
use jiff::civil::Date;
use office::obstacles::{self, PublicObstacle};
use office::{ObstacleLine, StoredReminder, StoredTask, TaskFilter, dialogues, plan, reminders};

use super::columns::{count, day, said, simulated, words};
use super::{followed, written};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::bodies::bodies;
use crate::pages::obstacles::wanted;
use crate::trouble::Trouble;

/// A table of what is kept of the work; rows of invented things say so.
pub(super) fn table(name: &str, title: Text, vintage: Date, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    let note = Text::new(
        "Dòng có ghi “mô phỏng” là việc giả định, không có thật.",
        "Rows that say “simulated” are of invented things.",
    );
    Table { head: Head { name: name.to_owned(), title, notes: vec![note], vintage, columns }, rows }
}

/// Codes of bodies, and their names.
fn names(codes: &[AgencyCode]) -> [Cell; 2] {
    let list: Vec<Text> = codes.iter().map(|code| bodies().name(code)).collect();
    let of = |word: fn(&Text) -> &str| list.iter().map(word).collect::<Vec<_>>().join("; ");
    let codes = codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(";");
    match codes.is_empty() {
        true => [Cell::Empty, Cell::Empty],
        false => [Cell::code(codes), Cell::Words(Text::new(of(|name| &name.vi), of(|name| &name.en)))],
    }
}

fn given(asked: &Asked, table: Table) -> Result<Answer, Trouble> {
    written(asked, table.head, Box::new(table.rows.into_iter()), None)
}

fn of_obstacles() -> Vec<Column> {
    vec![
        words("code", "Mã", "Code"),
        words("kind", "Loại", "Kind"),
        words("raised_on", "Nêu ngày", "Raised on"),
        words("site", "Mỏ, nhà máy", "Site"),
        words("project", "Dự án", "Project"),
        count("step", "Bước", "Step"),
        words("state", "Trạng thái", "State"),
        words("tier", "Cấp", "Tier"),
        words("asked_of", "Mã cơ quan được giao", "Codes of the bodies asked"),
        words("asked_of_names", "Cơ quan được giao", "Bodies asked"),
        words("waiting", "Mã cơ quan chưa trả lời", "Codes of those waited for"),
        words("waiting_names", "Chưa trả lời", "Waited for"),
        words("due", "Hạn trả lời", "Answer due"),
        words("asked", "Kiến nghị", "What is asked"),
        words("public", "Phần công khai", "What everybody may read"),
        Column::new(
            "effect_points",
            "Thêm vào mức tăng của năm (điểm %)",
            "Would add to the year (points)",
            Kind::Number(2),
        ),
        words("simulated", "Mô phỏng", "Simulated"),
    ]
}

fn inside(line: &ObstacleLine) -> Row {
    let obstacle = &line.obstacle;
    let step = obstacle.step.as_ref();
    let ([asked, asked_names], [waiting, waiting_names]) = (names(&line.asked), names(&line.waiting));
    vec![
        Cell::code(obstacle.code.as_str()),
        Cell::Words(obstacle.kind.name()),
        day(Some(obstacle.raised_on)),
        said(obstacle.site.as_ref().map_or("", |site| site.as_str())),
        said(step.map_or("", |at| at.project.as_str())),
        Cell::number(step.and_then(|at| at.step).map(|step| f64::from(u16::from(step)))),
        Cell::Words(line.state.name()),
        line.tier.map_or(Cell::Empty, |tier| Cell::Words(tier.name())),
        asked,
        asked_names,
        waiting,
        waiting_names,
        day(line.due),
        said(&obstacle.asked),
        said(&obstacle.public),
        Cell::number(obstacle.effect_points),
        simulated(obstacle.simulated),
    ]
}

fn outside(seen: &PublicObstacle) -> Row {
    let step = seen.step.as_ref();
    let [asked, asked_names] = names(&seen.asked);
    vec![
        Cell::code(seen.code.as_str()),
        Cell::Words(seen.kind.name()),
        day(Some(seen.raised_on)),
        said(seen.site.as_ref().map_or("", |site| site.as_str())),
        said(step.map_or("", |at| at.project.as_str())),
        Cell::number(step.and_then(|at| at.step).map(|step| f64::from(u16::from(step)))),
        Cell::Words(seen.state.name()),
        seen.tier.map_or(Cell::Empty, |tier| Cell::Words(tier.name())),
        asked,
        asked_names,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        said(&seen.text),
        Cell::number(seen.effect_points),
        simulated(seen.simulated),
    ]
}

/// Obstacles as a table.
pub(super) fn obstacle_table(title: Text, today: Date, lines: &[ObstacleLine]) -> Table {
    table("khoi-obstacles", title, today, of_obstacles(), lines.iter().map(inside).collect())
}

/// Lines of a list that are read at once.
const AT_ONCE: usize = 500;

/// `/data/obstacles.csv` and `/data/obstacles.xlsx`, narrowed as the board is; of one moment, its rows read while they are sent.
pub(crate) async fn obstacles(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, (filter, order)) = (asked.context()?, wanted(&asked)?);
    let is_inside = context.actor.reach(Action::ReadInternal) != Reach::Never;
    let places = match is_inside {
        true => obstacles::places(&context, &filter, order).await?,
        false => obstacles::places_public(&context, &filter, order).await?,
    };
    let head = obstacle_table(Text::new("Khó khăn, vướng mắc", "Obstacles"), context.today(), &[]).head;
    let parts = stream::try_unfold((context, places, 0), move |(context, places, from)| async move {
        let part = &places[from..places.len().min(from + AT_ONCE)];
        if part.is_empty() {
            return Ok(None);
        }
        let rows: Vec<Row> = match is_inside {
            true => obstacles::lines(&context, part).await?.iter().map(inside).collect(),
            false => obstacles::lines_public(&context, part).await?.iter().map(outside).collect(),
        };
        let next = from + part.len();
        Ok(Some((rows, (context, places, next))))
    });
    followed(&asked, head, Box::pin(parts), None).await
}

/// Tasks as a table.
pub(super) fn task_table(title: Text, today: Date, tasks: &[StoredTask]) -> Table {
    let columns = vec![
        words("code", "Mã", "Code"),
        words("origin", "Từ", "From"),
        words("origin_code", "Mã hội nghị, kế hoạch", "Code of dialogue or plan"),
        words("obstacle", "Để gỡ vướng mắc", "To clear"),
        words("what", "Việc phải làm", "What is to be done"),
        words("lead", "Mã chủ trì", "Code of the lead"),
        words("lead_name", "Chủ trì", "Lead"),
        words("partners", "Mã phối hợp", "Codes of partners"),
        words("partner_names", "Phối hợp", "Partners"),
        words("due", "Thời hạn", "Due"),
        words("done_on", "Xong", "Done"),
        words("result", "Kết quả cần đạt", "Expected result"),
        words("simulated", "Mô phỏng", "Simulated"),
    ];
    let row = |stored: &StoredTask| {
        let task = &stored.task;
        let ([lead, lead_name], [partners, partner_names]) =
            (names(std::slice::from_ref(&task.lead)), names(&task.partners));
        vec![
            Cell::code(task.code.as_str()),
            Cell::Words(task.origin.kind().name()),
            Cell::code(task.origin.code()),
            said(task.obstacle.as_ref().map_or("", |code| code.as_str())),
            said(&task.what),
            lead,
            lead_name,
            partners,
            partner_names,
            day(Some(task.due)),
            day(stored.done_on),
            said(&task.result),
            simulated(task.simulated),
        ]
    };
    table("khoi-tasks", title, today, columns, tasks.iter().map(row).collect())
}

/// `/data/tasks.csv` and `/data/tasks.xlsx`.
pub(crate) async fn tasks(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let (filter, whole) = (TaskFilter::default(), office::Page::whole());
    // No task is a firm's own: it reads what everybody reads.
    let inside = context.actor.reach(Action::ReadInternal) != Reach::Never && context.actor.enterprise().is_none();
    let found = match inside {
        true => plan::tasks(&context, &filter, whole).await?,
        false => plan::public_tasks(&context, &filter, whole).await?,
    };
    let title = Text::new("Cam kết và nhiệm vụ", "Commitments and tasks");
    given(&asked, task_table(title, context.today(), &found.rows))
}

/// `/data/reminders.csv` and `/data/reminders.xlsx`: one row a sending, and one for what was not sent.
pub(crate) async fn reminders(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let found = reminders::log(&context, None, office::Page::whole()).await?;
    let columns = vec![
        words("code", "Mã", "Code"),
        words("number", "Số công văn", "Number"),
        words("date", "Ngày", "Date"),
        words("to", "Mã cơ quan", "Code of the body"),
        words("to_name", "Cơ quan", "Body"),
        words("about", "Về", "About"),
        words("about_code", "Mã việc", "Its code"),
        words("matter", "Nội dung", "Matter"),
        words("since", "Chờ từ", "Since"),
        words("limit_ended", "Hết hạn", "Limit ended"),
        words("asked_by", "Đề nghị trước", "Asked by"),
        words("sent_by", "Gửi bằng", "Sent by"),
        words("address", "Nơi nhận", "Address"),
        words("sent", "Gửi lúc", "Sent at"),
        words("state", "Tình trạng gửi", "State of the sending"),
        words("simulated", "Mô phỏng", "Simulated"),
    ];
    let title = Text::new("Đôn đốc", "Reminders");
    let rows = found.rows.iter().flat_map(reminder).collect();
    given(&asked, table("khoi-reminders", title, context.today(), columns, rows))
}

fn reminder(stored: &StoredReminder) -> Vec<Row> {
    let reminder = &stored.reminder;
    let [to, to_name] = names(std::slice::from_ref(&reminder.to));
    let (about, code) = match &reminder.about {
        About::Obstacle(code) => (Text::new("vướng mắc", "obstacle"), code.to_string()),
        About::Task(code) => (Text::new("nhiệm vụ", "task"), code.to_string()),
        About::Step(at) => {
            let step = at.step.map(|step| format!(" {step}")).unwrap_or_default();
            (Text::new("bước của dự án", "step of a project"), format!("{}{step}", at.project))
        }
    };
    let row = |sent: [Cell; 4]| {
        let mut cells = vec![
            Cell::code(reminder.code.as_str()),
            said(&reminder.number),
            day(Some(reminder.date)),
            to.clone(),
            to_name.clone(),
            Cell::Words(about.clone()),
            Cell::code(code.clone()),
            Cell::Words(reminder.matter.clone()),
            day(Some(reminder.since)),
            day(reminder.limit_ended),
            day(Some(reminder.asked_by)),
        ];
        cells.extend(sent);
        cells.push(simulated(reminder.simulated));
        cells
    };
    if stored.sendings.is_empty() {
        return vec![row([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Words(Text::new("chưa gửi", "not sent"))])];
    }
    let sent = stored.sendings.iter().map(|one| {
        row([
            Cell::Words(one.channel.name()),
            Cell::code(one.address.clone()),
            Cell::code(one.moment.to_string()),
            Cell::code(one.state.code()),
        ])
    });
    sent.collect()
}

/// `/data/dialogues.csv` and `/data/dialogues.xlsx`.
pub(crate) async fn dialogues(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let found = dialogues::list(&context, office::Page::whole()).await?;
    let columns = vec![
        words("code", "Mã", "Code"),
        words("title", "Tên", "Name"),
        words("date", "Ngày", "Day"),
        words("place", "Nơi", "Place"),
        words("chair", "Chủ trì", "Who presides"),
        words("stage", "Giai đoạn", "Stage"),
        words("simulated", "Mô phỏng", "Simulated"),
    ];
    let row = |dialogue: &Dialogue| {
        vec![
            Cell::code(dialogue.code.as_str()),
            Cell::Words(dialogue.title.clone()),
            day(Some(dialogue.date)),
            said(&dialogue.place),
            said(&dialogue.chair),
            Cell::Words(dialogue.stage.name()),
            simulated(dialogue.simulated),
        ]
    };
    let title = Text::new("Hội nghị đối thoại", "Dialogues");
    let rows = found.rows.iter().map(row).collect();
    given(&asked, table("khoi-dialogues", title, context.today(), columns, rows))
}
