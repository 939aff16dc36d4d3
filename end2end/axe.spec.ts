// Every page in its states: nothing that a machine can find stands in anybody's way.
import { AXE, expectAccessible } from "./support/axe";
import { preview } from "./support/assign";
import { DIRECTORY, expect, expectProblems, serve, test } from "./support/fixtures";

test.skip(!AXE, "what a page looks like to assistive technology does not depend on the database");
test.setTimeout(120_000);

const app = serve({ demo: true });
const EXPLORER = "/t/northwind/production/access";

test("directory", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?limit=25`);
  await expectAccessible(page, "directory");
  await page.getByRole("checkbox", { name: /^Select / }).first().check();
  await expectAccessible(page, "directory with a tick");
  await page.goto(app.at(`${DIRECTORY}?status=suspended&role=deployer&q=northwind&colour=blue`));
  await expectAccessible(page, "directory filtered, with a notice");
  await page.goto(app.at(`${DIRECTORY}?q=zzzz`));
  await expectAccessible(page, "directory without a match");
});

test("menus of the directory", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?group=support-emea&limit=10&select=matching`);
  await expectAccessible(page, "everybody who matches");
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await expectAccessible(page, "the account menu");
});

test("new identity with errors, and the message after it", async ({ page }) => {
  await app.login(page, `${DIRECTORY}/new`);
  await page.getByLabel("E-mail").fill("no address");
  await page.getByRole("button", { name: "Create identity" }).click();
  await expectProblems(page, [/./, /./]);
  await expectAccessible(page, "new identity with errors");
  await page.getByLabel("Name").fill("Axel Access");
  await page.getByLabel("E-mail").fill("");
  await page.getByRole("button", { name: "Create identity" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toBeVisible();
  await expectAccessible(page, "the message after adding");
});

test("assign: form, plan, result", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?status=suspended&status=active&limit=50&sort=-name`);
  const ids = await page.getByRole("checkbox", { name: /^Select / }).evaluateAll((boxes) =>
    boxes.map((box) => `id=${(box as HTMLInputElement).value}`).filter((pair) => pair.length > 30).slice(0, 30));
  await page.goto(app.at(`/t/northwind/production/assign?${ids.join("&")}`));
  await page.getByRole("radio", { name: "Start later" }).check();
  await expectAccessible(page, "assign");
  await page.getByRole("radio", { name: "For a limited time" }).check();
  await page.getByRole("radio", { name: /^Viewer/ }).check();
  await preview(page);
  await expectAccessible(page, "plan");
  await page.getByRole("button", { name: /^Assign Viewer to \d+$/ }).click();
  await expect(page.getByRole("link", { name: "Download CSV" })).toBeVisible();
  await expectAccessible(page, "result");
  await page.goto(app.at("/t/northwind/production/assign"));
  await expectAccessible(page, "nobody selected");
  await page.goto(app.at("/t/northwind/production/operations"));
  await expect(page.getByRole("table", { name: /^Jobs/ })).toBeVisible();
  await expectAccessible(page, "jobs");
});

test("an identity: roles, activity, removing one", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?group=support-emea&role=viewer`);
  await page.getByRole("rowheader").first().getByRole("link").click();
  await expectAccessible(page, "roles of an identity");
  await page.getByRole("link", { name: "Activity" }).click();
  await expectAccessible(page, "activity of an identity");
  await page.goto(app.at(`${DIRECTORY}/assignments?source=identity`));
  await page.getByRole("rowheader").first().getByRole("link").click();
  await page.getByRole("link", { name: /^Remove direct/ }).first().click();
  await expectAccessible(page, "removing a direct role");
});

const ASSIGNMENTS = `${DIRECTORY}/assignments`;

test("assignments: list, one, dates", async ({ page }) => {
  await app.login(page, `${ASSIGNMENTS}?state=any&limit=100`);
  await expectAccessible(page, "assignments in every state");
  await page.goto(app.at(`${ASSIGNMENTS}?q=zzzz`));
  await expectAccessible(page, "assignments without a match");
  await page.goto(app.at(`${ASSIGNMENTS}?state=scheduled`));
  await page.getByRole("link", { name: /^Open / }).first().click();
  await expectAccessible(page, "one assignment");
  await page.getByRole("link", { name: "Change dates" }).click();
  await expectAccessible(page, "dates of one assignment");
});

test("assignments: many", async ({ page }) => {
  await app.login(page, ASSIGNMENTS);
  await page.getByRole("checkbox", { name: /^Select / }).first().check();
  await expectAccessible(page, "assignments with a tick");
  await page.getByRole("button", { name: "Change dates" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "a plan for assignments");
});

test("the answers of the explorer", async ({ page }) => {
  const dana = "who=dana.whitfield%40northwind.test";
  await app.login(page, `${EXPLORER}/what?${dana}`);
  await expect(page.getByRole("heading", { level: 2, name: /can do \d+ things/ })).toBeVisible();
  await expectAccessible(page, "what someone can");
  await page.goto(app.at(`${EXPLORER}?${dana}&capability=users.view`));
  await expect(page.getByRole("heading", { level: 2, name: /^Yes/ })).toBeVisible();
  await expectAccessible(page, "why someone can");
  await page.goto(app.at(`${EXPLORER}?${dana}&capability=branding.edit`));
  await expect(page.getByRole("heading", { level: 2, name: /^No/ })).toBeVisible();
  await expectAccessible(page, "why someone cannot");
});

test("a person: edited, suspended, deleted", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?group=support-emea&role=viewer`);
  const href = await page.getByRole("rowheader").first().getByRole("link").getAttribute("href");
  await page.goto(app.at(`${href}`));
  await page.getByRole("button", { name: /^More for / }).click();
  await expect(page.getByRole("link", { name: "Suspend" })).toBeVisible();
  await expectAccessible(page, "the menu of a person");
  for (const step of ["edit", "suspend", "delete"]) {
    await page.goto(app.at(`${href}/${step}`));
    await expect(page.locator("#form")).toBeVisible();
    await expectAccessible(page, `${step} a person`);
  }
});

test("groups: a new one, what lies in one and what happened to it, deleted ones", async ({ page }) => {
  const groups = "/t/northwind/production/groups";
  await app.login(page, groups);
  await page.getByRole("link", { name: "Engineering", exact: true }).click();
  await page.getByRole("link", { name: /^Sub-groups/ }).click();
  await expectAccessible(page, "sub-groups");
  await page.getByRole("link", { name: "Activity" }).click();
  await expectAccessible(page, "activity of a group");
  await page.goto(app.at(`${groups}/new`));
  await page.getByRole("button", { name: "Create group" }).click();
  await expectProblems(page, [/./]);
  await expectAccessible(page, "a new group with an error");
  await page.goto(app.at(`${groups}/deleted`));
  await expectAccessible(page, "deleted groups");
});

test("an address without a page", async ({ page }) => {
  await app.login(page, "/t/northwind/production/nowhere");
  await expectAccessible(page, "not found");
});
