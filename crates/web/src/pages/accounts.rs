//! The administrator's pages: who has an account, opening one, closing one.

use std::sync::Arc;

use domain::accounts::{Account, Email, Login};
use domain::authority::Role;
use jiff::Timestamp;
use office::accounts::{self, Token};
use office::context::OfficeError;

use super::bodies;
use super::record::{Record, Section, rows, turn};
use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Notice, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

/// `/accounts?q=lan`.
pub(crate) async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let wanted = asked.parameter("q").unwrap_or_default().trim().to_owned();
    let listed = accounts::page(&asked.context()?, &wanted, rows(&asked)).await?;
    let p = asked.page("", "");
    let mut record = Record::new(&asked, p.t("Tài khoản người dùng", "Accounts"), &[]);
    record.way(p.t("Mở tài khoản", "Open an account"), "/accounts/new");
    record.notices.push(outbox(&asked, &p).await?);
    record.wanted = Some(("q", p.t("Tên đăng nhập, họ tên", "Sign-in name or name").to_owned(), wanted));
    let mut section = Section { narrowed: true, ..Section::titled(p.t("Danh sách", "List")) };
    section.said.push(match (listed.total, p.is_vi()) {
        (0, true) => "Không có tài khoản nào như vậy. Hãy bỏ bớt chữ trong ô tìm.".to_owned(),
        (0, false) => "There is no such account. Look for fewer letters.".to_owned(),
        (total, true) => format!("{total} tài khoản."),
        (1, false) => "1 account.".to_owned(),
        (total, false) => format!("{total} accounts."),
    });
    let context = asked.context()?;
    let mut seen = Vec::with_capacity(listed.rows.len());
    for account in listed.rows {
        let last = accounts::last_sign_in(&context, &account.login).await?;
        seen.push((account, last));
    }
    section.grids.extend((!seen.is_empty()).then(|| grid(&p, &seen)));
    section.turn = turn(&asked, &p, listed.total);
    record.section(section);
    record.answer()
}

fn grid(p: &Page, accounts: &[(Account, Option<Timestamp>)]) -> Grid {
    let heads = vec![
        head(p.t("Tên đăng nhập", "Sign-in name")),
        head(p.t("Họ tên", "Name")),
        head(p.t("Vai trò", "Role")),
        head(p.t("Thuộc", "Belongs to")),
        head(p.t("Tình trạng", "State")),
        head(p.t("Đăng nhập lần cuối", "Last signed in")),
    ];
    let rows = accounts.iter().map(|(account, last)| row(p, account, *last)).collect();
    Grid { caption: p.t("Tài khoản", "Accounts").to_owned(), heads, rows }
}

/// How much mail waits, and whether anything takes it.
async fn outbox(asked: &Asked, p: &Page) -> Result<Notice, Trouble> {
    let waiting = office::mail::count_waiting(&asked.context()?).await?;
    let sends = asked.desk()?.sends_mail;
    let text = match (sends, p.is_vi()) {
        (true, true) => format!("Máy chủ thư đã được thiết lập. Thư chờ gửi: {waiting}."),
        (true, false) => format!("A mail server is set up. Messages waiting: {waiting}."),
        (false, true) => format!(
            "Chưa thiết lập máy chủ thư, nên không thư nào được gửi. Thư chờ gửi: {waiting}. Hãy chạy khoi serve với --smtp và --mail-from."
        ),
        (false, false) => format!(
            "No mail server is set up, so no mail is sent. Messages waiting: {waiting}. Run khoi serve with --smtp and --mail-from."
        ),
    };
    Ok(Notice { warns: !sends, text })
}

fn row(p: &Page, account: &Account, last: Option<Timestamp>) -> Row {
    let of = account.enterprise.as_ref().map(|code| code.as_str());
    let of = of.or(account.agency.as_ref().map(|code| code.as_str())).unwrap_or("–");
    let state = match &account.closed {
        Some(why) => format!("{}: {why}", p.t("đã khóa", "closed")),
        None => p.t("đang dùng", "open").to_owned(),
    };
    Row::new(vec![
        Cell::head(account.login.to_string(), Some(p.link(&format!("/accounts/{}", account.login)))),
        words(account.name.clone()),
        words(p.of(&account.role.name())),
        words(of.to_owned()),
        words(state),
        words(last.map_or_else(|| p.t("chưa lần nào", "never").to_owned(), |last| p.moment(last))),
    ])
}

/// `/accounts/new`.
pub(crate) async fn new(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    new_sheet(&asked).answer()
}

fn new_sheet(asked: &Asked) -> Sheet {
    let p = asked.page("", "");
    let sheet = Sheet::new(
        asked,
        p.t("Mở tài khoản", "Open an account"),
        &[(p.t("Tài khoản người dùng", "Accounts"), "/accounts")],
    );
    let roles = Role::ALL.iter().filter(|role| !matches!(role, Role::Public | Role::Operator));
    let roles = roles.map(|role| (role.code().to_owned(), p.of(&role.name()))).collect();
    let fields = vec![
        Field::line("login", p.t("Tên đăng nhập", "Sign-in name")).hint(p.t(
            "Chữ thường, chữ số, dấu chấm; không đổi được về sau.",
            "Small letters, digits, dots; it cannot be changed later.",
        )),
        Field::line("name", p.t("Họ tên", "Name")),
        Field::typed("email", p.t("Thư điện tử", "E-mail"), "email", "off"),
        Field::one("role", p.t("Vai trò", "Role"), roles),
        Field::line("enterprise", p.t("Mã số thuế", "Tax code"))
            .optional()
            .hint(p.t("Chỉ với doanh nghiệp, hợp tác xã.", "For firms and cooperatives only.")),
        Field::one("agency", p.t("Cơ quan", "Agency"), bodies::choices_or_none(&p))
            .optional()
            .hint(p.t("Chỉ với cơ quan phối hợp.", "For other agencies only.")),
    ];
    let form =
        FormView::new(&sheet.p, "/accounts/new", p.t("Mở tài khoản", "Open the account"), fields).filled(&asked.fields);
    sheet.form(form)
}

/// Takes a new account; shows the link to hand over.
pub(crate) async fn open(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let mut sheet = new_sheet(&asked);
    let account = match sheet.form.take().map(|form| read(&asked, form, &sheet.p)) {
        Some(Ok(account)) => account,
        Some(Err(form)) => return sheet.form(form).answer(),
        None => return Err(Trouble::NotFound),
    };
    match accounts::open(&asked.context()?, &account).await {
        Ok(link) => handed_over(&asked, &account, &link).await,
        Err(OfficeError::Said(text)) => {
            let sheet = new_sheet(&asked);
            let wrong = sheet.p.of(&text);
            let form = new_sheet(&asked).form.map(|form| form.wrong("", wrong));
            Sheet { form, ..sheet }.answer()
        }
        Err(error) => Err(error.into()),
    }
}

/// The account in the form, or the form with what is wrong in it.
fn read(asked: &Asked, form: FormView, p: &Page) -> Result<Account, FormView> {
    let fields = &asked.fields;
    let (mut form, mut wrong) = form.missing(fields, p);
    let mut mark = |name: &'static str, what: String| {
        wrong = true;
        what_at(&mut form, name, what);
    };
    let login = fields.text("login").parse::<Login>().map_err(|e| mark("login", e.to_string())).ok();
    let email = fields.text("email").to_lowercase().parse::<Email>().map_err(|e| mark("email", e.to_string())).ok();
    let role = fields.text("role").parse::<Role>().map_err(|e| mark("role", e.to_string())).ok();
    let enterprise = optional(fields.text("enterprise")).map_err(|e| mark("enterprise", e)).ok();
    let agency = optional(fields.text("agency")).map_err(|e| mark("agency", e)).ok();
    match (login, email, role, enterprise, agency) {
        (Some(login), Some(email), Some(role), Some(enterprise), Some(agency)) if !wrong => {
            Ok(Account { login, name: fields.text("name").to_owned(), email, role, enterprise, agency, closed: None })
        }
        _ => Err(form),
    }
}

fn what_at(form: &mut FormView, name: &str, what: String) {
    if let Some(field) = form.fields.iter_mut().find(|field| field.name == name && field.error.is_none()) {
        field.error = Some(what);
    }
}

fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, String>
where
    T::Err: ToString,
{
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|e: T::Err| e.to_string()) }
}

/// The link the holder chooses a password with, shown once; where mail is set up, it is sent to the holder as well.
async fn handed_over(asked: &Asked, account: &Account, link: &Token) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let sheet = Sheet::new(
        asked,
        p.t("Giao tài khoản", "Hand the account over"),
        &[(p.t("Tài khoản người dùng", "Accounts"), "/accounts")],
    );
    let address = format!("{}{}", asked.desk()?.address, p.link(&format!("/password/{}", link.reveal())));
    let told = match p.is_vi() {
        true => format!("Đường dẫn để {} chọn mật khẩu, dùng được một lần trong 72 giờ, chỉ hiện ở đây:", account.name),
        false => format!(
            "The link with which {} chooses a password; good once, for 72 hours, shown only here:",
            account.name
        ),
    };
    let sheet = sheet.say(told).say(address);
    let desk = asked.desk()?;
    let sheet = if desk.sends_mail {
        accounts::send_invitation(&asked.context()?, account, link, &desk.address).await?;
        sheet.say(match p.is_vi() {
            true => format!("Đường dẫn cũng được gửi tới {}.", account.email),
            false => format!("The link is also sent to {}.", account.email),
        })
    } else {
        sheet
    };
    let sheet = sheet.link(p.t("Về danh sách", "Back to the list"), "/accounts");
    super::identity::linked(sheet, asked, &format!("/accounts/{}/identity", account.login)).answer()
}

pub(super) async fn find(asked: &Asked) -> Result<Account, Trouble> {
    let login: Login = asked.in_path("login").parse().map_err(|_| Trouble::NotFound)?;
    Ok(accounts::one(&asked.context()?, &login).await?)
}

/// `/accounts/lan.nt`.
pub(crate) async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    one_sheet(&asked, &find(&asked).await?).answer()
}

fn one_sheet(asked: &Asked, account: &Account) -> Sheet {
    let p = asked.page("", "");
    let sheet = Sheet::new(
        asked,
        &format!("{} ({})", account.name, account.login),
        &[(p.t("Tài khoản người dùng", "Accounts"), "/accounts")],
    );
    let acts = [
        ("invite", p.t("Cấp đường dẫn chọn mật khẩu mới", "Give a link for a new password")),
        ("forget-codes", p.t("Bỏ mã một lần đã mất", "Take a lost second factor away")),
        ("close", p.t("Khóa tài khoản", "Close the account")),
    ];
    let acts = acts.map(|(code, name)| (code.to_owned(), name.to_owned())).to_vec();
    let fields = vec![
        Field::one("act", p.t("Việc cần làm", "What to do"), acts),
        Field::line("why", p.t("Lý do", "Why")).hint(p.t("Ghi vào nhật ký.", "Kept in the journal.")),
    ];
    let form = FormView::new(&sheet.p, &asked.path, p.t("Thực hiện", "Do it"), fields).filled(&asked.fields);
    let sheet = sheet.say(format!("{} · {}", p.of(&account.role.name()), account.email));
    let phone = format!("/accounts/{}/phone", account.login);
    let sheet = sheet.link(p.t("Số điện thoại nhận tin nhắn", "Telephone for texts"), &phone);
    let sheet = super::identity::linked(sheet, asked, &format!("/accounts/{}/identity", account.login));
    match &account.closed {
        Some(why) => sheet.say(format!("{}: {why}", p.t("Đã khóa", "Closed"))),
        None => sheet.form(form),
    }
}

/// Does what was chosen.
pub(crate) async fn change(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let account = find(&asked).await?;
    let sheet = one_sheet(&asked, &account);
    let Some(form) = sheet.form else { return Err(Trouble::NotFound) };
    let (form, missing) = form.missing(&asked.fields, &sheet.p);
    if missing {
        return Sheet { form: Some(form), ..sheet }.answer();
    }
    let (context, why) = (asked.context()?, asked.fields.text("why"));
    let done = match asked.fields.text("act") {
        "invite" => {
            let link = accounts::invite_again(&context, &account.login).await?;
            return handed_over(&asked, &account, &link).await;
        }
        "forget-codes" => accounts::forget_second_factor(&context, &account.login, why).await,
        _ => accounts::close(&context, &account.login, why).await,
    };
    match done {
        Ok(()) => Ok(Answer::See(sheet.p.link("/accounts"))),
        Err(OfficeError::Said(text)) => {
            let wrong = sheet.p.of(&text);
            Sheet { form: Some(form.wrong("why", wrong)), ..sheet }.answer()
        }
        Err(error) => Err(error.into()),
    }
}
