//! The spectra of what is left.

use domain::adjust::{Frequencies, Spectra, Spectrum, spectrum};
use formats::figure::{self, Frame, Guides, Panel};

use crate::page::Page;

/// The spectra of the adjusted series and of the irregular, as far as there are any, for each width of screen.
pub(crate) fn spectra(page: &Page, name: &str, found: &Spectra) -> Vec<String> {
    let both = [
        (page.t("Chuỗi đã hiệu chỉnh", "The adjusted series"), &found.adjusted),
        (page.t("Phần bất thường", "The irregular"), &found.irregular),
    ];
    let panels: Vec<Panel> =
        both.into_iter().filter_map(|(name, spectrum)| Some(panel(page, name, spectrum.as_ref()?))).collect();
    if panels.is_empty() {
        return Vec::new();
    }
    let said: Vec<String> = spectrum::told(found).iter().map(|verdict| page.of(&verdict.text)).collect();
    let peaks = [&found.adjusted, &found.irregular].into_iter().flatten().flat_map(|one| &one.peaks);
    let at: Vec<Frequencies> = peaks.map(|peak| peak.at).collect();
    let guides = |name: &str, of_season: bool| {
        let wanted = |at: &&Frequencies| matches!(at, Frequencies::Seasonal(_)) == of_season;
        let mut frequencies: Vec<f64> = at.iter().filter(wanted).map(|at| spectrum::cycles(*at)).collect();
        frequencies.sort_by(f64::total_cmp);
        frequencies.dedup();
        Guides { name: name.to_owned(), frequencies }
    };
    let drawing = |frame: Frame| figure::Spectra {
        id: format!("spectra-{}", frame.name()),
        title: format!("{name}: {}", page.t("phổ", "spectra")),
        description: said.join(" "),
        lang: page.lang,
        frame,
        panels: panels.clone(),
        season: guides(page.t("Tần số mùa vụ", "Frequencies of the season"), true),
        trading_days: guides(page.t("Tần số ngày làm việc", "Frequencies of trading days"), false),
        peak: page.t("Đỉnh rõ", "A peak that is seen").to_owned(),
        axis: page.t("số lần lặp lại trong một năm", "times a year").to_owned(),
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

fn panel(page: &Page, name: &str, found: &Spectrum) -> Panel {
    let peak = |at: Frequencies| (spectrum::cycles(at), page.of(&spectrum::frequency(at)));
    Panel {
        name: name.to_owned(),
        curve: found.frequencies.iter().copied().zip(found.decibels.iter().copied()).collect(),
        peaks: spectrum::seen(found).map(peak).collect(),
    }
}
