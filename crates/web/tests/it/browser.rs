//! A real browser: pages fit a phone, and look as they should. Runs where Chromium is installed and says so where not.
//!
//! `KHOI_PICTURES=DIR` keeps the screenshots there. Scripts are not needed by any page: they are switched off where pages are measured.

use std::path::Path;
use std::process::Command;

use crate::client::Server;
use crate::devtools::Browser;
use crate::pages::{PAGES, REFUSED, both};

pub(crate) fn chromium() -> Option<&'static str> {
    let found = ["chromium", "/usr/bin/chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()));
    if found.is_none() {
        eprintln!(
            "SKIPPED: Chromium is not installed, so no page was looked at in a browser (Debian: apt-get install chromium)"
        );
    }
    found
}

fn run(chromium: &str, profile: &Path, arguments: &[String]) -> Vec<u8> {
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Width and height from the head of a PNG file.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn pages_are_drawn_at_both_widths() {
    let Some(chromium) = chromium() else { return };
    let server = Server::start();
    let room = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("KHOI_PICTURES").map(std::path::PathBuf::from);
    let pages: Vec<&str> = if kept.is_some() { PAGES.to_vec() } else { vec!["/", "/series"] };
    for (lang, path) in pages.into_iter().flat_map(both) {
        for (width, height) in [(390, 3000), (1280, 2400)] {
            let name = format!("{lang}{}-{width}.png", path.replace(['/', '?', '&', '='], "_"));
            let file = kept.as_deref().unwrap_or(room.path()).join(name);
            let url = format!("http://{}{path}", server.address);
            let arguments =
                [format!("--window-size={width},{height}"), format!("--screenshot={}", file.display()), url];
            run(chromium, &room.path().join("profile"), &arguments);
            let png = std::fs::read(&file).unwrap();
            assert_eq!(size(&png), (width, height), "{path}");
            assert!(png.len() > 20_000, "{path} at {width} is an empty picture");
        }
    }
}

/// What is measured on a page; the names of what scrolls sideways, headings that skip a level, words outside their drawing or over
/// one another.
pub(crate) const MEASURED: &str = "({
    lang: document.documentElement.lang,
    title: document.title,
    firsts: document.querySelectorAll('h1').length,
    scripts: document.scripts.length,
    wide: document.documentElement.scrollWidth - innerWidth,
    tables: [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.ariaLabel),
    skipped: [...document.querySelectorAll('h1,h2,h3,h4')].filter((h, n, all) => n && h.tagName[1] - all[n - 1].tagName[1] > 1)
        .map(h => h.textContent),
    text: document.querySelector('main').innerText.length,
    outside: shown().flatMap(([svg, texts]) => texts.filter(([, t]) => t.left < svg.left - 1 || t.right > svg.right + 1)
        .map(([text]) => text)),
    over: shown().flatMap(([, texts]) => texts.flatMap(([text, a], n) => texts.slice(n + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
        .map(([other]) => text + ' | ' + other))),
})";

/// The drawings that are seen, each with its place and its texts with theirs.
pub(crate) const SHOWN: &str = "const shown = () => [...document.querySelectorAll('svg.figure')]
    .map(svg => [svg.getBoundingClientRect(), [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])])
    .filter(([place]) => place.width > 0);";

#[test]
fn no_page_scrolls_sideways_on_any_screen_and_none_needs_a_script() {
    let Some(chromium) = chromium() else { return };
    let server = Server::start();
    let mut browser = Browser::start(chromium);
    for (width, height) in [(390, 844), (1280, 800)] {
        browser.resize(width, height);
        for (lang, path) in PAGES.iter().chain(&REFUSED).flat_map(|page| both(page)) {
            browser.open(&format!("http://{}{path}", server.address));
            let page = browser.ask(&[SHOWN, MEASURED].concat());
            let at = format!("{path} at {width}: {page}");
            assert_eq!(
                (&page["lang"], &page["firsts"], &page["scripts"]),
                (&lang.into(), &1.into(), &0.into()),
                "{at}"
            );
            assert!(page["title"].as_str().is_some_and(|title| title.ends_with("Khơi")), "{at}");
            assert_eq!(page["wide"], 0, "{at}");
            assert_eq!(page["tables"], serde_json::json!([]), "{at}");
            assert_eq!(page["skipped"], serde_json::json!([]), "{at}");
            assert_eq!(page["outside"], serde_json::json!([]), "words outside their drawing, {at}");
            assert_eq!(page["over"], serde_json::json!([]), "words over one another in a drawing, {at}");
            assert!(page["text"].as_u64() > Some(100), "{at}");
        }
    }
}

#[test]
fn the_browser_reads_what_was_sent() {
    let Some(chromium) = chromium() else { return };
    let server = Server::start();
    let room = tempfile::tempdir().unwrap();
    let url = format!("http://{}/en/contributions", server.address);
    let dom = run(chromium, room.path(), &["--dump-dom".into(), url]);
    let dom = String::from_utf8(dom).unwrap();
    assert!(dom.contains("<h1>What moved the whole industry</h1>"));
    assert!(dom.contains("</svg>") && dom.contains("Industries not shown separately"));
}
