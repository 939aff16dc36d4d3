// Giving a role to many on its own page, as it is without scripts: tick, choose, see what will happen, do it, read
// what became of it. The dialog over the list has its own journeys.
import { readFileSync } from "node:fs";
import { type Page } from "@playwright/test";
import { Api, type Identity } from "./support/api";
import { outcome, preview, startAssign, tick } from "./support/assign";
import { DIRECTORY, expect, expectProblems, serve, test } from "./support/fixtures";

test.use({ javaScriptEnabled: false });
const app = serve({ demo: true });
const ASSIGN = "/t/northwind/production/assign";

/** `YYYY-MM-DD`, so many days from now. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The first people of a list who stand on the first long page of the directory. */
async function onFirstPage(page: Page, people: Identity[], wanted: number): Promise<Identity[]> {
  const found: Identity[] = [];
  for (const person of people) {
    if (found.length === wanted) break;
    if ((await page.locator(`input[name="id"][value="${person.id}"]`).count()) > 0) found.push(person);
  }
  expect(found).toHaveLength(wanted);
  return found;
}

test("three people and those who cannot", async ({ page, request }) => {
  const api = new Api(request, app);
  const { direct, inherited, none } = await api.standing("viewer");
  const suspended = await api.all<Identity>("/identities?status=suspended");
  await app.login(page, `${DIRECTORY}?limit=200`);
  const plain = await onFirstPage(page, none.filter(({ name }) => name !== "Dana Whitfield"), 3);
  const [already] = await onFirstPage(page, direct, 1);
  const [through] = await onFirstPage(page, inherited, 1);
  const [off] = await onFirstPage(page, suspended, 1);
  for (const person of [...plain, already, through, off]) await tick(page, person?.id);
  await page.getByRole("button", { name: "Assign role" }).click();
  await expect(page).toHaveURL(app.at(ASSIGN));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Assign role to 6 identities");
  await expect(page).toHaveTitle("Assign role to 6 identities · Production · Northwind");

  await page.getByRole("radio", { name: /^Viewer/ }).check();
  await page.getByRole("radio", { name: "For a limited time" }).check();
  await page.getByText("8 hours", { exact: true }).click();
  await page.getByText("7 days", { exact: true }).click();
  await expect(page.getByRole("radio", { name: "7 days", exact: true })).toBeChecked();
  await page.getByLabel("Reason").fill("Summer party, EVT-12");
  await preview(page);

  const gets = outcome(page, /will get Viewer until/);
  await expect(gets).toContainText(/^3will get/);
  await expect(outcome(page, "already has it directly")).toContainText("1");
  await expect(outcome(page, "has it through a group")).toContainText("1");
  const cannot = outcome(page, "can’t:");
  await expect(cannot).toContainText("can’t: 1 suspended");
  await expect(cannot.getByRole("listitem").filter({ hasText: off?.name ?? "" })).toContainText("Suspended");
  await gets.getByText("Show").click();
  for (const person of plain) await expect(gets.getByText(person.name, { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Assign Viewer to 3", exact: true }).click();
  await expect(page).toHaveURL(/\/production\/operations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("3 assigned, 2 skipped, 1 failed");
  await expect(page.getByText("by Dana Whitfield")).toBeVisible();
  await expect(page.getByRole("group").filter({ hasText: "failed" })).toContainText("Suspended");

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^northwind_production_operation_[0-9a-f-]{36}\.csv$/);
  const [head, ...lines] = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  expect(head).toBe("id,name,email,outcome,code,assignment_id");
  expect(lines).toHaveLength(6);
  const line = (person: Identity | undefined) => lines.find((line) => line.startsWith(person?.id ?? "?"));
  for (const person of plain) expect(line(person)).toMatch(/,created,,[0-9a-f-]{36}$/);
  expect(line(already)).toContain(",skipped,already_assigned,");
  expect(line(through)).toContain(",skipped,inherited,");
  expect(line(off)).toContain(",failed,suspended,");

  await page.getByRole("link", { name: "Back to Directory" }).click();
  await page.goto(app.at(`${DIRECTORY}?q=${plain[0]?.id}`));
  await expect(page.getByRole("row").filter({ hasText: plain[0]?.name ?? "" })).toContainText(/Viewer.*(6|7) days left/i);
});

test("everybody who matches, without those unticked", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?group=support-emea&limit=25`);
  // The bar comes with the first tick.
  await page.getByRole("checkbox", { name: /^Select / }).first().check();
  const words = await page.getByRole("link", { name: /^Select all \d+ matching$/ }).innerText();
  const all = Number(/\d+/.exec(words)?.[0]);
  expect(all).toBeGreaterThan(40);
  await page.getByRole("link", { name: words }).click();
  await expect(page.getByText(`All ${all} matching identities selected`)).toBeVisible();
  const ticks = page.getByRole("checkbox", { name: /^Select / });
  await expect(ticks).toHaveCount(25);
  for (const box of await ticks.all()) await expect(box).toBeChecked();
  await ticks.nth(3).uncheck();
  await ticks.nth(7).uncheck();
  await page.getByRole("button", { name: "Assign role" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Assign role to ${all - 2} identities`);
  await expect(page.getByText("group EMEA, 2 left out")).toBeVisible();
  await page.getByRole("radio", { name: /^Branding editor/ }).check();
  await preview(page);
  const numbers = await page.locator(".plan-row .n").allInnerTexts();
  expect(numbers.reduce((sum, number) => sum + Number(number), 0)).toBe(all - 2);
  const commit = page.getByRole("button", { name: /^Assign Branding editor to \d+$/ });
  const will = Number(/(\d+)$/.exec(await commit.innerText())?.[1]);
  await commit.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(`^${will} assigned`));
});

test("cancelling leads back to the same list", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=xu&sort=-name`);
  await startAssign(page, 1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Assign role to Xu Li");
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await preview(page);
  await expect(page.getByRole("button", { name: "Assign Auditor to Xu Li", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL(app.at(`${DIRECTORY}?q=xu&sort=-name`));
});

test("a role that starts later says when", async ({ page, request }) => {
  const [person] = (await new Api(request, app).standing("deployer")).none;
  const name = person?.name ?? "";
  await app.login(page, `${DIRECTORY}?q=${person?.id}`);
  await startAssign(page, 1);
  await page.getByRole("radio", { name: /^Deployer/ }).check();
  await page.getByRole("radio", { name: "Start later" }).check();
  await page.getByLabel("Starts on").fill(day(10));
  await page.getByLabel("Ends on").fill(day(20));
  await preview(page);
  await expect(page.getByText(/^Starts on .+, Europe\/Paris \(.+ UTC\)\. Ends at the end of /)).toBeVisible();
  await expect(page.getByLabel("Starts on")).toHaveValue(day(10));
  await page.getByRole("button", { name: `Assign Deployer to ${name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned");
  await page.goto(app.at(`${DIRECTORY}?q=${person?.id}`));
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText(/Deployer\s*Starts/);
});

test("wrong choices are said, and the others are kept", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=suryani`);
  await startAssign(page, 1);
  await page.getByLabel("Reason").fill("Half a form");
  await page.getByRole("button", { name: "Preview" }).click();
  await expectProblems(page, ["Choose a role"]);
  await expect(page).toHaveTitle(/^Error: Assign role to Suryani/);
  await expect(page.getByLabel("Reason")).toHaveValue("Half a form");

  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await page.getByRole("radio", { name: "Start later" }).check();
  await page.getByRole("button", { name: "Preview" }).click();
  await expectProblems(page, ["Choose the day on which it starts"]);
  await expect(page.getByLabel("Starts on")).toHaveAccessibleDescription(/Choose the day/);

  await page.getByLabel("Starts on").fill(day(20));
  await page.getByLabel("Ends on").fill(day(10));
  await page.getByRole("button", { name: "Preview" }).click();
  await expectProblems(page, [/The end must be after .+, when it starts/]);
  await expect(page.getByRole("radio", { name: /^Auditor/ })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Start later" })).toBeChecked();
  await expect(page.getByLabel("Starts on")).toHaveValue(day(20));
  await expect(page.getByLabel("Ends on")).toHaveValue(day(10));

  await page.getByRole("radio", { name: "For a limited time" }).check();
  await page.getByText("Until…", { exact: true }).click();
  await page.getByLabel("Ends on").fill(day(-3));
  await page.getByRole("button", { name: "Preview" }).click();
  await expectProblems(page, ["The end must be in the future"]);
  await expect(page.getByRole("button", { name: /^Assign Auditor/ })).toHaveCount(0);
});

test("a search among the roles keeps what was chosen before", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=suryani`);
  await startAssign(page, 1);
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await page.getByRole("searchbox", { name: "Search roles" }).fill("nowhere at all");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("No role matches “nowhere at all”")).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Auditor/ })).toBeChecked();
  await page.getByRole("searchbox", { name: "Search roles" }).fill("feeds");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("radio", { name: /^Security analyst/ })).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Viewer/ })).toHaveCount(0);
});

test("nobody selected is said", async ({ page }) => {
  await app.login(page, ASSIGN);
  await expect(page.getByRole("heading", { name: "Nobody is selected" })).toBeVisible();
  await page.getByRole("link", { name: "Back to Directory" }).click();
  await expect(page).toHaveURL(app.at(DIRECTORY));
});

test("nothing to change offers nothing to do", async ({ page, request }) => {
  const [already] = (await new Api(request, app).standing("operator")).direct;
  await app.login(page, `${DIRECTORY}?q=${already?.id}`);
  await startAssign(page, 1);
  await page.getByRole("radio", { name: /^Operator/ }).check();
  await preview(page);
  await expect(page.getByRole("button", { name: /Nothing to change/ })).toHaveAttribute("aria-disabled", "true");
});

test("pressing twice does it once", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=wanjik`);
  await startAssign(page, 1);
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await preview(page);
  const sending = page.waitForRequest((request) => /intent=commit/.test(request.postData() ?? ""));
  await page.getByRole("button", { name: /^Assign Auditor to/ }).dblclick();
  const sent = (await sending).postData() ?? "";
  await expect(page).toHaveURL(/\/operations\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned");
  // The same form once more, as after "reload and send again".
  const again = await page.request.post(app.at(ASSIGN), {
    headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: app.server.url },
    data: sent,
    maxRedirects: 0,
  });
  expect(again.status()).toBe(303);
  expect(app.at(again.headers().location ?? "")).toBe(page.url());
});
