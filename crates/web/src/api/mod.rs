//! For programs: the same data and the same acts as on the pages, as JSON under `/api/v1`, described by OpenAPI at `/api/v1/openapi.json`.
//!
//! [`table`] lists what is read; each line says who may call it and what it gives. What is done is not listed: every form of a page is
//! found under `/api/v1/forms` with the address of its page ([`forms`]). A program shows a key of its holder ([RFC 6750]) and reaches as
//! far as its holder does, as far as the key goes.
//!
//! [RFC 6750]: https://www.rfc-editor.org/rfc/rfc6750

mod adjusted;
mod agencies;
mod answers;
pub(crate) mod document;
pub(crate) mod forms;
mod obstacles;
pub(crate) mod once;
pub(crate) mod problem;
mod projects;
mod returns;
mod shape;
mod sites;
mod tasks;

use std::sync::Arc;

use domain::text::Text;
use shape::{Paged, Whole};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::routes::{self, Access, Handler};
use crate::trouble::{Choice, Trouble};

/// Something that is read.
pub(crate) struct Operation {
    /// The address.
    pub(crate) path: &'static str,
    /// Who may call it.
    pub(crate) access: Access,
    /// What it gives, in words.
    pub(crate) summary: Text,
    /// The parameters of the query.
    pub(crate) parameters: Vec<Parameter>,
    /// The shape of the answer and the shapes it is made of.
    pub(crate) schema: Shape,
    pub(crate) handler: Handler,
}

/// A parameter of the query.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) meaning: Text,
    pub(crate) takes: Takes,
}

/// What a parameter takes.
pub(crate) enum Takes {
    /// A text.
    Text,
    /// A whole number from 1.
    Count(u32),
    /// One of these codes.
    One(Vec<String>),
}

/// A schema with all that it refers to.
pub(crate) struct Shape {
    pub(crate) whole: RefOr<Schema>,
    pub(crate) parts: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    fn of<T: ToSchema + PartialSchema>() -> Self {
        // Told in place: a list of sites and a list of projects have one name.
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        Self { whole: T::schema(), parts }
    }

    /// Of a list with the shape of its rows.
    fn of_list<L: ToSchema, T: ToSchema>() -> Self {
        let mut shape = Self::of::<L>();
        shape.parts.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut shape.parts);
        shape
    }
}

/// A line of the table: an address, what it gives, and the type it gives it as.
fn read<T, H, F>(path: &'static str, access: Access, (vi, en): (&str, &str), handler: H) -> Operation
where
    T: ToSchema,
    H: Fn(Arc<Asked>) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    Operation {
        path,
        access,
        summary: Text::new(vi, en),
        parameters: Vec::new(),
        schema: Shape::of::<T>(),
        handler: routes::handler(handler),
    }
}

/// A list that is given a page at a time.
fn paged<T, H, F>(path: &'static str, access: Access, summary: (&str, &str), handler: H) -> Operation
where
    T: ToSchema,
    H: Fn(Arc<Asked>) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let schema = Shape::of_list::<Paged<T>, T>();
    Operation { schema, ..read::<Paged<T>, _, _>(path, access, summary, handler) }
        .taking("page", Takes::Count(shape::LAST_PAGE), "trang, từ 1", "page, from 1")
        .taking("size", Takes::Count(shape::LARGEST), "số dòng một trang", "rows of a page")
}

/// A list that is given whole.
fn whole<T, H, F>(path: &'static str, access: Access, summary: (&str, &str), handler: H) -> Operation
where
    T: ToSchema,
    H: Fn(Arc<Asked>) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let schema = Shape::of_list::<Whole<T>, T>();
    Operation { schema, ..read::<Whole<T>, _, _>(path, access, summary, handler) }
}

impl Operation {
    /// With a parameter of the query that is a text.
    fn with(self, name: &'static str, vi: &str, en: &str) -> Self {
        self.taking(name, Takes::Text, vi, en)
    }

    /// With a parameter of the query that is one of some codes.
    fn one_of(self, name: &'static str, choices: Vec<Choice>, vi: &str, en: &str) -> Self {
        self.taking(name, Takes::One(choices.into_iter().map(|choice| choice.code).collect()), vi, en)
    }

    fn taking(mut self, name: &'static str, takes: Takes, vi: &str, en: &str) -> Self {
        self.parameters.push(Parameter { name, meaning: Text::new(vi, en), takes });
        self
    }
}

/// Everything that is read.
pub(crate) fn table() -> Vec<Operation> {
    let all = [
        sites::table(),
        projects::table(),
        obstacles::table(),
        tasks::table(),
        agencies::table(),
        adjusted::table(),
        returns::table(),
        document::table(),
    ];
    all.into_iter().flatten().collect()
}
