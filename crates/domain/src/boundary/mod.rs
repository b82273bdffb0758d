//! Boundaries of districts, communes or the province, as a map draws them: imported, with source and licence, and made lighter.
//!
//! They are for looking at, not for the law: a shape is simplified ([`simplify`]) before it is kept.

mod simplify;

use serde::{Deserialize, Serialize};

use crate::text::{Text, named};

pub use simplify::simplify;

named!(
    /// What the boundaries are of.
    BoundaryKind, "province, district or commune" {
        /// Tỉnh.
        Province "province" "tỉnh" "provinces";
        /// Huyện; there are none since 1 July 2025.
        District "district" "huyện (trước 01/7/2025)" "districts (before 1 July 2025)";
        /// Xã, phường.
        Commune "commune" "xã, phường" "communes";
    }
);

/// A corner: longitude and latitude in degrees, WGS 84.
pub type Corner = (f64, f64);

/// A closed line, its last corner the same as its first. Rings of one boundary are filled by the even-odd rule, so that a hole is
/// one more ring.
pub type Ring = Vec<Corner>;

/// One area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boundary {
    /// Its name.
    pub name: String,
    /// Its code, where the file gives one.
    pub code: Option<String>,
    /// Its rings.
    pub rings: Vec<Ring>,
}

/// The boundaries of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundarySet {
    /// What they are of.
    pub kind: BoundaryKind,
    /// Who made them.
    pub source: String,
    /// On which terms they may be shown.
    pub licence: String,
    /// In the order of the file.
    pub boundaries: Vec<Boundary>,
}

/// A rectangle in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Frame {
    fn holds(&self, (longitude, latitude): Corner) -> bool {
        (self.west..=self.east).contains(&longitude) && (self.south..=self.north).contains(&latitude)
    }
}

/// Việt Nam with its seas, widely.
const COUNTRY: Frame = Frame { west: 101.0, east: 118.0, south: 5.0, north: 24.5 };
/// Hà Giang and Tuyên Quang with a degree round them: a map of the province may reach as far.
const AROUND: Frame = Frame { west: 103.3, east: 106.7, south: 20.4, north: 24.5 };
/// Quần đảo Hoàng Sa.
const HOANG_SA: Frame = Frame { west: 111.0, east: 113.2, south: 15.5, north: 17.3 };
/// Quần đảo Trường Sa.
const TRUONG_SA: Frame = Frame { west: 111.3, east: 117.6, south: 6.4, north: 12.1 };

/// Why a set of boundaries is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// There is no area in it.
    Empty,
    /// None of it lies in Việt Nam.
    Elsewhere,
    /// A map of the country without the two archipelagos.
    WithoutIslands,
}

impl NotTaken {
    /// What is wrong, and what to do.
    #[must_use]
    pub fn text(self) -> (Text, Text) {
        match self {
            Self::Empty => (
                Text::new("Tệp không có ranh giới nào.", "There is no boundary in the file."),
                Text::new(
                    "Dùng tệp có vùng (Polygon, MultiPolygon).",
                    "Use a file with areas (Polygon, MultiPolygon).",
                ),
            ),
            Self::Elsewhere => (
                Text::new("Không điểm nào nằm trong lãnh thổ Việt Nam.", "None of its corners lies in Việt Nam."),
                Text::new(
                    "Tọa độ phải là kinh độ rồi vĩ độ, tính bằng độ, hệ WGS 84; hãy chuyển đổi từ VN-2000.",
                    "Coordinates must be longitude, then latitude, in degrees of WGS 84; convert them from VN-2000.",
                ),
            ),
            Self::WithoutIslands => (
                Text::new(
                    "Bản đồ phạm vi cả nước này không có quần đảo Hoàng Sa và quần đảo Trường Sa.",
                    "This map of the country lacks the archipelago Hoàng Sa, Trường Sa, or both.",
                ),
                Text::new(
                    "Bổ sung hai quần đảo vào tệp, hoặc chỉ đưa vào ranh giới trong phạm vi tỉnh.",
                    "Add both archipelagos to the file, or bring in only the boundaries of the province.",
                ),
            ),
        }
    }
}

impl BoundarySet {
    /// Every corner.
    pub fn corners(&self) -> impl Iterator<Item = Corner> {
        self.boundaries.iter().flat_map(|boundary| boundary.rings.iter().flatten().copied())
    }

    /// Whether it may be taken. A map that reaches beyond the province and its neighbours with several areas is one of the country,
    /// and has Hoàng Sa and Trường Sa on it.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub fn check(&self) -> Result<(), NotTaken> {
        if self.corners().next().is_none() {
            return Err(NotTaken::Empty);
        }
        if !self.corners().any(|corner| COUNTRY.holds(corner)) {
            return Err(NotTaken::Elsewhere);
        }
        let reaches_far = self.boundaries.len() > 1 && self.corners().any(|corner| !AROUND.holds(corner));
        let has = |frame: Frame| self.corners().any(|corner| frame.holds(corner));
        if reaches_far && !(has(HOANG_SA) && has(TRUONG_SA)) {
            return Err(NotTaken::WithoutIslands);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
