//! A browser without a screen: goes where it is sent, here and at the provider, and keeps everybody's cookies apart.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::client::Answer;
use crate::people::encoded;

/// Somebody before a browser; ours is reached at `site`.
#[derive(Clone)]
pub(crate) struct Guest {
    site: String,
    /// By host, then by name.
    pub(crate) cookies: BTreeMap<String, BTreeMap<String, String>>,
}

impl Guest {
    pub(crate) fn new(site: &str) -> Self {
        Self { site: site.to_owned(), cookies: BTreeMap::new() }
    }

    /// Holds a cookie of ours already, as `name=value`.
    pub(crate) fn holding(site: &str, cookie: &str) -> Self {
        let mut guest = Self::new(site);
        guest.keep(&host(site), cookie);
        guest
    }

    fn keep(&mut self, host: &str, cookie: &str) {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        self.cookies.entry(host.to_owned()).or_default().insert(name.to_owned(), value.to_owned());
    }

    /// A cookie of ours, as `name=value`.
    pub(crate) fn cookie(&self, name: &str) -> String {
        let value = self.cookies.get(&host(&self.site)).and_then(|all| all.get(name));
        format!("{name}={}", value.cloned().unwrap_or_default())
    }

    /// Opens an address; one without a host is ours.
    pub(crate) fn open(&mut self, address: &str) -> Answer {
        self.go("GET", address, &[])
    }

    /// Sends a form.
    pub(crate) fn send(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.go("POST", address, fields)
    }

    fn go(&mut self, method: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
        let address = if address.starts_with('/') { format!("{}{address}", self.site) } else { address.to_owned() };
        let host = host(&address);
        let path = address.split_once("://").unwrap().1.trim_start_matches(&host).to_owned();
        let kept: Vec<String> =
            self.cookies.get(&host).into_iter().flatten().map(|(k, v)| format!("{k}={v}")).collect();
        let body = if method == "POST" { encoded(fields) } else { String::new() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            kept.join("; "),
            body.len()
        );
        let mut socket = TcpStream::connect(&host).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).unwrap();
        let answer = Answer::read(&bytes);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(&host, cookie);
        }
        answer
    }

    /// Asks to sign in with the provider; the way there.
    pub(crate) fn begin(&mut self, path: &str, next: &str) -> String {
        let answer = self.send(path, &[("next", next)]);
        way(&answer)
    }

    /// Proves at the provider to be somebody, by these methods; the address the browser is sent back to.
    pub(crate) fn prove(&mut self, way: &str, subject: &str, methods: &str) -> String {
        let form = self.form_at(way);
        let answer = self.send(&form, &[("login", subject), ("methods", methods)]);
        self.until_back(&form, answer)
    }

    /// Stops at the provider; the address the browser is sent back to.
    pub(crate) fn stop(&mut self, way: &str) -> String {
        let form = self.form_at(way);
        let answer = self.open(&format!("{form}/stop"));
        self.until_back(&form, answer)
    }

    fn form_at(&mut self, way: &str) -> String {
        let answer = self.open(way);
        assert_eq!(answer.status, 303, "{}", answer.text());
        let form = whole(way, answer.header("location"));
        let page = self.open(&form);
        assert!(page.text().contains("Prove it"), "{}", page.text());
        form
    }

    fn until_back(&mut self, from: &str, mut answer: Answer) -> String {
        loop {
            assert!(matches!(answer.status, 302 | 303), "{}: {}", answer.status, answer.text());
            let place = whole(from, answer.header("location"));
            if host(&place) == host(&self.site) {
                return place;
            }
            answer = self.open(&place);
        }
    }

    /// The whole way: begins, proves and comes back.
    pub(crate) fn sign_in(&mut self, next: &str, subject: &str, methods: &str) -> Answer {
        let way = self.begin("/sign-in/provider", next);
        let back = self.prove(&way, subject, methods);
        self.open(&back)
    }
}

/// Where a page leads on to by itself; the same stands on it as a link.
pub(crate) fn way(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let way = answer.header("refresh").strip_prefix("0; url=").unwrap().to_owned();
    assert!(answer.text().contains(&format!("href=\"{}\"", way.replace('&', "&#38;"))), "{}", answer.text());
    way
}

/// Host and port of an address.
fn host(address: &str) -> String {
    address.split_once("://").unwrap().1.split(['/', '?']).next().unwrap().to_owned()
}

/// An address as a browser reads it on a page.
fn whole(page: &str, address: &str) -> String {
    if address.starts_with('/') { format!("http://{}{address}", host(page)) } else { address.to_owned() }
}
