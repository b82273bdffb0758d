//! Boundaries for the map, a file at a time; the newest file is the one that is drawn.

use domain::boundary::{Boundary, BoundarySet, Ring};
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{Cell, get, parse};
use crate::tables;
use crate::write::Writing;

const NEWEST: &str = "SELECT id, kind, source, licence FROM boundary_set WHERE seq <= $1 ORDER BY id DESC LIMIT 1";
const BOUNDARIES: &str = "SELECT name, code, rings FROM boundary WHERE boundary_set = $1 ORDER BY id";

impl Writing {
    /// Writes the boundaries of a file.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn boundary_set(&mut self, set: &BoundarySet) -> Result<(), StoreError> {
        let (id, seq) = (self.new_id(), self.seq().0);
        let head = [id.into(), seq.into(), set.kind.code().into(), (&set.source).into(), (&set.licence).into()];
        self.push(&tables::BOUNDARY_SET, head)?;
        for boundary in &set.boundaries {
            let rings = write_rings(&boundary.rings);
            let code = Cell::Text(boundary.code.as_deref());
            let cells = [self.new_id().into(), seq.into(), id.into(), (&boundary.name).into(), code, (&rings).into()];
            self.push(&tables::BOUNDARY, cells)?;
        }
        self.settle().await
    }
}

fn write_rings(rings: &[Ring]) -> String {
    let ring = |ring: &Ring| ring.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join(" ");
    rings.iter().map(ring).collect::<Vec<_>>().join(";")
}

fn read_rings(text: &str) -> Result<Vec<Ring>, StoreError> {
    let broken = |why: &str| StoreError::corrupt("a boundary", why);
    let number = |text: &str| text.parse::<f64>().map_err(|_| broken("a coordinate is no number"));
    let ring = |text: &str| {
        let numbers = text.split(' ').map(number).collect::<Result<Vec<_>, _>>()?;
        let pairs = numbers.chunks(2).map(|pair| match pair {
            [x, y] => Ok((*x, *y)),
            _ => Err(broken("a corner has one coordinate")),
        });
        pairs.collect::<Result<Ring, _>>()
    };
    text.split(';').filter(|ring| !ring.is_empty()).map(ring).collect()
}

fn read_boundary(row: &AnyRow) -> Result<Boundary, StoreError> {
    Ok(Boundary { name: get(row, 0)?, code: get(row, 1)?, rings: read_rings(get(row, 2)?)? })
}

impl Store {
    /// The boundaries of the newest file as of change `as_of`; `None` when none was brought in.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn boundaries(&self, as_of: Seq) -> Result<Option<BoundarySet>, StoreError> {
        let doing = "reading boundaries";
        let rows = self.rows(NEWEST, as_of.0, doing).await?;
        let Some(head) = rows.first() else { return Ok(None) };
        let boundaries = self.rows(BOUNDARIES, get(head, 0)?, doing).await?;
        Ok(Some(BoundarySet {
            kind: parse(head, 1, "the kind of boundaries")?,
            source: get(head, 2)?,
            licence: get(head, 3)?,
            boundaries: boundaries.iter().map(read_boundary).collect::<Result<_, _>>()?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_out_and_in_are_the_same() {
        let rings = vec![vec![(104.5, 22.123_45), (105.0, -0.1), (104.5, 22.123_45)], vec![(1e-5, 2.0)]];
        assert_eq!(read_rings(&write_rings(&rings)).unwrap(), rings);
        assert_eq!(read_rings("").unwrap(), Vec::<Ring>::new());
        assert!(read_rings("1 2 3").is_err() && read_rings("1 x").is_err());
    }
}
