//! Dialogues with their guests, agenda and minutes. Guests, items and minutes are only ever added.

use domain::agency::AgencyCode;
use domain::dialogues::{Dialogue, Guest, Minute};
use domain::obstacles::ObstacleCode;
use domain::register::EnterpriseCode;
use domain::tasks::DialogueCode;
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

/// A dialogue with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDialogue {
    /// The dialogue.
    pub dialogue: Dialogue,
    /// Who is invited, in the order of inviting.
    pub guests: Vec<Guest>,
    /// Its agenda, in order.
    pub agenda: Vec<ObstacleCode>,
    /// Its minutes, in order.
    pub minutes: Vec<Minute>,
}

fn sort_and_code(guest: &Guest) -> (&'static str, &str) {
    match guest {
        Guest::Enterprise(code) => ("enterprise", code.as_str()),
        Guest::Agency(code) => ("agency", code.as_str()),
    }
}

impl Writing {
    /// Writes a version of a dialogue.
    ///
    /// # Errors
    /// When it was written before in this change, or the database fails.
    pub async fn dialogue(&mut self, dialogue: &Dialogue) -> Result<(), StoreError> {
        let date = dialogue.date.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            dialogue.code.as_str().into(),
            (&dialogue.title.vi).into(),
            (&dialogue.title.en).into(),
            (&date).into(),
            (&dialogue.place).into(),
            (&dialogue.chair).into(),
            dialogue.stage.code().into(),
            dialogue.simulated.into(),
        ];
        self.push(&tables::DIALOGUE, cells)?;
        self.settle().await
    }

    /// Writes that someone is invited.
    ///
    /// # Errors
    /// When they are already, or the database fails.
    pub async fn dialogue_guest(&mut self, code: &DialogueCode, guest: &Guest) -> Result<(), StoreError> {
        let (sort, who) = sort_and_code(guest);
        let cells = [self.new_id().into(), self.seq().0.into(), code.as_str().into(), sort.into(), who.into()];
        self.push(&tables::DIALOGUE_GUEST, cells)?;
        self.settle().await
    }

    /// Writes an obstacle at the end of an agenda.
    ///
    /// # Errors
    /// When it stands there already, or the database fails.
    pub async fn dialogue_item(&mut self, code: &DialogueCode, obstacle: &ObstacleCode) -> Result<(), StoreError> {
        let cells = [self.new_id().into(), self.seq().0.into(), code.as_str().into(), obstacle.as_str().into()];
        self.push(&tables::DIALOGUE_ITEM, cells)?;
        self.settle().await
    }

    /// Writes a line of the minutes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dialogue_minute(&mut self, code: &DialogueCode, minute: &Minute) -> Result<(), StoreError> {
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            code.as_str().into(),
            Cell::Text(minute.obstacle.as_ref().map(ObstacleCode::as_str)),
            (&minute.by).into(),
            (&minute.text).into(),
            minute.visibility.code().into(),
        ];
        self.push(&tables::DIALOGUE_MINUTE, cells)?;
        self.settle().await
    }
}

macro_rules! columns {
    () => {
        "d.code, d.title_vi, d.title_en, d.date, d.place, d.chair, d.stage, d.simulated"
    };
}

const ONE: &str = concat!("SELECT ", columns!(), " FROM dialogue d WHERE d.code = $1 ORDER BY d.seq DESC LIMIT 1");
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM dialogue n WHERE n.code = d.code AND n.seq > d.seq)";
const GUESTS: &str = "SELECT sort, who FROM dialogue_guest WHERE code = $1 ORDER BY id";
const ITEMS: &str = "SELECT obstacle FROM dialogue_item WHERE code = $1 ORDER BY id";
const ABOUT: &str = "SELECT code FROM dialogue_item WHERE obstacle = $1 ORDER BY id DESC LIMIT 20";
const MINUTES: &str = "SELECT obstacle, by_whom, body, visibility FROM dialogue_minute WHERE code = $1 ORDER BY id";

fn read_dialogue(row: &AnyRow) -> Result<Dialogue, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Dialogue {
        code: columns.code("the code of a dialogue")?,
        title: columns.text()?,
        date: columns.code("the day of a dialogue")?,
        place: columns.value()?,
        chair: columns.value()?,
        stage: columns.code("the stage of a dialogue")?,
        simulated: columns.value::<i64>()? == 1,
    })
}

fn read_guest(row: &AnyRow) -> Result<Guest, StoreError> {
    let mut columns = Columns::of(row);
    let sort: String = columns.value()?;
    match sort.as_str() {
        "enterprise" => columns.code::<EnterpriseCode>("a firm at a dialogue").map(Guest::Enterprise),
        _ => columns.code::<AgencyCode>("a body at a dialogue").map(Guest::Agency),
    }
}

fn read_minute(row: &AnyRow) -> Result<Minute, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Minute {
        obstacle: columns.maybe("the obstacle of a minute")?,
        by: columns.value()?,
        text: columns.value()?,
        visibility: columns.code("the visibility of a minute")?,
    })
}

impl Store {
    /// A dialogue with everything that belongs to it.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn dialogue(&self, code: &DialogueCode) -> Result<Option<StoredDialogue>, StoreError> {
        let doing = "reading a dialogue";
        let rows = self.rows_of(ONE, &[code.as_str().into()], doing).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let dialogue = read_dialogue(row)?;
        let guests = self.rows_of(GUESTS, &[code.as_str().into()], doing).await?;
        let items = self.rows_of(ITEMS, &[code.as_str().into()], doing).await?;
        let minutes = self.rows_of(MINUTES, &[code.as_str().into()], doing).await?;
        let item = |row: &AnyRow| Columns::of(row).code("an item of an agenda");
        Ok(Some(StoredDialogue {
            dialogue,
            guests: guests.iter().map(read_guest).collect::<Result<_, _>>()?,
            agenda: items.iter().map(item).collect::<Result<_, _>>()?,
            minutes: minutes.iter().map(read_minute).collect::<Result<_, _>>()?,
        }))
    }

    /// The dialogues that have an obstacle on their agenda, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn dialogues_about(&self, obstacle: &ObstacleCode) -> Result<Vec<StoredDialogue>, StoreError> {
        let mut found = Vec::new();
        for row in &self.rows_of(ABOUT, &[obstacle.as_str().into()], "looking for dialogues").await? {
            let code = Columns::of(row).code("the code of a dialogue")?;
            found.extend(self.dialogue(&code).await?);
        }
        Ok(found)
    }

    /// A page of dialogues, the latest first; only those a guest is invited to, where one is named.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn dialogues(&self, guest: Option<&Guest>, page: Page) -> Result<Listed<Dialogue>, StoreError> {
        let doing = "listing dialogues";
        let mut all = Conditions::new(NEWEST);
        let (sort, who) = guest.map(sort_and_code).unzip();
        all.and_if("d.code IN (SELECT g.code FROM dialogue_guest g WHERE g.who = ?", who.map(str::to_owned));
        all.and_if("g.sort = ?)", sort.map(str::to_owned));
        let total = all.count(self, format!("SELECT COUNT(*) FROM dialogue d WHERE {}", all.text()), doing).await?;
        let sql = format!("SELECT {} FROM dialogue d WHERE {} ORDER BY d.date DESC, d.code", columns!(), all.text());
        let rows = all.page(self, &sql, page, doing).await?;
        Ok(Listed { rows: rows.iter().map(read_dialogue).collect::<Result<_, _>>()?, total })
    }
}
