//! Specifications of adjustments: any bytes, read for months and for quarters; what is read is written, and reads back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use season::Frequency;
use season::spc::Specification;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for frequency in [Frequency::Monthly, Frequency::Quarterly] {
        let file = |_: &str| Ok("2020 1 1.5\n2020 2 2.5\n".to_owned());
        let Ok(specification) = Specification::read(&text, frequency, &file) else { continue };
        let written = specification.to_string();
        let again = Specification::read(&written, frequency, &|name| Err(format!("{name} is asked for")));
        assert_eq!(again.as_ref(), Ok(&specification), "{written}");
    }
});
