//! The reference program itself: run where `X13AS_BIN` names it, skipped loudly where it is absent.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use season::Series;

/// What a run left behind.
pub(crate) struct Run {
    folder: PathBuf,
}

impl Drop for Run {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// The program; `None`, said loudly, where `X13AS_BIN` names none.
pub(crate) fn program() -> Option<PathBuf> {
    let found = std::env::var_os("X13AS_BIN").map(PathBuf::from);
    if found.is_none() {
        eprintln!("\n*** SKIPPED: X13AS_BIN does not name the reference program ***\n");
    }
    found
}

/// Runs a specification, without its series, on a series; a missing value is -99999.
pub(crate) fn run(program: &Path, name: &str, series: &Series, body: &str) -> Run {
    let folder = std::env::temp_dir().join(format!("season-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let start = series.start();
    let mut text = format!(
        "series{{title=\"{name}\" period={} start={}.{:02}\ndata=(\n",
        series.frequency().per_year(),
        start.year(),
        start.place() + 1
    );
    for value in series.values() {
        writeln!(text, "{value:?}").unwrap();
    }
    write!(text, ")}}\n{body}").unwrap();
    std::fs::write(folder.join("s.spc"), text).unwrap();
    let status =
        Command::new(program).args(["s", "-s", "-n"]).current_dir(&folder).stdout(Stdio::null()).status().unwrap();
    assert!(status.success());
    Run { folder }
}

impl Run {
    /// An output file's text; `None` where the program stopped before it.
    pub(crate) fn file(&self, extension: &str) -> Option<String> {
        std::fs::read(self.folder.join(format!("s.{extension}")))
            .ok()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The diagnostics.
    pub(crate) fn diagnostics(&self) -> BTreeMap<String, String> {
        let text = self.file("udg").unwrap_or_default();
        let pairs = text.lines().filter_map(|line| line.split_once(':'));
        pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect()
    }

    /// The regression of the estimates: group, name, coefficient, standard error; `None` where there are no estimates.
    pub(crate) fn regression(&self) -> Option<Vec<(String, String, f64, f64)>> {
        let text = self.file("est")?;
        let part = text.split("$regression$estimates:").nth(1).unwrap_or("").split("$arima").next().unwrap_or("");
        let row = |line: &str| {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            match cells[..] {
                [group, name, value, error, ..] => {
                    Some((group.to_owned(), name.to_owned(), value.parse().ok()?, error.parse().ok()?))
                }
                _ => None,
            }
        };
        Some(part.lines().filter_map(row).collect())
    }

    /// The likelihood statistics.
    pub(crate) fn likelihood(&self) -> BTreeMap<String, f64> {
        let text = self.file("lks").unwrap_or_default();
        let pairs = text.lines().filter_map(|line| line.split_once(char::is_whitespace));
        pairs.filter_map(|(key, value)| Some((key.to_lowercase(), value.trim().parse().ok()?))).collect()
    }
}
