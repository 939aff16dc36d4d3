//! Who is selected in a list, as a value: no browser here, so that every rule can be tested.

use ui::num::grouped;

/// A row that can be ticked. Rows are known by their id, never by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: String,
    /// How people call it.
    pub name: String,
}

/// What is selected. Each form says in words what it covers, and none turns into another unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// These rows, in the order in which they were ticked, on whichever page they stand.
    Picked(Vec<Row>),
    /// Everything that matches the filter of an address, save those unticked.
    Matching { filter: String, without: Vec<String> },
}

impl Default for Scope {
    fn default() -> Self {
        Self::Picked(Vec::new())
    }
}

/// How much of a page is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    None,
    Some,
    All,
}

/// The selection of a list and the place from which a range begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    scope: Scope,
    range: Option<Range>,
}

/// From where a range begins, and what it covered so far with what was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    anchor: String,
    before: Vec<(Row, bool)>,
}

impl Selection {
    pub fn new(scope: Scope) -> Self {
        Self { scope, range: None }
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn has(&self, id: &str) -> bool {
        match &self.scope {
            Scope::Picked(rows) => rows.iter().any(|row| row.id == id),
            Scope::Matching { without, .. } => !without.iter().any(|one| one == id),
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(&self.scope, Scope::Picked(rows) if rows.is_empty())
    }

    /// How many rows of this page are selected.
    pub fn extent(&self, page: &[Row]) -> Extent {
        match page.iter().filter(|row| self.has(&row.id)).count() {
            0 => Extent::None,
            n if n == page.len() => Extent::All,
            _ => Extent::Some,
        }
    }

    /// Those picked that do not stand on this page.
    pub fn elsewhere<'a>(&'a self, page: &[Row]) -> Vec<&'a Row> {
        match &self.scope {
            Scope::Picked(rows) => rows
                .iter()
                .filter(|row| page.iter().all(|one| one.id != row.id))
                .collect(),
            Scope::Matching { .. } => Vec::new(),
        }
    }

    fn set(&mut self, row: &Row, on: bool) {
        match &mut self.scope {
            Scope::Picked(rows) => {
                let at = rows.iter().position(|one| one.id == row.id);
                match (at, on) {
                    (None, true) => rows.push(row.clone()),
                    (Some(at), false) => {
                        rows.remove(at);
                    }
                    _ => {}
                }
            }
            Scope::Matching { without, .. } => {
                without.retain(|id| *id != row.id);
                if !on {
                    without.push(row.id.clone());
                }
            }
        }
    }

    /// Ticks or unticks one row; ranges begin there.
    pub fn tick(&mut self, row: &Row, on: bool) {
        self.set(row, on);
        self.range = Some(Range {
            anchor: row.id.clone(),
            before: Vec::new(),
        });
    }

    /// Gives all rows between the anchor and this one the state that this one got. A second range
    /// from the same anchor replaces the first. Where the anchor is not on the page it is a plain
    /// tick.
    pub fn tick_to(&mut self, page: &[Row], row: &Row, on: bool) {
        let place = |id: &str| page.iter().position(|one| one.id == id);
        let range = self.range.take();
        let (Some(mut range), Some(end)) = (range, place(&row.id)) else {
            return self.tick(row, on);
        };
        let Some(start) = place(&range.anchor) else {
            return self.tick(row, on);
        };
        for (row, was) in std::mem::take(&mut range.before) {
            self.set(&row, was);
        }
        for row in &page[start.min(end)..=start.max(end)] {
            range.before.push((row.clone(), self.has(&row.id)));
            self.set(row, on);
        }
        self.range = Some(range);
    }

    /// Whether the row from which ranges begin is ticked; a range by keys takes its state.
    pub fn anchor_on(&self) -> Option<bool> {
        self.range.as_ref().map(|range| self.has(&range.anchor))
    }

    /// The head's tick: what is not whole becomes whole, what is whole is cleared.
    pub fn tick_page(&mut self, page: &[Row]) {
        let on = self.extent(page) != Extent::All;
        for row in page {
            self.set(row, on);
        }
        self.range = None;
    }

    /// Takes everything that matches `filter`, on all pages.
    pub fn all_matching(&mut self, filter: &str) {
        *self = Self::new(Scope::Matching {
            filter: filter.to_owned(),
            without: Vec::new(),
        });
    }

    /// From everything that matches back to what is ticked on this page.
    pub fn only_page(&mut self, page: &[Row]) {
        let rows = page.iter().filter(|row| self.has(&row.id)).cloned().collect();
        *self = Self::new(Scope::Picked(rows));
    }

    /// Nothing is selected any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes out one row that may stand on another page.
    pub fn drop_one(&mut self, id: &str) {
        if let Scope::Picked(rows) = &mut self.scope {
            rows.retain(|row| row.id != id);
        }
    }

    /// After something was done: those for whom it failed stay selected, nobody else.
    pub fn keep_only(&mut self, rows: Vec<Row>) {
        *self = Self::new(Scope::Picked(rows));
    }

    /// What the bar says: count, then what is special about it. `total` is how many match the
    /// filter in all, `plus` that there may be more.
    pub fn words(&self, page: &[Row], total: u64, plus: bool, nouns: Nouns) -> (String, String) {
        let plus = if plus { "+" } else { "" };
        match &self.scope {
            Scope::Picked(rows) => {
                let away = self.elsewhere(page).len();
                let scope = match away {
                    0 => String::new(),
                    n if n == rows.len() => "not on this page".to_owned(),
                    n => format!("{} on other pages", grouped(n as u64)),
                };
                (format!("{} selected", nouns.count(rows.len() as u64)), scope)
            }
            Scope::Matching { filter, without } => {
                let matching = if filter.is_empty() { "" } else { "matching " };
                if without.is_empty() {
                    let all = grouped(total);
                    (
                        format!("All {all}{plus} {matching}{} selected", nouns.many),
                        String::new(),
                    )
                } else {
                    let left = grouped(total.saturating_sub(without.len() as u64));
                    let (all, out) = (grouped(total), grouped(without.len() as u64));
                    let of = if filter.is_empty() { "" } else { " matching" };
                    (
                        format!("{left}{plus} of {all}{plus}{of} selected"),
                        format!("{out} excluded"),
                    )
                }
            }
        }
    }
}

/// What the rows of a list are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nouns<'a> {
    pub one: &'a str,
    pub many: &'a str,
}

impl Nouns<'_> {
    fn count(self, n: u64) -> String {
        ui::num::count(n, self.one, self.many)
    }
}
