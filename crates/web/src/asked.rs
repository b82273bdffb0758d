//! What was asked: language, address, parameters, and the publication on show when the request came.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::request::Parts;
use domain::markets::Prices;
use domain::text::Lang;
use office::accounts::Session;
use office::context::{Actor, Context};
use office::outlook::Board;

use crate::desk::Desk;
use crate::form::{Fields, same};
use crate::gate::Gate;
use crate::guard::Entry;
use crate::listing::Listing;
use crate::page::{Page, Visitor};
use crate::site::{Shelf, Site};
use crate::trouble::{Choice, Trouble};

/// In which form an answer is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Wants {
    /// A page for a person.
    #[default]
    Page,
    /// The forms of a page for a program, as JSON.
    Forms,
    /// Data for a program, as JSON.
    Data,
}

/// Before the addresses of data for programs.
pub(crate) const DATA: &str = "/api/v1";
/// Before the addresses of the forms of pages for programs.
pub(crate) const FORMS: &str = "/api/v1/forms";

/// One request for a page.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) lang: Lang,
    /// In which form.
    pub(crate) wants: Wants,
    /// The address without the language: `/series`.
    pub(crate) path: String,
    /// The query as it came, without the question mark.
    pub(crate) query: String,
    parameters: Vec<(String, String)>,
    in_path: Vec<(String, String)>,
    shelf: Option<Arc<Shelf>>,
    entry: Entry,
    desk: Option<Desk>,
    /// What a form brought.
    pub(crate) fields: Fields,
    listing: Option<Arc<Listing>>,
    site: Arc<Site>,
    /// Where it waits its turn.
    pub(crate) gate: Gate,
}

impl FromRequestParts<Arc<Site>> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        let (lang, path) = split_language(parts.uri.path());
        let (wants, path) = split_wants(path);
        let path = path.to_owned();
        let parameters = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|q| q.0).unwrap_or_default();
        let in_path = RawPathParams::from_request_parts(parts, site).await;
        let in_path = in_path.map(|p| p.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect());
        let query = parts.uri.query().unwrap_or_default().to_owned();
        Ok(Self {
            lang,
            wants,
            path,
            query,
            parameters,
            in_path: in_path.unwrap_or_default(),
            shelf: site.shelf(),
            entry: parts.extensions.get::<Entry>().cloned().unwrap_or_default(),
            desk: site.desk().cloned(),
            fields: Fields::default(),
            listing: site.listing(),
            site: site.clone(),
            gate: site.gate(),
        })
    }
}

/// `/en/series` is English `/series`; everything else is Vietnamese.
fn split_language(path: &str) -> (Lang, &str) {
    match path.strip_prefix("/en") {
        Some("") => (Lang::En, "/"),
        Some(rest) if rest.starts_with('/') => (Lang::En, rest),
        _ => (Lang::Vi, path),
    }
}

/// `/api/v1/forms/obstacles/new` asks for the forms of `/obstacles/new`.
fn split_wants(path: &str) -> (Wants, &str) {
    match path.strip_prefix(FORMS) {
        Some(rest) if rest.starts_with('/') => (Wants::Forms, rest),
        _ if path == "/api" || !path.starts_with("/api/") => (Wants::Page, path),
        _ => (Wants::Data, path),
    }
}

/// Percent-encoded for a query: letters, digits and `-._~` stay.
pub(crate) fn encoded(text: &str) -> String {
    let byte = |b: u8| match b {
        b if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// What the journal is told of an address: a link that chooses a password is a secret, and stays out of it.
pub(crate) fn told(path: &str) -> &str {
    match path.find("/password/") {
        Some(at) => &path[..at + "/password".len()],
        None => path,
    }
}

impl Asked {
    /// Fails when the page is not for the one who asks, or a form does not carry the token of the session.
    pub(crate) fn let_in(&self, sent: bool) -> Result<(), Trouble> {
        if let Some(refused) = self.entry.refused {
            return Err(refused.into());
        }
        match self.session() {
            // A program is nobody's browser: nothing sends its key along unasked.
            Some(session)
                if sent
                    && !self.entry.public
                    && !self.entry.program
                    && !same(self.fields.text("form"), &session.form) =>
            {
                Err(Trouble::Elsewhere)
            }
            _ => Ok(()),
        }
    }

    /// Who is signed in.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.entry.session.as_deref()
    }

    /// Whether a program asks, with a key of its own.
    pub(crate) fn is_program(&self) -> bool {
        self.entry.program
    }

    /// Whether someone of a firm asks.
    pub(crate) fn is_of_firm(&self) -> bool {
        self.session().is_some_and(|session| session.actor.enterprise().is_some())
    }

    /// The token of the session.
    pub(crate) fn token(&self) -> Option<&office::accounts::Token> {
        self.entry.token.as_ref()
    }

    /// What the browser holds since it was sent to the provider of identities, and the language it was sent in.
    pub(crate) fn errand(&self) -> Option<&(Lang, office::accounts::Token)> {
        self.entry.errand.as_ref()
    }

    /// The same request as if it had been made in this language at this address.
    pub(crate) fn at(&self, lang: Lang, path: &str) -> Self {
        Self { lang, path: path.to_owned(), query: String::new(), ..self.clone() }
    }

    /// The way to the office.
    pub(crate) fn desk(&self) -> Result<&Desk, Trouble> {
        self.desk.as_ref().ok_or(Trouble::NotFound)
    }

    /// The context of what is asked: who, when, from which page.
    pub(crate) fn context(&self) -> Result<Context, Trouble> {
        let actor = self.session().map_or_else(Actor::public, |session| session.actor.clone());
        let origin = told(&self.path);
        let origin = if self.entry.program { format!("{origin} (API)") } else { origin.to_owned() };
        Ok(self.desk()?.context(actor, &origin))
    }

    /// Where what was changed is put on show.
    pub(crate) fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What is on show.
    pub(crate) fn shelf(&self) -> Result<&Shelf, Trouble> {
        self.shelf.as_deref().ok_or(Trouble::NoRelease)
    }

    /// The same, to be kept while something of it is made.
    pub(crate) fn whole_shelf(&self) -> Result<Arc<Shelf>, Trouble> {
        self.shelf.clone().ok_or(Trouble::NoRelease)
    }

    /// The sites on show.
    pub(crate) fn board(&self) -> Result<&Board, Trouble> {
        self.listing().map(|listing| listing.board.as_ref())
    }

    /// The sites on show with what they are found by.
    pub(crate) fn listing(&self) -> Result<&Listing, Trouble> {
        self.listing.as_deref().filter(|listing| !listing.board.sites.is_empty()).ok_or(Trouble::NoSites)
    }

    /// The world prices on show; none before the database was read.
    pub(crate) fn prices(&self) -> Option<&Prices> {
        self.listing.as_deref().map(|listing| &listing.board.prices)
    }

    /// What is on show beside the releases, even where there are no sites in it.
    pub(crate) fn board_with_prices(&self) -> Result<&Board, Trouble> {
        self.listing.as_deref().map(|listing| listing.board.as_ref()).ok_or(Trouble::NoSites)
    }

    /// The sites on show, if there are any.
    pub(crate) fn board_if_any(&self) -> Option<&Board> {
        self.board().ok()
    }

    /// What is on show, if anything is.
    pub(crate) fn shelf_if_any(&self) -> Option<&Shelf> {
        self.shelf.as_deref()
    }

    /// The address with its query, without the language.
    pub(crate) fn whole(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// A parameter of the query, decoded; an empty one counts as not given.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty() && !value.contains('\0'))
    }

    /// A parameter that has to be one of some values. A form of a page sends empty what was not chosen; a program that sends something
    /// empty means something else, and is told.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        match self.wants {
            Wants::Data => self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()),
            Wants::Page | Wants::Forms => self.parameter(name),
        }
    }

    /// Every value of a parameter that may be given several times.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self.parameters.iter().filter(move |(key, value)| key == name && !value.contains('\0'));
        found.map(|(_, value)| value.trim())
    }

    /// A part of the address.
    pub(crate) fn in_path(&self, name: &str) -> &str {
        self.in_path.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value of a parameter as one of the `valid` codes, or `default` when it is not given.
    pub(crate) fn choose(
        &self,
        name: &'static str,
        default: &str,
        valid: impl FnOnce() -> Vec<Choice>,
    ) -> Result<String, Trouble> {
        let Some(value) = self.given(name) else { return Ok(default.to_owned()) };
        let valid = valid();
        if valid.iter().any(|choice| choice.code == value) {
            return Ok(value.to_owned());
        }
        Err(Trouble::Parameter { name, value: value.to_owned(), valid })
    }

    /// The address of this page with one parameter, of the query or of the path, given another value.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let old = self.in_path(name);
        if !old.is_empty() {
            return self.path.rsplit_once('/').map_or_else(|| self.path.clone(), |(head, _)| format!("{head}/{value}"));
        }
        let others = self.parameters.iter().filter(|(key, _)| key != name);
        let others = others.map(|(key, value)| format!("{}={}&", encoded(key), encoded(value)));
        format!("{}?{}{name}={}", self.path, others.collect::<String>(), encoded(value))
    }

    /// The address of this page without some of its parameters.
    pub(crate) fn without(&self, names: &[&str]) -> String {
        let others = self.parameters.iter().filter(|(key, value)| !names.contains(&key.as_str()) && !value.is_empty());
        let others: Vec<String> = others.map(|(key, value)| format!("{}={}", encoded(key), encoded(value))).collect();
        if others.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, others.join("&")) }
    }

    /// These of its parameters, as a query: what narrows a list, without its place in it.
    pub(crate) fn narrowed_by(&self, names: &[&str]) -> String {
        let given = names.iter().filter_map(|name| self.parameter(name).map(|value| (name, value)));
        given.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// The frame of the page that answers.
    pub(crate) fn page(&self, title: impl Into<String>, description: impl Into<String>) -> Page {
        Page {
            lang: self.lang,
            path: self.path.clone(),
            query: self.query.clone(),
            title: title.into(),
            description: description.into(),
            release: self.shelf.as_deref().map(|shelf| shelf.latest.release.clone()),
            visitor: self.session().map(Visitor::of),
            has_desk: self.desk.is_some(),
            wants: self.wants,
            clock_behind: self.desk.as_ref().and_then(|desk| desk.clock.behind()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Wants, split_wants, told};

    #[test]
    fn forms_for_programs_have_the_addresses_of_their_pages() {
        let check = |path, expected| assert_eq!(split_wants(path), expected);
        check("/obstacles/new", (Wants::Page, "/obstacles/new"));
        check("/api", (Wants::Page, "/api"));
        check("/api/v1/sites/M02", (Wants::Data, "/api/v1/sites/M02"));
        check("/api/v1/forms/obstacles/new", (Wants::Forms, "/obstacles/new"));
        check("/api/v1/forms", (Wants::Data, "/api/v1/forms"));
    }

    #[test]
    fn a_link_that_chooses_a_password_is_told_to_nobody() {
        assert_eq!(told("/password/0123abcd"), "/password");
        assert_eq!(told("/en/password/0123abcd"), "/en/password");
        assert_eq!(told("/account/password"), "/account/password");
        assert_eq!(told("/obstacles/VM-2024-1"), "/obstacles/VM-2024-1");
    }
}
