//! scim-server behind axum: requests become its operations, and what they yield becomes answers.

use std::{env, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use scim_server::{
    ScimError, ScimOperation, ScimOperationHandler, ScimOperationRequest, ScimServerBuilder,
    create_group_resource_handler, create_user_resource_handler,
    operation_handler::{ScimOperationResponse, ScimOperationType},
    providers::StandardResourceProvider,
    resource::version::HttpVersion,
    storage::InMemoryStorage,
};
use serde_json::{Value, json};

const PATH: &str = "/v2";
const PAGE: usize = 200;
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0";
const MESSAGES: &str = "urn:ietf:params:scim:api:messages:2.0";

/// What every request is answered from.
struct Directory {
    handler: ScimOperationHandler<StandardResourceProvider<InMemoryStorage>>,
    configuration: Value,
    base: String,
    authorization: String,
}

type Shared = State<Arc<Directory>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = env::args()
        .nth(1)
        .ok_or("the address to listen on is missing")?;
    let directory = Arc::new(directory(&address, &env::var("SCIM_SERVER_TOKEN")?)?);
    let endpoints = Router::new()
        .route("/ServiceProviderConfig", get(configuration))
        .route("/ResourceTypes", get(resource_types))
        .route("/ResourceTypes/{id}", get(resource_type))
        .route("/Schemas", get(schemas))
        .route("/Schemas/{id}", get(schema))
        .route("/{kind}", get(list).post(create))
        .route(
            "/{kind}/{id}",
            get(read).put(replace).patch(modify).delete(delete),
        )
        .fallback(|| async { refuse(StatusCode::NOT_FOUND, None, "There is no such endpoint") })
        .layer(middleware::from_fn_with_state(
            directory.clone(),
            authenticate,
        ))
        .with_state(directory);
    let listener = tokio::net::TcpListener::bind(&address).await?;
    axum::serve(listener, Router::new().nest(PATH, endpoints)).await?;
    Ok(())
}

/// The library with its own schemas of Users and Groups, its standard provider and its storage in memory.
fn directory(address: &str, token: &str) -> Result<Directory, ScimError> {
    let provider = StandardResourceProvider::new(InMemoryStorage::new());
    let mut server = ScimServerBuilder::new(provider)
        .with_base_url(format!("http://{address}"))
        .build()?;
    let schema_of = |server: &scim_server::ScimServer<_>, name: &str| {
        let schema = server.get_schema_by_id(&format!("{CORE}:{name}")).cloned();
        schema.ok_or_else(|| ScimError::internal(format!("no schema of {name}")))
    };
    let (user, group) = (schema_of(&server, "User")?, schema_of(&server, "Group")?);
    server.register_resource_type("User", create_user_resource_handler(user), operations())?;
    server.register_resource_type("Group", create_group_resource_handler(group), operations())?;
    let configuration = serde_json::to_value(server.get_service_provider_config()?)?;
    Ok(Directory {
        handler: ScimOperationHandler::new(server),
        configuration,
        base: format!("http://{address}{PATH}"),
        authorization: format!("Bearer {token}"),
    })
}

fn operations() -> Vec<ScimOperation> {
    vec![
        ScimOperation::Create,
        ScimOperation::Read,
        ScimOperation::Update,
        ScimOperation::Patch,
        ScimOperation::Delete,
        ScimOperation::List,
        ScimOperation::Search,
    ]
}

async fn authenticate(State(directory): Shared, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION);
    if given.is_some_and(|value| value.as_bytes() == directory.authorization.as_bytes()) {
        return next.run(request).await;
    }
    let refusal = refuse(StatusCode::UNAUTHORIZED, None, "No valid token");
    ([(header::WWW_AUTHENTICATE, "Bearer")], refusal).into_response()
}

async fn configuration(State(directory): Shared) -> Response {
    send(StatusCode::OK, &directory.configuration)
}

async fn resource_types(State(directory): Shared) -> Response {
    let types = ["User", "Group"].map(|name| type_of(&directory, name));
    send(StatusCode::OK, &page(&types, 1, PAGE))
}

async fn resource_type(State(directory): Shared, Path(id): Path<String>) -> Response {
    match id.as_str() {
        "User" | "Group" => send(StatusCode::OK, &type_of(&directory, &id)),
        _ => refuse(
            StatusCode::NOT_FOUND,
            None,
            "There is no such resource type",
        ),
    }
}

fn type_of(directory: &Directory, name: &str) -> Value {
    json!({
        "schemas": [format!("{CORE}:ResourceType")],
        "id": name,
        "name": name,
        "endpoint": format!("/{name}s"),
        "schema": format!("{CORE}:{name}"),
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{}/ResourceTypes/{name}", directory.base),
        },
    })
}

async fn schemas(State(directory): Shared) -> Response {
    let done = directory
        .handler
        .handle_operation(ScimOperationRequest::get_schemas())
        .await;
    let found = done
        .data
        .as_ref()
        .and_then(|data| data["schemas"].as_array())
        .cloned();
    send(StatusCode::OK, &page(&found.unwrap_or_default(), 1, PAGE))
}

async fn schema(State(directory): Shared, Path(id): Path<String>) -> Response {
    let done = directory
        .handler
        .handle_operation(ScimOperationRequest::get_schema(id))
        .await;
    answer(StatusCode::OK, done)
}

/// What a query can say. The library searches by one attribute and its value; it parses no filters.
#[derive(Default)]
struct Asked {
    search: Option<(String, Value)>,
    start_index: usize,
    count: usize,
}

fn asked(parameters: &[(String, String)]) -> Result<Asked, Box<Response>> {
    let mut asked = Asked {
        search: None,
        start_index: 1,
        count: PAGE,
    };
    for (name, value) in parameters {
        match name.as_str() {
            "filter" => asked.search = Some(equality(value).ok_or_else(|| declined(value))?),
            "startIndex" => asked.start_index = whole(value)?.max(1),
            "count" => asked.count = whole(value)?.min(PAGE),
            _ => {}
        }
    }
    Ok(asked)
}

/// The attribute and the value of `attribute eq value`, the filter that the library's search can be asked.
fn equality(filter: &str) -> Option<(String, Value)> {
    let (attribute, rest) = filter.trim().split_once(' ')?;
    let (operator, literal) = rest.trim_start().split_once(' ')?;
    let simple = !attribute.contains(['.', '[', ':', '(']) && operator.eq_ignore_ascii_case("eq");
    let value = serde_json::from_str(literal.trim()).ok()?;
    simple.then(|| (attribute.to_string(), value))
}

fn declined(filter: &str) -> Box<Response> {
    let detail = format!("The filter {filter} is not supported: it is no attribute eq value");
    Box::new(refuse(
        StatusCode::BAD_REQUEST,
        Some("invalidFilter"),
        &detail,
    ))
}

/// A whole number, at least 0.
fn whole(text: &str) -> Result<usize, Box<Response>> {
    let number = text.parse::<i64>().map(|number| number.max(0));
    number
        .ok()
        .and_then(|number| usize::try_from(number).ok())
        .ok_or_else(|| {
            let detail = format!("{text} is no whole number");
            Box::new(refuse(
                StatusCode::BAD_REQUEST,
                Some("invalidValue"),
                &detail,
            ))
        })
}

async fn list(
    State(directory): Shared,
    Path(kind): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    let Some(name) = name_of(&kind) else {
        return no_endpoint();
    };
    let asked = match asked(&parameters) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let request = match asked.search {
        Some((attribute, value)) => ScimOperationRequest::search(name, attribute, value),
        None => ScimOperationRequest::list(name),
    };
    let done = directory.handler.handle_operation(request).await;
    match done.data.as_ref().and_then(Value::as_array) {
        Some(found) => send(StatusCode::OK, &page(found, asked.start_index, asked.count)),
        None => answer(StatusCode::OK, done),
    }
}

async fn create(State(directory): Shared, Path(kind): Path<String>, body: Bytes) -> Response {
    let Some(name) = name_of(&kind) else {
        return no_endpoint();
    };
    let Some(data) = parsed(&body) else {
        return no_json();
    };
    let done = directory
        .handler
        .handle_operation(ScimOperationRequest::create(name, data))
        .await;
    let id = done.metadata.resource_id.clone();
    let response = answer(StatusCode::CREATED, done);
    match id {
        Some(id) => (
            [(header::LOCATION, format!("{}/{kind}/{id}", directory.base))],
            response,
        )
            .into_response(),
        None => response,
    }
}

async fn read(State(directory): Shared, Path((kind, id)): Path<(String, String)>) -> Response {
    let Some(name) = name_of(&kind) else {
        return no_endpoint();
    };
    answer(
        StatusCode::OK,
        directory
            .handler
            .handle_operation(ScimOperationRequest::get(name, id))
            .await,
    )
}

async fn replace(
    State(directory): Shared,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(name) = name_of(&kind) else {
        return no_endpoint();
    };
    let Some(data) = parsed(&body) else {
        return no_json();
    };
    let request = conditional(
        ScimOperationRequest::update(name, id, without_meta(data)),
        &headers,
    );
    answer(
        StatusCode::OK,
        directory.handler.handle_operation(request).await,
    )
}

/// What a client replaces a resource with, without meta, which is the server's: the library refuses its own versions in
/// two of five cases, by the letters that their hash happens to have.
fn without_meta(mut data: Value) -> Value {
    if let Some(members) = data.as_object_mut() {
        members.remove("meta");
    }
    data
}

async fn modify(
    State(directory): Shared,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(name) = name_of(&kind) else {
        return no_endpoint();
    };
    let Some(data) = parsed(&body) else {
        return no_json();
    };
    let mut request = conditional(ScimOperationRequest::update(name, id, data), &headers);
    request.operation = ScimOperationType::Patch;
    answer(
        StatusCode::OK,
        directory.handler.handle_operation(request).await,
    )
}

async fn delete(
    State(directory): Shared,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(name) = name_of(&kind) else {
        return no_endpoint();
    };
    let request = conditional(ScimOperationRequest::delete(name, id), &headers);
    let done = directory.handler.handle_operation(request).await;
    if done.success {
        StatusCode::NO_CONTENT.into_response()
    } else {
        answer(StatusCode::OK, done)
    }
}

fn name_of(kind: &str) -> Option<&'static str> {
    match kind {
        "Users" => Some("User"),
        "Groups" => Some("Group"),
        _ => None,
    }
}

fn conditional(request: ScimOperationRequest, headers: &HeaderMap) -> ScimOperationRequest {
    let tag = headers
        .get(header::IF_MATCH)
        .and_then(|value| value.to_str().ok());
    match tag.and_then(|tag| tag.parse::<HttpVersion>().ok()) {
        Some(version) => request.with_expected_version(version),
        None => request,
    }
}

fn parsed(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok().filter(Value::is_object)
}

fn page(found: &[Value], start_index: usize, count: usize) -> Value {
    let resources: Vec<&Value> = found.iter().skip(start_index - 1).take(count).collect();
    json!({
        "schemas": [format!("{MESSAGES}:ListResponse")],
        "totalResults": found.len(),
        "startIndex": start_index,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

/// What an operation yielded: its data with the version as ETag, or its error.
fn answer(status: StatusCode, done: ScimOperationResponse) -> Response {
    let Some(data) = done.data.filter(|_| done.success) else {
        let detail = done.error.unwrap_or_default();
        let (status, keyword) = meaning(done.error_code.as_deref(), &detail);
        return refuse(status, keyword, &detail);
    };
    let response = send(status, &data);
    match done.metadata.additional.get("etag").and_then(Value::as_str) {
        Some(etag) => ([(header::ETAG, etag.to_string())], response).into_response(),
        None => response,
    }
}

/// The status and keyword of the library's error; what its provider says, it says in words alone.
fn meaning(code: Option<&str>, detail: &str) -> (StatusCode, Option<&'static str>) {
    match code {
        Some("RESOURCE_NOT_FOUND" | "SCHEMA_NOT_FOUND") => (StatusCode::NOT_FOUND, None),
        Some("VALIDATION_ERROR") => (StatusCode::BAD_REQUEST, Some("invalidValue")),
        Some("INVALID_REQUEST") => (StatusCode::BAD_REQUEST, Some("invalidSyntax")),
        Some("UNSUPPORTED_OPERATION" | "UNSUPPORTED_RESOURCE_TYPE") => {
            (StatusCode::NOT_IMPLEMENTED, None)
        }
        Some("version_mismatch") => (StatusCode::PRECONDITION_FAILED, None),
        _ if detail.contains("Duplicate") => (StatusCode::CONFLICT, Some("uniqueness")),
        _ if detail.contains("not found") => (StatusCode::NOT_FOUND, None),
        _ if detail.contains("Invalid") => (StatusCode::BAD_REQUEST, Some("invalidValue")),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, None),
    }
}

fn no_endpoint() -> Response {
    refuse(StatusCode::NOT_FOUND, None, "There is no such endpoint")
}

fn no_json() -> Response {
    refuse(
        StatusCode::BAD_REQUEST,
        Some("invalidSyntax"),
        "The body is no JSON object",
    )
}

fn refuse(status: StatusCode, keyword: Option<&str>, detail: &str) -> Response {
    let mut error = json!({
        "schemas": [format!("{MESSAGES}:Error")],
        "status": status.as_u16().to_string(),
        "detail": detail,
    });
    if let Some(keyword) = keyword {
        error["scimType"] = json!(keyword);
    }
    send(status, &error)
}

fn send(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/scim+json")],
        body.to_string(),
    )
        .into_response()
}
