//! How a monthly return came in: until when it can be sent, by which way it came, and the receipt its sender holds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CollectionDays, Return};
use crate::period::Month;
use crate::register::{EstablishmentCode, ProductCode};
use crate::text::named;

/// The day of the report month from which its return, which estimates that month, can be sent.
const FIRST_DAY: i8 = 20;

named!(
    /// The way a return came in.
    Channel, "page, workbook, program or paper" {
        /// Filled in on the page.
        Page "page" "điền trên trang" "filled in on the page";
        /// Read from the firm's workbook.
        Workbook "workbook" "gửi tệp" "sent as a workbook";
        /// Sent by the firm's own program.
        Program "program" "phần mềm của doanh nghiệp gửi" "sent by the firm's program";
        /// Copied from paper by an officer.
        Paper "paper" "nhập từ phiếu giấy" "copied from paper";
    }
);

named!(
    /// What the month was like for the establishment, said in one tap.
    Situation, "producing, nothing or stopped" {
        /// Có sản xuất.
        Producing "producing" "có sản xuất" "something was produced";
        /// Không phát sinh: open, and nothing was produced.
        Nothing "nothing" "không phát sinh sản lượng" "nothing was produced";
        /// Ngừng: production stopped for a reason.
        Stopped "stopped" "ngừng sản xuất" "production stopped";
    }
);

/// Whether the return of a month can be sent by its establishment on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Not before this day.
    NotYet(Date),
    /// In time until this day.
    Open(Date),
    /// The due day has passed; it is taken in until this day, and counts as late.
    Late(Date),
    /// Since the day after this one nothing is taken in any more, unless the statisticians make an exception.
    Locked(Date),
    /// Locked, but by exception open until this day.
    Excepted(Date),
}

impl Door {
    /// How it stands with `month` on the day `today`; `exception` is the last day of an exception for this establishment, if there is one.
    #[must_use]
    pub fn of(month: Month, days: &CollectionDays, today: Date, exception: Option<Date>) -> Self {
        let first = jiff::civil::date(month.year().number() as i16, month.month_of_year() as i8, FIRST_DAY);
        let (due, lock) = (days.due_date(month), days.lock_date(month));
        match exception.filter(|until| *until >= today) {
            _ if today < first => Self::NotYet(first),
            _ if today <= due => Self::Open(due),
            _ if today <= lock => Self::Late(lock),
            Some(until) => Self::Excepted(until),
            None => Self::Locked(lock),
        }
    }

    /// Whether something can be sent.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open(_) | Self::Late(_) | Self::Excepted(_))
    }
}

/// Leave to report a month after its lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockException {
    /// Whom it is for.
    pub establishment: EstablishmentCode,
    /// The report month.
    pub month: Month,
    /// The last day it holds.
    pub until: Date,
    /// Why it was given.
    pub reason: String,
}

/// A return as its sender has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// What it says.
    pub answer: Return,
    /// What the month was like.
    pub situation: Situation,
    /// When production is expected to begin again; only where it stopped.
    pub restart: Option<Date>,
}

named!(
    /// What the statisticians said of a figure.
    Verdict, "asked, accepted or replaced" {
        /// The firm is asked about it.
        Asked "asked" "hỏi doanh nghiệp" "the firm is asked";
        /// It stands as it is.
        Accepted "accepted" "chấp nhận" "accepted";
        /// Another was put in its place.
        Replaced "replaced" "thay số" "replaced";
    }
);

/// What a statistician said of a figure, or of a whole return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Whose return.
    pub establishment: EstablishmentCode,
    /// Of which month.
    pub month: Month,
    /// Which product; `None` for the whole return.
    pub product: Option<ProductCode>,
    /// Code of the rule that failed; empty where nothing but a person asks.
    pub rule: String,
    /// What was said.
    pub verdict: Verdict,
    /// The question, or the reason.
    pub text: String,
    /// The account of who said it.
    pub by: String,
    /// When.
    pub moment: jiff::Timestamp,
}

/// What its sender holds: that this return came in, to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number, which names it for ever.
    pub number: String,
    /// Whose return.
    pub establishment: EstablishmentCode,
    /// Of which month.
    pub month: Month,
    /// SHA-256 of the submission as JSON, in hexadecimal digits: whoever has the same figures computes the same.
    pub digest: String,
    /// By which way it came.
    pub channel: Channel,
    /// The account it came from.
    pub sender: String,
    /// When.
    pub moment: jiff::Timestamp,
    /// What the month was like.
    pub situation: Situation,
    /// When production is expected to begin again.
    pub restart: Option<Date>,
}

impl Receipt {
    /// The number of the receipt of what change `seq` wrote.
    #[must_use]
    pub fn number(month: Month, seq: i64) -> String {
        format!("BC-{month}-{seq}")
    }

    /// The change that wrote it, as its number tells.
    #[must_use]
    pub fn change(&self) -> Option<i64> {
        self.number.rsplit('-').next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_opens_and_closes_on_the_days_of_collection() {
        let month: Month = "2024-01".parse().unwrap();
        let days = CollectionDays { from: month, due: 5, release: 6, lock: 12 };
        let day = |text: &str| text.parse::<Date>().unwrap();
        let check = |today: &str, exception: Option<&str>, expected: Door| {
            let door = Door::of(month, &days, day(today), exception.map(day));
            assert_eq!(door, expected, "{today}");
        };
        check("2024-01-19", None, Door::NotYet(day("2024-01-20")));
        check("2024-01-20", None, Door::Open(day("2024-02-05")));
        check("2024-02-05", None, Door::Open(day("2024-02-05")));
        check("2024-02-06", None, Door::Late(day("2024-02-12")));
        check("2024-02-12", Some("2024-02-20"), Door::Late(day("2024-02-12")));
        check("2024-02-13", None, Door::Locked(day("2024-02-12")));
        check("2024-02-13", Some("2024-02-20"), Door::Excepted(day("2024-02-20")));
        check("2024-02-21", Some("2024-02-20"), Door::Locked(day("2024-02-12")));
        assert!(Door::Late(day("2024-02-12")).is_open() && !Door::Locked(day("2024-02-12")).is_open());
    }
}
