//! A browser spoken to over its DevTools socket: opens pages at a width, with the pages' own scripts switched off, and answers
//! questions about what it has laid out.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

/// A running browser with one page.
pub(crate) struct Browser {
    process: Child,
    socket: TcpStream,
    session: Option<String>,
    sent: u64,
    /// Whether a page has been loaded since the last question for it.
    loaded: bool,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts it with a page whose scripts never run.
    pub(crate) fn start(program: &str) -> Self {
        let mut browser = Self::with_scripts(program);
        browser.scripts(false);
        browser
    }

    /// Whether scripts run from now on.
    pub(crate) fn scripts(&mut self, run: bool) {
        self.call("Emulation.setScriptExecutionDisabled", &json!({ "value": !run }));
    }

    /// Starts it with a page whose scripts run.
    pub(crate) fn with_scripts(program: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let process = Command::new(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--hide-scrollbars", "--remote-debugging-port=0"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (port, path) = address(profile.path());
        let mut browser =
            Self { process, socket: greet(port, &path), session: None, sent: 0, loaded: false, _profile: profile };
        let target = browser.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", &attach);
        browser.session = session["sessionId"].as_str().map(ToOwned::to_owned);
        browser.call("Page.enable", &json!({}));
        // Its page has the focus, whatever windows there are beside it.
        browser.call("Emulation.setFocusEmulationEnabled", &json!({ "enabled": true }));
        browser
    }

    /// Makes the window as wide as a screen.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Is someone else from now on: holds their cookie alone; nobody in particular has none.
    pub(crate) fn be(&mut self, server: &crate::client::Server, cookie: &str) {
        self.call("Network.clearBrowserCookies", &json!({}));
        if !cookie.is_empty() {
            self.hold(server, cookie);
        }
    }

    /// Asks pages to be `light` or `dark`, and to move nothing: what has the focus is in sight at once.
    pub(crate) fn calm(&mut self, scheme: &str) {
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }, still]);
        self.call("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Runs a script before every page that is opened from now on.
    pub(crate) fn before_every_page(&mut self, script: &str) {
        self.call("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// A picture of the whole page as PNG.
    pub(crate) fn picture(&mut self) -> Vec<u8> {
        let shot = self.call("Page.captureScreenshot", &json!({ "format": "png", "captureBeyondViewport": true }));
        base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()
    }

    /// Opens a page and waits until it is laid out.
    pub(crate) fn open(&mut self, url: &str) {
        self.loaded = false;
        self.call("Page.navigate", &json!({ "url": url }));
        self.wait();
    }

    /// What an expression says of the page.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", &asked);
        assert!(answer.get("exceptionDetails").is_none(), "{answer}");
        answer["result"]["value"].take()
    }

    /// What a promise comes to.
    pub(crate) fn ask_later(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", &asked);
        assert!(answer.get("exceptionDetails").is_none(), "{answer}");
        answer["result"]["value"].take()
    }

    /// Waits until the page that comes by itself is laid out.
    pub(crate) fn await_page(&mut self) {
        self.wait();
    }

    /// Presses a key: `Tab`, `Enter`, `Space`.
    pub(crate) fn key(&mut self, name: &str) {
        let (key, code, text) = match name {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            "Space" => (" ", 32, " "),
            other => panic!("no key {other}"),
        };
        for kind in [if text.is_empty() { "rawKeyDown" } else { "keyDown" }, "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({ "type": kind, "key": key, "code": name, "windowsVirtualKeyCode": code, "text": text });
            self.call("Input.dispatchKeyEvent", &event);
        }
    }

    /// Presses a key and waits for the page that follows.
    pub(crate) fn press_and_wait(&mut self, name: &str) {
        self.loaded = false;
        self.key(name);
        self.wait();
    }

    /// The page that is laid out counts as seen: the next to be waited for is another.
    pub(crate) fn seen(&mut self) {
        self.loaded = false;
    }

    /// Clicks the first thing that can be clicked whose words begin with these, as a finger does, and waits for the page that follows.
    pub(crate) fn click(&mut self, words: &str) {
        let place = self.place_of(words);
        self.press(&place, words);
    }

    /// The middle of the first thing that can be clicked whose words begin with these.
    fn place_of(&mut self, words: &str) -> Value {
        let find = format!(
            "(() => {{ const wanted = {};
              const all = [...document.querySelectorAll('main a, main button, .who a, .who button')];
              const one = all.find(e => e.textContent.trim().startsWith(wanted) && e.getClientRects().length);
              if (!one) return null;
              one.scrollIntoView({{ block: 'center', behavior: 'instant' }});
              const box = one.getClientRects()[0];
              return [box.left + box.width / 2, box.top + box.height / 2]; }})()",
            json!(words)
        );
        self.ask(&find)
    }

    /// Clicks the first visible thing a selector finds, outside drawings, and waits for the page that follows.
    pub(crate) fn follow(&mut self, selector: &str) {
        let find = format!(
            "(() => {{ const one = [...document.querySelectorAll({})].find(e => e.getClientRects().length && !e.closest('svg'));
              if (!one) return null;
              one.scrollIntoView({{ block: 'center', behavior: 'instant' }});
              const box = one.getClientRects()[0];
              return [box.left + box.width / 2, box.top + box.height / 2]; }})()",
            json!(selector)
        );
        let place = self.ask(&find);
        self.press(&place, selector);
    }

    /// Presses a place of the page and waits for the page that follows.
    fn press(&mut self, place: &Value, what: &str) {
        let (Some(x), Some(y)) = (place[0].as_f64(), place[1].as_f64()) else {
            panic!("there is no “{what}” to click on {}: {}", self.address(), self.text());
        };
        eprintln!("clicking “{what}” at {x}, {y} on {}", self.address());
        self.loaded = false;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", &event);
        }
        self.wait();
    }

    /// Waits until the page that was asked for is laid out; it may have been before the answer to the asking came.
    fn wait(&mut self) {
        while !self.loaded {
            self.message();
        }
    }

    /// Holds the cookie of someone who has signed in.
    pub(crate) fn hold(&mut self, server: &crate::client::Server, cookie: &str) {
        self.hold_at(server.address, cookie);
    }

    /// The same where the server is reached at another address.
    pub(crate) fn hold_at(&mut self, address: std::net::SocketAddr, cookie: &str) {
        let (name, value) = cookie.split_once('=').unwrap();
        let url = format!("http://{address}");
        self.call("Network.setCookie", &json!({ "name": name, "value": value, "url": url }));
    }

    /// Opens a part of the page that is folded, by the words it begins with; one that stands open stays so.
    pub(crate) fn unfold(&mut self, words: &str) {
        let open = format!(
            "(() => {{ const one = [...document.querySelectorAll('main summary')].find(e => e.textContent.trim().startsWith({}));
              if (one) one.parentElement.open = true;
              return !!one; }})()",
            json!(words)
        );
        assert_eq!(self.ask(&open), true, "nothing folded begins with “{words}” on {}", self.text());
    }

    /// Types into a field of a form, or chooses in a list, by the field's name.
    pub(crate) fn fill(&mut self, name: &str, value: &str) {
        let find = format!(
            "(() => {{ const one = document.querySelector('main [name=' + CSS.escape({}) + ']');
              if (!one) return 'none';
              const ticked = [...document.querySelectorAll('main [name=' + CSS.escape({}) + ']')].find(e => e.value == {} && ['radio', 'checkbox'].includes(e.type));
              if (ticked) {{ ticked.checked = true; return 'done'; }}
              if (one.tagName == 'SELECT' || one.type == 'date') {{ one.value = {}; return one.value == {} ? 'done' : 'no such choice'; }}
              one.focus(); one.select && one.select(); return 'typing'; }})()",
            json!(name),
            json!(name),
            json!(value),
            json!(value),
            json!(value)
        );
        match self.ask(&find).as_str() {
            Some("done") => {}
            Some("typing") => drop(self.call("Input.insertText", &json!({ "text": value }))),
            other => panic!("{name}: {other:?} on {}", self.text()),
        }
    }

    /// The words of the page; none where one page has gone and the next has not begun.
    pub(crate) fn text(&mut self) -> String {
        self.ask("document.body?.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows these words: a script that is still at work may say something else before.
    pub(crate) fn await_text(&mut self, words: &str) {
        let wanted = json!(words);
        let shown = format!(
            "new Promise(done => {{ const began = Date.now(); const look = () => document.body?.innerText.includes({wanted})
              || Date.now() - began > 20000 ? done(document.body?.innerText) : setTimeout(look, 50); look(); }})"
        );
        let text = self.ask_later(&shown);
        assert!(text.as_str().is_some_and(|text| text.contains(words)), "“{words}” never came: {text}");
    }

    /// The address of the page, without the server.
    pub(crate) fn address(&mut self) -> String {
        self.ask("location.pathname + location.search").as_str().unwrap_or_default().to_owned()
    }

    /// Sends a command and waits for its answer.
    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        self.send(command.to_string().as_bytes());
        loop {
            let mut message = self.message();
            if message["id"] == self.sent {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    /// Writes one text frame; a client must mask it, and a mask of zeros leaves the text as it is.
    fn send(&mut self, text: &[u8]) {
        let mut frame = vec![0x81];
        match (u16::try_from(text.len()), text.len()) {
            (Ok(short @ 0..=125), _) => frame.push(0x80 | short as u8),
            (Ok(long), _) => {
                frame.push(0x80 | 126);
                frame.extend(long.to_be_bytes());
            }
            (Err(_), longer) => {
                frame.push(0x80 | 127);
                frame.extend((longer as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(text);
        self.socket.write_all(&frame).unwrap();
    }

    /// Reads the next message, put together from its frames.
    fn message(&mut self) -> Value {
        let mut text = Vec::new();
        loop {
            let [first, second] = self.read();
            let length = match second & 0x7f {
                126 => u64::from(u16::from_be_bytes(self.read())),
                127 => u64::from_be_bytes(self.read()),
                short => u64::from(short),
            };
            let read = (&mut self.socket).take(length).read_to_end(&mut text).unwrap();
            assert_eq!(read as u64, length, "the browser went away");
            if first & 0x80 != 0 {
                let message: Value = serde_json::from_slice(&text).unwrap();
                self.loaded |= message["method"] == "Page.loadEventFired";
                return message;
            }
        }
    }

    fn read<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.socket.read_exact(&mut bytes).unwrap();
        bytes
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Port and path of the socket, which the browser writes into its profile once it listens.
fn address(profile: &Path) -> (u16, String) {
    let begun = Instant::now();
    loop {
        let written = std::fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
        if let Some((port, path)) = written.split_once('\n') {
            return (port.parse().unwrap(), path.trim().to_owned());
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the browser does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Opens the socket.
fn greet(port: u16, path: &str) -> TcpStream {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let ask = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a2hvaSBraG9pIGtob2kgaw==\r\n\r\n"
    );
    socket.write_all(ask.as_bytes()).unwrap();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        socket.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    socket
}
