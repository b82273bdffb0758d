//! Method, statuses, confidentiality, sources.

use askama::Template;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Crumbs, Source};
use crate::page::Page;
use crate::trouble::Trouble;
use crate::{view, words};

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    p: Page,
    crumbs: Crumbs,
    base: String,
    why_withheld: String,
    sources: Vec<Source>,
}

/// `/about`. The one page that also stands before the first release.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let title = p.t("Phương pháp và số liệu", "Method and data").to_owned();
    let p = Page { description: title.clone(), title, ..p };
    let publication = asked.shelf_if_any().map(|shelf| shelf.latest.clone());
    let base = publication.as_ref().map(|on| on.base.to_string()).unwrap_or_default();
    let mut sources: Vec<Source> = Vec::new();
    if let Some(on) = &publication {
        let official = view::official_lines(on).into_iter().map(|line| line.source);
        for source in official.chain(on.targets.iter().map(|t| t.target.source.clone())) {
            let source = Source::typed(&p, &source);
            if !source.is_empty() && !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    Answer::page(&AboutPage {
        crumbs: Crumbs::to(&p, p.t("Phương pháp", "Method")),
        why_withheld: p.of(&words::why_withheld()),
        base,
        sources,
        p,
    })
}
