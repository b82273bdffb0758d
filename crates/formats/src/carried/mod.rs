//! The tables the program carries, by subject: calendar, communes, industries, sites, markets, procedures, limits of obstacles, running
//! projects. Each file under `data/` names its source in a column.

mod areas;
mod calendar;
mod industries;
mod markets;
mod obstacles;
mod procedures;
mod running;
mod sites;

pub use areas::communes;
pub use calendar::calendar;
pub use industries::industries;
pub use markets::{market_thresholds, prices};
pub use obstacles::{escalation_limits, silence_rules};
pub use procedures::{agencies, templates};
pub use running::{directives, projects};
pub use sites::sites;

/// The rows of a carried table as maps from heading to cell.
struct Table {
    heads: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Reads a carried table. A test reads every one of them, so a broken file cannot reach a user.
    fn read(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().cloned().unwrap_or_default();
        Self { heads, rows: reader.records().filter_map(Result::ok).collect() }
    }

    fn column(&self, name: &str) -> usize {
        self.heads.iter().position(|head| head == name).unwrap_or(usize::MAX)
    }

    /// Every row reduced to the named cells; a missing cell is empty.
    fn cells<const N: usize>(&self, names: [&str; N]) -> impl Iterator<Item = [&str; N]> {
        let columns = names.map(|name| self.column(name));
        self.rows.iter().map(move |row| columns.map(|column| row.get(column).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::areas::{COMMUNE_MAP, COMMUNES_2025};
    use super::calendar::{HOLIDAYS, TET};
    use super::industries::{CHANGES_2018, VSIC_2007, VSIC_2018, VSIC_2025};
    use super::obstacles::{ESCALATION, SILENCE};
    use super::*;

    /// Every row of every carried table was read: a row that does not parse would go missing silently.
    #[test]
    fn no_row_of_a_carried_table_is_lost() {
        for text in [
            HOLIDAYS,
            TET,
            COMMUNES_2025,
            COMMUNE_MAP,
            VSIC_2007,
            VSIC_2018,
            CHANGES_2018,
            VSIC_2025,
            ESCALATION,
            SILENCE,
        ] {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            assert!(reader.records().all(|row| row.is_ok()));
        }
        assert_eq!(industries().iter().count(), 487 + 295 + 172);
        assert_eq!((escalation_limits().len(), silence_rules().len()), (3, 1));
        assert_eq!(communes().iter().filter(|c| c.district.is_some()).count(), 330);
        assert_eq!(communes().iter().filter(|c| c.district.is_none()).count(), 124);
    }
}
