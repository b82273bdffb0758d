//! axe-core, which knows the rules of WCAG that a program can judge, looks at a page of every kind as everybody sees it: both languages, a
//! phone and a desk, light and dark. Nothing scrolls sideways.
//!
//! axe-core is Deque's (MPL-2.0), <https://github.com/dequelabs/axe-core>; `./test` installs it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::browser::chromium;
use crate::devtools::Browser;
use crate::people::{Office, Person};
use crate::tools::tool;
use crate::walk::{Place, Walked, in_english, province, side_by_side, walk_all};

/// Where axe-core lies below the tools.
const AXE: &str = "axe/node_modules/axe-core/axe.min.js";

/// Screens: width and height.
const SCREENS: [(u32, u32); 2] = [(390, 844), (1280, 900)];

/// Routes that give no page to anybody who follows links, each with its reason.
const NEVER_A_PAGE: [(&str, &str); 4] = [
    ("/sign-in/provider/back", PROVIDER),
    ("/sign-in/provider/code", PROVIDER),
    ("/account/identity", PROVIDER),
    ("/accounts/{login}/identity", PROVIDER),
];
/// Why a page is looked at elsewhere.
const PROVIDER: &str = "it is there only with a provider of identities: oidc::seen looks at it with axe";

/// Breaches of WCAG 2.0, 2.1, 2.2, levels A and AA: rule, how grave, what it asks for, elements.
const JUDGED: &str = "axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }, resultTypes: ['violations'],
}).then(found => found.violations.map(rule => `${rule.impact} ${rule.id} (${rule.help}): `
    + rule.nodes.slice(0, 3).map(node => `${node.target.join(' ')} ${node.html.slice(0, 200)} — ${node.any.concat(node.all).map(one => one.message).join('; ')}`).join(' | ')
    + (rule.nodes.length > 3 ? ` and ${rule.nodes.length - 3} more` : '')))";

/// How many pixels a page is wider than the screen, and the cells that reach beyond the tables they are in.
const SIDEWAYS: &str = "[document.documentElement.scrollWidth - innerWidth,
    [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)
        .map(one => [...one.querySelectorAll('th,td,caption')].filter(cell => cell.getBoundingClientRect().left + cell.scrollWidth > one.getBoundingClientRect().left + one.clientWidth + 1)
            .map(cell => cell.outerHTML.slice(0, 120)).slice(0, 3))]";

/// The text of axe-core, where it is installed.
pub(crate) fn axe() -> Option<String> {
    tool(AXE, "no page was judged by axe-core").map(|file| std::fs::read_to_string(file).unwrap())
}

/// The rules that the page breaks, with all that is folded in it opened.
pub(crate) fn breaches(browser: &mut Browser) -> Vec<String> {
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })");
    let found = browser.ask_later(JUDGED);
    found.as_array().unwrap().iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// One look: of whom, at which page.
struct Look<'a> {
    person: &'a Person,
    place: &'a Place,
}

/// One page of every route for every role, and every other on which they find a form they have not met; what somebody else has seen just
/// so is not looked at again.
fn looks(walked: &[Walked]) -> Vec<Look<'_>> {
    let mut faces = BTreeSet::new();
    let mut looks = Vec::new();
    for Walked { person, places, .. } in walked {
        let (mut routes, mut forms, mut heads) = (BTreeSet::new(), BTreeSet::new(), 0);
        for place in places {
            let is_first = routes.insert(place.route);
            let known = forms.len();
            forms.extend(place.forms.iter().map(|form| (place.route, form.route)));
            let has_new_form = forms.len() > known;
            let is_new = (is_first || has_new_form) && faces.insert(place.face);
            // Where all they see has been seen, they still have a head of their own.
            if is_new || (heads == 0 && place.route == "/") {
                heads += 1;
                looks.push(Look { person, place });
            }
        }
    }
    looks
}

/// Looks at one page in both languages on both screens: what is wrong, each with where and for whom.
fn look(browser: &mut Browser, office: &Office, Look { person, place }: &Look<'_>) -> Vec<String> {
    browser.be(&office.server, &person.cookie);
    let mut wrong = Vec::new();
    // Contrast hangs on the light, not on the language: each language has one of the two.
    for (address, scheme) in [(place.address.clone(), "light"), (in_english(&place.address), "dark")] {
        browser.calm(scheme);
        browser.open(&format!("http://{}{address}", office.server.address));
        for (width, height) in SCREENS {
            browser.resize(width, height);
            let at = format!("{address} ({}) as {:?}, {width} px, {scheme}", place.route, person.role);
            wrong.extend(breaches(browser).iter().map(|one| format!("{at}: {one}")));
            let sideways = browser.ask(SIDEWAYS);
            if sideways[0] != 0 || sideways[1] != Value::Array(Vec::new()) {
                wrong.push(format!("{at} scrolls sideways: {sideways}"));
            }
        }
    }
    wrong
}

/// Every route that is read and gives a page was walked to by somebody.
fn every_page_was_seen(walked: &[Walked]) {
    let seen: BTreeSet<&str> = walked.iter().flat_map(|one| one.places.iter().map(|place| place.route)).collect();
    let files: BTreeSet<&str> = walked.iter().flat_map(|one| one.files.iter().copied()).collect();
    let excepted = |path: &str| NEVER_A_PAGE.iter().any(|(known, _)| *known == path);
    let routes = web::routes::table().into_iter().filter(|route| route.reads && !route.is_data && route.translated);
    let unseen: Vec<&str> = routes
        .map(|route| route.path)
        .filter(|path| !seen.contains(path) && !files.contains(path) && !excepted(path))
        .collect();
    assert!(
        unseen.is_empty(),
        "nobody comes to {unseen:?} by links; link to them, or put something to show into the province"
    );
}

/// What is broken on purpose is found.
fn sees_what_is_wrong(browser: &mut Browser, office: &Office) {
    browser.open(&format!("http://{}/", office.server.address));
    assert_eq!(breaches(browser), [""; 0]);
    // In the way of nothing: what anything touches has no ground its contrast is measured on.
    browser.ask(
        "const broken = document.createElement('p'); broken.textContent = 'x y z';
        document.querySelector('main').append(document.createElement('input'), broken);
        broken.style.color = '#999'; broken.style.background = '#ddd';",
    );
    let found = breaches(browser).join("\n");
    assert!(found.contains("critical label") && found.contains("serious color-contrast"), "{found}");
}

#[test]
fn axe_finds_nothing_on_any_page_for_anybody() {
    let (Some(chromium), Some(axe)) = (chromium(), axe()) else { return };
    let office = province();
    let walked = walk_all(&office);
    every_page_was_seen(&walked);
    let looks = looks(&walked);
    let start = || {
        let mut browser = Browser::with_scripts(chromium);
        browser.before_every_page(&axe);
        sees_what_is_wrong(&mut browser, &office);
        browser
    };
    let wrong = side_by_side(&looks, start, |browser, one| look(browser, &office, one));
    println!("{} pages looked at, each in 2 languages on 2 screens", looks.len());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
