//! A client of HTTP/1.1 that costs next to nothing.

use anyhow::{Context, Result, bail, ensure};
use kit::median;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection that is kept open.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Client {
    pub async fn to(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let read = Vec::new();
        Ok(Self { stream, read })
    }

    /// The body of the answer, which must be a good one.
    pub async fn ask(&mut self, request: &[u8]) -> Result<String> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if let Some(end) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.read[..end])?;
                ensure!(head.starts_with("HTTP/1.1 200"), "{head}");
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.trim().parse::<usize>().ok())?
                });
                let length = length.context("an answer with a length")?;
                if self.read.len() >= end + 4 + length {
                    return Ok(String::from_utf8(self.read[end + 4..].to_vec())?);
                }
            }
            let mut part = [0; 65_536];
            match self.stream.read(&mut part).await? {
                0 => bail!("the server hung up"),
                n => self.read.extend_from_slice(&part[..n]),
            }
        }
    }

    pub async fn time(&mut self, request: &[u8], repeats: usize) -> Result<Duration> {
        let mut took = Vec::with_capacity(repeats);
        for _ in 0..repeats {
            let start = Instant::now();
            self.ask(request).await?;
            took.push(start.elapsed().as_secs_f64());
        }
        Ok(Duration::from_secs_f64(median(&mut took)))
    }
}
