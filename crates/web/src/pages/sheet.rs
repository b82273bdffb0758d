//! The sheet most working pages are: a heading, a word of what to do, what was just done, and one form.

use askama::Template;

use super::record::Turn;
use crate::answer::Answer;
use crate::api::forms::Shown;
use crate::asked::{Asked, Wants};
use crate::component::{Crumb, Crumbs, FormView, GivenFile, Grid};
use crate::page::Page;
use crate::trouble::Trouble;

/// A page that is one form.
#[derive(Template)]
#[template(path = "sheet.html")]
pub(crate) struct Sheet {
    pub(crate) p: Page,
    pub(crate) crumbs: Crumbs,
    pub(crate) lead: Vec<String>,
    pub(crate) done: Option<String>,
    /// Where to go before the form is filled in: name and address.
    pub(crate) before: Vec<(String, String)>,
    pub(crate) form: Option<FormView>,
    /// What is handed back with a form that was not taken.
    pub(crate) given: Option<GivenFile>,
    /// Another way to the same end.
    pub(crate) other: Option<FormView>,
    /// Where to go on from here: name and address.
    pub(crate) links: Vec<(String, String)>,
    /// What stands below: what came of such forms before.
    pub(crate) below: Vec<Grid>,
    pub(crate) turn: Option<Turn>,
}

impl Sheet {
    /// A sheet without a form yet; `above` are the pages it lies below.
    pub(crate) fn new(asked: &Asked, title: &str, above: &[(&str, &str)]) -> Self {
        let p = asked.page(title, title);
        let up = above.iter().map(|(name, path)| Crumb { name: (*name).to_owned(), href: Some(p.link(path)) });
        let steps = up.chain([Crumb { name: title.to_owned(), href: None }]).collect();
        let crumbs = Crumbs::new(&p, steps);
        let (lead, before, links, below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { crumbs, p, lead, done: None, before, form: None, given: None, other: None, links, below, turn: None }
    }

    /// With a paragraph before the form.
    pub(crate) fn say(mut self, paragraph: impl Into<String>) -> Self {
        self.lead.push(paragraph.into());
        self
    }

    /// With somewhere to go before the form is filled in.
    pub(crate) fn first(mut self, name: &str, path: &str) -> Self {
        self.before.push((name.to_owned(), self.p.link(path)));
        self
    }

    /// With a way on.
    pub(crate) fn link(mut self, name: &str, path: &str) -> Self {
        self.links.push((name.to_owned(), self.p.link(path)));
        self
    }

    /// With its form.
    pub(crate) fn form(self, form: FormView) -> Self {
        Self { form: Some(form), ..self }
    }

    /// The page; with the status of a form that was not taken when its form has errors.
    pub(crate) fn answer(&self) -> Result<Answer, Trouble> {
        if self.p.wants == Wants::Forms {
            let forms = self.form.iter().map(|form| (String::new(), String::new(), form.clone())).collect();
            return Ok(Answer::Forms(Shown { title: self.p.title.clone(), said: self.lead.clone(), forms }));
        }
        match self.form.as_ref().is_some_and(FormView::has_errors) {
            true => Answer::faulty(self),
            false => Answer::page(self),
        }
    }
}
