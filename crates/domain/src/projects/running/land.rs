//! Đất đai: hectares and households to clear and what became of them, as dated figures of which the newest counts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ActFault, Project};
use crate::text::{Text, named};

named!(
    /// What is counted of the land of a project.
    LandStage, "to-clear, cleared, compensated, recovered, handed-over or allocated" {
        /// Phải giải phóng mặt bằng.
        ToClear "to-clear" "phải giải phóng mặt bằng" "to be cleared";
        /// Đã giải phóng mặt bằng.
        Cleared "cleared" "đã giải phóng mặt bằng" "cleared";
        /// Đã bồi thường.
        Compensated "compensated" "đã bồi thường" "compensated";
        /// Đã thu hồi.
        Recovered "recovered" "đã thu hồi" "recovered";
        /// Đã bàn giao.
        HandedOver "handed-over" "đã bàn giao" "handed over";
        /// Đã giao đất, cho thuê đất.
        Allocated "allocated" "đã giao đất, cho thuê đất" "allocated or leased";
    }
);

/// One figure: how much, as of a day, by a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LandFigure {
    /// Of what.
    pub stage: LandStage,
    /// The day it speaks of.
    pub date: Date,
    /// Hectares.
    pub hectares: Option<f64>,
    /// Households.
    pub households: Option<u32>,
    /// Who says so.
    pub source: String,
}

/// The figure that counts of each stage: of the latest day, of one day the one entered last.
#[must_use]
pub fn land_now(figures: &[LandFigure]) -> BTreeMap<LandStage, &LandFigure> {
    let mut now: BTreeMap<LandStage, &LandFigure> = BTreeMap::new();
    for figure in figures {
        if now.get(&figure.stage).is_none_or(|known| known.date <= figure.date) {
            now.insert(figure.stage, figure);
        }
    }
    now
}

/// What is still to be cleared; `None` where one of the two figures is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LandMissing {
    /// Hectares.
    pub hectares: Option<f64>,
    /// Households.
    pub households: Option<u32>,
}

/// Land still missing: what is to be cleared less what is. More cleared than was to be is nothing missing.
#[must_use]
pub fn land_missing(figures: &[LandFigure]) -> LandMissing {
    let now = land_now(figures);
    let (Some(all), Some(done)) = (now.get(&LandStage::ToClear), now.get(&LandStage::Cleared)) else {
        return LandMissing::default();
    };
    LandMissing {
        hectares: all.hectares.zip(done.hectares).map(|(all, done)| (all - done).max(0.0)),
        households: all.households.zip(done.households).map(|(all, done)| all.saturating_sub(done)),
    }
}

impl Project {
    /// Records a figure of land; the same again changes nothing.
    ///
    /// # Errors
    /// When it says neither hectares nor households, or less than nothing, or names no source.
    pub fn record_land(&mut self, figure: LandFigure) -> Result<(), ActFault> {
        let sound = figure.hectares.is_none_or(|ha| ha.is_finite() && ha >= 0.0);
        if !sound || (figure.hectares.is_none() && figure.households.is_none()) || figure.source.is_empty() {
            let what = Text::new(
                "Số liệu đất đai phải có diện tích (ha, không âm) hoặc số hộ, và nguồn. Ghi đủ rồi gửi lại.",
                "A figure of land needs hectares (not negative) or households, and its source. Fill them in.",
            );
            return Err(ActFault::Figure { what });
        }
        if self.land.last() != Some(&figure) {
            self.land.push(figure);
        }
        Ok(())
    }
}
