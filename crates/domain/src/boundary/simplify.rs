//! Fewer corners, with the borders of neighbours still on each other.
//!
//! Rings are cut into arcs where a border begins or ends, which is where a corner has more than two different neighbours over all
//! rings. Each arc is walked in one direction, whichever ring it belongs to, and thinned by the method of Douglas and Peucker (1973,
//! *The Canadian Cartographer* 10(2)). So two areas that share an arc keep sharing it.

use std::collections::{BTreeSet, HashMap};

use super::{Boundary, Corner, Ring};

/// Decimals of a degree that are kept: a metre.
const DECIMALS: f64 = 1e5;
/// The first tolerance, in degrees: about fifty metres.
const FIRST: f64 = 0.0005;
/// Corners of a ring that is never thinned further.
const SMALLEST: usize = 4;

/// A corner in whole units of the last kept decimal.
type Grid = (i64, i64);

fn grid((longitude, latitude): Corner) -> Grid {
    ((longitude * DECIMALS).round() as i64, (latitude * DECIMALS).round() as i64)
}

fn corner((x, y): Grid) -> Corner {
    (x as f64 / DECIMALS, y as f64 / DECIMALS)
}

/// The boundaries with coordinates rounded to five decimals and, where they have more than `most` corners together, thinned with
/// a tolerance that is doubled until they have not, or until every ring is as small as it can be.
#[must_use]
pub fn simplify(boundaries: &[Boundary], most: usize) -> Vec<Boundary> {
    let rings: Vec<Vec<Vec<Grid>>> =
        boundaries.iter().map(|boundary| boundary.rings.iter().map(rounded).collect()).collect();
    let all = || rings.iter().flatten().filter(|ring| ring.len() >= SMALLEST);
    let count = |rings: &[Vec<Vec<Grid>>]| rings.iter().flatten().map(Vec::len).sum::<usize>();
    let junctions = junctions(all());
    let mut thin = rings.clone();
    let mut tolerance = FIRST * DECIMALS;
    // Doubled twenty times it is wider than the earth.
    for _ in 0..20 {
        if count(&thin) <= most {
            break;
        }
        thin =
            rings.iter().map(|list| list.iter().map(|ring| thinned(ring, &junctions, tolerance)).collect()).collect();
        tolerance *= 2.0;
    }
    let kept = boundaries.iter().zip(thin).map(|(boundary, rings)| Boundary {
        rings: rings.into_iter().filter(|ring| ring.len() >= SMALLEST).map(closed).collect(),
        ..boundary.clone()
    });
    kept.collect()
}

fn closed(ring: Vec<Grid>) -> Ring {
    ring.into_iter().map(corner).collect()
}

/// The ring on the grid without corners that stand twice in a row.
fn rounded(ring: &Ring) -> Vec<Grid> {
    let mut out: Vec<Grid> = ring.iter().copied().map(grid).collect();
    out.dedup();
    if out.len() > 1 && out.first() != out.last() {
        out.extend(out.first().copied());
    }
    out
}

/// Corners where a border begins or ends.
fn junctions<'a>(rings: impl Iterator<Item = &'a Vec<Grid>>) -> BTreeSet<Grid> {
    let mut beside: HashMap<Grid, BTreeSet<Grid>> = HashMap::new();
    for ring in rings {
        for pair in ring.windows(2) {
            beside.entry(pair[0]).or_default().insert(pair[1]);
            beside.entry(pair[1]).or_default().insert(pair[0]);
        }
    }
    beside.into_iter().filter(|(_, others)| others.len() > 2).map(|(place, _)| place).collect()
}

/// The ring with each of its arcs thinned; as it was when nothing would be left of it.
fn thinned(ring: &[Grid], junctions: &BTreeSet<Grid>, tolerance: f64) -> Vec<Grid> {
    if ring.len() <= SMALLEST {
        return ring.to_vec();
    }
    let open = &ring[..ring.len() - 1];
    let mut stops: Vec<usize> = (0..open.len()).filter(|n| junctions.contains(&open[*n])).collect();
    if stops.len() < 2 {
        stops = ends_of_a_lone_ring(open, stops.first().copied());
    }
    let mut out = Vec::new();
    for (n, from) in stops.iter().enumerate() {
        let to = stops.get(n + 1).copied().unwrap_or(stops[0] + open.len());
        let arc: Vec<Grid> = (*from..=to).map(|at| open[at % open.len()]).collect();
        let mut kept = thin_arc(arc, tolerance);
        kept.pop();
        out.append(&mut kept);
    }
    out.extend(out.first().copied());
    if out.len() < SMALLEST { ring.to_vec() } else { out }
}

/// Two corners to cut a ring at that shares its border with one other ring or none: the same two for both.
fn ends_of_a_lone_ring(open: &[Grid], junction: Option<usize>) -> Vec<usize> {
    let first = junction.unwrap_or_else(|| (0..open.len()).min_by_key(|n| open[*n]).unwrap_or_default());
    let far = |n: &usize| {
        let (dx, dy) = (open[*n].0 - open[first].0, open[*n].1 - open[first].1);
        (dx * dx + dy * dy, open[*n])
    };
    let last = (0..open.len()).max_by_key(far).unwrap_or_default();
    let mut stops = vec![first, last];
    stops.sort_unstable();
    stops.dedup();
    stops
}

/// An arc thinned in the direction that does not depend on the ring it was met in.
fn thin_arc(mut arc: Vec<Grid>, tolerance: f64) -> Vec<Grid> {
    let backwards = arc.iter().rev().lt(arc.iter());
    if backwards {
        arc.reverse();
    }
    let mut keep = vec![false; arc.len()];
    let mut open = vec![(0, arc.len() - 1)];
    keep[0] = true;
    keep[arc.len() - 1] = true;
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|n| (distance(arc[n], arc[from], arc[to]), n))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, middle)) = farthest.filter(|(far, _)| *far > tolerance) {
            keep[middle] = true;
            open.extend([(from, middle), (middle, to)]);
        }
    }
    let mut kept: Vec<Grid> = arc.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(place, _)| place).collect();
    if backwards {
        kept.reverse();
    }
    kept
}

/// How far a corner is from the stretch between two others.
fn distance(place: Grid, from: Grid, to: Grid) -> f64 {
    let vector = |a: Grid, b: Grid| ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let ((dx, dy), (px, py)) = (vector(from, to), vector(from, place));
    let length = dx.hypot(dy);
    if length == 0.0 {
        return px.hypot(py);
    }
    let along = ((px * dx + py * dy) / (length * length)).clamp(0.0, 1.0);
    (px - along * dx).hypot(py - along * dy)
}
