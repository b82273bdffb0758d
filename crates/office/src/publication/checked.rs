//! Checking a bulletin: every number read back out of the text and looked up again in the database.

use domain::adjust::{Levels, Seasonal, SeriesKey, look};
use domain::authority::Action;
use domain::bulletin::read::{Complaint, check, check_text, values};
use domain::bulletin::{Counted, Figure, Reference};
use domain::official::{OfficialFigure, Target};
use domain::period::Month;
use domain::release::comparison::counterpart;
use domain::release::target::{Progress, progress};
use domain::release::vintage::growth;
use domain::series::{self, Measure, Origin};
use domain::text::Lang;

use super::build::Sources;
use super::{PublicSibling, Publication, Sibling};
use crate::context::{Context, OfficeError};

/// Reads every number back out of the bulletin of a publication and looks each up in the database: levels and observed shares in the frozen
/// release, quantities and contributions in what it was computed from, official figures and plans where they were loaded. Empty when all is
/// well.
///
/// # Errors
/// When the actor may not, or the release cannot be read.
pub async fn bulletin(context: &Context, publication: &Publication, lang: Lang) -> Result<Vec<Complaint>, OfficeError> {
    let sources = Sources::load(context.read(Action::ReadPublished)?, publication.release.id).await?;
    let siblings = sources.siblings();
    Ok(check(publication.bulletin.in_lang(lang), |reference| sources.look_up(&siblings, reference)))
}

/// The same for a text somebody edited: each number in it must be one of the bulletin's values.
#[must_use]
pub fn edited(publication: &Publication, text: &str, lang: Lang) -> Vec<Complaint> {
    let (values, labels) = values(publication.bulletin.in_lang(lang));
    check_text(text, lang, &values, &labels)
}

impl Sources {
    /// The value of a reference, from the database.
    fn look_up(&self, siblings: &[PublicSibling], reference: &Reference) -> Option<f64> {
        let Reference { node, month, figure, origin } = reference;
        let index = &self.computed.computation.index;
        let at = index.tree().position(node);
        let sibling = |kind: Sibling| siblings.iter().find(|s| s.kind == kind && s.code == *node);
        match figure {
            Figure::Change(measure) if *origin == Origin::Official => self.published(node, *month, *measure),
            Figure::Change(measure) => self.vintage.change(node, *month, *measure),
            Figure::Contribution(measure) => index.contribution(at?, *month, *measure),
            Figure::WithoutCalendar(measure) => self.adjusted(node)?.without_calendar(*month, back(*measure)?),
            Figure::CalendarPart(measure) => self.adjusted(node)?.calendar_part(*month, back(*measure)?),
            Figure::Adjusted(measure) => {
                let found = self.adjusted(node)?;
                found.growth(&found.adjusted, *month, back(*measure)?)
            }
            Figure::Level => self.vintage.level(node, *month),
            Figure::Quantity => index.quantity(at?, *month),
            Figure::QuantityChange(measure) => growth(|m| index.quantity(at?, m), *month, *measure),
            Figure::ObservedShare => self.vintage.observed(node, *month).map(|share| share * 100.0),
            Figure::StockChange(measure) => {
                *sibling(Sibling::Stocks)?.changes.get(*measure).get(self.months().position(*month)?)?
            }
            Figure::StockToOutput => *sibling(Sibling::StockToOutput)?.levels.get(self.months().position(*month)?)?,
            Figure::Target => self.target(node, *month).map(|target| target.growth),
            Figure::Gap => self.standing(node, *month).map(|progress| progress.gap),
            Figure::GrowthNeeded => self.standing(node, *month)?.growth_needed,
            Figure::Difference(measure) => self.difference(node, *month, *measure),
            Figure::Count(counted) => Some(self.count(*counted, *month) as f64),
            Figure::Label => None,
        }
    }

    /// A node adjusted, from the frozen levels.
    fn adjusted(&self, node: &str) -> Option<Seasonal> {
        let frozen = self.vintage.node(node)?;
        let levels = Levels::new(self.months().first, &frozen.levels)?;
        let choice = self.choices.get(&SeriesKey::Node(node.to_owned()));
        look(&levels, choice.map(|choice| &choice.kept)).adjusted().cloned()
    }

    fn published(&self, node: &str, month: Month, measure: Measure) -> Option<f64> {
        let is_it = |f: &&OfficialFigure| {
            counterpart(f).is_some_and(|(n, period, m)| n == node && period.months().last == month && m == measure)
        };
        self.figures.iter().find(is_it).map(|figure| figure.value)
    }

    fn target(&self, node: &str, month: Month) -> Option<&Target> {
        self.targets.iter().find(|target| target.node == node && target.year == month.year())
    }

    fn standing(&self, node: &str, month: Month) -> Option<Progress> {
        progress(self.target(node, month)?, month, |m| self.vintage.level(node, m))
    }

    /// Own less official, from both as they are kept.
    fn difference(&self, node: &str, month: Month, measure: Measure) -> Option<f64> {
        let official = self.published(node, month, measure)?;
        let own = self.vintage.change(node, month, measure)?;
        Some(series::round(series::round(own, 2) - series::round(official, 2), 2))
    }

    fn count(&self, counted: Counted, month: Month) -> usize {
        match counted {
            Counted::Printings => self.vintage.number as usize,
            Counted::MonthsIn => usize::from(month.month_of_year()),
            Counted::MonthsLeft => usize::from(12 - month.month_of_year()),
            Counted::Due => self.computed.due,
            Counted::Estimated => self.computed.silent,
        }
    }
}

/// How many months before a growth looks; `None` for one that compares sums.
fn back(measure: Measure) -> Option<i32> {
    match measure {
        Measure::Mom => Some(1),
        Measure::Yoy => Some(12),
        Measure::Ytd | Measure::Year => None,
    }
}
