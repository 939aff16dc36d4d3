// The audit log: opened to its parts, filtered by its address, an event before and after, and taken along.
import { readFile } from "node:fs/promises";
import { Api } from "./support/api";
import { look } from "./support/axe";
import { expect, expectProblems, serve, test } from "./support/fixtures";

const app = serve({ demo: true });
const AUDIT = "/t/northwind/production/audit";

test("an event opens to its parts, its page, and back", async ({ page }) => {
  await app.login(page);
  await page.getByRole("link", { name: "Audit log", exact: true }).click();
  const log = page.getByRole("table", { name: "Events in Production, newest first" });
  await expect(log.getByRole("row", { name: /Identities imported/ })).toContainText("Command line");
  await look(page, "audit");
  await log.getByRole("link", { name: /show the parts of Groups created/ }).click();
  await expect(log.getByText("Support", { exact: true })).toBeVisible();
  await expect(log.getByRole("link", { name: /hide the parts of Groups created/ })).toBeFocused();
  await look(page, "audit, an event opened");
  await log.getByRole("link", { name: /hide the parts of Groups created/ }).click();
  await expect(log.getByText("Support", { exact: true })).toHaveCount(0);
  await log.getByRole("link", { name: "Groups created", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Groups created");
  await expect(page.getByText("groups.created", { exact: true })).toBeVisible();
  await look(page, "an event");
});

test("filtered without scripts, with what cannot be meant at its field", async ({ open }) => {
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, AUDIT);
  await page.getByLabel(/^By/).fill("zzzz");
  await page.getByRole("button", { name: "Filter" }).click();
  await expectProblems(page, [/No person or API key is called “zzzz”/]);
  await page.getByLabel(/^By/).fill("");
  await page.getByLabel(/^Action/).selectOption("group");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=group/);
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(3);
  await page.getByLabel(/^Outcome/).selectOption("denied");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(page).toHaveURL(new RegExp(`${AUDIT}$`));
});

test("a change tells before and after", async ({ page, request }) => {
  const api = new Api(request, app);
  const groups = await api.all<{ id: string; slug: string; version: number }>("/groups");
  const americas = groups.find((one) => one.slug === "support-americas");
  await app.login(page, `/t/northwind/production/groups/${americas?.id}/edit`);
  await page.getByLabel("Name", { exact: true }).fill("West");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("West");
  await page.goto(app.at(`${AUDIT}?on=West`));
  await page.getByRole("table").getByRole("link").first().click();
  const changed = page.getByRole("table", { name: "What changed" });
  await expect(changed.getByRole("row", { name: /^Name/ })).toContainText("West");
  await expect(changed.locator("del")).toHaveText(["Americas"]);
  await look(page, "an event with a difference");
});

test("taken along as CSV and as JSON lines, as filtered", async ({ page }) => {
  await app.login(page, `${AUDIT}?action=identity`);
  const saved = async (name: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^northwind_production_audit\.(csv|jsonl)$/);
    return readFile(await download.path(), "utf8");
  };
  const csv = (await saved("CSV")).trim().split("\r\n");
  expect(csv[0]).toMatch(/^seq,id,at,/);
  const lines = (await saved("JSON lines")).trim().split("\n").map((line) => JSON.parse(line));
  expect(lines.length).toBe(csv.length - 1);
  for (const line of lines) expect(line.action).toMatch(/^identit(y|ies)\./);
});
