//! Accounts with their passwords and second factors: the newest row counts, the earlier ones are kept.

use std::collections::BTreeMap;

use domain::accounts::{Account, Email, Login};
use domain::mail::Phone;
use domain::text::UnknownCode;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::{Cell, get, parse};
use crate::tables;
use crate::write::Writing;

/// A password as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// argon2id in the PHC string form.
    pub password: String,
    /// The day it was set.
    pub set_on: Date,
}

impl std::fmt::Debug for Credential {
    /// Without the hash: a debug line in a log must not carry it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credential(set on {})", self.set_on)
    }
}

const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM account n WHERE n.login = v.login AND n.id > v.id)";
const CURRENT: &str = "\
    SELECT v.login, v.name, v.email, v.role, v.enterprise, v.agency, v.closed FROM account v \
    WHERE NOT EXISTS (SELECT 1 FROM account n WHERE n.login = v.login AND n.id > v.id)";
const ONE: &str = "\
    SELECT login, name, email, role, enterprise, agency, closed FROM account WHERE login = $1 ORDER BY id DESC LIMIT 1";
const BY_EMAIL: &str = "\
    SELECT v.login, v.name, v.email, v.role, v.enterprise, v.agency, v.closed FROM account v \
    WHERE v.email = $1 AND NOT EXISTS (SELECT 1 FROM account n WHERE n.login = v.login AND n.id > v.id) ORDER BY v.login";
const CREDENTIALS: &str = "SELECT password, set_on FROM credential WHERE login = $1 ORDER BY id DESC LIMIT 10";
const SECOND_FACTOR: &str = "SELECT secret FROM second_factor WHERE login = $1 ORDER BY id DESC LIMIT 1";
const PHONE: &str = "SELECT number FROM account_phone WHERE login = $1 ORDER BY id DESC LIMIT 1";
const PHONES: &str = "\
    SELECT v.login, v.number FROM account_phone v WHERE v.number IS NOT NULL \
    AND NOT EXISTS (SELECT 1 FROM account_phone n WHERE n.login = v.login AND n.id > v.id)";

impl Writing {
    /// Writes an account as it is from now on.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn account(&mut self, account: &Account) -> Result<(), StoreError> {
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            account.login.as_str().into(),
            (&account.name).into(),
            account.email.as_str().into(),
            account.role.code().into(),
            Cell::Text(account.enterprise.as_ref().map(|code| code.as_str())),
            Cell::Text(account.agency.as_ref().map(|code| code.as_str())),
            Cell::Text(account.closed.as_deref()),
        ];
        self.push(&tables::ACCOUNT, cells)?;
        self.settle().await
    }

    /// Writes the password of an account.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn credential(&mut self, login: &Login, credential: &Credential) -> Result<(), StoreError> {
        let set_on = credential.set_on.to_string();
        let (id, seq) = (self.new_id().into(), self.seq().0.into());
        let cells = [id, seq, login.as_str().into(), (&credential.password).into(), (&set_on).into()];
        self.push(&tables::CREDENTIAL, cells)?;
        self.settle().await
    }

    /// Writes the secret of an account's one-time codes; `None` takes it away.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn second_factor(&mut self, login: &Login, secret: Option<&str>) -> Result<(), StoreError> {
        let cells = [self.new_id().into(), self.seq().0.into(), login.as_str().into(), Cell::Text(secret)];
        self.push(&tables::SECOND_FACTOR, cells)?;
        self.settle().await
    }

    /// Writes the telephone of an account; `None` takes it away.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn phone(&mut self, login: &Login, phone: Option<&Phone>) -> Result<(), StoreError> {
        let (id, seq) = (self.new_id().into(), self.seq().0.into());
        let number = Cell::Text(phone.map(Phone::as_str));
        self.push(&tables::ACCOUNT_PHONE, [id, seq, login.as_str().into(), number])?;
        self.settle().await
    }
}

/// What the journal calls a sign-in to an account.
#[must_use]
pub fn sign_in_subject(login: &Login) -> String {
    format!("sign-in {login}")
}

impl Store {
    /// Every account, in order of sign-in name.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query(CURRENT).fetch_all(&self.pool).await.map_err(StoreError::of("reading the accounts"))?;
        let mut accounts = rows.iter().map(account).collect::<Result<Vec<_>, _>>()?;
        accounts.sort_by(|a, b| a.login.cmp(&b.login));
        Ok(accounts)
    }

    /// A page of the accounts, in order of sign-in name.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn accounts_page(&self, page: Page) -> Result<Listed<Account>, StoreError> {
        let doing = "listing accounts";
        let all = Conditions::new(NEWEST);
        let total = all.count(self, format!("SELECT COUNT(*) FROM account v WHERE {NEWEST}"), doing).await?;
        let sql = format!("{CURRENT} ORDER BY v.login");
        let rows = all.page(self, &sql, page, doing).await?;
        Ok(Listed { rows: rows.iter().map(account).collect::<Result<_, _>>()?, total })
    }

    /// The account of a sign-in name.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn account(&self, login: &Login) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(ONE).bind(login.as_str()).fetch_optional(&self.pool).await;
        row.map_err(StoreError::of("reading an account"))?.as_ref().map(account).transpose()
    }

    /// The accounts with this address.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn accounts_by_email(&self, email: &Email) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query(BY_EMAIL).bind(email.as_str()).fetch_all(&self.pool).await;
        rows.map_err(StoreError::of("reading accounts"))?.iter().map(account).collect()
    }

    /// The last ten passwords of an account, newest first; the first is the one that counts.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn credentials(&self, login: &Login) -> Result<Vec<Credential>, StoreError> {
        let rows = sqlx::query(CREDENTIALS).bind(login.as_str()).fetch_all(&self.pool).await;
        let rows = rows.map_err(StoreError::of("reading a password"))?;
        rows.iter().map(|row| Ok(Credential { password: get(row, 0)?, set_on: parse(row, 1, "a password")? })).collect()
    }

    /// When somebody last signed in to an account, by any door.
    ///
    /// # Errors
    /// When the database fails or a moment was made unreadable.
    pub async fn last_sign_in(&self, login: &Login) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "SELECT MAX(moment) FROM journal WHERE subject = $1";
        let subject = sign_in_subject(login);
        let rows = self.rows_of(SQL, &[(&subject).into()], "reading when somebody last signed in").await?;
        rows.first().map_or(Ok(None), |row| Columns::of(row).maybe("the moment of a sign-in"))
    }

    /// The secret of an account's one-time codes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn second_factor(&self, login: &Login) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(SECOND_FACTOR).bind(login.as_str()).fetch_optional(&self.pool).await;
        match row.map_err(StoreError::of("reading a second factor"))? {
            Some(row) => get(&row, 0),
            None => Ok(None),
        }
    }

    /// The telephone of an account that takes short texts.
    ///
    /// # Errors
    /// When the database fails, or holds what the domain refuses.
    pub async fn phone(&self, login: &Login) -> Result<Option<Phone>, StoreError> {
        let rows = self.rows_of(PHONE, &[login.as_str().into()], "reading a telephone").await?;
        rows.first().map_or(Ok(None), |row| Columns::of(row).maybe("a telephone"))
    }

    /// The telephones of every account that has one.
    ///
    /// # Errors
    /// As [`Store::phone`].
    pub async fn phones(&self) -> Result<BTreeMap<Login, Phone>, StoreError> {
        let rows = self.rows_of(PHONES, &[], "reading telephones").await?;
        rows.iter().map(|row| Ok((parse(row, 0, "a telephone")?, parse(row, 1, "a telephone")?))).collect()
    }
}

fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let role: &str = get(row, 3)?;
    let role = role.parse().map_err(|why: UnknownCode| StoreError::corrupt("an account", why.to_string()))?;
    Ok(Account {
        login: parse(row, 0, "an account")?,
        name: get(row, 1)?,
        email: parse(row, 2, "an account")?,
        role,
        enterprise: code(row, 4)?,
        agency: code(row, 5)?,
        closed: get(row, 6)?,
    })
}

fn code<T>(row: &AnyRow, place: usize) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    let text: Option<String> = get(row, place)?;
    text.map(|text| text.parse().map_err(|why: T::Err| StoreError::corrupt("an account", why.to_string()))).transpose()
}
