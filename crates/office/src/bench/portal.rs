//! Firms that report a month at once: each with an establishment, a year of returns, and somebody who signs in.

use domain::accounts::Account;
use domain::authority::Role;
use domain::period::{Month, MonthRange};
use domain::register::{
    Enterprise, EnterpriseCode, Establishment, EstablishmentCode, Event, EventKind, Ownership, Product, ProductCode,
};
use domain::returns::{Return, ReturnLine};
use domain::text::Text;

use super::fill::{Key, PASSWORD};
use crate::accounts;
use crate::context::{Context, OfficeError};
use crate::returns::paper;
use crate::{register, returns, settings};

/// Months of returns before the one that is reported.
const HISTORY: i32 = 14;
/// What every establishment makes in a month.
const MADE: f64 = 1_000.0;

/// Somebody who reports.
#[derive(Debug, Clone)]
pub struct Reporter {
    /// What they need at the door.
    pub key: Key,
    /// For whom.
    pub establishment: EstablishmentCode,
}

fn said(error: impl ToString) -> OfficeError {
    OfficeError::Said(Text::new(error.to_string(), error.to_string()))
}

/// The product of every establishment.
///
/// # Errors
/// Never in a tested build.
fn product() -> Result<ProductCode, OfficeError> {
    "MP-QS".parse().map_err(said)
}

/// Writes so many firms into an office, each ready to report `month`.
///
/// # Errors
/// When the database fails, or holds such firms already.
pub async fn reporters(context: &Context, count: usize, month: Month) -> Result<Vec<Reporter>, OfficeError> {
    settings::begin_office(context).await?;
    let enterprise = |n: usize| format!("52{n:08}").parse::<EnterpriseCode>().map_err(said);
    let code = |n: usize| format!("MP-{n:06}").parse::<EstablishmentCode>().map_err(said);
    let (mut enterprises, mut establishments, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..count {
        enterprises.push(Enterprise {
            code: enterprise(n)?,
            name: format!("Doanh nghiệp mô phỏng {n}"),
            ownership: Ownership::Private,
            simulated: true,
        });
        establishments.push(Establishment {
            code: code(n)?,
            enterprise: enterprise(n)?,
            name: format!("Mỏ mô phỏng {n}"),
            industry: "2018:0710".parse().map_err(said)?,
            commune: "2020:00691".parse().map_err(said)?,
            events: vec![Event {
                date: month.plus(-HISTORY).first_day(),
                kind: EventKind::Opening,
                reason: String::new(),
            }],
        });
        let before = MonthRange::new(month.plus(-HISTORY), month.previous());
        answers.extend(
            before.iter().map(|month| answer(establishments[n].code.clone(), month)).collect::<Result<Vec<_>, _>>()?,
        );
    }
    let ore = Product {
        code: product()?,
        name_vi: "Quặng sắt (mô phỏng)".to_owned(),
        name_en: "Iron ore (simulated)".to_owned(),
        unit: "tấn".to_owned(),
        industry: "2018:0710".parse().map_err(said)?,
    };
    register::take_enterprises(context, &enterprises, "").await?;
    register::take_establishments(context, &establishments, "").await?;
    register::take_products(context, &[ore], "").await?;
    returns::take(context, &answers, "").await?;
    let mut reporters = Vec::with_capacity(count);
    for (n, establishment) in establishments.into_iter().enumerate() {
        let login = format!("mp.{n}").parse().map_err(said)?;
        let account = Account {
            login,
            name: format!("Người báo cáo mô phỏng {n}"),
            email: "mo-phong@example.vn".parse().map_err(said)?,
            role: Role::Firm,
            enterprise: Some(establishment.enterprise),
            agency: None,
            closed: None,
        };
        let link = accounts::open(context, &account).await?;
        accounts::choose_password(context, &link, PASSWORD).await?;
        let key = Key { role: Role::Firm, login: account.login, password: PASSWORD, code: String::new() };
        reporters.push(Reporter { key, establishment: establishment.code });
    }
    Ok(reporters)
}

fn answer(establishment: EstablishmentCode, month: Month) -> Result<Return, OfficeError> {
    let line = ReturnLine {
        product: product()?,
        actual_previous: Some(MADE),
        estimate: Some(MADE),
        plan_next: Some(MADE),
        shipments: Some(MADE),
        shipments_value: Some(MADE),
        opening_stock: Some(0.0),
        closing_stock: Some(0.0),
    };
    let (received, lines) = (month.next().first_day(), vec![line]);
    Ok(Return {
        establishment,
        month,
        received,
        lines,
        employees: Some(20),
        capacity_used: Some(80.0),
        reason: String::new(),
    })
}

/// The numbers of the receipts that an establishment holds for a month, as the database has them.
///
/// # Errors
/// When the database fails.
pub async fn receipts(
    context: &Context,
    establishment: &EstablishmentCode,
    month: Month,
) -> Result<Vec<String>, OfficeError> {
    let paper = paper::paper(context, establishment, month).await?;
    Ok(paper.receipts.into_iter().map(|receipt| receipt.number).collect())
}
