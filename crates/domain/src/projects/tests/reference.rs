//! The schedule against an independent solution on random graphs: times by relaxing to a fixpoint in whatever order the rows come, slack by
//! trying every delay, the critical path by listing every chain, days by a table of days. Nothing is shared but the inputs.

use std::collections::BTreeMap;

use super::*;

/// The random numbers of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014): seeded, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Every day of 2023–2027, written down one after the other; a day is its place in the table.
struct Days {
    table: Vec<(i16, i8, i8)>,
    place: BTreeMap<(i16, i8, i8), usize>,
    working: Vec<usize>,
}

impl Days {
    fn new() -> Self {
        let mut table = Vec::new();
        for year in 2023..=2027 {
            for month in 1..=12 {
                table.extend((1..=length(year, month)).map(|day| (year, month, day)));
            }
        }
        // 1 January 2023 was a Sunday.
        let working = (0..table.len()).filter(|n| !matches!(n % 7, 0 | 6) && !DAYS_OFF.contains(&table[*n])).collect();
        let place = table.iter().enumerate().map(|(n, day)| (*day, n)).collect();
        Self { table, place, working }
    }

    fn of(&self, day: Date) -> usize {
        self.place[&(day.year(), day.month(), day.day())]
    }

    fn date(&self, place: usize) -> Date {
        let (year, month, day) = self.table[place];
        date(year, month, day)
    }

    fn after(&self, start: usize, duration: Count) -> usize {
        let amount = duration.amount as usize;
        match duration.unit {
            LimitUnit::CalendarDays => start + amount,
            LimitUnit::WorkingDays if amount == 0 => start,
            LimitUnit::WorkingDays => self.working[self.working.partition_point(|day| *day <= start) + amount - 1],
            LimitUnit::Hours => start + amount.div_ceil(24),
            LimitUnit::Months => {
                let (year, month, day) = self.table[start];
                let months = usize::try_from(month).unwrap() - 1 + amount;
                let (year, month) = (year + (months / 12) as i16, (months % 12) as i8 + 1);
                self.place[&(year, month, day.min(length(year, month)))]
            }
        }
    }
}

fn length(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A graph and facts about it.
struct Case {
    template: Template,
    progress: Progress,
}

fn random_case(dice: &mut Dice) -> Case {
    let count = 3 + dice.below(8);
    // Numbers in random order, so that the order of the graph is not the order of the numbers.
    let mut order: Vec<u16> = (1..=count as u16).collect();
    for n in (1..count).rev() {
        order.swap(n, dice.below(n + 1));
    }
    let mut steps = Vec::new();
    for (n, number_of) in order.iter().enumerate() {
        let mut clauses: Vec<Vec<StepNumber>> = Vec::new();
        for _ in 0..if n == 0 { 0 } else { dice.below(4) } {
            let mut clause: Vec<StepNumber> = (0..=dice.below(3)).map(|_| number(order[dice.below(n)])).collect();
            clause.sort_unstable();
            clause.dedup();
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
        let unit = [
            LimitUnit::WorkingDays,
            LimitUnit::WorkingDays,
            LimitUnit::CalendarDays,
            LimitUnit::CalendarDays,
            LimitUnit::Months,
        ][dice.below(5)];
        let amount = if unit == LimitUnit::Months { dice.below(2) } else { dice.below(7) } as u32;
        let waits_for = WaitsFor::new(clauses).unwrap().to_string();
        steps.push(step(*number_of, &waits_for, Some(Count::new(amount, unit))));
    }
    for n in (1..count).rev() {
        steps.swap(n, dice.below(n + 1));
    }
    let with_facts = dice.one_in(2);
    let progress = random_progress(dice, &order, with_facts);
    Case { template: template(steps), progress }
}

fn random_progress(dice: &mut Dice, order: &[u16], with_facts: bool) -> Progress {
    // In January 2024, so that many plans run over Tết.
    let start = date(2024, 1, 1 + dice.below(28) as i8);
    let mut progress = Progress::plan(start);
    let after = |days: usize| start.checked_add(jiff::Span::new().days(days as i64)).unwrap();
    if dice.one_in(3) {
        progress.goals = (0..2).map(|_| number(order[dice.below(order.len())])).collect();
    }
    let as_of = dice.below(20);
    progress.as_of = (with_facts && dice.one_in(2)).then(|| after(as_of));
    for n in order {
        let facts = progress.step_mut(number(*n));
        if dice.one_in(6) {
            facts.delay_days = dice.below(9) as u32;
        }
        if !with_facts {
            continue;
        }
        match dice.below(8) {
            0 => facts.not_needed = true,
            1 => facts.started = Some(after(dice.below(as_of + 1))),
            2 => {
                let began = dice.below(as_of + 1);
                facts.started = Some(after(began));
                facts.finished = Some(after(began + dice.below(as_of - began + 1)));
            }
            _ => {}
        }
    }
    progress
}

/// The independent solution.
struct Reference<'a> {
    days: &'a Days,
    steps: BTreeMap<StepNumber, &'a StepTemplate>,
    rows: Vec<StepNumber>,
    progress: &'a Progress,
}

type Ends = BTreeMap<StepNumber, usize>;

impl<'a> Reference<'a> {
    fn new(days: &'a Days, case: &'a Case) -> Self {
        let steps = case.template.steps.iter().map(|s| (s.number, s)).collect();
        let rows = case.template.steps.iter().map(|s| s.number).collect();
        Self { days, steps, rows, progress: &case.progress }
    }

    fn facts(&self, step: StepNumber) -> StepFacts {
        self.progress.steps.get(&step).cloned().unwrap_or_default()
    }

    fn counted(&self, clause: &[StepNumber]) -> Vec<StepNumber> {
        let with = |f: &dyn Fn(&StepFacts) -> bool| -> Vec<StepNumber> {
            clause.iter().filter(|s| f(&self.facts(**s))).copied().collect()
        };
        let groups = [with(&|f| f.finished.is_some()), with(&|f| !f.not_needed), clause.to_vec()];
        groups.into_iter().find(|group| !group.is_empty()).unwrap()
    }

    fn clause_end(&self, clause: &[StepNumber], ends: &Ends) -> usize {
        self.counted(clause).iter().map(|s| ends[s]).min().unwrap()
    }

    fn start(&self, step: StepNumber, ends: &Ends) -> usize {
        let facts = self.facts(step);
        if let Some(started) = facts.started {
            return self.days.of(started);
        }
        let clauses = self.steps[&step].waits_for.clauses();
        let begin = self.days.of(self.progress.start);
        let ready = clauses.iter().map(|c| self.clause_end(c, ends)).max().unwrap_or(begin);
        if facts.not_needed {
            return ready;
        }
        ready.max(begin).max(self.progress.as_of.map_or(0, |day| self.days.of(day)))
    }

    fn end(&self, step: StepNumber, ends: &Ends, late: (StepNumber, usize)) -> usize {
        let facts = self.facts(step);
        if let Some(finished) = facts.finished {
            return self.days.of(finished);
        }
        let start = self.start(step, ends);
        if facts.not_needed {
            return start;
        }
        let end = self.days.after(start, self.steps[&step].statutory.unwrap());
        let end = end.max(self.progress.as_of.map_or(0, |day| self.days.of(day)));
        end + facts.delay_days as usize + if late.0 == step { late.1 } else { 0 }
    }

    /// Ends of all steps with one of them late: every step is worked out again in the order of the rows until none changes.
    fn ends(&self, late: (StepNumber, usize)) -> Ends {
        let mut ends: Ends = self.rows.iter().map(|s| (*s, 0)).collect();
        loop {
            let mut changed = false;
            for step in &self.rows {
                let end = self.end(*step, &ends, late);
                changed |= ends.insert(*step, end) != Some(end);
            }
            if !changed {
                return ends;
            }
        }
    }

    fn goals(&self) -> Vec<StepNumber> {
        if !self.progress.goals.is_empty() {
            return self.progress.goals.iter().copied().collect();
        }
        let waited_for = |s: &StepNumber| self.steps.values().any(|other| other.waits_for.steps().any(|w| w == *s));
        self.steps.keys().filter(|s| !waited_for(s)).copied().collect()
    }

    fn work_end(&self, ends: &Ends) -> usize {
        self.goals().iter().map(|s| ends[s]).max().unwrap()
    }

    /// The delay before the one that moves the end; `None` where even 400 days do not.
    fn slack(&self, step: StepNumber, end: usize) -> Option<u32> {
        let moved = |late: usize| self.work_end(&self.ends((step, late))) != end;
        if !moved(400) {
            return None;
        }
        (1..=400).find(|late| moved(*late)).map(|late| late as u32 - 1)
    }

    /// Every chain of steps, last first, in which each begins on the day the next ended.
    fn chains(&self, step: StepNumber, ends: &Ends) -> Vec<Vec<StepNumber>> {
        let facts = self.facts(step);
        let start = self.start(step, ends);
        let clauses = self.steps[&step].waits_for.clauses();
        let deciding = clauses.iter().filter(|c| self.clause_end(c, ends) == start);
        let before: Vec<StepNumber> = deciding.flat_map(|c| self.counted(c)).filter(|s| ends[s] == start).collect();
        if before.is_empty() || facts.started.is_some() || facts.finished.is_some() {
            return vec![vec![step]];
        }
        let longer = |mut chain: Vec<StepNumber>| {
            chain.insert(0, step);
            chain
        };
        before.into_iter().flat_map(|s| self.chains(s, ends)).map(longer).collect()
    }

    fn critical_path(&self, ends: &Ends) -> Vec<StepNumber> {
        let end = self.work_end(ends);
        let last = self.goals().into_iter().filter(|s| ends[s] == end);
        let first_chain = last.flat_map(|s| self.chains(s, ends)).min().unwrap();
        first_chain.into_iter().rev().filter(|s| !self.facts(*s).not_needed).collect()
    }
}

/// What the thousand graphs held, so that a generator gone lame is seen.
#[derive(Default, Debug)]
struct Seen {
    any: usize,
    bounded: usize,
    positive: usize,
    overtaken: usize,
    not_asked: usize,
    over_tet: usize,
    on_path_with_slack: usize,
}

#[test]
fn a_thousand_random_graphs_agree_with_the_reference() {
    let (days, calendar) = (Days::new(), calendar());
    let mut dice = Dice(20_240_131);
    let mut seen = Seen::default();
    for case_number in 0..1000 {
        let case = random_case(&mut dice);
        let graph = StepGraph::new(&case.template).unwrap();
        let schedule = graph.schedule(&case.progress, &calendar).unwrap();
        let reference = Reference::new(&days, &case);
        let ends = reference.ends((graph.order()[0], 0));
        let end = reference.work_end(&ends);
        assert_eq!(schedule.finish, Ok(days.date(end)), "finish of case {case_number}");
        assert_eq!(schedule.critical_path, reference.critical_path(&ends), "critical path of case {case_number}");
        for (step, scheduled) in &schedule.steps {
            let context = format!("step {step} of case {case_number}: {:?} {:?}", case.template, case.progress);
            assert_eq!(scheduled.finish, Ok(days.date(ends[step])), "finish, {context}");
            assert_eq!(scheduled.start, Ok(days.date(reference.start(*step, &ends))), "start, {context}");
            check_slack(&scheduled.slack, *step, &reference, end, &context);
            seen.note(scheduled, schedule.critical_path.contains(step));
        }
        seen.any += usize::from(case.template.steps.iter().any(|s| s.waits_for.clauses().iter().any(|c| c.len() > 1)));
        seen.over_tet += usize::from(
            case.progress.start < date(2024, 2, 8)
                && schedule.finish.as_ref().is_ok_and(|day| *day > date(2024, 2, 14)),
        );
    }
    let enough = [seen.any, seen.bounded, seen.positive, seen.overtaken, seen.not_asked, seen.over_tet];
    assert!(enough.iter().all(|n| *n > 100) && seen.on_path_with_slack > 10, "the graphs are too tame: {seen:?}");
}

fn check_slack(slack: &Slack, step: StepNumber, reference: &Reference, end: usize, context: &str) {
    let facts = reference.facts(step);
    match slack {
        Slack::Finished => assert!(facts.finished.is_some(), "{context}"),
        Slack::NotNeeded => assert!(facts.not_needed, "{context}"),
        Slack::Days(days) => assert_eq!(Some(*days), reference.slack(step, end), "slack, {context}"),
        Slack::Overtaken | Slack::NotAsked => assert_eq!(None, reference.slack(step, end), "slack, {context}"),
        Slack::Unknown(unknown) => panic!("{unknown:?}, {context}"),
    }
}

impl Seen {
    fn note(&mut self, scheduled: &Scheduled, on_path: bool) {
        let days = if let Slack::Days(days) = scheduled.slack { Some(days) } else { None };
        self.bounded += usize::from(days.is_some());
        self.positive += usize::from(days.is_some_and(|d| d > 0));
        self.overtaken += usize::from(scheduled.slack == Slack::Overtaken);
        self.not_asked += usize::from(scheduled.slack == Slack::NotAsked);
        self.on_path_with_slack += usize::from(on_path && days.is_some_and(|d| d > 0));
    }
}
