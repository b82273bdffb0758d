use super::*;

#[test]
fn late_bands_meet_at_12_and_24_months() {
    let due = date(2023, 2, 28);
    let band = |on| LateBand::of(due, on);
    assert_eq!(band(date(2023, 2, 28)), None);
    assert_eq!(band(date(2023, 3, 1)), Some(LateBand::Under12Months));
    assert_eq!(band(date(2024, 2, 27)), Some(LateBand::Under12Months));
    assert_eq!(band(date(2024, 2, 28)), Some(LateBand::From12To24Months));
    assert_eq!(band(date(2025, 2, 28)), Some(LateBand::From12To24Months));
    assert_eq!(band(date(2025, 3, 1)), Some(LateBand::Over24Months));
}

#[test]
fn days_beyond_the_statutory_time_by_agency() {
    let mut rows = vec![
        step(1, "", Some(Count::new(3, LimitUnit::WorkingDays))),
        step(2, "1", days(10)),
        step(3, "1", days(10)),
        step(4, "1", None),
        step(5, "1", days(1)),
        step(6, "1", Some(Count::new(1, LimitUnit::WorkingDays))),
    ];
    rows[1].agency = Text::new("UBND tỉnh", "People's Committee");
    let graph = StepGraph::new(&template(rows)).unwrap();
    let mut progress = Progress::plan(START);
    let mut done = |n, started, finished| {
        *progress.step_mut(number(n)) = StepFacts { started: Some(started), finished, ..StepFacts::default() };
    };
    // Due on Friday 16 February, after Tết: four days late.
    done(1, date(2024, 2, 6), Some(date(2024, 2, 20)));
    // Still open on 31 March, due on 11 March.
    done(2, date(2024, 3, 1), None);
    done(3, date(2024, 3, 1), Some(date(2024, 3, 11)));
    // No statutory time: nobody is late; no start: no clock.
    done(4, date(2023, 3, 1), None);
    done(6, date(2027, 12, 31), None);
    progress.step_mut(number(5)).finished = Some(date(2024, 3, 20));
    let overruns = overruns(&graph, &progress, date(2024, 3, 31), &calendar());
    let found: Vec<_> = overruns.agencies.iter().map(|a| (a.agency.en.as_str(), a.days, a.steps.len())).collect();
    assert_eq!(found, [("People's Committee", 20, 1), ("Department", 4, 1)]);
    assert_eq!(
        overruns.agencies[0].steps[0],
        Overrun { step: number(2), due: date(2024, 3, 11), days: 20, by: days(20).unwrap(), open: true }
    );
    assert_eq!(
        overruns.not_known.iter().map(|(n, e)| (u16::from(*n), e.clone())).collect::<Vec<_>>(),
        [(6, crate::calendar::YearNotKnown { year: 2028 }.into())]
    );
}

/// A list asked by due day and a project asked by its band give the same answer, on every day of a leap year and the next.
#[test]
fn the_due_days_of_a_band_are_those_it_is_told_for() {
    for on in [date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 8, 31)] {
        for due in date(2021, 12, 1).series(jiff::Span::new().days(1)).take(1800) {
            for band in LateBand::ALL {
                let (after, until) = band.due_days(on);
                assert_eq!(
                    after < due && due <= until,
                    LateBand::of(due, on) == Some(*band),
                    "{band:?}: {due} on {on}"
                );
            }
        }
    }
}
