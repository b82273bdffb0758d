//! Styles: each style in use by a wrong cell gets a twin that differs only in its fill.

use std::collections::BTreeMap;

use super::package::Package;
use super::xml::{Tag, TagKind, append_inside, set_attribute, splice, tags};
use super::{COLOUR, MarkError};

const MINIMAL: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet \
    xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"1\"><font><sz val=\"11\"/><name \
    val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill \
    patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>\
    </borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs \
    count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>";

/// The styles part while twins are made.
pub(super) struct Styles {
    part: String,
    text: String,
    tags: Vec<Tag>,
    fills: usize,
    cell_formats: usize,
    /// The text of every cell format of the original.
    formats: Vec<String>,
    fill_count: usize,
    /// Twins: original style to new style, in order of making.
    twins: BTreeMap<usize, usize>,
    made: Vec<String>,
}

impl Styles {
    pub(super) fn open(package: &mut Package) -> Result<Self, MarkError> {
        let workbook = "xl/workbook.xml";
        let known = package.relationships(workbook)?.into_iter().find(|r| r.kind == "styles").map(|r| r.part);
        let part = match known.filter(|part| package.has(part)) {
            Some(part) => part,
            None => Self::create(package, workbook)?,
        };
        let text = package.text(&part)?;
        let tags = tags(&text)?;
        let shape = || MarkError::Shape(part.clone());
        let fills = tags.iter().position(|t| t.depth == 1 && t.starts("fills")).ok_or_else(shape)?;
        let cell_formats = tags.iter().position(|t| t.depth == 1 && t.starts("cellXfs")).ok_or_else(shape)?;
        let formats = children(&text, &tags, cell_formats, "xf");
        let fill_count = children(&text, &tags, fills, "fill").len();
        Ok(Self {
            part,
            text,
            tags,
            fills,
            cell_formats,
            formats,
            fill_count,
            twins: BTreeMap::new(),
            made: Vec::new(),
        })
    }

    /// Gives a workbook without styles the least there can be.
    fn create(package: &mut Package, workbook: &str) -> Result<String, MarkError> {
        let part = "xl/styles.xml";
        package.put(part, MINIMAL.to_owned());
        package.relate(workbook, "styles", part)?;
        package.declare(Ok(part), "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")?;
        Ok(part.to_owned())
    }

    /// The number of the twin of a style.
    pub(super) fn twin(&mut self, original: usize) -> Result<usize, MarkError> {
        if let Some(twin) = self.twins.get(&original) {
            return Ok(*twin);
        }
        // A number beyond the list is a slip of the writing program; readers show the first style.
        let format = self.formats.get(original).or(self.formats.first());
        let format = format.ok_or_else(|| MarkError::Shape(self.part.clone()))?;
        let tags = tags(format)?;
        let open = tags.first().ok_or_else(|| MarkError::Shape(self.part.clone()))?;
        let fill = self.fill_count.to_string();
        let edits = vec![set_attribute(format, open, "fillId", &fill), set_attribute(format, open, "applyFill", "1")];
        self.made.push(splice(format, edits));
        let twin = self.formats.len() + self.made.len() - 1;
        self.twins.insert(original, twin);
        Ok(twin)
    }

    /// Writes the twins and their fill into the package.
    pub(super) fn close(self, package: &mut Package) {
        let prefix = &self.tags[self.fills].prefix;
        let fill = format!(
            "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{COLOUR}\"/><{prefix}bgColor \
             indexed=\"64\"/></{prefix}patternFill></{prefix}fill>"
        );
        let mut edits = Vec::new();
        for (at, content, count) in [
            (self.fills, fill, self.fill_count + 1),
            (self.cell_formats, self.made.concat(), self.formats.len() + self.made.len()),
        ] {
            let tag = &self.tags[at];
            if tag.attribute(&self.text, "count").is_some() {
                edits.push(set_attribute(&self.text, tag, "count", &count.to_string()));
            }
            edits.extend(append_inside(&self.text, &self.tags, at, content));
        }
        package.put(&self.part, splice(&self.text, edits));
    }
}

/// The texts of the elements of a name directly inside the element that opens at `at`.
fn children(text: &str, tags: &[Tag], at: usize, name: &str) -> Vec<String> {
    let parent = &tags[at];
    let mut found = Vec::new();
    if parent.kind == TagKind::Empty {
        return found;
    }
    let mut start = None;
    for tag in &tags[at + 1..] {
        if tag.depth == parent.depth && tag.kind == TagKind::Close {
            break;
        }
        if tag.depth != parent.depth + 1 || tag.name != name {
            continue;
        }
        match tag.kind {
            TagKind::Empty => found.push(text[tag.span.clone()].to_owned()),
            TagKind::Open => start = Some(tag.span.start),
            TagKind::Close => found.extend(start.take().map(|from: usize| text[from..tag.span.end].to_owned())),
        }
    }
    found
}
