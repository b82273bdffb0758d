//! The story a publication tells in its bulletin.

use domain::adjust::{SeriesKey, tet_day};
use domain::bulletin::{Driver, NodeStory, ProductStory, StockStory, Story, TetStory, Withheld};
use domain::period::{Month, Period, Year};
use domain::series::Measure;
use domain::text::Text;

use super::{PublicNode, PublicProduct, Publication, Sibling};
use crate::adjust;

/// How many divisions and products a bulletin names.
const DIVISIONS: usize = 4;
const PRODUCTS: usize = 8;

pub(super) fn story(publication: &Publication) -> Story {
    let release = &publication.release;
    let sections = publication.nodes.iter().filter(|node| node.depth == 1 && !node.withheld);
    let year = finished_december(release.month);
    Story {
        province: Text::new("tỉnh Hà Giang", "Hà Giang province"),
        month: release.month,
        stage: release.stage,
        vintage: release.vintage,
        date: release.date,
        simulated: release.simulated,
        base: publication.base,
        whole: publication.nodes.first().map(|node| node_story(publication, node)).unwrap_or_default(),
        sections: sections.map(|node| node_story(publication, node)).collect(),
        tet: tet(publication),
        section_drivers: drivers(publication, 1, usize::MAX),
        division_drivers: drivers(publication, 2, DIVISIONS),
        products: publication.products.iter().filter_map(|p| product_story(publication, p)).take(PRODUCTS).collect(),
        withheld_sections: publication
            .nodes
            .iter()
            .filter(|n| n.depth == 1 && n.withheld)
            .map(|n| withheld(&n.code, &n.name))
            .collect(),
        withheld_stocks: publication
            .siblings
            .iter()
            .filter(|s| s.kind == Sibling::Stocks && s.withheld)
            .map(|s| withheld(&s.code, &s.name))
            .collect(),
        stocks: stocks(publication),
        observed: release.observed,
        due: release.due,
        estimated: release.estimated,
        targets: publication.targets.clone(),
        official: publication
            .official
            .iter()
            .filter(|c| match c.period {
                Period::Month(month) => month == release.month,
                other => year.is_some_and(|december| other.months().last == december),
            })
            .cloned()
            .collect(),
    }
}

/// The months in which Tết falls, and the one in which people go back to work.
const AROUND_TET: std::ops::RangeInclusive<u8> = 1..=3;

/// What Tết did to the growth of the whole, where its model has an effect of it.
fn tet(publication: &Publication) -> Option<TetStory> {
    let month = publication.release.month;
    if !AROUND_TET.contains(&month.month_of_year()) {
        return None;
    }
    let whole = SeriesKey::Node(publication.nodes.first()?.code.clone());
    let (_, look) = adjust::one(publication, &whole)?;
    let found = look.adjusted().filter(|found| found.has_tet())?;
    let day = |year: Year| tet_day(year.number());
    Some(TetStory {
        days: (day(month.year().plus(-1))?, day(month.year())?),
        alone: found.effects.iter().all(|effect| effect.is_of_tet()),
        part: found.calendar_part(month, 12)?,
        yoy: found.without_calendar(month, 12)?,
        mom: found.growth(&found.adjusted, month, 1),
    })
}

/// December of the year that is told as finished: its own in December, the one before in January.
fn finished_december(month: Month) -> Option<Month> {
    match month.month_of_year() {
        12 => Some(month),
        1 => Some(month.previous()),
        _ => None,
    }
}

fn withheld(code: &str, name: &Text) -> Withheld {
    Withheld { code: code.to_owned(), name: name.clone() }
}

fn node_story(publication: &Publication, node: &PublicNode) -> NodeStory {
    let month = publication.release.month;
    let change = |month, measure| publication.change(&node.code, month, measure);
    NodeStory {
        code: node.code.clone(),
        name: node.name.clone(),
        level: publication.level(&node.code, month),
        mom: change(month, Measure::Mom),
        yoy: change(month, Measure::Yoy),
        ytd: change(month, Measure::Ytd),
        year: finished_december(month).and_then(|december| change(december, Measure::Year)),
    }
}

/// The nodes of one depth by the size of what they added, for each measure.
fn drivers(publication: &Publication, depth: usize, most: usize) -> Vec<Driver> {
    let at = publication.months.position(publication.release.month);
    let of = |measure: Measure| {
        let mut found: Vec<Driver> = publication
            .nodes
            .iter()
            .filter(|node| node.depth == depth && !node.withheld && !is_only_child(publication, node))
            .filter_map(|node| {
                let points = (*node.contributions.get(measure).get(at?)?)?;
                Some(Driver { code: node.code.clone(), name: node.name.clone(), measure, points })
            })
            .collect();
        found.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then_with(|| a.code.cmp(&b.code)));
        found.truncate(most);
        found
    };
    [Measure::Mom, Measure::Yoy].into_iter().flat_map(of).collect()
}

/// Whether a node below a section is all there is of it, so that naming it would repeat the section.
fn is_only_child(publication: &Publication, node: &PublicNode) -> bool {
    let parent = node.parent.as_deref().filter(|_| node.depth > 1);
    parent.is_some_and(|parent| publication.children(parent).count() == 1)
}

fn product_story(publication: &Publication, product: &PublicProduct) -> Option<ProductStory> {
    let at = publication.months.position(publication.release.month)?;
    Some(ProductStory {
        code: product.code.clone(),
        name: product.name.clone(),
        unit: product.unit.clone(),
        quantity: (*product.quantities.get(at)?)?,
        mom: *product.changes.mom.get(at)?,
        yoy: *product.changes.yoy.get(at)?,
    })
}

/// Stocks of each node that has an index of them.
fn stocks(publication: &Publication) -> Vec<StockStory> {
    let Some(at) = publication.months.position(publication.release.month) else { return Vec::new() };
    let of_kind = |kind| publication.siblings.iter().filter(move |s| s.kind == kind && !s.withheld);
    of_kind(Sibling::Stocks)
        .map(|stock| StockStory {
            code: stock.code.clone(),
            name: stock.name.clone(),
            mom: stock.changes.mom.get(at).copied().flatten(),
            yoy: stock.changes.yoy.get(at).copied().flatten(),
            ratio: of_kind(Sibling::StockToOutput)
                .find(|ratio| ratio.code == stock.code)
                .and_then(|ratio| *ratio.levels.get(at)?),
        })
        .filter(|stock| stock.mom.is_some() || stock.ratio.is_some())
        .collect()
}
