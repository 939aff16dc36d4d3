//! A private Postgres for tests and benchmarks: its own folder and port, gone when we are gone.

use std::env;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::proc;

/// Waits until nobody holds its standard input any more, then stops the server and removes the folder.
/// A program of its own, because we may be interrupted or killed and then clean up nothing.
const REAPER: &str = r#"
trap '' HUP INT TERM
read -r _
stop="'$ROLECALL_PG_CTL' -D '$ROLECALL_PG_DIR/data' -m immediate -w stop"
if [ "$ROLECALL_PG_SU" = 1 ]; then su -s /bin/sh postgres -c "$stop"; else sh -c "$stop"; fi
rm -rf "$ROLECALL_PG_DIR"
"#;

const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
";

/// What the server does for its data before it says that it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// Nothing: a test's data may go with the machine.
    None,
    /// All that it does for anyone: a benchmark measures that, too.
    Full,
}

impl Durability {
    const fn settings(self) -> &'static str {
        match self {
            Self::None => "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n",
            Self::Full => "",
        }
    }
}

/// A running server; dropping it stops it and removes everything it wrote.
pub struct Postgres {
    port: u16,
    reaper: Child,
    alive: Option<ChildStdin>,
}

/// The programs of the newest Postgres on this machine.
pub fn bin_dir() -> Option<PathBuf> {
    let packaged = fs::read_dir("/usr/lib/postgresql").ok().and_then(|versions| {
        versions
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let version: u32 = path.file_name()?.to_str()?.parse().ok()?;
                Some((version, path.join("bin")))
            })
            .filter(|(_, bin)| bin.join("initdb").exists())
            .max()
            .map(|(_, bin)| bin)
    });
    packaged.or_else(|| {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).find(|dir| dir.join("initdb").exists())
    })
}

impl Postgres {
    pub fn start() -> Result<Self> {
        Self::start_as(Durability::None)
    }

    /// One that keeps its data as a server of the trade does.
    pub fn start_durable() -> Result<Self> {
        Self::start_as(Durability::Full)
    }

    fn start_as(durability: Durability) -> Result<Self> {
        let bin =
            bin_dir().context("there is no Postgres on this machine; `cargo xtask setup --tests` installs one")?;
        let mut last = anyhow!("no attempt was made");
        // Another program may take the port between our looking and the server's asking for it.
        for _ in 0..3 {
            match Self::start_once(&bin, durability) {
                Ok(server) => return Ok(server),
                Err(error) => last = error,
            }
        }
        Err(last.context("the private Postgres for the tests did not start"))
    }

    /// For `ROLECALL_TEST_POSTGRES`: a superuser, because each test makes a database of its own.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn start_once(bin: &Path, durability: Durability) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let owner = Owner::of_server();
        let dir = env::temp_dir().join(format!("rolecall-postgres-{}-{port}", std::process::id()));
        fs::create_dir(&dir).with_context(|| format!("could not create {}", dir.display()))?;
        // From here on, the folder and the server go when this value goes.
        let server = Self::watched(bin, &dir, port, owner)?;
        if owner == Owner::Postgres {
            proc::run(proc::command("chown").arg("postgres").arg(&dir))?;
        }
        let data = dir.join("data");
        let initdb = format!(
            "'{}' -D '{}' -U postgres -A trust -E UTF8 --locale=C --no-sync",
            bin.join("initdb").display(),
            data.display()
        );
        proc::capture(&mut owner.shell(&initdb, &dir))?;
        let mut settings = fs::OpenOptions::new().append(true).open(data.join("postgresql.conf"))?;
        writeln!(settings, "{SETTINGS}{}port = {port}", durability.settings())?;
        let log = dir.join("log");
        let start = format!(
            "'{}' -D '{}' -l '{}' -w -t 60 start",
            bin.join("pg_ctl").display(),
            data.display(),
            log.display()
        );
        if let Err(error) = proc::capture(&mut owner.shell(&start, &dir)) {
            let said = fs::read_to_string(&log).unwrap_or_default();
            bail!("{error:#}\n{said}");
        }
        Ok(server)
    }

    fn watched(bin: &Path, dir: &Path, port: u16, owner: Owner) -> Result<Self> {
        let mut reaper = proc::command("sh");
        reaper
            .args(["-c", REAPER])
            .current_dir("/")
            .env("ROLECALL_PG_CTL", bin.join("pg_ctl"))
            .env("ROLECALL_PG_DIR", dir)
            .env("ROLECALL_PG_SU", if owner == Owner::Postgres { "1" } else { "0" })
            // Ctrl-C in a terminal goes to our whole group, and this one has to outlive it.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut reaper = reaper.spawn().context("could not start a shell")?;
        let alive = reaper.stdin.take();
        Ok(Self { port, reaper, alive })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.alive.take());
        let _ = self.reaper.wait();
    }
}

/// Whose process the server is: it refuses to run as root.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Ourselves,
    Postgres,
}

impl Owner {
    fn of_server() -> Self {
        if proc::is_root() {
            Self::Postgres
        } else {
            Self::Ourselves
        }
    }

    fn shell(self, line: &str, dir: &Path) -> Command {
        let mut command = match self {
            Self::Ourselves => proc::command("sh"),
            Self::Postgres => {
                let mut su = proc::command("su");
                su.args(["-s", "/bin/sh", "postgres"]);
                su
            }
        };
        // The checkout may lie where that user cannot look.
        command.args(["-c", line]).current_dir(dir);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_and_leaves_nothing_behind() {
        if bin_dir().is_none() {
            return;
        }
        let server = Postgres::start().unwrap();
        let port = server.port;
        let dir = env::temp_dir().join(format!("rolecall-postgres-{}-{port}", std::process::id()));
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        assert!(dir.exists());
        drop(server);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!dir.exists());
    }
}
