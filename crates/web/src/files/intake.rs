//! What a file that was sent in would change, as a file.

use domain::text::Text;
use formats::table::{Cell, Head};
use jiff::civil::Date;
use office::rehearsal::Difference;

use super::columns::words;
use super::written;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::changed;
use crate::page::Page;
use crate::trouble::Trouble;

/// Every difference, a row a field.
pub(crate) fn differences(
    asked: &Asked,
    p: &Page,
    (intake, today): (i64, Date),
    found: Vec<Difference>,
) -> Result<Answer, Trouble> {
    let columns = vec![
        words("what", "Mục", "What"),
        words("new", "Mới", "New"),
        words("field", "Trường", "Field"),
        words("name", "Tên trường", "Name of the field"),
        words("before", "Trước", "Before"),
        words("after", "Sau", "After"),
    ];
    let head = Head {
        name: format!("khoi-intake-{intake}"),
        title: Text::new(format!("Tệp {intake} sẽ thêm, đổi gì"), format!("What file {intake} would add and change")),
        notes: vec![Text::new("Chưa ghi gì.", "Nothing was written.")],
        vintage: today,
        columns,
    };
    let rows = found.into_iter().flat_map(|one| {
        let new = if one.is_new { Cell::Words(Text::new("mới", "new")) } else { Cell::Empty };
        let what = one.what;
        one.fields.into_iter().map(move |(way, before, after)| (what.clone(), new.clone(), way, before, after))
    });
    let p = p.clone();
    let rows = rows.map(move |(what, new, way, before, after)| {
        let name = changed::field(&p, &way);
        vec![Cell::code(what), new, Cell::code(way), Cell::code(name), Cell::code(before), Cell::code(after)]
    });
    written(asked, head, Box::new(rows), None)
}
