//! A map of the province, and signs standing on it. Its ground is a schematic of patches drawn from one point each, coloured by what
//! they belong to, until boundaries are brought in; then it is these.
//!
//! A schematic is no survey: a patch is the ground nearest to its point, and the picture says so. A sign is told apart by its shape and letter as
//! well as its colour, so that it is read without colour; several signs on one point are laid round it. The same things must stand beside
//! the map as a list, which is what those who listen or use the keyboard read.

mod areas;
mod cells;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use domain::sites::{Group, Shape};

use super::Frame;
use super::svg::{ACCENT, INK, PAPER, RULE, SOFT, Svg, at, escape, width_of};
pub use areas::Area;
use cells::{Cell, Place, cells};
use names::Sheet;

/// A patch of ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// Its name, shown where the pointer rests.
    pub name: String,
    /// Longitude and latitude of its point, degrees.
    pub place: (f64, f64),
    /// What it belongs to: patches of one group have one colour and no border between them.
    pub group: String,
}

/// Something that stands on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Its name, with its state: what a pointer resting on it shows.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub place: (f64, f64),
    /// How it stands, which gives its sign.
    pub group: Group,
    /// Where a click leads; an address inside the site.
    pub link: String,
}

/// Several things that stand in one commune, too many to be drawn one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Its commune and what is there: what a pointer resting on it shows.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub place: (f64, f64),
    /// How many.
    pub count: usize,
    /// Where a click leads; an address inside the site.
    pub link: String,
}

/// The map.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvinceMap {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence; that it is a schematic is part of it.
    pub description: String,
    /// Written on the sheet itself: that this is a schematic and no boundary, or whose boundaries they are.
    pub caution: String,
    /// Sheet; its height is replaced by what the ground needs.
    pub frame: Frame,
    /// The ground of a schematic.
    pub patches: Vec<Patch>,
    /// The ground where there are boundaries: drawn in place of the patches.
    pub areas: Vec<Area>,
    /// What stands on it.
    pub pins: Vec<Pin>,
    /// What is drawn as a number.
    pub clusters: Vec<Cluster>,
}

/// Kilometres of ground round a point on the outer side.
const REACH: f64 = 9.0;
/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;
/// Tints of the ground; neighbours never share one.
const TINTS: [&str; 5] = ["#eef2ea", "#e3ebe8", "#f3ecdf", "#e9e8f0", "#f2e7e4"];

/// The sign of a group round a place, `r` its half width.
fn sign(group: Group, (x, y): Place, r: f64) -> String {
    let colour = group.colour();
    let look = |fill: &str, stroke: &str| {
        format!("class=\"sign {}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"", group.code())
    };
    let full = look(colour, PAPER);
    let polygon = |corners: &[(f64, f64)]| {
        let list: Vec<String> =
            corners.iter().map(|(dx, dy)| format!("{},{}", at(x + dx * r), at(y + dy * r))).collect();
        format!("<polygon {full} points=\"{}\"/>", list.join(" "))
    };
    match group.shape() {
        Shape::Circle => format!("<circle {full} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", at(x), at(y), at(r)),
        Shape::Ring => {
            format!("<circle {} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", look(PAPER, colour), at(x), at(y), at(r * 0.9))
        }
        Shape::Square => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        Shape::Diamond => polygon(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        Shape::Triangle => polygon(&[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]),
        Shape::Dash => polygon(&[(-1.0, -0.4), (1.0, -0.4), (1.0, 0.4), (-1.0, 0.4)]),
        Shape::Cross => polygon(&CROSS),
    }
}

/// A cross lying on its side.
const CROSS: [(f64, f64); 12] = [
    (-1.0, -0.6),
    (-0.6, -1.0),
    (0.0, -0.4),
    (0.6, -1.0),
    (1.0, -0.6),
    (0.4, 0.0),
    (1.0, 0.6),
    (0.6, 1.0),
    (0.0, 0.4),
    (-0.6, 1.0),
    (-1.0, 0.6),
    (-0.4, 0.0),
];

/// The sign of a group alone, for a legend or a list.
#[must_use]
pub fn sign_alone(group: Group) -> String {
    let sign = sign(group, (8.0, 8.0), 6.0);
    format!(
        "<svg class=\"sign-alone\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{sign}</svg>"
    )
}

/// Degrees to the sheet.
struct Projection {
    west: f64,
    north: f64,
    /// Sheet units of a kilometre.
    scale: f64,
    /// Kilometres in a degree of longitude at the middle latitude.
    degree: f64,
    height: f64,
}

impl Projection {
    /// Equirectangular with the middle parallel true, fitted to a width: enough for a province.
    fn fit(places: &[(f64, f64)], width: f64) -> Self {
        let range = |of: fn(&(f64, f64)) -> f64| {
            let values = places.iter().map(of);
            (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((west, east), (south, north)) = (range(|p| p.0), range(|p| p.1));
        let degree = DEGREE * ((south + north) / 2.0).to_radians().cos();
        let (wide, high) = ((east - west) * degree + 2.0 * REACH, (north - south) * DEGREE + 2.0 * REACH);
        let scale = width / wide;
        Self { west: west - REACH / degree, north: north + REACH / DEGREE, scale, degree, height: high * scale }
    }

    fn place(&self, (longitude, latitude): (f64, f64)) -> Place {
        let x = (longitude - self.west) * self.degree * self.scale;
        (x, (self.north - latitude) * DEGREE * self.scale)
    }
}

impl ProvinceMap {
    /// The drawing; empty when there is no ground.
    #[must_use]
    pub fn draw(&self) -> String {
        let places: Vec<(f64, f64)> = match self.areas.is_empty() {
            true => self.patches.iter().map(|patch| patch.place).collect(),
            false => self.areas.iter().flat_map(Area::corners).collect(),
        };
        if places.is_empty() {
            return String::new();
        }
        let projection = Projection::fit(&places, self.frame.width);
        let font = self.frame.font;
        let frame = Frame { height: projection.height + font * 2.0, ..self.frame };
        let mut svg = Svg::open_with_links(&self.id, frame, &self.title, &self.description);
        let signs = self.places_of_signs(&projection);
        if self.areas.is_empty() {
            let points: Vec<Place> = places.iter().map(|place| projection.place(*place)).collect();
            let ground = cells(&points, REACH * projection.scale);
            self.draw_ground(&mut svg, &ground);
            self.draw_groups(&mut svg, &points, signs.clone());
        } else {
            self.draw_areas(&mut svg, &projection);
        }
        self.draw_pins(&mut svg, &signs);
        self.draw_clusters(&mut svg, &projection);
        svg.text((0.0, frame.height - font * 0.5), "start", "soft", SOFT, &self.caution);
        svg.close()
    }

    fn draw_ground(&self, svg: &mut Svg, ground: &[Cell]) {
        let tints = self.tints(ground);
        svg.raw(&format!("<g class=\"ground\" stroke=\"{RULE}\" stroke-width=\"0.6\">"));
        for (patch, cell) in self.patches.iter().zip(ground).filter(|(_, cell)| !cell.corners.is_empty()) {
            let tint = tints[patch.group.as_str()];
            let corners: Vec<String> = cell.corners.iter().map(|((x, y), _)| format!("{x:.0},{y:.0}")).collect();
            svg.raw(&format!(
                "<polygon fill=\"{}\" points=\"{}\"><title>{} ({})</title></polygon>",
                TINTS[tint],
                corners.join(" "),
                escape(&patch.name),
                escape(&patch.group)
            ));
        }
        svg.raw("</g>");
        // Borders between groups, each once.
        let mut path = String::new();
        for (n, cell) in ground.iter().enumerate() {
            for (from, to, beyond) in cell.sides() {
                let border = match beyond {
                    Some(other) => other > n && self.patches[other].group != self.patches[n].group,
                    None => true,
                };
                if border {
                    let _ = write!(path, "M{:.0} {:.0}L{:.0} {:.0}", from.0, from.1, to.0, to.1);
                }
            }
        }
        svg.raw(&format!("<path class=\"border\" d=\"{path}\" fill=\"none\" stroke=\"{SOFT}\" stroke-width=\"1.1\"/>"));
    }

    /// A tint for each group that none of its neighbours has, as long as the tints suffice.
    fn tints(&self, ground: &[Cell]) -> BTreeMap<&str, usize> {
        let mut beside: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (patch, cell) in self.patches.iter().zip(ground) {
            let others = cell.sides().filter_map(|(_, _, beyond)| beyond).map(|n| self.patches[n].group.as_str());
            beside.entry(&patch.group).or_default().extend(others);
        }
        let mut tints: BTreeMap<&str, usize> = BTreeMap::new();
        for (group, neighbours) in &beside {
            let free = |tint: &usize| neighbours.iter().all(|other| tints.get(other) != Some(tint));
            let tint = (0..TINTS.len()).find(free).unwrap_or(tints.len() % TINTS.len());
            tints.insert(group, tint);
        }
        tints
    }

    /// The name of each group over its patches, where the signs leave room.
    fn draw_groups(&self, svg: &mut Svg, points: &[Place], signs: Vec<Place>) {
        let font = self.frame.font;
        let patches = self.patches.iter().zip(points).map(|(patch, point)| (patch.group.as_str(), *point));
        let sheet = Sheet { patches: patches.collect(), signs, radius: radius(font), width: self.frame.width, font };
        for (group, (x, y)) in sheet.names() {
            svg.text((x, y + font * 0.35), "middle", "soft halo", INK, group);
        }
    }

    /// Where each sign stands; those of one point lie round it.
    fn places_of_signs(&self, projection: &Projection) -> Vec<Place> {
        let mut laid: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        let place = |pin: &Pin| {
            let count = laid.entry((pin.place.0.to_bits(), pin.place.1.to_bits())).or_default();
            let (x, y) = projection.place(pin.place);
            let (dx, dy) = around(*count, radius(self.frame.font) * 2.3);
            *count += 1;
            (x + dx, y + dy)
        };
        self.pins.iter().map(place).collect()
    }

    fn draw_pins(&self, svg: &mut Svg, places: &[Place]) {
        // Each sign is drawn once and placed many times: a phone loads half the bytes.
        let used: BTreeSet<Group> = self.pins.iter().map(|pin| pin.group).collect();
        let drawn = used.into_iter().map(|group| {
            let sign = sign(group, (0.0, 0.0), radius(self.frame.font));
            format!("<g id=\"{}-{}\">{sign}</g>", escape(&self.id), group.code())
        });
        svg.raw(&format!("<defs>{}</defs>", drawn.collect::<String>()));
        for (pin, (x, y)) in self.pins.iter().zip(places) {
            svg.raw(&format!(
                "<a href=\"{}\"><title>{}</title><use href=\"#{}-{}\" x=\"{}\" y=\"{}\"/></a>",
                escape(&pin.link),
                escape(&pin.name),
                escape(&self.id),
                pin.group.code(),
                at(*x),
                at(*y)
            ));
        }
    }
}

/// Half the width of a sign beside letters of this size.
fn radius(font: f64) -> f64 {
    font * 0.5
}

impl ProvinceMap {
    /// A number in a circle for each cluster, the largest first, so that a small one lies on top.
    fn draw_clusters(&self, svg: &mut Svg, projection: &Projection) {
        let font = self.frame.font;
        let mut clusters: Vec<&Cluster> = self.clusters.iter().collect();
        clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.count));
        if clusters.is_empty() {
            return;
        }
        let size = at(font * 0.9);
        svg.raw(&format!("<g class=\"clusters\" text-anchor=\"middle\" font-size=\"{size}\" fill=\"{PAPER}\">"));
        for cluster in clusters {
            let (x, y) = projection.place(cluster.place);
            let count = cluster.count.to_string();
            let radius = width_of(&count, font * 0.9) / 2.0 + font * 0.35;
            svg.raw(&format!(
                "<a href=\"{}\"><title>{}</title><circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{ACCENT}\"/>\
                 <text x=\"{}\" y=\"{}\">{count}</text></a>",
                escape(&cluster.link),
                escape(&cluster.name),
                at(x),
                at(y),
                at(radius),
                at(x),
                at(y + font * 0.32)
            ));
        }
        svg.raw("</g>");
    }
}

/// The place of the n-th sign laid round one point: the first on it, six round it, twelve round these.
fn around(n: usize, step: f64) -> Place {
    let (mut ring, mut before) = (0, 1);
    while n >= before {
        ring += 1;
        before += 6 * ring;
    }
    if ring == 0 {
        return (0.0, 0.0);
    }
    let first = before - 6 * ring;
    let angle = std::f64::consts::TAU * (n - first) as f64 / (6 * ring) as f64;
    let distance = step * ring as f64;
    (distance * angle.cos(), distance * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> ProvinceMap {
        let patch = |name: &str, place, group: &str| Patch { name: name.into(), place, group: group.into() };
        let pin = |name: &str, group| Pin { name: name.into(), place: (105.1, 22.9), group, link: "/sites/X".into() };
        ProvinceMap {
            id: "map".into(),
            title: "Mỏ & nhà máy".into(),
            description: "Sơ đồ".into(),
            caution: "Sơ đồ, không phải địa giới".into(),
            frame: Frame::WIDE,
            patches: vec![
                patch("Xã Tùng Bá", (105.1, 22.9), "Vị Xuyên"),
                patch("Xã Minh Sơn", (105.3, 22.85), "Bắc Mê"),
                patch("Xã Lũng Phìn", (105.26, 23.14), "Đồng Văn"),
            ],
            areas: Vec::new(),
            clusters: Vec::new(),
            pins: vec![pin("A", Group::Procedures), pin("B", Group::StandsStill), pin("C", Group::Works)],
        }
    }

    #[test]
    fn every_patch_and_sign_is_there_with_its_words() {
        let drawn = map().draw();
        assert_eq!(drawn.matches("<polygon fill=").count(), 3);
        assert_eq!(drawn.matches("<use href=\"#map-").count(), 3);
        assert_eq!(drawn.matches("<a href=\"/sites/X\">").count(), 3);
        assert!(drawn.contains("<title>Xã Tùng Bá (Vị Xuyên)</title>"));
        assert!(drawn.contains("Mỏ &amp; nhà máy") && drawn.contains("Sơ đồ, không phải địa giới"));
        assert_eq!(ProvinceMap { patches: Vec::new(), ..map() }.draw(), "");
    }

    #[test]
    fn boundaries_take_the_place_of_the_patches_and_a_crowd_is_a_number() {
        let ring = vec![(104.9, 22.7), (105.4, 22.7), (105.4, 23.2), (104.9, 22.7)];
        let area =
            Area { name: "Huyện <Vị Xuyên>".into(), label: "Vị Xuyên".into(), rings: vec![ring.clone(), ring] };
        let cluster = Cluster {
            name: "Xã Tùng Bá: 250".into(),
            place: (105.1, 22.9),
            count: 250,
            link: "/sites?commune=1".into(),
        };
        let drawn = ProvinceMap { areas: vec![area], clusters: vec![cluster], pins: Vec::new(), ..map() }.draw();
        assert_eq!(drawn.matches("<polygon fill=").count(), 0);
        assert_eq!(drawn.matches("fill-rule=\"evenodd\"").count(), 1);
        assert!(drawn.contains("<title>Huyện &lt;Vị Xuyên&gt;</title>") && drawn.contains(">250</text>"));
        assert!(drawn.contains("href=\"/sites?commune=1\""));
    }

    #[test]
    fn signs_on_one_point_do_not_lie_on_each_other() {
        let places: Vec<Place> = (0..30).map(|n| around(n, 10.0)).collect();
        for (n, a) in places.iter().enumerate() {
            for b in &places[..n] {
                assert!((a.0 - b.0).hypot(a.1 - b.1) > 9.0, "{n}");
            }
        }
    }

    #[test]
    fn groups_that_touch_differ_in_tint() {
        let map = map();
        let points: Vec<Place> = map.patches.iter().map(|p| p.place).collect();
        let tints = map.tints(&cells(&points, 1.0));
        let mut used: Vec<usize> = tints.values().copied().collect();
        used.sort_unstable();
        used.dedup();
        assert_eq!(used.len(), 3, "all three touch: {tints:?}");
    }

    #[test]
    fn north_is_up_and_a_kilometre_is_the_same_both_ways() {
        let fit = Projection::fit(&[(104.5, 22.5), (105.5, 23.5)], 900.0);
        let (south, north) = (fit.place((105.0, 22.6)), fit.place((105.0, 23.4)));
        assert!(north.1 < south.1);
        let degree = fit.degree;
        let east = fit.place((105.0 + 10.0 / degree, 22.6)).0 - south.0;
        let up = south.1 - fit.place((105.0, 22.6 + 10.0 / DEGREE)).1;
        assert!((east - up).abs() < 1e-9);
    }
}
