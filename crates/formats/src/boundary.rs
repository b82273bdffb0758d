//! Boundaries from GeoJSON (RFC 7946). A file is taken whole or not at all: a map with a hole in it misleads.

use domain::boundary::{Boundary, BoundaryKind, BoundarySet, Ring, simplify};
use domain::text::Text;
use geojson::{Feature, GeoJson, Geometry, GeometryValue, JsonObject, JsonValue, Position};

use crate::fault::{Fault, Place};

/// Corners a map is kept with: two drawings of it stay far below the hundred kilobytes of a page.
pub const MOST_CORNERS: usize = 2_400;
/// Areas of one file: more than the communes of any province.
const MOST_AREAS: usize = 2_000;
/// Where the name of an area may stand, the Vietnamese ones first.
const NAMES: [&str; 9] = ["name_vi", "ten", "ten_xa", "ten_huyen", "ten_tinh", "name", "NAME", "Name", "NAME_2"];
/// Where its code may stand.
const CODES: [&str; 7] = ["gso_code", "ma", "ma_xa", "ma_huyen", "ma_tinh", "code", "CODE"];

/// Reads the boundaries of a file, lighter and checked.
///
/// # Errors
/// Every fault of the file: that it is no GeoJSON, a feature without a name or without an area, a corner off the globe, a map of the
/// country without its archipelagos.
pub fn read_boundaries(
    name: &str,
    bytes: &[u8],
    kind: BoundaryKind,
    source: &str,
    licence: &str,
) -> Result<BoundarySet, Vec<Fault>> {
    let features = features(name, bytes).map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    let mut boundaries = Vec::with_capacity(features.len().min(MOST_AREAS));
    if features.len() > MOST_AREAS {
        faults.push(too_many(name, features.len()));
    }
    for (n, feature) in features.into_iter().take(MOST_AREAS).enumerate() {
        match boundary(&feature) {
            Ok(boundary) => boundaries.push(boundary),
            Err((what, remedy)) => {
                faults.push(Fault::new(Place::file(format!("{name}, feature {}", n + 1)), what, remedy))
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let (source, licence) = (source.to_owned(), licence.to_owned());
    let whole = BoundarySet { kind, source, licence, boundaries };
    let refused = |why: domain::boundary::NotTaken| {
        let (what, remedy) = why.text();
        vec![Fault::new(Place::file(name), what, remedy)]
    };
    whole.check().map_err(refused)?;
    let boundaries = simplify(&whole.boundaries, MOST_CORNERS);
    Ok(BoundarySet { boundaries, ..whole })
}

fn too_many(name: &str, count: usize) -> Fault {
    Fault::new(
        Place::file(name),
        Text::new(
            format!("Tệp có {count} vùng; mỗi lần chỉ nhận {MOST_AREAS}."),
            format!("The file has {count} areas; at most {MOST_AREAS} are taken."),
        ),
        Text::new("Tách riêng phần của tỉnh.", "Cut out the part of the province."),
    )
}

/// The features of the file; a lone feature is one of them.
fn features(name: &str, bytes: &[u8]) -> Result<Vec<Feature>, Fault> {
    let remedy = || {
        Text::new(
            "Xuất lại tệp từ phần mềm bản đồ dạng GeoJSON, mã UTF-8.",
            "Export the file from the mapping program again as GeoJSON, in UTF-8.",
        )
    };
    let text = std::str::from_utf8(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)).map_err(|_| {
        let what = Text::new("Tệp không phải mã UTF-8.", "The file is not in UTF-8.");
        Fault::new(Place::file(name), what, remedy())
    })?;
    let read: Result<GeoJson, serde_json::Error> = serde_json::from_str(text);
    match read {
        Ok(GeoJson::FeatureCollection(collection)) => Ok(collection.features),
        Ok(GeoJson::Feature(feature)) => Ok(vec![feature]),
        Ok(GeoJson::Geometry(_)) => Err(Fault::new(
            Place::file(name),
            Text::new("Tệp chỉ có hình, không có tên vùng.", "The file holds a bare shape, without a name."),
            Text::new(
                "Dùng tệp FeatureCollection, mỗi vùng có tên.",
                "Use a FeatureCollection, each area with a name.",
            ),
        )),
        Err(error) => {
            let place = Place::file(name);
            let place = if error.line() > 0 {
                place.line(error.line() as u64).column(error.column().to_string())
            } else {
                place
            };
            let what = Text::new(format!("Không phải GeoJSON: {error}."), format!("It is not GeoJSON: {error}."));
            Err(Fault::new(place, what, remedy()))
        }
    }
}

/// What is wrong with a feature, and what to do.
type Wrong = (Text, Text);

fn boundary(feature: &Feature) -> Result<Boundary, Wrong> {
    let properties = feature.properties.as_ref();
    let name = properties.and_then(|p| first_text(p, &NAMES)).ok_or_else(|| {
        (
            Text::new("Vùng không có tên.", "The area has no name."),
            Text::new(
                format!("Ghi tên vào một trong các thuộc tính: {}.", NAMES.join(", ")),
                format!("Give it a name in one of the properties {}.", NAMES.join(", ")),
            ),
        )
    })?;
    let code = properties.and_then(|p| first_text(p, &CODES));
    let rings = rings(feature.geometry.as_ref()).map_err(|(what, remedy)| {
        let named = |text: Text| Text::new(format!("“{name}”: {}", text.vi), format!("“{name}”: {}", text.en));
        (named(what), remedy)
    })?;
    Ok(Boundary { name, code, rings })
}

/// Letters of a name that are kept; a longer one is no name.
const LONGEST_NAME: usize = 120;

fn first_text(properties: &JsonObject, keys: &[&str]) -> Option<String> {
    let text = |value: &JsonValue| match value {
        JsonValue::String(text) => Some(text.trim().to_owned()),
        JsonValue::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let sound =
        |text: &String| !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    keys.iter().filter_map(|key| properties.get(*key)).filter_map(text).find(sound)
}

fn rings(geometry: Option<&Geometry>) -> Result<Vec<Ring>, Wrong> {
    let no_area = || {
        (
            Text::new("không phải là vùng.", "is no area."),
            Text::new("Chỉ nhận Polygon và MultiPolygon.", "Only Polygon and MultiPolygon are taken."),
        )
    };
    let polygons: Vec<&Vec<Vec<Position>>> = match geometry.map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.iter().collect(),
        _ => return Err(no_area()),
    };
    let rings: Vec<Ring> = polygons.into_iter().flatten().map(|ring| self::ring(ring)).collect::<Result<_, _>>()?;
    if rings.is_empty() { Err(no_area()) } else { Ok(rings) }
}

fn ring(positions: &[Position]) -> Result<Ring, Wrong> {
    let corner = |position: &Position| match position.as_slice() {
        [longitude, latitude, ..] if longitude.abs() <= 180.0 && latitude.abs() <= 90.0 => Ok((*longitude, *latitude)),
        other => {
            let shown = other.iter().take(2).map(ToString::to_string).collect::<Vec<_>>().join("; ");
            Err((
                Text::new(
                    format!("tọa độ ({shown}) không phải là kinh độ, vĩ độ tính bằng độ."),
                    format!("the corner ({shown}) is no longitude and latitude in degrees."),
                ),
                Text::new(
                    "Chuyển tọa độ sang WGS 84 (kinh độ, vĩ độ, độ thập phân).",
                    "Convert the coordinates to WGS 84 (longitude, latitude, decimal degrees).",
                ),
            ))
        }
    };
    positions.iter().map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BoundarySet, Vec<Fault>> {
        read_boundaries("map.geojson", text.as_bytes(), BoundaryKind::District, "Sở", "CC0")
    }

    fn feature(properties: &str, geometry: &str) -> String {
        format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}")
    }

    fn collection(features: &[String]) -> String {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    }

    fn square(west: f64, south: f64) -> String {
        let (east, north) = (west + 0.5, south + 0.5);
        format!(
            "{{\"type\":\"Polygon\",\"coordinates\":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}"
        )
    }

    #[test]
    fn areas_come_in_with_name_code_and_rings() {
        let hole = "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[105,22],[106,22],[106,23],[105,22]],[[105.4,22.2],[105.5,22.2],[105.5,22.3],[105.4,22.2]]]]}";
        let file = collection(&[
            feature("{\"name_vi\":\"Huyện Vị Xuyên\",\"gso_code\":\"030\"}", &square(104.8, 22.6)),
            feature("{\"ten\":\" Bắc Mê \",\"ma\":31}", hole),
        ]);
        let set = read(&file).unwrap();
        let seen: Vec<_> = set.boundaries.iter().map(|b| (b.name.as_str(), b.code.as_deref(), b.rings.len())).collect();
        assert_eq!(seen, [("Huyện Vị Xuyên", Some("030"), 1), ("Bắc Mê", Some("31"), 2)]);
        assert_eq!((set.source.as_str(), set.licence.as_str()), ("Sở", "CC0"));
    }

    #[test]
    fn a_broken_file_says_where_and_what_to_do() {
        let check = |text: &str, place: &str, said: &str| {
            let faults = read(text).unwrap_err();
            let line = faults[0].in_lang(domain::text::Lang::En);
            assert!(line.starts_with(place) && line.contains(said), "{text}: {line}");
        };
        check("", "map.geojson", "It is not GeoJSON");
        check("{\n\"type\": \"FeatureCollection\",\n\"features\": [}", "map.geojson, line 3", "It is not GeoJSON");
        check("[1,2]", "map.geojson", "It is not GeoJSON");
        check(&square(105.0, 22.0), "map.geojson:", "bare shape");
        check(&collection(&[]), "map.geojson:", "no boundary");
        check(&collection(&[feature("{}", &square(105.0, 22.0))]), "map.geojson, feature 1", "no name");
        check(&collection(&[feature("{\"name\":\"x\"}", "null")]), "map.geojson, feature 1", "is no area");
        let point = "{\"type\":\"Point\",\"coordinates\":[105,22]}";
        check(&collection(&[feature("{\"name\":\"x\"}", point)]), "map.geojson, feature 1", "is no area");
        let metres = feature("{\"name\":\"x\"}", &square(450_000.0, 2_500_000.0));
        check(&collection(&[metres]), "map.geojson, feature 1", "no longitude and latitude");
        check(&collection(&[feature("{\"name\":\"x\"}", &square(22.0, 65.0))]), "map.geojson:", "Việt Nam");
        let country =
            [feature("{\"name\":\"x\"}", &square(105.0, 22.0)), feature("{\"name\":\"y\"}", &square(105.0, 9.0))];
        check(&collection(&country), "map.geojson:", "Hoàng Sa");
        let deep = "[".repeat(5_000);
        check(&deep, "map.geojson", "It is not GeoJSON");
    }

    #[test]
    fn text_that_is_no_utf8_is_refused() {
        let faults = read_boundaries("m", b"\xff\xfe{\0", BoundaryKind::Commune, "s", "l").unwrap_err();
        assert!(faults[0].what.en.contains("UTF-8"));
    }
}
