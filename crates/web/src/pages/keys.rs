//! The keys of one's own programs: what each may do and until when, making one, ending one.

use std::sync::Arc;

use domain::accounts::{LONGEST_DAYS, grantable};
use domain::authority::Action;
use office::accounts;
use office::context::OfficeError;

use super::record::{Record, Section};
use super::sheet::Sheet;
use super::sites::capital;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

const PATH: &str = "/account/keys";

/// `/account/keys`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, None).await
}

async fn page(asked: &Asked, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let above = [(p.t("Tài khoản của tôi", "My account"), "/account")];
    let mut record = Record::new(asked, p.t("Khóa cho chương trình", "Keys of programs"), &above);
    record.lead.push(
        p.t(
            "Chương trình gửi kèm khóa thay cho mật khẩu. Khóa chỉ làm được những việc đã chọn, không quá quyền của bạn, và có ngày hết hạn.",
            "A program shows a key in place of a password. The key does what was chosen and no more than you may, until it expires.",
        )
        .to_owned(),
    );
    record.way(p.t("Dành cho chương trình", "For programs"), "/api");
    let keys = accounts::keys(&asked.context()?).await?;
    if !keys.is_empty() {
        let mut section = Section::titled(p.t("Đang dùng được", "In force"));
        section.grids.push(grid(&p, &keys));
        record.section(section);
    }
    let name = p.t("Tạo khóa", "Make a key");
    record.deed(name, "", form(asked, &p)?, &mut wrong);
    for key in &keys {
        let name = format!("{} “{}”", p.t("Thu hồi khóa", "End the key"), key.key.name);
        let end = FormView::new(&p, &format!("{PATH}/{}", key.number), &name, Vec::new());
        record.deed(&name, "", end, &mut wrong);
    }
    record.keep(PATH, &mut wrong);
    record.answer()
}

fn grid(p: &Page, keys: &[office::StoredKey]) -> Grid {
    let day = |moment: jiff::Timestamp| p.day_of(moment);
    let row = |key: &office::StoredKey| {
        let scope: Vec<String> = key.key.scope.iter().map(|action| p.of(&action.name())).collect();
        Row::new(vec![
            Cell::head(key.key.name.clone(), None),
            words(scope.join("; ")),
            words(day(key.key.expires)),
            words(key.used.map_or_else(|| p.t("chưa dùng", "not used").to_owned(), day)),
        ])
    };
    let heads = vec![
        head(p.t("Tên", "Name")),
        head(p.t("Được làm", "May")),
        head(p.t("Hết hạn", "Expires")),
        head(p.t("Dùng lần cuối", "Last used")),
    ];
    Grid { caption: p.t("Khóa", "Keys").to_owned(), heads, rows: keys.iter().map(row).collect() }
}

fn form(asked: &Asked, p: &Page) -> Result<FormView, Trouble> {
    let role = asked.session().ok_or(Trouble::SignIn)?.account.role;
    let actions = grantable(role).map(|action| (action.code().to_owned(), p.of(&capital(action.name()))));
    let fields = vec![
        Field::line("name", p.t("Tên khóa", "Name of the key"))
            .hint(p.t("Chương trình nào, máy nào.", "Which program, which machine.")),
        Field::any("scope", p.t("Được làm những việc", "What it may do"), actions.collect()),
        Field::typed("days", p.t("Dùng được bao nhiêu ngày", "For how many days"), "number", "off")
            .with("90")
            .hint(&format!("1–{LONGEST_DAYS}")),
    ];
    Ok(FormView::new(p, PATH, p.t("Tạo khóa", "Make the key"), fields))
}

/// Makes a key and shows it, once.
pub(crate) async fn make(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut read = Reading::of(form(&asked, &p)?, &asked.fields, &p);
    let (name, scope, days) = (read.plain("name"), read.many::<Action>("scope"), read.whole("days"));
    let (true, Some(days)) = (read.is_sound(), days) else { return page(&asked, Some(read.form())).await };
    match accounts::make_key(&context, &name, scope.into_iter().collect(), days).await {
        Ok((key, token)) => {
            let above = [(p.t("Tài khoản của tôi", "My account"), "/account"), (p.t("Khóa", "Keys"), PATH)];
            Sheet::new(&asked, p.t("Khóa mới", "The new key"), &above)
                .say(format!("{}: {}", p.t("Tên", "Name"), key.name))
                .say(p.t(
                    "Chép khóa này vào chương trình ngay bây giờ: nó không hiện lại lần nữa.",
                    "Copy this key into the program now: it is not shown again.",
                ))
                .say(token.reveal())
                .link(p.t("Các khóa của tôi", "My keys"), PATH)
                .answer()
        }
        Err(OfficeError::Said(text)) => page(&asked, Some(read.form().wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}

/// Ends a key.
pub(crate) async fn end(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let number: u32 = asked.in_path("key").parse().map_err(|_| Trouble::NotFound)?;
    accounts::end_key(&asked.context()?, number).await?;
    Ok(Answer::See(crate::page::link(asked.lang, &format!("{PATH}?done=key-ended"))))
}
