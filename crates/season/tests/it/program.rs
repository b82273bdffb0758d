//! The reference program itself: run where `X13AS_BIN` names it, skipped loudly where it is absent.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use season::{Frequency, Period, Series};

/// The program; `None`, said loudly, where `X13AS_BIN` names none.
pub(crate) fn program() -> Option<PathBuf> {
    let found = std::env::var_os("X13AS_BIN").map(PathBuf::from);
    if found.is_none() {
        eprintln!("\n*** SKIPPED: X13AS_BIN does not name the reference program ***\n");
    }
    found
}

/// What a run wrote.
pub(crate) struct Run {
    /// The tables saved, by their names: the first period and the values.
    pub(crate) tables: BTreeMap<String, (Period, Vec<f64>)>,
    /// The diagnostics.
    pub(crate) diagnostics: BTreeMap<String, String>,
    /// What it said of errors.
    pub(crate) errors: String,
    files: BTreeMap<String, String>,
}

/// Runs a specification, without its series, on a series; a missing value is -99999. `options` are more arguments of the series, which is
/// saved as b1 unless they say otherwise.
pub(crate) fn run(program: &Path, series: &Series, options: &str, body: &str) -> Run {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let place = format!("season-{}-{}", std::process::id(), RUNS.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(place);
    std::fs::create_dir_all(&folder).unwrap();
    let start = series.start();
    let values: String = series.values().iter().map(|value| format!("{value:?}\n")).collect();
    let save = if options.contains("save=") { "" } else { "save=(b1)" };
    let text = format!(
        "series{{period={} start={}.{:02} {save} {options}\ndata=(\n{values})}}\n{body}",
        series.frequency().per_year(),
        start.year(),
        start.place() + 1
    );
    std::fs::write(folder.join("s.spc"), text).unwrap();
    let output = Command::new(program).args(["s", "-s", "-n"]).current_dir(&folder).output().unwrap();
    let run = Run::read(&folder, series.frequency(), &String::from_utf8_lossy(&output.stdout));
    std::fs::remove_dir_all(&folder).unwrap();
    run
}

impl Run {
    fn read(folder: &Path, frequency: Frequency, said: &str) -> Self {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(ending, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned());
        }
        let table = |(ending, text): (&String, &String)| Some((ending.clone(), read_table(text, frequency)?));
        let text = |ending: &str| files.get(ending).map_or("", String::as_str);
        let pairs = text("udg").lines().filter_map(|line| line.split_once(':'));
        Self {
            tables: files.iter().filter_map(table).collect(),
            diagnostics: pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect(),
            errors: format!("{said}{}", text("err")),
            files,
        }
    }

    /// A table that was saved.
    pub(crate) fn series(&self, table: &str) -> Option<Series> {
        self.tables.get(table).map(|(start, values)| Series::new(*start, values.clone()).unwrap())
    }

    /// The first number of a line of the diagnostics.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.diagnostics.get(key)?.split_whitespace().next()?.parse().ok()
    }

    /// An output file's text; `None` where the program stopped before it.
    pub(crate) fn file(&self, extension: &str) -> Option<&str> {
        self.files.get(extension).map(String::as_str)
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

    /// The ARMA coefficients of the estimates and their standard errors; `None` where there are no estimates.
    pub(crate) fn arma(&self) -> Option<Vec<(f64, f64)>> {
        let part = self.file("est")?.split("$arima$estimates:").nth(1)?.split("$variance").next()?;
        let row = |line: &str| {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            Some((cells.get(4)?.parse().ok()?, cells.get(5)?.parse().ok()?))
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

/// A saved table: two lines of heading, then a date and a value.
fn read_table(text: &str, frequency: Frequency) -> Option<(Period, Vec<f64>)> {
    let mut found: Option<(Period, Vec<f64>)> = None;
    for line in text.lines().skip(2) {
        let mut cells = line.split('\t');
        let (date, value) = (cells.next()?.trim(), cells.next()?.trim().parse().ok()?);
        let period = Period::new(frequency, date.get(..4)?.parse().ok()?, date.get(4..)?.parse().ok()?)?;
        found.get_or_insert((period, Vec::new())).1.push(value);
    }
    found
}
