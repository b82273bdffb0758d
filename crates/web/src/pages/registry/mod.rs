//! Changing what is kept of a site: its plain facts, its licences and what became of them, its owners and capacities; and opening a new one.
//!
//! Each form carries the version of the site it was made from. Where somebody else has written another one since, nothing is written: the form
//! comes back with what was typed and what has changed meanwhile.

mod capacity;
mod facts;
mod fields;
mod licence;
mod owner;

use domain::sites::{Edit, Site, SiteCode};
use domain::text::Text;
use office::Seq;
use office::context::{Context, OfficeError};
use office::rehearsal::Difference;
use office::sites::{Held, NotEdited, edit, held};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::changed;
use crate::component::{Field, FormView, Reading};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

pub(crate) use capacity::{show_added as show_capacity, show_changed as show_one_capacity};
pub(crate) use capacity::{take_added as take_capacity, take_changed as take_one_capacity};
pub(crate) use facts::{show as show_facts, show_new, take as take_facts, take_new};
pub(crate) use licence::{show_added as show_licence, show_changed as show_one_licence, show_fate};
pub(crate) use licence::{take_added as take_licence, take_changed as take_one_licence, take_fate};
pub(crate) use owner::{show_added as show_owner, show_changed as show_one_owner};
pub(crate) use owner::{take_added as take_owner, take_changed as take_one_owner};

/// A change that cannot be told in one sentence names so many fields.
const TOLD: usize = 6;

/// The form of one change of a site.
struct Work {
    context: Context,
    held: Held,
    p: Page,
    sheet: Sheet,
    form: FormView,
}

/// The site in the address as whoever changes it sees it.
async fn found(asked: &Asked) -> Result<(Context, Held, Page), Trouble> {
    let context = asked.context()?;
    let code: SiteCode = asked.in_path("site").parse().map_err(|_| Trouble::NotFound)?;
    let held = held(&context, &code).await?;
    Ok((context, held, asked.page("", "")))
}

/// The place in the address, from 1 there and from 0 in the list, where something is.
fn place_in<T>(asked: &Asked, list: &[T]) -> Result<usize, Trouble> {
    let place: usize = asked.in_path("place").parse().map_err(|_| Trouble::NotFound)?;
    place.checked_sub(1).filter(|place| *place < list.len()).ok_or(Trouble::NotFound)
}

impl Work {
    /// The form with the fields that every change has: the version, the source, the reason.
    fn new(
        asked: &Asked,
        (context, held, p): (Context, Held, Page),
        (title, button): (&str, &str),
        mut fields: Vec<Field>,
    ) -> Self {
        let (name, base) = (p.of(&held.site.name), format!("/sites/{}", held.site.code));
        let above =
            [(p.t("Mỏ, thủy điện, nhà máy", "Mines, hydropower, plants"), "/sites"), (name.as_str(), base.as_str())];
        let sheet = Sheet::new(asked, title, &above).link(p.t("Quay lại trang của nơi này", "Back to the site"), &base);
        fields.extend(fields::grounds(&p));
        fields.push(Field::hidden("seen", held.version.0.to_string()));
        let form = FormView::new(&p, &asked.path, button, fields);
        Self { context, held, p, sheet, form }
    }

    fn say(self, words: &str) -> Self {
        Self { sheet: self.sheet.say(words), ..self }
    }

    fn show(self) -> Result<Answer, Trouble> {
        self.sheet.form(self.form).answer()
    }

    /// Reads the form and changes the site by it, or gives it back with what is wrong.
    async fn take(
        self,
        asked: &Asked,
        read: impl FnOnce(&mut Reading<'_>, &Site) -> Option<Edit>,
        done: &str,
    ) -> Result<Answer, Trouble> {
        let Self { context, held, p, sheet, form } = self;
        let mut reading = Reading::of(form, &asked.fields, &p);
        let wanted = read(&mut reading, &held.site);
        let (source, why) = (reading.line("source"), reading.line("why").unwrap_or_default());
        let (form, wanted, source) = match (reading.done(), wanted, source) {
            (Ok(form), Some(wanted), Some(source)) => (form, wanted, source),
            (Ok(form) | Err(form), ..) => return sheet.form(form).answer(),
        };
        let code = &held.site.code;
        let seen = Seq(asked.fields.text("seen").parse().unwrap_or_default());
        match edit(&context, code, seen, &wanted, &source, &why).await {
            Ok(changed) => {
                let done = if changed { done } else { "same" };
                Ok(Answer::See(p.link(&format!("/sites/{code}?done={done}"))))
            }
            Err(NotEdited::Meanwhile { moved: true, .. }) => Err(Trouble::Said(moved())),
            Err(NotEdited::Meanwhile { told, .. }) => sheet.form(form.wrong("", meanwhile(&p, &told))).answer(),
            Err(NotEdited::Office(OfficeError::Said(text))) => {
                let said = p.of(&text);
                sheet.form(form.wrong("", said)).answer()
            }
            Err(NotEdited::Office(error)) => Err(error.into()),
        }
    }
}

fn moved() -> Text {
    Text::new(
        "Người khác vừa sửa danh sách này: mục bạn đang sửa không còn ở chỗ đó. Chưa ghi gì; nội dung bạn nhập còn ở dưới. Hãy mở lại trang của \
         nơi này, chọn đúng mục rồi nhập lại.",
        "Somebody else has just changed this list: the entry you were changing is no longer in its place. Nothing was saved; what you entered \
         stands below. Open the page of the site again, choose the entry and enter it anew.",
    )
}

/// What somebody else has changed since the form was made.
fn meanwhile(p: &Page, told: &Difference) -> String {
    let fields = told.fields.iter().take(TOLD).map(|(way, was, is)| {
        let (name, was, is) = (changed::field(p, way), changed::value(p, way, was), changed::value(p, way, is));
        format!("{name}: {was} → {is}")
    });
    let fields = fields.collect::<Vec<_>>().join("; ");
    let more = told.fields.len().saturating_sub(TOLD);
    let more = match (more, p.is_vi()) {
        (0, _) => String::new(),
        (more, true) => format!("; và {more} chỗ nữa"),
        (more, false) => format!("; and {more} more"),
    };
    match p.is_vi() {
        true => format!(
            "Người khác đã sửa nơi này sau khi bạn mở trang ({fields}{more}). Chưa ghi gì; nội dung bạn nhập còn ở dưới. Hãy xem lại rồi gửi lại \
             nếu vẫn muốn ghi."
        ),
        false => format!(
            "Somebody else has changed this site since you opened the page ({fields}{more}). Nothing was saved; what you entered stands below. \
             Look at it again, and send it again if it still holds."
        ),
    }
}

/// Where a site's record can be changed: name and address.
pub(super) fn ways(p: &Page, site: &Site) -> Vec<(String, String)> {
    let base = format!("/sites/{}", site.code);
    let mut ways = Vec::new();
    let mut add = |name: String, path: &str| ways.push((name, p.link(&format!("{base}/{path}"))));
    add(p.t("Sửa thông tin chung", "Change the facts").to_owned(), "facts");
    for (place, licence) in (1..).zip(&site.licences) {
        let name = licence.number.known().cloned().unwrap_or_else(|| p.of(&licence.kind.name()));
        add(format!("{} {name}", p.t("Sửa giấy phép", "Change licence")), &format!("licences/{place}"));
        let fate = p.t("Gia hạn, đình chỉ, chấm dứt giấy phép", "Extend, suspend or end licence");
        add(format!("{fate} {name}"), &format!("licences/{place}/fate"));
    }
    add(p.t("Thêm giấy phép", "Add a licence").to_owned(), "licences");
    for (place, owner) in (1..).zip(&site.owners) {
        let name = owner.name.in_lang(p.lang);
        add(format!("{}: {name}", p.t("Sửa chủ đầu tư", "Change owner")), &format!("owners/{place}"));
    }
    add(p.t("Thêm chủ đầu tư", "Add an owner").to_owned(), "owners");
    for (place, capacity) in (1..).zip(&site.capacities) {
        let name = p.of(&capacity.printed);
        add(format!("{}: {name}", p.t("Sửa công suất", "Change capacity")), &format!("capacities/{place}"));
    }
    add(p.t("Thêm công suất", "Add a capacity").to_owned(), "capacities");
    ways
}
