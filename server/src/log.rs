//! The log of the process: on standard error, one line for each event.

use crate::terminal::plain;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::panic;
use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Writes to standard error from now on, what stops a thread too.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_env("ROLECALL_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Where another one is there already it stays: the log is no reason not to serve.
    let _ = tracing::subscriber::set_global_default(subscriber(json, filter, io::stderr));
    panics();
}

/// What is told of a thread that stopped is an event as well: it may quote what someone sent.
pub fn panics() {
    panic::set_hook(Box::new(|stopped| {
        let trace = Backtrace::capture();
        let trace = (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string());
        tracing::error!(error = %stopped, trace, "a thread stopped");
    }));
}

/// As text or as JSON lines. Without colours: whatever could steer a terminal is taken for text.
pub fn subscriber<W>(json: bool, filter: EnvFilter, to: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Lines(to))
        .with_ansi(false)
        .with_target(false);
    if json {
        Box::new(builder.json().finish())
    } else {
        Box::new(builder.finish())
    }
}

/// Makes writers for which each call is one event.
struct Lines<W>(W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Lines<W> {
    type Writer = Line<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

struct Line<W>(W);

impl<W: Write> Write for Line<W> {
    /// The subscriber writes an event with its end of line at once.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        // In one piece, so that lines of several threads do not mix.
        self.0.write_all(format!("{}\n", plain(text)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
