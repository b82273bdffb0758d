//! The whole of the work on one page: what is late, what is due, what was cleared, and whom everybody waits for.

use domain::authority::Action;
use domain::obstacles::{Measures, ObstacleKind, State};
use jiff::ToSpan;
use jiff::civil::Date;
use store::{Burden, Listed, ObstacleFilter, ObstacleLine, ObstacleOrder, Page, StoredTask, TaskFilter};

use crate::context::{Context, OfficeError};
use crate::{obstacles, projects};

/// Rows of each list of the page; the lists themselves go on from there.
const ROWS: u32 = 8;
/// Days ahead in which something counts as due.
const AHEAD: i32 = 7;

/// What a director asks first.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The day of the question.
    pub today: Date,
    /// Projects behind their approved day, by band.
    pub late: projects::Late,
    /// Cleared share and median age of the obstacles of each kind.
    pub measures: Measures<ObstacleKind>,
    /// Obstacles whose answer is overdue, the longest overdue first.
    pub overdue: Listed<ObstacleLine>,
    /// Obstacles cleared since the first of the month.
    pub cleared: Listed<ObstacleLine>,
    /// Open tasks that are late or due within the week, the most pressing first.
    pub tasks: Listed<StoredTask>,
    /// Steps of projects that wait for each agency, with the day since when the longest does.
    pub waiting: Vec<Burden>,
}

/// The overview of today.
///
/// # Errors
/// When the actor may not oversee the work, or the database fails.
pub async fn look(context: &Context) -> Result<Overview, OfficeError> {
    let store = context.read(Action::Oversee)?;
    let today = context.today();
    let page = Page::new(0, ROWS);
    let overdue = ObstacleFilter { open: Some(true), due_before: Some(today), ..ObstacleFilter::default() };
    let month = Some(today.first_of_month());
    let cleared = ObstacleFilter { state: Some(State::Cleared), closed_since: month, ..ObstacleFilter::default() };
    let due_before = Some(today.saturating_add((AHEAD + 1).days()));
    let due = TaskFilter { open: Some(true), due_before, ..TaskFilter::default() };
    let listed = async |filter| Ok(store.obstacles(filter, ObstacleOrder::Due, page).await?);
    // None waits for another: the answer takes as long as the slowest.
    let (late, measures, overdue, cleared, tasks, mut waiting) = tokio::try_join!(
        projects::late(context),
        obstacles::measures_by_kind(context),
        listed(&overdue),
        listed(&cleared),
        async { Ok(store.tasks(&due, page).await?) },
        async { Ok(store.burdens(today).await?) },
    )?;
    waiting.sort_by_key(|burden| std::cmp::Reverse(burden.steps));
    Ok(Overview { today, late, measures, overdue, cleared, tasks, waiting })
}
