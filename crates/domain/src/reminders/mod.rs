//! Đôn đốc: a reminder to a body about an obstacle, a step or a task, as a letter in both languages, and the log of its sendings.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agency::AgencyCode;
use crate::letters::Letter;
use crate::mail::{MailId, MailState};
use crate::obstacles::{ObstacleCode, ProjectStep};
use crate::register::{code, is_plain_code};
use crate::tasks::TaskCode;
use crate::text::{Lang, Text, date, named};

code!(
    /// Mã đôn đốc: capital letters, digits and dashes, at most 20.
    ReminderCode, "a reminder code of capital letters, digits and dashes, as DD-2024-5, at most 20",
    |t| is_plain_code(t, 20)
);

/// What a reminder is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// An obstacle that waits for an answer.
    Obstacle(ObstacleCode),
    /// A step of a project that waits for the body.
    Step(ProjectStep),
    /// A task that is not done.
    Task(TaskCode),
}

named!(
    /// How a reminder goes out.
    SendingChannel, "mail or letter" {
        /// Thư điện tử.
        Mail "mail" "thư điện tử" "mail";
        /// Công văn giấy.
        Letter "letter" "công văn" "printed letter";
    }
);

/// A reminder as it is composed: what is asked of whom, since when, against which limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its code.
    pub code: ReminderCode,
    /// Its number in the office's register; empty until it has one.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// The body that is reminded.
    pub to: AgencyCode,
    /// What about.
    pub about: About,
    /// What it is about, in words; of an obstacle, what is asked.
    pub matter: Text,
    /// Since when the body has it.
    pub since: Date,
    /// The last day of the limit, where there is one.
    pub limit_ended: Option<Date>,
    /// The limit in words with the act it stands in; empty where there is none.
    pub legal_time: Text,
    /// By when an answer is asked now.
    pub asked_by: Date,
    /// Who else gets it, in words.
    pub recipients: Vec<Text>,
    /// It speaks of invented things.
    pub simulated: bool,
}

/// One sending of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// How.
    pub channel: SendingChannel,
    /// To which address.
    pub address: String,
    /// When it was queued or handed over.
    pub moment: Timestamp,
    /// The message in the outbox; `None` for a printed letter.
    pub mail: Option<MailId>,
    /// How it stands: that of the message, or *sent* for a printed letter that was handed over.
    pub state: MailState,
}

impl Reminder {
    /// Days the body has had it, on the date of the reminder.
    #[must_use]
    pub fn days_waited(&self) -> i64 {
        self.since.duration_until(self.date).as_hours() / 24
    }
}

/// The letter of a reminder to a body of this name.
#[must_use]
pub fn letter(reminder: &Reminder, name: &Text) -> Letter {
    let waited = reminder.days_waited();
    let mut body = vec![Text::new(
        format!(
            "Ngày {}, {} được giao giải quyết: {} Đến nay đã {waited} ngày chưa có kết quả.",
            date(reminder.since, Lang::Vi),
            name.vi,
            sentence(&reminder.matter.vi)
        ),
        format!(
            "Since {} this waits for {}: {} That is {waited} {} without an outcome.",
            date(reminder.since, Lang::En),
            name.en,
            sentence(&reminder.matter.en),
            if waited == 1 { "day" } else { "days" }
        ),
    )];
    body.extend(legal_line(reminder));
    body.push(Text::new(
        format!("Đề nghị {} có văn bản trả lời trước ngày {}.", name.vi, date(reminder.asked_by, Lang::Vi)),
        format!("Please answer in writing by {}.", date(reminder.asked_by, Lang::En)),
    ));
    Letter {
        number: reminder.number.clone(),
        date: reminder.date,
        subject: Text::new(
            format!("V/v đôn đốc giải quyết {}", about(reminder).vi),
            format!("Reminder: {}", about(reminder).en),
        ),
        addressee: name.clone(),
        body,
        recipients: reminder.recipients.clone(),
        simulated: reminder.simulated,
    }
}

/// The limit, and by how long it has passed.
fn legal_line(reminder: &Reminder) -> Option<Text> {
    let time = &reminder.legal_time;
    let ended = reminder.limit_ended;
    if time.vi.is_empty() && ended.is_none() {
        return None;
    }
    let mut line = match ended {
        Some(day) => Text::new(
            format!("Thời hạn giải quyết đến ngày {}", date(day, Lang::Vi)),
            format!("The limit ends on {}", date(day, Lang::En)),
        ),
        None => Text::new("Thời hạn giải quyết", "The limit"),
    };
    if !time.vi.is_empty() {
        line = Text::new(format!("{} ({})", line.vi, time.vi), format!("{} ({})", line.en, time.en));
    }
    let late = ended.map_or(0, |day| day.duration_until(reminder.date).as_hours() / 24);
    Some(if late > 0 {
        Text::new(
            format!("{}; đã quá hạn {late} ngày.", line.vi),
            format!("{}: {late} {} late.", line.en, if late == 1 { "day" } else { "days" }),
        )
    } else {
        Text::new(format!("{}.", line.vi), format!("{}.", line.en))
    })
}

/// Words that end as a sentence does.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?', '…']) { words.to_owned() } else { format!("{words}.") }
}

fn about(reminder: &Reminder) -> Text {
    match &reminder.about {
        About::Obstacle(code) => Text::new(format!("khó khăn, vướng mắc {code}"), format!("obstacle {code}")),
        About::Task(code) => Text::new(format!("nhiệm vụ {code}"), format!("task {code}")),
        About::Step(ProjectStep { project, step: Some(step) }) => {
            Text::new(format!("bước {step} của dự án {project}"), format!("step {step} of project {project}"))
        }
        About::Step(ProjectStep { project, step: None }) => {
            Text::new(format!("dự án {project}"), format!("project {project}"))
        }
    }
}

#[cfg(test)]
mod tests;
