//! The fixed lists of the registry of sites: kinds of site, minerals, kinds of licence, units.

use crate::text::named;

named!(
    /// What a site is.
    SiteKind, "mine, ore-processing, hydropower, factory, agro-forestry, ore-point or exploration" {
        /// Mỏ.
        Mine "mine" "mỏ" "mine";
        /// Nhà máy tuyển, luyện, chế biến quặng.
        OreProcessing "ore-processing" "cơ sở chế biến khoáng sản" "ore processing";
        /// Nhà máy thủy điện.
        Hydropower "hydropower" "thủy điện" "hydropower plant";
        /// Nhà máy khác.
        Factory "factory" "nhà máy" "factory";
        /// Chế biến nông, lâm sản.
        AgroForestry "agro-forestry" "chế biến nông, lâm sản" "agricultural and forest processing";
        /// Điểm quặng, dải quặng, khu vực: not yet a mine.
        OrePoint "ore-point" "điểm quặng, khu vực khoáng sản" "ore point or area";
        /// Khu vực thăm dò.
        Exploration "exploration" "khu vực thăm dò" "exploration area";
    }
);
named!(
    /// What stands beside the mine and belongs to it.
    Also, "concentrator or smelter" {
        /// Nhà máy tuyển.
        Concentrator "concentrator" "nhà máy tuyển" "concentrator";
        /// Nhà máy luyện.
        Smelter "smelter" "nhà máy luyện" "smelter";
    }
);
named!(
    /// A mineral.
    Mineral, "the code of a mineral, as iron, lead, zinc" {
        /// Antimon.
        Antimony "antimony" "antimon" "antimony";
        /// Barit.
        Barite "barite" "barit" "barite";
        /// Bô-xít.
        Bauxite "bauxite" "bô-xít" "bauxite";
        /// Đất sét.
        Clay "clay" "đất sét" "clay";
        /// Đồng.
        Copper "copper" "đồng" "copper";
        /// Fenspat.
        Feldspar "feldspar" "fenspat" "feldspar";
        /// Vàng.
        Gold "gold" "vàng" "gold";
        /// Sắt.
        Iron "iron" "sắt" "iron";
        /// Cao lanh.
        Kaolin "kaolin" "cao lanh" "kaolin";
        /// Chì.
        Lead "lead" "chì" "lead";
        /// Đá vôi.
        Limestone "limestone" "đá vôi" "limestone";
        /// Mangan.
        Manganese "manganese" "mangan" "manganese";
        /// Mica.
        Mica "mica" "mica" "mica";
        /// Cát, sỏi.
        Sand "sand" "cát, sỏi" "sand and gravel";
        /// Bạc.
        Silver "silver" "bạc" "silver";
        /// Đá xây dựng.
        Stone "stone" "đá xây dựng" "building stone";
        /// Thiếc.
        Tin "tin" "thiếc" "tin";
        /// Vonfram.
        Tungsten "tungsten" "vonfram" "tungsten";
        /// Kẽm.
        Zinc "zinc" "kẽm" "zinc";
        /// Khoáng sản khác.
        Other "other" "khoáng sản khác" "other mineral";
    }
);
named!(
    /// What a licence or decision allows.
    LicenceKind, "exploration, mining, salvage, in-principle, investment, water-use, electricity or other" {
        /// Giấy phép thăm dò.
        Exploration "exploration" "giấy phép thăm dò" "exploration licence";
        /// Giấy phép khai thác.
        Mining "mining" "giấy phép khai thác" "mining licence";
        /// Giấy phép khai thác tận thu.
        Salvage "salvage" "giấy phép khai thác tận thu" "salvage mining licence";
        /// Đồng ý về chủ trương.
        InPrinciple "in-principle" "đồng ý về chủ trương" "agreed in principle";
        /// Quyết định chủ trương đầu tư, giấy chứng nhận đầu tư.
        Investment "investment" "quyết định, giấy chứng nhận đầu tư" "investment decision or certificate";
        /// Giấy phép khai thác, sử dụng nước mặt.
        WaterUse "water-use" "giấy phép khai thác, sử dụng nước mặt" "surface water licence";
        /// Giấy phép hoạt động điện lực.
        Electricity "electricity" "giấy phép hoạt động điện lực" "electricity licence";
        /// Giấy phép khác.
        Other "other" "giấy phép khác" "other licence";
    }
);
named!(
    /// What became of a licence.
    FateKind, "extended, suspended, resumed, revoked, lapsed, given-back or replaced" {
        /// Gia hạn.
        Extended "extended" "gia hạn" "extended";
        /// Tạm đình chỉ.
        Suspended "suspended" "tạm đình chỉ" "suspended";
        /// Hết tạm đình chỉ.
        Resumed "resumed" "có hiệu lực trở lại" "in force again";
        /// Thu hồi, tước quyền sử dụng.
        Revoked "revoked" "thu hồi, tước quyền sử dụng" "revoked";
        /// Chấm dứt hiệu lực.
        Lapsed "lapsed" "hết hiệu lực" "lapsed";
        /// Trả lại giấy phép.
        GivenBack "given-back" "trả lại" "given back";
        /// Giấy phép khác thay thế.
        Replaced "replaced" "được thay thế" "replaced";
    }
);
named!(
    /// The unit of a capacity.
    CapacityUnit, "tonnes-per-year, tonnes-per-day or megawatts" {
        /// Tấn/năm.
        TonnesPerYear "tonnes-per-year" "tấn/năm" "t/year";
        /// Tấn/ngày.
        TonnesPerDay "tonnes-per-day" "tấn/ngày" "t/day";
        /// MW.
        Megawatts "megawatts" "MW" "MW";
    }
);
named!(
    /// Where a capacity comes from.
    CapacityBasis, "licensed, planned or plant" {
        /// Theo giấy phép.
        Licensed "licensed" "theo giấy phép" "of the licence";
        /// Theo quy hoạch, kế hoạch.
        Planned "planned" "theo quy hoạch" "of the plan";
        /// Của nhà máy.
        Plant "plant" "của nhà máy" "of the plant";
    }
);
named!(
    /// The unit of a yearly output.
    OutputUnit, "million-kwh or tonnes" {
        /// Triệu kWh.
        MillionKwh "million-kwh" "triệu kWh" "million kWh";
        /// Tấn.
        Tonnes "tonnes" "tấn" "tonnes";
    }
);
named!(
    /// What a point on the map is a point of.
    PointOf, "site or commune" {
        /// The site itself.
        Site "site" "vị trí công trình" "the site itself";
        /// A point inside its commune: to be shown as the commune, never as the site.
        Commune "commune" "một điểm trong xã, không phải vị trí công trình" "a point inside the commune, not the site";
    }
);

impl SiteKind {
    /// Whether it has to do with minerals.
    #[must_use]
    pub fn is_of_minerals(self) -> bool {
        matches!(self, Self::Mine | Self::OreProcessing | Self::OrePoint | Self::Exploration)
    }
}

impl Mineral {
    /// The 4-digit class of VSIC 2018 in which it is mined; `None` for one that is not named.
    #[must_use]
    pub fn mined_in(self) -> Option<&'static str> {
        Some(match self {
            Self::Iron => "0710",
            Self::Bauxite
            | Self::Antimony
            | Self::Copper
            | Self::Lead
            | Self::Manganese
            | Self::Tin
            | Self::Tungsten
            | Self::Zinc => "0722",
            Self::Gold | Self::Silver => "0730",
            Self::Clay | Self::Kaolin | Self::Limestone | Self::Sand | Self::Stone => "0810",
            Self::Barite | Self::Feldspar | Self::Mica => "0899",
            Self::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    macro_rules! check {
        ($($name:ident)*) => {$(
            let codes: BTreeSet<_> = $name::ALL.iter().map(|one| one.code()).collect();
            assert_eq!(codes.len(), $name::ALL.len());
            for one in $name::ALL {
                assert_eq!(one.code().parse::<$name>().as_ref(), Ok(one));
                assert_eq!(serde_json::to_string(one).unwrap(), format!("\"{}\"", one.code()));
            }
        )*};
    }

    #[test]
    fn codes_are_read_back() {
        check!(SiteKind Also Mineral LicenceKind FateKind CapacityUnit CapacityBasis OutputUnit PointOf);
    }
}
