//! `khoi serve`: the public pages of a database.

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::text::Text;
use identity::Provider;
use jiff::SignedDuration;
use office::context::{Actor, Context};
use office::{Leader, Store};
use tokio::net::TcpListener;
use web::{Backups, Certificate, CertificateFault, Desk, Metrics, Site};

use crate::backup::schedule::Schedule;
use crate::clockwork::Clockwork;
use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::outgoing::{Carriers, Posting};
use crate::provider::Oidc;
use crate::showing::Showing;

/// Mở các trang công bố số liệu / serve the public pages until stopped.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    database: Database,
    /// Địa chỉ và cổng / address and port; port 0 takes a free one.
    #[arg(long, env = "KHOI_LISTEN", hide_env_values = true, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Tệp chứng thư PEM để phục vụ HTTPS / certificates in PEM form, to serve HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Tệp khóa riêng PEM của chứng thư / the private key of the certificate, in PEM form.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Địa chỉ người dùng mở trang, để ghi trong thư; https:// thì cookie chỉ đi qua HTTPS / how the site is reached from
    /// outside, for links in mail; with https:// cookies travel by HTTPS only. Without it, the address listened on.
    #[arg(long, env = "KHOI_ADDRESS", hide_env_values = true, value_name = "URL")]
    address: Option<String>,
    #[command(flatten)]
    posting: Posting,
    /// Thư mục sao lưu tự động, mỗi cơ sở dữ liệu một thư mục riêng / folder for backups made by the clock, one of its own for each database.
    #[arg(long, env = "KHOI_BACKUP_TO", hide_env_values = true, value_name = "DIR")]
    backup_to: Option<PathBuf>,
    /// Số giờ giữa hai lần sao lưu / hours between two backups.
    #[arg(long, env = "KHOI_BACKUP_EVERY", hide_env_values = true, value_name = "HOURS", default_value_t = 24, requires = "backup_to", value_parser = clap::value_parser!(u16).range(1..=8784))]
    backup_every: u16,
    /// Số bản sao lưu giữ lại trong thư mục / how many backups stay in the folder.
    #[arg(long, env = "KHOI_BACKUP_KEEP", hide_env_values = true, value_name = "N", default_value_t = 14, requires = "backup_to", value_parser = clap::value_parser!(u16).range(1..=9999))]
    backup_keep: u16,
    /// Địa chỉ và cổng riêng cho số đo Prometheus, không mở ra ngoài / an address and port of its own for measurements in the form of
    /// Prometheus, never for the public.
    #[arg(long, env = "KHOI_METRICS", hide_env_values = true, value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    oidc: Oidc,
}

impl Serve {
    /// The certificate that was named.
    fn certificate(&self) -> Result<Option<Certificate>, Failure> {
        let (Some(chain), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let read = |path: &PathBuf| std::fs::read(path).map_err(|error| unreadable(path, &error));
        Certificate::of_pem(&read(chain)?, &read(key)?).map(Some).map_err(|fault| unfit(chain, key, &fault))
    }

    /// Where backups go, when somebody asked for them.
    fn schedule(&self) -> Result<Option<Schedule>, Failure> {
        let Some(folder) = self.backup_to.clone() else { return Ok(None) };
        let backups = Backups::new(SignedDuration::from_hours(i64::from(self.backup_every)));
        let schedule = Schedule { folder, keep: usize::from(self.backup_keep), backups };
        schedule.check()?;
        Ok(Some(schedule))
    }
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    Failure::Said(Text::new(
        format!("Không đọc được {path}: {error}. Kiểm tra đường dẫn và quyền đọc tệp."),
        format!("Cannot read {path}: {error}. Check the path and the right to read the file."),
    ))
}

fn unfit(chain: &Path, key: &Path, fault: &CertificateFault) -> Failure {
    let (chain, key) = (chain.display(), key.display());
    let vi = match fault {
        CertificateFault::NoCertificate => {
            format!("{chain} không có chứng thư dạng PEM. Hãy chọn tệp có “BEGIN CERTIFICATE”.")
        }
        CertificateFault::NoKey => format!("{key} không có khóa riêng dạng PEM. Hãy chọn tệp có “BEGIN PRIVATE KEY”."),
        CertificateFault::Unfit(why) => format!("Chứng thư {chain} và khóa {key} không dùng được với nhau: {why}."),
    };
    let en = match fault {
        CertificateFault::NoCertificate => {
            format!("{chain} holds no certificate in PEM form. Choose a file with “BEGIN CERTIFICATE”.")
        }
        CertificateFault::NoKey => {
            format!("{key} holds no private key in PEM form. Choose a file with “BEGIN PRIVATE KEY”.")
        }
        CertificateFault::Unfit(why) => {
            format!("The certificate {chain} and the key {key} cannot be used together: {why}.")
        }
    };
    Failure::Said(Text::new(vi, en))
}

pub(crate) fn run(arguments: &Serve) -> Result<Outcome, Failure> {
    begin_log();
    wait(async {
        let store = Store::open(&arguments.database.url()).await?;
        let with = With {
            carriers: arguments.posting.carriers()?,
            schedule: arguments.schedule()?,
            metrics: arguments.metrics,
            certificate: arguments.certificate()?,
            provider: arguments.oidc.provider(arguments.address.as_deref())?,
        };
        serve(store, arguments.listen, arguments.address.as_deref(), with).await?;
        Ok(Outcome::Done)
    })
}

/// What is done beside serving.
#[derive(Default)]
pub(crate) struct With {
    carriers: Carriers,
    schedule: Option<Schedule>,
    metrics: Option<SocketAddr>,
    certificate: Option<Certificate>,
    provider: Option<Provider>,
}

/// Serves the releases of a database as anyone may see them, until the program is told to stop. The newest release is
/// on show before the address is printed; earlier bulletins and later releases join while it serves.
pub(crate) async fn serve(
    store: Store,
    listen: SocketAddr,
    reached: Option<&str>,
    With { carriers, schedule, metrics, certificate, provider }: With,
) -> Result<(), Failure> {
    let end = told_to_stop();
    let listener = listen_on(listen).await?;
    let measured = match metrics {
        Some(metrics) => Some((Metrics::begin(), listen_on(metrics).await?)),
        None => None,
    };
    let address = listener.local_addr().map_err(|error| cannot_listen(listen, &error))?;
    let scheme = if certificate.is_some() { "https" } else { "http" };
    let reached = reached.map_or_else(|| format!("{scheme}://{address}"), |url| url.trim_end_matches('/').to_owned());
    let context = Context::new(Actor::public(), jiff::Timestamp::now(), "khoi serve", store.clone());
    let mut desk = Desk::new(store.clone(), reached);
    desk.sends_mail = carriers.mailer.is_some();
    desk.sends_texts = carriers.gateway.is_some();
    desk.provider = provider;
    desk.backups = schedule.as_ref().map(|schedule| schedule.backups.clone());
    let leader = Leader::new(store.clone());
    desk.leader = Some(leader.clone());
    let clock = desk.clock.clone();
    let clockwork = Clockwork { store, clock, leader, carriers, schedule, untold_on: None, limits_at: None };
    let site = Arc::new(Site::with_desk(desk));
    let showing = Showing::begin(context, site.clone()).await?;
    // Serving goes on when whoever started the program does not read this.
    let _ = writeln!(
        std::io::stdout(),
        "Khơi: {scheme}://{address}/  (English: {scheme}://{address}/en)\nCtrl+C: dừng / stop"
    );
    let watch = tokio::spawn(showing.keep_up());
    let measures = measured.map(|(metrics, at)| tokio::spawn(metrics.serve(site.clone(), at)));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let works = tokio::spawn(clockwork.run(stopped));
    let served = match &certificate {
        Some(certificate) => web::serve_securely(site, listener, certificate, end).await,
        None => web::serve(site, listener, end).await,
    };
    watch.abort();
    measures.inspect(|measures| measures.abort());
    // A message under way is finished, so that what became of it is known.
    stop.send_replace(true);
    let _ = works.await;
    served.map_err(|error| cannot_listen(address, &error))
}

/// Ready when the terminal or the system asks the program to end. It listens from the call on, not from when it is first waited for: whoever is
/// told to stop while it starts still finishes what is under way.
#[cfg(unix)]
fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok());
    async move {
        let [interrupt, end] = signals.map(|signal| async move {
            match signal {
                Some(mut signal) => drop(signal.recv().await),
                None => std::future::pending().await,
            }
        });
        tokio::select! {
            () = interrupt => {}
            () = end => {}
        }
    }
}

/// Ready when the terminal asks the program to end.
#[cfg(not(unix))]
fn told_to_stop() -> impl Future<Output = ()> {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn listen_on(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Failure {
    Failure::Said(Text::new(
        format!("Không mở được {address}: {error}. Chọn cổng khác, ví dụ --listen 127.0.0.1:8081."),
        format!("Cannot listen on {address}: {error}. Choose another port, as --listen 127.0.0.1:8081."),
    ))
}

/// Logs to the error stream; `KHOI_LOG` sets how much, as `info` or `web=debug`, and `KHOI_LOG_FORMAT=json` gives a line of JSON for each
/// event in place of text.
pub(crate) fn begin_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KHOI_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,web=info,khoi=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let format = std::env::var("KHOI_LOG_FORMAT").unwrap_or_default();
    // A second call (the demonstration serving after its bulletin) keeps the first log.
    let _ = match format.as_str() {
        "json" => log.json().flatten_event(true).with_span_list(false).try_init(),
        _ => log.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
    if !["", "text", "json"].contains(&format.as_str()) {
        tracing::warn!("KHOI_LOG_FORMAT is neither text nor json: this is text");
    }
}
