//! Everything that can be taken away, and what its columns mean.

use askama::Template;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Crumbs, Downloads, Stamp, download};
use crate::files::Set;
use crate::page::Page;
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "data.html")]
struct DataPage {
    p: Page,
    crumbs: Crumbs,
    stamp: Option<Stamp>,
    sets: Vec<(String, Downloads)>,
}

/// `/data`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    asked.shelf()?;
    let p = asked.page("", "");
    let title = p.t("Tải số liệu", "Download the data").to_owned();
    let p = Page { description: title.clone(), title, ..p };
    let whole = Set::ALL.into_iter().filter(|set| !matches!(set, Set::Series | Set::Contributions));
    let sets = whole.map(|set| {
        let files = vec![download(&p, "", set.code(), "")];
        (p.of(&set.title()), Downloads::all(&p, files))
    });
    let adjusted = (
        p.t("Số liệu hiệu chỉnh lịch và mùa vụ", "Figures adjusted for calendar and season").to_owned(),
        Downloads::all(
            &p,
            vec![
                download(&p, "", "adjusted", ""),
                download(&p, p.t("khớp tổng năm", "years adding up"), "adjusted", "to-year=true"),
            ],
        ),
    );
    let kept: Vec<(String, Downloads)> = if p.has_desk { of_work(&p) } else { Vec::new() };
    Answer::page(&DataPage {
        crumbs: Crumbs::to(&p, p.t("Tải số liệu", "Download the data")),
        stamp: Stamp::of_release(&p),
        sets: sets.chain([adjusted]).chain(kept).collect(),
        p,
    })
}

/// What is asked of the database when it is taken, where there is one.
fn of_work(p: &Page) -> Vec<(String, Downloads)> {
    let file = |title: &str, set| (title.to_owned(), Downloads::one(p, "", set, ""));
    vec![
        file(p.t("Dự án", "Projects"), "projects"),
        file(p.t("Các bước đang chờ từng cơ quan", "The steps that wait for each agency"), "waiting"),
        file(p.t("Khó khăn, vướng mắc", "Obstacles"), "obstacles"),
        file(p.t("Cam kết và nhiệm vụ", "Commitments and tasks"), "tasks"),
    ]
}
