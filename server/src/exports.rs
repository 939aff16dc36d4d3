//! Lists as files, what matches the filter whatever the page: the audit log as CSV (RFC 4180) or JSON lines,
//! the directory and who can as CSV.

use crate::respond;
use crate::results::quoted;
use crate::terminal::plain;
use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::identities::Row;
use domain::page::{At, LIMIT_MAX};
use domain::problem::{Code, Problem};
use domain::query;
use service::audit::Filter;
use service::screens::AbleLine;
use service::{Cx, Env, Error, audit, identities, screens};

/// Tenant and environment.
type Place = (String, String);

/// As CSV.
pub async fn csv(Extension(cx): Extension<Cx>, Path(place): Path<Place>, RawQuery(query): RawQuery) -> Response {
    answer(&cx, place, query, "csv", "text/csv; charset=utf-8").await
}

/// As JSON lines.
pub async fn lines(Extension(cx): Extension<Cx>, Path(place): Path<Place>, RawQuery(query): RawQuery) -> Response {
    answer(&cx, place, query, "jsonl", "application/jsonl; charset=utf-8").await
}

async fn answer(
    cx: &Cx,
    (tenant, environment): Place,
    query: Option<String>,
    ext: &str,
    kind: &'static str,
) -> Response {
    let made = async {
        let env = cx.environment(&tenant, &environment).await?;
        // Before the filter is read: what it names is nobody else's to learn.
        audit::export(&env, &Filter::default(), Some(0)).await?;
        let (asked, _) = screens::audit_asked(&query.unwrap_or_default());
        let (filter, wrong) = screens::audit_meant(&env, &asked).await?;
        if let Some((field, words)) = wrong.into_iter().next() {
            let problem = Problem::at(Code::InvalidValue, format!("/{field}"), words);
            return Err(problem.into());
        }
        audit::exportable(&env, &filter).await?;
        text(&env, &filter, ext == "csv").await
    };
    match made.await {
        Ok(text) => file(text, &format!("{tenant}_{environment}_audit.{ext}"), kind),
        Err(error) => respond::problem(&error.into_problem(cx.request_id())),
    }
}

/// The directory as CSV: who matches, with their roles.
pub async fn people(
    Extension(cx): Extension<Cx>,
    Path((tenant, environment)): Path<Place>,
    RawQuery(query): RawQuery,
) -> Response {
    let made = async {
        let env = cx.environment(&tenant, &environment).await?;
        env.require("users.view")?;
        env.require("users.bulk_operations")?;
        let (asked, notices) = query::Directory::parse(&query.unwrap_or_default());
        everyone(&env, &asked, notices).await
    };
    match made.await {
        Ok(text) => {
            let name = format!("{tenant}_{environment}_people.csv");
            file(text, &name, "text/csv; charset=utf-8")
        }
        Err(error) => respond::problem(&error.into_problem(cx.request_id())),
    }
}

async fn everyone(env: &Env, asked: &query::Directory, notices: Vec<String>) -> service::Result<String> {
    // A part of the filter that means nothing would let more into the file than were asked for.
    let whole = |notices: Vec<String>| match notices.is_empty() {
        true => Ok(()),
        false => Err(Problem::new(Code::InvalidValue, notices.join(" "))),
    };
    whole(notices)?;
    let mut out = "id,kind,name,email,status,created_at,last_seen_at,roles,roles_through_groups\r\n".to_owned();
    let mut at = At::First;
    loop {
        let listing = identities::list(env, &asked.filter, asked.sort, &at, LIMIT_MAX).await?;
        whole(listing.notices)?;
        for row in &listing.page.items {
            out.push_str(&person(row));
        }
        match listing.page.next {
            Some(next) => at = At::After(next),
            None => return Ok(out),
        }
    }
}

fn person(row: &Row) -> String {
    let roles = |through: bool| {
        let held = row.roles.iter().filter(|role| role.through_group == through);
        held.map(|role| role.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    let identity = &row.identity;
    let cells = [
        identity.id.to_string(),
        identity.kind.as_str().to_owned(),
        identity.name.clone(),
        identity.email.clone().unwrap_or_default(),
        identity.status.as_str().to_owned(),
        identity.created_at.to_string(),
        identity.last_seen_at.map(|at| at.to_string()).unwrap_or_default(),
        roles(false),
        roles(true),
    ];
    line_of(&cells)
}

/// Who can, as CSV, for the question of the explorer's address.
pub async fn able(
    Extension(cx): Extension<Cx>,
    Path((tenant, environment)): Path<Place>,
    RawQuery(query): RawQuery,
) -> Response {
    let made = async {
        let env = cx.environment(&tenant, &environment).await?;
        let asked = screens::able(&env, &query.unwrap_or_default()).await?;
        let mut out = "id,kind,name,email,deleted_at,capability,node,at,ways\r\n".to_owned();
        for AbleLine {
            identity,
            deleted,
            ways,
        } in &asked.lines
        {
            out.push_str(&line_of(&[
                identity.id.to_string(),
                identity.kind.as_str().to_owned(),
                identity.name.clone(),
                identity.email.clone().unwrap_or_default(),
                deleted.map(|at| at.to_string()).unwrap_or_default(),
                asked.capability.clone(),
                asked.node.clone().unwrap_or_default(),
                asked.at.to_string(),
                ways.join("; "),
            ]));
        }
        Ok::<_, Error>(out)
    };
    match made.await {
        Ok(text) => file(
            text,
            &format!("{tenant}_{environment}_who_can.csv"),
            "text/csv; charset=utf-8",
        ),
        Err(error) => respond::problem(&error.into_problem(cx.request_id())),
    }
}

/// A line of CSV.
fn line_of(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

fn file(text: String, name: &str, kind: &'static str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// All events that match, newest first.
async fn text(env: &Env, filter: &Filter, csv: bool) -> service::Result<String> {
    let mut out = String::new();
    if csv {
        out.push_str("seq,id,at,actor_kind,actor_id,actor,action,target_kind,target_id,target,outcome,parts,reason,request_id,before,after\r\n");
    }
    let mut before = None;
    loop {
        let records = audit::export(env, filter, before).await?;
        let Some(last) = records.last() else { break };
        before = Some(last.event.seq);
        for record in &records {
            out.push_str(&if csv { row(record) } else { line(record) });
        }
    }
    Ok(out)
}

fn row(record: &audit::Record) -> String {
    let event = &record.event;
    let target = event.target.as_ref();
    let cells = [
        event.seq.to_string(),
        event.id.to_string(),
        event.at.to_string(),
        event.actor.kind.as_str().to_owned(),
        event.actor.id.map(|id| id.to_string()).unwrap_or_default(),
        event.actor.label.clone(),
        event.action.clone(),
        target.map(|target| target.kind.clone()).unwrap_or_default(),
        target.map(|target| target.id.to_string()).unwrap_or_default(),
        target.map(|target| target.label.clone()).unwrap_or_default(),
        event.outcome.as_str().to_owned(),
        event.children.to_string(),
        event.reason.clone().unwrap_or_default(),
        event.request_id.clone(),
        record.before.clone().unwrap_or_default(),
        record.after.clone().unwrap_or_default(),
    ];
    line_of(&cells)
}

/// One line, whatever a reader takes for the end of one: some do so at U+2028 or U+0085.
fn line(record: &audit::Record) -> String {
    format!("{}\n", plain(&value(record).to_string()))
}

/// An event as programs read it.
pub fn value(record: &audit::Record) -> serde_json::Value {
    let data = |text: &Option<String>| {
        let read = text.as_deref().map(serde_json::from_str::<serde_json::Value>);
        read.and_then(Result::ok).unwrap_or_default()
    };
    let event = &record.event;
    serde_json::json!({
        "id": event.id,
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "target": event.target,
        "outcome": event.outcome,
        "parts": event.children,
        "reason": event.reason,
        "request_id": event.request_id,
        "operation_id": record.operation,
        "before": data(&record.before),
        "after": data(&record.after),
    })
}
