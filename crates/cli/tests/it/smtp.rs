//! A mail server on a port of its own (RFC 5321), which can be made to wait in the middle of a conversation.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// Longer than any look at the outbox.
const PATIENCE: Duration = Duration::from_secs(60);

/// Takes everything but what is for `refused@example.vn`; what is for an address with `held` waits before it is taken, until
/// [`MailServer::release`].
pub(crate) struct MailServer {
    pub(crate) port: u16,
    taken: Receiver<String>,
    holding: Receiver<()>,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl MailServer {
    pub(crate) fn begin() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let ((give, taken), (hold, holding)) = (channel(), channel());
        let gate = Arc::<Gate>::default();
        let theirs = gate.clone();
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let (give, hold, gate) = (give.clone(), hold.clone(), theirs.clone());
                std::thread::spawn(move || converse(socket.unwrap(), &give, &hold, &gate));
            }
        });
        Self { port, taken, holding, gate }
    }

    /// What makes a server send its mail here.
    pub(crate) fn arguments(&self) -> [String; 4] {
        let server = format!("smtp://127.0.0.1:{}", self.port);
        ["--smtp".to_owned(), server, "--mail-from".to_owned(), "Khơi <khoi@hagiang.gov.vn>".to_owned()]
    }

    /// The next message it took.
    #[track_caller]
    pub(crate) fn next(&self) -> String {
        self.taken.recv_timeout(PATIENCE).expect("a message")
    }

    /// The messages it took and nobody asked for yet.
    pub(crate) fn rest(&self) -> Vec<String> {
        self.taken.try_iter().collect()
    }

    /// Waits until a conversation is held.
    #[track_caller]
    pub(crate) fn held(&self) {
        self.holding.recv_timeout(PATIENCE).expect("a held conversation");
    }

    /// Lets held conversations go on, those to come too.
    pub(crate) fn release(&self) {
        *self.gate.open.lock().unwrap() = true;
        self.gate.opened.notify_all();
    }
}

fn converse(mut socket: TcpStream, give: &Sender<String>, hold: &Sender<()>, gate: &Gate) {
    let lines = BufReader::new(socket.try_clone().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    let _ = socket.write_all(b"220 test ESMTP\r\n");
    while let Some(line) = lines.next() {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        if word == "RCPT" && line.contains("held") {
            let _ = hold.send(());
            let open = gate.open.lock().unwrap();
            drop(gate.opened.wait_while(open, |open| !*open).unwrap());
        }
        let answer = match word.as_str() {
            "EHLO" => "250-test\r\n250 8BITMIME\r\n",
            "RCPT" if line.contains("refused@example.vn") => "550 no such person\r\n",
            "DATA" => {
                let _ = socket.write_all(b"354 go on\r\n");
                let message: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                let _ = give.send(message.join("\n"));
                "250 taken\r\n"
            }
            _ => "250 ok\r\n",
        };
        if socket.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
