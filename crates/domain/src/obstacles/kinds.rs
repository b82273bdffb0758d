//! The seven kinds of obstacle, the ways in which one is raised, and who may read what was written.

use crate::text::{Text, named};

named!(
    /// The kind of an obstacle, after the working notes of a neighbouring department (`facts/procedures.md` section 5).
    ObstacleKind, "planning, investment-approval, clearance, land, building, environment-fire or money-market" {
        /// Quy hoạch.
        Planning "planning" "quy hoạch" "planning";
        /// Chủ trương đầu tư.
        InvestmentApproval "investment-approval" "chủ trương đầu tư" "investment approval";
        /// Giải phóng mặt bằng.
        Clearance "clearance" "giải phóng mặt bằng" "site clearance";
        /// Đất đai.
        Land "land" "đất đai" "land";
        /// Xây dựng.
        Building "building" "xây dựng" "building";
        /// Môi trường, phòng cháy chữa cháy.
        EnvironmentFire "environment-fire" "môi trường, phòng cháy chữa cháy" "environment and fire safety";
        /// Vốn, thị trường.
        MoneyMarket "money-market" "vốn, thị trường" "money and market";
    }
);
named!(
    /// How an obstacle was raised.
    Channel, "firm-page, dialogue, visit or officer" {
        /// The firm, on its own page.
        FirmPage "firm-page" "doanh nghiệp tự nêu" "by the firm on its own page";
        /// At a dialogue conference.
        Dialogue "dialogue" "hội nghị đối thoại" "at a dialogue conference";
        /// On a guidance or inspection visit.
        Visit "visit" "kiểm tra, làm việc tại cơ sở" "on a visit";
        /// An officer wrote it down.
        Officer "officer" "cán bộ ghi nhận" "by an officer";
    }
);
named!(
    /// Who may read what was written.
    Visibility, "public or internal" {
        /// Everybody.
        Public "public" "công khai" "public";
        /// The department and the bodies that are asked.
        Internal "internal" "nội bộ" "internal";
    }
);

impl ObstacleKind {
    /// What is typically complained of.
    #[must_use]
    pub fn typical_complaint(self) -> Text {
        match self {
            Self::Planning => Text::new(
                "Quy hoạch cũ; thửa tách, nhập; quyết định và quy hoạch không khớp; chồng lấn.",
                "The plan is old; lots were split or joined; decision and plan disagree; areas overlap.",
            ),
            Self::InvestmentApproval => Text::new(
                "Lấy ý kiến nhiều vòng; đặt điều kiện ngoài quy định, hoặc điều kiện của bước sau.",
                "Rounds of opinions; conditions outside the rule, or of a later step asked earlier.",
            ),
            Self::Clearance => Text::new(
                "Không có ngày kết thúc cho từng dự án nên không ai chịu trách nhiệm; kiểm đếm kéo dài.",
                "No end date for each project, so nobody answers for it; counting drags on.",
            ),
            Self::Land => Text::new(
                "Đã cho thuê nhưng chưa bàn giao; chậm đưa đất vào sử dụng; san lấp trước khi thuê.",
                "Leased but not handed over; put to use late; levelled before the lease.",
            ),
            Self::Building => Text::new(
                "Xây dựng không phép hoặc sai phép; chưa nghiệm thu.",
                "Built without a permit or against it; not accepted yet.",
            ),
            Self::EnvironmentFire => Text::new(
                "Thiếu giấy phép môi trường hoặc chưa được kiểm tra về phòng cháy chữa cháy.",
                "A permit or a check of environment or fire safety is missing.",
            ),
            Self::MoneyMarket => Text::new("Tiền thuê đất, vốn vay, tiêu thụ sản phẩm.", "Rent, capital, sales."),
        }
    }

    /// The way out that is asked for; `None` where the source gives none.
    #[must_use]
    pub fn way_out(self) -> Option<Text> {
        let (vi, en) = match self {
            Self::Planning => ("Điều chỉnh một lần cho tất cả.", "Update once for all."),
            Self::InvestmentApproval => (
                "Im lặng quá hạn là đồng ý; nói rõ bước nào đòi giấy tờ gì.",
                "Silence after the limit is consent; say which step asks what.",
            ),
            Self::Clearance => (
                "Mỗi dự án một ngày kết thúc, mỗi tháng một cuộc họp.",
                "A date for each project, and a meeting each month.",
            ),
            Self::Land => ("Rà soát; xử phạt, gia hạn hoặc thu hồi.", "Review; fine, extend or take back."),
            Self::Building => ("Hoàn thiện thủ tục.", "Regularise."),
            Self::EnvironmentFire | Self::MoneyMarket => return None,
        };
        Some(Text::new(vi, en))
    }
}
