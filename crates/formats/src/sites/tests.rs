use domain::text::Lang;

use super::*;

const FILE: &str = "\
code,name,kind,minerals,commune,licence,licence_number,licence_date,licence_end,capacity,capacity_unit,capacity_basis,capacity_text,\
owner,owner_from,state,state_as_of,state_by,state_why,event_date,event,lat,lon,point,source
M01,Mỏ thử | Test mine,mỏ,chì; zinc,2025:00925,mining,1/GP,2009-05-08,2018,1500,tonnes-per-year,licensed,,\
Công ty,2009,operating,2010,,chạy | runs,1996,cấp phép | licensed,22.5,105,commune,a ; b
M01,,,,,,,,,,tấn/năm,plant,gần 1.000 tấn/năm | nearly 1000 t/year,\
chưa rõ,~2016,stopped-by-authority,~2024-early,UBND tỉnh | Province,chờ | waits,,sau | later,,,,b ; c
M02,Mỏ hai,mine,,,,,,,,,,,,,unknown,,,chưa tìm thấy | not found,,,,,,d
";

fn read(text: &str) -> Read<Site> {
    read_sites(&Input::new("sites.csv", text.as_bytes())).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[test]
fn rows_of_one_code_are_one_site() {
    let read = read(FILE);
    assert_eq!(read.faults, []);
    let [(_, first), (_, second)] = &read.rows[..] else { panic!("{:?}", read.rows) };
    assert_eq!(first.name, Text::new("Mỏ thử", "Test mine"));
    assert_eq!(first.minerals_in(Lang::En), "lead, zinc");
    assert_eq!(first.sources, ["a", "b", "c"]);
    let licence = &first.licences[0];
    let capacity = licence.capacity.known().unwrap();
    assert_eq!((capacity.amount, capacity.printed.vi.as_str()), (Some(1500.0), "1.500 tấn/năm"));
    assert_eq!(licence.end.known().unwrap().to_string(), "2018");
    assert_eq!((first.capacities.len(), first.capacities[0].amount), (1, None));
    assert_eq!(first.owners.iter().map(|o| o.name.is_known()).collect::<Vec<_>>(), [true, false]);
    let states: Vec<_> = first.states.iter().map(|s| (s.state.code(), s.source.as_str())).collect();
    assert_eq!(states, [("operating", "a"), ("stopped-by-authority", "b")]);
    assert_eq!(first.history.iter().map(|m| m.when.is_known()).collect::<Vec<_>>(), [true, false]);
    assert!(!second.minerals.is_known() && !second.point.is_known() && second.note.is_none());
}

/// One change to the file: the sites left, how many rows were left out, the fault with its place.
#[track_caller]
fn check(from: &str, to: &str, left: &[&str], left_out: u64, fault: &str) {
    assert!(FILE.contains(from), "“{from}” is not in the file");
    let read = read(&FILE.replace(from, to));
    let codes: Vec<&str> = read.values().map(|site| site.code.as_str()).collect();
    let faults: Vec<String> =
        read.faults.iter().map(|f| format!("{}: {}", f.place.in_lang(Lang::En), f.what.en)).collect();
    assert_eq!((&codes[..], read.left_out, faults.join("; ").as_str()), (left, left_out, fault));
    assert!(read.faults.iter().all(|f| !f.remedy.vi.is_empty() && !f.remedy.en.is_empty()));
}

#[test]
fn a_fault_names_line_and_column_and_takes_its_site_out() {
    let one = ["M02"];
    check(
        "M01,,,,",
        "M01,Khác,,,",
        &one,
        2,
        "sites.csv, line 3, column name: It differs from line 2 of the same site.",
    );
    check("chì; zinc", "chì; kim", &one, 2, "sites.csv, line 2, column minerals: “kim” is not in the list.");
    check(
        "2025:00925",
        "2020:00925",
        &one,
        2,
        "sites.csv, line 2, column commune: 2020:00925 is a commune of before 1 July 2025.",
    );
    check(
        "~2016",
        "2016-13",
        &one,
        2,
        "sites.csv, line 3, column owner_from: “2016-13” is not a moment (2009-05-08, 2011-08, 1996, 2009/2010, 2024-early, ~2016).",
    );
    check(
        ",2018,1500",
        ",2008,1500",
        &one,
        2,
        "sites.csv, line 2, column licence_end: The licence ends before it was issued.",
    );
    check(
        ",plant,",
        ",licensed,",
        &one,
        2,
        "sites.csv, line 3, column capacity_basis: A capacity of a licence, but no licence on this row.",
    );
    check(
        "gần 1.000 tấn/năm | nearly 1000 t/year",
        "",
        &one,
        2,
        "sites.csv, line 3, column capacity: The cell “capacity” is empty.",
    );
    check(
        "1500,tonnes-per-year,licensed",
        "1500,,",
        &one,
        2,
        "sites.csv, line 2, column capacity: This cell is filled, but “capacity_unit” is empty.",
    );
    check("chờ | waits", "", &one, 2, "sites.csv, line 3, column state_why: The cell “state_why” is empty.");
    check("22.5,105", "105,222", &one, 2, "sites.csv, line 2, column lat: The point is not on the globe.");
    check("Mỏ hai", "", &["M01"], 1, "sites.csv, line 4, column name: The cell “name” is empty.");
    check("M02,", "m 2,", &["M01"], 1, "sites.csv, line 4, column code: “m 2” does not have the form of code.");
    check(",,,d", ",,,", &["M01"], 1, "sites.csv, line 4, column source: The cell “source” is empty.");
}

#[test]
fn what_became_of_a_licence_stands_on_its_row_or_below() {
    const FATES: &str = "\
code,name,kind,licence,licence_number,licence_fate,licence_fate_date,licence_fate_until,licence_fate_paper,source
M01,Mỏ,mine,mining,1/GP,gia hạn,2018-05,2028,12/GP,a
M01,,,,,suspended,2020,,,
M01,,,mining,2/GP,,,,,
M01,,,,,given-back,~2024-early,,,
";
    let read = |text: &str| read_sites(&Input::new("sites.csv", text.as_bytes())).unwrap();
    let found = read(FATES);
    assert_eq!(found.faults, []);
    let told = |licence: &domain::sites::Licence| licence.fates.iter().map(|fate| fate.kind.code()).collect::<Vec<_>>();
    let licences: Vec<_> = found.rows[0].1.licences.iter().map(told).collect();
    assert_eq!(licences, [vec!["extended", "suspended"], vec!["given-back"]]);
    let check = |from: &str, to: &str, said: &str| {
        let read = read(&FATES.replacen(from, to, 1));
        assert!(read.rows.is_empty() && read.faults[0].what.en.contains(said), "{:?}", read.faults);
    };
    check("mining,1/GP", ",", "No licence stands on this row");
    check("2018-05,2028", "2018-05,2010", "ends before it begins");
    check("gia hạn", "", "“licence_fate” is empty");
}
