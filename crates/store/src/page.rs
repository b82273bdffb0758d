//! Pages of long lists with their totals, and the conditions of a search put together from fixed pieces.

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

use crate::error::StoreError;
use crate::open::Store;
use crate::row::get;

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    number: u32,
    size: u32,
}

impl Page {
    /// The longest page.
    pub const LARGEST: u32 = 500;

    /// Page `number`, from 0, of pages of `size` rows: at least one, at most [`Page::LARGEST`].
    #[must_use]
    pub fn new(number: u32, size: u32) -> Self {
        Self { number, size: size.clamp(1, Self::LARGEST) }
    }

    /// The first page of the largest size.
    #[must_use]
    pub fn first() -> Self {
        Self::new(0, Self::LARGEST)
    }

    /// The whole list, for a file that is never cut.
    #[must_use]
    pub fn whole() -> Self {
        Self { number: 0, size: u32::MAX }
    }

    /// The first rows of what is left of a list that is followed from row to row.
    pub(crate) fn next(size: u32) -> Self {
        Self { number: 0, size }
    }

    /// This page of rows that were found another way than by a search of the database.
    #[must_use]
    pub fn of<T>(self, rows: Vec<T>) -> Listed<T> {
        let total = rows.len() as u64;
        let (before, size) = (usize::try_from(self.offset()).unwrap_or(usize::MAX), self.size as usize);
        Listed { rows: rows.into_iter().skip(before).take(size).collect(), total }
    }

    fn offset(self) -> i64 {
        i64::from(self.number) * i64::from(self.size)
    }
}

/// One page of a list, and how many rows there are in all.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// The rows of the page.
    pub rows: Vec<T>,
    /// All rows that fit.
    pub total: u64,
}

/// The conditions of a search with their values, each piece of text fixed in the program.
#[derive(Default)]
pub(crate) struct Conditions {
    text: String,
    values: Vec<String>,
}

impl Conditions {
    /// A first condition without a value.
    pub(crate) fn new(condition: &str) -> Self {
        Self { text: condition.to_owned(), values: Vec::new() }
    }

    /// One more condition without a value.
    pub(crate) fn and(&mut self, condition: &str) {
        self.text = format!("{} AND {condition}", self.text);
    }

    /// One more condition; `?` in it stands for the value. Without a value there is no condition.
    pub(crate) fn and_if(&mut self, condition: &str, value: Option<String>) {
        let Some(value) = value else { return };
        self.values.push(value);
        let place = format!("${}", self.values.len());
        self.text = format!("{} AND {}", self.text, condition.replacen('?', &place, 1));
    }

    /// One more condition in which each `?` stands for the next of these values. None of the values may hold a `?`.
    pub(crate) fn and_all<const N: usize>(&mut self, condition: &str, values: [String; N]) {
        let mut condition = condition.to_owned();
        for value in values {
            self.values.push(value);
            condition = condition.replacen('?', &format!("${}", self.values.len()), 1);
        }
        self.text = format!("{} AND {condition}", self.text);
    }

    /// The text after `WHERE`.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn bound(&self, sql: String) -> Query<'static, Any, AnyArguments> {
        self.values.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, value| query.bind(value.clone()))
    }

    /// How many rows a statement counts.
    pub(crate) async fn count(&self, store: &Store, sql: String, doing: &'static str) -> Result<u64, StoreError> {
        let row = self.bound(sql).fetch_one(&store.pool).await.map_err(StoreError::of(doing))?;
        Ok(u64::try_from(get::<i64>(&row, 0)?).unwrap_or_default())
    }

    /// The rows of a page. The statement ends where `LIMIT` follows.
    pub(crate) async fn page(
        &self,
        store: &Store,
        sql: &str,
        page: Page,
        doing: &'static str,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let sql = format!("{sql} LIMIT {} OFFSET {}", page.size, page.offset());
        self.bound(sql).fetch_all(&store.pool).await.map_err(StoreError::of(doing))
    }
}

impl Store {
    /// Whether a site of this code is in the registry.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_site(&self, code: &domain::sites::SiteCode) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT id FROM site WHERE code = $1 LIMIT 1";
        Ok(!self.rows_of(SQL, &[code.as_str().into()], "looking for a site").await?.is_empty())
    }

    /// Whether an enterprise of this tax code is in the register.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_enterprise(&self, code: &domain::register::EnterpriseCode) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT id FROM enterprise_code WHERE code = $1";
        Ok(!self.rows_of(SQL, &[code.as_str().into()], "looking for an enterprise").await?.is_empty())
    }

    /// The name of an enterprise, as it stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enterprise_name(&self, code: &domain::register::EnterpriseCode) -> Result<Option<String>, StoreError> {
        const SQL: &str = "SELECT e.name FROM enterprise e JOIN enterprise_code c ON c.id = e.code \
                           WHERE c.code = $1 ORDER BY e.seq DESC LIMIT 1";
        let rows = self.rows_of(SQL, &[code.as_str().into()], "reading an enterprise").await?;
        rows.first().map(|row| get(row, 0)).transpose()
    }
}
