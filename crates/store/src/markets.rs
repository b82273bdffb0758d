//! World prices, the limits evidence is weighed by, who reports for a site, and which enterprises agree to be seen.

use domain::markets::{Consent, Holder, Price, Quote, SiteHolder, Thresholds};
use domain::period::Period;
use domain::register::{EnterpriseCode, EstablishmentCode, Product};
use domain::sites::SiteCode;
use domain::text::Text;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{Cell, get, parse};
use crate::tables;
use crate::write::Writing;

/// An establishment with whose it is, as far as a link to a site needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its code.
    pub establishment: EstablishmentCode,
    /// Its enterprise.
    pub enterprise: EnterpriseCode,
    /// Its name.
    pub name: String,
    /// Whether its enterprise is invented for the demonstration.
    pub simulated: bool,
}

const PRICES: &str = "\
    SELECT v.commodity, v.period, v.value, v.unit, v.series, v.estimated, v.source, v.address FROM metal_price v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM metal_price n WHERE n.commodity = v.commodity AND n.period = v.period AND n.series = v.series \
       AND n.unit = v.unit AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.id";
const THRESHOLDS: &str = "\
    SELECT v.from_month, v.stock_months, v.price_fall, v.why_vi, v.why_en FROM market_threshold v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM market_threshold n WHERE n.from_month = v.from_month AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.from_month";
const HOLDERS: &str = "\
    SELECT v.site, v.establishment, v.enterprise, v.from_day, v.until_day, v.simulated, v.source FROM site_holder v \
    WHERE v.seq <= $1 AND v.site = $2 AND NOT EXISTS \
      (SELECT 1 FROM site_holder n WHERE n.site = v.site AND n.establishment = v.establishment \
       AND n.enterprise = v.enterprise AND n.from_day = v.from_day AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.id";
const CONSENTS: &str = "\
    SELECT v.enterprise, v.from_day, v.until_day, v.source FROM consent v \
    WHERE v.seq <= $1 AND v.enterprise = $2 AND NOT EXISTS \
      (SELECT 1 FROM consent n WHERE n.enterprise = v.enterprise AND n.from_day = v.from_day \
       AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.from_day";

/// The establishments as they stand, up to what they are found by.
macro_rules! units_by {
    ($column:literal) => {
        concat!(
            "SELECT c.code, e.code, v.name, p.simulated FROM establishment v \
             JOIN establishment_code c ON c.id = v.code JOIN enterprise_code e ON e.id = v.enterprise \
             JOIN enterprise p ON p.code = e.id \
             WHERE v.seq <= $1 AND p.seq <= $1 AND NOT EXISTS \
               (SELECT 1 FROM establishment n WHERE n.code = v.code AND n.seq > v.seq AND n.seq <= $1) AND NOT EXISTS \
               (SELECT 1 FROM enterprise n WHERE n.code = p.code AND n.seq > p.seq AND n.seq <= $1) AND ",
            $column,
            " = $2 ORDER BY c.code"
        )
    };
}
const UNITS_OF_ESTABLISHMENT: &str = units_by!("c.code");
const UNITS_OF_ENTERPRISE: &str = units_by!("e.code");
const ENTERPRISE_SIMULATED: &str = "\
    SELECT v.simulated FROM enterprise v JOIN enterprise_code c ON c.id = v.code \
    WHERE v.seq <= $1 AND c.code = $2 ORDER BY v.seq DESC LIMIT 1";

impl Writing {
    /// Writes a price; one of the same commodity, period, series and unit replaces the earlier.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn price(&mut self, price: &Price) -> Result<(), StoreError> {
        let (commodity, period, series, unit) = price.key();
        let (value, estimated, source, address) = match price {
            Price::Month(q) => (q.value, q.estimated, &q.source, &q.address),
            Price::Year(q) => (q.value, q.estimated, &q.source, &q.address),
        };
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            commodity.code().into(),
            (&period).into(),
            value.into(),
            unit.into(),
            series.into(),
            estimated.into(),
            source.into(),
            address.into(),
        ];
        self.push(&tables::METAL_PRICE, cells)?;
        self.settle().await
    }

    /// Writes limits of evidence; those of the same first month replace the earlier.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn market_threshold(&mut self, limits: &Thresholds) -> Result<(), StoreError> {
        let from = limits.from.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            (&from).into(),
            limits.stock_months.into(),
            limits.price_fall.into(),
            (&limits.why.vi).into(),
            (&limits.why.en).into(),
        ];
        self.push(&tables::MARKET_THRESHOLD, cells)?;
        self.settle().await
    }

    /// Writes who reports for a site; one of the same site, holder and first day replaces the earlier.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn site_holder(&mut self, link: &SiteHolder) -> Result<(), StoreError> {
        let (from, until) = (link.from.to_string(), link.until.map(|day| day.to_string()));
        let (establishment, enterprise) = match &link.holder {
            Holder::Establishment(code) => (code.as_str(), ""),
            Holder::Enterprise(code) => ("", code.as_str()),
        };
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            link.site.as_str().into(),
            establishment.into(),
            enterprise.into(),
            (&from).into(),
            Cell::Text(until.as_deref()),
            link.simulated.into(),
            (&link.source).into(),
        ];
        self.push(&tables::SITE_HOLDER, cells)?;
        self.settle().await
    }

    /// Writes that an enterprise agrees; one of the same enterprise and first day replaces the earlier.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn consent(&mut self, consent: &Consent) -> Result<(), StoreError> {
        let (from, until) = (consent.from.to_string(), consent.until.map(|day| day.to_string()));
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            consent.enterprise.as_str().into(),
            (&from).into(),
            Cell::Text(until.as_deref()),
            (&consent.source).into(),
        ];
        self.push(&tables::CONSENT, cells)?;
        self.settle().await
    }
}

fn read_price(row: &AnyRow) -> Result<Price, StoreError> {
    Ok(match parse(row, 1, "the period of a price")? {
        Period::Month(month) => Price::Month(read_quote(row, month)?),
        Period::Year(year) => Price::Year(read_quote(row, year)?),
        Period::Quarter(_) => return Err(StoreError::corrupt("the period of a price", "it is a quarter")),
    })
}

fn read_quote<P>(row: &AnyRow, period: P) -> Result<Quote<P>, StoreError> {
    Ok(Quote {
        commodity: parse(row, 0, "the commodity of a price")?,
        period,
        value: get(row, 2)?,
        unit: get(row, 3)?,
        series: get(row, 4)?,
        estimated: get::<i64>(row, 5)? != 0,
        source: get(row, 6)?,
        address: get(row, 7)?,
    })
}

fn read_thresholds(row: &AnyRow) -> Result<Thresholds, StoreError> {
    Ok(Thresholds {
        from: parse(row, 0, "the first month of a limit")?,
        stock_months: get(row, 1)?,
        price_fall: get(row, 2)?,
        why: Text { vi: get(row, 3)?, en: get(row, 4)? },
    })
}

fn last_day(row: &AnyRow, place: usize) -> Result<Option<Date>, StoreError> {
    match get::<Option<&str>>(row, place)? {
        Some(_) => parse(row, place, "a last day").map(Some),
        None => Ok(None),
    }
}

fn read_holder(row: &AnyRow) -> Result<SiteHolder, StoreError> {
    let holder = match get::<&str>(row, 1)? {
        "" => Holder::Enterprise(parse(row, 2, "the enterprise of a site")?),
        _ => Holder::Establishment(parse(row, 1, "the establishment of a site")?),
    };
    Ok(SiteHolder {
        site: parse(row, 0, "the site of a link")?,
        holder,
        from: parse(row, 3, "the first day of a link")?,
        until: last_day(row, 4)?,
        simulated: get::<i64>(row, 5)? != 0,
        source: get(row, 6)?,
    })
}

fn read_consent(row: &AnyRow) -> Result<Consent, StoreError> {
    Ok(Consent {
        enterprise: parse(row, 0, "the enterprise of a consent")?,
        from: parse(row, 1, "the first day of a consent")?,
        until: last_day(row, 2)?,
        source: get(row, 3)?,
    })
}

fn read_unit(row: &AnyRow) -> Result<Unit, StoreError> {
    Ok(Unit {
        establishment: parse(row, 0, "the code of an establishment")?,
        enterprise: parse(row, 1, "the enterprise of an establishment")?,
        name: get(row, 2)?,
        simulated: get::<i64>(row, 3)? != 0,
    })
}

impl Store {
    /// The prices as they stood after change `as_of`, in the order they were loaded.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn prices(&self, as_of: Seq) -> Result<Vec<Price>, StoreError> {
        self.rows(PRICES, as_of.0, "reading prices").await?.iter().map(read_price).collect()
    }

    /// The limits of evidence as they stood after change `as_of`, by first month.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn market_thresholds(&self, as_of: Seq) -> Result<Vec<Thresholds>, StoreError> {
        self.rows(THRESHOLDS, as_of.0, "reading limits of evidence").await?.iter().map(read_thresholds).collect()
    }

    /// Who reports for a site, past and present, in the order written.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn site_holders(&self, as_of: Seq, site: &SiteCode) -> Result<Vec<SiteHolder>, StoreError> {
        let doing = "reading who reports for a site";
        self.rows_of(HOLDERS, &[as_of.0.into(), site.as_str().into()], doing).await?.iter().map(read_holder).collect()
    }

    /// When an enterprise agreed that its figures be seen, by first day.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn consents(&self, as_of: Seq, enterprise: &EnterpriseCode) -> Result<Vec<Consent>, StoreError> {
        let doing = "reading consents";
        self.rows_of(CONSENTS, &[as_of.0.into(), enterprise.as_str().into()], doing)
            .await?
            .iter()
            .map(read_consent)
            .collect()
    }

    /// The establishments of a holder, in order of code; none where the register does not know it.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn units_of(&self, as_of: Seq, holder: &Holder) -> Result<Vec<Unit>, StoreError> {
        let (sql, code) = match holder {
            Holder::Establishment(code) => (UNITS_OF_ESTABLISHMENT, code.as_str()),
            Holder::Enterprise(code) => (UNITS_OF_ENTERPRISE, code.as_str()),
        };
        self.rows_of(sql, &[as_of.0.into(), code.into()], "reading establishments")
            .await?
            .iter()
            .map(read_unit)
            .collect()
    }

    /// Whether an enterprise is invented for the demonstration; `None` where the register does not know it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_simulated(&self, as_of: Seq, enterprise: &EnterpriseCode) -> Result<Option<bool>, StoreError> {
        let rows = self
            .rows_of(ENTERPRISE_SIMULATED, &[as_of.0.into(), enterprise.as_str().into()], "reading an enterprise")
            .await?;
        rows.first().map(|row| Ok(get::<i64>(row, 0)? != 0)).transpose()
    }

    /// The products of the register, in order of code.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn products(&self, as_of: Seq) -> Result<Vec<Product>, StoreError> {
        let rows = self.rows(crate::register::PRODUCTS, as_of.0, "reading products").await?;
        let mut products = rows.iter().map(crate::register::read_product).collect::<Result<Vec<_>, _>>()?;
        products.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(products)
    }
}
