// One person: tabs, suspended and back, all access removed, deleted and restored; and the access explorer.
import { Api, inDays } from "./support/api";
import { look } from "./support/axe";
import { DIRECTORY, alive, expect, expectProblems, serve, test } from "./support/fixtures";

// Some look at many states, each in two widths and themes.
test.setTimeout(120_000);

const app = serve({ demo: true });
const ACCESS = "/t/northwind/production/access";

test("groups, access and sessions of a person", async ({ page, request }) => {
  const { inherited } = await new Api(request, app).standing("operator");
  const one = inherited[0];
  if (!one) throw new Error("somebody has Operator through a group");
  await app.login(page, `${DIRECTORY}/${one.id}`);
  const tabs = page.getByRole("navigation", { name: `${one.name} sections` });
  await tabs.getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByRole("table", { name: `Groups of ${one.name}` }).getByRole("row").nth(1)).toContainText("Directly");
  await look(page, "groups of a person");
  await tabs.getByRole("link", { name: "Access", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Can do" })).toBeVisible();
  await expect(page.locator(".held-cap").first()).toContainText(one.name.split(" ")[0] ?? "");
  await look(page, "access of a person");
  await page.getByLabel("Capability").fill("users.view");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator(".held-cap")).toHaveCount(1);
  await page.getByLabel(/^On \(optional\)/).fill("2020-01-01");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("as of 1 Jan 2020")).toBeVisible();
  await expect(page.locator(".held-cap")).toHaveCount(0);
  await tabs.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("heading", { name: new RegExp("is signed in nowhere$") })).toBeVisible();
  // One's own session is seen as well.
  await page.goto(app.at(`${DIRECTORY}?q=Dana+Whitfield`));
  await page.getByRole("link", { name: /^Dana Whitfield/ }).click();
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("button", { name: "Revoke all sessions" })).toBeVisible();
  await look(page, "sessions of a person");
});

test("suspended and back, without scripts", async ({ open, request }) => {
  const { direct } = await new Api(request, app).standing("viewer");
  const one = direct.find(({ name, status }) => name !== "Dana Whitfield" && status === "active");
  if (!one) throw new Error("somebody has Viewer");
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${DIRECTORY}/${one.id}`);
  await page.getByRole("button", { name: `More for ${one.name}` }).click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Name").fill(`${one.name} II`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${one.name} II`);
  await page.getByRole("button", { name: /^More for / }).click();
  await page.getByRole("link", { name: "Suspend" }).click();
  await expect(page.getByText("Has no effect", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("is suspended.");
  await expect(page.getByText(/so no role has effect at the moment/)).toBeVisible();
  await page.getByRole("button", { name: /^More for / }).click();
  await page.getByRole("link", { name: "Reinstate" }).click();
  await page.getByRole("button", { name: "Reinstate" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("is reinstated.");
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.locator(".log > li").nth(0)).toContainText("Reinstated");
  await expect(page.locator(".log > li").nth(1)).toContainText("Suspended");
});

test("all access removed; deleted, and restored with roles and groups", async ({ page, request }) => {
  const api = new Api(request, app);
  const { direct } = await api.standing("operator");
  const [first, second] = direct.filter(({ name }) => name !== "Dana Whitfield");
  await app.login(page, `${DIRECTORY}/${first?.id}/remove-access`);
  await look(page, "removing all access");
  await page.getByRole("button", { name: "Remove all access" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("has no access any more.");
  await expect(page.getByRole("heading", { name: /holds no role in Production$/ })).toBeVisible();
  await page.goto(app.at(`${DIRECTORY}/${second?.id}/delete`));
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("is deleted.");
  await look(page, "deleted people");
  // Whoever is deleted could what they could then; not now, and not for everyone to look at.
  const yesterday = inDays(-1).slice(0, 10);
  const asked = `capability=users.view&on=${yesterday}`;
  const past = page.getByRole("row").filter({ hasText: "Deleted" });
  await page.goto(app.at(`${ACCESS}/who?${asked}`));
  while (!(await past.isVisible())) await page.getByRole("link", { name: "Next page" }).click();
  await past.getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 2, name: /can do \d+ things/ })).toBeVisible();
  await expect(page.getByText(/, deleted /)).toBeVisible();
  await look(page, "what a deleted person could");
  await page.goto(app.at(`${ACCESS}/what?who=${second?.id}`));
  await expectProblems(page, [/There is no such person/]);
  await page.goto(app.at(`${DIRECTORY}/deleted`));
  await page.getByRole("button", { name: `Restore ${second?.name}` }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("is there again.");
  await expect(page.getByRole("table", { name: /^Roles of/ })).toContainText("Operator");
});

test("many are suspended from the bar, and reinstated", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?status=active&limit=25`);
  await alive(page);
  for (const at of [3, 4]) await page.getByRole("checkbox", { name: /^Select / }).nth(at).check();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Suspend" }).click();
  const dialog = page.getByRole("dialog", { name: "Suspend 2 identities" });
  await expect(dialog.getByText("will be suspended", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Suspend 2" }).click();
  await expect(page.getByRole("dialog", { name: "2 changed" })).toBeVisible();
});

test("why, who and what are addresses", async ({ page, open }) => {
  await app.login(page);
  await page.getByRole("link", { name: "Access explorer" }).click();
  await expect(page.getByRole("heading", { name: "Ask why someone can do something, or why not" })).toBeVisible();
  await look(page, "the explorer");
  await page.getByLabel("Can", { exact: true }).fill("nobody at all");
  await page.getByLabel("do", { exact: true }).selectOption("users.suspend");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("group", { name: "There is a problem" })).toContainText("Nobody is called");
  await page.goto(app.at(`${ACCESS}/who?capability=users.suspend`));
  await expect(page.getByRole("heading", { level: 2, name: /^\d+ can: Suspend/ })).toBeVisible();
  await look(page, "who can");
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  expect((await file).suggestedFilename()).toBe("northwind_production_who_can.csv");
  const row = page.getByRole("table", { name: /^Who can/ }).getByRole("row").nth(2);
  const name = await row.getByRole("link").first().innerText();
  const plain = await open({ javaScriptEnabled: false });
  await app.login(plain, `${ACCESS}?who=${encodeURIComponent(name)}&capability=users.suspend`);
  await expect(plain.getByRole("heading", { level: 2, name: /^Yes, in \d+ way/ })).toBeVisible();
  await plain.getByLabel("do", { exact: true }).selectOption("branding.edit");
  await plain.getByRole("button", { name: "Ask" }).click();
  await expect(plain.getByRole("heading", { level: 2, name: "No" })).toBeVisible();
  await expect(plain.getByRole("heading", { name: "What comes nearest" }).or(plain.getByText("holds nothing that comes near"))).toBeVisible();
  await plain.getByRole("link", { name: "What can…" }).click();
  await plain.getByLabel("What can").fill(name);
  await plain.getByRole("button", { name: "Ask" }).click();
  await expect(plain.getByRole("heading", { level: 2, name: /can do \d+ things$/ })).toBeVisible();
});
