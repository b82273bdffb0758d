//! What everybody may see of a metal: its world price beside the index of the product it comes from, already freed of what is confidential.

use domain::markets::{Commodity, PricePeriod, Prices, Quote, of_class};
use domain::period::{Month, Year};

use crate::publication::{PublicNode, Publication};

/// The newest price of a kind, with its change on a year.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceNow<P> {
    /// The price.
    pub quote: Quote<P>,
    /// Per cent on the same period of the year before; `None` where there is none to compare with.
    pub change: Option<f64>,
}

/// A metal with its prices and the nodes of the index in which it is mined.
#[derive(Debug, Clone, PartialEq)]
pub struct MetalMarket {
    /// The metal.
    pub commodity: Commodity,
    /// Its newest monthly price, where there is one.
    pub month: Option<PriceNow<Month>>,
    /// Its newest yearly price, where there is one.
    pub year: Option<PriceNow<Year>>,
    /// Codes of the products that are made of it; where the index has none, of the class it is mined in. A withheld node has no
    /// figure here either: the publication does not hold one.
    pub nodes: Vec<String>,
}

/// The metals with a price or a product, in the order of the list of commodities.
#[must_use]
pub fn metal_markets(publication: Option<&Publication>, prices: &Prices) -> Vec<MetalMarket> {
    let market = |commodity: &Commodity| MetalMarket {
        commodity: *commodity,
        month: newest(&prices.months, *commodity),
        year: newest(&prices.years, *commodity),
        nodes: publication.map(|publication| nodes(publication, *commodity)).unwrap_or_default(),
    };
    Commodity::ALL.iter().map(market).filter(|m| m.month.is_some() || m.year.is_some() || !m.nodes.is_empty()).collect()
}

fn newest<P: PricePeriod>(quotes: &[Quote<P>], commodity: Commodity) -> Option<PriceNow<P>> {
    let of = quotes.iter().filter(|quote| quote.commodity == commodity);
    let quote = of.max_by_key(|quote| quote.period)?.clone();
    let change = quote.change_on_year(quotes);
    Some(PriceNow { quote, change })
}

fn nodes(publication: &Publication, commodity: Commodity) -> Vec<String> {
    let class = commodity.mineral().mined_in().unwrap_or_default();
    let made_of = |node: &&PublicNode| {
        node.parent.as_deref() == Some(class) && of_class(class, &node.name.vi, &node.name.en).contains(&commodity)
    };
    let products: Vec<String> = publication.nodes.iter().filter(made_of).map(|node| node.code.clone()).collect();
    match products.is_empty() {
        true => publication.node(class).map(|node| node.code.clone()).into_iter().collect(),
        false => products,
    }
}
