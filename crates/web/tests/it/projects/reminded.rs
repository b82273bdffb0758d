//! Reminders about a step, from the pages of the step, the project and the agency.

use super::*;

const LINK: &str = "/reminders/new?project=DA-1&#38;step=";

/// Where a form was taken to, without what was said of it.
fn place(answer: &crate::client::Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

#[test]
fn a_step_is_reminded_of_from_its_page_and_lists_what_was_sent() {
    let (office, step) = waiting_for_the_agency();
    let officer = office.someone(Role::Officer);
    let page = format!("{PROJECT}/steps/{step}");
    let link = format!("{LINK}{step}&#38;to={AGENCY}");
    for from in [page.clone(), PROJECT.to_owned(), format!("/agencies/{AGENCY}")] {
        assert!(office.get(&officer, &from).text().contains(&link), "{from}");
        assert!(!office.server.get(&from).text().contains(LINK), "who may not remind is not led there: {from}");
    }
    let compose = format!("/reminders/new?project=DA-1&step={step}&to={AGENCY}");
    let form = office.get(&officer, &compose).text();
    assert!(form.contains(&format!("<option value=\"{AGENCY}\" selected>")), "{form}");
    assert!(form.contains("Gia hạn giấy phép mỏ thử") && form.contains(&format!("href=\"{page}\"")), "{form}");
    let fields = [("to", AGENCY), ("asked_by", "2024-03-01"), ("number", "131/SCT-QLCN")];
    let at = place(&office.fill(&officer, &compose, &fields));

    let reminder = office.get(&officer, &at).text();
    assert!(reminder.contains(&format!("href=\"{page}\">bước {step}, dự án DA-1<")), "{reminder}");
    let letter = office.get(&officer, &format!("/en{at}/letter")).text();
    assert!(letter.contains(&format!("step {step} of project DA-1")), "{letter}");
    assert!(letter.contains("Extension of a test licence") && letter.contains(&format!("/en{page}")), "{letter}");
    assert_eq!(place(&office.fill(&officer, &format!("{at}/mail"), &[("mail-to", "vanthu.sxd@example.vn")])), at);
    let agency = office.someone(Role::Agency);
    for (person, sees) in [(&officer, true), (&agency, true), (&office.someone(Role::Firm), false)] {
        let text = office.get(person, &page).text();
        assert_eq!(text.contains("131/SCT-QLCN"), sees, "{:?}: {text}", person.role);
    }
    // The next reminder to the same body starts from the address that was used.
    let next = place(&office.fill(&officer, &compose, &fields));
    let text = office.get(&officer, &next).text();
    assert!(text.contains("value=\"vanthu.sxd@example.vn\"") && text.contains("lần gần nhất"), "{text}");
}

#[test]
fn where_nobody_is_waited_for_it_says_so_in_place_of_a_form() {
    let (office, _) = waiting_for_the_agency();
    let officer = office.someone(Role::Officer);
    for (lang, said) in [("", "không có ai để đôn đốc"), ("/en", "there is nobody to remind")] {
        let answer = office.get(&officer, &format!("{lang}/reminders/new?project=DA-1&step=1"));
        let text = answer.text();
        assert!(answer.status == 200 && text.contains(said) && !text.contains("name=\"asked_by\""), "{text}");
    }
    let whole = office.get(&officer, "/reminders/new?project=DA-1");
    assert!(whole.status == 422 && whole.text().contains("Chưa chọn bước nào"), "{}", whole.text());
    for nowhere in ["project=DA-1&step=99", "project=DA-1&step=x", "project=DA-9&step=1", "project='--&step=1"] {
        assert_eq!(office.get(&officer, &format!("/reminders/new?{nowhere}")).status, 404, "{nowhere}");
    }
    let answer =
        office.fill(&officer, "/reminders/new?project=DA-1&step=1", &[("to", AGENCY), ("asked_by", "2024-03-01")]);
    assert!(answer.status == 422 && answer.text().contains("không chờ Sở Xây dựng"), "{}", answer.text());
}
