//! `docs/import.md`, written from the tables.

use super::{CellKind, Column, Kind, Layout};

const HEAD: &str = "\
# Nạp dữ liệu / Importing data

*This page is written by the program from its own tables; a test keeps it equal. Trang này do chương trình viết ra từ chính các bảng nó đọc.*

`khoi import` reads delimited text (`.csv`) and workbooks (`.xlsx`). One table of columns serves both; the columns may stand in any order.

**Chung / For all files**

- CSV: UTF-8 (BOM allowed), delimiter comma, semicolon or tab, one heading row; lines before it that begin with `#` are remarks. / CSV mã UTF-8, phân cách bằng dấu phẩy, chấm phẩy hoặc tab; dòng đầu là tiêu đề; các dòng `#` phía trên là chú thích.
- Workbook: every visible sheet with the heading row (within the first 30 rows) is read; hidden sheets are not. A formula counts by its last computed value and is noted. / Sổ tính: đọc mọi trang hiện có dòng tiêu đề trong 30 dòng đầu; trang ẩn không đọc. Công thức lấy giá trị tính lần cuối và được lưu ý.
- Headings: the code, or the Vietnamese heading with or without diacritics; capitals and what stands in brackets do not matter. A heading nobody knows makes the file unreadable, except `stt`, `note`, `ghi chú` and names beside codes. / Tiêu đề: mã, hoặc tiếng Việt có dấu hay không dấu.
- Numbers: `1671.5`, `1671,5`, `1.671,5`, `1 671,5`. `1.671` alone has two readings: it is read by what the other numbers of the file show, and refused when they show nothing. / Số: `1.671` đọc theo các số khác trong tệp; nếu không rõ thì bị từ chối.
- Days `2024-01-31` or `31/01/2024`; months `2024-01` or `01/2024`. / Ngày, tháng.
- An unreadable file: nothing is taken, exit 2. Faulty rows: the sound ones go in, exit 1; with `--all-or-nothing` none goes in, exit 2. / Tệp không đọc được: không nhận gì, mã thoát 2. Dòng sai: nhận các dòng đúng, mã thoát 1.
- `khoi import --template KIND` prints the layout; filled examples are in `data/examples/`. / In mẫu; ví dụ trong `data/examples/`.
";

const BOUNDARIES: &str = "
## boundaries: Ranh giới cho bản đồ / Boundaries for the map

`khoi import --kind boundaries FILE.geojson --of province|district|commune --source \"…\" --licence \"…\"`

Tệp GeoJSON (RFC 7946), tọa độ WGS 84, mỗi vùng (Polygon, MultiPolygon) có tên (`name_vi`, `ten`, `name` …) và có thể có mã (`gso_code`, `ma`, `code` …). Tệp được nhận nguyên vẹn hoặc không nhận (mã thoát 2), được làm đơn giản rồi thay sơ đồ trên trang mỏ, nhà máy; nguồn và điều kiện sử dụng ghi trên bản đồ. Bản đồ phạm vi cả nước phải có quần đảo Hoàng Sa và quần đảo Trường Sa.

GeoJSON (RFC 7946) in WGS 84, each area (Polygon, MultiPolygon) with a name (`name_vi`, `ten`, `name` …) and perhaps a code (`gso_code`, `ma`, `code` …). The file is taken whole or not at all (exit 2), simplified, and drawn in place of the schematic on the page of sites, with its source and terms. A map of the country must have Hoàng Sa and Trường Sa on it.
";

/// The whole page.
#[must_use]
pub fn documentation() -> String {
    let mut page = String::from(HEAD);
    for kind in Kind::ALL {
        page.push_str(&section(kind.layout()));
    }
    page.push_str(BOUNDARIES);
    page
}

fn section(layout: &Layout) -> String {
    let code = layout.kind.code();
    let mut text = format!(
        "\n## {code}: {} / {}\n\n{}\n\n{}\n\nExamples / ví dụ: `data/examples/{code}.csv`, `data/examples/{code}.xlsx`\n\n",
        layout.title.vi, layout.title.en, layout.about.vi, layout.about.en
    );
    text.push_str("| code | tiêu đề | kind / kiểu | required / bắt buộc | meaning / ý nghĩa | example / ví dụ |\n");
    text.push_str("|---|---|---|---|---|---|\n");
    for column in layout.columns {
        text.push_str(&line(column));
    }
    text
}

fn line(column: &Column) -> String {
    let kind = match column.kind {
        CellKind::Choice(choices) => choices
            .iter()
            .map(|c| format!("`{}` ({})", c.code, c.vi.first().copied().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join(", "),
        other => format!("{} / {}", other.words().en, other.words().vi),
    };
    let required = if column.required { "yes / có" } else { "" };
    format!(
        "| `{}` | {} | {kind} | {required} | {} {} | {} |\n",
        column.code, column.heading, column.meaning.en, column.meaning.vi, column.example
    )
}
