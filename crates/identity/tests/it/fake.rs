//! A provider that says whatever a test wants it to say, on a port of its own.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::{Provider, Secrets, Settings};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use serde_json::{Value, json};

/// Keys of the tests and of nothing else.
pub(crate) const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIIuwGfP3nYBLkAGyHdP21FdeZ3XllN+/TSkyEwVx/IV7
-----END PRIVATE KEY-----";
pub(crate) const OTHER_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIG1KVuqrWfq047Vgv8yQzIiSiWUf9F6rPwGGWfFRjVmR
-----END PRIVATE KEY-----";

/// What is answered at an address.
#[derive(Clone)]
pub(crate) enum Reply {
    /// A status with a body.
    Says(u16, String),
    /// Nothing, for as long as the connection lasts.
    Silent,
}

type Replies = Arc<Mutex<HashMap<String, Reply>>>;

/// A provider that can be told what to say.
pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    replies: Replies,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// A sound provider, but for tokens, of which it has none yet.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let fake = Self { address, replies: Replies::default(), asked: Arc::default() };
        let (replies, asked) = (fake.replies.clone(), fake.asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (replies, asked) = (replies.clone(), asked.clone());
                std::thread::spawn(move || serve(stream, &replies, &asked));
            }
        });
        fake.say("/.well-known/openid-configuration", 200, &fake.metadata().to_string());
        fake.say("/jwks", 200, &keys(&[(KEY, "first")]).to_string());
        fake
    }

    pub(crate) fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a sound provider says of itself.
    pub(crate) fn metadata(&self) -> Value {
        let at = self.issuer();
        json!({
            "issuer": at, "authorization_endpoint": format!("{at}/auth"), "token_endpoint": format!("{at}/token"),
            "jwks_uri": format!("{at}/jwks"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "a future one"],
        })
    }

    pub(crate) fn say(&self, path: &str, status: u16, body: &str) {
        self.replies.lock().unwrap().insert(path.to_owned(), Reply::Says(status, body.to_owned()));
    }

    pub(crate) fn be_silent(&self, path: &str) {
        self.replies.lock().unwrap().insert(path.to_owned(), Reply::Silent);
    }

    /// The next code is good for this token.
    pub(crate) fn give(&self, token: &str) {
        let body = json!({ "access_token": "x", "token_type": "Bearer", "id_token": token });
        self.say("/token", 200, &body.to_string());
    }

    /// How often an address was asked for.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }

    /// Claims that are sound: of this provider, for us, good for a minute, with the nonce of the tests.
    pub(crate) fn claims(&self) -> Value {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        json!({ "iss": self.issuer(), "aud": "khoi", "sub": "248289761001", "nonce": secrets().nonce, "iat": now, "exp": now + 60 })
    }

    /// The provider as it is set up at ours.
    pub(crate) fn provider(&self) -> Provider {
        Provider::new(settings(&self.issuer())).unwrap()
    }
}

pub(crate) fn settings(issuer: &str) -> Settings {
    Settings {
        issuer: issuer.to_owned(),
        client: "khoi".to_owned(),
        secret: "bi-mat".to_owned(),
        name: "Sở".to_owned(),
        back: "https://khoi.example.vn/sign-in/provider/back".to_owned(),
        authorities: None,
    }
}

pub(crate) fn secrets() -> Secrets {
    // The verifier of RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
    Secrets { state: "state-0123456789".to_owned(), nonce: "nonce-0123456789".to_owned(), verifier }
}

/// A token with this head and these claims, signed with a key.
pub(crate) fn signed(head: &Value, claims: &Value, key: &str) -> String {
    let text = format!("{}.{}", encoded(head.to_string()), encoded(claims.to_string()));
    let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(key, None).unwrap();
    let signature = key.sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).unwrap();
    format!("{text}.{}", encoded(signature))
}

/// The usual head: by which key.
pub(crate) fn head(kid: &str) -> Value {
    json!({ "alg": "EdDSA", "typ": "JWT", "kid": kid })
}

pub(crate) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The keys a provider shows.
pub(crate) fn keys(of: &[(&str, &str)]) -> Value {
    let key = |(pem, kid): &(&str, &str)| {
        let key =
            CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(JsonWebKeyId::new((*kid).to_owned()))).unwrap();
        serde_json::to_value(key.as_verification_key()).unwrap()
    };
    json!({ "keys": of.iter().map(key).collect::<Vec<_>>() })
}

fn serve(mut stream: TcpStream, replies: &Replies, asked: &Mutex<Vec<String>>) {
    while let Some(path) = read(&mut stream) {
        asked.lock().unwrap().push(path.clone());
        let reply = replies.lock().unwrap().get(&path).cloned();
        match reply.unwrap_or(Reply::Says(404, String::new())) {
            Reply::Says(status, body) => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nLocation: /elsewhere\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all((head + &body).as_bytes());
            }
            Reply::Silent => {
                let _ = stream.read(&mut [0; 1]);
                return;
            }
        }
    }
}

/// The address that is asked for; the body is read and forgotten.
fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let end = loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.trim().parse().ok());
    let mut rest = vec![0; length.unwrap_or(0_usize).saturating_sub(bytes.len() - end)];
    stream.read_exact(&mut rest).ok()?;
    String::from_utf8_lossy(&bytes).split(' ').nth(1).map(str::to_owned)
}
