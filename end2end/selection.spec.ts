// Selecting rows in a living page: ranges, pages, filters, everything that matches; by pointer and by keys.
import { type Locator, type Page } from "@playwright/test";
import { DIRECTORY, alive, expect, serve, test } from "./support/fixtures";

const app = serve({ demo: true });
const SHORT = `${DIRECTORY}?limit=25`;

const ticks = (page: Page): Locator => page.locator("tbody input[name=id]");
const head = (page: Page): Locator => page.locator("thead .tick input");
const bar = (page: Page): Locator => page.getByRole("toolbar", { name: "Actions for selected identities" });
const count = (page: Page): Locator => bar(page).locator(".bar-count");
const said = (page: Page): Locator => page.locator("#live");

async function open(page: Page, path = SHORT): Promise<void> {
  await app.login(page, path);
  await alive(page);
}

/** Which rows of the page are ticked, by their places. */
async function ticked(page: Page): Promise<number[]> {
  return await ticks(page).evaluateAll((boxes) =>
    boxes.flatMap((box, at) => ((box as HTMLInputElement).checked ? [at] : [])));
}

test("the bar takes the place of the count, and nothing moves", async ({ page }) => {
  await open(page);
  const places = async (): Promise<unknown> =>
    await page.locator("thead, tbody tr, .filters").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  const before = await places();
  await expect(bar(page)).toBeHidden();
  await ticks(page).nth(2).check();
  await expect(count(page)).toHaveText("1 identity selected");
  await expect(bar(page)).toBeVisible();
  expect(await places()).toEqual(before);
  await expect(said(page)).toHaveText("1 selected. Actions available above the table, press F6 to reach them.");
  await ticks(page).nth(4).check();
  await expect(count(page)).toHaveText("2 identities selected");
  await expect(said(page)).toHaveText("2 selected.");
  await bar(page).getByRole("button", { name: "Clear selection" }).click();
  await expect(bar(page)).toBeHidden();
  await expect(said(page)).toHaveText("Selection cleared.");
  expect(await ticked(page)).toEqual([]);
  await expect(ticks(page).nth(4), "the focus comes back to the row that was ticked last").toBeFocused();
  expect(await places()).toEqual(before);
});

test("the head ticks the page, and says what it will do", async ({ page }) => {
  await open(page);
  await expect(head(page)).toHaveAccessibleName("Select all 25 on this page");
  await ticks(page).nth(1).check();
  expect(await head(page).evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
  await head(page).click();
  expect((await ticked(page)).length).toBe(25);
  await expect(head(page)).toBeChecked();
  await expect(head(page)).toHaveAccessibleName("Clear 25 on this page");
  await expect(said(page)).toHaveText("25 selected on this page. 250 match.");
  await head(page).click();
  expect(await ticked(page)).toEqual([]);
  await expect(bar(page)).toBeHidden();
});

test("ranges with Shift take the new state, and a second one moves the end", async ({ page }) => {
  await open(page);
  await ticks(page).nth(3).click();
  await ticks(page).nth(7).click({ modifiers: ["Shift"] });
  expect(await ticked(page)).toEqual([3, 4, 5, 6, 7]);
  await ticks(page).nth(5).click({ modifiers: ["Shift"] });
  expect(await ticked(page), "the fifth was ticked, so the range from the third unticks").toEqual([]);
  await ticks(page).nth(1).click({ modifiers: ["Shift"] });
  expect(await ticked(page)).toEqual([1, 2, 3]);
  // The label around a box is as good as the box.
  await page.locator("tbody .tick").nth(5).click({ modifiers: ["Shift"], position: { x: 2, y: 2 } });
  expect(await ticked(page)).toEqual([3, 4, 5]);
});

test("keys go along the ticks and take them along", async ({ page }) => {
  await open(page);
  await ticks(page).nth(2).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  expect(await ticked(page)).toEqual([2, 3, 4]);
  await page.keyboard.press("Shift+ArrowUp");
  expect(await ticked(page)).toEqual([2, 3]);
  await page.keyboard.press("End");
  await expect(ticks(page).last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(ticks(page).first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(ticks(page).nth(1)).toBeFocused();
  await page.keyboard.press("Control+a");
  expect((await ticked(page)).length).toBe(25);
  await expect(count(page)).toHaveText("25 identities selected");
  await page.keyboard.press("Control+a");
  await expect(count(page)).toHaveText("All 250 identities selected");
  await page.keyboard.press("F6");
  await expect(bar(page).getByRole("button", { name: "Assign role" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(bar(page)).toBeHidden();
  await expect(ticks(page).nth(3)).toBeFocused();
});

test("a selection lives across pages, filters and the way back", async ({ page }) => {
  await open(page);
  const name = await page.getByRole("rowheader").nth(1).locator("bdi").innerText();
  await ticks(page).nth(1).check();
  await ticks(page).nth(3).check();
  await page.getByRole("link", { name: "Next page" }).click();
  await alive(page);
  await expect(count(page)).toHaveText("2 identities selected");
  await expect(bar(page)).toContainText("not on this page");
  await ticks(page).nth(0).check();
  await expect(bar(page)).toContainText("2 on other pages");
  await page.getByRole("searchbox", { name: "Filter identities" }).fill("xu");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=xu/);
  await alive(page);
  await ticks(page).nth(0).check();
  await expect(count(page)).toHaveText("4 identities selected");
  await bar(page).getByRole("button", { name: "Show" }).click();
  const menu = page.locator("#selected-elsewhere");
  await expect(menu.getByRole("button", { name: /^Remove / })).toHaveCount(3);
  await menu.getByRole("button", { name: `Remove ${name} from the selection` }).click();
  await expect(count(page)).toHaveText("3 identities selected");
  await page.keyboard.press("Escape");
  await page.goto(app.at(SHORT));
  await alive(page);
  expect(await ticked(page)).toEqual([3]);
  // Another environment is another matter.
  await page.goto(app.at("/t/northwind/development/directory"));
  await alive(page);
  await page.goto(app.at(SHORT));
  await alive(page);
  await expect(bar(page)).toBeHidden();
});

test("everything that matches, with some left out, never turns into the page", async ({ page }) => {
  await open(page, `${SHORT}&group=support-emea`);
  await head(page).click();
  const all = Number(/\d+/.exec((await page.locator(".meta strong").textContent()) ?? "")?.[0]);
  await bar(page).getByRole("button", { name: `Select all ${all} matching` }).click();
  await expect(count(page)).toHaveText(`All ${all} matching identities selected`);
  await expect(said(page)).toHaveText(`All ${all} matching selected.`);
  await ticks(page).nth(3).uncheck();
  await expect(count(page)).toHaveText(`${all - 1} of ${all} matching selected`);
  await expect(bar(page)).toContainText("1 excluded");
  await page.getByRole("link", { name: "Next page" }).click();
  await alive(page);
  await expect(count(page)).toHaveText(`${all - 1} of ${all} matching selected`);
  await ticks(page).nth(0).uncheck();
  await expect(count(page)).toHaveText(`${all - 2} of ${all} matching selected`);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await alive(page);
  await expect(count(page), "sorting keeps it").toHaveText(`${all - 2} of ${all} matching selected`);
  await bar(page).getByRole("button", { name: "Assign role" }).click();
  await expect(page.getByRole("dialog", { name: `Assign role to ${all - 2} identities` })).toBeVisible();
  await page.keyboard.press("Escape");

  // Another filter is another question; the earlier answer can be had again.
  await page.getByRole("link", { name: /^Remove filter Group/ }).click();
  await alive(page);
  await expect(bar(page)).toBeHidden();
  const toast = page.getByRole("region", { name: "Notifications" });
  await expect(toast).toContainText("Selection cleared because the filter changed");
  await toast.getByRole("link", { name: "Restore" }).click();
  await alive(page);
  await expect(count(page)).toHaveText(`All ${all} matching identities selected`);
  await expect(page).not.toHaveURL(/select=/);
  await bar(page).getByRole("button", { name: "Back to this page" }).click();
  await expect(count(page)).toHaveText(/^\d+ identities selected$/);
});

test("what is pressed before the page is alive is not lost", async ({ page }) => {
  await app.login(page, `${DIRECTORY}/new`);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/_bg\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(app.at(SHORT), { waitUntil: "commit" });
  await ticks(page).nth(1).check();
  await ticks(page).nth(6).check();
  await expect(page.getByText("With the ticked rows")).toBeVisible();
  await expect(page.getByRole("button", { name: "Assign role" })).toBeVisible();
  release();
  await alive(page);
  await expect(count(page)).toHaveText("2 identities selected");
  expect(await ticked(page)).toEqual([1, 6]);
});
