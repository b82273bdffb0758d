use super::*;
use crate::period::{Month, MonthRange};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Numbers between -0.5 and 0.5, the same every time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    }
}

/// The share of a month's days that lie in the week from the eve of Tết on.
fn tet_share(month: Month) -> f64 {
    let Some(day) = tet_day(month.year().number()) else { return 0.0 };
    let week = (-1..6).filter_map(|days| day.checked_add(jiff::Span::new().days(days)).ok());
    week.filter(|day| Month::of(*day) == month).count() as f64 / 7.0
}

/// An index with a slow trend, a season, a fifth less made in the week of Tết, and a little noise.
fn industry(from: &str, months: usize, seed: u64) -> Vec<Option<f64>> {
    let season = [0.04, -0.08, 0.03, 0.01, 0.0, 0.02, -0.03, -0.02, 0.01, 0.03, 0.05, 0.07];
    let (first, mut noise) = (month(from), Noise(seed));
    let value = |at: usize| {
        let month = first.plus(at as i32);
        let place = usize::from(month.month_of_year()) - 1;
        let log = 4.6 + 0.004 * at as f64 + season[place] - 0.2 * tet_share(month) + 0.02 * noise.next();
        Some(log.exp())
    };
    (0..months).map(value).collect()
}

fn levels(values: &[Option<f64>]) -> Levels {
    Levels::new(month("2015-01"), values).unwrap()
}

fn chosen(values: &[Option<f64>]) -> Kept {
    refresh(&levels(values), None, &Proposal::by(Policy::Concurrent)).unwrap()
}

/// The adjusted values up to a month.
fn adjusted(values: &[Option<f64>], kept: &Kept, until: usize) -> Vec<f64> {
    look(&levels(values), Some(kept)).adjusted().unwrap().adjusted[..until].to_vec()
}

#[test]
fn what_tet_did_is_found_and_taken_out() {
    let values = industry("2015-01", 108, 1);
    let kept = chosen(&values);
    let during = kept.effects.iter().find(|effect| effect.name == "tet_during").unwrap();
    let (low, high) = during.interval().unwrap();
    assert!(low < -0.2 && -0.2 < high, "{during:?}");
    assert!(during.t().unwrap() < -5.0, "{during:?}");
    let looked = look(&levels(&values), Some(&kept));
    let found = looked.adjusted().unwrap();
    // Tết was in January 2023 and is not in January 2022: the raw change is lower by what it did.
    assert!(found.calendar_part(month("2023-01"), 12).unwrap() < -5.0);
    let (raw, without) =
        (found.growth(&found.raw, month("2023-01"), 12).unwrap(), found.without_calendar(month("2023-01"), 12));
    assert!((without.unwrap() - 4.9).abs() < 3.0 && raw < 0.0, "{raw} {without:?}");
    // The three stand beside each other with two decimals, and add up as printed.
    for month in found.months.iter().skip(12) {
        let [raw, without] = [found.growth(&found.raw, month, 12), found.without_calendar(month, 12)];
        let hundredths = |growth: Option<f64>| (growth.unwrap() * 100.0).round();
        let part = hundredths(found.calendar_part(month, 12));
        assert_eq!(part, hundredths(raw) - hundredths(without), "{month}");
    }
}

#[test]
fn current_moves_no_figure_that_was_there() {
    let whole = industry("2015-01", 112, 2);
    let first = chosen(&whole[..108]);
    let before = adjusted(&whole[..108], &first, 108);
    let current = refresh(&levels(&whole[..108]), Some(&first), &Proposal::by(Policy::Current)).unwrap();
    assert_eq!(current.updating, Updating::Current);
    let after = adjusted(&whole, &current, 108);
    let largest = before.iter().zip(&after).map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max);
    assert!(largest < 1e-12, "{largest}");
    let looked = look(&levels(&whole), Some(&current));
    assert!(looked.adjusted().unwrap().projected);
    // Held, the model draws the season anew, and the newest years move.
    assert_ne!(adjusted(&whole, &first, 108), before);
}

#[test]
fn each_policy_holds_what_its_name_says() {
    let mut whole = industry("2015-01", 114, 3);
    // A strike in a month that is new, and a mistake in one that was there before.
    let spoil = |values: &mut Vec<Option<f64>>, at: usize, share: f64| values[at] = values[at].map(|v| v * share);
    let first = chosen(&whole[..108]);
    spoil(&mut whole, 110, 0.6);
    spoil(&mut whole, 40, 1.3);
    let now = levels(&whole);
    let of = |policy| refresh(&now, Some(&first), &Proposal::by(policy)).unwrap().chosen.unwrap();
    let model = |text: &str| text.lines().find(|line| line.contains("model=")).map(str::to_owned);
    let before = first.chosen.clone().unwrap();

    assert_eq!(of(Policy::Fixed), before);
    let parameters = of(Policy::Parameters);
    assert_ne!(parameters, before);
    assert!(model(&before).is_some());
    assert_eq!(model(&parameters), model(&before));
    let has = |text: &str, outlier: &str| text.to_lowercase().contains(outlier);
    assert!(!has(&parameters, "ao2024.mar") && !has(&parameters, "ao2018.may"));
    let last = of(Policy::LastOutliers);
    assert!(has(&last, "ao2024.mar") && !has(&last, "ao2018.may"), "{last}");
    let all = of(Policy::Outliers);
    assert!(has(&all, "ao2024.mar") && has(&all, "ao2018.may"), "{all}");
    let concurrent = of(Policy::Concurrent);
    assert!(has(&concurrent, "ao2024.mar") && has(&concurrent, "ao2018.may"), "{concurrent}");
}

#[test]
fn what_has_no_season_is_left_alone_and_says_so() {
    let mut noise = Noise(7);
    let mut level = 100.0;
    let walk: Vec<Option<f64>> = (0..96)
        .map(|_| {
            level += 4.0 * noise.next();
            Some(level)
        })
        .collect();
    let kept = chosen(&walk);
    assert_eq!(kept.chosen, None);
    assert_eq!(look(&levels(&walk), Some(&kept)), Look::Left(Left::NoSeason));
    assert_eq!(look(&levels(&walk), None), Look::Left(Left::NoSeason));
    assert_eq!(refresh(&levels(&walk), Some(&kept), &Proposal::by(Policy::Parameters)), Err(CannotRefresh::LeftAlone));
    assert_eq!(refresh(&levels(&walk), None, &Proposal::by(Policy::Fixed)), Err(CannotRefresh::NothingKept));
    let short = industry("2015-01", 35, 1);
    assert_eq!(look(&levels(&short), None), Look::Left(Left::TooShort { months: 35 }));
    let wrong = Proposal { asked: Some("x11{}\nseats{}"), ..Proposal::by(Policy::Concurrent) };
    let refused = refresh(&levels(&industry("2015-01", 96, 1)), None, &wrong);
    assert!(
        matches!(&refused, Err(CannotRefresh::Specification(why)) if why.vi == "dòng 2: không làm được seats{}"),
        "{refused:?}"
    );
}

#[test]
fn a_model_at_its_edge_is_told() {
    let edge = |values: &[Option<f64>]| {
        let asked = Some("transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nx11{}\n");
        let kept = refresh(&levels(values), None, &Proposal { asked, ..Proposal::by(Policy::Concurrent) }).unwrap();
        let looked = look(&levels(values), Some(&kept));
        let found = looked.adjusted().unwrap();
        let is_told =
            |verdict: &Verdict| !verdict.good && verdict.text.en.contains("(0 1 1)(0 1 1) is almost not invertible");
        (verdicts(found).iter().any(is_told), in_a_word(found).en)
    };
    // Around a straight trend noise needs no difference; a level that wanders does.
    let straight = industry("2015-01", 96, 1);
    let (mut level, mut noise) = (0.0, Noise(5));
    let wander = |value: &Option<f64>| {
        level += 0.05 * noise.next();
        value.map(|value| value * f64::exp(level))
    };
    let wandering: Vec<Option<f64>> = straight.iter().map(wander).collect();
    let doubt = "Good, but standard errors of coefficients say little (the model is almost not invertible).";
    assert_eq!(edge(&straight), (true, doubt.to_owned()));
    let (is_told, word) = edge(&wandering);
    assert!(!is_told && !word.contains("invertible"), "{word}");
}

#[test]
fn what_is_wrong_comes_before_good() {
    let values = industry("2015-01", 100, 1);
    let mut good = look(&levels(&values), Some(&chosen(&values))).adjusted().unwrap().clone();
    // The noise may have a peak by chance.
    let seen = |spectra: &mut Spectra, at: Option<Frequencies>| {
        for spectrum in [&mut spectra.adjusted, &mut spectra.irregular].into_iter().flatten() {
            spectrum.peaks.iter_mut().for_each(|peak| peak.visible = Some(peak.at) == at);
        }
    };
    seen(good.spectra.as_mut().unwrap(), None);
    let outliers = |count: usize| {
        let effect = |at: usize| Effect { name: format!("AO{}.Mar", 2015 + at), estimate: 0.1, standard_error: None };
        Seasonal { outliers: (0..count).map(|at| Outlier::of(effect(at))).collect(), ..good.clone() }
    };
    // Five in a hundred months are the most that is good, and a model of fewer months may have fewer.
    assert!(in_a_word(&outliers(5)).en.starts_with("Good"), "{}", in_a_word(&outliers(5)));
    assert_eq!(in_a_word(&outliers(6)).en, "Many outliers: 6 in 100 months (5% at most is good).");
    let shorter = MonthRange::new(month("2015-05"), month("2023-04"));
    let of_fewer = Seasonal { model_months: Some(shorter), ..outliers(5) };
    assert_eq!(in_a_word(&of_fewer).vi, "Nhiều giá trị bất thường: 5 trong 96 tháng (nên không quá 5 %).");

    let mut peak = good.clone();
    seen(peak.spectra.as_mut().unwrap(), Some(Frequencies::TradingDay(1)));
    assert_eq!(in_a_word(&peak).en, "A peak is seen in the spectra: a trace of trading days may be left.");
    assert!(verdicts(&peak).iter().any(|verdict| !verdict.good && verdict.text == in_a_word(&peak)));
}

#[test]
fn the_months_of_a_model_are_told_with_what_they_leave_out() {
    let values = industry("2015-01", 120, 3);
    let looked = |series: &str, variables: &str| {
        let text = format!(
            "series{{{series}}}\ntransform{{function=log}}\nregression{{variables=({variables})}}\narima{{model=(0 1 1)(0 1 1)}}\nx11{{}}\n"
        );
        let asked = Proposal { asked: Some(&text), ..Proposal::by(Policy::Concurrent) };
        let kept = refresh(&levels(&values), None, &asked).unwrap();
        let found = look(&levels(&values), Some(&kept)).adjusted().unwrap().clone();
        let of_months = verdicts(&found).into_iter().find(|verdict| verdict.text.en.contains("is estimated from"));
        of_months.map(|verdict| (verdict.good, verdict.text.en, in_a_word(&found).en.contains("is not used")))
    };
    assert_eq!(looked("span=(2015.2, )", "tet"), None);
    let told = looked("modelspan=(2017.1, )", "tet").unwrap();
    assert_eq!((told.0, told.1), (true, "The model is estimated from January 2017 to December 2024.".to_owned()));
    let told = looked("file='x.dat' format=datevalue modelspan=(2017.1, 2023.12)", "tet ls2016.mar ao2024.5").unwrap();
    assert!(!told.0 && told.1.ends_with("December 2023; what lies outside that is not used: ls2016.mar, ao2024.may."));
}

#[test]
fn short_series_get_a_steady_answer() {
    for seed in 1..6 {
        let whole = industry("2015-01", 84, seed);
        for months in [42, 48, 60] {
            let kept = chosen(&whole[..months]);
            let Look::Adjusted(found) = look(&levels(&whole[..months]), Some(&kept)) else {
                panic!("{months} months of seed {seed} are left alone");
            };
            // As one more year comes in, what is over two years old moves by less than the season itself.
            let later = look(&levels(&whole[..months + 12]), Some(&kept));
            let later = later.adjusted().unwrap();
            let settled = found.adjusted.iter().zip(&later.adjusted).take(months - 24);
            let largest = settled.map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max);
            assert!(largest < 0.03, "{months} months of seed {seed}: {largest}");
        }
    }
}

#[test]
fn what_nobody_asked_for_grows_with_the_series_and_what_somebody_did_stays() {
    let whole = industry("2015-01", 96, 10);
    let short = chosen(&whole[..60]);
    let concurrent = Proposal::by(Policy::Concurrent);
    let grown = refresh(&levels(&whole), Some(&short), &concurrent).unwrap();
    assert!(short.asked.contains("(0 1 1)(0 1 1)") && grown.asked.contains("automdl"), "{}", grown.asked);
    let own = "transform{function=log}\nregression{variables=(tet)}\narima{model=(0 1 1)(0 1 1)}\nx11{}\n";
    let asked = refresh(&levels(&whole[..60]), None, &Proposal { asked: Some(own), ..concurrent }).unwrap();
    assert_eq!(refresh(&levels(&whole), Some(&asked), &concurrent).unwrap().asked, own);
}

#[test]
fn a_kept_choice_comes_back_from_the_words_it_is_kept_in() {
    let kept = chosen(&industry("2015-01", 108, 4));
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
}

#[test]
fn the_parts_add_up_to_the_whole_by_the_weights_of_the_index() {
    let (a, b) = (industry("2015-01", 96, 5), industry("2015-01", 96, 6));
    // Part A has 30 points of the level of the node, part B 70, both with their own season.
    let points = |values: &[Option<f64>], weight: f64| -> Vec<Option<f64>> {
        values.iter().map(|value| value.map(|value| weight * value)).collect()
    };
    let (points_a, points_b) = (points(&a, 0.3), points(&b, 0.7));
    let looks = [look(&levels(&a), None), Look::Left(Left::NoSeason)];
    let parts = [
        Part { points: &points_a, levels: &a, look: &looks[0] },
        Part { points: &points_b, levels: &b, look: &looks[1] },
    ];
    let months = levels(&a).months();
    let sums = indirect(months, &parts);
    let by_hand = looks[0].adjusted().unwrap();
    for (at, month) in months.iter().enumerate() {
        let expected = 0.3 * by_hand.adjusted_at(month).unwrap() + 0.7 * b[at].unwrap();
        assert!((sums[at].unwrap() - expected).abs() < 1e-10 * expected);
    }
    assert_eq!(indirect(months, &[])[0], None);
}

#[test]
fn a_triangle_begins_with_the_first_figure_of_each_month_and_ends_with_the_present_one() {
    let values = industry("2015-01", 108, 8);
    let kept = chosen(&values);
    let rows = triangle(&levels(&values), &kept, 5);
    let looked = look(&levels(&values), Some(&kept));
    for (at, (month, figures)) in rows.iter().enumerate() {
        assert_eq!(figures.len(), 5 - at);
        assert_eq!(*figures.last().unwrap(), looked.adjusted().unwrap().adjusted_at(*month));
    }
    assert_eq!(rows[4].0, levels(&values).last());
}

#[test]
fn growth_is_from_a_base_that_is_there() {
    let levels = Levels::new(month("2015-01"), &[Some(100.0), None, Some(105.0), Some(0.0), Some(84.0)]).unwrap();
    let check = |at: &str, back, expected: Option<f64>| {
        let growth = levels.growth(month(at), back);
        assert!(growth.is_some() == expected.is_some(), "{at}: {growth:?}");
        assert!(growth.zip(expected).is_none_or(|(a, b)| (a - b).abs() < 1e-12), "{at}: {growth:?}");
    };
    check("2015-03", 2, Some(5.0));
    check("2015-05", 2, Some(-20.0));
    check("2015-04", 1, Some(-100.0));
    check("2015-05", 1, None);
    check("2015-03", 1, None);
    check("2015-02", 1, None);
    check("2015-03", 12, None);
}

#[test]
fn spectra_are_of_the_adjusted_series_where_the_season_is_gone() {
    let values = industry("2015-01", 108, 3);
    let looked = look(&levels(&values), Some(&chosen(&values)));
    let spectra = looked.adjusted().unwrap().spectra.as_ref().unwrap();
    let of_season = |spectrum: &Option<Spectrum>| {
        let seen = spectrum::seen(spectrum.as_ref().unwrap());
        seen.filter(|at| matches!(at, Frequencies::Seasonal(_))).count()
    };
    assert!(of_season(&spectra.original) > 0, "what was measured has its season");
    assert_eq!((of_season(&spectra.adjusted), of_season(&spectra.irregular)), (0, 0));
    assert_eq!(spectrum::told(spectra).len(), 2);
}

#[test]
fn a_key_is_read_back_from_its_text() {
    for text in ["TOTAL", "0710", "official/Việt Nam/iip/C", "official//iip/total"] {
        assert_eq!(text.parse::<SeriesKey>().unwrap().to_string(), text);
    }
    for text in ["", "official/x", "a/b", "official/Việt Nam//C"] {
        assert!(text.parse::<SeriesKey>().is_err(), "{text}");
    }
}

#[test]
fn whole_years_add_up_to_those_measured_where_that_is_asked() {
    let values = industry("2015-01", 110, 9);
    let kept = chosen(&values);
    let to_year = Proposal { to_year: Some(true), ..Proposal::by(Policy::Fixed) };
    let forced = refresh(&levels(&values), Some(&kept), &to_year).unwrap();
    // The same whether it is kept with the choice or asked of what was found.
    let looked = look(&levels(&values), Some(&kept));
    let found = looked.adjusted().unwrap().clone().adding_up();
    let by_choice = look(&levels(&values), Some(&forced));
    assert!(!looked.adjusted().unwrap().adds_up && found.adds_up);
    assert_eq!(by_choice.adjusted(), Some(&found));
    let (free, forced) = (adjusted(&values, &kept, 110), adjusted(&values, &forced, 110));
    for year in 0..9 {
        let months = year * 12..year * 12 + 12;
        let measured: f64 = values[months.clone()].iter().flatten().sum();
        assert!((forced[months].iter().sum::<f64>() / measured - 1.0).abs() < 1e-12, "{year}");
    }
    let largest = free.iter().zip(&forced).map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max);
    assert!((1e-6..0.05).contains(&largest), "{largest}");
}
