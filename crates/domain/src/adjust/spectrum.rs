//! The spectra of an adjustment in words: at which frequencies of the season and of trading days something still stands out.
//!
//! A peak is seen where it stands six fifty-seconds of the range above both neighbours, above the median and above all that is near
//! (X-13ARIMA-SEATS Reference Manual 1.1, section 7.17; [`season::diagnostics::spectrum`]).

use season::diagnostics::{Frequencies, Spectra, Spectrum};

use super::verdict::Verdict;
use crate::text::{Lang, Text, number};

/// The frequencies of trading days in monthly flows, in cycles a month (Cleveland and Devlin 1980).
const TRADING_DAYS: [f64; 2] = [0.3482, 0.432];

/// A frequency in cycles a month: one that stands among those of every spectrum.
#[must_use]
pub fn cycles(at: Frequencies) -> f64 {
    match at {
        Frequencies::Seasonal(cycles) => cycles as f64 / 12.0,
        Frequencies::TradingDay(1) => TRADING_DAYS[0],
        Frequencies::TradingDay(_) => TRADING_DAYS[1],
    }
}

/// A frequency in words, with how long a cycle takes.
#[must_use]
pub fn frequency(at: Frequencies) -> Text {
    match at {
        Frequencies::Seasonal(cycles) => {
            let months = 12.0 / cycles as f64;
            let digits = if months.fract() == 0.0 { 0 } else { 1 };
            let (vi, en) = (number(months, digits, Lang::Vi), number(months, digits, Lang::En));
            let times = if cycles == 1 { "once".to_owned() } else { format!("{cycles} times") };
            Text::new(
                format!("{cycles} lần một năm (chu kỳ {vi} tháng)"),
                format!("{times} a year (every {en} months)"),
            )
        }
        Frequencies::TradingDay(1) => {
            Text::new("ngày làm việc, 0,348 lần một tháng", "trading days, 0.348 times a month")
        }
        Frequencies::TradingDay(_) => {
            Text::new("ngày làm việc, 0,432 lần một tháng", "trading days, 0.432 times a month")
        }
    }
}

/// Where a spectrum has a peak that is seen.
pub fn seen(spectrum: &Spectrum) -> impl Iterator<Item = Frequencies> {
    spectrum.peaks.iter().filter(|peak| peak.visible).map(|peak| peak.at)
}

/// What the spectra of the adjusted series and of the irregular say, a sentence each; a series that does not vary has none.
#[must_use]
pub fn told(spectra: &Spectra) -> Vec<Verdict> {
    let adjusted = ("Chuỗi đã hiệu chỉnh", "The adjusted series");
    let irregular = ("Phần bất thường", "The irregular");
    let both = [(adjusted, &spectra.adjusted), (irregular, &spectra.irregular)];
    both.into_iter().filter_map(|(name, spectrum)| Some(of_one(name, spectrum.as_ref()?))).collect()
}

/// What may be left after adjustment, by the peaks that are seen in the adjusted series or the irregular; `None` where none is.
pub(super) fn left(spectra: &Spectra) -> Option<Verdict> {
    let both = [&spectra.adjusted, &spectra.irregular];
    let at: Vec<Frequencies> = both.into_iter().flatten().flat_map(seen).collect();
    let (vi, en) = (!at.is_empty()).then(|| traces(&at))?;
    let text = Text::new(
        format!("Phổ còn đỉnh rõ: có thể còn dấu vết của {vi}."),
        format!("A peak is seen in the spectra: a trace of {en} may be left."),
    );
    Some(Verdict { good: false, text })
}

/// What peaks at some frequencies are traces of.
fn traces(at: &[Frequencies]) -> (&'static str, &'static str) {
    let is_of_season = |at: &Frequencies| matches!(at, Frequencies::Seasonal(_));
    match (at.iter().any(is_of_season), at.iter().all(is_of_season)) {
        (true, true) => ("mùa vụ", "the season"),
        (true, false) => ("mùa vụ và của ngày làm việc", "the season and of trading days"),
        (false, _) => ("ngày làm việc", "trading days"),
    }
}

fn of_one((vi, en): (&str, &str), spectrum: &Spectrum) -> Verdict {
    let at: Vec<Frequencies> = seen(spectrum).collect();
    if at.is_empty() {
        let text = Text::new(
            format!("{vi}: không thấy đỉnh rõ nào ở tần số mùa vụ và tần số ngày làm việc."),
            format!("{en}: no peak is seen at the frequencies of the season and of trading days."),
        );
        return Verdict { good: true, text };
    }
    let (left_vi, left_en) = traces(&at);
    let names: Vec<Text> = at.into_iter().map(frequency).collect();
    let list = |of: fn(&Text) -> &str| names.iter().map(of).collect::<Vec<_>>().join("; ");
    let text = Text::new(
        format!("{vi}: có đỉnh rõ ở {}. Có thể còn dấu vết của {left_vi}.", list(|name| &name.vi)),
        format!("{en}: a peak is seen at {}. A trace of {left_en} may be left.", list(|name| &name.en)),
    );
    Verdict { good: false, text }
}

#[cfg(test)]
mod tests {
    use season::diagnostics::Peak;

    use super::*;

    fn spectrum(visible: &[Frequencies]) -> Option<Spectrum> {
        let all = (1..=5).map(Frequencies::Seasonal).chain([1, 2].map(Frequencies::TradingDay));
        let peak = |at| Peak { at, stars: 8.0, above_median: true, visible: visible.contains(&at) };
        Some(Spectrum { frequencies: vec![0.0], decibels: vec![0.0], peaks: all.map(peak).collect() })
    }

    #[test]
    fn every_frequency_stands_in_the_spectrum() {
        let values: Vec<f64> = (0..96).map(|month| f64::from(month * month % 7)).collect();
        let found = season::diagnostics::spectrum(&values).unwrap();
        assert_eq!(found.peaks.len(), 7);
        for peak in &found.peaks {
            let near = |frequency: &&f64| (*frequency - cycles(peak.at)).abs() < 1e-9;
            assert_eq!(found.frequencies.iter().filter(near).count(), 1, "{:?}", peak.at);
        }
    }

    #[test]
    fn what_is_seen_is_named_and_what_it_may_mean() {
        let check = |visible: &[Frequencies], good, vi: &[&str], en: &[&str]| {
            let said = told(&Spectra { original: None, adjusted: spectrum(visible), irregular: None });
            let [one] = &said[..] else { panic!("{said:?}") };
            assert_eq!(one.good, good, "{visible:?}");
            assert!(vi.iter().all(|word| one.text.vi.contains(word)), "{}", one.text.vi);
            assert!(en.iter().all(|word| one.text.en.contains(word)), "{}", one.text.en);
        };
        check(&[], true, &["không thấy đỉnh rõ nào"], &["no peak is seen"]);
        check(
            &[Frequencies::Seasonal(5)],
            false,
            &["5 lần một năm (chu kỳ 2,4 tháng)", "dấu vết của mùa vụ."],
            &["5 times a year (every 2.4 months)", "trace of the season may"],
        );
        check(&[Frequencies::TradingDay(1)], false, &["của ngày làm việc."], &["A trace of trading days may"]);
        check(
            &[Frequencies::Seasonal(1), Frequencies::TradingDay(2)],
            false,
            &["1 lần một năm (chu kỳ 12 tháng); ngày làm việc, 0,432", "mùa vụ và của ngày làm việc"],
            &["once a year", "the season and of trading days"],
        );
    }

    #[test]
    fn a_peak_in_either_spectrum_is_a_trace() {
        let left_of = |adjusted: &[Frequencies], irregular: &[Frequencies]| {
            let spectra = Spectra {
                original: spectrum(&[Frequencies::Seasonal(2)]),
                adjusted: spectrum(adjusted),
                irregular: spectrum(irregular),
            };
            left(&spectra).map(|said| (said.good, said.text.en))
        };
        let told = |what: &str| Some((false, format!("A peak is seen in the spectra: a trace of {what} may be left.")));
        assert_eq!(left_of(&[], &[]), None);
        assert_eq!(left_of(&[Frequencies::TradingDay(2)], &[]), told("trading days"));
        assert_eq!(left_of(&[], &[Frequencies::Seasonal(3)]), told("the season"));
        let both = left_of(&[Frequencies::TradingDay(1)], &[Frequencies::Seasonal(3)]);
        assert_eq!(both, told("the season and of trading days"));
    }
}
