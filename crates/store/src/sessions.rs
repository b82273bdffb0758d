//! What comes and goes with signing in: sessions, tries, one-time links, used codes. Rows here change and are no part of the
//! journal; the acts that matter (a password set, an account closed) are.

use domain::accounts::{Door, Login};
use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::{get, parse};

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Whose.
    pub login: Login,
    /// The token its forms carry.
    pub form: String,
    /// When it began.
    pub begun: Timestamp,
    /// When it was last used.
    pub used: Timestamp,
}

/// A try to sign in that was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInTry {
    /// The name that was given; nobody need have it.
    pub login: Login,
    /// When.
    pub moment: Timestamp,
    /// Whether everything shown was right.
    pub passed: bool,
    /// By which door.
    pub door: Door,
}

const BEGIN: &str = "INSERT INTO session (token, login, form, begun, used, ended) VALUES ($1, $2, $3, $4, $4, 0)";
const SESSION: &str = "SELECT login, form, begun, used FROM session WHERE token = $1 AND ended = 0";
const USE: &str = "UPDATE session SET used = $2 WHERE token = $1 AND ended = 0";
const END: &str = "UPDATE session SET ended = 1 WHERE token = $1";
const END_ALL: &str = "UPDATE session SET ended = 1 WHERE login = $1";
const TRY: &str = "INSERT INTO sign_in_try (login, moment, passed, door) VALUES ($1, $2, $3, $4)";
const TRIES: &str = "SELECT login, moment, passed, door FROM sign_in_try v WHERE";
const FAILURES: &str = "\
    SELECT COUNT(*), MAX(moment) FROM sign_in_try WHERE login = $1 AND door = $2 AND passed = 0 \
    AND moment > COALESCE((SELECT MAX(moment) FROM sign_in_try WHERE login = $1 AND door = $2 AND passed = 1), '')";
const LINK: &str = "INSERT INTO one_time_link (token, login, expires, used) VALUES ($1, $2, $3, 0)";
const LINK_OF: &str = "SELECT login FROM one_time_link WHERE token = $1 AND used = 0 AND expires > $2";
const USE_LINK: &str = "UPDATE one_time_link SET used = 1 WHERE token = $1 AND used = 0 AND expires > $2";
const USE_LINKS: &str = "UPDATE one_time_link SET used = 1 WHERE login = $1";
const USE_CODE: &str = "INSERT INTO used_code (login, step) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// Moments as text of one width, so that the order of the texts is the order of the moments.
pub(crate) fn text(moment: Timestamp) -> String {
    format!("{moment:.6}")
}

impl Store {
    /// Begins a session. `token` is the digest of what the browser holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_session(
        &self,
        token: &str,
        login: &Login,
        form: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(BEGIN).bind(token).bind(login.as_str()).bind(form).bind(text(now));
        self.operate(query, "beginning a session").await.map(|_| ())
    }

    /// A session that has not been ended; whether it is still good is the domain's affair.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn session(&self, token: &str) -> Result<Option<StoredSession>, StoreError> {
        let row = sqlx::query(SESSION).bind(token).fetch_optional(&self.pool).await;
        let Some(row) = row.map_err(StoreError::of("reading a session"))? else { return Ok(None) };
        let what = "a session";
        let (login, begun, used) = (parse(&row, 0, what)?, parse(&row, 2, what)?, parse(&row, 3, what)?);
        Ok(Some(StoredSession { login, form: get(&row, 1)?, begun, used }))
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_session(&self, token: &str, now: Timestamp) -> Result<(), StoreError> {
        self.operate(sqlx::query(USE).bind(token).bind(text(now)), "noting a session").await.map(|_| ())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        self.operate(sqlx::query(END).bind(token), "ending a session").await.map(|_| ())
    }

    /// Ends every session of an account, with its errands at a provider, and makes its one-time links useless.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&self, login: &Login) -> Result<(), StoreError> {
        self.operate(sqlx::query(END_ALL).bind(login.as_str()), "ending sessions").await?;
        self.end_errands_of(login).await?;
        self.operate(sqlx::query(USE_LINKS).bind(login.as_str()), "ending links").await.map(|_| ())
    }

    /// Notes a try to sign in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_try(&self, login: &Login, door: Door, passed: bool, now: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query(TRY).bind(login.as_str()).bind(text(now)).bind(i64::from(passed)).bind(door.code());
        self.operate(query, "noting a sign-in").await.map(|_| ())
    }

    /// A page of the tries to sign in, the newest first; of one name where one is given.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn sign_in_tries(&self, login: Option<&Login>, page: Page) -> Result<Listed<SignInTry>, StoreError> {
        let doing = "listing sign-ins";
        let mut fits = Conditions::new("1 = 1");
        fits.and_if("v.login = ?", login.map(ToString::to_string));
        let count = format!("SELECT COUNT(*) FROM sign_in_try v WHERE {}", fits.text());
        let total = fits.count(self, count, doing).await?;
        // Tries of one moment come in the same order on every page.
        let sql = format!("{TRIES} {} ORDER BY v.moment DESC, v.login, v.passed, v.door", fits.text());
        let rows = fits.page(self, &sql, page, doing).await?;
        Ok(Listed { rows: rows.iter().map(read_try).collect::<Result<_, _>>()?, total })
    }

    /// Wrong tries at a door since the last that passed it, and when the last of them was.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn failures(&self, login: &Login, door: Door) -> Result<(u32, Option<Timestamp>), StoreError> {
        let row = sqlx::query(FAILURES).bind(login.as_str()).bind(door.code()).fetch_one(&self.pool).await;
        let row = row.map_err(StoreError::of("counting sign-ins"))?;
        let count: i64 = get(&row, 0)?;
        let last: Option<String> = get(&row, 1)?;
        let last = last.map(|moment| moment.parse().map_err(|why| corrupt_moment(&why))).transpose()?;
        Ok((u32::try_from(count).unwrap_or(u32::MAX), last))
    }

    /// Keeps a one-time link. `token` is the digest of what is in the address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_link(&self, token: &str, login: &Login, expires: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query(LINK).bind(token).bind(login.as_str()).bind(text(expires));
        self.operate(query, "keeping a link").await.map(|_| ())
    }

    /// Whether an account has a one-time link that expires after `from`, and not after `to`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_link_expiring(&self, login: &Login, from: Timestamp, to: Timestamp) -> Result<bool, StoreError> {
        const SQL: &str =
            "SELECT COUNT(*) FROM one_time_link WHERE login = $1 AND expires > $2 AND expires <= $3 AND used = 0";
        let query = sqlx::query(SQL).bind(login.as_str()).bind(text(from)).bind(text(to));
        let row = query.fetch_one(&self.pool).await.map_err(StoreError::of("looking for links"))?;
        Ok(get::<i64>(&row, 0)? > 0)
    }

    /// Whose a one-time link is, while it is good.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn link(&self, token: &str, now: Timestamp) -> Result<Option<Login>, StoreError> {
        let row = sqlx::query(LINK_OF).bind(token).bind(text(now)).fetch_optional(&self.pool).await;
        row.map_err(StoreError::of("reading a link"))?.map(|row| parse(&row, 0, "a link")).transpose()
    }

    /// Uses a one-time link up; `false` when it was used before, has expired or never was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_link(&self, token: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.operate(sqlx::query(USE_LINK).bind(token).bind(text(now)), "using a link").await? == 1)
    }

    /// Uses a one-time code up, by the half-minute it belongs to; `false` when it was used before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_code(&self, login: &Login, step: i64) -> Result<bool, StoreError> {
        Ok(self.operate(sqlx::query(USE_CODE).bind(login.as_str()).bind(step), "using a code").await? == 1)
    }

    /// Runs a statement that changes no row of the journal's; how many rows it changed.
    pub(crate) async fn operate(
        &self,
        query: sqlx::query::Query<'_, sqlx::Any, sqlx::any::AnyArguments>,
        doing: &'static str,
    ) -> Result<u64, StoreError> {
        // In turn with the changes of this process: SQLite has one writer.
        let _turn = self.writer.lock().await;
        query.execute(&self.pool).await.map(|done| done.rows_affected()).map_err(StoreError::of(doing))
    }
}

fn read_try(row: &AnyRow) -> Result<SignInTry, StoreError> {
    let what = "a sign-in";
    let door: &str = get(row, 3)?;
    let door = Door::of_code(door).ok_or_else(|| StoreError::corrupt(what, format!("there is no door “{door}”")))?;
    Ok(SignInTry { login: parse(row, 0, what)?, moment: parse(row, 1, what)?, passed: get::<i64>(row, 2)? == 1, door })
}

fn corrupt_moment(why: &jiff::Error) -> StoreError {
    StoreError::corrupt("a sign-in", why.to_string())
}
