//! HTTPS: the certificate, and a listener that hands over connections whose handshake is done.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

/// How long a handshake may take: a client that says nothing is let go.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Connections that wait to be served.
const WAITING: usize = 256;

/// A certificate with its key.
#[derive(Clone)]
pub struct Certificate(Arc<ServerConfig>);

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateFault {
    /// The file of the certificate holds none, or one that cannot be read.
    #[error("the file holds no certificate in PEM form")]
    NoCertificate,
    /// The file of the key holds none, or one that cannot be read.
    #[error("the file holds no private key in PEM form")]
    NoKey,
    /// The two do not fit, or are of a kind that cannot be used.
    #[error("the certificate and the key cannot be used together: {0}")]
    Unfit(String),
}

impl Certificate {
    /// From the chain of certificates and the key, both as PEM (RFC 7468). TLS 1.2 and 1.3 are spoken.
    ///
    /// # Errors
    /// When one of them is missing or they do not fit.
    pub fn of_pem(chain: &[u8], key: &[u8]) -> Result<Self, CertificateFault> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|_| CertificateFault::NoCertificate)?;
        if chain.is_empty() {
            return Err(CertificateFault::NoCertificate);
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| CertificateFault::NoKey)?;
        let unfit = |error: &dyn std::fmt::Display| CertificateFault::Unfit(error.to_string());
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unfit(&error))?;
        let config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(|error| unfit(&error))?;
        Ok(Self(Arc::new(config)))
    }
}

/// Hands over connections whose handshake is done; those that never finish theirs hold up nobody.
pub(crate) struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    accepting: tokio::task::JoinHandle<()>,
}

impl TlsListener {
    pub(crate) fn over(listener: TcpListener, certificate: &Certificate) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (done, ready) = mpsc::channel(WAITING);
        let acceptor = TlsAcceptor::from(Arc::clone(&certificate.0));
        let accepting = tokio::spawn(accept(listener, acceptor, done));
        Ok(Self { ready, address, accepting })
    }
}

async fn accept(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        // Errors of single connections, and of having too many, are waited out there.
        let (stream, peer) = Listener::accept(&mut listener).await;
        let (handshake, done) = (acceptor.accept(stream), done.clone());
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, handshake).await {
                let _ = done.send((stream, peer)).await;
            }
        });
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The one who accepts ends only with this listener.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
