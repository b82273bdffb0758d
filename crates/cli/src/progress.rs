//! Progress bars: on the error stream, and only when it is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A count of rows whose end is not known.
pub(crate) fn rows(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::no_length().with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}: {human_pos} ({per_sec}, {elapsed})") {
        bar.set_style(style);
    }
    bar
}

/// A count of rows out of so many.
pub(crate) fn rows_of(what: &'static str, length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{msg}: {bar:30} {human_pos}/{human_len} ({per_sec}, {eta})") {
        bar.set_style(style);
    }
    bar
}

/// Bytes of a file.
pub(crate) fn bytes(what: &'static str, length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(what);
    let form = "{msg}: {bar:30} {bytes}/{total_bytes} ({bytes_per_sec}, {eta})";
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style);
    }
    bar
}
