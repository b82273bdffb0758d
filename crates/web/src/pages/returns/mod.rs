//! Báo cáo tháng: the firm's month. What is asked ([`fields`]), what was answered ([`answer`]), the page itself ([`month`]), the answers once more ([`answers`]), the same rules for
//! the browser ([`script`]), the receipt ([`receipt`]) and the list of what is due ([`list`]).

mod answer;
mod answers;
pub(crate) mod book;
pub(crate) mod confirming;
pub(crate) mod days;
mod fields;
pub(crate) mod final_day;
mod list;
mod month;
mod receipt;
pub(crate) mod review;
mod room;
mod script;

pub(crate) use list::{remind, show as list};
pub(crate) use month::{show, take};
pub(crate) use receipt::show as receipt;

use domain::period::Month;
use domain::register::EstablishmentCode;

use crate::asked::Asked;
use crate::trouble::Trouble;

/// Whose month an address names.
fn named(asked: &Asked) -> Result<(EstablishmentCode, Month), Trouble> {
    let establishment = asked.in_path("establishment").parse().map_err(|_| Trouble::NotFound)?;
    let month = asked.in_path("month").parse().map_err(|_| Trouble::NotFound)?;
    Ok((establishment, month))
}

/// The address of a month of an establishment.
fn place(establishment: &EstablishmentCode, month: Month) -> String {
    format!("/returns/{establishment}/{month}")
}
