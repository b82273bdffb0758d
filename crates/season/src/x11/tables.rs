//! The published tables by their names.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19 (`print`, `save`); Ladiray and Quenneville (2001), chapter 4.

use std::fmt;
use std::str::FromStr;

/// Declares the tables with their names and meanings.
macro_rules! tables {
    ($($name:ident $text:literal $meaning:literal;)*) => {
        /// A table of X-11. Its text form is the manual's: `d11`.
        ///
        /// Where the mode is log-additive, tables B2 to D9 are of logarithms.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $(#[doc = $meaning] $name,)*
        }

        impl Table {
            /// Every table, in the manual's order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// What is in it.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                }
            }
        }
    };
}

tables! {
    B1 "b1" "The series with the effects of the model taken out.";
    B2 "b2" "A first trend, by a centred average of a year.";
    B3 "b3" "SI values: B1 over B2.";
    B4 "b4" "What replaces the extreme values of B3.";
    B5 "b5" "A first season.";
    B6 "b6" "B1 without B5.";
    B7 "b7" "A Henderson trend of B6.";
    B8 "b8" "SI values: B1 over B7.";
    B9 "b9" "What replaces the extreme values of B8.";
    B10 "b10" "The season of part B.";
    B11 "b11" "B1 without B10.";
    B13 "b13" "The irregular of part B.";
    B17 "b17" "Weights of B13, 0 (extreme) to 1.";
    B20 "b20" "The extreme part of B13.";
    C1 "c1" "B1 without the extremes of part B.";
    C2 "c2" "A first trend of C1, by a centred average of a year.";
    C4 "c4" "SI values: C1 over C2.";
    C5 "c5" "A first season.";
    C6 "c6" "C1 without C5.";
    C7 "c7" "A Henderson trend of C6.";
    C9 "c9" "SI values: C1 over C7.";
    C10 "c10" "The season of part C.";
    C11 "c11" "B1 without C10.";
    C13 "c13" "The irregular of part C.";
    C17 "c17" "Weights of C13, 0 (extreme) to 1: the final ones.";
    C20 "c20" "The extreme part of C13: the final one.";
    D1 "d1" "B1 without the extremes of part C.";
    D2 "d2" "A first trend of D1, by a centred average of a year.";
    D4 "d4" "SI values: D1 over D2.";
    D5 "d5" "A first season.";
    D6 "d6" "D1 without D5.";
    D7 "d7" "A Henderson trend of D6.";
    D8 "d8" "SI values with the extremes left in: B1 over D7.";
    D9 "d9" "What replaces the extreme values of D8.";
    D10 "d10" "The final season, with a year ahead.";
    D11 "d11" "The seasonally adjusted series.";
    D12 "d12" "The final trend.";
    D13 "d13" "The final irregular.";
    D16 "d16" "Season and calendar together.";
    D18 "d18" "The calendar.";
    E1 "e1" "The series without extremes.";
    E2 "e2" "The adjusted series without extremes.";
    E3 "e3" "The irregular without extremes.";
    E5 "e5" "Changes of the series from one period to the next: relative, or differences where the mode is additive.";
    E6 "e6" "Changes of the adjusted series.";
    E7 "e7" "Changes of the trend.";
    E8 "e8" "Changes of the series without the calendar.";
    E11 "e11" "A robust adjusted series: E2 with what E1 left out of the series.";
    E18 "e18" "The series over the adjusted series.";
}

/// A text that names no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no table of X-11: they are named as in the manual, b1 to e18")]
pub struct TableError(pub String);

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Table {
    type Err = TableError;

    fn from_str(text: &str) -> Result<Self, TableError> {
        Self::ALL.iter().find(|table| table.name() == text).copied().ok_or_else(|| TableError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_out_and_in_again_is_the_same_table() {
        for table in Table::ALL {
            assert_eq!(table.to_string().parse(), Ok(*table));
        }
        assert!("d14".parse::<Table>().is_err());
    }
}
