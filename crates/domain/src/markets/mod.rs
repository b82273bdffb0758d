//! Stocks and markets: what a mine's metal fetches, what lies unsold, and by what evidence a site stands still.
//!
//! A price is a published fact with its unit and source, of a month or of a year: [`Quote`] is typed by its period, so that a
//! year's mean is never set beside a month's price as if they were one series. Stock is told in months of shipments
//! ([`Cover`]), where "no shipments" is an answer of its own and not infinity. [`evidence`] weighs both against what the
//! registry of sites says, and names what it could not see.

mod commodity;
mod evidence;
mod holder;
mod price;
mod stock;

pub use commodity::{Commodity, of_class, of_product};
pub use evidence::{Evidence, Finding, Made, Points, PriceMove, Question, Thresholds, Verdict, evidence};
pub use holder::{Consent, Holder, SiteHolder};
pub use price::{Price, PricePeriod, Prices, Quote};
pub use stock::{Cover, PlanResult, Position, Shipped, cover, made, plan_against_actual, position};

#[cfg(test)]
mod tests;
