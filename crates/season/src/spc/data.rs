//! Series in a specification or in a file it names: `series{}`, and the data of regressors.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.15 (`series`): values free of format, `datevalue` (year, month or quarter, value) and
//! `x13save` (two lines of heading, then a date 199001 and a value).

use super::Bounds;
use super::error::{SpcError, SpcFault};
use super::specification::Files;
use super::syntax::{Argument, Block};
use super::values::ModelSpan;
use crate::regarima::Observed;
use crate::{Frequency, Period};

/// What `series{}` gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    pub(super) series: Option<Observed>,
    pub(super) missing_code: f64,
    pub(super) span: Bounds,
    pub(super) model_span: ModelSpan,
}

impl Default for Given {
    fn default() -> Self {
        Self { series: None, missing_code: MISSING, span: (None, None), model_span: ModelSpan::default() }
    }
}

/// Arguments of which nothing here depends.
const WITHOUT_EFFECT: [&str; 9] =
    ["title", "yr2000", "name", "decimals", "precision", "saveprecision", "missingval", "comptype", "compwt"];

/// Arguments that say where a series is found and when it begins.
pub(super) const ITS_OWN: [&str; 4] = ["start", "data", "file", "format"];

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Free,
    Dated,
    Saved,
}

const LAYOUTS: [(&str, Layout); 3] = [("free", Layout::Free), ("datevalue", Layout::Dated), ("x13save", Layout::Saved)];

pub(super) fn series(mut block: Block, frequency: Frequency, files: Files<'_>) -> Result<Given, SpcError> {
    block.drop_all(&WITHOUT_EFFECT);
    if let Some(kind) = block.take("type") {
        kind.one_of("flow", &[("flow", ())])?;
    }
    if let Some(period) = block.take("period") {
        let given = period.count(12, "12 or 4, as the series has it")?;
        if given != frequency.per_year() {
            return Err(period.refused(given.to_string(), "12 or 4, as the series has it"));
        }
    }
    let line = block.line;
    let start = block.take("start").map(|start| start.period(frequency)).transpose()?;
    let span = block.take("span").map_or(Ok((None, None)), |span| span.span(frequency))?;
    let model_span = block.take("modelspan").map_or(Ok(ModelSpan::default()), |span| span.model_span(frequency))?;
    let missing_code = block.take("missingcode").map_or(Ok(MISSING), |code| code.number())?;
    let found = values(&mut block, frequency, files)?;
    block.done()?;
    let Some((values, dated)) = found else { return Ok(Given { series: None, missing_code, span, model_span }) };
    let start = dated.or(start).ok_or_else(|| SpcFault::Missing { spec: "series", argument: "start" }.at(line))?;
    let series = Some(observed(start, &values, missing_code, line)?);
    Ok(Given { series, missing_code, span, model_span })
}

/// Keys with a value each, which say something of the series to others.
pub(super) fn metadata(mut block: Block) -> Result<Vec<(String, String)>, SpcError> {
    let line = block.line;
    let mut texts = |name: &'static str| {
        let argument =
            block.take(name).ok_or_else(|| SpcFault::Missing { spec: "metadata", argument: name }.at(line))?;
        Ok((argument.texts(TEXTS)?, argument))
    };
    let ((keys, _), (values, argument)) = (texts("keys")?, texts("values")?);
    block.done()?;
    match keys.len() == values.len() {
        true => Ok(keys.into_iter().zip(values).collect()),
        false => Err(argument.refused(format!("{} values", values.len()), TEXTS)),
    }
}

const TEXTS: &str = "texts in brackets, a value for each key";

/// What stands for a value that is missing, where nothing is said.
pub(super) const MISSING: f64 = -99999.0;

/// Values of which some may be missing; those missing at the ends are left out.
fn observed(start: Period, values: &[f64], missing: f64, line: usize) -> Result<Observed, SpcError> {
    let given = Observed::new(start, values.iter().copied().map(Some).collect());
    given.and_then(|given| given.without(missing)).map_err(|_| {
        SpcFault::Value { argument: "data".to_owned(), found: "()".to_owned(), expected: "a value at least" }.at(line)
    })
}

/// Values, with the period of the first where the file tells it.
pub(super) type Values = (Vec<f64>, Option<Period>);

/// The values of a block, from `data=` or from `file=`.
pub(super) fn values(block: &mut Block, frequency: Frequency, files: Files<'_>) -> Result<Option<Values>, SpcError> {
    let layout = block
        .take("format")
        .map_or(Ok(Layout::Free), |format| format.one_of("free, datevalue or x13save", &LAYOUTS))?;
    match (block.take("data"), block.take("file")) {
        (Some(_), Some(file)) => Err(SpcFault::Conflict("data", "file").at(file.line)),
        (Some(data), None) => Ok(Some((data.numbers()?, None))),
        (None, Some(file)) => of_file(&file, layout, frequency, files).map(Some),
        (None, None) => Ok(None),
    }
}

fn of_file(file: &Argument, layout: Layout, frequency: Frequency, files: Files<'_>) -> Result<Values, SpcError> {
    let name = file.word("the name of a file")?;
    let wrong = |why: String| SpcFault::File { name: name.to_owned(), why }.at(file.line);
    let text = files(name).map_err(wrong)?;
    match layout {
        Layout::Free => {
            let words =
                text.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty());
            Ok((words.map(number).collect::<Result<_, _>>().map_err(wrong)?, None))
        }
        Layout::Dated | Layout::Saved => {
            let heading = if layout == Layout::Saved { 2 } else { 0 };
            let lines = text.lines().enumerate().skip(heading).filter(|(_, line)| !line.trim().is_empty());
            let rows = lines.map(|(at, line)| row(line, layout, frequency).ok_or_else(|| told(at + 1, line)));
            in_order(rows.collect::<Result<_, _>>().map_err(wrong)?).map_err(wrong)
        }
    }
}

fn told(line: usize, text: &str) -> String {
    format!("line {line}, “{}”, is no date with a value", text.trim())
}

fn number(word: &str) -> Result<f64, String> {
    let number = word.replace(['d', 'D'], "e").parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| format!("“{word}” is no number"))
}

/// A date and its value.
fn row(line: &str, layout: Layout, frequency: Frequency) -> Option<(Period, f64)> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let (year, place) = match layout {
        Layout::Saved => first.split_at_checked(4)?,
        Layout::Free | Layout::Dated => (first, words.next()?),
    };
    let period = Period::new(frequency, year.parse().ok()?, place.parse().ok()?)?;
    let value = number(words.next()?).ok()?;
    words.next().is_none().then_some((period, value))
}

/// The values of rows that follow each other without a gap.
fn in_order(rows: Vec<(Period, f64)>) -> Result<Values, String> {
    let Some((start, _)) = rows.first().copied() else { return Err("there is no value in it".to_owned()) };
    let gap = rows.iter().enumerate().find(|(at, (period, _))| *period != start.plus(*at as i32));
    match gap {
        Some((at, (period, _))) => Err(format!("{period} stands where {} should", start.plus(at as i32))),
        None => Ok((rows.into_iter().map(|(_, value)| value).collect(), Some(start))),
    }
}
