//! Laws that hold in every province.

use proptest::prelude::*;

use super::scene::{Province, Random};
use crate::index::month::{Computation, Overlap, compute};
use crate::returns::Return;
use crate::series::{Filling, Measure};

/// Two computations are the same to the last bit.
fn same(a: &Computation, b: &Computation) -> bool {
    let bits = |c: &Computation| {
        let units = 0..c.panel.units().len();
        let values: Vec<u64> = units.clone().flat_map(|u| c.panel.values_of(u)).map(|v| v.to_bits()).collect();
        let marks: Vec<_> = units.flat_map(|u| c.panel.marks_of(u).to_vec()).collect();
        let floats = |list: &[Option<f64>]| list.iter().map(|v| v.map(f64::to_bits)).collect::<Vec<_>>();
        let points: Vec<u64> = c.index.points.iter().map(|v| v.to_bits()).collect();
        (values, marks, floats(&c.index.levels), floats(&c.index.observed), points)
    };
    bits(a) == bits(b) && a.ratios == b.ratios && a.index == b.index
}

fn shuffle(random: &mut Random, returns: &mut [Return]) {
    for n in (1..returns.len()).rev() {
        returns.swap(n, random.below(n as u64 + 1) as usize);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn contributions_add_up_at_every_level_for_every_measure(seed in any::<u64>(), yearly in any::<bool>()) {
        let province = Province::random(seed);
        let overlap = if yearly { Overlap::LastYear } else { Overlap::LastMonth };
        let done = compute(&province.spec.clone().with_overlap(overlap), province.panel(&province.returns));
        let index = &done.index;
        for month in province.months.iter().skip(1).step_by(3).chain([province.months.last.year_before().plus(6)]) {
            for measure in Measure::ALL {
                let Some(whole) = index.change(0, month, measure) else { continue };
                let part = |node| index.contribution(node, month, measure).unwrap();
                let size = 1.0 + whole.abs() + (0..index.tree().len()).map(|n| part(n).abs()).fold(0.0, f64::max);
                prop_assert!((part(0) - whole).abs() < 1e-9 * size, "{month} {measure}: {} is not {whole}", part(0));
                for node in 0..index.tree().len() {
                    let below: f64 = if index.tree().is_leaf(node) {
                        done.establishment_contributions(node, month, measure).iter().map(|(_, p)| p).sum()
                    } else {
                        index.tree().children(node).iter().map(|&child| part(child)).sum()
                    };
                    let code = &index.tree().nodes()[node].code;
                    prop_assert!((below - part(node)).abs() < 1e-9 * size, "{code} {month} {measure}: {below} {}", part(node));
                }
            }
        }
    }

    #[test]
    fn the_order_of_returns_and_the_number_of_threads_change_nothing(seed in any::<u64>()) {
        let province = Province::random(seed);
        let done = compute(&province.spec, province.panel(&province.returns));
        let mut returns = province.returns.clone();
        shuffle(&mut Random(seed ^ 1), &mut returns);
        let threads = std::num::NonZeroUsize::new(3).unwrap();
        let again = compute(&province.spec.clone().with_threads(threads), province.panel(&returns));
        prop_assert!(same(&done, &again));
    }

    #[test]
    fn rescaling_a_unit_of_measure_changes_nothing(seed in any::<u64>(), factor in 1e-4..1e4f64) {
        let province = Province::random(seed);
        let done = compute(&province.spec, province.panel(&province.returns));
        let scale = |q: &mut Option<f64>| *q = q.map(|q| q * factor);
        let mut returns = province.returns.clone();
        let product = "P3".parse().unwrap();
        for line in returns.iter_mut().flat_map(|r| &mut r.lines).filter(|l| l.product == product) {
            [&mut line.actual_previous, &mut line.estimate, &mut line.plan_next].into_iter().for_each(scale);
        }
        let mut baskets = province.spec.baskets().to_vec();
        for quantity in baskets.iter_mut().filter_map(|b| b.base_quantities.get_mut(&product)) {
            *quantity *= factor;
        }
        let again = compute(&crate::index::month::ComputeSpec::new(baskets).unwrap(), province.panel(&returns));
        for (a, b) in done.index.levels.iter().zip(&again.index.levels) {
            match (a, b) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() <= 1e-12 * a.abs().max(1.0), "{a} {b}"),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn an_index_lies_between_the_least_and_greatest_of_its_parts(seed in any::<u64>()) {
        let province = Province::random(seed);
        let one = crate::index::month::ComputeSpec::new(province.spec.baskets()[..1].to_vec()).unwrap();
        let index = compute(&one, province.panel(&province.returns)).index;
        for month in province.months.iter() {
            for node in (0..index.tree().len()).filter(|&n| !index.tree().is_leaf(n)) {
                let children = index.tree().children(node).iter().filter_map(|&c| index.level(c, month)).map(|l| l.0);
                let (least, greatest) = children.fold((f64::MAX, f64::MIN), |(l, g), v| (l.min(v), g.max(v)));
                if let Some(level) = index.level(node, month) {
                    let rounding = 1e-12 * greatest.max(1.0);
                    prop_assert!(least - rounding <= level.0 && level.0 <= greatest + rounding, "{least} {level:?} {greatest}");
                }
            }
        }
    }

    #[test]
    fn a_late_return_equals_computing_everything(seed in any::<u64>(), which in any::<prop::sample::Index>(), last_year in any::<bool>()) {
        let mut province = Province::random(seed);
        let late = which.index(province.returns.len());
        if last_year {
            let panel = province.panel(&province.returns);
            let methods = (0..panel.cells().len()).step_by(2).map(|cell| (crate::impute::CellCode::of(&panel, cell), Filling::SameMonthLastYear));
            let fill = crate::impute::FillSpec { least_reporters: 2, methods: methods.collect() };
            province.spec = province.spec.clone().with_fill(fill);
        }
        let full = compute(&province.spec, province.panel(&province.returns));
        let mut returns = province.returns.clone();
        let answer = returns.remove(late);
        let mut done = compute(&province.spec, province.panel(&returns));
        if done.revise(&answer).is_ok() {
            prop_assert!(same(&done, &full));
        }
    }

    #[test]
    fn a_corrected_return_equals_computing_everything(seed in any::<u64>(), which in any::<prop::sample::Index>(), factor in 0.0..3.0f64) {
        let province = Province::random(seed);
        let mut done = compute(&province.spec, province.panel(&province.returns));
        let mut returns = province.returns.clone();
        let corrected = which.index(returns.len());
        for line in &mut returns[corrected].lines {
            line.estimate = line.estimate.map(|q| q * factor).filter(|_| factor > 0.5);
        }
        returns[corrected].reason = if factor < 1.0 { "mất điện".into() } else { String::new() };
        let full = compute(&province.spec, province.panel(&returns));
        done.revise(&returns[corrected]).unwrap();
        prop_assert!(same(&done, &full));
    }
}
