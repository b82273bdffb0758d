//! Khó khăn, vướng mắc: what keeps a site, a project or a firm from going on, who must move, and what became of it.
//!
//! An [`Obstacle`] is what was said when it was raised; its life is a list of dated [`Event`]s, and its [`Standing`] is nothing but
//! those events replayed ([`Standing::replay`]): `raised → assigned → answered → cleared | refused → reopened`. A move that cannot be
//! made is refused with a sentence that says what can ([`Refused`]).
//!
//! **Escalation** follows India's PRAGATI: what nobody answers climbs from the department to the People's Committee to the
//! ministry. The limit of each tier is data ([`EscalationLimit`]); [`due_for_escalation`] computes what must climb today, and the
//! climb is an event when it is done. **Silence** past the limit is shown ([`Quiet`]), and counts as consent only where the act
//! that was named at the assignment says so (e.g. 193/2025/NĐ-CP Art. 42: 15 days).

mod bodies;
mod escalation;
mod kinds;
mod life;
mod measures;
mod standing;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agency::AgencyCode;
use crate::projects::{ProjectCode, StepNumber};
use crate::register::{EnterpriseCode, code, is_plain_code};
use crate::sites::SiteCode;
use crate::text::Text;

pub use bodies::Bodies;
pub use escalation::{
    Escalation, EscalationLimit, LimitBasis, Quiet, SilenceRule, due_for_escalation, limit_ends, quiet,
};
pub use kinds::{Channel, ObstacleKind, Visibility};
pub use life::{Act, ActKind, ConsentRule, Event};
pub use measures::{Counted, Measures, Share, measures};
pub use standing::{MoveFault, Refused, Standing, State, next};

code!(
    /// Mã vướng mắc: capital letters, digits and dashes, at most 20.
    ObstacleCode, "an obstacle code of capital letters, digits and dashes, as VM-2024-17, at most 20",
    |t| is_plain_code(t, 20)
);

/// A step of a running project, or the project as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProjectStep {
    /// The project.
    pub project: ProjectCode,
    /// Its step; `None` when the project as a whole is meant.
    pub step: Option<StepNumber>,
}

/// Khó khăn, vướng mắc, as it was raised. What became of it is told by its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Obstacle {
    /// Its code.
    pub code: ObstacleCode,
    /// Of which of the seven kinds.
    pub kind: ObstacleKind,
    /// How it was raised.
    pub channel: Channel,
    /// Who raised it, in words.
    pub raised_by: String,
    /// On which day.
    pub raised_on: Date,
    /// The firm it hinders.
    pub enterprise: Option<EnterpriseCode>,
    /// The site it hinders.
    pub site: Option<SiteCode>,
    /// The project or step it hinders.
    pub step: Option<ProjectStep>,
    /// The facts, with figures. For the firm, the bodies asked and the office only.
    pub facts: String,
    /// What everybody may read of it; empty where nothing was cleared for that.
    pub public: String,
    /// The law it rests on; empty when nobody named one.
    pub legal_ground: String,
    /// What is asked.
    pub asked: String,
    /// Of whom whoever raised it asks it. The bodies that must answer are named at the assignment.
    pub asked_of: Vec<AgencyCode>,
    /// By when it is asked.
    pub asked_by: Option<Date>,
    /// What clearing it would bring, in words; empty when nobody said.
    pub effect: String,
    /// What clearing it would add to the growth of the target, in percentage points, as computed elsewhere (`outlook`).
    pub effect_points: Option<f64>,
    /// Invented for a demonstration; said wherever it is shown.
    pub simulated: bool,
}

/// The longest text of a field, in characters.
pub const LONGEST: usize = 4_000;

impl Obstacle {
    /// Whether it says what an obstacle must say.
    ///
    /// # Errors
    /// What is missing or too long, and what to do.
    pub fn check(&self) -> Result<(), Text> {
        let texts = [&self.facts, &self.public, &self.legal_ground, &self.asked, &self.effect, &self.raised_by];
        if texts.iter().any(|text| text.chars().count() > LONGEST) {
            return Err(Text::new(
                "Có ô dài quá 4.000 ký tự. Hãy viết ngắn lại.",
                "A field is longer than 4,000 characters. Shorten it.",
            ));
        }
        if self.facts.trim().is_empty() {
            return Err(Text::new(
                "Chưa nêu sự việc. Hãy ghi sự việc, kèm số liệu.",
                "The facts are missing. Write what happened, with figures.",
            ));
        }
        if self.asked.trim().is_empty() {
            return Err(Text::new(
                "Chưa nêu kiến nghị. Hãy ghi đề nghị ai làm gì.",
                "What is asked is missing. Write who should do what.",
            ));
        }
        if self.effect_points.is_some_and(|points| !points.is_finite()) {
            return Err(Text::new(
                "Mức ảnh hưởng không phải là số. Hãy để trống nếu chưa tính.",
                "The effect is not a number. Leave it empty when it was not computed.",
            ));
        }
        Ok(())
    }
}
