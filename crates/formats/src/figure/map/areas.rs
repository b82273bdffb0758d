//! The ground of a map where boundaries are known.

use std::fmt::Write as _;

use super::super::svg::{INK, SOFT, Svg, escape, width_of};
use super::{Place, Projection, ProvinceMap, TINTS};

/// An area with its boundary.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name, shown where the pointer rests.
    pub name: String,
    /// What is written on it; empty for none.
    pub label: String,
    /// Its rings in degrees, filled by the even-odd rule.
    pub rings: Vec<Vec<(f64, f64)>>,
}

impl Area {
    /// Its corners.
    pub(super) fn corners(&self) -> impl Iterator<Item = (f64, f64)> {
        self.rings.iter().flatten().copied()
    }

    /// Where its label stands: the centre of gravity of its largest ring, on the sheet.
    fn middle(&self, projection: &Projection) -> Option<Place> {
        let rings =
            self.rings.iter().map(|ring| ring.iter().map(|corner| projection.place(*corner)).collect::<Vec<_>>());
        let (area, x, y) = rings.map(|ring| gravity(&ring)).max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))?;
        (area.abs() > f64::EPSILON).then(|| (x / (3.0 * area), y / (3.0 * area)))
    }
}

/// Twice the area of a ring with its sign, and the sums from which its centre of gravity comes.
fn gravity(ring: &[Place]) -> (f64, f64, f64) {
    let corner = |(area, x, y): (f64, f64, f64), pair: &[Place]| {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let cross = ax * by - bx * ay;
        (area + cross, x + (ax + bx) * cross, y + (ay + by) * cross)
    };
    ring.windows(2).fold((0.0, 0.0, 0.0), corner)
}

impl ProvinceMap {
    pub(super) fn draw_areas(&self, svg: &mut Svg, projection: &Projection) {
        svg.raw(&format!("<g class=\"ground\" stroke=\"{SOFT}\" stroke-width=\"0.8\" stroke-linejoin=\"round\">"));
        for (n, area) in self.areas.iter().enumerate() {
            let mut path = String::new();
            for ring in &area.rings {
                let mut command = 'M';
                for corner in ring {
                    let (x, y) = projection.place(*corner);
                    let _ = write!(path, "{command}{x:.0} {y:.0}");
                    command = 'L';
                }
                path.push('Z');
            }
            let (tint, name) = (TINTS[n % TINTS.len()], escape(&area.name));
            svg.raw(&format!("<path fill=\"{tint}\" fill-rule=\"evenodd\" d=\"{path}\"><title>{name}</title></path>"));
        }
        svg.raw("</g>");
        for area in self.areas.iter().filter(|area| !area.label.is_empty()) {
            let Some((x, y)) = area.middle(projection) else { continue };
            let half = width_of(&area.label, self.frame.font) / 2.0;
            svg.text((x.clamp(half, (self.frame.width - half).max(half)), y), "middle", "soft halo", INK, &area.label);
        }
    }
}
