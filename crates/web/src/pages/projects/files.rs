//! Photos and papers of a visit: the form that takes one in, and the file itself.

use std::sync::Arc;

use domain::authority::Action;
use office::projects::attachments;

use super::work::{Work, mine};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, settle};
use crate::trouble::Trouble;

async fn form(asked: &Asked) -> Result<(Work, u16), Trouble> {
    let found = mine(asked, Action::Visit).await?;
    let visit: u16 = asked.in_path("visit").parse().map_err(|_| Trouble::NotFound)?;
    let known = found.1.project.visits.iter().find(|known| known.number == visit).ok_or(Trouble::NotFound)?;
    let p = &found.2;
    let file = Field::typed("photo", p.t("Ảnh hoặc tệp", "Picture or file"), "file", "off")
        .hint(p.t("JPEG, PNG, WebP hoặc PDF, không quá 10 MB.", "JPEG, PNG, WebP or PDF, at most 10 MB."));
    let title = p.t("Thêm ảnh, tệp vào biên bản", "Add a picture or file to the visit").to_owned();
    let (button, said) = (p.t("Gửi", "Send").to_owned(), format!("{}: {}", p.date(known.date), p.of(&known.by)));
    Ok((Work::new(asked, found, (&title, &button), vec![file]).say(said), visit))
}

/// `/projects/DA-001/visits/1`.
pub(crate) async fn show_photo(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    form(&asked).await?.0.show()
}

/// Takes a file in.
pub(crate) async fn take_photo(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, visit) = form(&asked).await?;
    let (filled, missing) = work.form.missing(&asked.fields, &work.p);
    let Some(file) = asked.fields.files.iter().find(|file| file.field == "photo").filter(|_| !missing) else {
        return work.sheet.form(filled).answer();
    };
    let code = &work.view.project.code;
    let tried = attachments::attach(&work.context, (code, visit), &file.name, &file.bytes, "").await;
    settle(work.sheet, filled, "photo", tried.map(|_| ()), &format!("/projects/{code}?done=photo"))
}

/// `/attachments/12`: sent to be kept, not to be shown by the browser in our name.
pub(crate) async fn attachment(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let id: i64 = asked.in_path("attachment").parse().map_err(|_| Trouble::NotFound)?;
    let (file, bytes) = attachments::open(&asked.context()?, id).await?;
    let name = format!("{}-{}-{}.{}", file.project, file.visit, file.id, file.kind.code());
    Ok(Answer::File(name, file.kind.media_type(), bytes))
}
