//! Every table the journal vouches for, column by column. What is not listed here cannot be written.

use crate::row::Kind::{Double, Int, Text};
use crate::row::Table;

macro_rules! tables {
    ($($ident:ident = $name:literal by $key:literal ( $($column:ident $kind:ident),* );)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "named as the tables; only their positions are wanted")]
        enum Place { $($ident),* }
        $(pub(crate) static $ident: Table = Table {
            name: $name, place: Place::$ident as usize, key: $key,
            columns: &[$((stringify!($column), $kind)),*],
        };)*
        /// All of them, parents before children.
        pub(crate) static ALL: &[&Table] = &[$(&$ident),*];
    };
}

tables! {
    ENTERPRISE_CODE = "enterprise_code" by "id" (id Int, seq Int, code Text);
    ENTERPRISE = "enterprise" by "id" (id Int, seq Int, code Int, name Text, ownership Text, simulated Int);
    ESTABLISHMENT_CODE = "establishment_code" by "id" (id Int, seq Int, code Text);
    PRODUCT_CODE = "product_code" by "id" (id Int, seq Int, code Text);
    ESTABLISHMENT = "establishment" by "id"
        (id Int, seq Int, code Int, enterprise Int, name Text, industry Text, commune Text);
    ESTABLISHMENT_EVENT = "establishment_event" by "id"
        (id Int, seq Int, establishment Int, date Text, kind Text, reason Text);
    PRODUCT = "product" by "id" (id Int, seq Int, code Int, name_vi Text, name_en Text, unit Text, industry Text);
    MONTHLY_RETURN = "monthly_return" by "id"
        (id Int, seq Int, establishment Int, month Text, received Text, locked Int, employees Int, capacity_used Double, reason Text);
    RETURN_LINE = "return_line" by "return_id, product"
        (return_id Int, product Int, seq Int, actual_previous Double, estimate Double, plan_next Double, shipments Double,
         shipments_value Double, opening_stock Double, closing_stock Double);
    BASKET = "basket" by "id" (id Int, seq Int, base Text, from_month Text, until_month Text);
    WEIGHT = "weight" by "id" (id Int, seq Int, basket Int, code Text, parent Text, weight Double);
    BASE_QUANTITY = "base_quantity" by "id" (id Int, seq Int, basket Int, product Text, quantity Double);
    COLLECTION_DAYS = "collection_days" by "id" (id Int, seq Int, from_month Text, due Int, release Int, lock_day Int);
    FINAL_DAY = "final_day" by "id" (id Int, seq Int, from_year Text, month Int, day Int);
    FILLING_METHOD = "filling_method" by "id" (id Int, seq Int, cell Text, method Text, why Text);
    RULE_SET = "rule_set" by "id" (id Int, seq Int, digest Text, body Text);
    EXPLANATION = "explanation" by "id"
        (id Int, seq Int, establishment Int, month Text, product Text, rule Text, body Text);
    OFFICIAL_FIGURE = "official_figure" by "id"
        (id Int, seq Int, area Text, period Text, indicator Text, sector Text, measure Text, value Double, unit Text,
         source Text, note Text);
    TARGET = "target" by "id" (id Int, seq Int, year Text, node Text, growth Double, source Text, note Text);
    RELEASE = "release" by "id"
        (id Int, seq Int, month Text, stage Text, vintage Int, issued Text, as_of Int, received_until Text, digest Text, body Text);
    RELEASE_FIGURE = "release_figure" by "id"
        (id Int, seq Int, release Int, series Text, node Text, month Text, level Double, observed Double);
    SITE = "site" by "id"
        (id Int, seq Int, code Text, kind Text, also Text, name_vi Text, name_en Text, minerals Text, river Text, commune Text,
         area_commune_vi Text, area_commune_en Text, area_district_vi Text, area_district_en Text, area_province_vi Text,
         area_province_en Text, area_ha Double, reserves_vi Text, reserves_en Text, output Double, output_unit Text,
         output_vi Text, output_en Text, construction_start Text, operation_date Text, lat Double, lon Double, point_of Text,
         point_source Text, note_vi Text, note_en Text, internal_vi Text, internal_en Text);
    SITE_OWNER = "site_owner" by "id"
        (id Int, seq Int, site Int, name_vi Text, name_en Text, from_when Text, until_when Text, note_vi Text, note_en Text,
         source Text);
    SITE_LICENCE = "site_licence" by "id"
        (id Int, seq Int, site Int, number Text, kind Text, issuer_vi Text, issuer_en Text, issued Text, ends Text,
         area_ha Double, reserves_vi Text, reserves_en Text, note_vi Text, note_en Text);
    SITE_CAPACITY = "site_capacity" by "id"
        (id Int, seq Int, site Int, licence Int, amount Double, unit Text, basis Text, of_vi Text, of_en Text,
         printed_vi Text, printed_en Text, note_vi Text, note_en Text);
    SITE_LICENCE_FATE = "site_licence_fate" by "id"
        (id Int, seq Int, site Int, licence Int, kind Text, from_when Text, until_when Text, paper Text, note_vi Text,
         note_en Text);
    SITE_STATE = "site_state" by "id"
        (id Int, seq Int, site Int, state Text, since Text, as_of Text, by_vi Text, by_en Text, why_vi Text, why_en Text,
         source Text);
    SITE_EVENT = "site_event" by "id" (id Int, seq Int, site Int, moment Text, what_vi Text, what_en Text);
    SITE_SOURCE = "site_source" by "id" (id Int, seq Int, site Int, source Text);
    ACCOUNT = "account" by "id"
        (id Int, seq Int, login Text, name Text, email Text, role Text, enterprise Text, agency Text, closed Text);
    CREDENTIAL = "credential" by "id" (id Int, seq Int, login Text, password Text, set_on Text);
    SECOND_FACTOR = "second_factor" by "id" (id Int, seq Int, login Text, secret Text);
    SITE_DIRECTIVE = "site_directive" by "id"
        (id Int, seq Int, site Text, place Int, number Text, given Text, by_vi Text, by_en Text, reason_vi Text, reason_en Text,
         source Text, lifted_number Text, lifted Text, lifted_by_vi Text, lifted_by_en Text, lifted_reason_vi Text,
         lifted_reason_en Text, lifted_source Text);
    PROJECT_CODE = "project_code" by "id" (id Int, seq Int, code Text);
    PROJECT = "project" by "id"
        (id Int, seq Int, project Int, site Text, template Text, exception_vi Text, exception_en Text, name_vi Text, name_en Text,
         enterprise Int, simulated Int, started Text, due Text, goals Text, note_vi Text, note_en Text, internal_vi Text,
         internal_en Text, source Text, state Text, finished Text, search Text);
    PROJECT_STEP = "project_step" by "id"
        (id Int, seq Int, project Int, step Int, planned_amount Int, planned_unit Text, planned_start Text, planned_finish Text,
         started Text, finished Text, delay_days Int, not_needed Int, source Text, remark_vi Text, remark_en Text,
         internal_vi Text, internal_en Text);
    PROJECT_PAUSE = "project_pause" by "id"
        (id Int, seq Int, record Int, moment Text, kind Text, reason_vi Text, reason_en Text);
    PROJECT_DOCUMENT = "project_document" by "id"
        (id Int, seq Int, record Int, number Text, dated Text, name_vi Text, name_en Text, visibility Text);
    PROJECT_LAND = "project_land" by "id"
        (id Int, seq Int, project Int, stage Text, dated Text, hectares Double, households Int, source Text);
    PROJECT_PLAN = "project_plan" by "id" (id Int, seq Int, project Int, dated Text, percent Double, source Text);
    PROJECT_PROGRESS = "project_progress" by "id"
        (id Int, seq Int, project Int, month Text, percent Double, volume_vi Text, volume_en Text, disbursed Double, state Text,
         reason_vi Text, reason_en Text);
    PROJECT_MILESTONE = "project_milestone" by "id" (id Int, seq Int, project Int, kind Text, dated Text, source Text);
    PROJECT_VISIT = "project_visit" by "id"
        (id Int, seq Int, project Int, visit Int, dated Text, kind Text, by_vi Text, by_en Text, summary_vi Text, summary_en Text,
         source Text);
    PROJECT_FINDING = "project_finding" by "id"
        (id Int, seq Int, project Int, visit Int, finding Int, what_vi Text, what_en Text, deadline Text, mended Text, how_vi Text,
         how_en Text);
    PROJECT_AWAIT = "project_await" by "id"
        (id Int, seq Int, project Int, step Int, agency Text, since Text, due Text, is_open Int);
    ATTACHMENT = "attachment" by "id"
        (id Int, seq Int, project Int, visit Int, name Text, kind Text, size Int, body Text);
    OBSTACLE = "obstacle" by "id"
        (id Int, seq Int, code Text, kind Text, channel Text, raised_by Text, raised_on Text, enterprise Text,
         site Text, project Text, step Int, facts Text, public_facts Text, legal_ground Text, asked Text,
         asked_of Text, asked_by Text, effect Text, effect_points Double, simulated Int);
    OBSTACLE_EVENT = "obstacle_event" by "id"
        (id Int, seq Int, code Text, number Int, date Text, by_whom Text, visibility Text, act Text, body Text);
    OBSTACLE_STANDING = "obstacle_standing" by "id"
        (id Int, seq Int, code Text, kind Text, enterprise Text, site Text, project Text, state Text, is_open Int,
         tier Text, raised_on Text, due Text, effect_points Double, closed_on Text);
    OBSTACLE_AGENCY = "obstacle_agency" by "id"
        (id Int, seq Int, standing Int, agency Text, is_waiting Int);
    PLAN = "plan" by "id"
        (id Int, seq Int, code Text, title_vi Text, title_en Text, adopted_on Text, decision Text, simulated Int);
    TASK = "task" by "id"
        (id Int, seq Int, code Text, origin Text, origin_code Text, obstacle Text, what Text, lead Text,
         partners Text, watcher Text, due Text, result Text, visibility Text, simulated Int, done_on Text);
    TASK_AGENCY = "task_agency" by "id"
        (id Int, seq Int, task Int, agency Text);
    TASK_REPORT = "task_report" by "id"
        (id Int, seq Int, code Text, number Int, date Text, by_whom Text, body Text, is_done Int, visibility Text);
    TASK_ALARM = "task_alarm" by "id"
        (id Int, seq Int, code Text, alarm Text, due Text);
    DIALOGUE = "dialogue" by "id"
        (id Int, seq Int, code Text, title_vi Text, title_en Text, date Text, place Text, chair Text, stage Text,
         simulated Int);
    DIALOGUE_GUEST = "dialogue_guest" by "id"
        (id Int, seq Int, code Text, sort Text, who Text);
    DIALOGUE_ITEM = "dialogue_item" by "id"
        (id Int, seq Int, code Text, obstacle Text);
    DIALOGUE_MINUTE = "dialogue_minute" by "id"
        (id Int, seq Int, code Text, obstacle Text, by_whom Text, body Text, visibility Text);
    MAIL = "mail" by "id"
        (id Int, seq Int, code Text, to_address Text, subject Text, body Text, is_secret Int, created Text);
    MAIL_ATTEMPT = "mail_attempt" by "id"
        (id Int, seq Int, mail Int, number Int, moment Text, outcome Text, answer Text);
    REMINDER = "reminder" by "id"
        (id Int, seq Int, code Text, agency Text, about Text, about_code Text, about_step Int, date Text, body Text);
    REMINDER_SENDING = "reminder_sending" by "id"
        (id Int, seq Int, reminder Text, channel Text, address Text, moment Text, mail Text);
    METAL_PRICE = "metal_price" by "id"
        (id Int, seq Int, commodity Text, period Text, value Double, unit Text, series Text, estimated Int, source Text,
         address Text);
    MARKET_THRESHOLD = "market_threshold" by "id"
        (id Int, seq Int, from_month Text, stock_months Double, price_fall Double, why_vi Text, why_en Text);
    SITE_HOLDER = "site_holder" by "id"
        (id Int, seq Int, site Text, establishment Text, enterprise Text, from_day Text, until_day Text, simulated Int,
         source Text);
    CONSENT = "consent" by "id" (id Int, seq Int, enterprise Text, from_day Text, until_day Text, source Text);
    INTAKE = "intake" by "id"
        (id Int, seq Int, kind Text, name Text, digest Text, size Int, sender Text, moment Text, body Text);
    INTAKE_OUTCOME = "intake_outcome" by "id"
        (id Int, seq Int, intake Int, outcome Text, by_whom Text, moment Text, reason Text, added Int, changed Int);
    BOUNDARY_SET = "boundary_set" by "id" (id Int, seq Int, kind Text, source Text, licence Text);
    BOUNDARY = "boundary" by "id" (id Int, seq Int, boundary_set Int, name Text, code Text, rings Text);
    RETURN_RECEIPT = "return_receipt" by "id"
        (id Int, seq Int, return_id Int, number Text, digest Text, channel Text, sender Text, moment Text, situation Text,
         restart Text);
    LOCK_EXCEPTION = "lock_exception" by "id" (id Int, seq Int, establishment Int, month Text, until Text, reason Text);
    RETURN_JUDGEMENT = "return_judgement" by "id"
        (id Int, seq Int, establishment Int, month Text, product Text, rule Text, kind Text, body Text, by_whom Text, moment Text);
    RETURN_REMINDER = "return_reminder" by "id"
        (id Int, seq Int, establishment Int, month Text, mail Text, to_address Text, moment Text);
    IDENTITY = "identity" by "id" (id Int, seq Int, login Text, issuer Text, subject Text);
    RELEASE_PROPOSAL = "release_proposal" by "id"
        (id Int, seq Int, month Text, stage Text, issued Text, digest Text, remark Text, by_whom Text, moment Text);
    RELEASE_DECISION = "release_decision" by "id"
        (id Int, seq Int, proposal Int, verdict Text, release Int, reason Text, by_whom Text, moment Text);
    RETURN_CONFIRMER = "return_confirmer" by "id"
        (id Int, seq Int, enterprise Text, login Text, by_whom Text, moment Text);
    PREPARED_RETURN = "prepared_return" by "id"
        (id Int, seq Int, establishment Int, month Text, body Text, by_whom Text, moment Text);
    PREPARED_OUTCOME = "prepared_outcome" by "id"
        (id Int, seq Int, prepared Int, outcome Text, remark Text, by_whom Text, moment Text);
    ACCOUNT_PHONE = "account_phone" by "id" (id Int, seq Int, login Text, number Text);
    ADJUST_CHOICE = "adjust_choice" by "id"
        (id Int, seq Int, series Text, policy Text, until Text, body Text, by_whom Text, moment Text);
}

/// Tables the journal does not vouch for, or that are the journal itself, which a backup carries all the same: a program keeps its key,
/// and a request that was answered is not carried out again. `place` has no meaning here.
pub(crate) static BESIDE: &[&Table] = &[
    &Table {
        name: "journal",
        place: usize::MAX,
        key: "seq",
        columns: &[
            ("seq", Int),
            ("moment", Text),
            ("actor", Text),
            ("role", Text),
            ("origin", Text),
            ("action", Text),
            ("subject", Text),
            ("before", Text),
            ("after", Text),
            ("why", Text),
            ("rows", Text),
            ("previous", Text),
            ("hash", Text),
        ],
    },
    &Table {
        name: "journal_head",
        place: usize::MAX,
        key: "id",
        columns: &[("id", Int), ("seq", Int), ("next_id", Int), ("hash", Text)],
    },
    &Table {
        name: "program_key",
        place: usize::MAX,
        key: "login, number",
        columns: &[
            ("key", Text),
            ("login", Text),
            ("number", Int),
            ("name", Text),
            ("scope", Text),
            ("made", Text),
            ("expires", Text),
            ("used", Text),
            ("ended", Int),
        ],
    },
    &Table {
        name: "request_once",
        place: usize::MAX,
        key: "login, request",
        columns: &[
            ("login", Text),
            ("request", Text),
            ("digest", Text),
            ("begun", Text),
            ("status", Int),
            ("answer", Text),
        ],
    },
];

/// Tables a backup leaves behind: what comes and goes with signing in. A session that was ended or a link that was used would be good
/// again.
#[cfg(test)]
pub(crate) const LEFT_BEHIND: [&str; 5] = ["session", "sign_in_try", "one_time_link", "used_code", "errand"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_positions_and_every_table_has_seq() {
        for (position, table) in ALL.iter().enumerate() {
            assert_eq!(table.place, position, "{}", table.name);
            assert!(table.columns.iter().any(|(name, _)| *name == "seq"), "{}", table.name);
        }
    }
}
