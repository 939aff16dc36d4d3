//! The audit log.

use crate::error::Failure;
use domain::id::EventId;
use domain::screens as view;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::cx;

/// The audit log; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "audit", input = GetUrl)]
pub async fn audit(tenant: String, environment: String, search: String) -> Result<view::Audit, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::audit_page(&env, &search).await).await
}

/// One event of the audit log.
#[server(prefix = "/_fn", endpoint = "audit/event", input = GetUrl)]
pub async fn audit_event(tenant: String, environment: String, id: EventId) -> Result<view::AuditEvent, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::audit_event(&env, id).await).await
}
