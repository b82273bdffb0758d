//! A real database with someone of every role, and a browser's manners: cookies kept, forms with their token.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::accounts::Account;
use domain::authority::Role;
use jiff::Timestamp;
use office::Store;
use office::accounts;
use office::context::{Actor, Context};
use totp_rs::{Builder, Secret};
use web::{Clock, Desk, Site};

use crate::client::{Answer, Server};

pub(crate) const PASSWORD: &str = "Núi đôi Quản Bạ 2024!";
/// The tax code of the firm that has an account.
pub(crate) const FIRM: &str = "5100000001";
/// The agency that has an account.
pub(crate) const AGENCY: &str = "so-xay-dung";

/// A site people work on.
pub(crate) struct Office {
    pub(crate) server: Server,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

/// Someone at the site: their cookie and the secret of their codes.
pub(crate) struct Person {
    pub(crate) role: Role,
    pub(crate) cookie: String,
}

/// A day in the office: the one the demonstration shows.
pub(crate) fn morning() -> Timestamp {
    "2024-02-20T01:00:00Z".parse().unwrap()
}

impl Office {
    /// Whatever is made in a new database at an address.
    pub(crate) fn over(make: impl AsyncFnOnce(&str) -> (Store, Clock, Site)) -> Self {
        Self::over_on(TcpListener::bind("127.0.0.1:0").unwrap(), make)
    }

    fn over_on(listener: TcpListener, make: impl AsyncFnOnce(&str) -> (Store, Clock, Site)) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("khoi.db").display());
        let (store, clock, site) = runtime.block_on(make(&address));
        Self { server: Server::on(listener, site), store, clock, runtime, _folder: folder }
    }

    /// With a register of two firms, the carried sites, and nobody yet.
    pub(crate) fn open() -> Self {
        Self::open_with(TcpListener::bind("127.0.0.1:0").unwrap(), None)
    }

    /// The same on a port that was taken before, where a provider of identities may vouch for people.
    pub(crate) fn open_with(listener: TcpListener, provider: Option<identity::Provider>) -> Self {
        let make = async |address: &str| {
            let (store, _) = Store::migrate(address).await.unwrap();
            let mut desk = Desk::new(store.clone(), "http://localhost");
            desk.provider = provider.clone();
            desk.sends_texts = true;
            desk.clock.set(morning());
            let clock = desk.clock.clone();
            let site = Site::with_desk(desk);
            site.publish(crate::fixture::publication());
            site.show_sites(crate::fixture::board());
            (store, clock, site)
        };
        let office = Self::over_on(listener, make);
        office.wait(office::register::take_enterprises(&office.operator(), &firms(), "")).unwrap();
        office.wait(office::sites::take(&office.operator(), formats::carried::sites(), "")).unwrap();
        office
    }

    /// Runs something that waits for the database.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// At the command line, now by the clock of the site.
    pub(crate) fn operator(&self) -> Context {
        Context::new(Actor::operator("máy chủ"), self.clock.now(), "test", self.store.clone())
    }

    /// Someone with this role, signed in through the door, second factor and all.
    pub(crate) fn someone(&self, role: Role) -> Person {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let login = format!("{}.{}", role.code(), COUNT.fetch_add(1, Ordering::Relaxed));
        self.with_login(&login, role)
    }

    pub(crate) fn with_login(&self, login: &str, role: Role) -> Person {
        let account = account(login, role);
        let link = self.wait(accounts::open(&self.operator(), &account)).unwrap();
        self.wait(accounts::choose_password(&self.operator(), &link, PASSWORD)).unwrap();
        let mut code = String::new();
        if account.needs_second_factor() {
            let secret = CODES;
            let me = Context::new(account.actor().unwrap(), self.clock.now(), "test", self.store.clone());
            self.wait(accounts::confirm_second_factor(&me, secret, &codes(secret, self.clock.now()))).unwrap();
            // One step on: a code is good once.
            code = codes(secret, self.clock.now() + jiff::SignedDuration::from_secs(30));
        }
        let form = encoded(&[("login", login), ("password", PASSWORD), ("code", &code), ("next", "/desk")]);
        let answer = self.server.send("/sign-in", &form, &[]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        Person { role, cookie: answer.header("set-cookie").split(';').next().unwrap().to_owned() }
    }

    /// What someone sees at an address.
    pub(crate) fn get(&self, person: &Person, path: &str) -> Answer {
        self.server.ask("GET", path, &[("Cookie", &person.cookie)])
    }

    /// Someone fills in a form at an address and sends it, with the token of their session.
    pub(crate) fn fill(&self, person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token(person);
        let mut all = vec![("form", token.as_str())];
        all.extend(fields);
        self.server.send(path, &encoded(&all), &[("Cookie", &person.cookie)])
    }

    /// The token the forms of a session carry.
    pub(crate) fn token(&self, person: &Person) -> String {
        let page = self.get(person, "/account").text();
        let from = page.find("name=\"form\" value=\"").expect("a form") + 19;
        page[from..from + 64].to_owned()
    }
}

fn firms() -> Vec<domain::register::Enterprise> {
    let firm = |code: &str, name: &str| domain::register::Enterprise {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        ownership: domain::register::Ownership::Private,
        simulated: true,
    };
    vec![firm(FIRM, "Công ty Một (mô phỏng)"), firm("5100000002", "Công ty Hai (mô phỏng)")]
}

/// An account of this role, of the firm or agency of the tests.
pub(crate) fn account(login: &str, role: Role) -> Account {
    Account {
        login: login.parse().unwrap(),
        name: format!("Người {login}"),
        email: format!("{login}@example.vn").parse().unwrap(),
        role,
        enterprise: (role == Role::Firm).then(|| FIRM.parse().unwrap()),
        agency: (role == Role::Agency).then(|| AGENCY.parse().unwrap()),
        closed: None,
    }
}

/// The secret of everybody's one-time codes.
pub(crate) const CODES: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

pub(crate) fn codes(secret: &str, moment: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let codes = Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    codes.generate(moment.as_second() as u64).to_string()
}

/// Fields as a browser sends them.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        let byte = |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
        text.bytes().map(byte).collect::<String>()
    };
    fields.iter().map(|(key, value)| format!("{key}={}", escape(value))).collect::<Vec<_>>().join("&")
}
