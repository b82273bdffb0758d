//! The names of tables in `save=`: the short ones that name files of the reference program, and the long ones for the same tables.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, the tables of arguments of each spec in chapter 7; the pairs were checked against what the program
//! writes.

use super::error::SpcError;
use super::syntax::Block;
use crate::x11::Table;

/// Tables beside those of X-11, in the block that makes them: the series and what a model says of it.
pub(super) const BESIDE: [(&str, &[&str]); 9] = [
    ("series", &["a1", "a18", "a19"]),
    ("transform", &["a2", "a3", "trn"]),
    ("regression", &["td", "hol", "otl", "ao", "ls", "tc", "so", "usr"]),
    ("outlier", &["fts"]),
    ("estimate", &["rsd"]),
    ("check", &["acf", "pcf", "ac2"]),
    ("forecast", &["fct", "ftr", "bct"]),
    ("slidingspans", &["sfs", "tds", "chs", "ycs"]),
    ("history", &["sar", "chr", "trr", "tcr", "sfr", "fce", "lkh", "amh", "tdh"]),
];

/// What stands in the diagnostics in any case and is no table.
const IN_DIAGNOSTICS: [&str; 4] = ["est", "lks", "mdl", "udg"];

/// Long names with the short ones.
const LONG: [(&str, &str); 83] = [
    ("span", "a1"),
    ("calendaradjorig", "a18"),
    ("outlieradjorig", "a19"),
    ("adjoriginal", "b1"),
    ("prior", "a2"),
    ("prioradjusted", "a3"),
    ("transformed", "trn"),
    ("tradingday", "td"),
    ("holiday", "hol"),
    ("outlier", "otl"),
    ("aoutlier", "ao"),
    ("levelshift", "ls"),
    ("temporarychange", "tc"),
    ("seasonaloutlier", "so"),
    ("userdef", "usr"),
    ("finaltests", "fts"),
    ("residuals", "rsd"),
    ("estimates", "est"),
    ("lkstats", "lks"),
    ("model", "mdl"),
    ("pacf", "pcf"),
    ("acfsquared", "ac2"),
    ("forecasts", "fct"),
    ("backcasts", "bct"),
    ("sfspans", "sfs"),
    ("tdspans", "tds"),
    ("chngspans", "chs"),
    ("ychngspans", "ycs"),
    ("sarevisions", "sar"),
    ("chngrevisions", "chr"),
    ("trendrevisions", "trr"),
    ("trendchngrevisions", "tcr"),
    ("sfrevisions", "sfr"),
    ("fcsterrors", "fce"),
    ("lkhdhistory", "lkh"),
    ("armahistory", "amh"),
    ("tdhistory", "tdh"),
    ("trendb2", "b2"),
    ("sib3", "b3"),
    ("seasonalb5", "b5"),
    ("seasadjb6", "b6"),
    ("trendb7", "b7"),
    ("sib8", "b8"),
    ("seasonalb10", "b10"),
    ("seasadjb11", "b11"),
    ("irregularb", "b13"),
    ("irrwtb", "b17"),
    ("extremeb", "b20"),
    ("adjoriginalc", "c1"),
    ("trendc2", "c2"),
    ("modsic4", "c4"),
    ("seasonalc5", "c5"),
    ("seasadjc6", "c6"),
    ("trendc7", "c7"),
    ("replacsic9", "c9"),
    ("seasonalc10", "c10"),
    ("seasadjc11", "c11"),
    ("irregularc", "c13"),
    ("irrwt", "c17"),
    ("extreme", "c20"),
    ("adjoriginald", "d1"),
    ("trendd2", "d2"),
    ("modsid4", "d4"),
    ("seasonald5", "d5"),
    ("seasadjd6", "d6"),
    ("trendd7", "d7"),
    ("unmodsi", "d8"),
    ("replacsi", "d9"),
    ("seasonal", "d10"),
    ("seasadj", "d11"),
    ("trend", "d12"),
    ("irregular", "d13"),
    ("adjustfac", "d16"),
    ("calendar", "d18"),
    ("modoriginal", "e1"),
    ("modseasadj", "e2"),
    ("modirregular", "e3"),
    ("origchanges", "e5"),
    ("sachanges", "e6"),
    ("trendchanges", "e7"),
    ("calendaradjchanges", "e8"),
    ("robustsa", "e11"),
    ("adjustmentratio", "e18"),
];

const TABLES: &str = "names of tables, short or long: a1 to a19, b1 to e18, td, hol, otl, usr, trn, fts, fct, ftr, bct, \
                      rsd, of check acf, pcf, ac2, of slidingspans sfs, tds, chs, ycs, of history sar, chr, trr, tcr, sfr, fce, lkh, amh, tdh";

impl Block {
    /// The names of tables to write, the short ones, in small letters.
    pub(super) fn saved(&mut self) -> Result<Vec<String>, SpcError> {
        let Some(argument) = self.take("save") else { return Ok(Vec::new()) };
        let in_forecast = self.name == "forecast";
        let short = |word: String| match short(&word, in_forecast) {
            Some(name) => Ok(name.to_owned()),
            None => Err(argument.refused(word, TABLES)),
        };
        let named: Vec<String> = argument.words(TABLES)?.into_iter().map(short).collect::<Result<_, _>>()?;
        Ok(named.into_iter().filter(|name| !IN_DIAGNOSTICS.contains(&name.as_str())).collect())
    }
}

/// The short name. Forecasts on the scale of the model share a long name with the series on it.
fn short(word: &str, in_forecast: bool) -> Option<&str> {
    if in_forecast && word == "transformed" {
        return Some("ftr");
    }
    let name = LONG.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short);
    let is_known = Table::ALL.iter().any(|table| table.name() == name)
        || BESIDE.iter().any(|(_, names)| names.contains(&name))
        || IN_DIAGNOSTICS.contains(&name);
    is_known.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_long_name_stands_for_a_table_that_there_is() {
        for (long, name) in LONG {
            assert_eq!(short(long, false), Some(name));
            assert_eq!(short(name, false), Some(name));
        }
        assert_eq!((short("transformed", true), short("d99", false), short("acc", false)), (Some("ftr"), None, None));
    }
}
