//! The log of `khoi serve` as JSON: what each request came to, under a number the answer carries, and nothing of whom or what.

use std::process::Command;

use ::office::Store;
use ::office::accounts;
use ::office::context::{Actor, Context};
use domain::accounts::Account;
use domain::authority::Role;
use serde_json::Value;

use crate::khoi::{folder, khoi};
use crate::server::{Server, answer, encoded, header, serving};
use crate::smtp::MailServer;

const PASSWORD: &str = "Rất dài và khó đoán 7391";

/// Somebody of the department with an account.
async fn open_account(database: &str) {
    let store = Store::open(database).await.unwrap();
    let me = Context::new(Actor::operator("máy chủ"), jiff::Timestamp::now(), "test", store);
    let account = Account {
        login: "lan.nt".parse().unwrap(),
        name: "Nguyễn Thị Lan".into(),
        email: "lan.nguyen@example.vn".parse().unwrap(),
        role: Role::Officer,
        enterprise: None,
        agency: None,
        closed: None,
    };
    let link = accounts::open(&me, &account).await.unwrap();
    accounts::choose_password(&me, &link, PASSWORD).await.unwrap();
}

/// What must not be in the log: the token of the session and of its form.
struct Secrets {
    cookie: String,
    form: String,
    /// The number that a page was answered under.
    request: String,
}

/// Signs in, in vain and then well; fills in a form; asks for what is nowhere; forgets the password.
fn lived_through(server: &Server, mails: &MailServer) -> Secrets {
    let ask = |line: &str, head: &str, body: &str| answer(&server.address, line, head, body).unwrap();
    let sign_in = |password: &str| {
        let fields = [("login", "lan.nt"), ("password", password), ("code", ""), ("next", "/desk")];
        ask("POST /sign-in", "", &encoded(&fields))
    };
    assert!(sign_in("sai-mat-khau-88").starts_with("HTTP/1.1 422"));
    let signed = sign_in(PASSWORD);
    assert!(signed.starts_with("HTTP/1.1 303"), "{signed}");
    let cookie = header(&signed, "set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let head = format!("Cookie: {cookie}\r\nX-Request-Id: cua-nguoi-hoi\r\n");
    let page = ask("GET /account", &head, "");
    let from = page.find("name=\"form\" value=\"").expect("a form") + 19;
    let form = page[from..from + 64].to_owned();
    let person = "Trần Văn Kiên";
    let fields = [("form", form.as_str()), ("raised_by", person), ("facts", person), ("kind", "land")];
    let raised = ask("POST /obstacles/new", &head, &encoded(&fields));
    assert!(raised.starts_with("HTTP/1.1 "), "{raised}");
    ask("GET /sites?q=Hoang+Thi+Mai", &head, "");
    ask("GET /password/bi-mat-trong-duong-dan", "", "");
    ask("GET /ho-so/nguyen-thi-lan", "", "");
    let forgotten = ask("POST /forgotten", "", &encoded(&[("email", "lan.nguyen@example.vn")]));
    assert!(forgotten.starts_with("HTTP/1.1 303"));
    assert!(mails.next().contains("lan.nguyen@example.vn"));
    Secrets { cookie, form, request: header(&page, "x-request-id").unwrap().to_owned() }
}

#[test]
fn requests_are_told_without_whom_or_what() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    let database = format!("sqlite://{}", at.join("khoi.db").display());
    tokio::runtime::Runtime::new().unwrap().block_on(open_account(&database));
    let mails = MailServer::begin();
    let mut command = Command::new(env!("CARGO_BIN_EXE_khoi"));
    command.args(serving("khoi.db")).args(mails.arguments()).env("KHOI_LOG_FORMAT", "json");
    let server = Server::run(at, "serve.log", command);
    let secrets = lived_through(&server, &mails);
    server.end();

    let text = std::fs::read_to_string(at.join("serve.log")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let answered = |method: &str, route: &str| -> Vec<&Value> {
        let fits = |line: &&Value| line["span"]["method"] == method && line["span"]["route"] == route;
        lines.iter().filter(|line| line["message"] == "answered").filter(fits).collect()
    };
    let statuses: Vec<u64> = answered("POST", "/sign-in").iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [422, 303]);
    let told = answered("GET", "/account")[0];
    assert!(told["milliseconds"].is_u64() && told["span"]["id"] == secrets.request, "{told}");
    for (method, route) in
        [("POST", "/obstacles/new"), ("GET", "/sites"), ("GET", "/password/{token}"), ("GET", "none")]
    {
        assert_eq!(answered(method, route).len(), 1, "{method} {route}: {text}");
    }
    assert!(lines.iter().any(|line| line["message"] == "handed over" && line["outcome"] == "sent"), "{text}");
    let (token, held) = (secrets.cookie.split_once('=').unwrap().1, secrets.form.as_str());
    for secret in [
        "lan.nt",
        "Lan",
        "Kiên",
        "Mai",
        "nguyen",
        "example.vn",
        "sai-mat-khau",
        "khó đoán",
        "bi-mat",
        "cua-nguoi-hoi",
        "127.0.0.1",
        token,
        held,
    ] {
        assert!(!text.contains(secret), "“{secret}” is in the log: {text}");
    }
}
