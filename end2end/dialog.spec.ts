// Giving a role in the dialog over the list: judged while it is filled in, done, told, and the list shows it.
import { type Locator, type Page } from "@playwright/test";
import { Api, inDays, type Identity } from "./support/api";
import { outcome, tick } from "./support/assign";
import { AXE, expectAccessible } from "./support/axe";
import { DIRECTORY, alive, expect, expectNoOverflow, serve, test } from "./support/fixtures";
import { press, tabTo } from "./support/keyboard";

const app = serve({ demo: true });

const dialog = (page: Page): Locator => page.getByRole("dialog");
const role = (page: Page): Locator => dialog(page).getByRole("combobox", { name: "Role" });
const bar = (page: Page): Locator => page.getByRole("toolbar", { name: "Actions for selected identities" });
const toasts = (page: Page): Locator => page.getByRole("region", { name: "Notifications" });

async function open(page: Page, people: Identity[], path = `${DIRECTORY}?limit=200`): Promise<void> {
  await app.login(page, path);
  await alive(page);
  for (const person of people) await tick(page, person.id);
  await bar(page).getByRole("button", { name: "Assign role" }).click();
  await expect(dialog(page)).toBeVisible();
}

async function pick(page: Page, name: string): Promise<void> {
  await role(page).fill(name);
  await page.keyboard.press("Enter");
  await expect(role(page)).toHaveValue(name);
}

/** People of the first long page who stand so to a role. */
async function standing(api: Api, slug: string): Promise<{ none: Identity[]; direct: Identity[]; inherited: Identity[] }> {
  const first = new Set((await api.all<Identity>("/identities")).slice(0, 200).map(({ id }) => id));
  const { none, direct, inherited } = await api.standing(slug);
  const near = (people: Identity[]): Identity[] => people.filter(({ id, name }) => first.has(id) && name !== "Dana Whitfield");
  return { none: near(none), direct: near(direct), inherited: near(inherited) };
}

test("picked, judged, assigned, and the list shows it", async ({ page, request }) => {
  const api = new Api(request, app);
  const { none, direct } = await standing(api, "viewer");
  const [off] = await api.all<Identity>("/identities?status=suspended");
  const people = [...none.slice(0, 3), ...direct.slice(0, 1), ...(off ? [off] : [])];
  await open(page, people);
  const title = dialog(page).getByRole("heading", { name: "Assign role to 5 identities" });
  await expect(title).toBeVisible();
  await expect(dialog(page)).toHaveAccessibleName("Assign role to 5 identities");
  await expect(dialog(page).getByText("in Production")).toBeVisible();
  await expect(role(page)).toBeFocused();
  await expect(dialog(page).getByText("Choose a role to see what will change.")).toBeVisible();

  await pick(page, "Viewer");
  await expect(outcome(page, /will get Viewer/)).toContainText(/^3/);
  await expect(dialog(page).getByRole("status")).toHaveText("Preview ready. 3 will get Viewer, 1 already have it, 1 cannot.");
  const commit = dialog(page).getByRole("button", { name: "Assign Viewer to 3", exact: true });
  await expect(commit).toBeVisible();
  await dialog(page).getByRole("radio", { name: "For a limited time" }).check();
  await expect(outcome(page, /will get Viewer until/)).toContainText(/^3/);
  await expect(dialog(page).locator(".when-echo")).toHaveText(/^Ends .+, Europe\/Paris \(.+ UTC\)\.$/);
  await dialog(page).getByLabel("Reason").fill("Summer party, EVT-12");
  // The reason is part of what is agreed to; pressing at once waits for the judgement and then goes on.
  await commit.click();

  const done = dialog(page).getByRole("heading", { name: "3 assigned, 1 skipped, 1 failed" });
  await expect(done).toBeFocused();
  await expect(outcome(page, "failed").getByText("Suspended")).toBeVisible();
  await expect(page).toHaveURL(/\/directory\?/);
  await dialog(page).getByRole("link", { name: "Done" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(toasts(page)).toContainText("Assigned 3, skipped 1, failed 1");
  const row = page.getByRole("row").filter({ hasText: none[0]?.name ?? "" });
  await expect(row).toContainText(/Viewer.*(6|7) days left/i);
  // Who could not stays selected, nobody else.
  await expect(bar(page).locator(".bar-count")).toHaveText("1 identity selected");
  await expect(page.locator(`input[name="id"][value="${off?.id}"]`)).toBeChecked();
  await toasts(page).getByRole("link", { name: "View" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("3 assigned, 1 skipped, 1 failed");
});

test("sixty people over two pages, until a day", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?status=active&limit=50&sort=-name`);
  await alive(page);
  await page.locator("thead .tick input").click();
  await page.getByRole("link", { name: "Next page" }).click();
  await alive(page);
  const boxes = page.locator("tbody input[name=id]");
  await boxes.nth(0).click();
  await boxes.nth(9).click({ modifiers: ["Shift"] });
  await expect(bar(page).locator(".bar-count")).toHaveText("60 identities selected");
  await bar(page).getByRole("button", { name: "Assign role" }).click();
  await expect(dialog(page)).toHaveAccessibleName("Assign role to 60 identities");
  await pick(page, "Auditor");
  await dialog(page).getByRole("radio", { name: "For a limited time" }).check();
  await dialog(page).getByText("Until…", { exact: true }).click();
  await dialog(page).getByLabel("Ends on").fill(inDays(40).slice(0, 10));
  await expect(dialog(page).locator(".when-echo")).toHaveText(/^Ends at the end of .+, Europe\/Paris/);
  const commit = dialog(page).getByRole("button", { name: /^Assign Auditor to \d+$/ });
  const will = Number(/\d+$/.exec(await commit.innerText())?.[0]);
  expect(will).toBeGreaterThan(30);
  await commit.click();
  await expect(dialog(page).getByRole("heading", { name: new RegExp(`^${will} assigned`) })).toBeFocused();
});

test("by keys alone", async ({ page, request }) => {
  const [person] = (await standing(new Api(request, app), "deployer")).none;
  await app.login(page, `${DIRECTORY}?q=${person?.id}`);
  await alive(page);
  await tabTo(page, page.getByRole("checkbox", { name: `Select ${person?.name}` }));
  await press(page, "Space");
  await press(page, "F6");
  await expect(bar(page).getByRole("button", { name: "Assign role" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(role(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(role(page)).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.type("secrets depl");
  await expect(dialog(page).getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(role(page)).toHaveAttribute("aria-expanded", "false");
  await expect(role(page), "Esc brings back what was chosen").toHaveValue("");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.type("deployer");
  await page.keyboard.press("Enter");
  await expect(role(page)).toHaveValue("Deployer");
  const commit = dialog(page).getByRole("button", { name: `Assign Deployer to ${person?.name}` });
  await expect(commit).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(dialog(page).getByRole("heading", { name: "1 assigned" })).toBeFocused();
  await tabTo(page, dialog(page).getByRole("link", { name: "Done" }));
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("checkbox", { name: `Select ${person?.name}` })).toBeFocused();
});

test("leaving asks before anything is lost", async ({ page, request }) => {
  const [person] = (await standing(new Api(request, app), "auditor")).none;
  await open(page, person ? [person] : []);
  await page.keyboard.press("Escape");
  await expect(dialog(page), "nothing was chosen, so nothing is asked").toBeHidden();
  await expect(bar(page).getByRole("button", { name: "Assign role" })).toBeFocused();
  await page.keyboard.press("Enter");
  await pick(page, "Auditor");
  await page.keyboard.press("Escape");
  const question = dialog(page).getByRole("group", { name: "Discard changes?" });
  await expect(question.getByRole("button", { name: "Keep editing" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(role(page)).toHaveValue("Auditor");
  await dialog(page).getByRole("link", { name: "Cancel" }).click();
  await question.getByRole("button", { name: "Discard" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(bar(page).locator(".bar-count"), "the selection is kept").toHaveText("1 identity selected");
});

test("what is wrong is said in the dialog, and nothing is lost", async ({ page, request }) => {
  const [person] = (await standing(new Api(request, app), "auditor")).none;
  await open(page, person ? [person] : []);
  await dialog(page).getByLabel("Reason").fill("Half a form");
  await dialog(page).getByRole("button", { name: "Assign role" }).click();
  const summary = dialog(page).getByRole("group", { name: "There is a problem" });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("listitem")).toHaveText(["Choose a role"]);
  await expect(dialog(page).getByLabel("Reason")).toHaveValue("Half a form");
  await expect(role(page)).toHaveAccessibleDescription(/Choose a role/);
  await pick(page, "Auditor");
  await dialog(page).getByRole("radio", { name: "Start later" }).check();
  await expect(dialog(page).getByText("Choose the day on which it starts")).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: /^Assign Auditor/ })).toHaveCount(0);
});

test("what changed meanwhile is shown before anything is written", async ({ page, request }) => {
  const api = new Api(request, app);
  const people = (await standing(api, "support-lead")).none.slice(0, 3);
  const role_id = await api.role("support-lead");
  await open(page, people);
  await pick(page, "Support lead");
  const commit = dialog(page).getByRole("button", { name: "Assign Support lead to 3", exact: true });
  await expect(commit).toBeVisible();
  const given = await api.post("/assignments", { identity_id: people[0]?.id, role_id, effective_to: inDays(30) });
  expect(given.status(), await given.text()).toBe(201);
  await commit.click();
  await expect(dialog(page).locator(".notice-warning:visible")).toContainText(/changed/i);
  await expect(outcome(page, "already has it directly")).toContainText(/^1/);
  await dialog(page).getByRole("button", { name: "Assign Support lead to 2", exact: true }).click();
  await expect(dialog(page).getByRole("heading", { name: "2 assigned, 1 skipped" })).toBeFocused();
});

test("a server that does not answer loses nothing", async ({ page, request, context }) => {
  const [person] = (await standing(new Api(request, app), "security-analyst")).none;
  await open(page, person ? [person] : []);
  await pick(page, "Security analyst");
  const commit = dialog(page).getByRole("button", { name: /^Assign Security analyst to / });
  await expect(commit).toBeVisible();
  await page.evaluate(() => {
    const real = window.fetch;
    window.fetch = async () => {
      window.fetch = real;
      throw new TypeError("no network");
    };
  });
  await commit.click();
  await expect(dialog(page).getByText("The server did not answer.")).toBeVisible();
  await expect(role(page)).toHaveValue("Security analyst");
  await commit.click();
  await expect(dialog(page).getByRole("heading", { name: "1 assigned" })).toBeFocused();
  expect(context.pages()).toHaveLength(1);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`on a phone, ${colorScheme}`, async ({ open: browser, request }) => {
    const people = (await standing(new Api(request, app), "branding-editor")).none;
    const person = people[colorScheme === "dark" ? 1 : 0];
    const page = await browser({ viewport: { width: 390, height: 844 }, colorScheme, hasTouch: true, isMobile: true });
    await open(page, person ? [person] : [], `${DIRECTORY}?q=${person?.id}`);
    await expectNoOverflow(page, 320);
    await expectNoOverflow(page, 390);
    await pick(page, "Branding editor");
    await dialog(page).getByRole("radio", { name: "For a limited time" }).check();
    const commit = dialog(page).getByRole("button", { name: /^Assign Branding editor to / });
    await expect(commit).toBeInViewport();
    await expectNoOverflow(page, 320);
    await expectNoOverflow(page, 390);
    await commit.tap();
    await expect(dialog(page).getByRole("heading", { name: "1 assigned" })).toBeVisible();
    await dialog(page).getByRole("link", { name: "Done" }).tap();
    await expect(toasts(page)).toContainText("Assigned 1");
    await expectNoOverflow(page, 390);
  });
}

test("nothing that a machine can find is wrong", async ({ page }) => {
  test.skip(!AXE, "what a page looks like to assistive technology does not depend on the database");
  test.setTimeout(120_000);
  await app.login(page, `${DIRECTORY}?group=support-emea&limit=10`);
  await alive(page);
  await page.locator("thead .tick input").click();
  await expectAccessible(page, "a page selected");
  await bar(page).getByRole("button", { name: "Assign role" }).click();
  await expectAccessible(page, "the dialog");
  await role(page).click();
  await expectAccessible(page, "the list of roles");
  await pick(page, "Auditor");
  const commit = dialog(page).getByRole("button", { name: /^Assign Auditor to \d+$/ });
  await expect(commit).toBeVisible();
  await expectAccessible(page, "the plan");
  await commit.click();
  await expect(dialog(page).getByRole("heading", { name: /^\d+ assigned/ })).toBeVisible();
  await expectAccessible(page, "the result");
  await dialog(page).getByRole("link", { name: "Done" }).click();
  await expectAccessible(page, "the toast");
});
