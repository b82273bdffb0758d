//! The route table: one line a page or file, each saying who may call it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::{files, headers, pages};

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without signing in: shows published and confidentiality-filtered values only.
    Public,
}

/// One line of the table.
pub struct Route {
    /// The address without the language.
    pub path: &'static str,
    /// Who may call it. A route that declares nothing is not mounted, and fails a test.
    pub access: Option<Access>,
    /// Whether it is also found under `/en`.
    pub translated: bool,
    pub(crate) method: MethodRouter<Arc<Site>>,
}

impl Route {
    fn public(self) -> Self {
        Self { access: Some(Access::Public), ..self }
    }
}

/// A page or file in both languages.
fn both(path: &'static str, handler: fn(&Asked) -> Result<Answer, Trouble>) -> Route {
    let method = get(async move |State(_): State<Arc<Site>>, asked: Asked| answer(asked, handler).await);
    Route { path, access: None, translated: true, method }
}

/// A file that has no language.
fn once(path: &'static str, method: MethodRouter<Arc<Site>>) -> Route {
    Route { path, access: None, translated: false, method }
}

/// Runs a page on a thread that may compute for a while; a panic there becomes the error page.
async fn answer(asked: Asked, handler: fn(&Asked) -> Result<Answer, Trouble>) -> Response {
    let asked = Arc::new(asked);
    let mine = asked.clone();
    let run = tokio::task::spawn_blocking(move || handler(&mine));
    match run.await {
        Ok(Ok(answer)) => answer.into_response(),
        Ok(Err(trouble)) => pages::trouble(&asked, &trouble),
        Err(_) => pages::trouble(&asked, &Trouble::Internal("a page could not be made".into())),
    }
}

/// Every route of the site.
#[must_use]
pub fn table() -> Vec<Route> {
    vec![
        both("/", pages::home::page).public(),
        both("/bulletin", pages::bulletin::latest).public(),
        both("/bulletin/{month}", pages::bulletin::of_month).public(),
        both("/series", pages::series::page).public(),
        both("/contributions", pages::contributions::page).public(),
        both("/releases", pages::releases::page).public(),
        both("/products", pages::products::page).public(),
        both("/markets", pages::markets::page).public(),
        both("/sites", pages::sites::page).public(),
        both("/sites/{site}", pages::site::page).public(),
        both("/procedures", pages::procedures::list).public(),
        both("/procedures/{procedure}", pages::procedures::page).public(),
        both("/data", pages::data::page).public(),
        both("/data/{file}", files::file).public(),
        both("/about", pages::about::page).public(),
        once("/assets/khoi.css", get(headers::style)).public(),
        once("/assets/khoi.svg", get(headers::icon)).public(),
        once("/favicon.ico", get(headers::icon)).public(),
        once("/robots.txt", get(headers::robots)).public(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_declares_who_may_call_it() {
        let silent: Vec<_> = table().into_iter().filter(|r| r.access.is_none()).map(|r| r.path).collect();
        assert!(
            silent.is_empty(),
            "add .public() (or the roles that may call it) to the lines of {silent:?} in routes.rs"
        );
    }
}
