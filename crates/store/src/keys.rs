//! Keys of programs, and what was answered to requests that may be sent again. As with sessions, rows here change and are no part of the
//! journal; that a key was made or ended is.

use domain::accounts::{Key, Login};
use jiff::Timestamp;

use crate::columns::{Columns, read_codes};
use crate::error::StoreError;
use crate::open::Store;
use crate::sessions::text;

/// A key as it is kept, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Whose.
    pub login: Login,
    /// By which its holder names it, from 1.
    pub number: u32,
    /// What it is good for.
    pub key: Key,
    /// When a program last came in with it.
    pub used: Option<Timestamp>,
}

/// What became of a request that may be sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// It is the first of its key.
    First,
    /// It was answered so: status and body.
    Answered(u16, String),
    /// It was begun and not answered: it is at work, or broke off.
    Open,
    /// Its key was given to another request.
    Other,
}

const KEEP: &str = "\
    INSERT INTO program_key (key, login, number, name, scope, made, expires, used, ended) \
    VALUES ($1, $2, (SELECT COALESCE(MAX(number), 0) + 1 FROM program_key WHERE login = $2), $3, $4, $5, $6, NULL, 0)";
const KEY: &str = "\
    SELECT login, number, name, scope, made, expires, used FROM program_key WHERE key = $1 AND ended = 0";
const KEYS: &str = "\
    SELECT login, number, name, scope, made, expires, used FROM program_key WHERE login = $1 AND ended = 0 ORDER BY number";
const USE: &str = "UPDATE program_key SET used = $2 WHERE key = $1";
const END: &str = "UPDATE program_key SET ended = 1 WHERE login = $1 AND number = $2 AND ended = 0";
const END_ALL: &str = "UPDATE program_key SET ended = 1 WHERE login = $1";
const BEGIN: &str = "\
    INSERT INTO request_once (login, request, digest, begun, status, answer) VALUES ($1, $2, $3, $4, NULL, NULL) \
    ON CONFLICT DO NOTHING";
const BEFORE: &str = "SELECT digest, status, answer FROM request_once WHERE login = $1 AND request = $2";
const ANSWER: &str = "UPDATE request_once SET status = $3, answer = $4 WHERE login = $1 AND request = $2";
const FORGET: &str = "DELETE FROM request_once WHERE login = $1 AND request = $2 AND status IS NULL";

impl Store {
    /// Keeps a key. `digest` is that of what the program holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_key(&self, digest: &str, login: &Login, key: &Key) -> Result<(), StoreError> {
        let scope = key.scope.iter().map(|action| action.code()).collect::<Vec<_>>().join(" ");
        let query = sqlx::query(KEEP).bind(digest).bind(login.as_str()).bind(key.name.as_str());
        let query = query.bind(scope).bind(text(key.made)).bind(text(key.expires));
        self.operate(query, "keeping a key").await.map(|_| ())
    }

    /// The key of this digest, unless it was ended; whether it is still good is the domain's affair.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn key(&self, digest: &str) -> Result<Option<StoredKey>, StoreError> {
        let row = sqlx::query(KEY).bind(digest).fetch_optional(&self.pool).await;
        row.map_err(StoreError::of("reading a key"))?.map(|row| read(&row)).transpose()
    }

    /// The keys of an account that were not ended, in the order they were made.
    ///
    /// # Errors
    /// As [`Store::key`].
    pub async fn keys(&self, login: &Login) -> Result<Vec<StoredKey>, StoreError> {
        let rows = sqlx::query(KEYS).bind(login.as_str()).fetch_all(&self.pool).await;
        rows.map_err(StoreError::of("reading keys"))?.iter().map(read).collect()
    }

    /// Notes that a program came in with a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_key(&self, digest: &str, now: Timestamp) -> Result<(), StoreError> {
        self.operate(sqlx::query(USE).bind(digest).bind(text(now)), "noting a key").await.map(|_| ())
    }

    /// Ends a key of an account; `false` when there is none of this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_key(&self, login: &Login, number: u32) -> Result<bool, StoreError> {
        let query = sqlx::query(END).bind(login.as_str()).bind(i64::from(number));
        Ok(self.operate(query, "ending a key").await? == 1)
    }

    /// Ends every key of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_keys_of(&self, login: &Login) -> Result<(), StoreError> {
        self.operate(sqlx::query(END_ALL).bind(login.as_str()), "ending keys").await.map(|_| ())
    }

    /// Notes that a request of this key begins; what became of it before, when it came before. `digest` is that of what is asked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_request(
        &self,
        login: &Login,
        request: &str,
        digest: &str,
        now: Timestamp,
    ) -> Result<Before, StoreError> {
        let row = loop {
            let begin = sqlx::query(BEGIN).bind(login.as_str()).bind(request).bind(digest).bind(text(now));
            if self.operate(begin, "beginning a request").await? == 1 {
                return Ok(Before::First);
            }
            let row = sqlx::query(BEFORE).bind(login.as_str()).bind(request).fetch_optional(&self.pool).await;
            // None where the one before did nothing and was forgotten in between: then this one may be the first.
            if let Some(row) = row.map_err(StoreError::of("reading a request"))? {
                break row;
            }
        };
        let mut columns = Columns::of(&row);
        if columns.value::<String>()? != digest {
            return Ok(Before::Other);
        }
        let (status, answer) = (columns.value::<Option<i64>>()?, columns.words()?);
        let status = status.map(|status| u16::try_from(status).unwrap_or(u16::MAX));
        Ok(status.zip(answer).map_or(Before::Open, |(status, answer)| Before::Answered(status, answer)))
    }

    /// Keeps what was answered to a request.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answer_request(
        &self,
        login: &Login,
        request: &str,
        status: u16,
        answer: &str,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(ANSWER).bind(login.as_str()).bind(request).bind(i64::from(status)).bind(answer);
        self.operate(query, "answering a request").await.map(|_| ())
    }

    /// Forgets a request that changed nothing, so that it can be sent again mended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_request(&self, login: &Login, request: &str) -> Result<(), StoreError> {
        let query = sqlx::query(FORGET).bind(login.as_str()).bind(request);
        self.operate(query, "forgetting a request").await.map(|_| ())
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<StoredKey, StoreError> {
    let what = "a key of a program";
    let mut columns = Columns::of(row);
    let login = columns.code(what)?;
    let number: i64 = columns.value()?;
    Ok(StoredKey {
        login,
        number: u32::try_from(number).map_err(|_| StoreError::corrupt(what, format!("its number is {number}")))?,
        key: Key {
            name: columns.value()?,
            scope: read_codes(&columns.value::<String>()?, what)?,
            made: columns.code(what)?,
            expires: columns.code(what)?,
        },
        used: columns.maybe(what)?,
    })
}
