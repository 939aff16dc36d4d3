//! The one place that waits: data under way, come, or failed. Parts draw only what has come.
use std::future::Future;

use leptos::prelude::*;

/// Waits for `data`, then draws it with the children, or its error with `error`. On the server the page is sent
/// when all is there, so that it is whole without scripts.
///
/// `<Loaded data=rpc_call() error=errors::view let:page> … </Loaded>`
#[component]
pub fn Loaded<T, E, D, C, V>(
    /// What to wait for.
    data: D,
    /// Draws an error.
    error: fn(E) -> AnyView,
    /// Draws the data.
    children: C,
) -> impl IntoView
where
    T: Send + 'static,
    E: Send + 'static,
    D: Future<Output = Result<T, E>> + Send + 'static,
    C: FnOnce(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let view = async move {
        match data.await {
            Ok(data) => children(data).into_any(),
            Err(reason) => error(reason),
        }
    };
    let waiting = || view! { <p class="loading">"Loading…"</p> };
    view! { <Suspense fallback=waiting>{Suspend::new(view)}</Suspense> }.into_any()
}

/// Rows that are under way: they keep their height and are announced once.
#[component]
pub fn Skeleton(
    /// How many rows.
    #[prop(default = 3)]
    rows: usize,
    /// "Loading identities".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let row = || {
        view! {
            <tr role="row">
                <td role="cell"><span class="who"><i class="skel skel-av"></i><i class="skel skel-s"></i></span></td>
                <td role="cell"><i class="skel"></i></td>
            </tr>
        }
        .into_any()
    };
    view! {
        <div class="list" aria-busy="true">
            <table class="table" role="table">
                <caption class="vh">{label}</caption>
                <tbody role="rowgroup">{(0..rows).map(|_| row()).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(error: &'static str) -> AnyView {
        view! { <p>{error}</p> }.into_any()
    }

    /// Only that it can be written like this; rendering it needs the server's executor.
    #[expect(dead_code, reason = "compiled, not run")]
    fn page() -> AnyView {
        let data = async { Ok::<_, &'static str>(7) };
        view! { <Loaded data error=words let:n><b>{n}</b></Loaded> }.into_any()
    }
}
