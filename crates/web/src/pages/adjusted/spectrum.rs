//! The spectra of a series: whether anything of the season or of trading days still stands out.

use domain::adjust::{Peak, Seasonal, Spectrum, spectrum};

use crate::component::{Cell, Grid, Row, head, number};
use crate::draw;
use crate::page::Page;
use crate::pages::record::Section;

/// Below this many months a peak may be chance.
const SHORT: usize = 60;

/// The spectra drawn, said and as a table.
pub(super) fn section(p: &Page, name: &str, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Phổ", "The spectrum"));
    let Some(spectra) = &found.spectra else {
        section.said.push(
            p.t("Phổ chỉ tính được cho chuỗi tháng.", "A spectrum can be had of monthly series only.").to_owned(),
        );
        return section;
    };
    section.figures.extend(Some(draw::adjusted::spectra(p, name, spectra).concat()).filter(|drawn| !drawn.is_empty()));
    section.said.push(
        p.t(
            "Phổ cho biết chuỗi còn lặp lại mạnh theo nhịp nào. Hiệu chỉnh tốt thì không còn đỉnh ở nhịp của mùa vụ và của ngày làm việc.",
            "A spectrum shows at which rhythm a series still repeats itself. After a good adjustment no peak is left at those of the season and of trading days.",
        )
        .to_owned(),
    );
    section.said.extend(spectrum::told(spectra).iter().map(|verdict| p.of(&verdict.text)));
    section.said.extend(short(p, found.months.len()));
    let both = [&spectra.adjusted, &spectra.irregular];
    match both.iter().all(|one| one.is_none()) {
        true => section.said.push(
            p.t("Chuỗi không dao động nên không có phổ.", "The series does not vary, and has no spectrum.").to_owned(),
        ),
        false => section.grids.push(grid(p, both, found.multiplies)),
    }
    section
}

fn short(p: &Page, months: usize) -> Option<String> {
    (months < SHORT).then(|| match p.is_vi() {
        true => format!("Chuỗi mới có {months} tháng: phổ còn thô, một đỉnh có thể chỉ là ngẫu nhiên."),
        false => format!("The series has {months} months: its spectrum is a rough one, and a peak may be chance."),
    })
}

/// How high each peak stands, for those who read numbers.
fn grid(p: &Page, both: [&Option<Spectrum>; 2], multiplies: bool) -> Grid {
    let heads = vec![
        head(p.t("Tần số", "Frequency")),
        number(p.t("Chuỗi đã hiệu chỉnh", "The adjusted series")),
        number(p.t("Phần bất thường", "The irregular")),
    ];
    let cell = |peak: Option<&Peak>| match peak {
        None => Cell::none("…"),
        Some(peak) if peak.stars == 0.0 => Cell::none(p.t("không có", "none")),
        Some(peak) => {
            let cell = Cell::number(p.plain(peak.stars, 1));
            if peak.visible { cell.with(p.t("đỉnh rõ", "is seen")) } else { cell }
        }
    };
    let places = both.iter().find_map(|one| one.as_ref()).map(|one| &one.peaks);
    let row = |(n, peak): (usize, &Peak)| {
        let mut cells = vec![Cell::head(crate::view::upper(&p.of(&spectrum::frequency(peak.at))), None)];
        cells.extend(both.map(|one| cell(one.as_ref().and_then(|one| one.peaks.get(n)))));
        Row::new(cells)
    };
    let caption = match (p.is_vi(), multiplies) {
        (true, true) => {
            "Đỉnh cao hơn hai bên bao nhiêu phần 52 của biên độ; từ 6 trở lên và trên trung vị là đỉnh rõ. Chuỗi đã hiệu chỉnh: thay đổi của lô-ga-rít, nhiều nhất 8 năm gần nhất."
        }
        (true, false) => {
            "Đỉnh cao hơn hai bên bao nhiêu phần 52 của biên độ; từ 6 trở lên và trên trung vị là đỉnh rõ. Chuỗi đã hiệu chỉnh: thay đổi hằng tháng, nhiều nhất 8 năm gần nhất."
        }
        (false, true) => {
            "How far a peak stands above both sides, in 52nds of the range; it is seen from 6 on and above the median. The adjusted series: changes of logarithms, at most the last eight years."
        }
        (false, false) => {
            "How far a peak stands above both sides, in 52nds of the range; it is seen from 6 on and above the median. The adjusted series: its monthly changes, at most the last eight years."
        }
    };
    let rows = places.into_iter().flatten().enumerate().map(row).collect();
    Grid { caption: caption.to_owned(), heads, rows }
}
