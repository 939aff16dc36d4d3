//! From where a request comes: the peer, or what a trusted proxy says.

use crate::state::AppState;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use service::sessions::Origin;
use std::net::{IpAddr, SocketAddr};

/// The address of the client. `X-Forwarded-For` is read from its end, as far as trusted proxies
/// wrote it.
pub fn address(state: &AppState, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())?;
    let mut client = peer;
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.iter().rev() {
        if !state.trusted_proxies.contains(&client) {
            break;
        }
        match hop.trim().parse() {
            Ok(before) => client = before,
            Err(_) => break,
        }
    }
    Some(client)
}

/// What a session remembers of where it began.
pub fn origin(state: &AppState, headers: &HeaderMap, extensions: &Extensions) -> Origin {
    let client = address(state, headers, extensions);
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    Origin {
        user_agent: text("user-agent"),
        ip: client.map(|ip| ip.to_string()).unwrap_or_default(),
        // Many people may sit behind one private address: only their accounts are counted.
        limited_by: client.filter(|ip| is_public(*ip)).map(|ip| ip.to_string()),
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !(ip.is_loopback() || ip.is_private() || ip.is_link_local()),
        IpAddr::V6(ip) => !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()),
    }
}
