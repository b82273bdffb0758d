//! Which person of a provider an account is tied to, by rows that are only added; and the errands of browsers that were sent there, which come
//! and go as sessions do.

use domain::accounts::{Identity, Issuer, Login, Subject};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::open::Store;
use crate::row::{Cell, get, parse};
use crate::sessions::text;
use crate::tables;
use crate::write::Writing;

/// What a browser came to do, or has still to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrandKind {
    /// To sign in, as whoever the provider proves.
    Enter,
    /// To tie whoever the provider proves to this account.
    Tie(Login),
    /// To show a one-time code: the provider has proven that this is the holder of the account.
    Code(Login),
}

impl ErrandKind {
    fn code(&self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Tie(_) => "tie",
            Self::Code(_) => "code",
        }
    }

    fn login(&self) -> Option<&Login> {
        match self {
            Self::Enter => None,
            Self::Tie(login) | Self::Code(login) => Some(login),
        }
    }

    fn of(code: &str, login: Option<Login>) -> Result<Self, StoreError> {
        match (code, login) {
            ("enter", None) => Ok(Self::Enter),
            ("tie", Some(login)) => Ok(Self::Tie(login)),
            ("code", Some(login)) => Ok(Self::Code(login)),
            (code, _) => Err(StoreError::corrupt(WHAT, format!("“{code}” with or without a sign-in name"))),
        }
    }
}

/// An errand as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// What for.
    pub kind: ErrandKind,
    /// Where to go on to.
    pub next: String,
}

const WHAT: &str = "an errand";
const IDENTITY: &str = "SELECT subject FROM identity WHERE login = $1 AND issuer = $2 ORDER BY id DESC LIMIT 1";
const IDENTITIES: &str = "\
    SELECT v.issuer, v.subject FROM identity v WHERE v.login = $1 AND v.subject IS NOT NULL \
    AND NOT EXISTS (SELECT 1 FROM identity n WHERE n.login = v.login AND n.issuer = v.issuer AND n.id > v.id) ORDER BY v.issuer";
const HOLDER: &str = "\
    SELECT v.login FROM identity v WHERE v.issuer = $1 AND v.subject = $2 \
    AND NOT EXISTS (SELECT 1 FROM identity n WHERE n.login = v.login AND n.issuer = v.issuer AND n.id > v.id)";
const BEGIN: &str = "INSERT INTO errand (token, kind, login, next, expires, used) VALUES ($1, $2, $3, $4, $5, 0)";
const FORGET: &str = "DELETE FROM errand WHERE expires <= $1";
const ERRAND: &str = "SELECT kind, login, next FROM errand WHERE token = $1 AND used = 0 AND expires > $2";
const END: &str = "UPDATE errand SET used = 1 WHERE token = $1 AND used = 0 AND expires > $2";
const END_ALL: &str = "UPDATE errand SET used = 1 WHERE login = $1";

impl Writing {
    /// Ties an account to a person of a provider; `None` unties it.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn identity(
        &mut self,
        login: &Login,
        issuer: &Issuer,
        subject: Option<&Subject>,
    ) -> Result<(), StoreError> {
        let (id, seq) = (self.new_id().into(), self.seq().0.into());
        let subject = Cell::Text(subject.map(Subject::as_str));
        self.push(&tables::IDENTITY, [id, seq, login.as_str().into(), issuer.as_str().into(), subject])?;
        self.settle().await
    }
}

impl Store {
    /// Whom of this provider an account is tied to.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn identity(&self, login: &Login, issuer: &Issuer) -> Result<Option<Subject>, StoreError> {
        let query = sqlx::query(IDENTITY).bind(login.as_str()).bind(issuer.as_str());
        let row = query.fetch_optional(&self.pool).await.map_err(StoreError::of("reading an identity"))?;
        let subject = row.map(|row| get::<Option<String>>(&row, 0)).transpose()?.flatten();
        let known = |text: String| text.parse().map_err(|why| corrupt(&why));
        subject.map(known).transpose()
    }

    /// Everything an account is tied to, of whatever provider.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn identities(&self, login: &Login) -> Result<Vec<Identity>, StoreError> {
        let rows = sqlx::query(IDENTITIES).bind(login.as_str()).fetch_all(&self.pool).await;
        let rows = rows.map_err(StoreError::of("reading identities"))?;
        let what = "an identity";
        rows.iter().map(|row| Ok(Identity { issuer: parse(row, 0, what)?, subject: parse(row, 1, what)? })).collect()
    }

    /// Whose account is tied to this person.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn holder(&self, identity: &Identity) -> Result<Option<Login>, StoreError> {
        let query = sqlx::query(HOLDER).bind(identity.issuer.as_str()).bind(identity.subject.as_str());
        let row = query.fetch_optional(&self.pool).await.map_err(StoreError::of("looking for an identity"))?;
        row.map(|row| parse(&row, 0, "an identity")).transpose()
    }

    /// Begins an errand, and forgets those whose time has run out. `token` is the digest of what the browser holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_errand(
        &self,
        token: &str,
        errand: &Errand,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        self.operate(sqlx::query(FORGET).bind(text(now)), "forgetting errands").await?;
        let login = errand.kind.login().map(Login::as_str);
        let query = sqlx::query(BEGIN).bind(token).bind(errand.kind.code()).bind(login);
        let query = query.bind(&errand.next).bind(text(expires));
        self.operate(query, "beginning an errand").await.map(|_| ())
    }

    /// An errand, while it is good.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn errand(&self, token: &str, now: Timestamp) -> Result<Option<Errand>, StoreError> {
        let row = sqlx::query(ERRAND).bind(token).bind(text(now)).fetch_optional(&self.pool).await;
        let Some(row) = row.map_err(StoreError::of("reading an errand"))? else { return Ok(None) };
        let login: Option<String> = get(&row, 1)?;
        let login = login.map(|login| login.parse().map_err(|why| corrupt(&why))).transpose()?;
        Ok(Some(Errand { kind: ErrandKind::of(get(&row, 0)?, login)?, next: get(&row, 2)? }))
    }

    /// Ends an errand; `false` when it was ended before, its time has run out or it never was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_errand(&self, token: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.operate(sqlx::query(END).bind(token).bind(text(now)), "ending an errand").await? == 1)
    }

    /// Ends every errand of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn end_errands_of(&self, login: &Login) -> Result<(), StoreError> {
        self.operate(sqlx::query(END_ALL).bind(login.as_str()), "ending errands").await.map(|_| ())
    }
}

fn corrupt(why: &impl ToString) -> StoreError {
    StoreError::corrupt(WHAT, why.to_string())
}
