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
    SITE_STATE = "site_state" by "id"
        (id Int, seq Int, site Int, state Text, since Text, as_of Text, by_vi Text, by_en Text, why_vi Text, why_en Text,
         source Text);
    SITE_EVENT = "site_event" by "id" (id Int, seq Int, site Int, moment Text, what_vi Text, what_en Text);
    SITE_SOURCE = "site_source" by "id" (id Int, seq Int, site Int, source Text);
    METAL_PRICE = "metal_price" by "id"
        (id Int, seq Int, commodity Text, period Text, value Double, unit Text, series Text, estimated Int, source Text,
         address Text);
    MARKET_THRESHOLD = "market_threshold" by "id"
        (id Int, seq Int, from_month Text, stock_months Double, price_fall Double, why_vi Text, why_en Text);
    SITE_HOLDER = "site_holder" by "id"
        (id Int, seq Int, site Text, establishment Text, enterprise Text, from_day Text, until_day Text, simulated Int,
         source Text);
    CONSENT = "consent" by "id" (id Int, seq Int, enterprise Text, from_day Text, until_day Text, source Text);
    BOUNDARY_SET = "boundary_set" by "id" (id Int, seq Int, kind Text, source Text, licence Text);
    BOUNDARY = "boundary" by "id" (id Int, seq Int, boundary_set Int, name Text, code Text, rings Text);
}

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
