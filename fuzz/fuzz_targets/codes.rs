//! Codes and names on the command line and in files: what is read and written again is the same.
#![no_main]

use std::fmt::Display;
use std::str::FromStr;

use domain::area::CommuneRef;
use domain::classification::IndustryRef;
use domain::index::{aggregate, elementary};
use domain::deadline::{Interruption, TimeLimit};
use domain::projects::{StepNumber, TemplateCode, WaitsFor};
use domain::register::{EnterpriseCode, EstablishmentCode, ProductCode};
use domain::sites::{SiteCode, When};
use libfuzzer_sys::fuzz_target;

fn there_and_back<T: FromStr + Display>(text: &str) {
    if let Ok(code) = text.parse::<T>() {
        assert_eq!(code.to_string(), text);
    }
}

fuzz_target!(|text: &str| {
    there_and_back::<CommuneRef>(text);
    there_and_back::<IndustryRef>(text);
    there_and_back::<EnterpriseCode>(text);
    there_and_back::<EstablishmentCode>(text);
    there_and_back::<ProductCode>(text);
    there_and_back::<SiteCode>(text);
    there_and_back::<When>(text);
    there_and_back::<TemplateCode>(text);
    there_and_back::<StepNumber>(text);
    there_and_back::<TimeLimit>(text);
    there_and_back::<Interruption>(text);
    if let Ok(waits_for) = text.parse::<WaitsFor>() {
        assert_eq!(waits_for.to_string().parse(), Ok(waits_for));
    }
    if let Ok(industry) = text.parse::<IndustryRef>() {
        let _ = (industry.section(), industry.level());
        for digits in 0..7 {
            let _ = industry.widened(digits);
        }
    }
    let _ = text.parse::<aggregate::Formula>();
    let _ = text.parse::<aggregate::LinkPeriod>();
    let _ = text.parse::<elementary::Formula>();
    let _ = text.parse::<domain::series::Measure>();
    let _ = text.parse::<domain::series::Stage>();
    let _ = text.parse::<domain::text::Lang>();
});
