// The list of assignments: states, filters, order, pages; and what can be done with one or many.
import { type Locator, type Page } from "@playwright/test";
import { DIRECTORY, alive, expect, expectNoOverflow, expectProblems, expectQuery, serve, test } from "./support/fixtures";

const app = serve({ demo: true });
const LIST = `${DIRECTORY}/assignments`;

const rows = (page: Page): Locator => page.getByRole("table").getByRole("rowheader");

/** A day so many days from now, as a date field has it. */
function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test("active and ending ones are shown first, with who gave them", async ({ page }) => {
  await app.login(page);
  await page.getByRole("link", { name: /^Assignments/ }).click();
  await expect(page).toHaveURL(app.at(LIST));
  await expect(page.getByText(/^\d+ assignments match$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "State Active, ending soon" })).toBeVisible();
  for (const row of (await page.getByRole("row").all()).slice(1)) {
    await expect(row).toContainText(/Active|Ends (in|within)/);
  }
  await expect(page.getByRole("columnheader", { name: "Name and role" })).toHaveAttribute("aria-sort", "ascending");
});

for (const [state, words] of [
  ["scheduled", /Starts \d/],
  ["ended", /Ended \d/],
  ["revoked", /Revoked \d/],
  ["no_effect", /No effect: (suspended|invited)/],
  ["ending_soon", /Ends (in|within)/],
] as const) {
  test(`the state ${state} is found and said`, async ({ page }) => {
    await app.login(page, `${LIST}?state=${state}`);
    expect(await rows(page).count()).toBeGreaterThan(0);
    for (const row of (await page.getByRole("row").all()).slice(1)) await expect(row).toContainText(words);
  });
}

test("filters come from the form and go by their chips", async ({ page }) => {
  await app.login(page, LIST);
  await page.getByRole("link", { name: "Remove filter State" }).click();
  await expectQuery(page, { state: "any" });
  await page.getByRole("search").getByRole("button", { name: "Given to" }).click();
  await page.locator(":popover-open").getByLabel("Groups").check();
  await page.locator(":popover-open").getByRole("button", { name: "Apply" }).click();
  await expectQuery(page, { state: "any", source: "group" });
  await expect(rows(page)).not.toHaveCount(0);
  await page.getByRole("searchbox", { name: "Filter assignments" }).fill("support");
  await page.keyboard.press("Enter");
  await expectQuery(page, { q: "support", state: "any", source: "group" });
  await expect(rows(page).first()).toContainText("Support");
  await page.goto(app.at(`${LIST}?q=zzzz`));
  await expect(page.getByRole("heading", { name: /^No assignments match “zzzz”/ })).toBeVisible();
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(page).toHaveURL(app.at(LIST));
});

test("pages are links and the order by end turns round", async ({ page }) => {
  await app.login(page, `${LIST}?state=any&limit=100`);
  const next = page.getByRole("link", { name: "Next page" });
  const ids = new Set<string>();
  for (;;) {
    for (const box of await page.locator("tbody input[name=id]").all()) {
      ids.add((await box.getAttribute("value")) ?? "");
    }
    if ((await next.getAttribute("aria-disabled")) === "true") break;
    const before = page.url();
    await next.click();
    await expect(page).not.toHaveURL(before);
    // The address changes before the rows have arrived.
    await page.waitForLoadState();
  }
  const total = Number(/^([\d,]+)/.exec(await page.locator(".meta").innerText())?.[1]?.replace(",", ""));
  expect(ids.size).toBe(total);
  await page.goto(app.at(LIST));
  await page.getByRole("columnheader", { name: "To" }).getByRole("link").click();
  await expectQuery(page, { sort: "to" });
  await expect(page.getByRole("row").nth(1)).toContainText(/Ends (in|within)/);
});

test("one assignment has a page with its history, and ends by itself", async ({ open }) => {
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${LIST}?state=ending_soon`);
  await page.getByRole("link", { name: /^Open / }).first().click();
  await expect(page.getByRole("heading", { level: 2, name: "History" })).toBeVisible();
  await expect(page.locator(".log > li").last()).toContainText("was given");
  const title = await page.getByRole("heading", { level: 1 }).innerText();
  await page.getByRole("link", { name: "Change dates" }).click();
  await page.getByRole("radio", { name: "On a day" }).check();
  await page.getByLabel("Ends on").fill(day(-4));
  await page.getByRole("button", { name: "Change dates" }).click();
  await expectProblems(page, [/The end must be in the future/]);
  await page.getByRole("radio", { name: "30 days longer" }).check();
  await page.getByRole("button", { name: "Change dates" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText(" ends ");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.locator(".log > li").first()).toContainText("The dates of");
  await page.getByRole("link", { name: "End now" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^End the direct .+ now$/);
  await page.getByRole("button", { name: "End now" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("has ended");
  await expect(page.getByRole("link", { name: "Give it again" })).toBeVisible();
});

test("many are extended and ended by plan, without scripts", async ({ open }) => {
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${LIST}?state=ending_soon&state=active&sort=-name`);
  const boxes = page.getByRole("checkbox", { name: /^Select / });
  for (const at of [1, 2, 3]) await boxes.nth(at).check();
  await page.getByRole("button", { name: "Extend 30 days" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Change 3 assignments");
  await expect(page.getByRole("region", { name: "What will change" })).toBeVisible();
  await page.getByRole("radio", { name: "End now", exact: true }).check();
  await page.getByRole("button", { name: "Preview again" }).click();
  await page.getByRole("button", { name: /^End \d now$/ }).click();
  await expect(page).toHaveURL(/\/operations\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^\d removed/);
});

test("many are changed in the dialog, and it can be undone", async ({ page }) => {
  await app.login(page, `${LIST}?state=active&sort=to`);
  await alive(page);
  const boxes = page.locator("tbody input[name=id]");
  await boxes.nth(0).click();
  await boxes.nth(2).click({ modifiers: ["Shift"] });
  await expect(page.locator(".bar-count")).toHaveText("3 assignments selected");
  await page.getByRole("button", { name: "Extend 30 days" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveAccessibleName("Change 3 assignments");
  await expect(dialog.getByRole("button", { name: "Extend 3", exact: true })).toBeVisible();
  await dialog.getByLabel("Days").fill("10");
  await expect(dialog.getByRole("region", { name: "What will change" })).toBeVisible();
  await dialog.getByRole("radio", { name: "End now", exact: true }).check();
  await dialog.getByRole("button", { name: "End 3 now", exact: true }).click();
  await expect(dialog.getByRole("heading", { name: "3 removed" })).toBeFocused();
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog.getByRole("heading", { name: "3 assigned" })).toBeFocused();
  await dialog.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("Assigned 3");
  await expect(page.getByRole("toolbar")).toBeHidden();
});

test("wrong dates for many are said, and the selection stays", async ({ open }) => {
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${LIST}?state=scheduled`);
  await page.getByRole("checkbox", { name: /^Select / }).first().check();
  await page.getByRole("button", { name: "Change dates" }).click();
  await page.getByRole("button", { name: "Preview" }).click();
  await expectProblems(page, ["Choose the day on which they end"]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Change 1 assignment");
  await page.getByLabel("Ends on").fill(day(60));
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("button", { name: "Change dates of 1" })).toBeVisible();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expectQuery(page, { state: "scheduled" });
});

test("nothing stands out to the side on a phone", async ({ page }) => {
  await app.login(page, LIST);
  for (const width of [390, 320]) await expectNoOverflow(page, width);
});
