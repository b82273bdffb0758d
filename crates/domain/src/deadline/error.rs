//! Why the clock cannot be told, and why a text is not a rule.

use jiff::civil::DateTime;

use super::count::in_lang;
use crate::calendar::YearNotKnown;
use crate::text::{Lang, Text};

/// A text that is not what a rule may say; [`NotACode::what`] and [`NotACode::remedy`] say it in both languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {}", self.what().en, self.remedy().en)]
pub struct NotACode {
    /// What was read.
    pub text: String,
    /// What was expected, with examples.
    pub expected: Text,
}

impl NotACode {
    /// What is wrong.
    #[must_use]
    pub fn what(&self) -> Text {
        Text::new(format!("“{}” không đọc được.", self.text), format!("“{}” cannot be read.", self.text))
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> Text {
        Text::new(format!("Hãy ghi {}.", self.expected.vi), format!("Write {}.", self.expected.en))
    }
}

/// Why the clock of a file cannot be told; [`ClockError::what`] and [`ClockError::remedy`] say it in both languages. Positions of
/// events count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.what().en)]
pub enum ClockError {
    /// The first event is not the receipt, or there is none.
    NoReceipt,
    /// Nothing had been received by the moment asked about.
    NotYetReceived {
        /// The moment asked about.
        as_of: DateTime,
    },
    /// A second receipt.
    ReceivedAgain {
        /// Which event.
        position: usize,
        /// When.
        moment: DateTime,
    },
    /// An event earlier than the one before it.
    OutOfOrder {
        /// Which event.
        position: usize,
        /// When.
        moment: DateTime,
        /// The moment of the event before.
        before: DateTime,
    },
    /// An event after the end.
    AfterFinish {
        /// Which event.
        position: usize,
        /// When.
        moment: DateTime,
    },
    /// A pause within a pause.
    PausedAlready {
        /// Which event.
        position: usize,
        /// When.
        moment: DateTime,
    },
    /// A resumption without a pause.
    NotPaused {
        /// Which event.
        position: usize,
        /// When.
        moment: DateTime,
    },
    /// Papers that nobody had asked for.
    NotAsked {
        /// Which event.
        position: usize,
        /// When.
        moment: DateTime,
    },
    /// The days off of a year are not known.
    CannotSay(YearNotKnown),
}

impl From<YearNotKnown> for ClockError {
    fn from(error: YearNotKnown) -> Self {
        Self::CannotSay(error)
    }
}

impl ClockError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        match self {
            Self::NoReceipt => {
                Text::new("Hồ sơ chưa có sự kiện tiếp nhận ở đầu.", "The file does not begin with its receipt.")
            }
            Self::NotYetReceived { as_of } => Text::new(
                format!("Đến {} hồ sơ chưa được tiếp nhận.", in_lang(*as_of, Lang::Vi)),
                format!("The file had not been received at {}.", in_lang(*as_of, Lang::En)),
            ),
            Self::ReceivedAgain { position, moment } => {
                at(*position, *moment, "hồ sơ được tiếp nhận lần nữa", "the file is received once more")
            }
            Self::OutOfOrder { position, moment, before } => at(
                *position,
                *moment,
                &format!("sớm hơn sự kiện trước nó ({})", in_lang(*before, Lang::Vi)),
                &format!("it is earlier than the event before it ({})", in_lang(*before, Lang::En)),
            ),
            Self::AfterFinish { position, moment } => {
                at(*position, *moment, "hồ sơ đã kết thúc trước đó", "the file had ended before")
            }
            Self::PausedAlready { position, moment } => {
                at(*position, *moment, "hồ sơ đang tạm dừng", "the file is paused already")
            }
            Self::NotPaused { position, moment } => {
                at(*position, *moment, "tiếp tục một hồ sơ không tạm dừng", "a file is resumed that was not paused")
            }
            Self::NotAsked { position, moment } => at(
                *position,
                *moment,
                "nhận bổ sung khi chưa có yêu cầu bổ sung",
                "papers are brought that nobody had asked for",
            ),
            Self::CannotSay(error) => Text::new(
                format!("Chưa thể nói: chưa có ngày nghỉ của năm {}.", error.year),
                format!("Cannot say: the days off of {} are not known.", error.year),
            ),
        }
    }

    /// What to do about it, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        let (vi, en) = match self {
            Self::NoReceipt => ("Hãy ghi ngày giờ tiếp nhận trước.", "Enter the day and hour of receipt first."),
            Self::NotYetReceived { .. } => {
                ("Hãy chọn thời điểm từ khi tiếp nhận trở đi.", "Choose a moment from the receipt on.")
            }
            Self::ReceivedAgain { .. } => (
                "Hãy ghi là nhận hồ sơ bổ sung, hoặc lập hồ sơ mới.",
                "Enter it as papers brought, or open a new file.",
            ),
            Self::OutOfOrder { .. } => (
                "Hãy sửa ngày giờ, hoặc đặt sự kiện đúng chỗ.",
                "Correct the day and hour, or put the event in its place.",
            ),
            Self::AfterFinish { .. } => (
                "Hãy bỏ sự kiện này, hoặc sửa ngày giờ kết thúc.",
                "Leave the event out, or correct the end of the file.",
            ),
            Self::PausedAlready { .. } => {
                ("Hãy ghi tiếp tục trước khi tạm dừng lần nữa.", "Enter the resumption before the next pause.")
            }
            Self::NotPaused { .. } => (
                "Hãy ghi lần tạm dừng trước đó; nếu là bổ sung hồ sơ thì ghi nhận hồ sơ bổ sung.",
                "Enter the pause before it; where papers came, enter papers brought.",
            ),
            Self::NotAsked { .. } => {
                ("Hãy ghi lần yêu cầu bổ sung trước đó.", "Enter the request for papers that came before it.")
            }
            Self::CannotSay(_) => ("Hãy nạp lịch nghỉ của năm đó.", "Load the days off of that year."),
        };
        Text::new(vi, en)
    }
}

/// What is wrong with one event: which, when, what.
fn at(position: usize, moment: DateTime, vi: &str, en: &str) -> Text {
    Text::new(
        format!("Sự kiện thứ {position} ({}): {vi}.", in_lang(moment, Lang::Vi)),
        format!("Event {position} ({}): {en}.", in_lang(moment, Lang::En)),
    )
}

impl From<ClockError> for Text {
    fn from(error: ClockError) -> Self {
        let (what, remedy) = (error.what(), error.remedy());
        Self::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en))
    }
}
