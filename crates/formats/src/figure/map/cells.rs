//! The ground nearest to each of a set of points, no further from it than a radius: what a schematic map is made of.
//!
//! Each cell begins as a polygon round its point and is cut by the perpendicular bisector with every other point (the Voronoi diagram by
//! half-planes; Okabe, Boots, Sugihara and Chiu, *Spatial Tessellations*, 2nd edition, section 2.1). With n points that is n² cuts, which
//! for the communes of a province is nothing.

/// Sides of the polygon a cell begins as.
const SIDES: usize = 14;

/// A point of the plane.
pub(super) type Place = (f64, f64);

/// One cell: its corners in order, and beyond the side that begins at each corner the neighbour, if any.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) corners: Vec<(Place, Option<usize>)>,
}

impl Cell {
    /// Its sides: from, to, and who is beyond.
    pub(super) fn sides(&self) -> impl Iterator<Item = (Place, Place, Option<usize>)> {
        let next = self.corners.iter().cycle().skip(1);
        self.corners.iter().zip(next).map(|((from, beyond), (to, _))| (*from, *to, *beyond))
    }

    fn around(centre: Place, radius: f64) -> Self {
        let corner = |n: usize| {
            let angle = std::f64::consts::TAU * n as f64 / SIDES as f64;
            ((centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin()), None)
        };
        Self { corners: (0..SIDES).map(corner).collect() }
    }

    /// Keeps what is nearer to `own` than to `other`.
    fn cut(&mut self, own: Place, other: Place, number: usize) {
        let (dx, dy) = (other.0 - own.0, other.1 - own.1);
        let middle = ((own.0 + other.0) / 2.0, (own.1 + other.1) / 2.0);
        // Negative on the own side of the bisector.
        let side = |(x, y): Place| (x - middle.0) * dx + (y - middle.1) * dy;
        let mut kept = Vec::with_capacity(self.corners.len() + 1);
        for (from, to, beyond) in self.sides() {
            let (a, b) = (side(from), side(to));
            let crossing = || {
                let t = a / (a - b);
                (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1))
            };
            match (a <= 0.0, b <= 0.0) {
                (true, true) => kept.push((from, beyond)),
                (true, false) => kept.extend([(from, beyond), (crossing(), Some(number))]),
                (false, true) => kept.push((crossing(), beyond)),
                (false, false) => {}
            }
        }
        self.corners = kept;
    }
}

/// The cell of each point, in order. Two points in one place share its cell: the second has none.
pub(super) fn cells(points: &[Place], radius: f64) -> Vec<Cell> {
    let cell = |(n, own): (usize, &Place)| {
        let mut cell = Cell::around(*own, radius);
        for (number, other) in points.iter().enumerate().filter(|(number, _)| *number != n) {
            if other == own {
                if number < n {
                    cell.corners.clear();
                }
                continue;
            }
            cell.cut(*own, *other, number);
        }
        cell
    };
    points.iter().enumerate().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(cell: &Cell) -> f64 {
        cell.sides().map(|(a, b, _)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
    }

    #[test]
    fn two_points_share_the_ground_between_them_in_halves() {
        let found = cells(&[(0.0, 0.0), (2.0, 0.0)], 10.0);
        let corners = &found[0].corners;
        assert!(corners.iter().all(|((x, _), _)| *x <= 1.0 + 1e-12));
        assert_eq!(corners.iter().filter(|(_, beyond)| *beyond == Some(1)).count(), 1);
        assert!((area(&found[0]) - area(&found[1])).abs() < 1e-9);
    }

    #[test]
    fn a_grid_of_points_has_square_cells_that_fill_it() {
        let points: Vec<Place> = (0..25).map(|n| (f64::from(n % 5), f64::from(n / 5))).collect();
        let found = cells(&points, 1.0);
        // The centre of the grid: a unit square with four neighbours.
        let middle = &found[12];
        assert!((area(middle) - 1.0).abs() < 1e-12);
        let mut beyond: Vec<usize> = middle.sides().filter(|(a, b, _)| a != b).filter_map(|side| side.2).collect();
        beyond.dedup();
        beyond.sort_unstable();
        assert_eq!(beyond, [7, 11, 13, 17]);
    }

    #[test]
    fn neighbours_know_each_other_and_a_doubled_point_has_one_cell() {
        let points = [(0.0, 0.0), (3.0, 1.0), (1.0, 4.0), (-2.0, 2.0), (3.0, 1.0)];
        let found = cells(&points, 6.0);
        for (n, cell) in found.iter().enumerate() {
            for (_, _, beyond) in cell.sides().filter(|(a, b, _)| (a.0 - b.0).hypot(a.1 - b.1) > 1e-9) {
                let mutual =
                    beyond.is_none_or(|m| found[m].corners.is_empty() || found[m].sides().any(|s| s.2 == Some(n)));
                assert!(mutual, "{n} {beyond:?}");
            }
        }
        assert!(found[4].corners.is_empty() && !found[1].corners.is_empty());
    }
}
