//! HTTP: the public pages and downloads. No SQL; everything shown comes from [`office::publication::Publication`].
//!
//! [`app`] builds the router from one table ([`routes::table`]) in which every route says who may call it. A page is a
//! pure function from what was asked ([`asked::Asked`]) to an answer or a [`trouble::Trouble`]; the language is the
//! address (`/…` Vietnamese, `/en/…` English), so one function serves both.

mod answer;
mod asked;
mod component;
mod draw;
mod files;
mod headers;
mod listing;
mod page;
mod pages;
pub mod routes;
mod serve;
mod site;
mod trouble;
mod view;
mod words;

use std::sync::Arc;

use axum::Router;
use tower_http::compression::CompressionLayer;

pub use serve::serve;
pub use site::Site;

/// The addresses that come in both languages, without the language.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    routes::table().into_iter().filter(|route| route.translated).map(|route| route.path)
}

/// The whole site over what `site` holds: routes in both languages, pages for what is not found or not allowed, security
/// and caching headers, gzip.
pub fn app(site: Arc<Site>) -> Router {
    let mut router = Router::new();
    for route in routes::table() {
        // A route that declares nobody is not mounted; a test names it.
        let Some(routes::Access::Public) = route.access else { continue };
        if route.translated {
            let english = if route.path == "/" { "/en".to_owned() } else { format!("/en{}", route.path) };
            if route.path == "/" {
                router = router.route("/en/", route.method.clone());
            }
            router = router.route(&english, route.method.clone());
        }
        router = router.route(route.path, route.method);
    }
    router
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::method_not_allowed)
        .layer(axum::middleware::from_fn_with_state(site.clone(), headers::add))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn(serve::log))
        .with_state(site)
}
