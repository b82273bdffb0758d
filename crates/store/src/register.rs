//! The register: enterprises, establishments with their events, products; and the numbers their codes are kept under.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::register::{Enterprise, EnterpriseCode, Establishment, Event, Product, Register};
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::{Rule, StoreError};
use crate::open::Store;
use crate::row::{Cell, Table, get, parse};
use crate::tables;
use crate::write::Writing;

/// The numbers of codes, as far as they were needed.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    enterprises: Option<HashMap<String, i64>>,
    establishments: Option<HashMap<String, i64>>,
    products: Option<HashMap<String, i64>>,
}

/// Which kind of code.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CodeOf {
    Enterprise,
    Establishment,
    Product,
}

impl CodeOf {
    fn table(self) -> &'static Table {
        match self {
            Self::Enterprise => &tables::ENTERPRISE_CODE,
            Self::Establishment => &tables::ESTABLISHMENT_CODE,
            Self::Product => &tables::PRODUCT_CODE,
        }
    }

    fn all(self) -> &'static str {
        match self {
            Self::Enterprise => "SELECT code, id FROM enterprise_code",
            Self::Establishment => "SELECT code, id FROM establishment_code",
            Self::Product => "SELECT code, id FROM product_code",
        }
    }

    fn unknown(self) -> Rule {
        match self {
            Self::Enterprise => Rule::UnknownEnterprise,
            Self::Establishment => Rule::UnknownEstablishment,
            Self::Product => Rule::UnknownProduct,
        }
    }
}

impl Codes {
    fn of(&mut self, kind: CodeOf) -> &mut Option<HashMap<String, i64>> {
        match kind {
            CodeOf::Enterprise => &mut self.enterprises,
            CodeOf::Establishment => &mut self.establishments,
            CodeOf::Product => &mut self.products,
        }
    }
}

impl Writing {
    /// Every number of this kind of code, read once in a change.
    async fn numbers(&mut self, kind: CodeOf) -> Result<&mut HashMap<String, i64>, StoreError> {
        if self.codes.of(kind).is_none() {
            let rows = self.fetch_all(kind.all(), "reading codes").await?;
            let numbers = rows.iter().map(|row| Ok((get(row, 0)?, get(row, 1)?))).collect::<Result<_, StoreError>>()?;
            *self.codes.of(kind) = Some(numbers);
        }
        Ok(self.codes.of(kind).get_or_insert_default())
    }

    /// The number of a code that must be in the register.
    pub(crate) async fn known(&mut self, kind: CodeOf, code: &str) -> Result<i64, StoreError> {
        self.numbers(kind).await?.get(code).copied().ok_or(StoreError::Rule(kind.unknown()))
    }

    /// The number of a code, given now when it is new.
    async fn number(&mut self, kind: CodeOf, code: &str) -> Result<i64, StoreError> {
        if let Some(number) = self.numbers(kind).await?.get(code) {
            return Ok(*number);
        }
        let id = self.new_id();
        let seq = self.seq().0;
        self.push(kind.table(), [id.into(), seq.into(), code.into()])?;
        self.numbers(kind).await?.insert(code.to_owned(), id);
        Ok(id)
    }

    /// Writes a version of an enterprise.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn enterprise(&mut self, enterprise: &Enterprise) -> Result<(), StoreError> {
        let code = self.number(CodeOf::Enterprise, enterprise.code.as_str()).await?;
        let (id, seq) = (self.new_id(), self.seq().0);
        let cells = [
            id.into(),
            seq.into(),
            code.into(),
            (&enterprise.name).into(),
            enterprise.ownership.code().into(),
            enterprise.simulated.into(),
        ];
        self.push(&tables::ENTERPRISE, cells)?;
        self.settle().await
    }

    /// Writes a version of an establishment with all of its events.
    ///
    /// # Errors
    /// When its enterprise is unknown, or the database fails or refuses.
    pub async fn establishment(&mut self, establishment: &Establishment) -> Result<(), StoreError> {
        let enterprise = self.known(CodeOf::Enterprise, establishment.enterprise.as_str()).await?;
        let code = self.number(CodeOf::Establishment, establishment.code.as_str()).await?;
        let (id, seq) = (self.new_id(), self.seq().0);
        let (industry, commune) = (establishment.industry.to_string(), establishment.commune.to_string());
        let cells = [
            id.into(),
            seq.into(),
            code.into(),
            enterprise.into(),
            (&establishment.name).into(),
            (&industry).into(),
            (&commune).into(),
        ];
        self.push(&tables::ESTABLISHMENT, cells)?;
        for event in &establishment.events {
            let own = self.new_id();
            let date = event.date.to_string();
            let cells: [Cell<'_>; 6] =
                [own.into(), seq.into(), id.into(), (&date).into(), event.kind.code().into(), (&event.reason).into()];
            self.push(&tables::ESTABLISHMENT_EVENT, cells)?;
        }
        self.settle().await
    }

    /// Writes a version of a product.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn product(&mut self, product: &Product) -> Result<(), StoreError> {
        let code = self.number(CodeOf::Product, product.code.as_str()).await?;
        let (id, seq) = (self.new_id(), self.seq().0);
        let industry = product.industry.to_string();
        let cells = [
            id.into(),
            seq.into(),
            code.into(),
            (&product.name_vi).into(),
            (&product.name_en).into(),
            (&product.unit).into(),
            (&industry).into(),
        ];
        self.push(&tables::PRODUCT, cells)?;
        self.settle().await
    }
}

const ENTERPRISES: &str = "\
    SELECT c.code, v.name, v.ownership, v.simulated \
    FROM enterprise v JOIN enterprise_code c ON c.id = v.code \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM enterprise n WHERE n.code = v.code AND n.seq > v.seq AND n.seq <= $1)";

const ESTABLISHMENTS: &str = "\
    SELECT c.code, e.code, v.name, v.industry, v.commune, v.id \
    FROM establishment v JOIN establishment_code c ON c.id = v.code JOIN enterprise_code e ON e.id = v.enterprise \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM establishment n WHERE n.code = v.code AND n.seq > v.seq AND n.seq <= $1)";

const EVENTS: &str = "SELECT establishment, date, kind, reason FROM establishment_event WHERE seq <= $1 ORDER BY id";

pub(crate) const PRODUCTS: &str = "\
    SELECT c.code, v.name_vi, v.name_en, v.unit, v.industry \
    FROM product v JOIN product_code c ON c.id = v.code \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM product n WHERE n.code = v.code AND n.seq > v.seq AND n.seq <= $1)";

fn read_enterprise(row: &AnyRow) -> Result<Enterprise, StoreError> {
    Ok(Enterprise {
        code: parse(row, 0, "the code of an enterprise")?,
        name: get(row, 1)?,
        ownership: parse(row, 2, "the ownership of an enterprise")?,
        simulated: get::<i64>(row, 3)? != 0,
    })
}

fn read_establishment(row: &AnyRow, events: &mut HashMap<i64, Vec<Event>>) -> Result<Establishment, StoreError> {
    Ok(Establishment {
        code: parse(row, 0, "the code of an establishment")?,
        enterprise: parse(row, 1, "the enterprise of an establishment")?,
        name: get(row, 2)?,
        industry: parse(row, 3, "the industry of an establishment")?,
        commune: parse(row, 4, "the commune of an establishment")?,
        events: events.remove(&get(row, 5)?).unwrap_or_default(),
    })
}

fn read_event(row: &AnyRow) -> Result<(i64, Event), StoreError> {
    let event = Event {
        date: parse(row, 1, "the date of an event")?,
        kind: parse(row, 2, "the kind of an event")?,
        reason: get(row, 3)?,
    };
    Ok((get(row, 0)?, event))
}

pub(crate) fn read_product(row: &AnyRow) -> Result<Product, StoreError> {
    Ok(Product {
        code: parse(row, 0, "the code of a product")?,
        name_vi: get(row, 1)?,
        name_en: get(row, 2)?,
        unit: get(row, 3)?,
        industry: parse(row, 4, "the industry of a product")?,
    })
}

impl Store {
    /// The register as it stood after change `as_of`.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn register(&self, as_of: Seq) -> Result<Register, StoreError> {
        let doing = "reading the register";
        let mut register = Register::default();
        for row in self.rows(ENTERPRISES, as_of.0, doing).await? {
            let enterprise = read_enterprise(&row)?;
            register.enterprises.insert(enterprise.code.clone(), enterprise);
        }
        let mut events: HashMap<i64, Vec<Event>> = HashMap::new();
        for row in self.rows(EVENTS, as_of.0, doing).await? {
            let (establishment, event) = read_event(&row)?;
            events.entry(establishment).or_default().push(event);
        }
        for row in self.rows(ESTABLISHMENTS, as_of.0, doing).await? {
            let establishment = read_establishment(&row, &mut events)?;
            register.establishments.insert(establishment.code.clone(), establishment);
        }
        for row in self.rows(PRODUCTS, as_of.0, doing).await? {
            let product = read_product(&row)?;
            register.products.insert(product.code.clone(), product);
        }
        Ok(register)
    }

    /// The establishments with a code of theirs, or of their enterprise (`column`), as they are now, in order of code.
    pub(crate) async fn establishments_where(
        &self,
        column: &'static str,
        code: &str,
    ) -> Result<Vec<Establishment>, StoreError> {
        let doing = "reading establishments";
        let parameters = [Seq::LATEST.0.into(), code.into()];
        let rows = self.rows_of(format!("{ESTABLISHMENTS} AND {column} = $2"), &parameters, doing).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let version: i64 = get(row, 5)?;
            let events = "SELECT establishment, date, kind, reason FROM establishment_event WHERE establishment = $1 ORDER BY id";
            let events = self.rows(events, version, doing).await?;
            let events = events.iter().map(|row| read_event(row).map(|(_, event)| event)).collect::<Result<_, _>>()?;
            found.push(read_establishment(row, &mut [(version, events)].into())?);
        }
        found.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(found)
    }

    /// An enterprise as the register has it now.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn enterprise(&self, code: &EnterpriseCode) -> Result<Option<Enterprise>, StoreError> {
        let parameters = [Seq::LATEST.0.into(), code.as_str().into()];
        let rows = self.rows_of(format!("{ENTERPRISES} AND c.code = $2"), &parameters, "reading an enterprise").await?;
        rows.first().map(read_enterprise).transpose()
    }

    /// The codes of the enterprises there are.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn enterprise_codes(&self) -> Result<BTreeSet<EnterpriseCode>, StoreError> {
        Ok(self.code_numbers(CodeOf::Enterprise).await?.into_values().collect())
    }

    /// Numbers of codes, with what the codes are.
    pub(crate) async fn code_numbers<T>(&self, kind: CodeOf) -> Result<BTreeMap<i64, T>, StoreError>
    where
        T: std::str::FromStr,
        T::Err: ToString,
    {
        let rows = sqlx::query(kind.all()).fetch_all(&self.pool).await.map_err(StoreError::of("reading codes"))?;
        rows.iter().map(|row| Ok((get(row, 1)?, parse(row, 0, "a code")?))).collect()
    }
}
