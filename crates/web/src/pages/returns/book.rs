//! The month by workbook: taken home, filled in, sent back. What it says is read onto the page as if it had been typed; what is wrong in it
//! comes back as a list and as the sender's own workbook with those cells marked.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::checks::Finding;
use domain::returns::sent::{Channel, Submission};
use formats::fault::Fault;
use formats::sheet::Input;
use office::context::OfficeError;
use office::import::Refused;
use office::returns::book::{self, Filled, doubted, marked};
use office::returns::paper::{Paper, paper};

use super::answer::{FROM, is_doubt, typed_in};
use super::{month, named, place};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, GivenFile};
use crate::files::WORKBOOK;
use crate::form::{Fields, Upload};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

/// Faults told on the page; the marked workbook has all of them.
const TOLD: usize = 20;
/// A marked workbook goes along in the page up to this size, in bytes: beyond, browsers do not follow the link.
const LARGEST_ALONG: usize = 1 << 20;

/// `/returns/CS-001/2024-01/workbook`.
pub(crate) async fn file(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (establishment, month) = named(&asked)?;
    let (name, bytes) = book::book(&asked.context()?, &establishment, month).await?;
    Ok(Answer::File(name, WORKBOOK, bytes))
}

/// `/returns/CS-001/2024-01/file`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (establishment, month) = named(&asked)?;
    let paper = paper(&asked.context()?, &establishment, month).await?;
    let p = asked.page("", "");
    sheet(&asked, &paper).form(form(&p, &paper)).answer()
}

fn sheet(asked: &Asked, paper: &Paper) -> Sheet {
    let p = asked.page("", "");
    let title = match p.is_vi() {
        true => format!("Sổ tính báo cáo {}", p.month(paper.month)),
        false => format!("The return for {} by workbook", p.month(paper.month)),
    };
    let place = place(&paper.establishment.code, paper.month);
    let above = [(p.t("Báo cáo tháng", "Monthly returns"), "/returns"), (paper.establishment.name.as_str(), &*place)];
    Sheet::new(asked, &title, &above)
        .say(p.t(
            "Tải sổ tính làm riêng cho cơ sở: mỗi dòng một sản phẩm, số tháng trước ghi ở chú thích của ô. Điền, lưu, rồi nạp lại ở đây. \
             Nạp chưa phải là gửi: số được đọc lên trang để bạn xem lại và gửi.",
            "Take the workbook made for this establishment: a row a product, last month's figures as notes on the cells. Fill it in, save it, \
             and bring it back here. That sends nothing yet: the figures are read onto the page for you to look at and send.",
        ))
        .first(p.t("Tải sổ tính (XLSX)", "The workbook (XLSX)"), &format!("{place}/workbook"))
}

fn form(p: &Page, paper: &Paper) -> FormView {
    let file = Field::typed("file", p.t("Sổ tính đã điền", "The workbook, filled in"), "file", "off")
        .hint(p.t("XLSX hoặc CSV, không quá 10 MB.", "XLSX or CSV, at most 10 MB."));
    let path = format!("{}/file", place(&paper.establishment.code, paper.month));
    FormView::new(p, &path, p.t("Đọc sổ tính", "Read the workbook"), vec![file])
}

/// Takes a workbook that was filled in.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, (establishment, of)) = (asked.context()?, named(&asked)?);
    let paper = Arc::new(paper(&context, &establishment, of).await?);
    let p = asked.page("", "");
    let Some(upload) = asked.fields.files.iter().find(|file| file.field == "file").cloned() else {
        let (form, _) = form(&p, &paper).missing(&asked.fields, &p);
        return sheet(&asked, &paper).form(form).answer();
    };
    // A large workbook takes a while: others are not to wait for it.
    let (theirs, today, sent) = (Arc::clone(&paper), context.today(), upload.clone());
    let read = tokio::task::spawn_blocking(move || read(&theirs, &sent, today)).await;
    match read.map_err(|error| Trouble::Internal(error.to_string()))? {
        Ok((filled, doubted)) => {
            let mut asked = (*asked).clone();
            asked.fields = entered(&asked, &paper, filled);
            let along = doubted.and_then(|bytes| along(&p, &upload.name, &bytes));
            month::read(&asked, (*paper).clone(), along).await
        }
        Err((Refused::Faults(faults), book)) => {
            let mut form = form(&p, &paper);
            form.mark("file", p.t("Chưa đọc được hết; chưa gửi gì.", "Not all of it can be read; nothing was sent."));
            faults.iter().take(TOLD).for_each(|fault| form.mark("", fault.in_lang(p.lang)));
            let mut sheet = sheet(&asked, &paper).form(form);
            sheet.given = book.and_then(|bytes| along(&p, &upload.name, &bytes));
            sheet.answer()
        }
        Err((Refused::Office(OfficeError::Said(text)), _)) => {
            let form = form(&p, &paper).wrong("file", p.of(&text));
            sheet(&asked, &paper).form(form).answer()
        }
        Err((Refused::Office(error), _)) => Err(error.into()),
    }
}

/// What was read, with the sender's workbook marked where the rules doubt it; or why not, with the workbook marked where it is wrong.
type Read = Result<(Filled, Option<Vec<u8>>), (Refused, Option<Vec<u8>>)>;

fn read(paper: &Paper, upload: &Upload, today: jiff::civil::Date) -> Read {
    let file = Input::new(&upload.name, &upload.bytes);
    match book::read(paper, &upload.name, &upload.bytes, today) {
        Ok(filled) => {
            let doubts: Vec<Finding> = paper.check(&filled.answer).into_iter().filter(is_doubt).collect();
            let cells: Vec<Fault> = doubted(paper, &file, &doubts).unwrap_or_default();
            let book = marked(&file, &cells);
            Ok((filled, book))
        }
        Err(Refused::Faults(faults)) => {
            let book = marked(&file, &faults);
            Err((Refused::Faults(faults), book))
        }
        Err(refused) => Err((refused, None)),
    }
}

/// The marked workbook within the page: nothing of it is kept here.
fn along(p: &Page, name: &str, bytes: &[u8]) -> Option<GivenFile> {
    (bytes.len() <= LARGEST_ALONG).then(|| GivenFile {
        name: p
            .t(
                "Tải lại sổ tính của bạn, các ô cần xem được tô màu và ghi chú",
                "Your workbook with the cells to look at marked",
            )
            .to_owned(),
        file: format!("{}-khoi.xlsx", name.trim_end_matches(".xlsx")),
        href: format!("data:{WORKBOOK};base64,{}", STANDARD.encode(bytes)),
    })
}

/// What the workbook says, as if it had been typed on the page; with what else the form brought.
fn entered(asked: &Asked, paper: &Paper, filled: Filled) -> Fields {
    let brought = asked.fields.pairs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let submission = Submission { answer: filled.answer, situation: filled.situation, restart: None };
    let mut pairs: Vec<(String, String)> = brought.collect();
    pairs.push((FROM.to_owned(), Channel::Workbook.code().to_owned()));
    pairs.extend(typed_in(&asked.page("", ""), paper, &submission, &[]));
    Fields::of(pairs)
}
