//! Photos and papers of visits: taken in by who may write visits down, opened by who may see the inside of the project.

use domain::authority::Action;
use domain::projects::{Attachment, FileKind, ProjectCode};
use domain::text::Text;

use super::stored;
use crate::context::{Context, OfficeError};

/// The largest file that is taken in, in bytes.
pub const LARGEST: usize = 10 << 20;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// Adds a file to a visit. What it is is told by its first bytes; its name is kept as words.
///
/// # Errors
/// When the role never writes visits down; when there is no such project or visit, or it is not the actor's (the same answer); when the file
/// is too large, or neither a JPEG, PNG or WebP picture nor a PDF; or the database fails.
pub async fn attach(
    context: &Context,
    (code, visit): (&ProjectCode, u16),
    name: &str,
    bytes: &[u8],
    why: &str,
) -> Result<i64, OfficeError> {
    let found = stored(context.read_rows(Action::Visit)?, code).await?;
    let agencies = found.agencies();
    let mut change = context.begin_for(Action::Visit, &found.thing(&agencies)).await?;
    if !found.project.visits.iter().any(|known| known.number == visit) {
        return Err(OfficeError::NotFound);
    }
    if bytes.len() > LARGEST {
        return Err(OfficeError::Said(Text::new(
            "Tệp lớn hơn 10 MB. Thu nhỏ ảnh rồi gửi lại.",
            "The file has more than 10 MB. Make it smaller and send it again.",
        )));
    }
    let Some(kind) = FileKind::of(bytes) else {
        return Err(OfficeError::Said(Text::new(
            "Chỉ nhận ảnh JPEG, PNG, WebP và tệp PDF. Chọn tệp khác.",
            "Only JPEG, PNG and WebP pictures and PDF are taken. Choose another file.",
        )));
    };
    let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let id = change.attachment((code, visit), &name, kind, bytes).await?;
    let after = serde_json::json!({ "attachment": id, "visit": visit, "name": name, "size": bytes.len() });
    change.commit(&format!("project {code}"), String::new(), after.to_string(), why).await?;
    Ok(id)
}

/// The files of the visits to a project, in order of entry.
///
/// # Errors
/// When the role never reads the inside of projects; when there is no such project or it is not the actor's (the same answer); or the
/// database fails.
pub async fn list(context: &Context, code: &ProjectCode) -> Result<Vec<Attachment>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let found = stored(store, code).await?;
    context.require_for(Action::ReadInternal, &found.thing(&found.agencies()))?;
    Ok(store.attachments(code).await?)
}

/// One file with its bytes.
///
/// # Errors
/// As [`list`]; a file of a project that is not the actor's is answered as one that is not there.
pub async fn open(context: &Context, id: i64) -> Result<(Attachment, Vec<u8>), OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let (attachment, bytes) = store.attachment(id).await?.ok_or(OfficeError::NotFound)?;
    let found = stored(store, &attachment.project).await?;
    context.require_for(Action::ReadInternal, &found.thing(&found.agencies()))?;
    Ok((attachment, bytes))
}
