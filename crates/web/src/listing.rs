//! The sites as they are looked for: what a list is filtered by is found once, when the sites are put on show, so that a request only
//! walks over it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use domain::sites::{Group, Site, SiteKind};
use domain::text::{Lang, unaccented};
use office::outlook::Board;

/// What a site is found by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) group: Group,
    pub(crate) kind: SiteKind,
    /// The district it lay in before 1 July 2025, as in an address; empty where it is not known.
    pub(crate) district: String,
    /// The code of its commune; empty where it is not known.
    pub(crate) commune: String,
    /// Code, names and operator without accents.
    words: String,
}

impl Entry {
    /// Whether every word of `wanted` begins a word of it.
    pub(crate) fn has_words(&self, wanted: &[String]) -> bool {
        wanted.iter().all(|word| self.words.split(' ').any(|own| own.starts_with(word.as_str())))
    }
}

/// The board with what its sites are found by, in the same order.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) board: Arc<Board>,
    pub(crate) entries: Vec<Entry>,
    /// The places of the sites that stand still, those that would add most first.
    still: Vec<usize>,
    /// The workbook of all sites in each language, made when it is first asked for.
    books: [OnceLock<Vec<u8>>; 2],
    /// The former districts there are sites in: as in an address, and their names.
    pub(crate) districts: BTreeMap<String, String>,
}

impl Listing {
    pub(crate) fn of(board: Board) -> Self {
        let communes = formats::carried::communes();
        let mut of_commune: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut districts = BTreeMap::new();
        let mut entries = Vec::with_capacity(board.sites.len());
        for site in &board.sites {
            let commune = site.commune.known();
            let former = commune.and_then(|code| {
                let known = of_commune.entry(code.to_string());
                known.or_insert_with(|| communes.former_district(code).map(ToOwned::to_owned)).clone()
            });
            let named = former.or_else(|| site.named_area.district.known().map(|district| district.vi.clone()));
            let district = named.as_deref().map(slug).unwrap_or_default();
            if let (Some(name), false) = (named, district.is_empty()) {
                districts.entry(district.clone()).or_insert(name);
            }
            let operator = site.operator_on(board.day);
            let operator = operator.known().map_or("", |name| &name.vi);
            let words = format!("{} {} {} {operator}", site.code, site.name.vi, site.name.en);
            entries.push(Entry {
                group: site.state_on(board.day).group(),
                kind: site.kind,
                district,
                commune: commune.map(|code| code.code().to_owned()).unwrap_or_default(),
                words: unaccented(&words),
            });
        }
        let still = still(&board);
        Self { board: Arc::new(board), entries, still, books: Default::default(), districts }
    }

    /// The workbook of all sites: as it was made before, else made now.
    pub(crate) fn workbook<E>(&self, lang: Lang, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        let place = &self.books[usize::from(lang == Lang::En)];
        match place.get() {
            Some(book) => Ok(book.clone()),
            None => make().map(|book| place.get_or_init(|| book).clone()),
        }
    }

    /// The sites that stand still, those that would add most to the growth of the year first.
    pub(crate) fn still(&self) -> impl ExactSizeIterator<Item = &Site> {
        self.still.iter().map(|place| &self.board.sites[*place])
    }
}

fn still(board: &Board) -> Vec<usize> {
    let stands = |(_, site): &(usize, &Site)| site.stands_still(board.day);
    let worth = |site| board.whole(site).unwrap_or(f64::NEG_INFINITY);
    let mut still: Vec<(usize, f64)> =
        board.sites.iter().enumerate().filter(stands).map(|(place, site)| (place, worth(site))).collect();
    // Sites are in order of code, and stay so where they would add as much.
    still.sort_by(|a, b| b.1.total_cmp(&a.1));
    still.into_iter().map(|(place, _)| place).collect()
}

/// `Huyện Vị Xuyên` as `vi-xuyen`.
fn slug(name: &str) -> String {
    let plain = unaccented(name);
    let bare = plain.strip_prefix("huyen ").or_else(|| plain.strip_prefix("thanh pho ")).unwrap_or(&plain);
    bare.replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_found_by_the_beginnings_of_its_words() {
        let entry = Entry {
            group: Group::Works,
            kind: SiteKind::Mine,
            district: String::new(),
            commune: String::new(),
            words: unaccented("M02 Mỏ sắt Tùng Bá An Thông"),
        };
        let has = |text: &str| entry.has_words(&unaccented(text).split(' ').map(ToOwned::to_owned).collect::<Vec<_>>());
        assert!(has("tùng") && has("an th") && has("M02") && has("ba sat"));
        assert!(!has("ung") && !has("tùng xx"));
        assert_eq!((slug("Huyện Vị Xuyên"), slug("Thành phố Hà Giang")), ("vi-xuyen".into(), "ha-giang".into()));
    }
}
