//! A real browser: pages fit a phone, and look as they should. Runs where Chromium is installed and says so where not.
//!
//! `KHOI_PICTURES=DIR` keeps the screenshots there. Scripts are not needed by any page; the measuring frame used here is
//! the browser's own window size.

use std::path::Path;
use std::process::Command;

use crate::client::Server;
use crate::pages::{PAGES, both};

fn chromium() -> Option<&'static str> {
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

#[test]
fn the_browser_reads_what_was_sent() {
    let Some(chromium) = chromium() else { return };
    let server = Server::start();
    let room = tempfile::tempdir().unwrap();
    let url = format!("http://{}/en/contributions", server.address);
    let dom = run(chromium, room.path(), &["--dump-dom".into(), url]);
    let dom = String::from_utf8(dom).unwrap();
    assert!(dom.contains("<h1>What moved it: Whole industry</h1>"));
    assert!(dom.contains("</svg>") && dom.contains("Industries not shown separately"));
}
