use super::*;

fn text(words: &str) -> Text {
    Text::typed(words)
}

fn when(text: &str) -> Fact<When> {
    Fact::Known(text.parse().unwrap())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn record(state: State, since: Fact<When>, as_of: Fact<When>) -> StateRecord {
    StateRecord { state, since, as_of, by: Fact::Unknown, why: text("lý do | reason"), source: "nguồn".into() }
}

/// A site of which little is known.
pub(crate) fn site(code: &str, states: Vec<StateRecord>) -> Site {
    Site {
        code: code.parse().unwrap(),
        name: text("Mỏ thử | Test mine"),
        kind: SiteKind::Mine,
        also: BTreeSet::new(),
        minerals: Fact::Known(vec![Mineral::Lead, Mineral::Zinc]),
        river: Fact::Unknown,
        commune: Fact::Unknown,
        named_area: NamedArea::default(),
        area_ha: Fact::Unknown,
        reserves: Fact::Unknown,
        owners: Vec::new(),
        licences: Vec::new(),
        capacities: Vec::new(),
        output: Fact::Unknown,
        construction_start: Fact::Unknown,
        operation_date: Fact::Unknown,
        states,
        history: Vec::new(),
        point: Fact::Unknown,
        note: None,
        internal_note: Some(text("nội bộ | internal")),
        sources: vec!["nguồn".into()],
    }
}

#[test]
fn codes_begin_with_a_letter() {
    for text in ["M01", "H2024-1", "H"] {
        assert_eq!(text.parse::<SiteCode>().unwrap().as_str(), text);
    }
    for text in ["", "01", "m01", "M 1", "-M"] {
        let error = text.parse::<SiteCode>().unwrap_err();
        assert!(error.to_string().contains("M01"), "{error}");
    }
}

#[test]
fn what_is_not_known_says_so_in_one_way() {
    let mine = site("M01", vec![]);
    assert_eq!(mine.reserves.in_lang(Lang::Vi), "chưa rõ");
    assert_eq!(mine.operation_date.words(Lang::En, |when| when.in_lang(Lang::En)), "not known");
    assert_eq!(mine.minerals_in(Lang::Vi), "chì, kẽm");
    assert_eq!(mine.operator_on(day("2024-01-31")), Fact::Unknown);
    assert_eq!((mine.state_on(day("2024-01-31")), mine.record_on(day("2024-01-31"))), (State::Unknown, None));
    let json = serde_json::to_value(&mine).unwrap();
    assert!(json["reserves"].is_null());
    assert_eq!(serde_json::from_value::<Site>(json).unwrap(), mine);
}

#[test]
fn the_latest_state_that_had_begun_counts() {
    let mine = site(
        "M01",
        vec![
            record(State::Exploration, Fact::Unknown, Fact::Unknown),
            record(State::Operating, when("2011-04"), when("2012")),
            record(State::ReturnedToState, Fact::Unknown, when("~2016")),
            record(State::LicensedProceduresIncomplete, Fact::Unknown, when("~2024-early")),
        ],
    );
    let check = |on: &str, expected| assert_eq!(mine.state_on(day(on)), expected, "{on}");
    check("2001-01-01", State::Exploration);
    check("2011-03-31", State::Exploration);
    check("2011-04-01", State::Operating);
    check("2015-12-31", State::Operating);
    check("2016-01-01", State::ReturnedToState);
    check("2024-01-31", State::LicensedProceduresIncomplete);
    assert!(mine.stands_still(day("2024-01-31")) && !mine.stands_still(day("2016-06-01")));
    // Operating since 2002, said in 2025: it was operating in 2024.
    let other = site("M07", vec![record(State::Operating, when("2002"), when("2025"))]);
    assert_eq!(other.state_on(day("2024-01-31")), State::Operating);
}

#[test]
fn an_operator_ends_and_the_next_may_be_unknown() {
    let owner = |name: Fact<Text>, from: Fact<When>, until: Fact<When>| Owner {
        name,
        from,
        until,
        note: None,
        source: Fact::Unknown,
    };
    let mut mine = site("M01", vec![]);
    mine.owners = vec![
        owner(Fact::Known(text("A")), when("2009-05-08"), Fact::Unknown),
        owner(Fact::Unknown, when("~2024-early"), Fact::Unknown),
    ];
    assert_eq!(mine.operator_on(day("2009-05-07")), Fact::Unknown);
    assert_eq!(mine.operator_on(day("2015-01-01")), Fact::Known(&text("A")));
    assert_eq!(mine.operator_on(day("2024-02-01")), Fact::Unknown);
    mine.owners[0].until = when("2016");
    assert_eq!(mine.operator_on(day("2016-12-31")), Fact::Known(&text("A")));
    assert_eq!(mine.operator_on(day("2017-01-01")), Fact::Unknown);
}

#[test]
fn only_a_clear_yearly_figure_is_a_number() {
    let capacity = |amount, unit, basis| Capacity {
        amount,
        unit,
        of: Fact::Unknown,
        basis,
        printed: text("như in | as printed"),
        note: None,
    };
    let planned = capacity(Some(1_500_000.0), CapacityUnit::TonnesPerYear, CapacityBasis::Planned);
    let yearly = YearlyTonnes { tonnes: 1_500_000.0, basis: CapacityBasis::Planned };
    assert_eq!(planned.yearly_tonnes(), Some(yearly));
    assert_eq!(capacity(None, CapacityUnit::TonnesPerYear, CapacityBasis::Licensed).yearly_tonnes(), None);
    assert_eq!(capacity(Some(800.0), CapacityUnit::TonnesPerDay, CapacityBasis::Plant).yearly_tonnes(), None);
    let plant = capacity(Some(82.0), CapacityUnit::Megawatts, CapacityBasis::Plant);
    assert_eq!((plant.yearly_tonnes(), plant.megawatts()), (None, Some(82.0)));
}

#[test]
fn counts_and_lists_name_every_group_and_agency() {
    let ordered = |by: &str| StateRecord {
        by: Fact::Known(text(by)),
        ..record(State::StoppedByAuthority, Fact::Unknown, when("2024"))
    };
    let all = [
        site("M01", vec![]),
        site("M02", vec![ordered("UBND tỉnh | Province")]),
        site("M03", vec![ordered("Bộ | Ministry")]),
        site("M04", vec![ordered("UBND tỉnh | Province")]),
        site("M05", vec![record(State::Operating, Fact::Unknown, Fact::Unknown)]),
    ];
    let on = day("2024-01-31");
    let counts = count_by_group(&all, on);
    assert_eq!((counts.len(), counts.values().sum::<usize>()), (Group::ALL.len(), all.len()));
    assert_eq!((counts[&Group::StandsStill], counts[&Group::Works], counts[&Group::Unknown]), (3, 1, 1));
    let still: Vec<_> = standing_still(&all, on).map(|(site, _)| site.code.as_str()).collect();
    assert_eq!(still, ["M02", "M03", "M04"]);
    let agencies: Vec<_> = by_agency(&all, on)
        .iter()
        .map(|(by, list)| (by.in_lang(Lang::En), list.iter().map(|s| s.code.as_str()).collect::<Vec<_>>().join(" ")))
        .collect();
    let expected = [("Ministry", "M03"), ("Province", "M02 M04"), ("not known", "M01 M05")];
    assert_eq!(agencies, expected.map(|(by, list)| (by.to_owned(), list.to_owned())));
}

#[test]
fn a_public_site_keeps_no_word_for_the_office() {
    let mine = site("M01", vec![]);
    let public = mine.public();
    assert!(mine.internal_note.is_some() && public.internal_note.is_none());
    assert_eq!(Site { internal_note: mine.internal_note.clone(), ..public }, mine);
}

#[test]
fn a_point_is_on_the_globe() {
    assert!(Point::new(23.1, 105.2, PointOf::Site, Fact::Unknown).is_some());
    assert!(Point::new(105.2, 23.1, PointOf::Site, Fact::Unknown).is_none());
    assert!(Point::new(f64::NAN, 0.0, PointOf::Site, Fact::Unknown).is_none());
}

fn licence(number: &str, date: &str, end: &str) -> Licence {
    Licence {
        number: Fact::Known(number.into()),
        kind: LicenceKind::Mining,
        issuer: Fact::Unknown,
        date: when(date),
        end: when(end),
        area_ha: Fact::Known(12.5),
        reserves: Fact::Unknown,
        capacity: Fact::Unknown,
        note: None,
        fates: Vec::new(),
    }
}

fn fate(kind: FateKind, date: &str, until: Fact<When>) -> Fate {
    Fate { kind, date: when(date), until, paper: Fact::Known("1/QĐ".into()), note: None }
}

#[test]
fn how_a_licence_stands_follows_from_what_became_of_it() {
    let mut one = licence("1/GP", "2009-05-08", "2018");
    let check = |one: &Licence, on: &str, expected| assert_eq!(one.standing_on(day(on)), expected, "{on}");
    check(&one, "2018-12-31", LicenceStanding::InForce);
    check(&one, "2019-01-01", LicenceStanding::Expired);
    one.fates = vec![
        fate(FateKind::Extended, "2018-11", when("2028-06-30")),
        fate(FateKind::Suspended, "2020-03-01", when("2020-08-31")),
        fate(FateKind::Suspended, "2021-01-15", Fact::Unknown),
        fate(FateKind::Resumed, "2021-06-01", Fact::Unknown),
        fate(FateKind::GivenBack, "2024-02-01", Fact::Unknown),
    ];
    check(&one, "2019-01-01", LicenceStanding::InForce);
    check(&one, "2020-05-01", LicenceStanding::Suspended);
    check(&one, "2020-09-01", LicenceStanding::InForce);
    check(&one, "2021-02-01", LicenceStanding::Suspended);
    check(&one, "2021-06-01", LicenceStanding::InForce);
    check(&one, "2024-02-01", LicenceStanding::Ended(FateKind::GivenBack));
    assert!(one.is_over() && one.ends() == when("2028-06-30"));
    one.end = Fact::Unknown;
    one.fates.clear();
    check(&one, "2024-02-01", LicenceStanding::Unknown);
    // The registry of before says nothing of fates.
    let mut json = serde_json::to_value(&one).unwrap();
    json.as_object_mut().unwrap().remove("fates");
    assert_eq!(serde_json::from_value::<Licence>(json).unwrap(), one);
}

#[test]
fn an_edit_gives_a_whole_new_version_in_order_of_time() {
    let mine = site("M01", vec![]);
    let edit = |site: &Site, edit| site.edited(&edit, "QĐ 1").unwrap();
    let later = edit(&mine, Edit::Licence(None, Box::new(licence("2/GP", "2015", "2030"))));
    let both = edit(&later, Edit::Licence(None, Box::new(licence("1/GP", "2009-05-08", "2018"))));
    let numbers =
        |site: &Site| site.licences.iter().map(|one| one.number.known().cloned().unwrap()).collect::<Vec<_>>();
    assert_eq!(numbers(&both), ["1/GP", "2/GP"]);
    assert_eq!(both.sources, ["nguồn", "QĐ 1"], "the source is there once");
    let extended = edit(&both, Edit::Fate(0, fate(FateKind::Extended, "2018", when("2028"))));
    let back = Fate { date: Fact::Unknown, ..fate(FateKind::GivenBack, "2020", Fact::Unknown) };
    let told =
        edit(&edit(&extended, Edit::Fate(0, back)), Edit::Fate(0, fate(FateKind::Suspended, "2012", when("2013"))));
    let kinds: Vec<_> = told.licences[0].fates.iter().map(|fate| fate.kind.code()).collect();
    assert_eq!(kinds, ["suspended", "extended", "given-back"], "in order of time, the undated one last");
    let changed = edit(&extended, Edit::Licence(Some(0), Box::new(licence("1a/GP", "2016", "2018"))));
    assert_eq!(numbers(&changed), ["2/GP", "1a/GP"]);
    assert_eq!(changed.licences[1].fates.len(), 1, "what became of it stays");
    let mut facts = Facts::of(&changed);
    facts.river = Fact::Known("Miện".into());
    let moved = edit(&changed, Edit::Facts(Box::new(facts)));
    assert_eq!(Site { river: Fact::Unknown, ..moved }, changed);
    assert_eq!(mine.edited(&Edit::Facts(Box::new(Facts::of(&mine))), "QĐ 9").unwrap(), mine, "nothing new, no source");
    let opened = Site::opened("M77".parse().unwrap(), &Facts::of(&mine)).unwrap();
    assert_eq!((Facts::of(&opened), opened.states.len()), (Facts::of(&mine), 0));
}

#[test]
fn an_edit_that_cannot_be_says_why() {
    let mine =
        site("M01", vec![]).edited(&Edit::Licence(None, Box::new(licence("1/GP", "2009", "2018"))), "a").unwrap();
    let check = |edit: Edit, source: &str, said: &str| {
        let EditFault(text) = mine.edited(&edit, source).unwrap_err();
        assert!(text.en.contains(said) && !text.vi.is_empty(), "{text}");
    };
    let put = |licence| Edit::Licence(None, Box::new(licence));
    check(put(licence("2/GP", "2009", "2018")), " ", "A source is needed");
    check(put(licence("2/GP", "2019", "2018")), "a", "ends before it begins");
    check(put(licence("1/GP", "2020", "2030")), "a", "already");
    check(put(Licence { area_ha: Fact::Known(-1.0), ..licence("2/GP", "2009", "2018") }), "a", "not negative");
    check(Edit::Licence(Some(1), Box::new(licence("2/GP", "2009", "2018"))), "a", "no such entry");
    check(Edit::Fate(4, fate(FateKind::Lapsed, "2020", Fact::Unknown)), "a", "no such entry");
    check(Edit::Fate(0, fate(FateKind::Suspended, "2020", when("2019"))), "a", "ends before it begins");
    let licensed = Capacity {
        amount: Some(1.0),
        unit: CapacityUnit::TonnesPerYear,
        of: Fact::Unknown,
        basis: CapacityBasis::Licensed,
        printed: text("1"),
        note: None,
    };
    check(Edit::Capacity(None, licensed), "a", "kept with the licence");
    let nameless = Facts { name: Text::default(), ..Facts::of(&mine) };
    check(Edit::Facts(Box::new(nameless)), "a", "no name");
}
