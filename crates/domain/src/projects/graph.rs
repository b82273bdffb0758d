//! The steps of a template as a graph without cycles, in one order whatever the order of the rows.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::step::StepNumber;
use super::template::{StepTemplate, Template};
use crate::text::Text;

/// Why the steps of a template make no graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphFault {
    /// There are no steps.
    #[error("the template has no steps: give it at least one")]
    Empty,
    /// Two steps with one number.
    #[error("step {step} stands twice: number every step once")]
    Duplicate {
        /// The number.
        step: StepNumber,
    },
    /// A step waits for one that is not there.
    #[error("step {step} waits for step {waits_for}, which does not exist")]
    UnknownPredecessor {
        /// The step that waits.
        step: StepNumber,
        /// What is not there.
        waits_for: StepNumber,
    },
    /// A goal that is no step.
    #[error("the goal {step} is not a step of the template")]
    UnknownGoal {
        /// The number.
        step: StepNumber,
    },
    /// Steps that wait for one another, be it as one of several alternatives.
    #[error("the steps wait for one another: {}", path_text(.path))]
    Cycle {
        /// The way round, each step before the one that waits for it; the first, which is the lowest, comes again at the end.
        path: Vec<StepNumber>,
    },
}

impl GraphFault {
    /// The step the fault is about, where there is one.
    #[must_use]
    pub fn step(&self) -> Option<StepNumber> {
        match self {
            Self::Empty | Self::UnknownGoal { .. } => None,
            Self::Duplicate { step } | Self::UnknownPredecessor { step, .. } => Some(*step),
            Self::Cycle { path } => path.first().copied(),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn what(&self) -> Text {
        match self {
            Self::Empty => Text::new("Trình tự không có bước nào.", "The procedure has no steps."),
            Self::Duplicate { step } => {
                Text::new(format!("Bước {step} có hai lần."), format!("Step {step} stands twice."))
            }
            Self::UnknownPredecessor { step, waits_for } => Text::new(
                format!("Bước {step} chờ bước {waits_for} không có trong trình tự."),
                format!("Step {step} waits for step {waits_for}, which the procedure does not have."),
            ),
            Self::UnknownGoal { step } => Text::new(
                format!("Bước đích {step} không có trong trình tự."),
                format!("The goal {step} is not a step of the procedure."),
            ),
            Self::Cycle { path } => Text::new(
                format!("Các bước chờ lẫn nhau: {}.", path_text(path)),
                format!("The steps wait for one another: {}.", path_text(path)),
            ),
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::Empty => Text::new("Thêm ít nhất một bước.", "Add at least one step."),
            Self::Duplicate { .. } => Text::new("Đánh số mỗi bước một lần.", "Number every step once."),
            Self::UnknownPredecessor { .. } | Self::UnknownGoal { .. } => {
                Text::new("Sửa số bước, hoặc thêm bước còn thiếu.", "Correct the number, or add the missing step.")
            }
            Self::Cycle { .. } => {
                Text::new("Bỏ một trong các quan hệ chờ trên đường này.", "Take away one of the links along this way.")
            }
        }
    }
}

/// `3 → 7 → 9 → 3`.
fn path_text(path: &[StepNumber]) -> String {
    path.iter().map(StepNumber::to_string).collect::<Vec<_>>().join(" → ")
}

/// The steps of a template, known to hold together: every step that is waited for exists, and none waits for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepGraph {
    steps: BTreeMap<StepNumber, StepTemplate>,
    goals: BTreeSet<StepNumber>,
    followers: BTreeMap<StepNumber, BTreeSet<StepNumber>>,
    order: Vec<StepNumber>,
}

impl StepGraph {
    /// From a template.
    ///
    /// # Errors
    /// Everything that is wrong with its steps. Cycles are looked for once the rest is sound, and one is named.
    pub fn new(template: &Template) -> Result<Self, Vec<GraphFault>> {
        let mut faults = Vec::new();
        let mut steps: BTreeMap<StepNumber, StepTemplate> = BTreeMap::new();
        for step in &template.steps {
            if steps.insert(step.number, step.clone()).is_some() {
                faults.push(GraphFault::Duplicate { step: step.number });
            }
        }
        if steps.is_empty() {
            faults.push(GraphFault::Empty);
        }
        let mut followers: BTreeMap<StepNumber, BTreeSet<StepNumber>> =
            steps.keys().map(|n| (*n, BTreeSet::new())).collect();
        for step in steps.values() {
            for waits_for in step.waits_for.steps() {
                match followers.get_mut(&waits_for) {
                    Some(after) => drop(after.insert(step.number)),
                    None => faults.push(GraphFault::UnknownPredecessor { step: step.number, waits_for }),
                }
            }
        }
        let unknown_goals = template.goals.iter().filter(|goal| !steps.contains_key(goal));
        faults.extend(unknown_goals.map(|goal| GraphFault::UnknownGoal { step: *goal }));
        if !faults.is_empty() {
            return Err(faults);
        }
        let order = order(&steps, &followers).ok_or_else(|| {
            let path = steps.keys().find_map(|n| way_round(*n, &followers)).unwrap_or_default();
            vec![GraphFault::Cycle { path }]
        })?;
        let mut goals = template.goals.clone();
        if goals.is_empty() {
            goals = followers.iter().filter(|(_, after)| after.is_empty()).map(|(n, _)| *n).collect();
        }
        Ok(Self { steps, goals, followers, order })
    }

    /// The step of a number.
    #[must_use]
    pub fn step(&self, number: StepNumber) -> Option<&StepTemplate> {
        self.steps.get(&number)
    }

    /// Every step, in order of number.
    pub fn steps(&self) -> impl Iterator<Item = &StepTemplate> {
        self.steps.values()
    }

    /// The steps so that each comes after all it may wait for; among those that could come next the lowest number comes first.
    #[must_use]
    pub fn order(&self) -> &[StepNumber] {
        &self.order
    }

    /// The steps that may wait for this one.
    pub fn followers(&self, number: StepNumber) -> impl Iterator<Item = StepNumber> {
        self.followers.get(&number).into_iter().flatten().copied()
    }

    /// The steps that end the work unless a project names others: those of the template, or every step that nothing waits for.
    #[must_use]
    pub fn goals(&self) -> &BTreeSet<StepNumber> {
        &self.goals
    }
}

/// The order of [`StepGraph::order`]; `None` when there is a cycle.
fn order(
    steps: &BTreeMap<StepNumber, StepTemplate>,
    followers: &BTreeMap<StepNumber, BTreeSet<StepNumber>>,
) -> Option<Vec<StepNumber>> {
    let before = |step: &StepTemplate| step.waits_for.steps().collect::<BTreeSet<_>>().len();
    let mut left: BTreeMap<StepNumber, usize> = steps.values().map(|s| (s.number, before(s))).collect();
    let mut next: BTreeSet<StepNumber> = left.iter().filter(|(_, n)| **n == 0).map(|(s, _)| *s).collect();
    let mut order = Vec::with_capacity(steps.len());
    while let Some(step) = next.pop_first() {
        order.push(step);
        for follower in followers.get(&step).into_iter().flatten() {
            if let Some(count) = left.get_mut(follower) {
                *count -= 1;
                if *count == 0 {
                    next.insert(*follower);
                }
            }
        }
    }
    (order.len() == steps.len()).then_some(order)
}

/// The shortest way from a step back to itself; of equally short ones that through the lowest numbers.
fn way_round(start: StepNumber, followers: &BTreeMap<StepNumber, BTreeSet<StepNumber>>) -> Option<Vec<StepNumber>> {
    let mut came_from: BTreeMap<StepNumber, StepNumber> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in followers.get(&at).into_iter().flatten().copied() {
            if next == start {
                let mut path = vec![start, at];
                while let Some(last) = path.last().filter(|n| **n != start)
                    && let Some(before) = came_from.get(last)
                {
                    path.push(*before);
                }
                path.reverse();
                return Some(if at == start { vec![start, start] } else { path });
            }
            if let std::collections::btree_map::Entry::Vacant(place) = came_from.entry(next) {
                place.insert(at);
                queue.push_back(next);
            }
        }
    }
    None
}
