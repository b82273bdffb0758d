//! Where the names of groups stand: over their own ground, clear of the signs and of each other, and as near the middle as that allows.
//! A greedy search over places round the middle is enough for the dozen names of a province; the groups with the least ground choose first.

use std::collections::BTreeMap;

use super::cells::Place;
use crate::figure::svg::width_of;

/// Places looked at on each side of the middle, in each direction.
const STEPS: i32 = 8;
/// What each fault of a place weighs against one letter of distance from the middle.
const ON_A_NAME: f64 = 40.0;
const ON_A_SIGN: f64 = 12.0;
const OFF_ITS_GROUND: f64 = 4.0;

/// A rectangle by its middle and half its sides.
#[derive(Clone, Copy)]
struct Box {
    middle: Place,
    half: (f64, f64),
}

impl Box {
    fn touches(&self, other: &Self) -> bool {
        (self.middle.0 - other.middle.0).abs() < self.half.0 + other.half.0
            && (self.middle.1 - other.middle.1).abs() < self.half.1 + other.half.1
    }
}

/// What names are laid on.
pub(super) struct Sheet<'a> {
    /// The group and the point of every patch.
    pub(super) patches: Vec<(&'a str, Place)>,
    /// Where signs stand.
    pub(super) signs: Vec<Place>,
    /// Half the width of a sign.
    pub(super) radius: f64,
    pub(super) width: f64,
    pub(super) font: f64,
}

impl<'a> Sheet<'a> {
    /// Each group with the middle of its name.
    pub(super) fn names(&self) -> Vec<(&'a str, Place)> {
        let mut grounds: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
        for (group, point) in &self.patches {
            grounds.entry(group).or_default().push(*point);
        }
        let mut grounds: Vec<_> = grounds.into_iter().collect();
        grounds.sort_by_key(|(_, points)| points.len());
        let mut taken: Vec<Box> = Vec::new();
        let name = |(group, points): (&'a str, Vec<Place>)| {
            let place = self.place_of(group, &points, &taken);
            taken.push(place);
            (group, place.middle)
        };
        grounds.into_iter().map(name).collect()
    }

    /// The best place for a name beside those that are laid.
    fn place_of(&self, group: &str, points: &[Place], taken: &[Box]) -> Box {
        let mean = |of: fn(&Place) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
        let middle = (mean(|p| p.0), mean(|p| p.1));
        let half = (width_of(group, self.font) / 2.0, self.font * 0.6);
        let at = |(column, row): (i32, i32)| {
            let x = middle.0 + f64::from(column) * self.font;
            let y = middle.1 + f64::from(row) * self.font * 0.7;
            Box { middle: (x.clamp(half.0, self.width - half.0), y), half }
        };
        let steps = (-STEPS..=STEPS).flat_map(|row| (-STEPS..=STEPS).map(move |column| (column, row)));
        let best = steps.map(|step| (self.cost(at(step), group, middle, taken), step));
        at(best.min_by(|a, b| a.0.total_cmp(&b.0)).map_or((0, 0), |(_, step)| step))
    }

    fn cost(&self, place: Box, group: &str, middle: Place, taken: &[Box]) -> f64 {
        let names = taken.iter().filter(|name| name.touches(&place)).count() as f64;
        let sign = |at: &&Place| Box { middle: **at, half: (self.radius * 1.2, self.radius * 1.2) }.touches(&place);
        let signs = self.signs.iter().filter(sign).count() as f64;
        let ((x, y), reach) = (place.middle, place.half.0 * 0.8);
        let parts = [(x, y), (x - reach, y), (x + reach, y)];
        let off = parts.into_iter().filter(|part| self.ground_of(*part) != Some(group)).count() as f64;
        let distance = (x - middle.0).hypot(y - middle.1) / self.font;
        names * ON_A_NAME + signs * ON_A_SIGN + off * OFF_ITS_GROUND + distance
    }

    /// The group of the nearest patch.
    fn ground_of(&self, (x, y): Place) -> Option<&'a str> {
        // The square orders as the distance does, and this is asked thousands of times for one map.
        let square = |point: &Place| (point.0 - x).powi(2) + (point.1 - y).powi(2);
        let nearest = self.patches.iter().min_by(|a, b| square(&a.1).total_cmp(&square(&b.1)));
        nearest.map(|(group, _)| *group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet<'a>(patches: Vec<(&'a str, Place)>, signs: Vec<Place>) -> Sheet<'a> {
        Sheet { patches, signs, radius: 6.0, width: 350.0, font: 12.0 }
    }

    #[test]
    fn a_name_stands_in_the_middle_where_nothing_is_in_the_way() {
        let names = sheet(vec![("Bắc Mê", (100.0, 100.0)), ("Bắc Mê", (200.0, 100.0))], Vec::new()).names();
        assert_eq!(names, [("Bắc Mê", (150.0, 100.0))]);
    }

    #[test]
    fn a_name_stands_clear_of_signs_and_of_other_names() {
        let patches = vec![("Quản Bạ", (150.0, 100.0)), ("Yên Minh", (170.0, 100.0))];
        let names = sheet(patches, vec![(150.0, 100.0), (170.0, 100.0)]).names();
        let (a, b) = (names[0].1, names[1].1);
        assert!((a.1 - b.1).abs() >= 12.0 || (a.0 - b.0).abs() > 50.0, "{names:?}");
        assert!([a, b].iter().all(|name| (name.1 - 100.0).abs() > 12.0 || (name.0 - 160.0).abs() > 30.0), "{names:?}");
    }

    /// The ground of one group lies round that of another, whose middle is the same.
    #[test]
    fn a_name_stands_on_its_own_ground() {
        let round = [(100.0, 150.0), (240.0, 150.0), (170.0, 80.0), (170.0, 220.0)].map(|point| ("Vị Xuyên", point));
        let patches: Vec<_> = round.into_iter().chain([("TP Hà Giang", (170.0, 150.0))]).collect();
        let sheet = sheet(patches, Vec::new());
        for (group, place) in sheet.names() {
            assert_eq!(sheet.ground_of(place), Some(group));
        }
    }
}
