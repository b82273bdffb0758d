//! Where something is said. An address is no reading matter: it is shown as a link named by its site and the words of its path, which can
//! be broken over lines; the address itself is where the link leads.

use askama::Template;
use domain::text::Text;

use crate::page::Page;

/// A source in words, with the link where it has an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "component/source.html")]
pub(crate) struct Source {
    /// The words before the address; all there are where there is none.
    words: String,
    /// Address, site, words of its path.
    link: Option<(String, String, String)>,
    /// The words after the address.
    after: String,
}

impl Source {
    /// A source as it was typed, one form for both languages or a form for each, in the page's language.
    pub(crate) fn typed(page: &Page, source: &str) -> Self {
        Self::of(&page.of(&Text::typed(source)))
    }

    /// Nothing typed.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn of(source: &str) -> Self {
        let begins = ["https://", "http://"].iter().filter_map(|scheme| source.find(scheme)).min();
        let Some(begins) = begins else {
            return Self { words: source.trim().to_owned(), ..Self::default() };
        };
        let (words, rest) = source.split_at(begins);
        let ends = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let address = rest[..ends].trim_end_matches([',', ';', ')']);
        let (site, path) = name(address);
        Self {
            words: words.trim_end().to_owned(),
            link: Some((address.to_owned(), site, path)),
            after: rest[address.len()..].to_owned(),
        }
    }
}

/// The site of an address and what its path says in words: the last part that has letters, without its ending, its hyphens and the number
/// it is filed under, then what it asks for.
fn name(address: &str) -> (String, String) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (site, path) = rest.split_once('/').unwrap_or((rest, ""));
    let site = site.strip_prefix("www.").unwrap_or(site).trim_end_matches('.');
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let has_letters = |part: &&str| part.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let without_ending = |part| str::rsplit_once(part, '.').map_or(part, |(part, _)| part);
    let part = path.rsplit('/').map(without_ending).find(has_letters).unwrap_or_default();
    let plain = decoded(part).replace(['-', '_', '+'], " ");
    let words = plain.split_whitespace().filter(|word| !is_file_number(word));
    let words: Vec<&str> = words.chain((!query.is_empty()).then_some(query)).collect();
    (site.to_owned(), words.join(" "))
}

/// `657396`, `d43426`: nothing to be read.
fn is_file_number(word: &str) -> bool {
    let digits = word.strip_prefix(|first: char| first.is_ascii_alphabetic()).unwrap_or(word);
    digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The letters behind `%C3%A2`; what is no such letter stays as it is.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_named_by_its_site_and_its_path() {
        let check = |address: &str, expected: (&str, &str)| {
            let (site, words) = name(address);
            assert_eq!((site.as_str(), words.as_str()), expected, "{address}");
        };
        check("https://www.qdnd.vn/kinh-te/bai-1-khai-thac-657396", ("qdnd.vn", "bai 1 khai thac"));
        check("http://slyers.com/huong-den-san-pham.html", ("slyers.com", "huong den san pham"));
        check("https://vi.m.wikipedia.org./wiki/Th%E1%BB%A7y_%C4%91i%E1%BB%87n", ("vi.m.wikipedia.org", "Thủy điện"));
        check("https://hagiang.gov.vn/tin-tuc?newsId=29715", ("hagiang.gov.vn", "tin tuc newsId=29715"));
        check("https://baovemoitruong.org.vn/?p=14549", ("baovemoitruong.org.vn", "p=14549"));
        check("http://www.baohagiang.vn/201811/pho-chu-tich-735859/", ("baohagiang.vn", "pho chu tich"));
        check("http://vccinews.com/prode/10837/.html", ("vccinews.com", "prode"));
        check("https://a.vn", ("a.vn", ""));
        check("https://a.vn/100%-viet", ("a.vn", "100% viet"));
        check("https://a.vn/than%FFth", ("a.vn", "than%FFth"));
    }

    #[test]
    fn words_round_an_address_stay() {
        let source = Source::of("Báo Hà Giang (http://baohagiang.vn/tin-moi), đầu năm 2024");
        assert_eq!((source.words.as_str(), source.after.as_str()), ("Báo Hà Giang (", "), đầu năm 2024"));
        assert_eq!(source.link.unwrap().0, "http://baohagiang.vn/tin-moi");
        let plain = Source::of("tài liệu đặt vấn đề của dự án");
        assert_eq!((plain.words.as_str(), plain.link), ("tài liệu đặt vấn đề của dự án", None));
        assert!(Source::of(" ").is_empty());
    }
}
