//! The commodities whose world prices are known, and the minerals and products they belong to.

use crate::register::Product;
use crate::sites::Mineral;
use crate::text::named;

named!(
    /// A metal or ore with a world price.
    Commodity, "iron-ore, tin, lead, zinc, antimony or tungsten" {
        /// Quặng sắt.
        IronOre "iron-ore" "quặng sắt" "iron ore";
        /// Thiếc.
        Tin "tin" "thiếc" "tin";
        /// Chì.
        Lead "lead" "chì" "lead";
        /// Kẽm.
        Zinc "zinc" "kẽm" "zinc";
        /// Antimon.
        Antimony "antimony" "antimon" "antimony";
        /// Vonfram.
        Tungsten "tungsten" "vonfram" "tungsten";
    }
);

impl Commodity {
    /// The mineral it is won from.
    #[must_use]
    pub fn mineral(self) -> Mineral {
        match self {
            Self::IronOre => Mineral::Iron,
            Self::Tin => Mineral::Tin,
            Self::Lead => Mineral::Lead,
            Self::Zinc => Mineral::Zinc,
            Self::Antimony => Mineral::Antimony,
            Self::Tungsten => Mineral::Tungsten,
        }
    }

    /// The commodity of a mineral; `None` for one whose world price is not kept.
    #[must_use]
    pub fn of_mineral(mineral: Mineral) -> Option<Self> {
        Self::ALL.iter().copied().find(|commodity| commodity.mineral() == mineral)
    }
}

/// The commodities a product of a mine is made of: the only one mined in its class, else those whose mineral its name says, as
/// *quặng chì, kẽm*. Empty where the name says none: a class of several metals is not guessed apart.
#[must_use]
pub fn of_product(product: &Product) -> Vec<Commodity> {
    of_class(product.industry.widened(4).code(), &product.name_vi, &product.name_en)
}

/// The same for what is known by its 4-digit class of VSIC 2018 and its names.
#[must_use]
pub fn of_class(class: &str, name_vi: &str, name_en: &str) -> Vec<Commodity> {
    let mined = |commodity: &&Commodity| commodity.mineral().mined_in() == Some(class);
    let of_class: Vec<Commodity> = Commodity::ALL.iter().filter(mined).copied().collect();
    if of_class.len() < 2 {
        return of_class;
    }
    let (vi, en) = (words(name_vi), words(name_en));
    let named = |commodity: &Commodity| {
        let mineral = commodity.mineral().name();
        vi.contains(&mineral.vi) || en.contains(&mineral.en)
    };
    of_class.into_iter().filter(named).collect()
}

/// The words of a name, in small letters.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect()
}
