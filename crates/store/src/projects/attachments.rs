//! Photos and papers of visits: listed without their bytes, opened one at a time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::projects::{Attachment, FileKind, ProjectCode};
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::tables;
use crate::write::Writing;

const DOING: &str = "reading an attachment";
const COLUMNS: &str = "a.id, c.code, a.visit, a.name, a.kind, a.size";
const TABLES: &str = "attachment a JOIN project_code c ON c.id = a.project";

impl Writing {
    /// Writes a file of a visit; its number in the database is given back.
    ///
    /// # Errors
    /// When there is no such project, or the database fails or refuses.
    pub async fn attachment(
        &mut self,
        (project, visit): (&ProjectCode, u16),
        name: &str,
        kind: FileKind,
        bytes: &[u8],
    ) -> Result<i64, StoreError> {
        let of = self.known_project(project).await?;
        let id = self.new_id();
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let body = STANDARD.encode(bytes);
        let cells = [
            id.into(),
            self.seq().0.into(),
            of.into(),
            i64::from(visit).into(),
            name.into(),
            kind.code().into(),
            size.into(),
            (&body).into(),
        ];
        self.push(&tables::ATTACHMENT, cells)?;
        self.settle().await?;
        Ok(id)
    }
}

fn read(columns: &mut Columns<'_>) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: columns.value()?,
        project: columns.code("the project of an attachment")?,
        visit: columns.small("the visit of an attachment")?,
        name: columns.value()?,
        kind: columns.code("the kind of an attachment")?,
        size: columns.value::<i64>()?.unsigned_abs(),
    })
}

impl Store {
    /// The files of the visits to a project, in order of entry, without their bytes.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn attachments(&self, project: &ProjectCode) -> Result<Vec<Attachment>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE c.code = $1 ORDER BY a.id");
        let rows = self.rows_of(sql, &[project.as_str().into()], DOING).await?;
        rows.iter().map(|row: &AnyRow| read(&mut Columns::of(row))).collect()
    }

    /// One file with its bytes.
    ///
    /// # Errors
    /// When the database fails or the row was made unreadable.
    pub async fn attachment(&self, id: i64) -> Result<Option<(Attachment, Vec<u8>)>, StoreError> {
        let sql = format!("SELECT {COLUMNS}, a.body FROM {TABLES} WHERE a.id = $1");
        let rows = self.rows_of(sql, &[id.into()], DOING).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let mut columns = Columns::of(row);
        let attachment = read(&mut columns)?;
        let body: String = columns.value()?;
        let bytes = STANDARD.decode(body).map_err(|why| StoreError::corrupt("the bytes of an attachment", why))?;
        Ok(Some((attachment, bytes)))
    }
}
