//! Every form by keyboard alone and without scripts: each of its controls is come to by Tab, in their order, and one sees where one is; its
//! button takes Enter and Space; without scripts it asks for the same, and sending it, even empty, is answered by a page of ours.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::axe::{axe, breaches};
use crate::browser::chromium;
use crate::devtools::Browser;
use crate::people::{Office, Person};
use crate::walk::{Walked, province, side_by_side, walk_all};

/// Where a form was met: by whom, at which address, which one of the page.
struct Met<'a> {
    person: &'a Person,
    address: &'a str,
    at: usize,
}

/// What tells one form from another: the page it stands on, how and where it is sent.
type Kind = (&'static str, String, &'static str);

/// Forms that end the session they are sent from: they are sent last.
const LAST: [&str; 2] = ["/account/sessions", "/sign-out"];

/// What the questions below have in common: the form in question with all that is folded in it opened, and its controls.
const FORM: &str = "
    const form = document.forms[AT];
    const seen = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility == 'visible';
    form.querySelectorAll('details').forEach(one => { one.open = true; });
    const controls = () => [...form.elements].filter(one => !['FIELDSET', 'OUTPUT'].includes(one.tagName) && one.type != 'hidden' && !one.disabled && seen(one));
    const submits = one => one.type == 'submit' || one.type == 'image';
    const called = one => one.tagName.toLowerCase() + (one.name ? '[name=' + one.name + ']' : '') + (submits(one) ? ' “' + one.textContent + '”' : '');
    const folds = () => { const found = []; for (let one = form.parentElement; one; one = one.parentElement) if (one.tagName == 'DETAILS' && !one.open) found.unshift(one); return found; };
";

/// The controls of a form as it stands open; none that cannot be seen.
const CONTROLS: &str = "folds().forEach(one => { one.open = true; }); return controls().map(one => `${called(one)} ${one.type} ${one.required}`);";

/// Stands before the outermost thing that is folded around the form, or before the form; whether it is folded.
const BEFORE: &str = "
    const place = folds()[0] ?? form;
    place.tabIndex = -1; place.focus(); place.removeAttribute('tabindex');
    return folds().length > 0;";

/// What Tab should come to, in order: of radio buttons that belong together the one that is chosen, or else the first.
const EXPECTED: &str = "
    const radio = one => one.type == 'radio';
    const group = one => controls().filter(other => radio(other) && other.name == one.name);
    const stops = one => !radio(one) || one == (group(one).find(other => other.checked) ?? group(one)[0]);
    globalThis.pressed = [];
    form.addEventListener('click', event => { if (submits(event.target)) { pressed.push(called(event.target)); event.preventDefault(); } });
    globalThis.plain = new Map([...form.querySelectorAll('*')].map(one => [one, drawn(one)]));
    return controls().filter(stops).map(one => controls().indexOf(one));";

/// How something is drawn, as far as focus may change it.
const DRAWN: &str = "
    const drawn = one => { const style = getComputedStyle(one);
        return [style.outlineStyle == 'none' ? '' : style.outlineWidth + style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join(); };";

/// Where one is: what has the focus, which control of the form it is, whether it is in the form, seen, drawn otherwise than before, and sends it.
const HERE: &str = "
    const one = document.activeElement, box = one.getBoundingClientRect();
    return { at: controls().indexOf(one), name: called(one), inside: form.contains(one), folded: one.parentElement == folds()[0],
        visible: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        drawn: drawn(one) != (globalThis.plain?.get(one) ?? ''), submits: submits(one) };";

/// Asks about a form of the page.
fn asked(browser: &mut Browser, at: usize, question: &str) -> Value {
    browser.ask(&format!("(() => {{ {DRAWN} {} {question} }})()", FORM.replace("AT", &at.to_string())))
}

/// Goes on by Tab; where one is then.
fn tab(browser: &mut Browser, at: usize) -> Value {
    browser.key("Tab");
    asked(browser, at, HERE)
}

/// Every kind of form with all the places it was met at.
fn kinds(walked: &[Walked]) -> BTreeMap<Kind, Vec<Met<'_>>> {
    let mut kinds: BTreeMap<Kind, Vec<Met<'_>>> = BTreeMap::new();
    for Walked { person, places, .. } in walked {
        for (place, form) in places.iter().flat_map(|place| place.forms.iter().map(move |form| (place, form))) {
            // The way out stands on every page and is one form.
            let page = if form.route == "/sign-out" { "" } else { place.route };
            let met = Met { person, address: &place.address, at: form.at };
            kinds.entry((page, form.method.clone(), form.route)).or_default().push(met);
        }
    }
    kinds
}

fn open(browser: &mut Browser, office: &Office, met: &Met<'_>) {
    browser.be(&office.server, &met.person.cookie);
    browser.calm("light");
    browser.open(&format!("http://{}{}", office.server.address, met.address));
}

/// What hinders someone who has only a keyboard at the forms of the page that is open.
pub(crate) fn hindrances(browser: &mut Browser) -> Vec<String> {
    browser.calm("light");
    let count = browser.ask("document.forms.length").as_u64().unwrap_or_default() as usize;
    (0..count).flat_map(|at| by_keyboard(browser, at)).collect()
}

/// What hinders someone who has only a keyboard at one form.
fn by_keyboard(browser: &mut Browser, at: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    while asked(browser, at, BEFORE) == true {
        let here = tab(browser, at);
        if here["folded"] != true || here["visible"] != true {
            return vec![format!("what is folded around the form is not come to by Tab, but {here}")];
        }
        browser.key("Enter");
    }
    let expected = asked(browser, at, EXPECTED);
    let expected: Vec<i64> = expected.as_array().unwrap().iter().filter_map(Value::as_i64).collect();
    asked(browser, at, BEFORE);
    let mut reached: Vec<i64> = Vec::new();
    loop {
        let here = tab(browser, at);
        let number = here["at"].as_i64().unwrap_or(-1);
        // A date is several stops of one control; more stops than this are a trap.
        if here["inside"] != true || reached.len() > 2 * expected.len() {
            break;
        }
        if number >= 0 && reached.last() != Some(&number) {
            reached.push(number);
            if here["submits"] == true {
                wrong.extend(pressed(browser, at, here["name"].as_str().unwrap_or_default()));
            }
        }
        if here["visible"] != true || here["drawn"] != true {
            wrong.push(format!("one does not see that {} has the focus: {here}", here["name"]));
        }
    }
    if reached != expected {
        let names = asked(browser, at, "return controls().map(called);");
        wrong.push(format!("Tab comes to {reached:?} of {names}, not to {expected:?}"));
    }
    wrong
}

/// What is wrong when the button that has the focus is pressed with Enter and with Space.
fn pressed(browser: &mut Browser, at: usize, name: &str) -> Option<String> {
    browser.key("Enter");
    browser.key("Space");
    let found = asked(browser, at, "return pressed.splice(0);");
    (found != json!([name, name])).then(|| format!("Enter and Space on {name} press {found}"))
}

/// What is wrong with a form by keyboard, and how it differs where scripts do not run.
fn tried(office: &Office, (mine, bare): &mut (Browser, Browser), met: &Met<'_>) -> Vec<String> {
    open(mine, office, met);
    let controls = asked(mine, met.at, CONTROLS);
    open(mine, office, met);
    let mut wrong = by_keyboard(mine, met.at);
    open(bare, office, met);
    let without = asked(bare, met.at, CONTROLS);
    if controls != without {
        wrong.push(format!("with scripts it asks for {controls}, without for {without}"));
    }
    if asked(bare, met.at, "return controls().some(submits);") != true {
        wrong.push("without scripts it has no button".to_owned());
    }
    wrong
}

/// Sends a form as it stands, without scripts, from the first place where it still is; what is wrong with the answer.
fn sent(browser: &mut Browser, office: &Office, kind: &Kind, places: &[Met<'_>], axe: &str) -> Vec<String> {
    let still = places.iter().find(|met| {
        open(browser, office, met);
        let action = browser.ask(&format!("document.forms[{}]?.getAttribute('action') ?? ''", met.at));
        let found = action.as_str().and_then(|action| crate::walk::route_of(&web::routes::table(), action));
        found == Some(kind.2)
    });
    let Some(met) = still else { return vec!["it was sent nowhere: an earlier form took it away".to_owned()] };
    let focus =
        "folds().forEach(one => { one.open = true; }); form.noValidate = true; controls().find(submits).focus();";
    asked(browser, met.at, focus);
    eprintln!("sending {kind:?} from {} as {:?}", met.address, met.person.role);
    browser.press_and_wait("Enter");
    let status = browser.ask("performance.getEntriesByType('navigation')[0].responseStatus");
    let ours =
        browser.ask("!!document.querySelector('main h1') && document.querySelectorAll('header nav a').length > 3");
    if !matches!(status.as_u64(), Some(200 | 422)) || ours != true {
        return vec![format!(
            "sent from {} as {:?} it is answered by {status}: {}",
            met.address,
            met.person.role,
            browser.text()
        )];
    }
    browser.scripts(true);
    browser.ask(axe);
    let breaches = breaches(browser);
    browser.scripts(false);
    breaches
}

#[test]
fn every_form_works_by_keyboard_and_without_scripts() {
    let (Some(chromium), Some(axe)) = (chromium(), axe()) else { return };
    let office = province();
    let walked = walk_all(&office);
    let kinds = kinds(&walked);
    every_form_was_met(&kinds);
    let told = |kind: &Kind, what: String| format!("{} {} on {}: {what}", kind.1, kind.2, kind.0);
    let all: Vec<_> = kinds.iter().collect();
    let start = || (Browser::with_scripts(chromium), Browser::start(chromium));
    let mut wrong = side_by_side(&all, start, |browsers, (kind, places)| {
        tried(&office, browsers, &places[0]).into_iter().map(|what| told(kind, what)).collect()
    });
    let mut browser = Browser::start(chromium);
    let (last, first): (Vec<_>, Vec<_>) = all.into_iter().partition(|(kind, _)| LAST.contains(&kind.2));
    for (kind, places) in first.into_iter().chain(last) {
        wrong.extend(sent(&mut browser, &office, kind, places, &axe).into_iter().map(|what| told(kind, what)));
    }
    println!("{} forms tried by keyboard and sent without scripts", kinds.len());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// Routes that take what no form of a page sends, each with its reason.
const NO_FORM: [(&str, &str); 4] = [
    ("/sign-in/provider", PROVIDER),
    ("/sign-in/provider/code", PROVIDER),
    ("/account/identity", PROVIDER),
    ("/accounts/{login}/identity", PROVIDER),
];
/// Why a form is met elsewhere.
const PROVIDER: &str = "it is there only with a provider of identities: oidc::seen goes through it by keyboard and sends it without scripts";

/// Every route that takes a form was met as the form of a page.
fn every_form_was_met(kinds: &BTreeMap<Kind, Vec<Met<'_>>>) {
    let met = |path: &str| kinds.keys().any(|(_, method, route)| method == "post" && *route == path);
    let excepted = |path: &str| NO_FORM.iter().any(|(known, _)| *known == path);
    let routes = web::routes::table().into_iter().filter(|route| route.takes);
    let unmet: Vec<&str> = routes.map(|route| route.path).filter(|path| !met(path) && !excepted(path)).collect();
    assert!(unmet.is_empty(), "nobody meets the forms of {unmet:?}; put something into the province that needs them");
}
