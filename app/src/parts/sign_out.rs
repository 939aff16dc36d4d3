//! The box that also signs out those who lose something by a change.

use domain::form::Sent;
use domain::screens::Shell;
use leptos::prelude::*;
use ui::checkbox::Check;

/// Nothing for those who may not end sessions. `signed_in`: how many who have it are signed in, where that
/// is known; with nobody there is nothing to ask.
pub fn also(shell: &Shell, sent: &Sent, signed_in: Option<usize>) -> Option<AnyView> {
    among(shell, sent, signed_in, ("has it", "have it"))
}

/// The same of people of whom something else is so: `is in it`, `are in it`.
pub fn among(shell: &Shell, sent: &Sent, signed_in: Option<usize>, (is, are): (&str, &str)) -> Option<AnyView> {
    let ask = shell.may_revoke_sessions && signed_in != Some(0);
    ask.then(|| {
        let now = match signed_in {
            None => "",
            Some(1) => &format!("1 person who {is} is signed in now. "),
            Some(n) => &format!("{n} people who {are} are signed in now. "),
        };
        let hint = format!(
            "{now}They are signed out everywhere, in other environments, too. Otherwise they stay signed in, and this console decides anew at each step."
        );
        view! {
            <Check
                name="sessions" value="yes" checked=sent.value("sessions") == "yes"
                label="Also sign out those who lose something" hint
            />
        }
        .into_any()
    })
}
