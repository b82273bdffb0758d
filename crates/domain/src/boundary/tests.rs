use proptest::prelude::*;

use super::*;

fn boundary(name: &str, rings: Vec<Ring>) -> Boundary {
    Boundary { name: name.into(), code: None, rings }
}

fn set(boundaries: Vec<Boundary>) -> BoundarySet {
    BoundarySet { kind: BoundaryKind::District, source: "s".into(), licence: "l".into(), boundaries }
}

/// A square with its lower left corner.
fn square(west: f64, south: f64) -> Ring {
    vec![(west, south), (west + 0.5, south), (west + 0.5, south + 0.5), (west, south + 0.5), (west, south)]
}

#[test]
fn a_map_of_the_country_has_its_archipelagos() {
    let check = |places: &[Corner], expected| {
        let boundaries = places.iter().map(|(x, y)| boundary("x", vec![square(*x, *y)])).collect();
        assert_eq!(set(boundaries).check(), expected, "{places:?}");
    };
    let (ha_giang, ca_mau, hoang_sa, truong_sa) = ((104.9, 22.8), (105.0, 9.0), (112.0, 16.3), (114.0, 10.0));
    check(&[], Err(NotTaken::Empty));
    check(&[(2.0, 48.0)], Err(NotTaken::Elsewhere));
    check(&[(22.8, 104.9)], Err(NotTaken::Elsewhere));
    check(&[ha_giang, (105.2, 22.0)], Ok(()));
    check(&[ha_giang, ca_mau], Err(NotTaken::WithoutIslands));
    check(&[ha_giang, ca_mau, hoang_sa], Err(NotTaken::WithoutIslands));
    check(&[ha_giang, ca_mau, truong_sa], Err(NotTaken::WithoutIslands));
    check(&[ha_giang, ca_mau, hoang_sa, truong_sa], Ok(()));
    check(&[hoang_sa, truong_sa], Ok(()));
    for why in [NotTaken::Empty, NotTaken::Elsewhere, NotTaken::WithoutIslands] {
        let (what, remedy) = why.text();
        assert!([&what, &remedy].iter().all(|text| !text.vi.is_empty() && text.vi != text.en));
    }
}

/// Two areas with one wavy border between them, met in opposite directions and from different corners.
fn neighbours(waves: usize) -> Vec<Boundary> {
    let border: Vec<Corner> =
        (0..=waves).map(|n| (105.0 + 0.001 * (n as f64 * 0.7).sin(), 22.0 + n as f64 / waves as f64)).collect();
    let mut left = vec![(104.0, 23.0), (104.0, 22.0)];
    left.extend(&border);
    left.push((104.0, 23.0));
    let mut right: Vec<Corner> = border.iter().rev().copied().collect();
    right.extend([(106.0, 22.0), (106.0, 23.0)]);
    right.push(right[0]);
    vec![boundary("left", vec![left]), boundary("right", vec![right])]
}

#[test]
fn neighbours_still_touch_after_thinning() {
    let thin = simplify(&neighbours(400), 60);
    let count: usize = thin.iter().flat_map(|b| &b.rings).map(Vec::len).sum();
    assert!(count <= 60, "{count}");
    let on_border = |boundary: &Boundary| {
        let mut places: Vec<(i64, i64)> = boundary.rings[0]
            .iter()
            .filter(|(x, _)| (104.5..105.5).contains(x))
            .map(|(x, y)| ((x * 1e5).round() as i64, (y * 1e5).round() as i64))
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    assert_eq!(on_border(&thin[0]), on_border(&thin[1]));
    assert!(on_border(&thin[0]).len() >= 2);
}

#[test]
fn a_small_map_is_only_rounded_and_what_is_a_line_is_left_out() {
    let shapes =
        [boundary("a", vec![square(104.123_456_7, 22.0)]), boundary("b", vec![vec![(105.0, 22.0), (105.0, 22.0)]])];
    let kept = simplify(&shapes, 100);
    assert_eq!(kept[0].rings[0][0], (104.123_46, 22.0));
    assert_eq!(kept[0].rings[0].len(), 5);
    assert!(kept[1].rings.is_empty());
    assert_eq!(simplify(&kept, 100), kept);
}

proptest! {
    /// Whatever the rings: no panic, closed rings, never more corners, and only corners that were there.
    #[test]
    fn thinning_only_takes_corners_away(
        rings in prop::collection::vec(prop::collection::vec((10_400_000..10_600_000i64, 2_200_000..2_300_000i64), 0..40), 0..5),
        most in 0..60usize,
    ) {
        let ring = |ring: Vec<(i64, i64)>| ring.into_iter().map(|(x, y)| (x as f64 / 1e5, y as f64 / 1e5)).collect::<Ring>();
        let before = [boundary("x", rings.into_iter().map(ring).collect())];
        let there: Vec<Corner> = before[0].rings.iter().flatten().copied().collect();
        let after = simplify(&before, most);
        for ring in &after[0].rings {
            prop_assert!(ring.len() >= 4 && ring.first() == ring.last());
            prop_assert!(ring.iter().all(|corner| there.contains(corner)));
        }
        let count: usize = after[0].rings.iter().map(Vec::len).sum();
        prop_assert!(count <= there.len() + before[0].rings.len());
    }
}
