//! The specification of a run: read once for each frequency there is, its faults told with their lines in both languages.

use std::path::Path;

use domain::text::Text;
use formats::fault::{Fault, Place};
use season::Frequency;
use season::spc::{Reason, SpcError, SpcFault, Specification};

use crate::failure::Failure;
use crate::files;

/// The specification for months and for quarters, each where it can be read so.
pub(crate) struct Specifications {
    monthly: Result<Specification, Fault>,
    quarterly: Result<Specification, Fault>,
}

impl Specifications {
    /// Reads the file; files it names are looked for beside it.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        let folder = path.parent().unwrap_or(Path::new(""));
        let beside = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
        let of = |frequency| Specification::read(&text, frequency, &beside).map_err(|error| fault(path, &error));
        Ok(Self { monthly: of(Frequency::Monthly), quarterly: of(Frequency::Quarterly) })
    }

    /// The specification for series of a frequency.
    pub(crate) fn of(&self, frequency: Frequency) -> Result<&Specification, &Fault> {
        match frequency {
            Frequency::Monthly => self.monthly.as_ref(),
            Frequency::Quarterly => self.quarterly.as_ref(),
        }
    }
}

fn fault(path: &Path, error: &SpcError) -> Fault {
    let remedy = Text::new(
        "Hãy sửa dòng này; các phần hiểu được có ở khoi season adjust --help.",
        "Mend this line; khoi season adjust --help says what is understood.",
    );
    Fault::new(Place::file(files::name(path)).line(error.line as u64), said(&error.fault), remedy)
}

fn said(fault: &SpcFault) -> Text {
    let vi = match fault {
        SpcFault::Unclosed(sign) => format!("“{sign}” mở ở đây mà không đóng"),
        SpcFault::Unexpected { found, expected } => format!("“{found}” đứng ở chỗ của {expected}"),
        SpcFault::UnknownSpec(name) => format!("không làm được {name}{{}}"),
        SpcFault::UnknownArgument { spec, argument } => format!("{spec}{{}} không có tham số “{argument}” ở đây"),
        SpcFault::Repeated(name) => format!("“{name}” có hai lần"),
        SpcFault::Value { argument, found, expected } => {
            format!("{argument} không nhận “{found}”; chỉ nhận: {expected}")
        }
        SpcFault::Missing { spec, argument } => format!("{spec}{{}} thiếu tham số “{argument}”"),
        SpcFault::Conflict(one, other) => format!("{one} và {other} không đi cùng nhau"),
        SpcFault::NotDone { what, why } => format!("ở đây không làm {what}: {}", because(*why)),
        SpcFault::NeedsModel(name) => format!("{name}{{}} cần mô hình: hãy thêm arima{{}} hoặc automdl{{}}"),
        SpcFault::File { name, why } => format!("không dùng được tệp “{name}”: {why}"),
    };
    Text::new(format!("{vi}."), format!("{fault}."))
}

fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::OneSpan => {
            "mô hình được ước lượng trên toàn bộ đoạn được hiệu chỉnh; hãy ước lượng trên một đoạn bằng span=, giữ lại các hệ số, rồi \
             hiệu chỉnh cả chuỗi với các hệ số ấy cố định (f)"
        }
        Reason::FromTheEnd => {
            "dự báo bắt đầu ngay sau giá trị cuối; muốn bỏ các giá trị cuối, hãy dùng span= của series{}"
        }
        Reason::ExactOnly => "hàm hợp lý luôn được tính chính xác; hãy bỏ tham số này hoặc ghi first",
        Reason::AlwaysUsed => {
            "mô hình không bị loại vì dự báo sai ba năm cuối mà luôn được dùng; hãy bỏ tham số này, hoặc xem history{}"
        }
    }
}
