//! An owner of a site: added, changed, ended.

use std::sync::Arc;

use domain::sites::{Edit, Fact, Owner};

use super::{Work, fields, found, place_in};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, Reading};
use crate::page::Page;
use crate::trouble::Trouble;

fn form_fields(p: &Page, known: Option<&Owner>) -> Vec<Field> {
    let name = known.map(|owner| fields::known(&owner.name)).unwrap_or_default();
    let note = known.and_then(|owner| owner.note.as_ref()).map(fields::typed).unwrap_or_default();
    let (from, until) = known.map(|owner| (owner.from, owner.until)).unwrap_or_default();
    vec![
        fields::words(p, "name", p.t("Tên chủ đầu tư, đơn vị vận hành", "Name of who runs it"))
            .hint(p.t(
                "Tiếng Việt | tiếng Anh. Để trống khi chỉ biết là đã đổi chủ, chưa rõ ai.",
                "Vietnamese | English. Empty where it is known only that it changed hands.",
            ))
            .with(name),
        fields::moment(p, "from", p.t("Từ khi", "Since"), &from),
        fields::moment(p, "until", p.t("Đến khi", "Until"), &until).hint(
            p.t("Ghi khi đã thôi; đang vận hành thì để trống.", "Write it when it has ended; empty while it lasts."),
        ),
        fields::words(p, "note", p.t("Ghi chú", "Remark")).with(note),
    ]
}

/// The owner as entered; its source is that of the change.
fn read(reading: &mut Reading<'_>) -> Owner {
    let (name, from, until) = (reading.text("name"), reading.optional("from"), reading.optional("until"));
    let (note, source) = (reading.text("note"), reading.line("source"));
    Owner { name: name.into(), from: from.into(), until: until.into(), note, source: source.into() }
}

async fn added(asked: &Asked) -> Result<Work, Trouble> {
    let found = found(asked).await?;
    let p = &found.2;
    let names =
        (p.t("Thêm chủ đầu tư", "Add an owner").to_owned(), p.t("Ghi chủ đầu tư", "Record the owner").to_owned());
    let all = form_fields(p, None);
    Ok(Work::new(asked, found, (&names.0, &names.1), all))
}

/// `/sites/M02/owners`.
pub(crate) async fn show_added(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    added(&asked).await?.show()
}

/// Takes a new owner.
pub(crate) async fn take_added(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    added(&asked).await?.take(&asked, |reading, _| Some(Edit::Owner(None, read(reading))), "owner").await
}

async fn changed(asked: &Asked) -> Result<(Work, usize), Trouble> {
    let found = found(asked).await?;
    let place = place_in(asked, &found.1.site.owners)?;
    let (p, known) = (&found.2, found.1.site.owners.get(place));
    let names =
        (p.t("Sửa chủ đầu tư", "Change an owner").to_owned(), p.t("Ghi bản sửa", "Record the change").to_owned());
    let all = form_fields(p, known);
    Ok((Work::new(asked, found, (&names.0, &names.1), all), place))
}

/// `/sites/M02/owners/1`.
pub(crate) async fn show_changed(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    changed(&asked).await?.0.show()
}

/// Takes a changed owner; one of whom nothing but the source would be new stays as it is.
pub(crate) async fn take_changed(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, place) = changed(&asked).await?;
    let read = |reading: &mut Reading<'_>, site: &domain::sites::Site| {
        let (owner, known) = (read(reading), site.owners.get(place)?);
        let same = Owner { source: known.source.clone(), ..owner.clone() } == *known;
        let source = if same { known.source.clone() } else { owner.source };
        Some(Edit::Owner(Some(place), Owner { source: Fact::from(source.known().cloned()), ..owner }))
    };
    work.take(&asked, read, "owner").await
}
