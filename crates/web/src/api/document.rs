//! The description of everything for programs, in OpenAPI 3.1, made from the same tables that answer.

use std::sync::Arc;

use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, ResponseBuilder,
    Schema, Server, ServerBuilder,
};

use super::forms::{Done, Forms};
use super::problem::Problem;
use super::{Operation, Parameter, Shape, Takes, answers, read};
use crate::answer::Answer;
use crate::asked::{Asked, FORMS};
use crate::routes::{self, Access, Route};
use crate::trouble::Trouble;

/// The name of the scheme by which programs are known.
const KEY: &str = "key";

pub(super) fn table() -> Vec<Operation> {
    let summary = ("Bản mô tả này, theo OpenAPI 3.1", "This description, in OpenAPI 3.1");
    vec![read::<serde_json::Value, _, _>("/api/v1/openapi.json", Access::Public, summary, async |_: Arc<Asked>| {
        describe()
    })]
}

fn describe() -> Result<Answer, Trouble> {
    super::shape::data(&document())
}

/// The whole description.
pub(crate) fn document() -> OpenApi {
    let (operations, routes) = (super::table(), routes::table());
    let mut components = answers::named(ComponentsBuilder::new().security_scheme(KEY, key()));
    let shared = [("Forms", Shape::of::<Forms>()), ("Done", Shape::of::<Done>()), ("Problem", Shape::of::<Problem>())];
    let parts = operations.iter().flat_map(|one| &one.schema.parts);
    for (name, schema) in parts.chain(shared.iter().flat_map(|(_, shape)| &shape.parts)) {
        components = components.schema(name.clone(), schema.clone());
    }
    for (name, shape) in &shared {
        components = components.schema(*name, shape.whole.clone());
    }
    let mut paths = PathsBuilder::new();
    for operation in &operations {
        paths = paths.path(operation.path, PathItem::new(HttpMethod::Get, reading(operation)));
    }
    for route in routes.iter().filter(|route| routes::has_forms(route, &routes)) {
        let path = format!("{FORMS}{}", route.path);
        if route.reads {
            paths = paths.path(path.clone(), PathItem::new(HttpMethod::Get, showing(route)));
        }
        if route.takes {
            paths = paths.path(path, PathItem::new(HttpMethod::Post, sending(route)));
        }
    }
    let (components, paths) = (Some(components.build()), paths.build());
    OpenApiBuilder::new().info(info()).servers(Some(servers())).components(components).paths(paths).build()
}

/// The same in either language.
fn servers() -> [Server; 2] {
    [("/", "Tiếng Việt"), ("/en", "English")]
        .map(|(url, told)| ServerBuilder::new().url(url).description(Some(told)).build())
}

fn info() -> utoipa::openapi::Info {
    let told = "Dữ liệu và việc làm như trên các trang, cho chương trình. Điều chưa rõ là null; ngày 2024-01-31, tháng 2024-01. \
                Sai thì trả lời theo RFC 9457; đặt /en trước địa chỉ để nhận lời bằng tiếng Anh. / \
                The data and the acts of the pages, for programs. What nobody knows is null; days 2024-01-31, months 2024-01. \
                Troubles are told by RFC 9457; put /en before an address to be told in English.";
    InfoBuilder::new().title("Khơi").version(env!("CARGO_PKG_VERSION")).description(Some(told)).build()
}

fn key() -> SecurityScheme {
    let mut http = Http::new(HttpAuthScheme::Bearer);
    http.description = Some(
        "Khóa tạo ở /account/keys, làm được việc của người tạo trong phạm vi đã chọn, đến ngày hết hạn. / \
         A key made at /account/keys: it does what its holder may, within the scope chosen, until it expires."
            .to_owned(),
    );
    SecurityScheme::Http(http)
}

/// Who may, in words, and whether a key is needed; where none is, one may still show more.
fn guarded(operation: OperationBuilder, access: Option<Access>) -> OperationBuilder {
    let keyed = SecurityRequirement::new::<_, [&str; 0], &str>(KEY, []);
    match access {
        Some(Access::May(action)) => {
            let name = action.name();
            let told = format!("{}: {} / {}", action.code(), name.vi, name.en);
            operation.description(Some(told)).security(keyed)
        }
        Some(Access::Public) | None => operation.security(SecurityRequirement::default()).security(keyed),
    }
}

/// The parts of an address as parameters.
fn placed(mut operation: OperationBuilder, path: &str) -> OperationBuilder {
    for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let parameter = ParameterBuilder::new().name(part).parameter_in(ParameterIn::Path).required(Required::True);
        operation = operation.parameter(parameter.schema(Some(text())).build());
    }
    operation
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}

/// With what it gives, and why it may give nothing.
fn answering(operation: OperationBuilder, schema: RefOr<Schema>, sends: bool) -> OperationBuilder {
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let given = ResponseBuilder::new().description("OK").content("application/json", content).build();
    answers::refused(operation.response("200", given), sends)
}

fn reading(operation: &Operation) -> utoipa::openapi::path::Operation {
    let summary = &operation.summary;
    let mut built = OperationBuilder::new().summary(Some(format!("{} / {}", summary.vi, summary.en)));
    built = placed(built, operation.path);
    for Parameter { name, meaning, takes } in &operation.parameters {
        let told = format!("{} / {}", meaning.vi, meaning.en);
        let parameter = ParameterBuilder::new().name(*name).parameter_in(ParameterIn::Query).required(Required::False);
        built = built.parameter(parameter.description(Some(told)).schema(Some(taken(takes))).build());
    }
    guarded(answering(built, operation.schema.whole.clone(), false), Some(operation.access)).build()
}

/// What a parameter of the query takes.
fn taken(takes: &Takes) -> RefOr<Schema> {
    match takes {
        Takes::Text => text(),
        Takes::Count(last) => {
            ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(*last)).into()
        }
        Takes::One(codes) => ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.clone())).into(),
    }
}

fn showing(route: &Route) -> utoipa::openapi::path::Operation {
    let built = OperationBuilder::new().summary(Some("Các biểu mẫu có thể gửi / The forms that may be sent"));
    let forms = Ref::from_schema_name("Forms").into();
    guarded(answering(placed(built, route.path), forms, false), route.access).build()
}

fn sending(route: &Route) -> utoipa::openapi::path::Operation {
    let content = ContentBuilder::new().schema(Some(fields())).build();
    let body = RequestBodyBuilder::new()
        .content("application/json", content.clone())
        .content("multipart/form-data", content.clone())
        .content("application/x-www-form-urlencoded", content)
        .required(Some(Required::True));
    let once = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Gửi lại cùng khóa thì làm một lần / Sent again under the same key it is done once"));
    let key = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[!-~]{1,100}$"));
    let built = OperationBuilder::new()
        .summary(Some("Gửi biểu mẫu / Send the form"))
        .request_body(Some(body.build()))
        .parameter(once.schema(Some(key)).build());
    // What only checks gives the forms again, with what is to be confirmed in them.
    let given = OneOfBuilder::new().item(Ref::from_schema_name("Done")).item(Ref::from_schema_name("Forms"));
    guarded(answering(placed(built, route.path), given.into(), true), route.access).build()
}

/// The fields of a form, by name: each a text, a number, yes or no, nothing, or a list of these.
fn fields() -> RefOr<Schema> {
    let value = |kinds: &[Type]| ObjectBuilder::new().schema_type(SchemaType::from_iter(kinds.iter().cloned()));
    let one = [Type::String, Type::Number, Type::Boolean];
    let list = ArrayBuilder::new().items(value(&one));
    let one_or_none = value(&[&one[..], &[Type::Null]].concat());
    let field: Schema = OneOfBuilder::new().item(one_or_none).item(list).into();
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::from(field)))
        .description(Some(
            "Các ô của biểu mẫu, theo tên, như GET ở cùng địa chỉ đã liệt kê / The fields of the form, by name, as GET at the same address lists them",
        ))
        .into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    /// Two shapes of one name would be told as one.
    #[test]
    fn every_shape_has_a_name_of_its_own() {
        let mut known: BTreeMap<String, serde_json::Value> = BTreeMap::new();
        for (name, schema) in super::super::table().into_iter().flat_map(|one| one.schema.parts) {
            let schema = serde_json::to_value(schema).unwrap();
            assert!(!name.contains(['<', ' ']), "{name}");
            let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*before, schema, "{name} is two shapes");
        }
        assert!(known.len() > 40, "{}", known.len());
    }
}
