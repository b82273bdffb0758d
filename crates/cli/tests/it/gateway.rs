//! `khoi serve --gateway`: short texts that wait reach a real gateway, each once.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use ::office::context::{Actor, Context};
use ::office::{Store, mail};
use domain::mail::{MailId, MailState, Message};

use crate::khoi::{folder, khoi};
use crate::server::{Server, wait_until};

/// Longer than any look at the outbox.
const PATIENCE: Duration = Duration::from_secs(60);

/// A gateway on a port of its own: it takes what is for a number that ends in 1, refuses 2, and hangs up over 3. Gives what it was asked.
fn gateway() -> (String, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/sms", listener.local_addr().unwrap());
    let (give, asked) = channel();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            answer(socket.unwrap(), &give);
        }
    });
    (address, asked)
}

fn answer(mut socket: TcpStream, give: &Sender<(String, String)>) {
    let mut reader = BufReader::new(socket.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let to = serde_json::from_str::<serde_json::Value>(&body).unwrap()["to"].as_str().unwrap().to_owned();
    let _ = give.send((head, body));
    let status = match to.chars().last() {
        Some('1') => "200 OK",
        Some('2') => "422 Unprocessable Content",
        _ => return,
    };
    let _ = write!(socket, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

fn context(store: &Store) -> Context {
    Context::new(Actor::operator("máy chủ"), jiff::Timestamp::now(), "test", store.clone())
}

fn id(number: usize) -> MailId {
    format!("text-{number}").parse().unwrap()
}

/// Three texts and a mail wait.
async fn queue(store: &Store) {
    let recipients = ["tel:+84912345671", "tel:+84912345672", "tel:+84912345673", "lan@example.vn"];
    let me = context(store);
    let mut change = me.begin(domain::authority::Action::ManageCollection).await.unwrap();
    for (number, to) in recipients.iter().enumerate() {
        let message = Message::new(id(number), to.parse().unwrap(), "Nhắc nộp báo cáo", "Chưa có báo cáo.");
        mail::queue(&mut change, &message).await.unwrap();
    }
    change.commit("thử", String::new(), String::new(), "").await.unwrap();
}

fn opened(at: &Path) -> (tokio::runtime::Runtime, Store) {
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(Store::open(&format!("sqlite://{}", at.join("khoi.db").display()))).unwrap();
    (runtime, store)
}

#[test]
fn each_text_goes_to_the_gateway_once_and_what_came_of_it_is_known() {
    let folder = folder();
    let at = folder.path();
    let (runtime, store) = opened(at);
    runtime.block_on(queue(&store));
    std::fs::write(at.join("token"), "s3cret\n").unwrap();
    let (address, asked) = gateway();
    let server = Server::start(at, "khoi.db", &["--gateway", &address, "--gateway-token-file", "token"]);
    let (head, body) = asked.recv_timeout(PATIENCE).unwrap();
    assert!(head.starts_with("POST /sms ") && head.to_lowercase().contains("authorization: bearer s3cret"), "{head}");
    assert!(body.contains("+84912345671") && body.contains("Chưa có báo cáo."), "{body}");
    let state = |number| runtime.block_on(store.mail_state(&id(number))).unwrap().unwrap();
    wait_until(|| state(2) != MailState::Queued);
    server.end();
    let states = [0, 1, 2, 3].map(state);
    let expected = [MailState::Sent, MailState::Failed, MailState::Uncertain, MailState::Queued];
    assert_eq!(states, expected, "there is no mail server: the mail waits, and holds no text up");
    assert_eq!(asked.try_iter().count(), 2, "each was handed over once");
    let log = std::fs::read_to_string(at.join("serve.log")).unwrap();
    assert!(log.contains("text-0") && !log.contains("s3cret") && !log.contains("84912345671"), "{log}");
    assert_eq!(khoi(at, &["verify", "--db", "khoi.db"]).code, 0);
}

#[test]
fn a_wrong_gateway_is_told_before_anything_is_served() {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", "khoi.db"]).code, 0);
    std::fs::write(folder.path().join("empty"), "\n").unwrap();
    let ask =
        |more: &[&str]| khoi(folder.path(), &[&["serve", "--db", "khoi.db", "--listen", "127.0.0.1:0"], more].concat());
    let open = ask(&["--gateway", "http://sms.example.vn/send"]);
    assert!(open.code == 2 && open.err.contains("--gateway: “http://sms.example.vn/send”"), "{}", open.err);
    let empty = ask(&["--gateway", "https://sms.example.vn/", "--gateway-token-file", "empty"]);
    assert!(empty.code == 2 && empty.err.contains("--gateway-token-file"), "{}", empty.err);
    let missing = ask(&["--gateway", "https://sms.example.vn/", "--gateway-token-file", "không-có"]);
    assert!(missing.code == 2 && missing.err.contains("không-có"), "{}", missing.err);
}
