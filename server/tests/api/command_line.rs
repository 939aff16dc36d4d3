//! What the command line prints, by the binary itself.

use crate::harness::on_each;
use domain::name::is_invisible;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, Output};

/// Runs `rolecall` with these arguments.
fn rolecall(arguments: &[OsString]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .args(arguments)
        .env_remove("DATABASE_URL")
        .env_remove("ROLECALL_DATA")
        .output()
        .expect("the binary runs")
}

/// All that was printed; nothing of it steers a terminal.
fn printed(output: &Output) -> String {
    let all = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let text = String::from_utf8(all).expect("text");
    let odd = text
        .chars()
        .find(|ch| *ch != '\n' && (ch.is_control() || is_invisible(*ch)));
    assert_eq!(odd, None, "{text:?}");
    text
}

#[tokio::test]
async fn t_62_nothing_that_is_printed_steers_the_terminal() {
    on_each(async |app| {
        let database = app.world.db.arguments().map(OsString::from);
        let run = |arguments: &[&str]| {
            let own = arguments.iter().map(OsString::from);
            rolecall(&own.chain(database.clone()).collect::<Vec<_>>())
        };
        for evil in [
            "a\r\nrolecall: the audit log is whole",
            "\u{1b}[2J\u{1b}]0;root\u{7}",
            "\u{9b}31m\u{7f}",
            "\u{2028}\u{2029}\u{85}",
            "\u{202e}nimda\u{2066}",
        ] {
            let place = ["keys", "create", "--environment", "northwind/development"];
            let key = |more: &[&str]| run(&[&place, more].concat());
            for (output, quoted) in [
                (key(&["--name", "Ops", "--capabilities", evil]), true),
                (key(&["--name", evil]), false),
                (
                    run(&[
                        "keys",
                        "create",
                        "--name",
                        "Ops",
                        "--environment",
                        &format!("{evil}/{evil}"),
                    ]),
                    false,
                ),
                // What is no argument is quoted by who reads arguments.
                (run(&["audit", "verify", &format!("--{evil}")]), true),
                (
                    rolecall(&["migrate".into(), "--data".into(), format!("/dev/null/{evil}").into()]),
                    true,
                ),
            ] {
                let text = printed(&output);
                assert!(!output.status.success(), "{text}");
                assert!(!quoted || text.contains("\\u"), "{text}");
                assert!(!text.contains("\nrolecall: the audit log"), "{text}");
            }
        }
        let no_text = OsString::from_vec(b"\xff\x1b[1m".to_vec());
        let output = rolecall(&[&["keys".into(), "create".into(), no_text], &database[..]].concat());
        assert!(!output.status.success(), "{}", printed(&output));
        // What is to be read by programs stays as it is.
        let output = run(&[
            "keys",
            "create",
            "--environment",
            "northwind/development",
            "--name",
            "Ops",
        ]);
        let text = printed(&output);
        assert!(output.status.success() && text.starts_with("rck_"), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        let help = printed(&run(&["--help"]));
        assert!(help.contains("Usage:") && help.lines().count() > 10, "{help}");
        // Names in the log that were changed by someone are faults, and are not printed as they are.
        let evil = "\u{1b}[2J\u{202e}";
        app.world
            .db
            .script(&format!("update event_labels set labels = '{evil}'"))
            .await;
        let text = printed(&run(&["audit", "verify"]));
        assert!(text.contains("its names were changed"), "{text}");
    })
    .await;
}
