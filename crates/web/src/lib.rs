//! HTTP: the pages, the forms and the downloads. No SQL; what is public comes from [`office::publication::Publication`], what people work
//! with from the use cases of the office, asked in their name.
//!
//! [`app`] builds the router from one table ([`routes::table`]) in which every route says who may call it. A page is a
//! pure function from what was asked (`asked::Asked`) to an answer or a `trouble::Trouble`; the language is the
//! address (`/…` Vietnamese, `/en/…` English), so one function serves both.

mod acts;
mod answer;
mod api;
mod asked;
mod backups;
mod changed;
mod component;
mod desk;
mod draw;
mod files;
mod form;
mod gate;
mod guard;
mod headers;
mod health;
mod kept;
mod listing;
mod metrics;
mod page;
mod pages;
mod patience;
pub mod routes;
mod serve;
mod site;
mod tls;
mod trouble;
mod view;
mod words;

use std::sync::Arc;

use asked::FORMS;
use axum::Router;
use files::WORKBOOK;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

pub use backups::Backups;
pub use desk::{Clock, Desk};
pub use metrics::Metrics;
pub use serve::{serve, serve_securely};
pub use site::Site;
pub use tls::{Certificate, CertificateFault};

/// The addresses of the public pages, which come in both languages, without the language.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    let public = |route: &routes::Route| route.access == Some(routes::Access::Public) && !route.takes && !route.is_data;
    routes::table().into_iter().filter(move |route| route.translated && public(route)).map(|route| route.path)
}

/// The whole site over what `site` holds: routes in both languages, pages for what is not found or not allowed, security
/// and caching headers, gzip.
pub fn app(site: Arc<Site>) -> Router {
    let mut router = Router::new();
    let routes = routes::table();
    let open: Vec<bool> = routes.iter().map(|route| routes::has_forms(route, &routes)).collect();
    for (route, is_open) in routes.into_iter().zip(open) {
        // A route that declares nobody is not mounted; a test names it.
        let Some(access) = route.access else { continue };
        let guard = guard::Guard { site: site.clone(), access };
        let method = route.method.layer(axum::middleware::from_fn_with_state(guard, guard::enter));
        if route.translated {
            let english = if route.path == "/" { "/en".to_owned() } else { format!("/en{}", route.path) };
            if route.path == "/" {
                router = router.route("/en/", method.clone());
            }
            router = router.route(&english, method.clone());
        }
        if is_open {
            let forms = format!("{FORMS}{}", route.path);
            router = router.route(&format!("/en{forms}"), method.clone()).route(&forms, method.clone());
        }
        router = router.route(route.path, method);
    }
    router
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::method_not_allowed)
        .layer(axum::middleware::from_fn_with_state(site.clone(), headers::add))
        // A workbook is compressed already.
        .layer(
            CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new(WORKBOOK))),
        )
        .layer(axum::middleware::from_fn(serve::log))
        .with_state(site)
}
