//! The log of `khoi serve` as JSON: what each request came to, under a number the answer carries, and nothing of whom or what.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use ::office::Store;
use ::office::accounts;
use ::office::context::{Actor, Context};
use domain::accounts::Account;
use domain::authority::Role;
use serde_json::Value;

use crate::khoi::{folder, khoi};
use crate::smtp::MailServer;

const PASSWORD: &str = "Rất dài và khó đoán 7391";

/// A server that ends with the test.
struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// The whole answer to a request; `head` ends its lines itself.
    fn ask(&self, line: &str, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let (host, length) = (&self.address, body.len());
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n{head}\r\n{body}"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    let mut pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A field as a browser sends it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn requests_are_told_without_whom_or_what() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&format!("sqlite://{}", at.join("khoi.db").display())).await.unwrap();
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
    });
    let mails = MailServer::begin();
    let log = at.join("serve.log");
    let mut child = Command::new(env!("CARGO_BIN_EXE_khoi"))
        .args(["serve", "--db", "khoi.db", "--listen", "127.0.0.1:0", "--mail-from", "khoi@hagiang.gov.vn"])
        .args(["--smtp", &format!("smtp://127.0.0.1:{}", mails.port)])
        .current_dir(at)
        .envs([("KHOI_LOG", "info"), ("KHOI_LOG_FORMAT", "json")])
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
    let serving = Serving { child, address };

    let sign_in = |password: &str| {
        serving.ask("POST /sign-in", "", &format!("login=lan.nt&password={}&code=&next=%2Fdesk", encoded(password)))
    };
    assert!(sign_in("sai-mat-khau-88").starts_with("HTTP/1.1 422"));
    let signed = sign_in(PASSWORD);
    assert!(signed.starts_with("HTTP/1.1 303"), "{signed}");
    let cookie = header(&signed, "set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let head = format!("Cookie: {cookie}\r\nX-Request-Id: cua-nguoi-hoi\r\n");
    let page = serving.ask("GET /account", &head, "");
    let from = page.find("name=\"form\" value=\"").expect("a form") + 19;
    let form = page[from..from + 64].to_owned();
    let name = encoded("Trần Văn Kiên");
    let body = format!("form={form}&raised_by={name}&facts={name}&kind=land");
    let raised = serving.ask("POST /obstacles/new", &head, &body);
    assert!(raised.starts_with("HTTP/1.1 "), "{raised}");
    serving.ask("GET /sites?q=Hoang+Thi+Mai", &head, "");
    serving.ask("GET /password/bi-mat-trong-duong-dan", "", "");
    serving.ask("GET /ho-so/nguyen-thi-lan", "", "");
    assert!(serving.ask("POST /forgotten", "", "email=lan.nguyen%40example.vn").starts_with("HTTP/1.1 303"));
    assert!(mails.next().contains("lan.nguyen@example.vn"));
    assert!(Command::new("kill").args(["-TERM", &serving.child.id().to_string()]).status().unwrap().success());
    let mut serving = serving;
    assert!(serving.child.wait().unwrap().success());

    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let answered = |method: &str, route: &str| -> Vec<&Value> {
        let fits = |line: &&Value| line["span"]["method"] == method && line["span"]["route"] == route;
        lines.iter().filter(|line| line["message"] == "answered").filter(fits).collect()
    };
    let statuses: Vec<u64> = answered("POST", "/sign-in").iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [422, 303]);
    let told = answered("GET", "/account")[0];
    assert!(told["milliseconds"].is_u64() && told["span"]["id"] == header(&page, "x-request-id").unwrap(), "{told}");
    for (method, route) in
        [("POST", "/obstacles/new"), ("GET", "/sites"), ("GET", "/password/{token}"), ("GET", "none")]
    {
        assert_eq!(answered(method, route).len(), 1, "{method} {route}: {text}");
    }
    assert!(lines.iter().any(|line| line["message"] == "handed over" && line["outcome"] == "sent"), "{text}");
    let (token, held) = (cookie.split_once('=').unwrap().1, form.as_str());
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
