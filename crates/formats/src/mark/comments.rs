//! Comments of a sheet: the text in the comments part, and the box that shows it in the legacy drawing, which every program that
//! reads XLSX still needs.

use std::collections::BTreeMap;

use super::cells::Spot;
use super::package::Package;
use super::xml::{Tag, append_inside, escape, splice, tags};
use super::{AUTHOR, MarkError};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const VML: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
                   xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";

/// What may follow `legacyDrawing` in a sheet (ECMA-376 part 1, 18.3.1.99).
const AFTER_DRAWING: [&str; 8] =
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"];

/// Adds the comments of `spots` to a sheet; gives the sheet, changed where it had no drawing of comments yet.
pub(super) fn add(
    package: &mut Package,
    sheet_part: &str,
    sheet: String,
    spots: &BTreeMap<Spot, String>,
) -> Result<String, MarkError> {
    let new_boxes = add_texts(package, sheet_part, spots)?;
    add_boxes(package, sheet_part, sheet, &new_boxes)
}

/// Adds the texts; gives the cells that had no comment before.
fn add_texts(package: &mut Package, sheet_part: &str, spots: &BTreeMap<Spot, String>) -> Result<Vec<Spot>, MarkError> {
    let known = package.relationships(sheet_part)?.into_iter().find(|r| r.kind == "comments").map(|r| r.part);
    let part = match known.filter(|part| package.has(part)) {
        Some(part) => part,
        None => create_comments(package, sheet_part)?,
    };
    let xml = package.text(&part)?;
    let all = tags(&xml)?;
    let find = |name: &str| all.iter().position(|t| t.starts(name)).ok_or_else(|| MarkError::Shape(part.clone()));
    let (authors, list) = (find("authors")?, find("commentList")?);
    let author = all.iter().filter(|t| t.starts("author")).count();
    let prefix = all[list].prefix.clone();
    let run =
        |text: &str| format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>", escape(text));
    let mut edits = Vec::new();
    edits.extend(append_inside(&xml, &all, authors, format!("<{prefix}author>{AUTHOR}</{prefix}author>")));
    let (mut added, mut boxes) = (String::new(), Vec::new());
    for (spot, text) in spots {
        match comment_text(&xml, &all, *spot) {
            Some(at) => {
                let more = run(&format!("\n\n{AUTHOR}: {text}"));
                edits.push(append_inside(&xml, &all, at, more).ok_or_else(|| MarkError::Shape(part.clone()))?);
            }
            None => {
                let (name, run) = (spot.name(), run(&format!("{AUTHOR}: {text}")));
                added += &format!(
                    "<{prefix}comment ref=\"{name}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>"
                );
                boxes.push(*spot);
            }
        }
    }
    edits.extend(append_inside(&xml, &all, list, added));
    package.put(&part, splice(&xml, edits));
    Ok(boxes)
}

/// Where the text of the comment that a cell already has begins.
fn comment_text(xml: &str, all: &[Tag], spot: Spot) -> Option<usize> {
    let name = spot.name();
    let at = all.iter().position(|t| t.starts("comment") && t.attribute(xml, "ref") == Some(&name))?;
    let rest = all[at..].iter().take_while(|t| !t.closes("comment"));
    rest.enumerate().find(|(_, t)| t.starts("text")).map(|(n, _)| at + n)
}

fn create_comments(package: &mut Package, sheet_part: &str) -> Result<String, MarkError> {
    let part = package.free_name("xl/comments", ".xml");
    let empty = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{MAIN}\"><authors></authors>\
         <commentList></commentList></comments>"
    );
    package.put(&part, empty);
    package.relate(sheet_part, "comments", &part)?;
    package.declare(Ok(&part), "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")?;
    Ok(part)
}

fn add_boxes(package: &mut Package, sheet_part: &str, sheet: String, spots: &[Spot]) -> Result<String, MarkError> {
    if spots.is_empty() {
        return Ok(sheet);
    }
    let all = tags(&sheet)?;
    let drawing = all.iter().find(|t| t.depth == 1 && t.starts("legacyDrawing"));
    let known = drawing.and_then(|tag| {
        let relationships = package.relationships(sheet_part).ok()?;
        let text = &sheet[tag.span.clone()];
        relationships
            .into_iter()
            .find(|r| text.contains(&format!("\"{}\"", r.id)) || text.contains(&format!("'{}'", r.id)))
    });
    if let Some(drawing) = known {
        let old = package.text(&drawing.part)?;
        // Old drawings are not always well-formed XML: only their end is looked for.
        let end = old.rfind("</").ok_or_else(|| MarkError::Shape(drawing.part.clone()))?;
        let added = boxes(spots, highest_id(&old), old.contains("_x0000_t202\""));
        package.put(&drawing.part, splice(&old, vec![(end..end, added)]));
        return Ok(sheet);
    }
    let part = package.free_name("xl/drawings/vmlDrawing", ".vml");
    package.put(&part, format!("<xml {VML}>{}</xml>", boxes(spots, 1024, false)));
    let id = package.relate(sheet_part, "vmlDrawing", &part)?;
    package.declare(Err("vml"), "application/vnd.openxmlformats-officedocument.vmlDrawing")?;
    refer(&sheet, &all, &id).ok_or_else(|| MarkError::Shape(sheet_part.to_owned()))
}

/// The sheet with a reference to its new drawing, at the place the schema gives it.
fn refer(sheet: &str, all: &[Tag], id: &str) -> Option<String> {
    let root = all.iter().position(|t| t.depth == 0 && t.starts("worksheet"))?;
    let prefix = &all[root].prefix;
    let element = format!(
        "<{prefix}legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"{id}\"/>"
    );
    let follows = |t: &&Tag| t.depth == 1 && AFTER_DRAWING.iter().any(|name| t.starts(name));
    let edit = match all.iter().find(follows) {
        Some(tag) => (tag.span.start..tag.span.start, element),
        None => append_inside(sheet, all, root, element)?,
    };
    Some(splice(sheet, vec![edit]))
}

fn highest_id(drawing: &str) -> u32 {
    let digits =
        |rest: &str| rest.chars().take_while(char::is_ascii_digit).take(9).collect::<String>().parse::<u32>().ok();
    drawing.split("_x0000_s").skip(1).filter_map(digits).max().unwrap_or(1024)
}

fn boxes(spots: &[Spot], last_id: u32, has_type: bool) -> String {
    let mut text = String::new();
    if !has_type {
        text += &format!(
            "<v:shapetype {VML} id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
             <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        );
    }
    for (n, spot) in spots.iter().enumerate() {
        let (id, row, column) = (last_id + n as u32 + 1, spot.row - 1, spot.column);
        let (left, right, bottom) = (column + 1, column + 5, row + 8);
        text += &format!(
            "<v:shape {VML} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:80pt;margin-top:2pt;\
             width:260pt;height:120pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill \
             color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox \
             style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\">\
             <x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left},15,{row},2,{right},15,{bottom},4</x:Anchor><x:AutoFill>False\
             </x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        );
    }
    text
}
