//! The registry of sites from files: rows of the same code are one site, taken whole or not at all.

mod row;

use std::collections::BTreeMap;

use domain::sites::{Site, SiteCode};
use domain::text::Text;

use crate::fault::{Fault, Place};
use crate::layout::SITES;
use crate::sheet::{Fields, Input, Read, Report, for_each_row, printed};

/// The columns that belong to the site itself and stand on its first row.
const ONCE: [usize; 22] = [
    SITES.at("name"),
    SITES.at("kind"),
    SITES.at("also"),
    SITES.at("minerals"),
    SITES.at("river"),
    SITES.at("commune"),
    SITES.at("area_commune"),
    SITES.at("area_district"),
    SITES.at("area_province"),
    SITES.at("area_ha"),
    SITES.at("reserves"),
    SITES.at("construction_start"),
    SITES.at("operation_date"),
    SITES.at("output"),
    SITES.at("output_unit"),
    SITES.at("output_text"),
    SITES.at("lat"),
    SITES.at("lon"),
    SITES.at("point"),
    SITES.at("point_source"),
    SITES.at("note"),
    SITES.at("internal_note"),
];

/// Reads sites, in the order of their first rows.
///
/// # Errors
/// When the file is unreadable.
pub fn read_sites(file: &Input) -> Result<Read<Site>, Vec<Fault>> {
    const CODE: usize = SITES.at("code");
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places: BTreeMap<SiteCode, usize> = BTreeMap::new();
    let mut report = for_each_row(file, &SITES, &mut |mut fields, report: &mut Report| {
        let Some(code) = fields.code::<SiteCode>(CODE) else {
            report.close_row(fields.faults);
            return;
        };
        let known = places.get(&code).copied();
        let draft = known.unwrap_or(drafts.len());
        match known.and_then(|place| drafts.get_mut(place)) {
            Some(draft) => draft.add(&mut fields),
            None => {
                places.insert(code.clone(), draft);
                drafts.push(Draft::begin(code, &mut fields));
            }
        }
        let sound = report.close_row(fields.faults);
        if let Some(draft) = drafts.get_mut(draft) {
            draft.count(sound);
        }
    })?;
    let (sound, faulty): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| draft.faulty_rows == 0);
    report.left_out += faulty.iter().map(|draft| draft.sound_rows).sum::<u64>();
    Ok(report.with(sound.into_iter().filter_map(|draft| Some((draft.place, draft.site?))).collect()))
}

/// A site while its rows come in.
struct Draft {
    place: Place,
    /// The cells of the first row, as printed, in the order of [`ONCE`].
    first: [String; ONCE.len()],
    /// Nothing when the first row is faulty.
    site: Option<Site>,
    sound_rows: u64,
    faulty_rows: u64,
}

impl Draft {
    fn begin(code: SiteCode, fields: &mut Fields) -> Self {
        let first = ONCE.map(|column| printed(fields.cell(column)));
        let place = fields.row_place();
        let mut site = row::site(code, fields);
        row::add(fields, site.as_mut());
        Self { place, first, site, sound_rows: 0, faulty_rows: 0 }
    }

    /// A later row: it adds, and says nothing else about the site itself.
    fn add(&mut self, fields: &mut Fields) {
        for (column, first) in ONCE.into_iter().zip(&self.first) {
            let cell = printed(fields.cell(column));
            if !cell.is_empty() && cell != *first {
                let line = self.place.line.unwrap_or_default();
                fields.fault(
                    column,
                    Text::new(
                        format!("Khác với dòng {line} của cùng mỏ, nhà máy."),
                        format!("It differs from line {line} of the same site."),
                    ),
                    Text::new(
                        "Để trống ô này, hoặc sửa cho giống dòng đầu.",
                        "Leave the cell empty, or make it as on the first row.",
                    ),
                );
            }
        }
        row::add(fields, self.site.as_mut());
    }

    fn count(&mut self, sound: bool) {
        if sound {
            self.sound_rows += 1;
        } else {
            self.faulty_rows += 1;
        }
    }
}

#[cfg(test)]
mod tests;
