//! What has changed of a thing, field by field, in the words of the page: names of fields and values of fixed lists.

use domain::sites::When;
use domain::text::Text;

use crate::page::Page;

/// Fields by the names they have in a difference.
const FIELDS: &[(&str, &str, &str)] = &[
    ("actual_previous", "thực hiện tháng trước", "actual of last month"),
    ("added", "thêm", "added"),
    ("address", "địa chỉ trang", "address"),
    ("agencies", "cơ quan", "agencies"),
    ("also", "kèm theo", "also there"),
    ("amount", "số lượng", "amount"),
    ("area", "lãnh thổ", "area"),
    ("area_ha", "diện tích (ha)", "area (ha)"),
    ("as_of", "nguồn nói về", "the source speaks of"),
    ("asked", "yêu cầu", "asked"),
    ("base", "năm gốc", "base year"),
    ("base_quantities", "sản lượng gốc", "base quantities"),
    ("basis", "căn cứ", "basis"),
    ("by", "ai", "by whom"),
    ("capacities", "công suất", "capacity"),
    ("capacity", "công suất", "capacity"),
    ("capacity_used", "công suất đã dùng (%)", "capacity in use (%)"),
    ("closing_stock", "tồn kho cuối tháng", "closing stock"),
    ("code", "mã", "code"),
    ("commodity", "mặt hàng", "commodity"),
    ("commune", "xã", "commune"),
    ("construction", "xây dựng", "construction"),
    ("construction_start", "khởi công", "construction began"),
    ("date", "ngày", "date"),
    ("deadline", "hạn", "deadline"),
    ("disbursed", "giải ngân (triệu đồng)", "paid out (million đồng)"),
    ("district", "huyện", "district"),
    ("documents", "văn bản", "papers"),
    ("due", "hạn", "due"),
    ("employees", "lao động", "employees"),
    ("end", "hết hạn", "end"),
    ("enterprise", "doanh nghiệp", "enterprise"),
    ("establishment", "cơ sở", "establishment"),
    ("estimate", "ước tháng này", "estimate"),
    ("estimated", "ước tính", "estimated"),
    ("events", "sự việc", "events"),
    ("exception", "lý do áp dụng trình tự", "reason for the procedure"),
    ("facts", "sự việc", "facts"),
    ("fates", "việc của giấy phép", "what became of it"),
    ("findings", "tồn tại", "findings"),
    ("finished", "xong", "finished"),
    ("from", "từ", "from"),
    ("goals", "bước đích", "goals"),
    ("growth", "mức tăng (%)", "growth (%)"),
    ("hectares", "héc-ta", "hectares"),
    ("history", "diễn biến", "history"),
    ("households", "số hộ", "households"),
    ("how", "khắc phục thế nào", "how"),
    ("indicator", "chỉ tiêu", "indicator"),
    ("industry", "ngành", "industry"),
    ("internal_note", "ghi chú nội bộ", "remark for the office"),
    ("internal_remark", "ghi chú nội bộ", "remark for the office"),
    ("interruptions", "lần dừng", "interruptions"),
    ("issuer", "cơ quan cấp", "issued by"),
    ("kind", "loại", "kind"),
    ("land", "đất đai", "land"),
    ("lat", "vĩ độ", "latitude"),
    ("lead", "chủ trì", "lead"),
    ("licences", "giấy phép", "licence"),
    ("lifted", "việc gỡ", "lifting"),
    ("lines", "dòng", "lines"),
    ("lon", "kinh độ", "longitude"),
    ("measure", "số đo", "measure"),
    ("mended", "khắc phục ngày", "mended on"),
    ("minerals", "khoáng sản", "minerals"),
    ("month", "tháng", "month"),
    ("name", "tên", "name"),
    ("name_en", "tên tiếng Anh", "English name"),
    ("name_vi", "tên tiếng Việt", "Vietnamese name"),
    ("named_area", "địa danh theo giấy phép", "named area"),
    ("node", "ngành", "industry"),
    ("not_needed", "không cần", "not needed"),
    ("note", "ghi chú", "remark"),
    ("number", "số", "number"),
    ("obstacle", "vướng mắc", "obstacle"),
    ("of", "tính cho", "of"),
    ("opening_stock", "tồn kho đầu tháng", "opening stock"),
    ("operation_date", "bắt đầu hoạt động", "in operation since"),
    ("order", "thứ tự", "place in the list"),
    ("output", "sản lượng năm", "yearly output"),
    ("owners", "chủ đầu tư", "owner"),
    ("ownership", "loại hình", "ownership"),
    ("paper", "số văn bản", "paper"),
    ("parent", "ngành trên", "parent"),
    ("partners", "phối hợp", "partners"),
    ("percent", "khối lượng (%)", "works done (%)"),
    ("period", "kỳ", "period"),
    ("plan_next", "kế hoạch tháng sau", "plan of next month"),
    ("planned", "dự kiến", "planned"),
    ("planned_finish", "dự kiến xong", "planned finish"),
    ("planned_start", "dự kiến bắt đầu", "planned start"),
    ("point", "điểm trên bản đồ", "point on the map"),
    ("printed", "như in", "as printed"),
    ("product", "sản phẩm", "product"),
    ("project", "dự án", "project"),
    ("province", "tỉnh", "province"),
    ("reason", "lý do", "reason"),
    ("received", "nhận ngày", "received"),
    ("remark", "ghi chú", "remark"),
    ("reserves", "trữ lượng", "reserves"),
    ("result", "kết quả", "result"),
    ("river", "sông", "river"),
    ("sector", "ngành", "sector"),
    ("series", "chuỗi", "series"),
    ("shipments", "tiêu thụ", "shipments"),
    ("shipments_value", "giá trị tiêu thụ", "value of shipments"),
    ("simulated", "mô phỏng", "simulated"),
    ("since", "từ khi", "since"),
    ("site", "mỏ, nhà máy", "site"),
    ("source", "nguồn", "source"),
    ("sources", "nguồn", "sources"),
    ("stage", "số liệu về", "figure of"),
    ("start", "bắt đầu", "start"),
    ("started", "bắt đầu", "started"),
    ("state", "tình trạng", "state"),
    ("states", "tình trạng", "state"),
    ("steps", "các bước", "steps"),
    ("summary", "nội dung", "summary"),
    ("template", "trình tự", "procedure"),
    ("unit", "đơn vị", "unit"),
    ("until", "đến", "until"),
    ("value", "giá trị", "value"),
    ("visibility", "phạm vi xem", "visibility"),
    ("volume", "khối lượng bằng lời", "volume in words"),
    ("watcher", "theo dõi", "watcher"),
    ("weight", "quyền số", "weight"),
    ("weights", "quyền số", "weights"),
    ("what", "nội dung", "what"),
    ("when", "thời điểm", "when"),
    ("why", "lý do", "why"),
    ("year", "năm", "year"),
];

/// The name of a field by the way to it: `licences.2.end` is *giấy phép 2, hết hạn*. A name nobody has given words to is shown as it is.
pub(crate) fn field(p: &Page, way: &str) -> String {
    let mut said = String::new();
    for part in way.split('.') {
        let is_place = part.bytes().all(|byte| byte.is_ascii_digit());
        if !said.is_empty() {
            said.push_str(if is_place { " " } else { ", " });
        }
        let words = FIELDS.iter().find(|(code, ..)| *code == part);
        said.push_str(words.map_or(part, |(_, vi, en)| p.t(vi, en)));
    }
    said
}

/// A value as people read it: words of fixed lists, yes and no, the decimal mark; and that there is none.
pub(crate) fn value(p: &Page, way: &str, value: &str) -> String {
    match value {
        "" => p.t("(trống)", "(empty)").to_owned(),
        "true" => p.t("có", "yes").to_owned(),
        "false" => p.t("không", "no").to_owned(),
        _ => match of_list(way, value) {
            Some(text) => p.of(&text),
            None if is_moment(way) && value.parse::<When>().is_ok() => {
                value.parse::<When>().map(|when| when.in_lang(p.lang)).unwrap_or_default()
            }
            None if value.parse::<f64>().is_ok() => figure(value.strip_suffix(".0").unwrap_or(value), p.is_vi()),
            None => p.of(&Text::typed(value)),
        },
    }
}

fn figure(plain: &str, is_vi: bool) -> String {
    if is_vi { plain.replace('.', ",") } else { plain.to_owned() }
}

/// The part of the way that names the field: its last word.
fn last(way: &str) -> &str {
    way.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(way)
}

/// Whether the field holds a day, a month or a moment of the past.
fn is_moment(way: &str) -> bool {
    const MOMENTS: [&str; 15] = [
        "as_of",
        "construction_start",
        "date",
        "deadline",
        "due",
        "end",
        "finished",
        "from",
        "mended",
        "month",
        "operation_date",
        "since",
        "started",
        "until",
        "when",
    ];
    MOMENTS.contains(&last(way))
}

/// The name of a code in a field that holds one of a fixed list.
fn of_list(way: &str, code: &str) -> Option<Text> {
    use domain::projects::{LandStage, ReportState, VisitKind};
    use domain::sites::{
        Also, CapacityBasis, CapacityUnit, FateKind, LicenceKind, Mineral, OutputUnit, PointOf, SiteKind, State,
    };
    macro_rules! first_of {
        ($($list:ty),*) => { None$(.or_else(|| code.parse::<$list>().ok().map(|one| one.name())))* };
    }
    match last(way) {
        "state" => first_of!(State, ReportState),
        "kind" if way.contains("fates") => first_of!(FateKind),
        "kind" if way.contains("licences") => first_of!(LicenceKind),
        "kind" => first_of!(SiteKind, VisitKind),
        "minerals" => first_of!(Mineral),
        "also" => first_of!(Also),
        "unit" => first_of!(CapacityUnit, OutputUnit),
        "basis" => first_of!(CapacityBasis),
        "of" => first_of!(PointOf),
        "stage" => first_of!(LandStage),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_stand_once() {
        assert!(FIELDS.windows(2).all(|pair| pair[0].0 < pair[1].0), "keep the names in order");
        assert!(FIELDS.iter().all(|(_, vi, en)| !vi.is_empty() && !en.is_empty()));
    }

    /// Every field of a site has words: what an officer reads names no field of the program.
    #[test]
    fn every_field_of_a_site_has_a_name() {
        fn names(value: &serde_json::Value, found: &mut Vec<String>) {
            match value {
                serde_json::Value::Object(fields) if !fields.contains_key("vi") => {
                    fields.iter().for_each(|(name, value)| {
                        found.push(name.clone());
                        names(value, found);
                    });
                }
                serde_json::Value::Array(list) => list.iter().for_each(|value| names(value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        for site in formats::carried::sites() {
            names(&serde_json::to_value(site).unwrap(), &mut found);
        }
        for name in found {
            assert!(FIELDS.iter().any(|(code, ..)| *code == name), "{name} has no words");
        }
    }

    #[test]
    fn codes_of_lists_are_said_in_words() {
        assert_eq!(of_list("states.2.state", "operating").unwrap().vi, "đang hoạt động");
        assert_eq!(of_list("licences.1.kind", "mining").unwrap().en, "mining licence");
        assert_eq!(of_list("minerals.1", "lead").unwrap().vi, "chì");
        assert_eq!(of_list("name", "lead"), None);
    }
}
