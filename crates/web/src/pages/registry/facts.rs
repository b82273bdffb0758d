//! The plain facts of a site: changed, and those of a new one.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::sites::{
    Also, Edit, Fact, Facts, Mineral, NamedArea, Output, OutputUnit, Point, PointOf, Site, SiteCode, SiteKind, in_words,
};
use domain::text::Text;

use super::fields::{self, choices, or_unknown};
use super::{Work, found};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading, settle};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;
use crate::view;

/// The fields; without facts they are empty.
fn form_fields(p: &Page, known: Option<&Facts>) -> Vec<Field> {
    let kinds = choices(p, SiteKind::ALL, SiteKind::code, SiteKind::name);
    let kind = known.map_or(SiteKind::Mine, |facts| facts.kind);
    let also = choices(p, Also::ALL, Also::code, Also::name);
    let mut also = Field::any("also", p.t("Kèm theo", "Also there"), also);
    also.ticked = known.into_iter().flat_map(|facts| &facts.also).map(|one| one.code().to_owned()).collect();
    let name = Field::line("name", p.t("Tên", "Name")).hint(fields::both(p));
    let mut all = vec![
        name.with(known.map(|facts| fields::typed(&facts.name)).unwrap_or_default()),
        Field::one("kind", p.t("Loại", "Kind"), kinds).with(kind.code()),
        also,
    ];
    all.extend(mineral_fields(p, known));
    all.extend(place_fields(p, known));
    all.extend(working_fields(p, known));
    let text = |text: Option<&Text>| text.map(fields::typed).unwrap_or_default();
    all.extend([
        Field::lines("note", p.t("Ghi chú công khai", "Remark for everybody"))
            .optional()
            .hint(fields::both(p))
            .with(text(known.and_then(|facts| facts.note.as_ref()))),
        Field::lines("internal", p.t("Ghi chú nội bộ", "Remark for the office"))
            .optional()
            .hint(p.t("Không bao giờ công bố.", "Never published."))
            .with(text(known.and_then(|facts| facts.internal_note.as_ref()))),
    ]);
    all
}

fn mineral_fields(p: &Page, known: Option<&Facts>) -> [Field; 2] {
    let minerals = choices(p, Mineral::ALL, Mineral::code, Mineral::name);
    let listed = known.and_then(|facts| facts.minerals.known()).map(Vec::as_slice).unwrap_or_default();
    let main = listed.first().map(|mineral| mineral.code()).unwrap_or_default();
    let mut others =
        Field::any("minerals", p.t("Khoáng sản khác cùng có", "Other minerals beside it"), minerals.clone());
    others.ticked = listed.iter().skip(1).map(|mineral| mineral.code().to_owned()).collect();
    let main = Field::one("mineral", p.t("Khoáng sản chính", "Main mineral"), or_unknown(p, minerals)).with(main);
    [main.optional(), others]
}

/// The communes of today on the ground of the former province, by name.
fn communes(p: &Page, known: Option<&Facts>) -> Vec<(String, String)> {
    let chosen = known.and_then(|facts| facts.commune.known());
    let here = |commune: &&domain::area::Commune| {
        commune.district.is_none() && commune.former_province == "02" || Some(&commune.code) == chosen
    };
    let all = formats::carried::communes().iter().filter(here);
    let mut all: Vec<_> = all.map(|one| (one.code.to_string(), view::commune(&one.name, p.lang))).collect();
    all.sort_by(|(_, one), (_, other)| one.cmp(other));
    all
}

fn place_fields(p: &Page, known: Option<&Facts>) -> Vec<Field> {
    let area = known.map(|facts| facts.named_area.clone()).unwrap_or_default();
    let commune = known.and_then(|facts| facts.commune.known()).map(ToString::to_string).unwrap_or_default();
    let river = known.and_then(|facts| facts.river.known().cloned()).unwrap_or_default();
    let point = known.and_then(|facts| facts.point.known());
    let of = point.map(|point| point.of.code()).unwrap_or_default();
    let source = point.and_then(|point| point.source.known().cloned()).unwrap_or_default();
    let points = or_unknown(p, choices(p, PointOf::ALL, PointOf::code, PointOf::name));
    let degrees = p.t("Độ, như 22,998902.", "Degrees, as 22.998902.");
    vec![
        Field::line("river", p.t("Sông, suối", "River")).optional().with(river),
        Field::one("commune", p.t("Xã hiện nay", "Commune today"), or_unknown(p, communes(p, known)))
            .optional()
            .with(commune),
        fields::words(p, "named_commune", p.t("Xã theo giấy phép cũ", "Commune named then"))
            .with(fields::known(&area.commune)),
        fields::words(p, "named_district", p.t("Huyện theo giấy phép cũ", "District named then"))
            .with(fields::known(&area.district)),
        fields::words(p, "named_province", p.t("Tỉnh theo giấy phép cũ", "Province named then"))
            .with(fields::known(&area.province)),
        fields::number(p, "lat", p.t("Vĩ độ của điểm trên bản đồ", "Latitude of the point"), point.map(|one| one.lat))
            .hint(degrees),
        fields::number(
            p,
            "lon",
            p.t("Kinh độ của điểm trên bản đồ", "Longitude of the point"),
            point.map(|one| one.lon),
        )
        .hint(degrees),
        Field::one("point", p.t("Điểm ấy là", "The point is"), points).optional().with(of),
        Field::line("point_source", p.t("Ai cho tọa độ", "Who gives the point")).optional().with(source),
    ]
}

fn working_fields(p: &Page, known: Option<&Facts>) -> Vec<Field> {
    let output = known.and_then(|facts| facts.output.known());
    let unit = output.map(|output| output.unit.code()).unwrap_or_default();
    let units = or_unknown(p, choices(p, OutputUnit::ALL, OutputUnit::code, OutputUnit::name));
    let printed =
        output.filter(|one| one.amount.is_none_or(|amount| in_words(amount, &one.unit.name()) != one.printed));
    let printed = printed.map(|output| fields::typed(&output.printed)).unwrap_or_default();
    let (start, operation) = known.map(|facts| (facts.construction_start, facts.operation_date)).unwrap_or_default();
    let reserves = known.map(|facts| fields::known(&facts.reserves)).unwrap_or_default();
    vec![
        fields::number(
            p,
            "area",
            p.t("Diện tích (ha)", "Area (ha)"),
            known.and_then(|facts| facts.area_ha.known().copied()),
        )
        .hint(p.t("Khi không theo giấy phép nào.", "Where no licence gives it.")),
        fields::words(p, "reserves", p.t("Trữ lượng", "Reserves")).with(reserves),
        fields::number(p, "output", p.t("Sản lượng năm", "Yearly output"), output.and_then(|output| output.amount)),
        Field::one("output_unit", p.t("Đơn vị sản lượng", "Unit of the output"), units).optional().with(unit),
        fields::words(p, "output_text", p.t("Sản lượng như nguồn in", "Output as printed")).with(printed),
        fields::moment(p, "started", p.t("Khởi công", "Construction began"), &start),
        fields::moment(p, "operating", p.t("Bắt đầu hoạt động", "In operation since"), &operation),
    ]
}

fn read(reading: &mut Reading<'_>, p: &Page, known: &[Mineral], sources: Vec<String>) -> Option<Facts> {
    let (name, kind) = (reading.text("name"), reading.optional::<SiteKind>("kind"));
    let also: BTreeSet<Also> = reading.many("also").into_iter().collect();
    let minerals = read_minerals(reading, p, known);
    let named_area = NamedArea {
        commune: reading.text("named_commune").into(),
        district: reading.text("named_district").into(),
        province: reading.text("named_province").into(),
    };
    let (river, commune) = (reading.line("river"), reading.optional("commune"));
    let area = fields::not_negative(reading, p, "area");
    let (reserves, output, point) = (reading.text("reserves"), read_output(reading, p), read_point(reading, p));
    let (start, operation) = (reading.optional("started"), reading.optional("operating"));
    let (note, internal_note) = (reading.text("note"), reading.text("internal"));
    Some(Facts {
        name: name?,
        kind: kind?,
        also,
        minerals,
        river: river.into(),
        commune: commune.into(),
        named_area,
        area_ha: area.into(),
        reserves: reserves.into(),
        output: output.into(),
        construction_start: start.into(),
        operation_date: operation.into(),
        point: point.into(),
        note,
        internal_note,
        sources,
    })
}

/// The minerals, the main one first, the others in the order they had.
fn read_minerals(reading: &mut Reading<'_>, p: &Page, known: &[Mineral]) -> Fact<Vec<Mineral>> {
    let (main, mut others) = (reading.optional::<Mineral>("mineral"), reading.many::<Mineral>("minerals"));
    let Some(main) = main else {
        if !others.is_empty() {
            reading.wrong("mineral", p.t("Chọn khoáng sản chính.", "Choose the main mineral."));
        }
        return Fact::Unknown;
    };
    others.sort_by_key(|other| known.iter().position(|one| one == other).unwrap_or(known.len()));
    Fact::Known(std::iter::once(main).chain(others.into_iter().filter(|other| *other != main)).collect())
}

fn read_output(reading: &mut Reading<'_>, p: &Page) -> Option<Output> {
    let (amount, printed) = (fields::not_negative(reading, p, "output"), reading.text("output_text"));
    let Some(unit) = reading.optional::<OutputUnit>("output_unit") else {
        if amount.is_some() || printed.is_some() {
            reading.wrong("output_unit", p.t("Chọn đơn vị của sản lượng.", "Choose the unit of the output."));
        }
        return None;
    };
    let said = printed.or_else(|| amount.map(|amount| in_words(amount, &unit.name())));
    if said.is_none() {
        reading.wrong("output", p.t("Ghi sản lượng, hoặc như nguồn in.", "Write the output, or as it is printed."));
    }
    Some(Output { amount, unit, printed: said? })
}

fn read_point(reading: &mut Reading<'_>, p: &Page) -> Option<Point> {
    let (lat, lon) = (reading.number("lat"), reading.number("lon"));
    let (of, source) = (reading.optional::<PointOf>("point"), reading.line("point_source"));
    match (lat, lon, of) {
        (None, None, None) if source.is_none() => None,
        (Some(lat), Some(lon), Some(of)) => {
            let point = Point::new(lat, lon, of, source.into());
            if point.is_none() {
                reading.wrong(
                    "lat",
                    p.t(
                        "Vĩ độ trong khoảng ±90, kinh độ ±180.",
                        "A latitude lies within ±90, a longitude within ±180.",
                    ),
                );
            }
            point
        }
        _ => {
            let what = p.t(
                "Ghi đủ vĩ độ, kinh độ và điểm ấy là gì, hoặc để trống cả.",
                "Give latitude, longitude and what it is a point of, or none of them.",
            );
            reading.wrong(
                if lat.is_none() {
                    "lat"
                } else if lon.is_none() {
                    "lon"
                } else {
                    "point"
                },
                what,
            );
            None
        }
    }
}

/// The longest source, in characters.
const LONGEST_SOURCE: usize = 1_000;

/// The sources as lines; each once.
fn read_sources(reading: &mut Reading<'_>, p: &Page) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    if reading.plain("sources").lines().any(|line| line.chars().count() > LONGEST_SOURCE) {
        reading.wrong(
            "sources",
            p.t(
                "Một nguồn dài quá 1.000 chữ. Viết ngắn lại.",
                "A source has more than 1,000 letters. Make it shorter.",
            ),
        );
    }
    for line in reading.plain("sources").lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !sources.iter().any(|known| known == line) {
            sources.push(line.to_owned());
        }
    }
    sources
}

async fn facts(asked: &Asked) -> Result<Work, Trouble> {
    let found = found(asked).await?;
    let p = &found.2;
    let known = Facts::of(&found.1.site);
    let mut all = form_fields(p, Some(&known));
    all.push(
        Field::lines("sources", p.t("Các nguồn của nơi này", "Sources of the site"))
            .hint(p.t("Mỗi dòng một nguồn.", "One source a line."))
            .with(known.sources.join("\n")),
    );
    let names =
        (p.t("Sửa thông tin chung", "Change the facts").to_owned(), p.t("Ghi bản sửa", "Record the change").to_owned());
    let say = p
        .t("Điều chưa rõ thì để trống: trang sẽ ghi “chưa rõ”.", "Leave empty what is not known: the page will say so.")
        .to_owned();
    Ok(Work::new(asked, found, (&names.0, &names.1), all).say(&say))
}

/// `/sites/M02/facts`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    facts(&asked).await?.show()
}

/// Takes changed facts.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let work = facts(&asked).await?;
    let p = work.p.clone();
    let read = |reading: &mut Reading<'_>, site: &Site| {
        let sources = read_sources(reading, &p);
        let known = site.minerals.known().map(Vec::as_slice).unwrap_or_default();
        Some(Edit::Facts(Box::new(read(reading, &p, known, sources)?)))
    };
    work.take(&asked, read, "facts").await
}

fn new(asked: &Asked) -> (Sheet, FormView, Page) {
    let p = asked.page("", "");
    let above = [(p.t("Mỏ, thủy điện, nhà máy", "Mines, hydropower, plants"), "/sites")];
    let sheet = Sheet::new(asked, p.t("Mở nơi mới trong sổ", "A new site"), &above)
        .say(p.t(
            "Giấy phép, chủ đầu tư, công suất, tình trạng ghi sau, trên trang của nơi đó.",
            "Licences, owners, capacities and the state are added afterwards, on the page of the site.",
        ))
        .link(p.t("Danh sách mỏ, nhà máy", "List of sites"), "/sites");
    // A field of this name keeps what was typed: codes of sites are no secrets.
    let code = Field::line("site", p.t("Mã", "Code")).hint(p.t(
        "Chữ hoa trước, rồi chữ hoa, chữ số, gạch nối, như M41; không đổi được về sau.",
        "A capital first, then capitals, digits and dashes, as M41; it cannot be changed later.",
    ));
    let mut all = vec![code];
    all.extend(form_fields(&p, None));
    all.extend(fields::grounds(&p));
    let form = FormView::new(&p, "/sites/new", p.t("Mở nơi mới", "Open the site"), all);
    (sheet, form, p)
}

/// `/sites/new`.
pub(crate) async fn show_new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form, _) = new(&asked);
    sheet.form(form).answer()
}

/// Takes a new site.
pub(crate) async fn take_new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let (sheet, form, p) = new(&asked);
    let mut reading = Reading::of(form, &asked.fields, &p);
    let code = reading.optional::<SiteCode>("site");
    let sources = reading.line("source").into_iter().collect();
    let (facts, why) = (read(&mut reading, &p, &[], sources), reading.line("why").unwrap_or_default());
    let (form, code, facts) = match (reading.done(), code, facts) {
        (Ok(form), Some(code), Some(facts)) => (form, code, facts),
        (Ok(form) | Err(form), ..) => return sheet.form(form).answer(),
    };
    let next = format!("/sites/{code}?done=opened");
    settle(sheet, form, "site", office::sites::open(&context, code, &facts, &why).await, &next)
}
