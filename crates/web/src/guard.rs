//! At every route: whose session the request carries, and whether its role may come in.
//!
//! The row is decided in the office; here only what a role never may is turned away.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use domain::authority::Reach;
use domain::text::Lang;
use office::accounts::{self, Session, Token};
use office::context::Actor;

use crate::desk::Desk;
use crate::routes::Access;
use crate::site::Site;
use crate::trouble::Trouble;

/// What a route knows of who is asking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) session: Option<Arc<Session>>,
    /// The token of the session, to end it by.
    pub(crate) token: Option<Token>,
    /// What the browser holds since it was sent to the provider of identities, and the language it was sent in.
    pub(crate) errand: Option<(Lang, Token)>,
    /// Whether a program asks, with a key of its own.
    pub(crate) program: bool,
    /// Whether the page is for everybody: its forms act in nobody's name and carry no token.
    pub(crate) public: bool,
    /// Why the page is not for them.
    pub(crate) refused: Option<Refused>,
}

/// Why a page is not for the one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Nobody is signed in.
    SignIn,
    /// The role never may.
    Role(domain::authority::Role, domain::authority::Action),
    /// One's own account comes first.
    Pending,
    /// The key is not good, or not any more.
    Key,
    /// The form was sent from another site.
    Elsewhere,
    /// The database cannot be reached for the moment.
    Busy,
    /// The database failed.
    Failed,
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::SignIn => Self::SignIn,
            Refused::Role(role, action) => Self::NotAllowed(domain::authority::refusal(role, action)),
            Refused::Key => Self::Key,
            Refused::Pending => Self::Go("/account".to_owned()),
            Refused::Elsewhere => Self::Elsewhere,
            Refused::Busy => Self::Busy("a session could not be read".to_owned()),
            Refused::Failed => Self::Internal("a session could not be read".to_owned()),
        }
    }
}

/// A route's guard: the site and who may call the route.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) site: Arc<Site>,
    pub(crate) access: Access,
}

/// Finds out who is asking, and goes on to the page with the answer. Pages of signed-in people are kept by nobody on the way.
pub(crate) async fn enter(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let entry = guard.entry(request.method().clone(), request.headers().clone()).await;
    let private = entry.session.is_some() || guard.access != Access::Public;
    request.extensions_mut().insert(entry);
    let mut response = next.run(request).await;
    if private || response.headers().contains_key(SET_COOKIE) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

impl Entry {
    async fn let_person_in(&mut self, desk: &Desk, token: Token) {
        let context = desk.context(Actor::public(), "session");
        match accounts::session(&context, &token).await {
            Ok(found) => self.session = found.map(Arc::new),
            Err(error) => self.fail(&error),
        }
        self.token = Some(token);
    }

    async fn let_program_in(&mut self, desk: &Desk, key: &Token) {
        self.program = true;
        match accounts::program(&desk.context(Actor::public(), "key"), key).await {
            Ok(Some(found)) => {
                let (actor, account) = (found.actor, found.account);
                self.session = Some(Arc::new(Session { actor, account, form: String::new(), pending: None }));
            }
            Ok(None) => self.refused = Some(Refused::Key),
            Err(error) => self.fail(&error),
        }
    }

    fn fail(&mut self, error: &office::context::OfficeError) {
        tracing::error!("who is asking could not be read: {error}");
        let busy = matches!(error, office::context::OfficeError::Store(error) if error.is_unavailable());
        self.refused = Some(if busy { Refused::Busy } else { Refused::Failed });
    }
}

impl Guard {
    async fn entry(&self, method: Method, headers: HeaderMap) -> Entry {
        let mut entry = Entry { public: self.access == Access::Public, ..Entry::default() };
        match (self.site.desk(), shown(&headers)) {
            (Some(desk), Some(key)) => entry.let_program_in(desk, &key).await,
            (Some(desk), None) => {
                entry.errand = errand(&headers, desk);
                if let Some(token) = held(&headers, cookie_name(desk)) {
                    entry.let_person_in(desk, Token::held(token)).await;
                }
            }
            (None, _) => {}
        }
        if method == Method::POST && !entry.program && is_from_elsewhere(&headers) {
            entry.refused = Some(Refused::Elsewhere);
        }
        entry.refused = entry.refused.or_else(|| self.refuses(entry.session.as_deref()));
        entry
    }

    fn refuses(&self, session: Option<&Session>) -> Option<Refused> {
        let Access::May(action) = self.access else { return None };
        let Some(session) = session else { return Some(Refused::SignIn) };
        if session.actor.reach(action) == Reach::Never {
            return Some(Refused::Role(session.actor.role(), action));
        }
        let own = action == domain::authority::Action::OwnAccount;
        (session.pending.is_some() && !own).then_some(Refused::Pending)
    }
}

/// The name of the cookie. With HTTPS its prefix keeps neighbours from setting it (RFC 6265bis, section 4.1.3.2).
fn cookie_name(desk: &Desk) -> &'static str {
    if desk.secure { "__Host-khoi" } else { "khoi" }
}

/// The name of the cookie of a browser that was sent to the provider of identities.
fn errand_name(desk: &Desk) -> &'static str {
    if desk.secure { "__Host-khoi-errand" } else { "khoi-errand" }
}

/// The value of a cookie.
fn held<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(';'));
    let mut found = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(key, _)| *key == name);
    found.next().map(|(_, value)| value)
}

/// The errand in its cookie. The provider sends everybody back to one address, so the language travels here.
fn errand(headers: &HeaderMap, desk: &Desk) -> Option<(Lang, Token)> {
    let (lang, token) = held(headers, errand_name(desk))?.split_once('-')?;
    let lang = if lang == Lang::En.code() { Lang::En } else { Lang::Vi };
    Some((lang, Token::held(token)))
}

/// The key a program shows (RFC 6750, section 2.1).
fn shown(headers: &HeaderMap) -> Option<Token> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| Token::held(key.trim()))
}

/// The cookie of a session that begins, or (without a token) of one that ends. Scripts cannot read it, other sites cannot make it travel
/// with their forms.
pub(crate) fn cookie(desk: &Desk, token: Option<&Token>) -> Option<HeaderValue> {
    let (value, age) = token.map_or(("", "; Max-Age=0"), |token| (token.reveal(), ""));
    baked(desk, cookie_name(desk), value, age)
}

/// The cookie of an errand that begins, or (without a token) of one that ends. It comes along when the provider sends the browser back, which
/// is a reading by the browser itself (`SameSite=Lax`).
pub(crate) fn errand_cookie(desk: &Desk, errand: Option<(Lang, &Token)>) -> Option<HeaderValue> {
    match errand {
        Some((lang, token)) => {
            baked(desk, errand_name(desk), &format!("{}-{}", lang.code(), token.reveal()), "; Max-Age=600")
        }
        None => baked(desk, errand_name(desk), "", "; Max-Age=0"),
    }
}

fn baked(desk: &Desk, name: &str, value: &str, age: &str) -> Option<HeaderValue> {
    let secure = if desk.secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")).ok()
}

/// Whether the browser says that a form was sent from another site.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |value: Option<&HeaderValue>| value.and_then(|v| v.to_str().ok()).map(str::to_owned);
    if let Some(from) = text(headers.get("sec-fetch-site")) {
        return from != "same-origin" && from != "none";
    }
    let Some(origin) = text(headers.get(ORIGIN)) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host.to_owned());
    host.is_none() || host != text(headers.get(HOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_from_other_sites_are_told_by_their_headers() {
        let check = |pairs: &[(&'static str, &'static str)], expected| {
            let headers = pairs.iter().map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_static(v))).collect();
            assert_eq!(is_from_elsewhere(&headers), expected, "{pairs:?}");
        };
        check(&[], false);
        check(&[("sec-fetch-site", "same-origin")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("sec-fetch-site", "same-site")], true);
        check(&[("sec-fetch-site", "cross-site")], true);
        check(&[("origin", "https://khoi.vn"), ("host", "khoi.vn")], false);
        check(&[("origin", "https://khoi.vn.evil.example"), ("host", "khoi.vn")], true);
        check(&[("origin", "null"), ("host", "khoi.vn")], true);
    }
}
