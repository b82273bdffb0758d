//! Why a site stands still, by evidence: it cannot sell, it waits for a permit, both, or it cannot be said.
//!
//! Two questions are answered apart, each with yes, no or not known. *Does it wait for a permit?* By the state of the registry of
//! sites and the open steps of its project. *Can it not sell?* By its stock in months of shipments; the price of its metal stands
//! beside as a fact that supports or weakens, and decides nothing alone: a mine may sell at a falling price and be stuck at a
//! rising one. Every fact that was weighed is handed back with its figure, and so is what could not be seen.

use serde::{Deserialize, Serialize};

use super::{Commodity, Cover};
use crate::period::Month;
use crate::sites::{Group, State, StateRecord};
use crate::text::{Lang, Text, named, number};

named!(
    /// What the evidence says.
    Verdict, "cannot-sell, waits-for-permit, both, cannot-say or does-not-stand-still" {
        /// It stands still or runs low because its stock does not sell.
        CannotSell "cannot-sell" "dừng hoặc cầm chừng vì không tiêu thụ được" "stands still or runs low because it cannot sell";
        /// It stands still because a permit or step is waited for.
        WaitsForPermit "waits-for-permit" "dừng vì chờ thủ tục, giấy phép" "stands still because it waits for a permit";
        /// Both.
        Both "both" "vừa chờ thủ tục, vừa không tiêu thụ được" "waits for a permit, and cannot sell";
        /// The evidence shows neither, or is not there.
        CannotSay "cannot-say" "chưa đủ căn cứ để nói" "cannot be said";
        /// It works, is being built, is planned or has ended.
        DoesNotStandStill "does-not-stand-still" "không ở tình trạng dừng" "does not stand still";
    }
);

named!(
    /// What a fact speaks for.
    Points, "permit, sale, sells, works or neither" {
        /// For waiting for a permit.
        Permit "permit" "cho thấy đang chờ thủ tục" "speaks for a permit being waited for";
        /// For not being able to sell.
        Sale "sale" "cho thấy không tiêu thụ được" "speaks for not being able to sell";
        /// Against not being able to sell.
        Sells "sells" "cho thấy vẫn tiêu thụ được" "speaks against not being able to sell";
        /// Against standing still.
        Works "works" "cho thấy không dừng" "speaks against standing still";
        /// Told, and decides nothing.
        Neither "neither" "nêu để tham khảo" "told, and decides nothing";
    }
);

/// From which stock and which fall of the price on a dated setting speaks of a market that does not take the product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// The first month they hold for.
    pub from: Month,
    /// Stock of so many months of shipments, or more, is unsold stock.
    pub stock_months: f64,
    /// A price lower by so many per cent on a year, or more, is a falling price.
    pub price_fall: f64,
    /// Why these.
    pub why: Text,
}

impl Thresholds {
    /// The setting in force for a month: the latest that begins no later.
    #[must_use]
    pub fn in_force(settings: &[Self], month: Month) -> Option<&Self> {
        settings.iter().filter(|setting| setting.from <= month).max_by_key(|setting| setting.from)
    }
}

/// What was made in the last month that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Made {
    /// Nothing.
    Nothing(Month),
    /// Something, in the unit of the product.
    Something(Month, f64),
    /// It is not known, or not to be seen.
    Unknown,
}

/// How a price moved on a year.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceMove {
    /// Of what.
    pub commodity: Commodity,
    /// The period it is of, in words; a month and a year are not compared.
    pub period: Text,
    /// Per cent.
    pub change: f64,
}

/// What is known of a site, for [`evidence`].
#[derive(Debug, Clone, PartialEq)]
pub struct Question<'a> {
    /// How it stands, by which source; `None` where no source says.
    pub state: Option<&'a StateRecord>,
    /// The steps of its project that are begun or due and wait for an agency, in words.
    pub awaited: &'a [Text],
    /// Its unsold stock; [`Cover::Unknown`] where it is not reported or not to be seen.
    pub cover: Cover,
    /// The unit of the stock.
    pub unit: &'a str,
    /// What it made last.
    pub made: Made,
    /// How the prices of its metals moved.
    pub prices: &'a [PriceMove],
}

/// A fact that was weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it speaks for.
    pub points: Points,
    /// The fact with its figure.
    pub fact: Text,
}

/// The verdict and all it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The verdict.
    pub verdict: Verdict,
    /// The facts that were weighed.
    pub facts: Vec<Finding>,
    /// What could not be seen.
    pub missing: Vec<Text>,
    /// By which limits.
    pub thresholds: Thresholds,
}

/// Weighs what is known of a site.
#[must_use]
pub fn evidence(question: &Question<'_>, thresholds: &Thresholds) -> Evidence {
    let mut facts = Vec::new();
    let mut missing = Vec::new();
    let still = stands_still(question, &mut facts, &mut missing);
    let waits = waits(question, &mut facts);
    let sale = cannot_sell(question, thresholds, &mut facts, &mut missing);
    tell_prices(question, thresholds, &mut facts, &mut missing);
    let verdict = match (still, waits, sale) {
        (Some(false), ..) => Verdict::DoesNotStandStill,
        (_, true, Some(true)) => Verdict::Both,
        (_, true, _) => Verdict::WaitsForPermit,
        (Some(true), false, Some(true)) => Verdict::CannotSell,
        _ => Verdict::CannotSay,
    };
    Evidence { verdict, facts, missing, thresholds: thresholds.clone() }
}

/// Whether it stands still or runs low. What is being built, planned or ended is no site that stands still, whatever it makes.
fn stands_still(question: &Question<'_>, facts: &mut Vec<Finding>, missing: &mut Vec<Text>) -> Option<bool> {
    tell_made(question, facts, missing);
    let Some(record) = question.state else {
        missing.push(Text::new("Không nguồn nào nói tình trạng của nơi này.", "No source says how the site stands."));
        return made_nothing(question.made);
    };
    match (record.state, record.state.group()) {
        (State::Operating | State::Licensed, _) => {
            let still = made_nothing(question.made);
            let works = still != Some(true) && record.state == State::Operating;
            let points = if works { Points::Works } else { Points::Neither };
            facts.push(Finding { points, fact: state_in_words(record) });
            if works { Some(false) } else { still }
        }
        (State::WorkingBelowCapacity, _) => {
            facts.push(Finding { points: Points::Neither, fact: state_in_words(record) });
            Some(true)
        }
        (_, Group::StandsStill | Group::Procedures) => Some(true),
        (_, Group::Unknown) => made_nothing(question.made),
        (_, Group::Works | Group::BeingBuilt | Group::Planned | Group::Ended) => {
            facts.push(Finding { points: Points::Works, fact: state_in_words(record) });
            Some(false)
        }
    }
}

fn made_nothing(made: Made) -> Option<bool> {
    match made {
        Made::Nothing(_) => Some(true),
        Made::Something(..) => Some(false),
        Made::Unknown => None,
    }
}

fn tell_made(question: &Question<'_>, facts: &mut Vec<Finding>, missing: &mut Vec<Text>) {
    let month = |month, lang| crate::text::month(month, lang);
    match question.made {
        Made::Nothing(at) => facts.push(Finding {
            points: Points::Neither,
            fact: both(|lang| match lang {
                Lang::Vi => format!("Sản lượng {}: không phát sinh.", month(at, lang)),
                Lang::En => format!("Output of {}: none.", month(at, lang)),
            }),
        }),
        Made::Something(at, amount) => facts.push(Finding {
            points: Points::Works,
            fact: both(|lang| match lang {
                Lang::Vi => format!("Sản lượng {}: {} {}.", month(at, lang), number(amount, 0, lang), question.unit),
                Lang::En => format!("Output of {}: {} {}.", month(at, lang), number(amount, 0, lang), question.unit),
            }),
        }),
        Made::Unknown => missing.push(Text::new(
            "Chưa có hoặc không được xem sản lượng của nơi này.",
            "Its output is not known, or not to be seen.",
        )),
    }
}

/// Whether a permit or step is waited for: by the state, or by an open step.
fn waits(question: &Question<'_>, facts: &mut Vec<Finding>) -> bool {
    let by_state = question.state.filter(|record| record.state.stands_still());
    facts.extend(by_state.map(|record| Finding { points: Points::Permit, fact: state_in_words(record) }));
    facts.extend(question.awaited.iter().map(|step| Finding {
        points: Points::Permit,
        fact: Text::new(format!("Bước đang chờ: {}.", step.vi), format!("A step is waited for: {}.", step.en)),
    }));
    by_state.is_some() || !question.awaited.is_empty()
}

fn state_in_words(record: &StateRecord) -> Text {
    both(|lang| {
        let name = record.state.name();
        let (name, why) = (name.in_lang(lang), record.why.in_lang(lang));
        let by = record.by.known().map(|by| by.in_lang(lang));
        match (lang, by) {
            (Lang::Vi, Some(by)) => format!("Tình trạng: {name}; cơ quan: {by}; {why}"),
            (Lang::Vi, None) => format!("Tình trạng: {name}; {why}"),
            (Lang::En, Some(by)) => format!("State: {name}; by {by}; {why}"),
            (Lang::En, None) => format!("State: {name}; {why}"),
        }
    })
}

/// Whether the stock shows that it cannot sell.
fn cannot_sell(
    question: &Question<'_>,
    thresholds: &Thresholds,
    facts: &mut Vec<Finding>,
    missing: &mut Vec<Text>,
) -> Option<bool> {
    let unit = question.unit;
    let (unsold, fact) = match question.cover {
        Cover::Unknown => {
            missing.push(Text::new(
                "Chưa có hoặc không được xem tồn kho và tiêu thụ của nơi này.",
                "Its stock and shipments are not known, or not to be seen.",
            ));
            return None;
        }
        Cover::Months { months, stock, shipped } => {
            let fact = both(|lang| {
                let [stock, mean, limit] = [(stock, 0), (shipped.mean, 0), (thresholds.stock_months, 1)]
                    .map(|(value, digits)| number(value, digits, lang));
                let (months, count) = (number(months, 1, lang), shipped.months);
                match lang {
                    Lang::Vi => format!(
                        "Tồn kho {stock} {unit}, bằng {months} tháng tiêu thụ (bình quân {mean} {unit} một tháng, {count} tháng báo cáo); mức xem là ứ đọng: {limit} tháng."
                    ),
                    Lang::En => format!(
                        "Stock of {stock} {unit}, {months} months of shipments (mean {mean} {unit} a month, {count} reported months); unsold from {limit} months on."
                    ),
                }
            });
            (months >= thresholds.stock_months, fact)
        }
        Cover::NoShipments { stock, months } => {
            let fact = both(|lang| {
                let stock = number(stock, 0, lang);
                match lang {
                    Lang::Vi => format!("Không có tiêu thụ trong {months} tháng báo cáo; tồn kho {stock} {unit}."),
                    Lang::En => format!("No shipments in {months} reported months; stock of {stock} {unit}."),
                }
            });
            (stock > 0.0, fact)
        }
    };
    facts.push(Finding { points: if unsold { Points::Sale } else { Points::Sells }, fact });
    Some(unsold)
}

fn tell_prices(question: &Question<'_>, thresholds: &Thresholds, facts: &mut Vec<Finding>, missing: &mut Vec<Text>) {
    if question.prices.is_empty() {
        missing.push(Text::new(
            "Chưa có giá thế giới so được với năm trước của khoáng sản này.",
            "There is no world price of its mineral that can be compared with the year before.",
        ));
    }
    for price in question.prices {
        let (name, falls) = (price.commodity.name(), price.change <= -thresholds.price_fall);
        let fact = both(|lang| {
            let size = number(price.change.abs(), 1, lang);
            let (name, period) = (name.in_lang(lang), price.period.in_lang(lang));
            match (lang, price.change < 0.0) {
                (Lang::Vi, true) => format!("Giá {name} thế giới {period} giảm {size}% so với năm trước."),
                (Lang::Vi, false) => format!("Giá {name} thế giới {period} tăng {size}% so với năm trước."),
                (Lang::En, true) => format!("The world price of {name}, {period}, fell {size}% on the year."),
                (Lang::En, false) => format!("The world price of {name}, {period}, rose {size}% on the year."),
            }
        });
        facts.push(Finding { points: if falls { Points::Sale } else { Points::Neither }, fact });
    }
}

/// Words said in both languages.
fn both(say: impl Fn(Lang) -> String) -> Text {
    Text::new(say(Lang::Vi), say(Lang::En))
}
