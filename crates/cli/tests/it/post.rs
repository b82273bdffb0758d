//! `khoi serve --smtp`: what waits in the outbox reaches a real mail server, and a link that chooses a password works.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use ::office::Store;
use ::office::context::{Actor, Context};
use ::office::{mail, obstacles, reminders};
use domain::mail::MailState;

use crate::khoi::{folder, khoi};
use crate::server::{Server, answer, get, serving, wait_until};
use crate::smtp::MailServer;

/// The text of a message, out of the form it travelled in (RFC 2045, sections 6.7 and 6.8).
fn text(message: &str) -> String {
    let (head, body) = message.split_once("\n\n").unwrap();
    let head = head.to_lowercase();
    let bytes = if head.contains("transfer-encoding: base64") {
        from_base64(body)
    } else if head.contains("transfer-encoding: quoted-printable") {
        from_quoted(body)
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap()
}

fn from_quoted(body: &str) -> Vec<u8> {
    let body = body.replace("=\n", "");
    let mut parts = body.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}

fn from_base64(body: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for place in body.bytes().filter_map(|b| LETTERS.iter().position(|letter| *letter == b)) {
        held = held << 6 | place as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes
}

/// A server that sends mail, and where its measurements are.
struct Serving {
    server: Server,
    metrics: String,
}

fn serve(folder: &Path, mails: &MailServer) -> Serving {
    // A port that was free a moment ago.
    let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_khoi"));
    command.args(serving("khoi.db")).args(mails.arguments()).args(["--metrics", &metrics]);
    Serving { server: Server::run(folder, "serve.log", command), metrics }
}

impl Serving {
    /// The measurements, once they have this line.
    #[track_caller]
    fn measured(&self, line: &str) {
        wait_until(|| get(&self.metrics, "/metrics").1.contains(line));
    }

    fn page(&self, path: &str) -> String {
        answer(&self.server.address, &format!("GET {path}"), "", "").unwrap()
    }

    fn send(&self, path: &str, form: &str) -> String {
        answer(&self.server.address, &format!("POST {path}"), "", form).unwrap()
    }
}

/// Composes a reminder about an obstacle and queues it twice: for an address that is good and one that is refused.
async fn remind(store: &Store) {
    let moment = "2024-02-20T01:00:00Z".parse().unwrap();
    let me = Context::new(Actor::operator("máy chủ"), moment, "test", store.clone());
    let bodies = domain::obstacles::Bodies::new(formats::carried::agencies().iter().cloned());
    let raised = obstacles::Raised {
        kind: domain::obstacles::ObstacleKind::Building,
        channel: domain::obstacles::Channel::Officer,
        raised_by: "thử".into(),
        enterprise: None,
        site: None,
        step: None,
        facts: "Chờ thẩm định.".into(),
        public: String::new(),
        legal_ground: String::new(),
        asked: "Thẩm định thiết kế.".into(),
        asked_of: Vec::new(),
        asked_by: None,
        effect: String::new(),
        effect_points: None,
        simulated: true,
    };
    let obstacle = obstacles::raise(&me, raised).await.unwrap();
    let to: domain::agency::AgencyCode = "so-xay-dung".parse().unwrap();
    let assignment = obstacles::Assignment {
        agencies: [to.clone()].into(),
        due: None,
        silence: None,
        note: obstacles::Note::internal(""),
    };
    obstacles::assign(&me, &obstacle, assignment, &bodies).await.unwrap();
    let asked = reminders::Asked {
        matter: reminders::Matter::Obstacle(obstacle),
        to,
        asked_by: jiff::civil::date(2024, 3, 1),
        number: "130/SCT-QLCN".into(),
        recipients: Vec::new(),
    };
    let (reminder, _) = reminders::compose(&me, asked, &bodies).await.unwrap();
    for address in ["vanthu.sxd@example.vn", "refused@example.vn"] {
        let via = reminders::Via::Mail(address.parse().unwrap());
        reminders::send(&me, &reminder.code, via, &bodies).await.unwrap();
    }
}

/// What became of the two mails of the reminder.
async fn states(store: &Store) -> Vec<MailState> {
    let me = Context::new(Actor::operator("máy chủ"), jiff::Timestamp::now(), "test", store.clone());
    let log = reminders::log(&me, None, ::office::Page::first()).await.unwrap();
    let waiting = mail::waiting(&me, None, 10).await.unwrap();
    assert!(waiting.is_empty(), "{waiting:?}");
    log.rows[0].sendings.iter().map(|sending| sending.state).collect()
}

#[test]
fn a_reminder_and_a_reset_link_reach_the_mail_server() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    let person =
        ["user", "add", "lan.nt", "--name", "Nguyễn Thị Lan", "--email", "lan.nt@example.vn", "--role", "officer"];
    let added = khoi(at, &[&person[..], &["--db", "khoi.db"]].concat());
    assert_eq!(added.code, 0, "{}", added.err);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(Store::open(&format!("sqlite://{}", at.join("khoi.db").display()))).unwrap();
    runtime.block_on(remind(&store));

    let mails = MailServer::begin();
    let serving = serve(at, &mails);
    let reminder = mails.next();
    assert!(reminder.contains("To: vanthu.sxd@example.vn") && reminder.contains("@hagiang.gov.vn>"), "{reminder}");
    let said = text(&reminder);
    assert!(said.contains("130/SCT-QLCN") && said.contains("Thẩm định thiết kế."), "{said}");

    let answer = serving.send("/forgotten", "email=lan.nt%40example.vn");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let message = mails.next();
    assert!(message.contains("To: lan.nt@example.vn"), "{message}");
    let said = text(&message);
    let link = said.lines().find(|line| line.contains("/password/")).expect("a link").trim();
    let path = link.strip_prefix(&format!("http://{}", serving.server.address)).expect("an address of the site");
    let page = serving.page(path);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Nguyễn Thị Lan"), "{page}");

    serving.measured("khoi_mail_total{outcome=\"sent\"} 2");
    serving.measured("khoi_mail_total{outcome=\"failed\"} 1");
    serving.server.end();
    assert_eq!(runtime.block_on(states(&store)), [MailState::Sent, MailState::Failed]);
    let log = std::fs::read_to_string(at.join("serve.log")).unwrap();
    let token = path.strip_prefix("/password/").unwrap();
    assert!(log.contains("/password") && !log.contains(token), "the log holds no link: {log}");
    assert_eq!(khoi(at, &["verify", "--db", "khoi.db"]).code, 0);
}

#[test]
fn a_mail_server_is_named_with_its_sender_and_a_wrong_one_is_told_before_anything_is_served() {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", "khoi.db"]).code, 0);
    let ask =
        |more: &[&str]| khoi(folder.path(), &[&["serve", "--db", "khoi.db", "--listen", "127.0.0.1:0"], more].concat());
    let alone = ask(&["--smtp", "smtp://localhost"]);
    assert!(alone.code == 2 && alone.err.contains("--mail-from"), "{}", alone.err);
    let open = ask(&["--smtp", "smtp://khoi:matkhau@localhost", "--mail-from", "khoi@hagiang.gov.vn"]);
    assert!(open.code == 2 && open.err.contains("--smtp") && !open.err.contains("matkhau"), "{}", open.err);
    let sender = ask(&["--smtp", "smtp://localhost", "--mail-from", "khoi"]);
    assert!(sender.code == 2 && sender.err.contains("--mail-from: “khoi”"), "{}", sender.err);
}
