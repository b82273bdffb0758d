//! The page of one thing people work on, or of a list of them: what is known, section by section, and below it the forms of what the
//! reader may do now. Each form is closed until it is wanted; one with something wrong in it stands open on top.

use askama::Template;
use office::Page as Part;

use crate::answer::Answer;
use crate::api::forms::Shown;
use crate::asked::{Asked, Wants};
use crate::component::{Crumb, Crumbs, FigureCard, FormView, Grid, Notice, Select, Stamp};
use crate::page::Page;
use crate::trouble::Trouble;

/// Rows of a list on one page.
pub(crate) const ROWS: u32 = 50;

/// A thing or a list.
#[derive(Template)]
#[template(path = "record.html")]
pub(crate) struct Record {
    pub(crate) p: Page,
    pub(crate) crumbs: Crumbs,
    /// What kind of thing it is, over the heading.
    pub(crate) kind: String,
    /// What was just done.
    pub(crate) done: Option<String>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) lead: Vec<String>,
    /// Where one can go from here: name and address.
    pub(crate) ways: Vec<(String, String)>,
    /// What the list is narrowed by.
    pub(crate) picks: Vec<Select>,
    /// A filter that is typed: name, label, value.
    pub(crate) wanted: Option<(&'static str, String, String)>,
    pub(crate) sections: Vec<Section>,
    pub(crate) deeds: Vec<Deed>,
}

/// A part of the page under its heading.
#[derive(Default)]
pub(crate) struct Section {
    pub(crate) heading: String,
    /// Whether it is the list that the page is narrowed by: the form stands over it.
    pub(crate) narrowed: bool,
    /// How settled its figures are.
    pub(crate) stamp: Option<Stamp>,
    pub(crate) said: Vec<String>,
    pub(crate) terms: Vec<Term>,
    pub(crate) grids: Vec<Grid>,
    /// Drawings, each for every width of screen.
    pub(crate) figures: Vec<String>,
    /// Drawings with their stamp and their files.
    pub(crate) cards: Vec<FigureCard>,
    pub(crate) turn: Option<Turn>,
    pub(crate) ways: Vec<(String, String)>,
}

/// A fact with its name.
pub(crate) struct Term {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Whether it is known; what is not says so in its value.
    pub(crate) known: bool,
    /// Whether it is written for a program, and read letter by letter.
    pub(crate) is_code: bool,
    /// In place of the value, links: name and address.
    pub(crate) links: Vec<(String, String)>,
}

/// Something that can be done, with its form.
pub(crate) struct Deed {
    pub(crate) name: String,
    pub(crate) hint: String,
    pub(crate) form: FormView,
}

/// The way through the pages of a list.
pub(crate) struct Turn {
    pub(super) label: String,
    pub(super) line: String,
    pub(super) ways: Vec<(String, String)>,
}

impl Record {
    /// Without content yet; `above` are the pages it lies below.
    pub(crate) fn new(asked: &Asked, title: &str, above: &[(&str, &str)]) -> Self {
        let p = asked.page(title, title);
        let up = above.iter().map(|(name, path)| Crumb { name: (*name).to_owned(), href: Some(p.link(path)) });
        let steps = up.chain([Crumb { name: title.to_owned(), href: None }]).collect();
        Self {
            crumbs: Crumbs::new(&p, steps),
            done: super::done::said(asked, &p),
            p,
            kind: String::new(),
            notices: Vec::new(),
            lead: Vec::new(),
            ways: Vec::new(),
            picks: Vec::new(),
            wanted: None,
            sections: Vec::new(),
            deeds: Vec::new(),
        }
    }

    /// With a part more, unless there is nothing in it.
    pub(crate) fn section(&mut self, section: Section) {
        let Section { said, terms, grids, cards, ways, .. } = &section;
        if !(said.is_empty() && terms.is_empty() && grids.is_empty() && cards.is_empty() && ways.is_empty()) {
            self.sections.push(section);
        }
    }

    /// With a way on.
    pub(crate) fn way(&mut self, name: &str, path: &str) {
        let href = self.p.link(path);
        self.ways.push((name.to_owned(), href));
    }

    /// With the list as a file; `query` narrows it as the page is narrowed.
    pub(crate) fn files(&mut self, set: &str, query: &str) {
        let mark = if query.is_empty() { "" } else { "?" };
        for (name, ending) in [("XLSX", "xlsx"), ("CSV", "csv")] {
            let name = format!("{} {name}", self.p.t("Tải danh sách,", "The list as"));
            self.way(&name, &format!("/data/{set}.{ending}{mark}{query}"));
        }
    }

    /// That the thing is invented, where it is.
    pub(crate) fn simulated(&mut self, simulated: bool) {
        if simulated {
            let text = self.p.t("Số liệu mô phỏng: không có thật.", "Simulated data: this is invented.").to_owned();
            self.notices.push(Notice { warns: true, text });
        }
    }

    /// With something that can be done; a form that was sent and is wrong takes the place of the empty one.
    pub(crate) fn deed(&mut self, name: &str, hint: &str, form: FormView, wrong: &mut Option<FormView>) {
        let form = match wrong.take() {
            Some(sent) if sent.action == form.action => sent,
            other => {
                *wrong = other;
                form
            }
        };
        self.deeds.push(Deed { name: name.to_owned(), hint: hint.to_owned(), form });
    }

    /// The form that was sent stays on the page also where it cannot be done any more, because somebody else has done something in
    /// between; and the address is again that of the page, not of the form.
    pub(crate) fn keep(&mut self, path: &str, wrong: &mut Option<FormView>) {
        if let Some(form) = wrong.take() {
            let name = self.p.t("Chưa ghi được", "Not done").to_owned();
            self.deeds.push(Deed { name, hint: String::new(), form });
        }
        if self.p.path != path {
            path.clone_into(&mut self.p.path);
            self.p.query.clear();
        }
    }

    fn has_deeds(&self) -> bool {
        self.deeds.iter().any(|deed| !deed.form.has_errors())
    }

    /// The page; with the status of a form that was not taken when one has errors.
    pub(crate) fn answer(&self) -> Result<Answer, Trouble> {
        if self.p.wants == Wants::Forms {
            let forms = self.deeds.iter().map(|deed| (deed.name.clone(), deed.hint.clone(), deed.form.clone()));
            let (title, said) = (self.p.title.clone(), self.lead.clone());
            return Ok(Answer::Forms(Shown { title, said, forms: forms.collect() }));
        }
        match self.deeds.iter().any(|deed| deed.form.has_errors()) {
            true => Answer::faulty(self),
            false => Answer::page(self),
        }
    }
}

impl Section {
    pub(crate) fn titled(heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..Self::default() }
    }

    /// With a fact; one that nobody gave says so.
    pub(crate) fn term(&mut self, p: &Page, name: &str, value: impl Into<String>) {
        let value: String = value.into();
        let known = !value.trim().is_empty();
        let value = if known { value } else { p.t("chưa rõ", "not known").to_owned() };
        self.terms.push(Term { name: name.to_owned(), value, known, is_code: false, links: Vec::new() });
    }

    /// With a fact only where there is one.
    pub(crate) fn term_if(&mut self, p: &Page, name: &str, value: impl Into<String>) {
        let value: String = value.into();
        if !value.trim().is_empty() {
            self.term(p, name, value);
        }
    }

    /// With a text for a program, where there is one.
    pub(crate) fn code(&mut self, name: &str, value: &str) {
        let value = value.trim().to_owned();
        if !value.is_empty() {
            self.terms.push(Term { name: name.to_owned(), value, known: true, is_code: true, links: Vec::new() });
        }
    }

    /// With links as a fact, where there are any.
    pub(crate) fn links(&mut self, name: &str, links: Vec<(String, String)>) {
        if !links.is_empty() {
            self.terms.push(Term { name: name.to_owned(), value: String::new(), known: true, is_code: false, links });
        }
    }
}

/// The page of a list the address asks for, from 0.
pub(crate) fn part(asked: &Asked) -> u32 {
    asked.parameter("page").and_then(|text| text.parse::<u32>().ok()).map_or(0, |number| number.clamp(1, 1_000_000) - 1)
}

/// The part of a list the address asks for.
pub(crate) fn rows(asked: &Asked) -> Part {
    Part::new(part(asked), ROWS)
}

/// The rows of the page of a list that is in memory.
pub(crate) fn part_of<'r, T>(asked: &Asked, rows: &'r [T]) -> &'r [T] {
    let size = ROWS as usize;
    rows.chunks(size).nth(part(asked) as usize).unwrap_or_default()
}

/// The way through a list of `total` rows; none where it fits on one page.
pub(crate) fn turn(asked: &Asked, p: &Page, total: u64) -> Option<Turn> {
    let (last, now) = (total.div_ceil(u64::from(ROWS)), u64::from(part(asked)) + 1);
    if last <= 1 {
        return None;
    }
    let href = |number: u64| {
        let whole = asked.with("page", &number.to_string());
        p.link(&whole.replacen(&asked.path, &p.path, 1))
    };
    let mut ways = Vec::new();
    if now > 1 {
        ways.push((p.t("Trang trước", "Previous page").to_owned(), href((now - 1).min(last))));
    }
    if now < last {
        ways.push((p.t("Trang sau", "Next page").to_owned(), href(now + 1)));
    }
    let line = match p.is_vi() {
        true => format!("Trang {now} trong {last}"),
        false => format!("Page {now} of {last}"),
    };
    Some(Turn { label: p.t("Các trang của danh sách", "Pages of the list").to_owned(), line, ways })
}
