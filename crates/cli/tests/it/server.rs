//! `khoi serve` as a process of its own, for as long as a test needs it.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any answer takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A server, killed without a word when the test is done with it.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL on Unix; it may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The arguments of a server of a database on a port of its own.
pub(crate) fn serving(database: &str) -> [&str; 5] {
    ["serve", "--db", database, "--listen", "127.0.0.1:0"]
}

impl Server {
    /// Over a database, with more arguments; its log goes to `serve.log` of the folder.
    pub(crate) fn start(folder: &Path, database: &str, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khoi"));
        command.args(serving(database)).args(more);
        Self::run(folder, "serve.log", command)
    }

    /// Any command that serves, with its log in a file of the folder; what was in it before stays.
    pub(crate) fn run(folder: &Path, log: &str, mut command: Command) -> Self {
        let log = folder.join(log);
        let file = OpenOptions::new().create(true).append(true).open(&log).unwrap();
        command.current_dir(folder).stdout(Stdio::piped()).stderr(file);
        if !command.get_envs().any(|(name, _)| name == "KHOI_LOG") {
            command.env("KHOI_LOG", "info");
        }
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        assert!(!address.is_empty() && !address.ends_with(":0"), "{line}{}", std::fs::read_to_string(&log).unwrap());
        Self { child, address: address.to_owned() }
    }

    /// Tells it to stop and waits: what is under way is finished first.
    #[cfg(unix)]
    pub(crate) fn end(self) {
        assert_eq!(self.end_by("-TERM"), 0);
    }

    /// Sends a signal and waits for the end; the exit code.
    #[cfg(unix)]
    pub(crate) fn end_by(mut self, signal: &str) -> i32 {
        let told = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

/// Asks again until it is so.
#[track_caller]
pub(crate) fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "it never was");
        std::thread::yield_now();
    }
}

/// The same of a yes or no.
#[track_caller]
pub(crate) fn wait_until(mut look: impl FnMut() -> bool) {
    wait_for(|| look().then_some(()));
}

/// The whole answer to a request; nothing where the server went away before it had said all. `head` ends its lines itself.
pub(crate) fn answer(address: &str, line: &str, head: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let length = body.len();
    write!(
        stream,
        "{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n{head}\r\n{body}"
    )
    .ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned()).filter(|answer| answer.contains("\r\n\r\n"))
}

/// Status and body of a page.
pub(crate) fn get(address: &str, path: &str) -> (u16, String) {
    let answer = answer(address, &format!("GET {path}"), "", "").unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// A header of an answer.
pub(crate) fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    let mut pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Fields as a browser sends them.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect::<Vec<_>>().join("&")
}
