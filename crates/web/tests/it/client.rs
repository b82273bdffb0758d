//! A plain HTTP client over a socket, and the real server it talks to.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

/// The server on a port of its own, for as long as the test runs.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Server {
    pub(crate) fn over(site: web::Site) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), site)
    }

    /// On a port that was taken before.
    pub(crate) fn on(listener: TcpListener, site: web::Site) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = runtime.block_on(async { tokio::net::TcpListener::from_std(listener).unwrap() });
        let app = web::app(Arc::new(site));
        runtime.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, runtime: Some(runtime) }
    }

    /// With the two releases of the fixture.
    pub(crate) fn start() -> Self {
        let site = web::Site::new();
        site.publish(crate::fixture::earlier());
        site.publish(crate::fixture::publication());
        site.show_sites(crate::fixture::board());
        Self::over(site)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Sends a form.
    pub(crate) fn send(&self, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_as("application/x-www-form-urlencoded", path, form.as_bytes(), headers)
    }

    /// Sends a body of some kind.
    pub(crate) fn send_as(&self, kind: &str, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Answer {
        let mut socket = TcpStream::connect(self.address).unwrap();
        let length = body.len();
        let mut head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        socket.write_all((head + "\r\n").as_bytes()).unwrap();
        // A server that has seen enough closes before everything is sent; its answer is what counts.
        let _ = socket.write_all(body);
        let mut bytes = Vec::new();
        let _ = socket.read_to_end(&mut bytes);
        Answer::read(&bytes)
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut socket = TcpStream::connect(self.address).unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        socket.write_all((request + "\r\n").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).unwrap();
        Answer::read(&bytes)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| line.split_once(": ").map(|(k, v)| (k.to_lowercase(), v.to_owned()));
        let headers: Vec<_> = lines.filter_map(header).collect();
        let raw = &bytes[end + 4..];
        let chunked = headers.iter().any(|(k, v)| k == "transfer-encoding" && v == "chunked");
        let body = if chunked { unchunk(raw) } else { raw.to_vec() };
        Self { status, headers, body }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }
}

/// Joins the chunks and insists on the last, empty one: a body that was cut is not taken for whole.
fn unchunk(mut raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = raw.windows(2).position(|w| w == b"\r\n").expect("a chunk size");
        let size = usize::from_str_radix(std::str::from_utf8(&raw[..end]).unwrap().trim(), 16).unwrap();
        raw = &raw[end + 2..];
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&raw[..size]);
        raw = &raw[size + 2..];
    }
}
