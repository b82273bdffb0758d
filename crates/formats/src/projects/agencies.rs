//! The bodies that steps wait for, from `agencies.csv`: a row an agency.

use std::collections::BTreeSet;

use domain::agency::{Agency, AgencyCode, Tier};
use domain::text::Text;

use super::{Row, rows};
use crate::fault::Fault;
use crate::sheet::Input;

const HEADS: [&str; 5] = ["code", "name_vi", "name_en", "tier", "note"];

/// Reads agencies in the order of their rows: the sound ones, and everything that is wrong with the others.
#[must_use]
pub fn read_agencies(file: &Input) -> (Vec<Agency>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut known: BTreeSet<AgencyCode> = BTreeSet::new();
    let mut sound = Vec::new();
    for mut row in rows(file, &HEADS, &mut faults) {
        let agency = read_agency(&mut row);
        if let Some(agency) = &agency
            && !known.insert(agency.code.clone())
        {
            row.fault(
                "code",
                Text::new(format!("Cơ quan {} có hai lần.", agency.code), format!("{} stands twice.", agency.code)),
                Text::new("Giữ lại dòng đúng, xóa dòng kia.", "Keep the right row and delete the other."),
            );
        }
        if !row.close(&mut faults) {
            sound.extend(agency);
        }
    }
    (sound, faults)
}

fn read_agency(row: &mut Row) -> Option<Agency> {
    let code: Option<AgencyCode> = row.parsed("code");
    let name = row.both("name_vi", "name_en");
    let tier: Option<Tier> = row.parsed("tier");
    let note = row.cell("note");
    let note = (!note.is_empty()).then(|| Text::typed(note));
    Some(Agency { code: code?, name, tier: tier?, note })
}

#[cfg(test)]
mod tests {
    use domain::text::Lang;

    use super::*;

    fn check(rows: &str, sound: usize, fault: &str) {
        let text = format!("code,name_vi,name_en,tier,note\n{rows}");
        let (agencies, faults) = read_agencies(&Input::new("agencies.csv", text.as_bytes()));
        let faults: Vec<_> = faults.iter().map(|f| format!("{}: {}", f.place.in_lang(Lang::En), f.what.en)).collect();
        assert_eq!((agencies.len(), faults.join("; ")), (sound, fault.to_owned()));
    }

    #[test]
    fn agencies_are_read_with_faults_at_their_cells() {
        check("so-x,Sở X,Department X,department,\nubnd,UBND,Committee,committee,ghi chú | note\n", 2, "");
        check("so-x,Sở X,,department,\n", 0, "agencies.csv, line 2, column name_en: The cell is empty.");
        check("so-x,Sở X,X,district,\n", 0, "agencies.csv, line 2, column tier: “district” cannot be read.");
        check(
            "so-x,X,X,department,\nso-x,X,X,department,\n",
            1,
            "agencies.csv, line 3, column code: so-x stands twice.",
        );
    }
}
