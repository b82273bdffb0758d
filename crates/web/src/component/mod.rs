//! The shelf of components pages are made of. Each has typed parameters and its own template; what it needs for those who
//! listen instead of look (captions, headings of rows, names of groups) is a parameter that cannot be left out.

mod grid;

use askama::Template;
use domain::series::Stage;

pub(crate) use grid::{Cell, Grid, Row, head, number, words};

use crate::page::Page;
use crate::trouble::Choice;

/// A figure is never shown without its stage, its observed share and its vintage date.
#[derive(Template)]
#[template(path = "component/stamp.html")]
pub(crate) struct Stamp {
    stage: String,
    class: &'static str,
    rest: Vec<String>,
}

impl Stamp {
    /// The stamp of the newest release, for figures of its month.
    pub(crate) fn of_release(page: &Page) -> Option<Self> {
        let release = page.release.as_ref()?;
        Some(Self::new(page, release.stage, release.observed))
    }

    /// A stamp for figures of another stage or share within the newest release.
    pub(crate) fn new(page: &Page, stage: Stage, observed: Option<f64>) -> Self {
        let share = observed.map_or_else(
            || page.t("chưa có tỷ trọng số liệu báo cáo", "observed share not known").to_owned(),
            |o| format!("{} {}", page.t("số liệu báo cáo thật chiếm", "observed share"), page.share(o * 100.0)),
        );
        let mut rest = vec![share];
        if let Some(release) = &page.release {
            let (vintage, date) = (release.vintage, page.date(release.date));
            rest.push(match page.is_vi() {
                true => format!("công bố ngày {date}, lần {vintage}"),
                false => format!("released {date}, printing {vintage}"),
            });
        }
        let class = stage.code();
        Self { stage: page.stage_name(stage), class, rest }
    }
}

/// A growth figure in a list: its name, the number, up or down.
pub(crate) struct Growth {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) class: &'static str,
}

/// A key number: one node of the index with its growth.
#[derive(Template)]
#[template(path = "component/key.html")]
pub(crate) struct KeyNumber {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) whole: bool,
    /// The number, or why there is none.
    pub(crate) big: Result<String, String>,
    pub(crate) what: String,
    pub(crate) spark: Option<String>,
    pub(crate) growth: Vec<Growth>,
}

/// A file that can be taken.
pub(crate) struct Download {
    pub(crate) name: String,
    pub(crate) csv: String,
    pub(crate) excel: String,
    pub(crate) xlsx: String,
}

/// The files behind what is shown.
#[derive(Template)]
#[template(path = "component/downloads.html")]
pub(crate) struct Downloads {
    label: &'static str,
    excel: &'static str,
    book: &'static str,
    items: Vec<Download>,
}

impl Downloads {
    /// One file in its three forms; `query` selects within the data set, without a question mark.
    pub(crate) fn one(page: &Page, name: &str, set: &str, query: &str) -> Self {
        Self::all(page, vec![download(page, name, set, query)])
    }

    /// Several.
    pub(crate) fn all(page: &Page, items: Vec<Download>) -> Self {
        Self {
            label: page.t("Tải về", "Download"),
            excel: page.t("CSV cho Excel", "CSV for Excel"),
            book: page.t("bảng tính XLSX", "workbook XLSX"),
            items,
        }
    }
}

/// A data set in its three forms.
pub(crate) fn download(page: &Page, name: &str, set: &str, query: &str) -> Download {
    let address = |ending: &str, more: &str| {
        let query: Vec<_> = [query, more].into_iter().filter(|q| !q.is_empty()).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        page.link(&format!("/data/{set}.{ending}{mark}{}", query.join("&")))
    };
    Download {
        name: name.to_owned(),
        csv: address("csv", ""),
        excel: address("csv", "for=excel"),
        xlsx: address("xlsx", ""),
    }
}

/// A figure with its heading, its stamp, its note and its files.
#[derive(Template)]
#[template(path = "component/figure.html")]
pub(crate) struct FigureCard {
    pub(crate) title: String,
    /// Drawings for each width of screen.
    pub(crate) drawings: Vec<String>,
    pub(crate) stamp: Option<Stamp>,
    pub(crate) note: String,
    pub(crate) downloads: Option<Downloads>,
}

/// Something to be said apart from the figures.
#[derive(Template)]
#[template(path = "component/notice.html")]
pub(crate) struct Notice {
    /// Whether it warns.
    pub(crate) warns: bool,
    pub(crate) text: String,
}

/// A step of the way from the first page.
pub(crate) struct Crumb {
    pub(crate) name: String,
    /// `None` for the page one is on.
    pub(crate) href: Option<String>,
}

/// The way from the first page to this one.
#[derive(Template)]
#[template(path = "component/crumbs.html")]
pub(crate) struct Crumbs {
    label: &'static str,
    steps: Vec<Crumb>,
}

impl Crumbs {
    /// The first page, then `steps`, the last of which is this page.
    pub(crate) fn new(page: &Page, steps: Vec<Crumb>) -> Self {
        let first = Crumb { name: page.t("Tổng quan", "Overview").to_owned(), href: Some(page.link("/")) };
        let label = page.t("Vị trí trang", "Breadcrumb");
        Self { label, steps: std::iter::once(first).chain(steps).collect() }
    }

    /// The way to a page directly below the first.
    pub(crate) fn to(page: &Page, name: &str) -> Self {
        Self::new(page, vec![Crumb { name: name.to_owned(), href: None }])
    }
}

/// One answer of a list in a form.
pub(crate) struct Choosable {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// A labelled list of a form.
#[derive(Template)]
#[template(path = "component/select.html")]
pub(crate) struct Select {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choosable>,
}

impl Select {
    /// The choices in the page's language, one of them chosen.
    pub(crate) fn new(page: &Page, name: &'static str, label: &str, choices: Vec<Choice>, chosen: &str) -> Self {
        let choices = choices.into_iter().map(|choice| Choosable {
            chosen: choice.code == chosen,
            name: page.of(&choice.name),
            code: choice.code,
        });
        Self { name, label: label.to_owned(), choices: choices.collect() }
    }
}

/// `up`, `down` or neither, of the number as it is printed.
pub(crate) fn direction(value: f64) -> &'static str {
    match domain::series::round(value, 2) {
        v if v > 0.0 => "up",
        v if v < 0.0 => "down",
        _ => "",
    }
}
