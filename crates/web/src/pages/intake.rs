//! Nhận tệp: a file is sent in, read, and shown as what it would change; then a person takes it in with a reason, or gives it up.

use std::sync::Arc;

use domain::intake::{Intake, IntakeOutcome};
use formats::fault::Fault;
use formats::layout::Kind;
use office::context::{Context, OfficeError};
use office::import::Refused;
use office::intake::{self, Sent, Would};
use office::rehearsal::Difference;

use super::record::{Record, Section, rows, turn};
use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::changed;
use crate::component::{Cell, Field, FormView, Grid, Notice, Row, head, words};
use crate::files::{self, WORKBOOK};
use crate::page::Page;
use crate::trouble::Trouble;

/// Fields of differences that are shown on the page; the files have all of them.
const SHOWN: usize = 300;
/// Faults that are shown on the page; the marked workbook has all of them.
const FAULTS: usize = 200;
/// Faults told of a file that cannot be read at all.
const TOLD: usize = 8;

fn title(p: &Page) -> &'static str {
    if p.is_vi() { "Nhận tệp" } else { "Taking in a file" }
}

fn kind_name(p: &Page, kind: Kind) -> String {
    kind.layout().title.in_lang(p.lang).to_owned()
}

fn size(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1024))
}

/// What came of a file, in a word.
fn outcome(p: &Page, intake: &Intake) -> String {
    match &intake.end {
        None => p.t("chờ xem và nhận", "waits to be looked at").to_owned(),
        Some(end) => p.of(&end.outcome.name()),
    }
}

fn form(p: &Page, context: &Context) -> FormView {
    let recognised = (String::new(), p.t("Theo dòng tiêu đề của tệp", "By the heading of the file").to_owned());
    let kinds = intake::kinds(context).into_iter().map(|kind| (kind.code().to_owned(), kind_name(p, kind)));
    let fields = vec![
        Field::typed("file", p.t("Tệp CSV hoặc XLSX", "CSV or XLSX file"), "file", "off").hint(p.t(
            "Không quá 10 MB. Gửi lên chưa ghi gì vào sổ: trang sau cho xem tệp sẽ thêm, đổi những gì.",
            "At most 10 MB. Sending it writes nothing into the records: the next page shows what it would add and change.",
        )),
        Field::one("kind", p.t("Loại tệp", "What it holds"), std::iter::once(recognised).chain(kinds).collect())
            .optional(),
    ];
    FormView::new(p, "/intake", p.t("Gửi và xem khác biệt", "Send it and see the difference"), fields)
}

async fn sheet(asked: &Asked, p: &Page, context: &Context) -> Result<Sheet, Trouble> {
    let listed = intake::list(context, rows(asked)).await?;
    let mut sheet = Sheet::new(asked, title(p), &[]).say(p.t(
        "Chọn tệp theo một trong các mẫu của hệ thống. Tệp được giữ nguyên; chỉ khi bạn xem khác biệt và bấm Nhận thì sổ mới đổi.",
        "Choose a file in one of the layouts of the system. It is kept as it came; the records change only once you have seen the difference \
         and accepted it.",
    ));
    if !listed.rows.is_empty() {
        sheet.below.push(grid(p, &listed.rows));
    }
    sheet.turn = turn(asked, p, listed.total);
    Ok(sheet)
}

fn grid(p: &Page, intakes: &[Intake]) -> Grid {
    let heads = vec![
        head(p.t("Tệp", "File")),
        head(p.t("Loại", "Kind")),
        head(p.t("Ai gửi, khi nào", "Sent by, when")),
        head(p.t("Kết quả", "What came of it")),
    ];
    let row = |one: &Intake| {
        let kind = Kind::from_code(&one.kind).map(|kind| kind_name(p, kind)).unwrap_or_default();
        let taken = one.end.as_ref().filter(|end| end.outcome == IntakeOutcome::Accepted);
        let counts = taken.map(|end| changes(p, end.added, end.changed)).unwrap_or_default();
        Row::new(vec![
            Cell::head(one.name.clone(), Some(p.link(&format!("/intake/{}", one.id)))).with(size(one.size)),
            words(kind),
            words(one.sender.clone()).with(p.moment(one.moment)),
            words(outcome(p, one)).with(counts),
        ])
    };
    let caption = p.t("Các tệp đã gửi", "Files sent in").to_owned();
    Grid { caption, heads, rows: intakes.iter().map(row).collect() }
}

fn changes(p: &Page, added: u64, changed: u64) -> String {
    match p.is_vi() {
        true => format!("thêm {added}, sửa {changed}"),
        false => format!("{added} added, {changed} changed"),
    }
}

/// `/intake`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let form = form(&p, &context);
    sheet(&asked, &p, &context).await?.form(form).answer()
}

/// Takes a file in to be looked at.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let sheet = sheet(&asked, &p, &context).await?;
    let (mut form, missing) = form(&p, &context).filled(&asked.fields).missing(&asked.fields, &p);
    let wanted = asked.fields.text("kind");
    let kind = Kind::from_code(wanted);
    if !wanted.is_empty() && kind.is_none() {
        form.mark("kind", p.t("Chọn một loại trong danh sách.", "Choose a kind from the list."));
    }
    let Some(file) = asked.fields.files.iter().find(|file| file.field == "file").filter(|_| !missing) else {
        return sheet.form(form).answer();
    };
    if form.has_errors() {
        return sheet.form(form).answer();
    }
    let refused = match intake::receive(&context, kind, &file.name, &file.bytes).await {
        Ok(id) => {
            counted(&asked, &context, id).await?;
            return Ok(Answer::See(p.link(&format!("/intake/{id}?done=received"))));
        }
        Err(refused) => refused,
    };
    match refused {
        Refused::Faults(faults) => {
            form.mark(
                "file",
                p.t("Tệp không đọc được; chưa giữ lại gì.", "The file cannot be read; nothing was kept."),
            );
            faults.iter().take(TOLD).for_each(|fault| form.mark("", fault.in_lang(p.lang)));
        }
        Refused::Office(error @ (OfficeError::Said(_) | OfficeError::NotAllowed { .. })) => {
            form.mark("file", p.of(&error.text()));
        }
        Refused::Office(error) => return Err(error.into()),
    }
    sheet.form(form).answer()
}

fn id(asked: &Asked) -> Result<i64, Trouble> {
    asked.in_path("intake").parse().map_err(|_| Trouble::NotFound)
}

/// `/intake/7`.
pub(crate) async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    record(&asked, None).await
}

/// What a file would change as it was counted last, and whether nothing has been written since. Counting takes as long as taking the file in,
/// so that it is done when the file comes and when somebody asks for it.
async fn looked(asked: &Asked, context: &Context, id: i64) -> Result<Option<(bool, Arc<Would>)>, Trouble> {
    let stamp = (intake::as_of(context).await?, context.today());
    Ok(asked.desk()?.looks.last(&(id, context.actor.name.clone()), stamp))
}

/// What a file would change, counted now unless nothing has been written since the last time.
async fn counted(asked: &Asked, context: &Context, id: i64) -> Result<Arc<Would>, Trouble> {
    let stamp = (intake::as_of(context).await?, context.today());
    if let Some((true, would)) = looked(asked, context, id).await? {
        return Ok(would);
    }
    let would = Arc::new(intake::would(context, id).await?);
    asked.desk()?.looks.keep((id, context.actor.name.clone()), stamp, would.clone());
    Ok(would)
}

/// Counts again what a file would change.
pub(crate) async fn count(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, id) = (asked.context()?, id(&asked)?);
    match counted(&asked, &context, id).await {
        Ok(_) | Err(Trouble::Said(_)) => Ok(Answer::See(crate::page::link(asked.lang, &format!("/intake/{id}")))),
        Err(trouble) => Err(trouble),
    }
}

/// The page of a file; a form that could not be taken says why.
async fn record(asked: &Asked, wrong: Option<(&str, OfficeError)>) -> Result<Answer, Trouble> {
    let (context, id) = (asked.context()?, id(asked)?);
    let sent = intake::file(&context, id).await?;
    let p = asked.page("", "");
    let place = format!("/intake/{id}");
    let mut record = Record::new(asked, &sent.intake.name, &[(title(&p), "/intake")]);
    record.kind = kind_name(&p, sent.kind);
    record.section(about(&p, &sent.intake));
    if sent.intake.end.is_some() {
        return record.answer();
    }
    let looked = looked(asked, &context, id).await?;
    let mut wrong = wrong.map(|(act, error)| {
        let would = looked.as_ref().map(|(_, would)| would);
        let form = match would.filter(|_| act == "accept") {
            Some(would) => accept_form(&p, &place, would),
            None => give_up_form(&p, &place),
        };
        form.filled(&asked.fields).wrong("", p.of(&error.text()))
    });
    match &looked {
        Some((is_current, would)) => {
            moment_of(&mut record, &p, would, *is_current);
            hinder(&mut record, &p, would);
            record.section(differing(&p, &place, would));
            record.section(left_out(&p, &place, &sent, would));
            record.section(notes(&p, would));
            accept_deed(&mut record, &p, &place, would, &mut wrong);
            if !is_current {
                count_deed(&mut record, &p, &place);
            }
        }
        None => count_deed(&mut record, &p, &place),
    }
    let hint = p.t("Tệp vẫn được giữ, ghi là đã bỏ.", "The file is kept, marked as given up.");
    record.deed(p.t("Bỏ", "Give it up"), hint, give_up_form(&p, &place), &mut wrong);
    record.keep(&place, &mut wrong);
    record.answer()
}

/// As of when the difference is, where something has been written since.
fn moment_of(record: &mut Record, p: &Page, would: &Would, is_current: bool) {
    if is_current {
        return;
    }
    let when = p.moment(would.moment);
    let text = match p.is_vi() {
        true => format!(
            "Khác biệt dưới đây tính lúc {when}; sau đó sổ đã có thay đổi. Khi nhận, hệ thống tính lại và chỉ ghi nếu vẫn đúng như đã xem."
        ),
        false => format!(
            "The difference below is as of {when}; the records have changed since. On acceptance it is counted again, and written only if it is still the one shown."
        ),
    };
    record.notices.push(Notice { warns: true, text });
}

fn accept_deed(record: &mut Record, p: &Page, place: &str, would: &Would, wrong: &mut Option<FormView>) {
    if would.hindered.is_none() && would.taken.new + would.taken.changed > 0 {
        let hint = p.t(
            "Chỉ nhận đúng những khác biệt đang thấy ở trang này.",
            "Takes in exactly the difference shown on this page.",
        );
        record.deed(p.t("Nhận", "Accept it"), hint, accept_form(p, place, would), wrong);
    }
}

fn count_deed(record: &mut Record, p: &Page, place: &str) {
    let name = p.t("Xem tệp sẽ đổi gì lúc này", "See what it would change now");
    let hint = p.t(
        "Chưa ghi gì vào sổ. Tệp lớn có thể mất vài giây.",
        "Nothing is written. A large file may take some seconds.",
    );
    record.deed(name, hint, FormView::new(p, &format!("{place}/count"), name, Vec::new()), &mut None);
}

fn accept_form(p: &Page, place: &str, would: &Would) -> FormView {
    let fields = vec![
        Field::line("why", p.t("Lý do nhận", "Why it is accepted"))
            .hint(p.t("Ghi vào nhật ký.", "It is kept in the journal.")),
        Field::hidden("shown", would.shown.clone()),
    ];
    FormView::new(p, &format!("{place}/accept"), p.t("Nhận", "Accept"), fields)
}

fn give_up_form(p: &Page, place: &str) -> FormView {
    let fields = vec![Field::line("because", p.t("Lý do bỏ", "Why it is given up")).optional()];
    FormView::new(p, &format!("{place}/give-up"), p.t("Bỏ", "Give up"), fields)
}

/// Takes a file in.
pub(crate) async fn accept(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, id) = (asked.context()?, id(&asked)?);
    let (why, shown) = (asked.fields.text("why"), asked.fields.text("shown"));
    if why.is_empty() {
        let text = domain::text::Text::new("Hãy ghi lý do nhận.", "Say why it is accepted.");
        return again(&asked, "accept", OfficeError::Said(text)).await;
    }
    match intake::accept(&context, id, shown, why).await {
        Ok(_) => Ok(Answer::See(crate::page::link(asked.lang, &format!("/intake/{id}?done=taken")))),
        Err(error) => again(&asked, "accept", error).await,
    }
}

/// Gives a file up.
pub(crate) async fn give_up(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, id) = (asked.context()?, id(&asked)?);
    match intake::give_up(&context, id, asked.fields.text("because")).await {
        Ok(()) => Ok(Answer::See(crate::page::link(asked.lang, &format!("/intake/{id}?done=given-up")))),
        Err(error) => again(&asked, "give-up", error).await,
    }
}

/// The page as it stands now, with what the office said; what the database itself refuses is said too.
async fn again(asked: &Asked, act: &str, error: OfficeError) -> Result<Answer, Trouble> {
    match Trouble::from(error) {
        Trouble::Said(text) => {
            match counted(asked, &asked.context()?, id(asked)?).await {
                // Something came of it already: the page says what.
                Ok(_) | Err(Trouble::Said(_)) => {}
                Err(trouble) => return Err(trouble),
            }
            record(asked, Some((act, OfficeError::Said(text)))).await
        }
        trouble => Err(trouble),
    }
}

fn about(p: &Page, intake: &Intake) -> Section {
    let Intake { id, name, digest, size: bytes, sender, moment: came, end, .. } = intake;
    let mut section = Section::titled(p.t("Tệp", "The file"));
    section.term(p, p.t("Tên", "Name"), name.as_str());
    section.term(p, p.t("Ai gửi", "Sent by"), sender.as_str());
    section.term(p, p.t("Khi nào", "When"), p.moment(*came));
    section.term(p, p.t("Dung lượng", "Size"), size(*bytes));
    section.term(p, "SHA-256", digest.get(..16).unwrap_or(digest).to_owned() + "…");
    section.term(p, p.t("Kết quả", "What came of it"), outcome(p, intake));
    if let Some(end) = end {
        section.term(p, p.t("Ai quyết định", "Decided by"), format!("{}, {}", end.by, p.moment(end.moment)));
        section.term(p, p.t("Đã ghi", "Written"), changes(p, end.added, end.changed));
        section.term_if(p, p.t("Lý do", "Reason"), end.reason.as_str());
    }
    let sent =
        (p.t("Tải tệp đã gửi", "Download the file as it was sent").to_owned(), p.link(&format!("/intake/{id}/sent")));
    section.ways.push(sent);
    section
}

fn hinder(record: &mut Record, p: &Page, would: &Would) {
    if let Some(why) = &would.hindered {
        let text = format!("{} {}", p.t("Chưa nhận được tệp này.", "This file cannot be taken in."), p.of(why));
        record.notices.push(Notice { warns: true, text });
    }
}

/// What the file would add and change, field by field.
fn differing(p: &Page, place: &str, would: &Would) -> Section {
    let mut section = Section::titled(p.t("Tệp này sẽ đổi gì", "What it would change"));
    if would.hindered.is_some() {
        return section;
    }
    let office::Taken { new, changed, unchanged, .. } = would.taken;
    section.said.push(match p.is_vi() {
        true => format!("Sẽ thêm {new}, sửa {changed}, giữ nguyên {unchanged}. Chưa ghi gì."),
        false => {
            format!("It would add {new}, change {changed}, leave {unchanged} as they are. Nothing is written yet.")
        }
    });
    if new + changed == 0 {
        let nothing = p.t(
            "Mọi điều trong tệp đã có trong sổ: không có gì để nhận.",
            "All of it is in the records already: there is nothing to accept.",
        );
        section.said.push(nothing.to_owned());
        return section;
    }
    let total: usize = would.differences.iter().map(|one| one.fields.len()).sum();
    if total > SHOWN || would.differences.len() as u64 != new + changed {
        section.said.push(match p.is_vi() {
            true => format!("Dưới đây là {} trong {total} chỗ khác; tải tệp để xem tất cả.", total.min(SHOWN)),
            false => format!("Below are {} of {total} differences; download them to see all.", total.min(SHOWN)),
        });
    }
    section.grids.push(difference_grid(p, &would.differences));
    for (name, ending) in [(p.t("Tải mọi khác biệt (CSV)", "All differences (CSV)"), "csv"), ("XLSX", "xlsx")] {
        section.ways.push((name.to_owned(), p.link(&format!("{place}/differences.{ending}"))));
    }
    section
}

fn difference_grid(p: &Page, found: &[Difference]) -> Grid {
    let heads = vec![head(p.t("Chỗ khác", "What differs")), head(p.t("Trước", "Before")), head(p.t("Sau", "After"))];
    let new = p.t("(mới)", "(new)");
    let fields = found.iter().flat_map(|one| one.fields.iter().map(move |field| (one, field)));
    let row = |(one, (way, before, after)): (&Difference, &(String, String, String))| {
        let what = format!("{}: {}", one.what, changed::field(p, way));
        let before = if one.is_new { words(new) } else { words(changed::value(p, way, before)) };
        Row::new(vec![Cell::head(what, None), before, words(changed::value(p, way, after))])
    };
    let filled = fields.filter(|(one, (_, before, after))| !(one.is_new && before.is_empty() && after.is_empty()));
    let caption = p.t("Từng chỗ khác", "Field by field").to_owned();
    Grid { caption, heads, rows: filled.take(SHOWN).map(row).collect() }
}

/// The rows left out: where, what is wrong, what to do.
fn left_out(p: &Page, place: &str, sent: &Sent, would: &Would) -> Section {
    let mut section = Section::titled(p.t("Dòng bị bỏ lại", "Rows left out"));
    let remarks = &would.remarks;
    if remarks.faults.is_empty() {
        return section;
    }
    let count = remarks.faults.len() as u64 + remarks.unlisted;
    section.said.push(match p.is_vi() {
        true => format!("{} dòng bị bỏ lại vì {count} lỗi; các dòng đúng vẫn nhận được.", remarks.left_out),
        false => format!("{} rows are left out for {count} faults; the sound ones can be taken in.", remarks.left_out),
    });
    section.grids.push(fault_grid(p, p.t("Lỗi theo chỗ", "Faults by place"), &remarks.faults));
    if sent.is_workbook {
        let name = p.t("Tải sổ tính có đánh dấu ô sai", "Download the workbook with the wrong cells marked");
        section.ways.push((name.to_owned(), p.link(&format!("{place}/marked.xlsx"))));
    }
    section
}

fn notes(p: &Page, would: &Would) -> Section {
    let mut section = Section::titled(p.t("Nên xem lại", "To be looked at"));
    if !would.remarks.notes.is_empty() {
        section.grids.push(fault_grid(p, p.t("Lưu ý khi đọc", "Notes on reading"), &would.remarks.notes));
    }
    section
}

fn fault_grid(p: &Page, caption: &str, faults: &[Fault]) -> Grid {
    let heads =
        vec![head(p.t("Chỗ", "Place")), head(p.t("Sai gì", "What is wrong")), head(p.t("Sửa thế nào", "What to do"))];
    let row = |fault: &Fault| {
        // The file is the one of the page.
        let whole = fault.place.in_lang(p.lang);
        let place = whole.strip_prefix(&fault.place.file).map(|rest| rest.trim_start_matches(", ").to_owned());
        let place =
            place.filter(|place| !place.is_empty()).unwrap_or_else(|| p.t("cả tệp", "the whole file").to_owned());
        Row::new(vec![Cell::head(place, None), words(p.of(&fault.what)), words(p.of(&fault.remedy))])
    };
    Grid { caption: caption.to_owned(), heads, rows: faults.iter().take(FAULTS).map(row).collect() }
}

/// `/intake/7/differences.csv`, `/intake/7/differences.xlsx`.
pub(crate) async fn differences(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, id) = (asked.context()?, id(&asked)?);
    let would = match looked(&asked, &context, id).await? {
        Some((_, would)) => would,
        None => counted(&asked, &context, id).await?,
    };
    files::differences(&asked, &asked.page("", ""), (id, context.today()), would.differences.clone())
}

/// `/intake/7/marked.xlsx`.
pub(crate) async fn marked(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let id = id(&asked)?;
    let bytes = intake::marked(&asked.context()?, id).await?;
    Ok(Answer::File(format!("khoi-intake-{id}-marked.xlsx"), WORKBOOK, bytes))
}

/// `/intake/7/sent`: the file as it came, sent to be kept and not to be shown.
pub(crate) async fn sent(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let id = id(&asked)?;
    let (_, bytes) = intake::sent(&asked.context()?, id).await?;
    let (ending, kind) = match bytes.starts_with(b"PK") {
        true => ("xlsx", WORKBOOK),
        false => ("csv", "text/csv"),
    };
    Ok(Answer::File(format!("khoi-intake-{id}.{ending}"), kind, bytes))
}
