//! Directions that stop sites, and their lifting.

use domain::projects::{Directive, Lifting};
use domain::sites::SiteCode;
use sqlx::any::AnyRow;

use crate::Seq;
use crate::columns::{Columns, cell, pair};
use crate::error::StoreError;
use crate::open::Store;
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

impl Writing {
    /// Writes a direction, or its lifting, which takes the place of the row before.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn directive(&mut self, directive: &Directive) -> Result<(), StoreError> {
        let given = directive.date.known().map(ToString::to_string);
        let lifted = directive.lifted.as_ref();
        let lifted_on = lifted.map(|lifting| lifting.date.to_string());
        let [by_vi, by_en] = pair(lifted.map(|lifting| &lifting.by));
        let [reason_vi, reason_en] = pair(lifted.map(|lifting| &lifting.reason));
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            directive.site.as_str().into(),
            i64::from(directive.order).into(),
            Cell::Text(directive.number.known().map(String::as_str)),
            cell(&given),
            (&directive.by.vi).into(),
            (&directive.by.en).into(),
            (&directive.reason.vi).into(),
            (&directive.reason.en).into(),
            (&directive.source).into(),
            Cell::Text(lifted.and_then(|lifting| lifting.number.known()).map(String::as_str)),
            cell(&lifted_on),
            by_vi,
            by_en,
            reason_vi,
            reason_en,
            Cell::Text(lifted.map(|lifting| lifting.source.as_str())),
        ];
        self.push(&tables::SITE_DIRECTIVE, cells)?;
        self.settle().await
    }
}

fn read(row: &AnyRow) -> Result<Directive, StoreError> {
    let mut columns = Columns::of(row);
    let mut directive = Directive {
        site: columns.code("the site of a directive")?,
        order: columns.small("the place of a directive")?,
        number: columns.words()?.into(),
        date: columns.maybe("the date of a directive")?.into(),
        by: columns.text()?,
        reason: columns.text()?,
        source: columns.value()?,
        lifted: None,
    };
    let (number, date) = (columns.words()?.into(), columns.maybe("the day a directive was lifted")?);
    let (by, reason, source) = (columns.maybe_text()?, columns.maybe_text()?, columns.words()?);
    directive.lifted = match (date, by, reason, source) {
        (Some(date), Some(by), Some(reason), Some(source)) => Some(Lifting { number, date, by, reason, source }),
        (None, None, None, None) => None,
        _ => return Err(StoreError::corrupt("the lifting of a directive", "a part of it is missing")),
    };
    Ok(directive)
}

impl Store {
    /// The directions that stop or stopped a site as they stood after a change, in order of entry.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn directives(&self, site: &SiteCode, as_of: Seq) -> Result<Vec<Directive>, StoreError> {
        let sql = "SELECT v.site, v.place, v.number, v.given, v.by_vi, v.by_en, v.reason_vi, v.reason_en, v.source, \
             v.lifted_number, v.lifted, v.lifted_by_vi, v.lifted_by_en, v.lifted_reason_vi, v.lifted_reason_en, v.lifted_source \
             FROM site_directive v WHERE v.site = $1 AND v.seq <= $2 AND NOT EXISTS (SELECT 1 FROM site_directive n WHERE \
             n.site = v.site AND n.place = v.place AND n.seq > v.seq AND n.seq <= $2) ORDER BY v.place";
        let parameters = [site.as_str().into(), as_of.0.into()];
        let rows = self.rows_of(sql.to_owned(), &parameters, "reading directives").await?;
        rows.iter().map(read).collect()
    }
}
