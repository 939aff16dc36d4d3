//! Whether anything was committed to a SQLite file since one looked, without asking SQLite.
//!
//! In WAL mode a commit of whichever process becomes visible by the head of the WAL index, which lies beside
//! the file as `…-shm` (<https://sqlite.org/walformat.html>, 2.2.1): SQLite compares it at the start of every
//! read to learn whether anything is new. While it is the same, a read would see what the last one saw.

use super::Db;
use crate::Result;
use std::fs::File;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// Both copies of the head; a commit writes one after the other.
const HEAD: usize = 96;

/// What the database looked like at a moment. Two that are equal: nothing was committed between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which index it is: one that was made anew may look as the last one did in its beginning.
    index: u64,
    head: [u8; HEAD],
}

/// Reads marks of one file.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    path: PathBuf,
    open: Arc<RwLock<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    index: Option<Index>,
    /// How many there were.
    count: u64,
}

/// The WAL index. It is never closed while it exists: SQLite locks parts of it, and whichever handle of a
/// process closes a file takes all locks of that process on it along
/// (<https://sqlite.org/howtocorrupt.html>, 2.2).
#[derive(Debug)]
struct Index(ManuallyDrop<File>);

impl Marker {
    /// The file must be there: what lies beside it bears the name to which all links lead.
    pub fn of(database: &Path) -> Self {
        let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
        let mut path = database.as_os_str().to_owned();
        path.push("-shm");
        Self {
            path: path.into(),
            open: Arc::default(),
        }
    }

    /// Itself, where it sees a commit on this file system.
    pub async fn proven(self, db: &Db) -> Result<Option<Self>> {
        let before = self.read();
        crate::migrate::commit_nothing(db).await?;
        let after = self.read();
        Ok((after.is_some() && after != before).then_some(self))
    }

    /// The present mark; `None` where it cannot be told.
    pub fn read(&self) -> Option<Mark> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        if open.index.as_ref().is_some_and(|index| !index.is_gone()) {
            return open.mark();
        }
        drop(open);
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(gone) = open.index.take_if(|index| index.is_gone()) {
            // Whoever closed the database last has removed it; nobody has a lock on it any more.
            drop(ManuallyDrop::into_inner(gone.0));
        }
        if open.index.is_none() {
            open.index = Some(Index(ManuallyDrop::new(File::open(&self.path).ok()?)));
            open.count += 1;
        }
        open.mark()
    }
}

impl Open {
    fn mark(&self) -> Option<Mark> {
        let head = self.index.as_ref()?.head()?;
        // Before it is in use there is nothing in it that could change.
        (head != [0; HEAD]).then_some(Mark {
            index: self.count,
            head,
        })
    }
}

#[cfg(unix)]
impl Index {
    /// Only where that is certain: what is taken for gone is closed.
    fn is_gone(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        self.0.metadata().is_ok_and(|data| data.nlink() == 0)
    }

    fn head(&self) -> Option<[u8; HEAD]> {
        use std::os::unix::fs::FileExt;
        let mut head = [0; HEAD];
        self.0.read_exact_at(&mut head, 0).ok()?;
        Some(head)
    }
}

/// Elsewhere each question asks the database.
#[cfg(not(unix))]
impl Index {
    fn is_gone(&self) -> bool {
        false
    }

    fn head(&self) -> Option<[u8; HEAD]> {
        None
    }
}
