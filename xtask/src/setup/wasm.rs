//! The compiler's standard library for the browser: by rustup, and where toolchains cannot be had, built from Debian's sources.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apt;
use crate::{places, proc};

const TARGET: &str = "wasm32-unknown-unknown";

pub fn ensure() -> Result<()> {
    let folder = library_folder()?;
    if is_there(&folder) {
        return Ok(());
    }
    println!("Adding the compiler target {TARGET}.");
    let added = proc::run(proc::command("rustup").args(["target", "add", TARGET]));
    if is_there(&folder) {
        return Ok(());
    }
    let reason = match added {
        Ok(()) => "rustup added the target to another toolchain than the active one".to_owned(),
        Err(error) => format!("{error:#}"),
    };
    println!("rustup could not add it ({reason}); building it from source instead.");
    build(&folder).with_context(|| {
        format!(
            "the compiler target {TARGET} is missing and neither way to it worked. \
             Run `rustup target add {TARGET}` where the network allows it, and try again"
        )
    })
}

fn library_folder() -> Result<PathBuf> {
    let mut rustc = proc::command("rustc");
    let said = proc::capture(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(PathBuf::from(said.trim()))
}

fn is_there(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let name = entry.file_name();
        name.to_str()
            .is_some_and(|name| name.starts_with("libstd-") && name.ends_with(".rlib"))
    })
}

fn build(folder: &Path) -> Result<()> {
    let said = proc::capture(proc::command("rustc").arg("-V"))?;
    let release = said.split_whitespace().nth(1).unwrap_or_default();
    if release.is_empty() || release.contains('-') {
        bail!(
            "only a stable compiler has packaged sources, and this one is `{}`",
            said.trim()
        );
    }
    let scratch = places::cache()?.join(format!("std-{release}"));
    // What an interrupted run left behind is not worth guessing about.
    let _ = fs::remove_dir_all(&scratch);
    let library = apt::rust_src(release, &scratch)?;
    let built = compile(&library, &scratch)?;
    install(&built, folder)?;
    // Objects built against another standard library would be refused one by one.
    let _ = fs::remove_dir_all(places::target()?.join(TARGET));
    let _ = fs::remove_dir_all(&scratch);
    Ok(())
}

/// Builds an empty crate, and with it the standard library that it would use.
fn compile(library: &Path, scratch: &Path) -> Result<PathBuf> {
    let empty = scratch.join("empty");
    fs::create_dir_all(empty.join("src")).with_context(|| format!("could not create {}", empty.display()))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(empty.join("Cargo.toml"), manifest)?;
    fs::write(empty.join("src/lib.rs"), "#![no_std]\n")?;
    let out = scratch.join("out");
    // Without bitcode inside, the link-time optimisation of our release profile fails; and the texts of panics, which
    // every browser gets, are not to name a folder of this machine.
    let remap = format!("--remap-path-prefix={}=library", library.display());
    let flags = ["-C", "embed-bitcode=yes", &remap].join("\u{1f}");
    let mut cargo = proc::cargo();
    cargo
        .args(["build", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test")
        .arg("--target-dir")
        .arg(&out)
        .current_dir(&empty)
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        // A stable compiler may build its own library; that is what these two say.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
    proc::run(&mut cargo)?;
    Ok(out.join(TARGET).join("release/deps"))
}

/// Copies beside the place and renames, so that half a library is never found by the next build.
fn install(built: &Path, folder: &Path) -> Result<()> {
    let parent = folder.parent().context("the compiler named no folder for the target")?;
    let next = parent.join("lib.next");
    let explain = || format!("{} could not be written; is the compiler yours?", parent.display());
    fs::create_dir_all(&next).with_context(explain)?;
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        let is_library = path.extension().is_some_and(|end| end == "rlib" || end == "rmeta");
        let Some(name) = path.file_name().filter(|_| is_library) else {
            continue;
        };
        if !name.to_string_lossy().starts_with("libempty-") {
            fs::copy(&path, next.join(name)).with_context(explain)?;
        }
    }
    let _ = fs::remove_dir_all(folder);
    fs::rename(&next, folder).with_context(explain)?;
    if !is_there(folder) {
        bail!(
            "the standard library was built, but {} holds no libstd",
            folder.display()
        );
    }
    Ok(())
}
