//! The package: parts by name, relationships between them, and saving with everything else copied raw.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::MarkError;
use super::xml::{self, append_inside, escape, splice, tags};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A relationship of a part.
#[derive(Debug, Clone)]
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type: `worksheet`, `styles`, `comments`, `vmlDrawing`.
    pub(super) kind: String,
    /// The part it leads to.
    pub(super) part: String,
}

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    changed: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, MarkError> {
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        let names = archive.file_names().map(|n| n.map(|n| n.into_owned())).collect::<Result<_, _>>()?;
        Ok(Self { archive, names, changed: BTreeMap::new() })
    }

    /// The spelling of a part's name in the archive; names of parts are compared without regard to case.
    fn spelled(&self, part: &str) -> Option<&String> {
        self.names.iter().find(|n| *n == part).or_else(|| self.names.iter().find(|n| n.eq_ignore_ascii_case(part)))
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.changed.contains_key(part) || self.spelled(part).is_some()
    }

    /// The text of a part, with the changes made so far.
    pub(super) fn text(&mut self, part: &str) -> Result<String, MarkError> {
        if let Some(text) = self.changed.get(part) {
            return Ok(text.clone());
        }
        let name = self.spelled(part).cloned().ok_or_else(|| MarkError::Missing(part.to_owned()))?;
        let mut bytes = Vec::new();
        self.archive.by_name(&name)?.read_to_end(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| MarkError::Shape(part.to_owned()))
    }

    /// Changes or adds a part.
    pub(super) fn put(&mut self, part: &str, text: String) {
        let name = self.spelled(part).cloned().unwrap_or_else(|| part.to_owned());
        self.changed.insert(name, text);
    }

    /// A name no part has yet: `before`, a number from 1, `after`.
    pub(super) fn free_name(&self, before: &str, after: &str) -> String {
        let mut n = 1_u32;
        loop {
            let name = format!("{before}{n}{after}");
            if !self.has(&name) {
                return name;
            }
            n += 1;
        }
    }

    /// The relationships of a part; none when it has no file of them.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, MarkError> {
        let file = relationships_of(part);
        if !self.has(&file) {
            return Ok(Vec::new());
        }
        let text = self.text(&file)?;
        let mut found = Vec::new();
        for tag in tags(&text)?.iter().filter(|t| t.starts("Relationship")) {
            let value = |name| tag.attribute(&text, name).unwrap_or_default();
            let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
            found.push(Relationship { id: value("Id").to_owned(), kind, part: resolve(part, value("Target")) });
        }
        Ok(found)
    }

    /// Adds a relationship and gives its id.
    pub(super) fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String, MarkError> {
        let taken: Vec<String> = self.relationships(part)?.into_iter().map(|r| r.id).collect();
        let id = (1_u32..).map(|n| format!("rId{n}")).find(|id| !taken.contains(id)).unwrap_or_default();
        let file = relationships_of(part);
        let text = if self.has(&file) {
            self.text(&file)?
        } else {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
             xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
                .to_owned()
        };
        let all = tags(&text)?;
        let root = all.iter().position(|t| t.starts("Relationships")).ok_or_else(|| MarkError::Shape(file.clone()))?;
        let prefix = &all[root].prefix;
        let line = format!(
            "<{prefix}Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"/{}\"/>",
            escape(target)
        );
        let edit = append_inside(&text, &all, root, line).ok_or_else(|| MarkError::Shape(file.clone()))?;
        self.put(&file, splice(&text, vec![edit]));
        Ok(id)
    }

    /// Declares the content type of a part, or of every part with an extension.
    pub(super) fn declare(&mut self, part: Result<&str, &str>, content: &str) -> Result<(), MarkError> {
        let file = "[Content_Types].xml";
        let text = self.text(file)?;
        let all = tags(&text)?;
        let (element, key, value) = match part {
            Ok(part) => ("Override", "PartName", format!("/{part}")),
            Err(extension) => ("Default", "Extension", extension.to_owned()),
        };
        let known =
            |t: &xml::Tag| t.starts(element) && t.attribute(&text, key).is_some_and(|v| v.eq_ignore_ascii_case(&value));
        if all.iter().any(known) {
            return Ok(());
        }
        let root = all.iter().position(|t| t.starts("Types")).ok_or_else(|| MarkError::Shape(file.to_owned()))?;
        let prefix = &all[root].prefix;
        let line = format!("<{prefix}{element} {key}=\"{value}\" ContentType=\"{content}\"/>");
        let edit = append_inside(&text, &all, root, line).ok_or_else(|| MarkError::Shape(file.to_owned()))?;
        self.put(file, splice(&text, vec![edit]));
        Ok(())
    }

    /// The part of the sheet with this name.
    pub(super) fn sheet_part(&mut self, name: &str) -> Result<String, MarkError> {
        let workbook = "xl/workbook.xml";
        let text = self.text(workbook)?;
        let relationships = self.relationships(workbook)?;
        let is_named = |tag: &&xml::Tag| {
            let value = tag.attribute(&text, "name").unwrap_or_default();
            quick_xml::escape::unescape(value).is_ok_and(|v| v == name)
        };
        let all = tags(&text)?;
        let sheet = all.iter().filter(|t| t.starts("sheet")).find(is_named);
        let id = sheet.and_then(|tag| {
            let attributes = text[tag.span.clone()].to_owned();
            relationships.iter().find(|r| {
                attributes.contains(&format!(":id=\"{}\"", r.id)) || attributes.contains(&format!(":id='{}'", r.id))
            })
        });
        id.map(|r| r.part.clone()).ok_or_else(|| MarkError::Missing(format!("sheet {name}")))
    }

    /// The package with the changes; parts that did not change are copied as they are packed.
    pub(super) fn save(mut self) -> Result<Vec<u8>, MarkError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut left = self.changed;
        for n in 0..self.archive.len() {
            let part = self.archive.by_index_raw(n)?;
            let name = part.name()?.into_owned();
            match left.remove(&name) {
                Some(text) => {
                    let mut options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
                    if let Some(moment) = part.last_modified() {
                        options = options.last_modified_time(moment);
                    }
                    drop(part);
                    writer.start_file(name, options)?;
                    writer.write_all(text.as_bytes())?;
                }
                None => writer.raw_copy_file(part)?,
            }
        }
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in left {
            writer.start_file(name, options)?;
            writer.write_all(text.as_bytes())?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

/// `xl/worksheets/sheet1.xml` has its relationships in `xl/worksheets/_rels/sheet1.xml.rels`.
fn relationships_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// The part a target leads to, seen from `part`.
fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            _ => path.push(step),
        }
    }
    path.join("/")
}
