//! The description of the API, and whether an answer is as it says.

use serde_json::Value;
use server::rest::openapi::DOCUMENT;

pub fn document() -> Value {
    serde_json::from_str(DOCUMENT).expect("the document is JSON")
}

/// Every operation: method, path below `/api/v1`, and what is said of it.
pub fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let path = path.strip_prefix("/api/v1").expect("a path of version 1");
        for (method, operation) in item.as_object().expect("operations") {
            assert!(method == "parameters" || METHODS.contains(&method.as_str()), "{method}");
            if method != "parameters" {
                all.push((method.to_uppercase(), path.to_owned(), operation));
            }
        }
    }
    all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    all
}

/// Fails where an answer is not as the document describes that status of the operation.
pub fn conforms(method: &str, path: &str, status: u16, body: &Value) {
    let document = document();
    let place = format!("{method} {path} {status}");
    let operation = &document["paths"][format!("/api/v1{path}")][method.to_lowercase()];
    let response = resolve(&document, &operation["responses"][status.to_string()]);
    assert!(response.is_object(), "{place} is not described");
    let schema = &response["content"]["application/json"]["schema"];
    assert!(schema.is_object() || body.is_null(), "{place} has no schema");
    if schema.is_object() {
        check(&document, schema, body, &place);
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => document
            .pointer(reference.trim_start_matches('#'))
            .expect("what is referred to"),
        None => schema,
    }
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the document has the type {other}"),
    }
}

fn check(document: &Value, schema: &Value, value: &Value, place: &str) {
    let schema = resolve(document, schema);
    if let Some(choices) = schema["anyOf"].as_array() {
        let kind = |choice: &Value| resolve(document, choice)["type"].as_str().map(str::to_owned);
        let chosen = choices
            .iter()
            .find(|choice| kind(choice).is_some_and(|kind| fits(&kind, value)));
        let chosen = chosen.unwrap_or_else(|| panic!("{place}: {value}"));
        return check(document, chosen, value, place);
    }
    if let Some(kind) = schema["type"].as_str() {
        assert!(fits(kind, value), "{place} is no {kind}: {value}");
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{place}: {value}");
    }
    if let Some(item) = schema.get("items") {
        for (index, value) in value.as_array().into_iter().flatten().enumerate() {
            check(document, item, value, &format!("{place}/{index}"));
        }
    }
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        assert!(value.get(name).is_some(), "{place} lacks {name}: {value}");
    }
    let Some(known) = schema["properties"].as_object() else {
        return;
    };
    for (name, value) in value.as_object().into_iter().flatten() {
        let schema = known
            .get(name)
            .unwrap_or_else(|| panic!("{place} does not describe {name}"));
        check(document, schema, value, &format!("{place}/{name}"));
    }
}
