//! The letter that follows a dialogue: what was raised, who promised what by when.

use jiff::civil::Date;

use super::Dialogue;
use crate::letters::Letter;
use crate::text::{Lang, Text, date};

/// An obstacle that was discussed, as it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discussed {
    /// Its code, or whatever it is called by.
    pub name: Text,
    /// What was concluded; empty when nothing was.
    pub conclusion: String,
}

/// A commitment that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Who promised.
    pub owner: Text,
    /// What.
    pub what: String,
    /// By when.
    pub due: Date,
}

/// What the letter needs beside the dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Its number; empty until it has one.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Who was there.
    pub guests: Vec<Text>,
    /// What was discussed, in the order of the agenda.
    pub discussed: Vec<Discussed>,
    /// What was promised.
    pub committed: Vec<Committed>,
}

/// The letter that follows a dialogue.
#[must_use]
pub fn follow_up(dialogue: &Dialogue, values: FollowUp) -> Letter {
    let FollowUp { number, date: day, guests, discussed, committed } = values;
    let on = |lang| date(dialogue.date, lang);
    let mut body = vec![Text::new(
        format!(
            "Ngày {}, tại {}, đã diễn ra {}. Hội nghị xem xét {} khó khăn, vướng mắc và ghi nhận {} cam kết.",
            on(Lang::Vi),
            dialogue.place,
            dialogue.title.vi,
            discussed.len(),
            committed.len()
        ),
        format!(
            "{} was held at {} on {}. It took up {} and noted {}.",
            dialogue.title.en,
            dialogue.place,
            on(Lang::En),
            counted(discussed.len(), "obstacle", "obstacles"),
            counted(committed.len(), "commitment", "commitments")
        ),
    )];
    body.extend(discussed.iter().enumerate().map(|(n, item)| discussed_line(n + 1, item)));
    body.extend(committed.iter().enumerate().map(|(n, line)| committed_line(n + 1, line)));
    if !committed.is_empty() {
        body.push(Text::new(
            "Đề nghị các cơ quan, đơn vị thực hiện đúng cam kết và báo cáo kết quả trước thời hạn.",
            "Please carry out what was promised and report before the deadlines.",
        ));
    }
    Letter {
        number,
        date: day,
        subject: Text::new(
            format!("V/v kết quả {} ngày {}", dialogue.title.vi, on(Lang::Vi)),
            format!("Outcome of {} on {}", dialogue.title.en, on(Lang::En)),
        ),
        addressee: Text::new("Các cơ quan, doanh nghiệp, hợp tác xã tham dự", "Those who took part"),
        body,
        recipients: guests,
        simulated: dialogue.simulated,
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn discussed_line(number: usize, item: &Discussed) -> Text {
    let said = |none: &str| if item.conclusion.is_empty() { none.to_owned() } else { item.conclusion.clone() };
    Text::new(
        format!("{number}. {}: {}", item.name.vi, said("chưa có kết luận.")),
        format!("{number}. {}: {}", item.name.en, said("nothing was concluded.")),
    )
}

fn committed_line(number: usize, line: &Committed) -> Text {
    Text::new(
        format!("Cam kết {number}. {}: {} Thời hạn: {}.", line.owner.vi, line.what, date(line.due, Lang::Vi)),
        format!("Commitment {number}. {}: {} Due: {}.", line.owner.en, line.what, date(line.due, Lang::En)),
    )
}
