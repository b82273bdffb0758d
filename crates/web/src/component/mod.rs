//! The shelf of components pages are made of. Each has typed parameters and its own template; what it needs for those who
//! listen instead of look (captions, headings of rows, names of groups) is a parameter that cannot be left out.

mod form;
mod grid;
mod pager;
mod reading;
mod source;

use askama::Template;
use domain::period::Month;
use domain::series::Measure;
use jiff::Timestamp;
use office::publication::{PublicNode, Publication, ReleaseInfo};

pub(crate) use form::{Entry, Field, FormView};
pub(crate) use grid::{Cell, Grid, Row, head, linked, number, words};
pub(crate) use pager::{Pager, SIZE, page_number};
pub(crate) use reading::{Reading, settle};
pub(crate) use source::Source;

use crate::page::Page;
use crate::trouble::Choice;
use crate::view;

/// A figure is never shown without its stage, its observed share and its vintage date; the share is left out where only that of the
/// whole index is known.
#[derive(Template)]
#[template(path = "component/stamp.html")]
pub(crate) struct Stamp {
    stage: String,
    class: &'static str,
    share: Option<String>,
    release: Option<String>,
}

impl Stamp {
    /// The stamp of the newest release, for figures of its month.
    pub(crate) fn of_release(page: &Page) -> Option<Self> {
        let release = page.release.as_ref()?;
        let (date, number) = (page.date(release.date), release.vintage);
        let line = match page.is_vi() {
            true => format!("công bố ngày {date}, lần {number}"),
            false => format!("released {date}, release {number} of the month"),
        };
        Some(Self {
            stage: page.stage_name(release.stage),
            class: release.stage.code(),
            share: Some(share(page, release.observed, 1)),
            release: Some(line),
        })
    }

    /// The stamp of a figure of a node: by the month it is of and what it compares.
    pub(crate) fn of_figure(page: &Page, on: &Publication, node: &PublicNode, month: Month, measure: Measure) -> Self {
        let stage = view::stage_of(on, month);
        let observed = view::observed(on, node, month, measure);
        let release = match Self::of_release(page) {
            Some(own) if on.release.month == month => own.release,
            _ => Some(within_release(page, &on.release)),
        };
        let months = view::observed_months(month, measure).len();
        let share = Some(share(page, observed, months));
        Self { stage: page.stage_name(stage), class: stage.code(), share, release }
    }

    /// The stamp of figures of the statistics office: whose they are, and when they were taken in; their stage is not told, and no release of
    /// the province has them.
    pub(crate) fn of_import(page: &Page, imported: Option<Timestamp>) -> Self {
        let day = imported.map(|moment| page.day_of(moment));
        Self {
            stage: page.t("Cục Thống kê công bố", "Published by the statistics office").to_owned(),
            class: "official",
            share: None,
            release: day.map(|day| format!("{} {day}", page.t("nạp vào hệ thống ngày", "taken in on"))),
        }
    }

    /// The same for figures the share of the whole index says nothing of.
    pub(crate) fn without_share(self) -> Self {
        Self { share: None, ..self }
    }
}

/// The share of the weights whose returns have come in, the mean over `months` where there are several.
fn share(page: &Page, observed: Option<f64>, months: usize) -> String {
    let Some(observed) = observed else {
        return page.t("chưa có tỷ trọng báo cáo đã nhận", "share of returns received not known").to_owned();
    };
    let size = page.share(observed * 100.0);
    let mean = if months > 1 { page.t(", bình quân các tháng", ", mean of the months") } else { "" };
    match page.is_vi() {
        true => format!("báo cáo đã nhận chiếm {size} quyền số{mean}"),
        false => format!("returns received: {size} of the weights{mean}"),
    }
}

/// The release an earlier month was printed in again.
fn within_release(page: &Page, release: &ReleaseInfo) -> String {
    let (month, date) = (page.month(release.month), page.date(release.date));
    match page.is_vi() {
        true => format!("trong kỳ công bố {month}, ngày {date}"),
        false => format!("in the release of {month}, {date}"),
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

/// A file that goes along within the page: nothing of it is kept here.
#[derive(Template)]
#[template(path = "component/given.html")]
pub(crate) struct GivenFile {
    pub(crate) name: String,
    /// What it is called on the reader's disk.
    pub(crate) file: String,
    /// Its bytes as an address (RFC 2397).
    pub(crate) href: String,
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
    items: Vec<Download>,
}

impl Downloads {
    /// One file in its three forms; `query` selects within the data set, without a question mark.
    pub(crate) fn one(page: &Page, name: &str, set: &str, query: &str) -> Self {
        Self::all(page, vec![download(page, name, set, query)])
    }

    /// Several.
    pub(crate) fn all(page: &Page, items: Vec<Download>) -> Self {
        Self { label: page.t("Tải về", "Download"), excel: page.t("CSV cho Excel", "CSV for Excel"), items }
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
