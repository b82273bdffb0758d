//! HTTPS, and what comes to its door: strangers who speak something else or say nothing hold up nobody.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use web::{Certificate, CertificateFault, Site};

const CHAIN: &[u8] = include_bytes!("../../../../fixtures/tls/test-only.pem");
const KEY: &[u8] = include_bytes!("../../../../fixtures/tls/test-only.key");
const OTHER_KEY: &[u8] = include_bytes!("../../../../fixtures/tls/other.key");

/// A client that trusts the certificate of the tests.
fn connector() -> TlsConnector {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(CHAIN) {
        roots.add(certificate.unwrap()).unwrap();
    }
    let builder =
        ClientConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions();
    TlsConnector::from(Arc::new(builder.unwrap().with_root_certificates(roots).with_no_client_auth()))
}

async fn read(address: SocketAddr, path: &str) -> String {
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let mut stream = connector().connect("localhost".try_into().unwrap(), stream).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A server that closes without the last word of TLS has still said everything: the length is told.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn pages_come_by_https_whoever_else_knocks() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let certificate = Certificate::of_pem(CHAIN, KEY).unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let site = Arc::new(Site::new());
        let serving = tokio::spawn(async move {
            web::serve_securely(site, listener, &certificate, async { drop(stopped.await) }).await
        });
        // Two hundred that say nothing, one that speaks plain HTTP, one that sends noise.
        let silent: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
        let mut plain = TcpStream::connect(address).unwrap();
        plain.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut noise = TcpStream::connect(address).unwrap();
        noise.write_all(&[0x16, 0x03, 0xff, 0xff, 0xff, 0x00]).unwrap();
        let page = read(address, "/about").await;
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("Phương pháp"), "{page}");
        let mut answer = Vec::new();
        let _ = plain.read_to_end(&mut answer);
        assert!(!String::from_utf8_lossy(&answer).contains("HTTP/1.1 200"), "nothing is said in the clear");
        drop((silent, noise));
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
    });
}

#[test]
fn a_certificate_that_cannot_be_used_says_why() {
    let fault = |chain: &[u8], key: &[u8]| Certificate::of_pem(chain, key).err().unwrap();
    assert!(matches!(fault(b"", KEY), CertificateFault::NoCertificate));
    assert!(matches!(fault(KEY, KEY), CertificateFault::NoCertificate));
    assert!(matches!(fault(CHAIN, b"xin ch\xc3\xa0o"), CertificateFault::NoKey));
    assert!(matches!(fault(CHAIN, CHAIN), CertificateFault::NoKey));
    assert!(matches!(fault(CHAIN, OTHER_KEY), CertificateFault::Unfit(_)));
}
