//! A plain HTTP reader over a socket: what a browser asks, without what it draws.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Longer than any page may take; a page that takes longer is an error of the measurement.
const PATIENCE: Duration = Duration::from_secs(120);

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    /// The lines of the head.
    pub(super) head: String,
    /// The body as it came over the wire.
    pub(super) body: Vec<u8>,
    /// From asking to the first byte of the body.
    pub(super) first: Duration,
    /// From asking to the last byte.
    pub(super) took: Duration,
}

/// Someone who reads: from which server, with which cookie.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    pub(super) server: SocketAddr,
    /// `khoi=…`; empty for one who is not signed in.
    pub(super) cookie: String,
}

impl Browser {
    /// A page, compressed as browsers ask for it.
    pub(super) fn get(&self, path: &str) -> io::Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nAccept-Encoding: gzip\r\n"), "")
    }

    /// A page as plain text.
    pub(super) fn read(&self, path: &str) -> io::Result<String> {
        let answer = self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")?;
        Ok(String::from_utf8_lossy(&answer.body).into_owned())
    }

    /// A form filled in and sent.
    pub(super) fn send(&self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let body = fields.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect::<Vec<_>>().join("&");
        let kind = "Content-Type: application/x-www-form-urlencoded";
        self.ask(&format!("POST {path} HTTP/1.1\r\n{kind}\r\nContent-Length: {}\r\n", body.len()), &body)
    }

    fn ask(&self, head: &str, body: &str) -> io::Result<Answer> {
        let begun = Instant::now();
        let mut socket = TcpStream::connect(self.server)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        socket.write_all(format!("{head}Host: localhost\r\nConnection: close\r\n{cookie}\r\n{body}").as_bytes())?;
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "not an HTTP answer");
        let (mut bytes, mut end) = (Vec::new(), None);
        // Until a byte more than the head has come, or the end.
        while end.is_none_or(|end| bytes.len() <= end + 4) && read_some(&mut socket, &mut bytes)? {
            end = end.or_else(|| bytes.windows(4).position(|four| four == b"\r\n\r\n"));
        }
        let first = begun.elapsed();
        socket.read_to_end(&mut bytes)?;
        let took = begun.elapsed();
        let end = end.ok_or_else(broken)?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
        let rest = &bytes[end + 4..];
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        let body = if is_chunked { joined(rest).ok_or_else(broken)? } else { rest.to_vec() };
        Ok(Answer { status, head, body, first, took })
    }
}

/// What has come by now, at the end of what came before; false at the end.
fn read_some(socket: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<bool> {
    let mut some = [0; 16 * 1024];
    let count = socket.read(&mut some)?;
    bytes.extend_from_slice(&some[..count]);
    Ok(count > 0)
}

impl Answer {
    /// The cookie it sets.
    pub(super) fn cookie(&self) -> Option<String> {
        self.header("set-cookie: ")?.split(';').next().map(str::to_owned)
    }

    /// Where it sends the reader.
    pub(super) fn location(&self) -> Option<&str> {
        self.header("location: ")
    }

    /// What stands after the name of a header, which is given in small letters with its colon and blank.
    fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|line| line.to_ascii_lowercase().starts_with(name))?;
        line.get(name.len()..)
    }
}

/// The chunks of a body put together; `None` when the last, empty one did not come.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.trim(), 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size + 2..)?;
    }
}

/// Percent-encoded as in a form.
pub(super) fn escaped(text: &str) -> String {
    let byte = |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together_and_a_cut_answer_is_none() {
        assert_eq!(joined(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").as_deref(), Some(&b"abcde"[..]));
        for cut in [&b"3\r\nab"[..], b"3\r\nabc\r\n", b"", b"x\r\n"] {
            assert_eq!(joined(cut), None, "{cut:?}");
        }
    }
}
