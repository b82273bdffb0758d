//! To whom a message goes: an address for mail, or a telephone that takes short texts (SMS, Zalo).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::register::{CodeError, code};

code!(
    /// A mail address: one `@`, something on both sides, a dot in the host; no blanks, commas, brackets or control characters, so
    /// that it cannot bring a second header or recipient along. At most 254 bytes (RFC 5321 section 4.5.3.1).
    MailAddress, "a mail address, as vanthu@example.vn",
    is_address
);

fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let is_host = |t: &str| t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    let dotted = |t: &str| !t.starts_with('.') && !t.ends_with('.') && !t.contains("..");
    text.len() <= 254
        && (1..=64).contains(&name.len())
        && plain(name)
        && dotted(name)
        && host.contains('.')
        && is_host(host)
        && dotted(host)
}

code!(
    /// A telephone number in the international form (ITU-T E.164): `+` and 8 to 15 digits, the first not 0. [`Phone::read`] takes it as
    /// people write it.
    Phone, "a telephone number, as 0912 345 678 or +84912345678",
    |t| t.strip_prefix('+').is_some_and(|digits| (8..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit()))
);

/// What stands before a number at home, and what replaces it abroad: Viet Nam.
const HOME: (&str, &str) = ("0", "+84");
/// Mobile numbers of Viet Nam: 0 or +84 and nine digits (numbering plan of Circular 22/2014/TT-BTTTT, ten digits since 2018). A number of
/// a desk takes no texts.
const MOBILE_DIGITS: usize = 9;
/// With what mobile numbers begin, after 0 or +84.
const MOBILE: [char; 5] = ['3', '5', '7', '8', '9'];

impl Phone {
    /// A number as people write it: blanks, dots, dashes and brackets between the digits, 0 or +84 before a number of Viet Nam.
    ///
    /// # Errors
    /// When it is no number, or one of Viet Nam that is not of a mobile telephone.
    pub fn read(text: &str) -> Result<Self, CodeError> {
        let refuse = || CodeError { text: text.trim().to_owned(), expected: EXPECTED };
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && !".-()".contains(*c)).collect();
        let whole = match bare.strip_prefix(HOME.0) {
            Some(rest) => format!("{}{rest}", HOME.1),
            None => bare,
        };
        let here = whole.strip_prefix(HOME.1);
        if here.is_some_and(|rest| rest.len() != MOBILE_DIGITS || !rest.starts_with(MOBILE)) {
            return Err(refuse());
        }
        whole.parse().map_err(|_| refuse())
    }
}

const EXPECTED: &str = "a mobile telephone number, as 0912 345 678 or +84912345678";

/// By what a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// A mail server.
    Mail,
    /// A gateway for short texts.
    Text,
}

/// To whom a message goes. Its text form is the address for mail, or `tel:` and the number (RFC 3966).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Recipient {
    /// By mail.
    Mail(MailAddress),
    /// By a short text.
    Phone(Phone),
}

/// What the text form of a telephone begins with; no address for mail does, having no colon.
const TELEPHONE: &str = "tel:";

impl Recipient {
    /// By what it is reached.
    #[must_use]
    pub fn route(&self) -> Route {
        match self {
            Self::Mail(_) => Route::Mail,
            Self::Phone(_) => Route::Text,
        }
    }
}

impl From<MailAddress> for Recipient {
    fn from(address: MailAddress) -> Self {
        Self::Mail(address)
    }
}

impl From<Phone> for Recipient {
    fn from(phone: Phone) -> Self {
        Self::Phone(phone)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mail(address) => address.fmt(f),
            Self::Phone(phone) => write!(f, "{TELEPHONE}{phone}"),
        }
    }
}

impl FromStr for Recipient {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match text.strip_prefix(TELEPHONE) {
            Some(number) => number.parse().map(Self::Phone),
            None => text.parse().map(Self::Mail),
        }
    }
}

impl TryFrom<String> for Recipient {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Recipient> for String {
    fn from(recipient: Recipient) -> Self {
        recipient.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_nothing_else_along() {
        for good in ["vanthu.sct@hagiang.gov.vn", "a+b@x.vn", "o'neil@example.com"] {
            assert!(good.parse::<MailAddress>().is_ok(), "{good}");
        }
        let long = format!("a@{}.vn", "b".repeat(260));
        for wrong in [
            "",
            "a",
            "a@b",
            "@b.vn",
            "a@b.vn@c.vn",
            "a@b.vn\r\nBcc: c@d.vn",
            "a b@c.vn",
            "<a@b.vn>",
            "a@b.vn,c@d.vn",
            ".a@b.vn",
            "a..b@c.vn",
            "a@.vn",
            "a@b.vn.",
            &long,
        ] {
            assert!(wrong.parse::<MailAddress>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let check = |text: &str, expected: &str| assert_eq!(Phone::read(text).unwrap().as_str(), expected, "{text}");
        check("0912 345 678", "+84912345678");
        check(" 0912.345.678 ", "+84912345678");
        check("(+84) 91-234-5678", "+84912345678");
        check("+66812345678", "+66812345678");
        let wrong = [
            "",
            "0",
            "12",
            "912345678",
            "02193866123",
            "0212345678",
            "09123456789",
            "+84012345678",
            "0912345678x",
            "+",
            "tel:+84912345678",
        ];
        for wrong in wrong {
            assert!(Phone::read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_recipient_out_and_in_again_is_the_same() {
        for (text, route) in [("a@b.vn", Route::Mail), ("tel:+84912345678", Route::Text)] {
            let recipient: Recipient = text.parse().unwrap();
            assert_eq!((recipient.to_string().as_str(), recipient.route()), (text, route));
        }
        for wrong in ["", "tel:", "tel:0912345678", "+84912345678", "tel:a@b.vn"] {
            assert!(wrong.parse::<Recipient>().is_err(), "{wrong:?}");
        }
    }
}
