//! A provider that is reached by HTTPS: believed when an authority we were told of vouches for its certificate.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use identity::{Provider, Settings, SettingsFault};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::fake::{secrets, settings};
use crate::{is_unreachable, wait};

const CHAIN: &[u8] = include_bytes!("../../../../fixtures/tls/test-only.pem");
const KEY: &[u8] = include_bytes!("../../../../fixtures/tls/test-only.key");

/// A provider on a port of its own; its issuer.
fn start() -> String {
    let chain = CertificateDer::pem_slice_iter(CHAIN).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config =
        ServerConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions();
    let config = Arc::new(config.unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let at = issuer.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, at) = (config.clone(), at.clone());
            std::thread::spawn(move || {
                let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                let mut bytes = [0; 4096];
                let Ok(count) = stream.read(&mut bytes) else { return };
                let body = match bytes[..count].starts_with(b"GET /jwks ") {
                    true => r#"{"keys":[]}"#.to_owned(),
                    false => format!(
                        r#"{{"issuer":"{at}","authorization_endpoint":"{at}/auth","token_endpoint":"{at}/token","jwks_uri":"{at}/jwks",
                        "response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}}"#
                    ),
                };
                let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = stream.write_all((head + &body).as_bytes());
                stream.conn.send_close_notify();
                let _ = stream.flush();
            });
        }
    });
    issuer
}

#[test]
fn a_certificate_is_believed_from_an_authority_we_were_told_of() {
    let issuer = start();
    let told = Settings { authorities: Some(CHAIN.to_vec()), ..settings(&issuer) };
    let way = wait(Provider::new(told).unwrap().way(&secrets(), "vi")).unwrap();
    assert!(way.starts_with(&format!("{issuer}/auth?")), "{way}");
    let untold = wait(Provider::new(settings(&issuer)).unwrap().way(&secrets(), "vi"));
    assert!(is_unreachable(&untold), "{untold:?}");
    for none in [&b""[..], b"xin ch\xc3\xa0o", KEY] {
        let settings = Settings { authorities: Some(none.to_vec()), ..settings(&issuer) };
        assert_eq!(Provider::new(settings).err(), Some(SettingsFault::Authorities));
    }
}
