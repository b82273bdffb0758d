//! Công văn: a letter of the office in both languages, composed from values by other rooms.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text, date};

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its number in the office's register, as `125/SCT-QLCN`; empty until it has one.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Trích yếu.
    pub subject: Text,
    /// Kính gửi.
    pub addressee: Text,
    /// What it says, a paragraph each.
    pub body: Vec<Text>,
    /// Nơi nhận: who else gets it.
    pub recipients: Vec<Text>,
    /// It speaks of invented things; said at its head.
    pub simulated: bool,
}

impl Letter {
    /// The letter as plain text in one language, ready for a mail.
    #[must_use]
    pub fn plain(&self, lang: Lang) -> String {
        let (number, dear, to, simulated) = match lang {
            Lang::Vi => ("Số", "Kính gửi", "Nơi nhận", "SỐ LIỆU MÔ PHỎNG, KHÔNG PHẢI VĂN BẢN THẬT"),
            Lang::En => ("No.", "To", "Copies to", "SIMULATED DATA, NOT A REAL LETTER"),
        };
        let mut text = String::new();
        if self.simulated {
            text += &format!("{simulated}\n\n");
        }
        if !self.number.is_empty() {
            text += &format!("{number}: {}\n", self.number);
        }
        text += &format!("{}\n\n{}\n\n", date(self.date, lang), self.subject.in_lang(lang));
        text += &format!("{dear}: {}\n", self.addressee.in_lang(lang));
        for paragraph in &self.body {
            text += &format!("\n{}\n", paragraph.in_lang(lang));
        }
        if !self.recipients.is_empty() {
            text += &format!("\n{to}:\n");
            for recipient in &self.recipients {
                text += &format!("- {};\n", recipient.in_lang(lang));
            }
        }
        text
    }
}
