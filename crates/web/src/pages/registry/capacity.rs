//! A capacity of the plan or of the plant: added, changed. That of a licence is kept with the licence.

use std::sync::Arc;

use domain::sites::{Capacity, Edit};

use super::{Work, fields, found, place_in};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::Reading;
use crate::page::Page;
use crate::trouble::Trouble;

fn read(reading: &mut Reading<'_>, p: &Page) -> Option<Capacity> {
    let basis = reading.optional("basis");
    let capacity = fields::read_capacity(reading, p, basis);
    if capacity.is_none() {
        reading.wrong("unit", p.t("Chọn đơn vị của công suất.", "Choose the unit of the capacity."));
    }
    capacity
}

const KEPT: (&str, &str) = (
    "Công suất theo giấy phép ghi cùng giấy phép, không ghi ở đây.",
    "A capacity of a licence is kept with the licence, not here.",
);

async fn added(asked: &Asked) -> Result<Work, Trouble> {
    let found = found(asked).await?;
    let p = &found.2;
    let names =
        (p.t("Thêm công suất", "Add a capacity").to_owned(), p.t("Ghi công suất", "Record the capacity").to_owned());
    let (all, say) = (fields::capacity(p, None, false), p.t(KEPT.0, KEPT.1));
    Ok(Work::new(asked, found, (&names.0, &names.1), all).say(say))
}

/// `/sites/M02/capacities`.
pub(crate) async fn show_added(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    added(&asked).await?.show()
}

/// Takes a new capacity.
pub(crate) async fn take_added(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let work = added(&asked).await?;
    let p = work.p.clone();
    work.take(&asked, |reading, _| Some(Edit::Capacity(None, read(reading, &p)?)), "capacity").await
}

async fn changed(asked: &Asked) -> Result<(Work, usize), Trouble> {
    let found = found(asked).await?;
    let place = place_in(asked, &found.1.site.capacities)?;
    let p = &found.2;
    let names =
        (p.t("Sửa công suất", "Change a capacity").to_owned(), p.t("Ghi bản sửa", "Record the change").to_owned());
    let (all, say) = (fields::capacity(p, found.1.site.capacities.get(place), false), p.t(KEPT.0, KEPT.1));
    Ok((Work::new(asked, found, (&names.0, &names.1), all).say(say), place))
}

/// `/sites/M02/capacities/1`.
pub(crate) async fn show_changed(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    changed(&asked).await?.0.show()
}

/// Takes a changed capacity.
pub(crate) async fn take_changed(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (work, place) = changed(&asked).await?;
    let p = work.p.clone();
    work.take(&asked, |reading, _| Some(Edit::Capacity(Some(place), read(reading, &p)?)), "capacity").await
}
