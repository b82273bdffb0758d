//! What is taken in from files, and what is derived beside a project.

use super::*;

#[test]
fn carried_and_imported_projects_go_in_once_and_keep_what_was_done() {
    on_both(|store| async move {
        let operator = at(&store, Actor::operator("anh Páo"));
        sites::take(&operator, formats::carried::sites(), "").await.unwrap();
        for expected in [(5, 0), (0, 5)] {
            let taken = projects::take_projects(&operator, formats::carried::projects(), "").await.unwrap();
            assert_eq!((taken.new, taken.unchanged), expected);
        }
        for expected in [(1, 0), (0, 1)] {
            let taken = projects::directives::take(&operator, formats::carried::directives(), "").await.unwrap();
            assert_eq!((taken.new, taken.unchanged), expected);
        }
        let public = at(&store, Actor::public());
        let stopped = projects::view(&public, &code("DA-M04")).await.unwrap();
        assert_eq!((stopped.directives.len(), stopped.schedule, stopped.steps), (1, None, None));
        assert_eq!(stopped.standing.state, ProjectState::NotKnown);

        let officer = officer(&store);
        for format in [FileFormat::Csv, FileFormat::Workbook] {
            for (kind, new, unchanged) in [(Kind::Projects, 2, 1), (Kind::ProjectSteps, 3, 0)] {
                let bytes = example(kind, format).unwrap();
                let reading = import::read(&officer, kind, &Input::new("tệp", &bytes)).await.unwrap();
                assert_eq!(reading.remarks.left_out, 0);
                let taken = import::take(&officer, &reading.sound, "").await.unwrap();
                let expected = if format == FileFormat::Csv { (new, 0, unchanged) } else { (0, 0, new + unchanged) };
                assert_eq!((taken.new, taken.changed, taken.unchanged), expected, "{kind:?} {format:?}");
            }
        }
        // NĐ 193/2025 Đ61: three working days to check. Two passed before the pause, the first a worked Saturday; the third follows it.
        let due = Some(date(2026, 1, 20));
        assert!(waiting(&officer, "ubnd-tinh").await.contains(&("DA-TH1".into(), 2, date(2026, 1, 9), due)));
        assert_eq!(
            told(import::read(&public, Kind::Projects, &Input::new("x", b"")).await.map_err(|refused| match refused {
                import::Refused::Office(error) => error,
                import::Refused::Faults(_) => OfficeError::NotFound,
            })),
            "not allowed"
        );
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

/// After any sequence of acts the kept rows of who is waited for are what the pure function says. The dice are seeded.
#[test]
fn awaited_rows_are_what_follows_from_the_facts_after_any_acts() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        let template = formats::carried::templates().iter().find(|t| t.code.as_str() == "licence_extension").unwrap();
        let graph = StepGraph::new(template).unwrap();
        let agencies: BTreeSet<_> = template.steps.iter().flat_map(|step| step.agencies.clone()).collect();
        let mut dice = 20_260_105_u64;
        let mut below = |n: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % n
        };
        let mut done = 0;
        for n in 0..60 {
            let step = number(1 + below(5) as u16);
            let day = date(2026, 1, 5).saturating_add(jiff::Span::new().days(n));
            let acted = match below(6) {
                0 => steps::begin(&officer, &one, step, day, "").await,
                1 if below(3) == 0 => steps::finish(&officer, &one, step, day, "").await,
                2 => steps::interrupt(&officer, &one, step, day, Interruption::Pause(text("chờ | waits")), "").await,
                3 => steps::interrupt(&officer, &one, step, day, Interruption::Resume, "").await,
                4 => steps::spare(&officer, &one, step, below(2) == 0, "").await,
                _ => {
                    let plan = StepPlan { finish: Some(date(2026, 12, 1)), ..StepPlan::default() };
                    steps::plan(&officer, &one, step, plan, "").await
                }
            };
            done += u32::from(acted.is_ok());
            let (project, kept) = store.project(&one, Seq::LATEST).await.unwrap().unwrap();
            assert_eq!(kept, project.standing(&graph, formats::carried::calendar()));
            let mut rows = Vec::new();
            for agency in &agencies {
                rows.extend(
                    store.waiting_for(agency, None, all()).await.unwrap().rows.into_iter().map(|row| row.waits),
                );
            }
            rows.sort();
            assert_eq!(rows, kept.awaited);
        }
        assert!(done > 20, "{done}");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
