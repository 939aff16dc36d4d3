//! The result of a bulk write as a spreadsheet.

use crate::respond;
use crate::state::AppState;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::bulk::MAX_ITEMS;
use domain::id::OperationId;
use domain::problem::Problem;
use service::{Cx, operations};

/// All parts of an operation, as CSV (RFC 4180).
pub async fn csv(
    State(_): State<AppState>,
    Extension(cx): Extension<Cx>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
) -> Response {
    match table(&cx, &tenant, &environment, &id).await {
        Ok(text) => {
            let name = format!("{tenant}_{environment}_operation_{id}.csv");
            let mut response = text.into_response();
            let headers = response.headers_mut();
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/csv; charset=utf-8"),
            );
            if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
                headers.insert(header::CONTENT_DISPOSITION, value);
            }
            response
        }
        Err(error) => respond::problem(&error.into_problem(cx.request_id())),
    }
}

async fn table(cx: &Cx, tenant: &str, environment: &str, id: &str) -> service::Result<String> {
    let env = cx.environment(tenant, environment).await?;
    let id: OperationId = id.parse().map_err(|_| Problem::not_found("operation"))?;
    let found = operations::get(&env, id).await?;
    // Where people came into a group or left it, there is no assignment.
    let of_members = found.request.is_some_and(|request| request.group_id().is_some());
    let parts = operations::parts(&env, id, None, MAX_ITEMS).await?;
    let mut out = String::from("id,name,email,outcome,code,assignment_id\r\n");
    for part in parts {
        let cells = [
            part.target_id.to_string(),
            part.name.unwrap_or_default(),
            part.email.unwrap_or_default(),
            part.outcome,
            part.code.unwrap_or_default(),
            part.object_id
                .filter(|_| !of_members)
                .map(|id| id.to_string())
                .unwrap_or_default(),
        ];
        out.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        out.push_str("\r\n");
    }
    Ok(out)
}

/// A cell that no spreadsheet takes for a formula.
pub fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{cell}") } else { cell.to_owned() };
    if text.contains([',', '"', '\r', '\n']) || formula {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_never_formulas() {
        for (cell, text) in [
            ("Ada", "Ada"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("＝1", "\"'＝1\""),
            ("@x", "\"'@x\""),
        ] {
            assert_eq!(quoted(cell), text);
        }
    }
}
