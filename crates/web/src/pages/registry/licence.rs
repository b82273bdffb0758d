//! A licence of a site: added, changed, and what became of it.

use std::sync::Arc;

use domain::sites::{CapacityBasis, Edit, Fact, Fate, FateKind, Licence, LicenceKind};

use super::fields::{self, choices};
use super::{Work, found, place_in};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, Reading};
use crate::page::Page;
use crate::trouble::Trouble;

fn form_fields(p: &Page, known: Option<&Licence>) -> Vec<Field> {
    let kind = known.map_or(LicenceKind::Mining, |licence| licence.kind);
    let text = |of: fn(&Licence) -> &Fact<domain::text::Text>| known.map(of).map(fields::known).unwrap_or_default();
    let date = known.map(|licence| licence.date).unwrap_or_default();
    let end = known.map(|licence| licence.end).unwrap_or_default();
    let note = known.and_then(|licence| licence.note.as_ref()).map(fields::typed).unwrap_or_default();
    let number = known.and_then(|licence| licence.number.known().cloned()).unwrap_or_default();
    let area = known.and_then(|licence| licence.area_ha.known().copied());
    let mut all = vec![
        Field::one(
            "kind",
            p.t("Loại giấy phép, quyết định", "Kind of licence or decision"),
            choices(p, LicenceKind::ALL, LicenceKind::code, LicenceKind::name),
        )
        .with(kind.code()),
        Field::line("number", p.t("Số, ký hiệu", "Number"))
            .optional()
            .hint(p.t("Như 872/GP-BTNMT; chưa rõ thì để trống.", "As 872/GP-BTNMT; empty when not known."))
            .with(number),
        fields::words(p, "issuer", p.t("Cơ quan cấp", "Issued by")).with(text(|licence| &licence.issuer)),
        fields::moment(p, "date", p.t("Cấp ngày", "Issued"), &date),
        fields::moment(p, "end", p.t("Hết hạn", "Ends"), &end),
        fields::number(p, "area", p.t("Diện tích (ha)", "Area (ha)"), area),
        fields::words(p, "reserves", p.t("Trữ lượng", "Reserves")).with(text(|licence| &licence.reserves)),
    ];
    all.extend(fields::capacity(p, known.and_then(|licence| licence.capacity.known()), true));
    all.push(fields::words(p, "note", p.t("Ghi chú", "Remark")).with(note));
    all
}

fn read(reading: &mut Reading<'_>, p: &Page) -> Option<Licence> {
    let (kind, number, issuer) = (reading.optional("kind"), reading.line("number"), reading.text("issuer"));
    let (date, end) = (reading.optional("date"), reading.optional("end"));
    let area = fields::not_negative(reading, p, "area");
    let reserves = reading.text("reserves");
    let capacity = fields::read_capacity(reading, p, Some(CapacityBasis::Licensed));
    let note = reading.text("note");
    Some(Licence {
        number: number.into(),
        kind: kind?,
        issuer: issuer.into(),
        date: date.into(),
        end: end.into(),
        area_ha: area.into(),
        reserves: reserves.into(),
        capacity: capacity.into(),
        note,
        fates: Vec::new(),
    })
}

async fn added(asked: &Asked) -> Result<Work, Trouble> {
    let found = found(asked).await?;
    let p = &found.2;
    let names =
        (p.t("Thêm giấy phép", "Add a licence").to_owned(), p.t("Ghi giấy phép", "Record the licence").to_owned());
    let all = form_fields(p, None);
    Ok(Work::new(asked, found, (&names.0, &names.1), all))
}

/// `/sites/M02/licences`.
pub(crate) async fn show_added(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    added(&asked).await?.show()
}

/// Takes a new licence.
pub(crate) async fn take_added(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let work = added(&asked).await?;
    let p = work.p.clone();
    work.take(&asked, |reading, _| Some(Edit::Licence(None, Box::new(read(reading, &p)?))), "licence").await
}

async fn changed(asked: &Asked) -> Result<(Work, usize), Trouble> {
    let found = found(asked).await?;
    let place = place_in(asked, &found.1.site.licences)?;
    let (p, known) = (&found.2, found.1.site.licences.get(place));
    let names =
        (p.t("Sửa giấy phép", "Change a licence").to_owned(), p.t("Ghi bản sửa", "Record the change").to_owned());
    let say = p
        .t(
            "Gia hạn, tạm đình chỉ, thu hồi, trả lại, thay thế không sửa ở đây: ghi ở trang “Gia hạn, đình chỉ, chấm dứt”.",
            "Extensions, suspensions, revocations, giving back and replacement are not changed here: they have a page of their own.",
        )
        .to_owned();
    let all = form_fields(p, known);
    let fate =
        (p.t("Gia hạn, đình chỉ, chấm dứt", "Extend, suspend or end it").to_owned(), format!("{}/fate", asked.path));
    let mut work = Work::new(asked, found, (&names.0, &names.1), all).say(&say);
    work.sheet = work.sheet.link(&fate.0, &fate.1);
    Ok((work, place))
}

/// `/sites/M02/licences/1`.
pub(crate) async fn show_changed(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    changed(&asked).await?.0.show()
}

/// Takes a changed licence.
pub(crate) async fn take_changed(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, place) = changed(&asked).await?;
    let p = work.p.clone();
    work.take(&asked, |reading, _| Some(Edit::Licence(Some(place), Box::new(read(reading, &p)?))), "licence").await
}

async fn fate(asked: &Asked) -> Result<(Work, usize), Trouble> {
    let found = found(asked).await?;
    let place = place_in(asked, &found.1.site.licences)?;
    let (p, today) = (&found.2, found.0.today());
    let licence = found.1.site.licences.get(place);
    let standing = licence.map(|licence| p.of(&licence.standing_on(today).name())).unwrap_or_default();
    let number = licence.map(|licence| licence.number.words(p.lang, Clone::clone)).unwrap_or_default();
    let kind = licence.map(|licence| p.of(&licence.kind.name())).unwrap_or_default();
    let say = match p.is_vi() {
        true => format!("Giấy phép: {number} ({kind}); {standing}."),
        false => format!("Licence: {number} ({kind}); {standing}."),
    };
    let kinds = choices(p, FateKind::ALL, FateKind::code, FateKind::name);
    let all = vec![
        Field::one("what", p.t("Việc của giấy phép", "What became of it"), kinds),
        Field { required: true, ..fields::moment(p, "date", p.t("Từ khi", "Since"), &Fact::Known(today.into())) }.hint(
            p.t(
                "Như 2024-02-20, 2024-02, 2024, ~2016 (khoảng); đúng như nguồn nói.",
                "As 2024-02-20, 2024-02, 2024, ~2016 (about); no more exactly than the source.",
            ),
        ),
        fields::moment(p, "until", p.t("Đến khi", "Until"), &Fact::Unknown).hint(p.t(
            "Hạn mới khi gia hạn; ngày hết tạm đình chỉ. Việc khác thì để trống.",
            "The new end of one that is extended; the end of a suspension. Else leave it empty.",
        )),
        Field::line("paper", p.t("Số văn bản", "Number of the paper"))
            .optional()
            .hint(p.t("Khi thay thế: số giấy phép mới.", "Of one that is replaced: the licence in its place.")),
        fields::words(p, "note", p.t("Ghi chú", "Remark")),
    ];
    let title = p.t("Gia hạn, đình chỉ, chấm dứt giấy phép", "Extend, suspend or end a licence").to_owned();
    let button = p.t("Ghi", "Record it").to_owned();
    Ok((Work::new(asked, found, (&title, &button), all).say(&say), place))
}

/// `/sites/M02/licences/1/fate`.
pub(crate) async fn show_fate(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    fate(&asked).await?.0.show()
}

/// Takes what became of a licence.
pub(crate) async fn take_fate(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, place) = fate(&asked).await?;
    let read = |reading: &mut Reading<'_>, _: &_| {
        let (kind, date, until) = (reading.optional("what"), reading.optional("date"), reading.optional("until"));
        let (paper, note) = (reading.line("paper"), reading.text("note"));
        let fate = Fate { kind: kind?, date: date.into(), until: until.into(), paper: paper.into(), note };
        Some(Edit::Fate(place, fate))
    };
    work.take(&asked, read, "fate").await
}
