//! `tidy`: the rules of the house that no compiler knows. Each is one function from the files to what is wrong with them.

mod files;
mod layers;
mod lex;
mod server_fn;
mod sheets;
#[cfg(test)]
mod tests;
mod views;
mod words;

use std::fmt;

use anyhow::{Result, bail};

use files::File;

/// One place that breaks a rule, and what to do about it.
#[derive(Debug)]
pub struct Finding {
    path: String,
    line: usize,
    sentence: String,
    warning: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.warning { "warning: " } else { "" };
        write!(out, "{}:{}: {kind}{}", self.path, self.line, self.sentence)
    }
}

type Rule = fn(&[File], &mut Vec<Finding>);

const RULES: [Rule; 18] = [
    layers::drivers_stay_in_one_file,
    layers::sqlx_stays_in_store,
    layers::sql_stays_in_store,
    layers::transactions_open_in_cx,
    layers::lints_are_the_workspace_s,
    server_fn::server_functions_are_thin,
    server_fn::errors_are_ours,
    server_fn::reads_do_not_write,
    sheets::components_have_their_style,
    sheets::colours_are_tokens,
    words::files_are_short,
    words::exceptions_are_expected,
    words::nothing_is_left_undone,
    words::files_say_why,
    words::nothing_names_a_machine,
    views::textareas_are_ours,
    views::no_raw_html,
    views::no_inline_style,
];

pub fn run() -> Result<()> {
    let files = files::load()?;
    let findings = check(&files);
    for finding in &findings {
        println!("{finding}");
    }
    let wrong = findings.iter().filter(|finding| !finding.warning).count();
    let warnings = findings.len() - wrong;
    println!("tidy: {} files, {wrong} wrong, {warnings} to watch", files.len());
    if wrong > 0 {
        bail!("rules of the house are broken; each line above says where, and what to do");
    }
    Ok(())
}

fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        rule(files, &mut findings);
    }
    findings.sort_by(|a, b| (a.warning, &a.path, a.line).cmp(&(b.warning, &b.path, b.line)));
    findings
}
