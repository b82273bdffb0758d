//! Finding tags in XML with their places in the text, so that everything between the changes stays as it was.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::MarkError;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Open,
    Close,
    /// `<tag/>`.
    Empty,
}

/// A tag and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) kind: TagKind,
    /// The name without its prefix.
    pub(super) name: String,
    /// The prefix with its colon, or nothing.
    pub(super) prefix: String,
    /// From `<` to after `>`.
    pub(super) span: Range<usize>,
    /// How many tags are open around it.
    pub(super) depth: usize,
}

impl Tag {
    /// Whether it opens or is an element of this name.
    pub(super) fn starts(&self, name: &str) -> bool {
        self.kind != TagKind::Close && self.name == name
    }

    /// Whether it closes an element of this name.
    pub(super) fn closes(&self, name: &str) -> bool {
        self.kind == TagKind::Close && self.name == name
    }

    /// The value of an attribute, with its entities as they stand.
    pub(super) fn attribute<'x>(&self, xml: &'x str, name: &str) -> Option<&'x str> {
        attribute(xml, self.span.clone(), name).map(|span| &xml[span])
    }
}

/// Every tag of a text, in order.
pub(super) fn tags(xml: &str) -> Result<Vec<Tag>, MarkError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut tags = Vec::new();
    let mut depth = 0_usize;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event()?;
        let span = start..reader.buffer_position() as usize;
        let (kind, full) = match &event {
            Event::Start(tag) => (TagKind::Open, tag.name().as_ref().to_owned()),
            Event::Empty(tag) => (TagKind::Empty, tag.name().as_ref().to_owned()),
            Event::End(tag) => (TagKind::Close, tag.name().as_ref().to_owned()),
            Event::Eof => return Ok(tags),
            _ => continue,
        };
        if kind == TagKind::Close {
            depth = depth.saturating_sub(1);
        }
        let (prefix, name) = full.rsplit_once(':').map_or(("", full.as_str()), |(p, n)| (p, n));
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}:") };
        tags.push(Tag { kind, name: name.to_owned(), prefix, span, depth });
        if kind == TagKind::Open {
            depth += 1;
        }
    }
}

/// Where the value of an attribute stands within the tag at `span`; a prefix before the name does not matter when `name` has none.
pub(super) fn attribute(xml: &str, span: Range<usize>, name: &str) -> Option<Range<usize>> {
    let bytes = xml.as_bytes();
    let mut at = span.start;
    while at < span.end && !bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    loop {
        while at < span.end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let begin = at;
        while at < span.end && !matches!(bytes[at], b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let key = xml.get(begin..at)?;
        while at < span.end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            return None;
        }
        at += 1;
        while at < span.end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let quote = *bytes.get(at).filter(|q| matches!(q, b'"' | b'\''))?;
        let value = at + 1;
        at = value + bytes.get(value..span.end)?.iter().position(|b| *b == quote)?;
        if key == name {
            return Some(value..at);
        }
        at += 1;
    }
}

/// A change of a text: what stands at the span becomes the new words.
pub(super) type Edit = (Range<usize>, String);

/// Makes the changes; those at one place in the order given.
pub(super) fn splice(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(span, _)| span.start);
    let mut result = String::with_capacity(text.len() + edits.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut at = 0;
    for (span, new) in edits {
        result.push_str(text.get(at..span.start).unwrap_or_default());
        result.push_str(&new);
        at = span.end.max(at);
    }
    result.push_str(&text[at..]);
    result
}

/// Sets an attribute of a tag: its value is replaced, or it is added after the name.
pub(super) fn set_attribute(xml: &str, tag: &Tag, name: &str, value: &str) -> Edit {
    if let Some(span) = attribute(xml, tag.span.clone(), name) {
        return (span, value.to_owned());
    }
    let after_name = tag.span.start + 1 + tag.prefix.len() + tag.name.len();
    (after_name..after_name, format!(" {name}=\"{value}\""))
}

/// Text made safe between tags and in attributes; characters that XML does not know are left out.
pub(super) fn escape(text: &str) -> String {
    let known = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let known: String = text.chars().filter(known).collect();
    quick_xml::escape::escape(known.as_str()).into_owned()
}

/// Puts `content` at the end of the element whose opening (or empty) tag is `tags[at]`.
pub(super) fn append_inside(xml: &str, tags: &[Tag], at: usize, content: String) -> Option<Edit> {
    let open = &tags[at];
    if open.kind == TagKind::Empty {
        let slash = open.span.start + xml[open.span.clone()].rfind('/')?;
        return Some((slash..open.span.end, format!(">{content}</{}{}>", open.prefix, open.name)));
    }
    let close = tags[at..].iter().find(|t| t.closes(&open.name) && t.depth == open.depth)?;
    Some((close.span.start..close.span.start, content))
}
