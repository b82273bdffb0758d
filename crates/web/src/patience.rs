//! Connections that say nothing: one on which nothing has moved for a while is let go, so that half-open ones do not pile up.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How patient a connection is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// How long nothing may move: longer than a phone needs to find its line again.
    silence: Duration,
    /// How long somebody may go on sending without being answered: a little longer than a form may take to arrive.
    question: Duration,
}

/// The patience of the server.
const PATIENCE: Patience = Patience { silence: Duration::from_secs(75), question: Duration::from_secs(330) };

/// A stream that ends when nothing has been read from it or written to it for a while, or when it was only read from for long: a request sent
/// one letter a minute is none.
pub(crate) struct Patient<S> {
    stream: S,
    patience: Patience,
    end: Pin<Box<Sleep>>,
    /// When what is being asked began to arrive.
    asked: Option<Instant>,
}

impl<S> Patient<S> {
    pub(crate) fn new(stream: S, patience: Patience) -> Self {
        Self { stream, patience, end: Box::pin(sleep(patience.silence)), asked: None }
    }

    fn moved(&mut self) {
        self.end.as_mut().reset(Instant::now() + self.patience.silence);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            self.moved();
            let longest = self.patience.question;
            if self.asked.get_or_insert_with(Instant::now).elapsed() > longest {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            return Poll::Ready(read);
        }
        ready!(self.end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes));
        self.moved();
        self.asked = None;
        Poll::Ready(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A listener whose connections are patient, but not for ever.
pub(crate) struct PatientListener<L>(pub(crate) L);

impl<L: Listener<Addr = SocketAddr>> Listener for PatientListener<L> {
    type Io = Patient<L::Io>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, peer) = self.0.accept().await;
        (Patient::new(stream, PATIENCE), peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[test]
    fn what_says_nothing_is_let_go_and_what_moves_is_not() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (near, mut far) = duplex(64);
            let mut patient = Patient::new(near, patience(60, 10_000));
            let mut byte = [0];
            // Something moves, three times within the patience, for longer than it in all.
            for _ in 0..3 {
                tokio::time::sleep(Duration::from_millis(40)).await;
                far.write_all(b"x").await.unwrap();
                patient.read_exact(&mut byte).await.unwrap();
            }
            let silent = patient.read(&mut byte).await.unwrap_err();
            assert_eq!(silent.kind(), io::ErrorKind::TimedOut);
        });
    }

    fn patience(silence: u64, question: u64) -> Patience {
        Patience { silence: Duration::from_millis(silence), question: Duration::from_millis(question) }
    }

    #[test]
    fn what_is_asked_letter_by_letter_is_let_go_and_what_is_answered_may_go_on() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (near, mut far) = duplex(64);
            let mut patient = Patient::new(near, patience(10_000, 60));
            let mut byte = [0];
            // Answered in between: every question has its own time.
            for _ in 0..4 {
                far.write_all(b"x").await.unwrap();
                patient.read_exact(&mut byte).await.unwrap();
                tokio::time::sleep(Duration::from_millis(40)).await;
                patient.write_all(b"y").await.unwrap();
            }
            far.write_all(b"x").await.unwrap();
            patient.read_exact(&mut byte).await.unwrap();
            tokio::time::sleep(Duration::from_millis(80)).await;
            far.write_all(b"x").await.unwrap();
            let slow = patient.read(&mut byte).await.unwrap_err();
            assert_eq!(slow.kind(), io::ErrorKind::TimedOut);
        });
    }
}
