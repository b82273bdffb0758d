//! Obstacles from files: rows of the same code are one obstacle with its life, taken whole or not at all.

use std::collections::BTreeMap;
use std::str::FromStr;

use domain::agency::{AgencyCode, Tier};
use domain::obstacles::{
    Act, ActKind, Channel, Event, Obstacle, ObstacleCode, ObstacleKind, ProjectStep, Standing, Visibility,
};
use domain::projects::ProjectCode;
use domain::text::Text;
use serde::Serialize;

use crate::fault::{Fault, Place};
use crate::layout::OBSTACLES;
use crate::sheet::{Cell, Fields, Input, Read, Report, as_printed, for_each_row};

/// An obstacle as a file tells it: what was said, and what happened since.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportedObstacle {
    /// What was said.
    pub obstacle: Obstacle,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// The columns of what was said, which stand on the first row: from `kind` up to `act`.
const ONCE: std::ops::Range<usize> = OBSTACLES.at("kind")..OBSTACLES.at("act");

/// Reads obstacles, in the order of their first rows.
///
/// # Errors
/// When the file is unreadable.
pub fn read_obstacles(file: &Input) -> Result<Read<ImportedObstacle>, Vec<Fault>> {
    const CODE: usize = OBSTACLES.at("code");
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places: BTreeMap<ObstacleCode, usize> = BTreeMap::new();
    let mut report = for_each_row(file, &OBSTACLES, &mut |mut fields, report: &mut Report| {
        let Some(code) = fields.code::<ObstacleCode>(CODE) else {
            report.close_row(fields.faults);
            return;
        };
        let at = *places.entry(code.clone()).or_insert(drafts.len());
        if at == drafts.len() {
            drafts.push(Draft::begin(code, &mut fields));
        } else {
            only_an_act(&mut fields);
        }
        let Some(draft) = drafts.get_mut(at) else { return };
        draft.add(&mut fields);
        let is_sound = report.close_row(fields.faults);
        draft.rows += u64::from(is_sound);
        draft.is_faulty |= !is_sound;
    })?;
    let (sound, faulty): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| !draft.is_faulty);
    report.left_out += faulty.iter().map(|draft| draft.rows).sum::<u64>();
    Ok(report.with(sound.into_iter().filter_map(Draft::end).collect()))
}

/// An obstacle while its rows come in.
struct Draft {
    place: Place,
    /// Nothing when the first row is faulty.
    obstacle: Option<Obstacle>,
    events: Vec<Event>,
    standing: Option<Standing>,
    /// Sound rows so far.
    rows: u64,
    is_faulty: bool,
}

impl Draft {
    fn begin(code: ObstacleCode, fields: &mut Fields) -> Self {
        let obstacle = said(code, fields);
        let standing = obstacle.as_ref().map(|obstacle| Standing::raised(obstacle.raised_on));
        Self { place: fields.row_place(), obstacle, events: Vec::new(), standing, rows: 0, is_faulty: false }
    }

    /// The act of a row, if it has one, after those before it.
    fn add(&mut self, fields: &mut Fields) {
        let Some(event) = event(fields) else { return };
        let Some(standing) = &self.standing else { return };
        match standing.after(&event) {
            Ok(after) => self.standing = Some(after),
            Err(refused) => fields.fault(
                OBSTACLES.at("act"),
                refused.text(),
                Text::new("Sửa việc, ngày hoặc thứ tự các dòng.", "Correct the act, its day or the order of the rows."),
            ),
        }
        self.events.push(event);
    }

    fn end(self) -> Option<(Place, ImportedObstacle)> {
        Some((self.place, ImportedObstacle { obstacle: self.obstacle?, events: self.events }))
    }
}

/// A later row says nothing of the obstacle itself.
fn only_an_act(fields: &mut Fields) {
    for column in ONCE {
        if fields.cell(column) != Cell::Empty {
            fields.fault(
                column,
                Text::new(
                    "Chỉ dòng đầu của vướng mắc ghi ô này.",
                    "Only the first row of an obstacle fills this cell.",
                ),
                Text::new("Để trống ô này.", "Leave the cell empty."),
            );
        }
    }
}

/// What the first row says; `None` when it cannot be told.
fn said(code: ObstacleCode, fields: &mut Fields) -> Option<Obstacle> {
    let kind = needed(fields, OBSTACLES.at("kind"), chosen::<ObstacleKind>);
    let channel = needed(fields, OBSTACLES.at("channel"), chosen::<Channel>);
    let raised_on = needed(fields, OBSTACLES.at("raised_on"), Fields::day);
    let facts = needed(fields, OBSTACLES.at("facts"), Fields::text);
    let asked = needed(fields, OBSTACLES.at("asked"), Fields::text);
    let (raised_by, public) = (words(fields, "raised_by"), words(fields, "public"));
    let (legal_ground, effect) = (words(fields, "legal_ground"), words(fields, "effect"));
    let step = step(fields);
    let enterprise = fields.code(OBSTACLES.at("enterprise"));
    let site = fields.code(OBSTACLES.at("site"));
    let asked_of = agencies(fields, OBSTACLES.at("asked_of"));
    let asked_by = fields.day(OBSTACLES.at("asked_by"));
    let effect_points = fields.number(OBSTACLES.at("effect_points"));
    let simulated = fields.choice(OBSTACLES.at("simulated")) == Some("yes");
    Some(Obstacle {
        code,
        kind: kind?,
        channel: channel?,
        raised_by,
        raised_on: raised_on?,
        enterprise,
        site,
        step,
        facts: facts?,
        public,
        legal_ground,
        asked: asked?,
        asked_of,
        asked_by,
        effect,
        effect_points,
        simulated,
    })
}

fn words(fields: &mut Fields, column: &str) -> String {
    fields.text(OBSTACLES.at(column)).unwrap_or_default()
}

/// One of a list of the domain.
fn chosen<T: FromStr>(fields: &mut Fields, column: usize) -> Option<T> {
    fields.choice(column).and_then(|code| code.parse().ok())
}

/// A cell that the row cannot do without.
fn needed<'a, T>(fields: &mut Fields<'a>, column: usize, read: fn(&mut Fields<'a>, usize) -> Option<T>) -> Option<T> {
    if fields.cell(column) != Cell::Empty {
        return read(fields, column);
    }
    let definition = &fields.layout.columns[column];
    fields.fault(
        column,
        Text::new(format!("Ô “{}” để trống.", definition.heading), format!("The cell “{}” is empty.", definition.code)),
        Text::new(definition.meaning.vi, definition.meaning.en),
    );
    None
}

fn step(fields: &mut Fields) -> Option<ProjectStep> {
    const PROJECT: usize = OBSTACLES.at("project");
    const STEP: usize = OBSTACLES.at("step");
    let project = fields.code::<ProjectCode>(PROJECT);
    let number = fields.count(STEP);
    let step = number.and_then(|n| u16::try_from(n).ok().and_then(|n| n.try_into().ok()));
    let what = if number.is_some() && step.is_none() {
        Text::new("Số bước phải từ 1 đến 999.", "The number of a step is from 1 to 999.")
    } else if number.is_some() && fields.cell(PROJECT) == Cell::Empty {
        Text::new("Có bước nhưng không có dự án.", "A step, but no project.")
    } else {
        return project.map(|project| ProjectStep { project, step });
    };
    fields.fault(STEP, what, Text::new("Sửa số bước, hoặc để trống.", "Correct the number, or leave it empty."));
    None
}

/// Codes of bodies with `;` between them.
pub(crate) fn agencies(fields: &mut Fields, column: usize) -> Vec<AgencyCode> {
    let text = fields.text(column).unwrap_or_default();
    let mut found = Vec::new();
    for word in text.split(';').map(str::trim).filter(|word| !word.is_empty()) {
        match word.parse::<AgencyCode>() {
            Ok(code) if found.contains(&code) => {}
            Ok(code) => found.push(code),
            Err(_) => {
                let word = as_printed(word);
                fields.fault(
                    column,
                    Text::new(format!("“{word}” không phải mã cơ quan."), format!("“{word}” is no code of a body.")),
                    Text::new("Ghi mã như so-cong-thuong.", "Write codes as so-cong-thuong."),
                );
            }
        }
    }
    found
}

/// What a row adds.
fn event(fields: &mut Fields) -> Option<Event> {
    const ACT: usize = OBSTACLES.at("act");
    if fields.cell(ACT) == Cell::Empty {
        return None;
    }
    let kind = chosen::<ActKind>(fields, ACT);
    let date = needed(fields, OBSTACLES.at("act_date"), Fields::day);
    let (by, text) = (words(fields, "act_by"), words(fields, "act_text"));
    let is_public = fields.choice(OBSTACLES.at("act_public")) == Some("yes");
    let bodies = agencies(fields, OBSTACLES.at("act_agencies"));
    let tier = chosen::<Tier>(fields, OBSTACLES.at("act_tier")).unwrap_or(Tier::Department);
    let due = fields.day(OBSTACLES.at("act_due"));
    let act = match kind? {
        ActKind::Assign => Act::Assign { agencies: bodies.into_iter().collect(), tier, due, silence: None },
        ActKind::Answer => Act::Answer { agency: one(fields, bodies)? },
        ActKind::Escalate => Act::Escalate { to: tier, agency: bodies.into_iter().next() },
        ActKind::Consent => Act::Consent,
        ActKind::Clear => Act::Clear,
        ActKind::Refuse => Act::Refuse,
        ActKind::Reopen => Act::Reopen,
    };
    let visibility = if is_public { Visibility::Public } else { Visibility::Internal };
    Some(Event { date: date?, by, act, text, visibility })
}

/// The one body that answers.
fn one(fields: &mut Fields, mut bodies: Vec<AgencyCode>) -> Option<AgencyCode> {
    if bodies.len() == 1 {
        return bodies.pop();
    }
    if !fields.is_faulty() {
        fields.fault(
            OBSTACLES.at("act_agencies"),
            Text::new("Trả lời phải ghi một cơ quan.", "An answer needs one body."),
            Text::new("Ghi mã của cơ quan trả lời.", "Write the code of the body that answers."),
        );
    }
    None
}
