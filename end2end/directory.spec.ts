// Finding people: search, filters, order and pages, all of it in the address.
import { type Locator, type Page } from "@playwright/test";
import { DIRECTORY, expect, expectQuery, serve, test } from "./support/fixtures";

const app = serve({ demo: true });

const rows = (page: Page): Locator => page.getByRole("table").getByRole("rowheader");
const count = (page: Page): Locator => page.getByText(/^[\d,]+ identit(y|ies)( match(es)?)?$/);

/** What a name is sorted by, near enough for people: without accents and case. */
async function names(page: Page): Promise<string[]> {
  return await rows(page).evaluateAll((cells) => cells.map((cell) => cell.querySelector("bdi")?.textContent ?? ""));
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Filter identities" }).fill(text);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => (url.searchParams.get("q") ?? "") === text);
}

/** Opens a filter, chooses and applies. */
async function choose(page: Page, facet: string, choices: string[]): Promise<void> {
  await page.getByRole("search").getByRole("button", { name: facet, exact: false }).first().click();
  const panel = page.locator(":popover-open");
  const list = panel.getByRole("combobox");
  // A few choices are radios or checkboxes, many are a list.
  if ((await list.count()) > 0) await list.selectOption({ label: choices[0] ?? "" });
  else for (const choice of choices) await panel.getByLabel(choice, { exact: true }).check();
  await panel.getByRole("button", { name: "Apply" }).click();
}

test("everybody, and how many", async ({ page }) => {
  await app.login(page);
  await expect(count(page)).toHaveText("250 identities");
  await expect(page.getByRole("link", { name: /Identities\s*250/ })).toHaveAttribute("aria-current", "page");
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByText("1–50 of 250")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
});

test("search finds without accents, with two letters, in addresses", async ({ page }) => {
  await app.login(page);
  for (const [text, found] of [
    ["cagla", "Çağla Yıldırım"],
    ["ÇAĞLA", "Çağla Yıldırım"],
    ["kjaergaard", "Søren Kjærgaard"],
    ["xu", "Xu Li"],
    ["li", "Xu Li"],
    ["vane-tempest@ledger", "Harriet Vane-Tempest"],
    ["Papadopoulos", "Γιώργος Παπαδόπουλος"],
    ["Παπαδοπουλος", "Γιώργος Παπαδόπουλος"],
    ["קואן", ""],
    ["לוי", "נועה לוי"],
  ] as const) {
    await search(page, text);
    if (found === "") await expect(page.getByRole("heading", { name: `No identities match “${text}”` })).toBeVisible();
    else await expect(rows(page).filter({ hasText: found })).toHaveCount(1);
  }
});

test("a search keeps what was asked, and an id finds its person", async ({ page }) => {
  await app.login(page);
  await search(page, "deploy-bot");
  await expect(count(page)).toHaveText("1 identity matches");
  const box = page.getByRole("checkbox", { name: "Select deploy-bot" });
  await expect(page.getByRole("searchbox", { name: "Filter identities" })).toHaveValue("deploy-bot");
  const id = await box.getAttribute("value");
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await search(page, id ?? "");
  await expect(rows(page)).toHaveText([/deploy-bot/]);
});

test("filters come from the form and go by their chips", async ({ page }) => {
  await app.login(page);
  await choose(page, "Status", ["Suspended", "Invited"]);
  await expectQuery(page, { status: ["invited", "suspended"] });
  await expect(count(page)).toHaveText("13 identities match");
  await expect(page.getByRole("button", { name: "Status Invited, suspended" })).toBeVisible();
  await choose(page, "Role", ["Deployer"]);
  await expectQuery(page, { status: ["invited", "suspended"], role: "deployer" });
  await expect(count(page)).toHaveText("3 identities match");
  await page.getByRole("link", { name: "Remove filter Status" }).click();
  await expectQuery(page, { role: "deployer" });
  expect(await rows(page).count()).toBeGreaterThan(3);
  await page.getByRole("link", { name: "Remove filter Role Deployer" }).click();
  await expect(page).toHaveURL(app.at(DIRECTORY));
  await expect(count(page)).toHaveText("250 identities");
});

test("groups are offered as a tree and count what is below them", async ({ page }) => {
  await app.login(page);
  await page.getByRole("search").getByRole("button", { name: "Group" }).click();
  const list = page.locator(":popover-open").getByLabel("Group");
  const options = await list.getByRole("option").allTextContents();
  const at = options.indexOf("Support");
  expect(options.slice(at + 1, at + 3)).toContain("\u2003Americas");
  expect(options).toContain("\u2003\u2003Night shift");
  await list.selectOption("support-emea-night-shift");
  await page.locator(":popover-open").getByRole("button", { name: "Apply" }).click();
  await expectQuery(page, { group: "support-emea-night-shift" });
  await expect(page.getByRole("link", { name: "Remove filter Group Night shift" })).toBeVisible();
  // The nine of the demo, and a few who are there for some days.
  await expect(count(page)).toHaveText(/^(9|1[0-2]) identities match$/);
  await page.goto(app.at(`${DIRECTORY}?group=support-emea`));
  await expect(count(page)).toHaveText(/^4\d identities match$/);
});

test("what ends soon is found and shown", async ({ page }) => {
  await app.login(page);
  await choose(page, "Ends within", ["7 days"]);
  await expectQuery(page, { ends: "7d" });
  // Eight roles end by themselves, some more with a membership; each row shows it.
  await expect(count(page)).toHaveText(/^([89]|1[0-4]) identities match$/);
  for (const row of await page.getByRole("rowgroup").last().getByRole("row").all()) {
    await expect(row).toContainText(/days left|hours? left|ends today|within the hour/i);
  }
});

test("a search within a filter keeps the filter", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?status=active&role=viewer&sort=-name&limit=25`);
  await search(page, "a");
  await expectQuery(page, { q: "a", status: "active", role: "viewer", sort: "-name", limit: "25" });
});

test("the order turns round", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?limit=200`);
  const up = await names(page);
  await page.goto(app.at(DIRECTORY));
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(app.at(`${DIRECTORY}?sort=-name`));
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  const down = await names(page);
  expect(down).toHaveLength(50);
  expect([...down].reverse().slice(0, 1)).not.toEqual(up.slice(0, 1));
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(app.at(DIRECTORY));
});

test("pages are links, keep the filter, and show everybody once", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?status=active&limit=100&sort=-name`);
  await expect(count(page)).toHaveText("237 identities match");
  const pages = page.getByRole("navigation", { name: "Pages" });
  const [previous, next] = [
    pages.getByRole("link", { name: "Previous page" }),
    pages.getByRole("link", { name: "Next page" }),
  ];
  await expect(previous).toHaveAttribute("aria-disabled", "true");
  const first = await names(page);
  const all = [...first];
  await next.click();
  await expect(page).toHaveURL(/status=active&sort=-name&after=/);
  all.push(...(await names(page)));
  await next.click();
  await expect(next).toHaveAttribute("aria-disabled", "true");
  all.push(...(await names(page)));
  expect(all).toHaveLength(237);
  const ids = new Set(all);
  expect(ids.size).toBeGreaterThan(230);
  await previous.click();
  await expect(page).toHaveURL(/before=/);
  expect(await names(page)).toEqual(all.slice(100, 200));
  await previous.click();
  await expect(previous).toHaveAttribute("aria-disabled", "true");
  expect(await names(page)).toEqual(first);
  await next.click();
  await pages.getByRole("link", { name: "First" }).click();
  await expect(page).toHaveURL(app.at(`${DIRECTORY}?status=active&sort=-name&limit=100`));
  await page.getByRole("button", { name: "100 per page" }).click();
  await page.getByRole("link", { name: "25 per page" }).click();
  await expect(page).toHaveURL(app.at(`${DIRECTORY}?status=active&sort=-name&limit=25`));
  await expect(rows(page)).toHaveCount(25);
});

test("nothing found offers a way back", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=zzzz&status=suspended`);
  await expect(page.getByRole("heading", { name: "No identities match “zzzz”, status suspended" })).toBeVisible();
  await expect(count(page)).toHaveText("0 identities match");
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(page).toHaveURL(app.at(DIRECTORY));
});

test("what the address says wrongly is left out and said", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?colour=blue&status=asleep&q=deploy-bot`);
  await expect(page.getByText("“colour=blue” of the address means nothing here")).toBeVisible();
  await expect(page.getByText("“status=asleep”")).toBeVisible();
  await expect(count(page)).toHaveText("1 identity matches");
  await page.goto(app.at(`${DIRECTORY}?after=rubbish`));
  await expect(page.getByText("the list starts at its beginning")).toBeVisible();
  await expect(rows(page)).toHaveCount(50);
  await page.goto(app.at(`${DIRECTORY}?role=no-such-role`));
  await expect(page.locator(".notice")).toContainText("no-such-role");
});

test("a role behind +1 is shown without leaving", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?limit=200`);
  const more = page.getByRole("button", { name: /^\+\d of \d roles of / }).first();
  const held = Number(/of (\d+) roles/.exec(await more.innerText())?.[1]);
  await more.click();
  await expect(page.locator(":popover-open .held")).toHaveCount(held);
  await page.keyboard.press("Escape");
  await expect(page.locator(":popover-open")).toHaveCount(0);
});
