//! Everybody walks through the whole site by its links: what is looked at in a browser, and which forms there are to fill in.

mod province;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::authority::Role;
use web::routes::{Route, table};

use crate::client::Answer;
use crate::people::{Office, Person};

use province::prepared;
pub(crate) use province::province;

/// Those who walk: anybody, and someone of every role.
pub(crate) const WALKERS: [Role; 9] = [
    Role::Public,
    Role::Firm,
    Role::Officer,
    Role::Agency,
    Role::Statistician,
    Role::Clerk,
    Role::Leader,
    Role::Administrator,
    Role::Auditor,
];

/// Pages of one route that a walker opens: those of one kind differ in what can be done on them.
const OF_A_ROUTE: usize = 25;
/// Pages of one route and one set of filters.
const OF_A_FILTER: usize = 1;

/// A page somebody has come to.
pub(crate) struct Place {
    pub(crate) route: &'static str,
    /// Its address in Vietnamese, with its query.
    pub(crate) address: String,
    pub(crate) forms: Vec<Form>,
    /// What stands in it, without what differs from session to session.
    pub(crate) face: u64,
}

/// A form of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// Which one it is among the forms of the page.
    pub(crate) at: usize,
    /// `get` or `post`.
    pub(crate) method: String,
    /// The route it is sent to.
    pub(crate) route: &'static str,
}

/// All that somebody has come to.
pub(crate) struct Walked {
    pub(crate) person: Person,
    pub(crate) places: Vec<Place>,
    /// Routes that gave something other than a page.
    pub(crate) files: BTreeSet<&'static str>,
}

/// Everybody's walk, side by side.
pub(crate) fn walk_all(office: &Office) -> Vec<Walked> {
    let people: Vec<Person> = WALKERS.iter().map(|role| walker(office, *role)).collect();
    std::thread::scope(|scope| {
        let walks: Vec<_> = people.into_iter().map(|person| scope.spawn(|| walk(office, person))).collect();
        walks.into_iter().map(|walk| walk.join().unwrap()).collect()
    })
}

/// Does something with each of these in two browsers side by side; what each has to tell.
pub(crate) fn side_by_side<T: Sync, B>(
    all: &[T],
    start: impl Fn() -> B + Sync,
    work: impl Fn(&mut B, &T) -> Vec<String> + Sync,
) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let one = || {
        let (mut browser, mut told) = (start(), Vec::new());
        while let Some(thing) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            told.extend(work(&mut browser, thing));
        }
        told
    };
    std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(one)).collect();
        both.into_iter().flat_map(|one| one.join().unwrap()).collect()
    })
}

/// Someone of a role at the site; nobody in particular has no cookie.
pub(crate) fn walker(office: &Office, role: Role) -> Person {
    match role {
        Role::Public => Person { role, cookie: String::new() },
        role => office.someone(role),
    }
}

/// Follows every link from the first page and from the desk. A link that leads nowhere fails the walk.
pub(crate) fn walk(office: &Office, person: Person) -> Walked {
    let routes = table();
    let mut walked = Walked { person, places: Vec::new(), files: BTreeSet::new() };
    let mut known = BTreeSet::new();
    let mut opened: BTreeMap<(&str, Vec<String>), usize> = BTreeMap::new();
    let mut open = vec!["/".to_owned(), "/desk".to_owned()];
    open.extend(prepared(office, &walked.person));
    while let Some(address) = open.pop() {
        let Some(route) = route_of(&routes, &address) else { panic!("a link leads to {address}, which is no route") };
        let filters = filters(&address);
        let most = if filters.is_empty() { OF_A_ROUTE } else { OF_A_FILTER };
        let count = opened.entry((route, filters)).or_default();
        if *count == most || !known.insert(address.clone()) {
            continue;
        }
        *count += 1;
        let answer = office.get(&walked.person, &address);
        let who = walked.person.role;
        assert!(matches!(answer.status, 200 | 303), "{who:?} follows a link to {address}: {}", answer.status);
        if answer.status == 303 {
            open.push(answer.header("location").to_owned());
        } else if answer.header("content-type").starts_with("text/html") {
            let html = answer.text();
            open.extend(links(&html));
            let forms = forms(&routes, &html, &address);
            walked.places.push(Place { route, address, forms, face: face(&html) });
        } else {
            whole(&address, &answer);
            walked.files.insert(route);
        }
    }
    walked
}

fn whole(address: &str, answer: &Answer) {
    assert!(!answer.body.is_empty(), "{address} is an empty file");
}

/// The names of the parameters of an address.
fn filters(address: &str) -> Vec<String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let given = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(_, value)| !value.is_empty());
    let mut names: Vec<String> = given.map(|(name, _)| name.to_owned()).collect();
    names.sort();
    names
}

/// The route an address belongs to: the one with the most parts of its own.
pub(crate) fn route_of(routes: &[Route], address: &str) -> Option<&'static str> {
    let path = address.split('?').next().unwrap_or_default();
    let fits = |route: &&Route| {
        let (mut known, mut parts) = (route.path.split('/'), path.split('/'));
        loop {
            match (known.next(), parts.next()) {
                (None, None) => return true,
                (Some(known), Some(part)) if known == part || known.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    routes.iter().filter(fits).map(|route| route.path).min_by_key(|path| path.matches('{').count())
}

/// The parts of an address that stand for something, by their names in its route.
pub(crate) fn parts(route: &str, address: &str) -> Vec<(String, String)> {
    let path = address.split('?').next().unwrap_or_default();
    let named = |(name, value): (&str, &str)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), value.to_owned()))
    };
    route.split('/').zip(path.split('/')).filter_map(named).collect()
}

/// Addresses the links of a page lead to, in the language of the page, without fragments.
fn links(html: &str) -> Vec<String> {
    let found = html.split("<a ").skip(1).filter_map(|rest| attribute(rest.split('>').next()?, "href"));
    let found = found.map(|link| link.split('#').next().unwrap_or_default().to_owned());
    let mut links: Vec<String> = found.filter(|link| link.starts_with('/') && !is_english(link)).collect();
    // The last is followed first; what a page leads to is looked at in its order.
    links.reverse();
    links
}

fn is_english(address: &str) -> bool {
    address == "/en" || address.starts_with("/en/") || address.starts_with("/en?")
}

/// The value of an attribute in the text of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&"))
}

/// The forms of a page, in their order.
fn forms(routes: &[Route], html: &str, address: &str) -> Vec<Form> {
    let tags = html.split("<form ").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    let form = |(at, tag): (usize, &str)| {
        let action = attribute(tag, "action").unwrap_or_else(|| address.to_owned());
        let route = route_of(routes, &action);
        let route = route.unwrap_or_else(|| panic!("a form of {address} is sent to {action}, which is no route"));
        Form { at, method: attribute(tag, "method").unwrap_or_else(|| "get".to_owned()), route }
    };
    tags.enumerate().map(form).collect()
}

/// A number of what stands in a page: the same for two people who read the same.
fn face(html: &str) -> u64 {
    let main = html.split("<main").nth(1).unwrap_or(html);
    let mut hasher = DefaultHasher::new();
    for part in main.split("name=\"form\" value=\"") {
        let is_token = part.len() > 64 && part.bytes().take(64).all(|byte| byte.is_ascii_hexdigit());
        part.get(if is_token { 64 } else { 0 }..).hash(&mut hasher);
    }
    hasher.finish()
}

/// The address of a page in English.
pub(crate) fn in_english(address: &str) -> String {
    if address == "/" { "/en".to_owned() } else { format!("/en{address}") }
}
