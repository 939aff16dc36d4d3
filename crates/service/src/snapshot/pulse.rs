//! How environments stand, read once for all who ask at the same moment.

use super::lock;
use crate::Result;
use crate::cx::Service;
use domain::id::EnvironmentId;
use std::collections::HashMap;
use std::sync::Mutex;
use store::Mark;
use store::changes::Standing;
use tokio::sync::oneshot;

type Waiting = HashMap<EnvironmentId, Vec<oneshot::Sender<Option<Standing>>>>;

/// Gathers those who ask while a reading is under way: the next reading, which begins after all of them
/// asked, answers them together. So no answer is older than its question.
#[derive(Default)]
pub(crate) struct Pulse {
    asking: Mutex<Asking>,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Asking {
    reading: bool,
    waiting: Waiting,
}

/// What was read while the database looked like this.
#[derive(Default)]
struct Last {
    mark: Option<Mark>,
    read: HashMap<EnvironmentId, Option<Standing>>,
}

impl Last {
    fn at(&self, mark: Option<Mark>, environment: EnvironmentId) -> Option<Option<Standing>> {
        let same = mark.is_some() && self.mark == mark;
        self.read.get(&environment).filter(|_| same).copied()
    }

    /// `mark`: from before the reading, so that whatever was committed during it shows as a change.
    fn keep(&mut self, mark: Option<Mark>, environment: EnvironmentId, standing: Option<Standing>) {
        if self.mark != mark {
            *self = Self {
                mark,
                read: HashMap::new(),
            };
        }
        self.read.insert(environment, standing);
    }
}

/// How an environment stands now; `None` where there is none.
pub(crate) async fn standing(service: &Service, environment: EnvironmentId) -> Result<Option<Standing>> {
    let last = &service.snapshots().pulse.last;
    let mark = service.db().mark();
    if let Some(known) = lock(last).at(mark, environment) {
        return Ok(known);
    }
    let standing = read_with_others(service, environment).await?;
    if mark.is_some() {
        lock(last).keep(mark, environment, standing);
    }
    Ok(standing)
}

async fn read_with_others(service: &Service, environment: EnvironmentId) -> Result<Option<Standing>> {
    let (answer, asked) = oneshot::channel();
    let start = {
        let mut asking = lock(&service.snapshots().pulse.asking);
        asking.waiting.entry(environment).or_default().push(answer);
        !std::mem::replace(&mut asking.reading, true)
    };
    if start {
        // By itself: whoever asked first may leave before the answer comes.
        tokio::spawn(read_all(service.clone()));
    }
    match asked.await {
        Ok(standing) => Ok(standing),
        // The common reading failed: this one says why.
        Err(_) => Ok(read(service, [environment]).await?.get(&environment).copied()),
    }
}

async fn read_all(service: Service) {
    let done = Done(&service);
    while let Some(waiting) = done.next() {
        if let Ok(found) = read(&service, waiting.keys().copied()).await {
            for (environment, answers) in waiting {
                let standing = found.get(&environment).copied();
                for answer in answers {
                    // Who left does not hear it.
                    let _ = answer.send(standing);
                }
            }
        }
    }
}

async fn read(
    service: &Service,
    of: impl IntoIterator<Item = EnvironmentId>,
) -> Result<HashMap<EnvironmentId, Standing>> {
    Ok(store::changes::standing(&mut service.db().read().await?, of).await?)
}

/// Whoever reads for all; lets the next one begin however this one ends.
struct Done<'a>(&'a Service);

impl Done<'_> {
    fn next(&self) -> Option<Waiting> {
        let mut asking = lock(&self.0.snapshots().pulse.asking);
        let waiting = std::mem::take(&mut asking.waiting);
        asking.reading = !waiting.is_empty();
        asking.reading.then_some(waiting)
    }
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        let mut asking = lock(&self.0.snapshots().pulse.asking);
        // After an orderly end another one may be reading already; it has what waits.
        if std::thread::panicking() {
            asking.reading = false;
            asking.waiting.clear();
        }
    }
}
