//! The fields the forms of a site have in common, and how known facts stand in them.

use domain::sites::{Capacity, CapacityBasis, CapacityUnit, Fact, When, in_words};
use domain::text::Text;

use crate::component::{Field, Reading};
use crate::page::Page;
use crate::pages::sites::capital;

/// Where a change comes from, and why.
pub(super) fn grounds(p: &Page) -> [Field; 2] {
    [
        Field::line("source", p.t("Nguồn của thay đổi này", "Source of this change")).hint(p.t(
            "Số, ngày văn bản, địa chỉ trang, hoặc người cho biết. Nguồn được ghi thêm vào các nguồn của nơi này.",
            "The paper, the address, or who said so. It joins the sources of the site.",
        )),
        Field::line("why", p.t("Lý do, cho nhật ký", "Why, for the journal")).optional(),
    ]
}

/// The words of a list as choices.
pub(super) fn choices<T: Copy>(
    p: &Page,
    all: &[T],
    code: fn(T) -> &'static str,
    name: fn(T) -> Text,
) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), p.of(&capital(name(*one))))).collect()
}

/// The same, where none of them may be known.
pub(super) fn or_unknown(p: &Page, choices: Vec<(String, String)>) -> Vec<(String, String)> {
    let unknown = (String::new(), p.of(&capital(domain::sites::not_known())));
    std::iter::once(unknown).chain(choices).collect()
}

/// Words as they are typed: one form for both languages, or both with a bar between.
pub(super) fn typed(text: &Text) -> String {
    if text.vi == text.en { text.vi.clone() } else { format!("{} | {}", text.vi, text.en) }
}

/// Known words as they are typed; nothing where they are not known.
pub(super) fn known(fact: &Fact<Text>) -> String {
    fact.known().map(typed).unwrap_or_default()
}

/// A number as it is typed in the language of the page.
pub(super) fn figure(p: &Page, value: Option<f64>) -> String {
    let plain = value.map(|value| value.to_string()).unwrap_or_default();
    if p.is_vi() { plain.replace('.', ",") } else { plain }
}

/// A line of words in one or both languages that may be left out.
pub(super) fn words(p: &Page, name: &'static str, label: &str) -> Field {
    Field::line(name, label).optional().hint(both(p))
}

pub(super) fn both<'a>(p: &Page) -> &'a str {
    p.t("Tiếng Việt | tiếng Anh, hoặc một thứ tiếng.", "Vietnamese | English, or one for both.")
}

/// A number that may not be known.
pub(super) fn number(p: &Page, name: &'static str, label: &str, value: Option<f64>) -> Field {
    Field::line(name, label).optional().with(figure(p, value))
}

/// A moment that may not be known.
pub(super) fn moment(p: &Page, name: &'static str, label: &str, value: &Fact<When>) -> Field {
    Field::line(name, label).optional().with(value.known().map(ToString::to_string).unwrap_or_default()).hint(p.t(
        "Như 2024-02-20, 2024-02, 2024, 2024-early, ~2016 (khoảng); đúng như nguồn nói. Chưa rõ thì để trống.",
        "As 2024-02-20, 2024-02, 2024, 2024-early, ~2016 (about); no more exactly than the source. Empty when not known.",
    ))
}

/// The fields of a capacity; of a licence it needs no basis.
pub(super) fn capacity(p: &Page, known: Option<&Capacity>, of_licence: bool) -> Vec<Field> {
    let unit = known.map(|capacity| capacity.unit.code()).unwrap_or_default();
    let units = choices(p, CapacityUnit::ALL, CapacityUnit::code, CapacityUnit::name);
    let mut fields = vec![
        number(p, "capacity", p.t("Công suất", "Capacity"), known.and_then(|capacity| capacity.amount))
            .hint(p.t("Chỉ khi là một số rõ ràng, như 50000 hoặc 14,2.", "Only a clear number, as 50000 or 14.2.")),
        Field::one("unit", p.t("Đơn vị công suất", "Unit of the capacity"), or_unknown(p, units)).optional().with(unit),
    ];
    if !of_licence {
        let beside = [CapacityBasis::Planned, CapacityBasis::Plant];
        let basis = known.map_or(CapacityBasis::Planned, |capacity| capacity.basis);
        let bases = choices(p, &beside, CapacityBasis::code, CapacityBasis::name);
        fields.push(Field::one("basis", p.t("Căn cứ", "Basis"), bases).with(basis.code()));
    }
    let printed = known.filter(|one| one.amount.is_none_or(|amount| in_words(amount, &one.unit.name()) != one.printed));
    let of = known.map(|capacity| &capacity.of).and_then(Fact::known).map(typed).unwrap_or_default();
    let doubt = known.and_then(|capacity| capacity.note.as_ref()).map(typed).unwrap_or_default();
    fields.extend([
        words(p, "of", p.t("Công suất tính cho sản phẩm nào", "Counted in what")).with(of),
        words(p, "printed", p.t("Công suất như nguồn in", "Capacity as printed"))
            .hint(p.t(
                "Khi không phải một số rõ ràng, hoặc in khác.",
                "Where it is no clear number, or printed otherwise.",
            ))
            .with(printed.map(|capacity| typed(&capacity.printed)).unwrap_or_default()),
        words(p, "doubt", p.t("Điều còn nghi ngờ về công suất", "A doubt about the capacity")).with(doubt),
    ]);
    fields
}

/// A capacity as it was entered; `None` where none was, or something is wrong with it.
pub(super) fn read_capacity(reading: &mut Reading<'_>, p: &Page, basis: Option<CapacityBasis>) -> Option<Capacity> {
    let (amount, unit) = (not_negative(reading, p, "capacity"), reading.optional::<CapacityUnit>("unit"));
    let (of, printed, note) = (reading.text("of"), reading.text("printed"), reading.text("doubt"));
    let anything = amount.is_some() || of.is_some() || printed.is_some() || note.is_some();
    let Some(unit) = unit else {
        if anything {
            reading.wrong("unit", p.t("Chọn đơn vị của công suất.", "Choose the unit of the capacity."));
        }
        return None;
    };
    let said = printed.or_else(|| amount.map(|amount| in_words(amount, &unit.name())));
    if said.is_none() {
        reading.wrong(
            "capacity",
            p.t("Ghi công suất, hoặc công suất như nguồn in.", "Write the capacity, or as it is printed."),
        );
    }
    Some(Capacity { amount, unit, of: of.into(), basis: basis?, printed: said?, note })
}

/// A number of at least zero.
pub(super) fn not_negative(reading: &mut Reading<'_>, p: &Page, name: &str) -> Option<f64> {
    let number = reading.number(name);
    if number.is_some_and(|number| number < 0.0) {
        reading.wrong(name, p.t("Số không được âm.", "The number is not negative."));
        return None;
    }
    number
}
