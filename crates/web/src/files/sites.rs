//! The registry of sites as a file.

use std::sync::Arc;

use domain::sites::{Site, not_known};
use domain::text::{Lang, Text};
use formats::table::{Cell, Column, Head, Kind, Row};
use office::outlook::Board;

use super::columns::words;
use super::sets::{Rows, Set};

/// Every site with its state, its sources and what it would add.
pub(super) fn sites(board: Arc<Board>) -> (Head, Rows) {
    let columns = vec![
        words("code", "Mã", "Code"),
        words("name", "Tên", "Name"),
        words("kind", "Loại", "Kind"),
        words("minerals", "Khoáng sản", "Minerals"),
        words("river", "Sông", "River"),
        words("operator", "Chủ đầu tư", "Operator"),
        words("commune", "Mã xã hiện nay", "Commune code today"),
        words("district", "Huyện cũ", "Former district"),
        words("state", "Tình trạng", "State"),
        words("since", "Từ khi", "Since"),
        words("as_of", "Nguồn nói về", "The source speaks of"),
        words("ordered_by", "Cơ quan chỉ đạo", "Ordered by"),
        words("why", "Chi tiết", "Details"),
        words("capacity", "Công suất", "Capacity"),
        Column::new(
            "adds",
            "Thêm vào mức tăng của năm nếu chạy hết công suất (điểm %)",
            "Would add to the year at full capacity (points)",
            Kind::Number(2),
        ),
        words("adds_note", "Ghi chú về mức đóng góp", "Note on it"),
        words("sources", "Nguồn", "Sources"),
    ];
    let simulated = board.simulated.then(|| {
        Text::new(
            "Mức đóng góp tính trên chỉ số mô phỏng.",
            "What a site would add is computed with a simulated index.",
        )
    });
    let title = Set::Sites.title();
    let head =
        Head { name: "khoi-sites".into(), title, notes: simulated.into_iter().collect(), vintage: board.day, columns };
    let rows = (0..board.sites.len()).map(move |place| row(&board, &board.sites[place]));
    (head, Box::new(rows))
}

/// Words said in both languages.
fn both(say: impl Fn(Lang) -> String) -> Cell {
    Cell::Words(Text::new(say(Lang::Vi), say(Lang::En)))
}

fn row(board: &Board, site: &Site) -> Row {
    let record = site.record_on(board.day);
    let of_record = |lang, of: &dyn Fn(&domain::sites::StateRecord) -> String| {
        record.map_or_else(|| not_known().in_lang(lang).to_owned(), of)
    };
    let worth = match board.worth.get(&site.code) {
        Some(Err(why)) => Cell::Words(why.clone()),
        _ => Cell::Empty,
    };
    vec![
        Cell::code(site.code.as_str()),
        Cell::Words(site.name.clone()),
        Cell::Words(site.kind.name()),
        both(|lang| site.minerals_in(lang)),
        both(|lang| site.river.words(lang, Clone::clone)),
        both(|lang| site.operator_on(board.day).words(lang, |name| name.in_lang(lang).to_owned())),
        both(|lang| site.commune.words(lang, |commune| commune.code().to_owned())),
        both(|lang| site.named_area.district.in_lang(lang)),
        Cell::Words(site.state_on(board.day).name()),
        both(|lang| of_record(lang, &|r| r.since.words(lang, |when| when.in_lang(lang)))),
        both(|lang| of_record(lang, &|r| r.as_of.words(lang, |when| when.in_lang(lang)))),
        both(|lang| of_record(lang, &|r| r.by.in_lang(lang))),
        both(|lang| of_record(lang, &|r| r.why.in_lang(lang).to_owned())),
        both(|lang| site.capacities.iter().map(|c| c.printed.in_lang(lang)).collect::<Vec<_>>().join("; ")),
        Cell::number(board.whole(site)),
        worth,
        Cell::code(site.sources.join("; ")),
    ]
}
