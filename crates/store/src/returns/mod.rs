//! Monthly returns: written as they come, loaded as they stood after a change, or on a day of collection.

mod confirming;
mod sent;

use std::collections::{BTreeMap, HashMap};

use domain::period::{Month, MonthRange};
use domain::register::{EstablishmentCode, ProductCode, Register};
use domain::returns::panel::{LineAt, PanelBuilder};
use domain::returns::{Return, ReturnLine};
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::civil::Date;
use sqlx::Any;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::register::CodeOf;
use crate::row::{Cell, get, parse};
use crate::tables;
use crate::write::Writing;

pub use confirming::StoredPrepared;
pub use sent::ReturnReminder;

/// Which returns count: those written up to a change and, where a day is given, received up to that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The last change looked at.
    pub seq: Seq,
    /// The last day of receipt looked at.
    pub received_until: Option<Date>,
}

impl AsOf {
    /// Everything written up to a change.
    #[must_use]
    pub fn seq(seq: Seq) -> Self {
        Self { seq, received_until: None }
    }

    /// Everything there is.
    #[must_use]
    pub fn latest() -> Self {
        Self::seq(Seq::LATEST)
    }

    /// Only what was received up to `day`.
    #[must_use]
    pub fn received_until(self, day: Date) -> Self {
        Self { received_until: Some(day), ..self }
    }
}

/// A return as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredReturn {
    /// The change that wrote it.
    pub seq: Seq,
    /// Đã khóa: it came after its month was locked and enters a later vintage only.
    pub locked: bool,
    /// What it says.
    pub answer: Return,
}

/// The returns that count: of those of one establishment and month the newest that is looked at. `$1` seq, `$2` day,
/// `$3` to `$4` months.
macro_rules! that_count {
    () => {
        "r.seq <= $1 AND r.received <= $2 AND r.month BETWEEN $3 AND $4 AND NOT EXISTS \
         (SELECT 1 FROM monthly_return n WHERE n.establishment = r.establishment AND n.month = r.month \
          AND n.seq > r.seq AND n.seq <= $1 AND n.received <= $2)"
    };
}
pub(crate) use that_count;

macro_rules! heads {
    () => {
        "SELECT r.id, r.seq, r.establishment, r.month, r.received, r.locked, r.employees, r.capacity_used, r.reason \
         FROM monthly_return r WHERE "
    };
}

macro_rules! lines {
    () => {
        "SELECT l.return_id, l.product, l.actual_previous, l.estimate, l.plan_next, l.shipments, l.shipments_value, \
         l.opening_stock, l.closing_stock FROM monthly_return r JOIN return_line l ON l.return_id = r.id WHERE "
    };
}

const HEADS: &str = concat!(heads!(), that_count!());

const LINES: &str = concat!(lines!(), that_count!());

/// Of one establishment: `$5` its code.
macro_rules! of_one {
    () => {
        " AND r.establishment = (SELECT c.id FROM establishment_code c WHERE c.code = $5)"
    };
}

const HEADS_OF_ONE: &str = concat!(heads!(), that_count!(), of_one!());

const LINES_OF_ONE: &str = concat!(lines!(), that_count!(), of_one!());

const HISTORY: &str = "\
    SELECT r.id, r.seq, r.establishment, r.month, r.received, r.locked, r.employees, r.capacity_used, r.reason \
    FROM monthly_return r JOIN establishment_code c ON c.id = r.establishment \
    WHERE c.code = $1 AND r.month = $2 ORDER BY r.seq";

const HISTORY_LINES: &str = "\
    SELECT l.return_id, l.product, l.actual_previous, l.estimate, l.plan_next, l.shipments, l.shipments_value, \
    l.opening_stock, l.closing_stock FROM monthly_return r \
    JOIN establishment_code c ON c.id = r.establishment JOIN return_line l ON l.return_id = r.id \
    WHERE c.code = $1 AND r.month = $2";

/// A query whose parameters are those of [`that_count`].
pub(crate) fn counting(sql: &'static str, as_of: AsOf, months: MonthRange) -> Query<'static, Any, AnyArguments> {
    let day = as_of.received_until.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    sqlx::query(sql).bind(as_of.seq.0).bind(day).bind(months.first.to_string()).bind(months.last.to_string())
}

impl Writing {
    /// Writes a return; its number is given back. `locked` says that it came after its month was locked.
    ///
    /// # Errors
    /// When its establishment or a product is unknown, or the database fails or refuses.
    pub async fn monthly_return(&mut self, answer: &Return, locked: bool) -> Result<i64, StoreError> {
        let establishment = self.known(CodeOf::Establishment, answer.establishment.as_str()).await?;
        let mut lines = Vec::with_capacity(answer.lines.len());
        for line in &answer.lines {
            lines.push((self.known(CodeOf::Product, line.product.as_str()).await?, line));
        }
        // The digest is taken in the order of the key.
        lines.sort_by_key(|(product, _)| *product);
        let (id, seq) = (self.new_id(), self.seq().0);
        let (month, received) = (answer.month.to_string(), answer.received.to_string());
        let head = [
            id.into(),
            seq.into(),
            establishment.into(),
            (&month).into(),
            (&received).into(),
            locked.into(),
            Cell::Int(answer.employees.map(i64::from)),
            answer.capacity_used.into(),
            (&answer.reason).into(),
        ];
        self.push(&tables::MONTHLY_RETURN, head)?;
        for (product, line) in lines {
            let cells = [
                id.into(),
                product.into(),
                seq.into(),
                line.actual_previous.into(),
                line.estimate.into(),
                line.plan_next.into(),
                line.shipments.into(),
                line.shipments_value.into(),
                line.opening_stock.into(),
                line.closing_stock.into(),
            ];
            self.push(&tables::RETURN_LINE, cells)?;
        }
        self.settle().await?;
        Ok(id)
    }
}

/// Rows as they come.
type Rows<'a> = BoxStream<'a, Result<AnyRow, sqlx::Error>>;

/// What is needed to read returns: codes by number.
struct Names {
    establishments: BTreeMap<i64, EstablishmentCode>,
    products: BTreeMap<i64, ProductCode>,
}

impl Names {
    async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            establishments: store.code_numbers(CodeOf::Establishment).await?,
            products: store.code_numbers(CodeOf::Product).await?,
        })
    }

    fn head(&self, row: &AnyRow) -> Result<(i64, StoredReturn), StoreError> {
        let unknown = || StoreError::corrupt("a return", "its establishment has no code");
        let employees: Option<i64> = get(row, 6)?;
        let employees = employees.map(u32::try_from).transpose().map_err(|why| StoreError::corrupt("a return", why))?;
        let answer = Return {
            establishment: self.establishments.get(&get(row, 2)?).ok_or_else(unknown)?.clone(),
            month: parse(row, 3, "the month of a return")?,
            received: parse(row, 4, "the day a return was received")?,
            lines: Vec::new(),
            employees,
            capacity_used: get(row, 7)?,
            reason: get(row, 8)?,
        };
        Ok((get(row, 0)?, StoredReturn { seq: Seq(get(row, 1)?), locked: get::<i64>(row, 5)? != 0, answer }))
    }

    fn line(&self, row: &AnyRow) -> Result<(i64, ReturnLine), StoreError> {
        let unknown = || StoreError::corrupt("a line of a return", "its product has no code");
        let line = ReturnLine {
            product: self.products.get(&get(row, 1)?).ok_or_else(unknown)?.clone(),
            actual_previous: get(row, 2)?,
            estimate: get(row, 3)?,
            plan_next: get(row, 4)?,
            shipments: get(row, 5)?,
            shipments_value: get(row, 6)?,
            opening_stock: get(row, 7)?,
            closing_stock: get(row, 8)?,
        };
        Ok((get(row, 0)?, line))
    }

    /// Heads and lines brought together as they come; lines in order of product code.
    async fn join(&self, mut heads: Rows<'_>, mut lines: Rows<'_>) -> Result<Vec<StoredReturn>, StoreError> {
        let doing = "reading returns";
        let (mut found, mut places) = (Vec::new(), HashMap::new());
        while let Some(row) = heads.try_next().await.map_err(StoreError::of(doing))? {
            let (id, stored) = self.head(&row)?;
            places.insert(id, found.len());
            found.push(stored);
        }
        // It holds a connection, and the lines need one.
        drop(heads);
        while let Some(row) = lines.try_next().await.map_err(StoreError::of(doing))? {
            let (id, line) = self.line(&row)?;
            if let Some(place) = places.get(&id) {
                found[*place].answer.lines.push(line);
            }
        }
        for stored in &mut found {
            stored.answer.lines.sort_by(|a, b| a.product.cmp(&b.product));
        }
        Ok(found)
    }
}

impl Store {
    /// The returns of `months` that count, with how they are kept, by establishment and month.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn stored_returns(&self, as_of: AsOf, months: MonthRange) -> Result<Vec<StoredReturn>, StoreError> {
        let names = Names::load(self).await?;
        let ask = |sql| counting(sql, as_of, months).fetch(&self.pool);
        let mut found = names.join(ask(HEADS), ask(LINES)).await?;
        found.sort_by(|a, b| (&a.answer.establishment, a.answer.month).cmp(&(&b.answer.establishment, b.answer.month)));
        Ok(found)
    }

    /// The returns of `months` that count, by establishment and month.
    ///
    /// # Errors
    /// As [`Store::stored_returns`].
    pub async fn returns(&self, as_of: AsOf, months: MonthRange) -> Result<Vec<Return>, StoreError> {
        Ok(self.stored_returns(as_of, months).await?.into_iter().map(|stored| stored.answer).collect())
    }

    /// The returns of one establishment in `months` that count, by month.
    ///
    /// # Errors
    /// As [`Store::stored_returns`].
    pub async fn returns_of(
        &self,
        establishment: &EstablishmentCode,
        as_of: AsOf,
        months: MonthRange,
    ) -> Result<Vec<Return>, StoreError> {
        let doing = "reading the returns of an establishment";
        let code = establishment.as_str();
        let ask = |sql| counting(sql, as_of, months).bind(code.to_owned());
        let heads = ask(HEADS_OF_ONE).fetch_all(&self.pool).await.map_err(StoreError::of(doing))?;
        let Some(first) = heads.first() else { return Ok(Vec::new()) };
        let establishments = [(get(first, 2)?, establishment.clone())].into();
        let names = Names { establishments, products: self.code_numbers(CodeOf::Product).await? };
        let heads = stream::iter(heads.into_iter().map(Ok)).boxed();
        let found = names.join(heads, ask(LINES_OF_ONE).fetch(&self.pool)).await?;
        let mut found: Vec<Return> = found.into_iter().map(|stored| stored.answer).collect();
        found.sort_by_key(|answer| answer.month);
        Ok(found)
    }

    /// Every version of one return, oldest first.
    ///
    /// # Errors
    /// As [`Store::stored_returns`].
    pub async fn return_history(
        &self,
        establishment: &EstablishmentCode,
        month: Month,
    ) -> Result<Vec<StoredReturn>, StoreError> {
        let names = Names::load(self).await?;
        let ask = |sql| sqlx::query(sql).bind(establishment.as_str().to_owned()).bind(month.to_string());
        names.join(ask(HISTORY).fetch(&self.pool), ask(HISTORY_LINES).fetch(&self.pool)).await
    }

    /// The first and the last month there is a return of; `None` when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn return_months(&self) -> Result<Option<MonthRange>, StoreError> {
        let row = sqlx::query("SELECT MIN(month), MAX(month) FROM monthly_return")
            .fetch_one(&self.pool)
            .await
            .map_err(StoreError::of("reading the months of returns"))?;
        if get::<Option<&str>>(&row, 0)?.is_none() {
            return Ok(None);
        }
        let what = "the month of a return";
        Ok(Some(MonthRange::new(parse(&row, 0, what)?, parse(&row, 1, what)?)))
    }

    /// Streams the returns of `months` that count into a panel, by position: nothing but the panel is held in memory.
    /// `register` is the one the builder was made with. Returns how many returns and lines there were.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn fill_panel(
        &self,
        as_of: AsOf,
        months: MonthRange,
        register: &Register,
        builder: &mut PanelBuilder<'_>,
    ) -> Result<(u64, u64), StoreError> {
        let names = Names::load(self).await?;
        let place = positions(&names.establishments, register.establishments.keys());
        let product_place = positions(&names.products, register.products.keys());
        let mut owner: HashMap<i64, (u32, Month)> = HashMap::new();
        let mut heads = counting(HEADS_FOR_PANEL, as_of, months).fetch(&self.pool);
        while let Some(row) = heads.try_next().await.map_err(StoreError::of("reading returns"))? {
            let Some(&establishment) = place.get(&get::<i64>(&row, 1)?) else { continue };
            let month = parse(&row, 2, "the month of a return")?;
            let employees = get::<Option<i64>>(&row, 3)?.and_then(|n| u32::try_from(n).ok());
            builder.head_at(establishment as usize, month, employees, !get::<&str>(&row, 4)?.is_empty());
            owner.insert(get(&row, 0)?, (establishment, month));
        }
        drop(heads);
        let mut count = 0;
        let mut lines = counting(LINES, as_of, months).fetch(&self.pool);
        while let Some(row) = lines.try_next().await.map_err(StoreError::of("reading lines of returns"))? {
            count += 1;
            let Some(&(establishment, month)) = owner.get(&get::<i64>(&row, 0)?) else { continue };
            let Some(&product) = product_place.get(&get::<i64>(&row, 1)?) else { continue };
            builder.line_at(establishment as usize, month, &line_at(&row, product)?);
        }
        Ok((owner.len() as u64, count))
    }
}

const HEADS_FOR_PANEL: &str =
    concat!("SELECT r.id, r.establishment, r.month, r.employees, r.reason FROM monthly_return r WHERE ", that_count!());

fn line_at(row: &AnyRow, product: u32) -> Result<LineAt, StoreError> {
    Ok(LineAt {
        product: product as usize,
        actual_previous: get(row, 2)?,
        estimate: get(row, 3)?,
        plan_next: get(row, 4)?,
        shipments: get(row, 5)?,
        shipments_value: get(row, 6)?,
        opening_stock: get(row, 7)?,
        closing_stock: get(row, 8)?,
    })
}

/// From the number of a code to the position of the code among `codes`, which are in order.
fn positions<'a, C: Ord + 'a>(names: &BTreeMap<i64, C>, codes: impl Iterator<Item = &'a C>) -> HashMap<i64, u32> {
    let places: BTreeMap<&C, u32> = codes.zip(0..).collect();
    names.iter().filter_map(|(number, code)| Some((*number, *places.get(code)?))).collect()
}
