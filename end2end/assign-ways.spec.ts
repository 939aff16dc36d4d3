// The same page by other ways: by keys alone, on a phone, and while others work too.
import { Api, inDays } from "./support/api";
import { outcome, preview, startAssign } from "./support/assign";
import { DIRECTORY, expect, expectNoOverflow, expectProblems, serve, signIn, test } from "./support/fixtures";
import { go, press, tabTo } from "./support/keyboard";

test.use({ javaScriptEnabled: false });
const app = serve({ demo: true });
const PERSON = `${DIRECTORY}?status=active&limit=25`;

test("without scripts", async ({ open, request }) => {
  const people = (await new Api(request, app).standing("auditor")).none;
  const page = await open({ javaScriptEnabled: false });
  await page.goto(app.at(DIRECTORY));
  await signIn(page, app.server.email, app.server.password);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Directory");
  await page.getByRole("searchbox", { name: "Filter identities" }).fill(people[0]?.id ?? "");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("table").getByRole("rowheader")).toHaveCount(1);

  // Without a tick the button leads to a page that says so, and back.
  await page.getByRole("button", { name: "Assign role" }).click();
  await expect(page.getByRole("heading", { name: "Nobody is selected" })).toBeVisible();
  await page.getByRole("link", { name: "Back to Directory" }).click();
  await expect(page).toHaveURL(app.at(`${DIRECTORY}?q=${people[0]?.id}`));

  await startAssign(page, 1);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("group", { name: "There is a problem" })).toContainText("Choose a role");
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await page.getByRole("radio", { name: "For a limited time" }).check();
  await page.getByText("30 days", { exact: true }).click();
  await preview(page);
  await page.getByRole("button", { name: `Assign Auditor to ${people[0]?.name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned");

  // All that match a filter, by the link.
  await page.goto(app.at(`${DIRECTORY}?group=support-emea&limit=25`));
  await page.getByRole("link", { name: /^Select all \d+ matching$/ }).click();
  await page.getByRole("button", { name: "Assign role" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Assign role to \d\d identities$/);
});

test("by keys alone", async ({ page, request }) => {
  const [person] = (await new Api(request, app).standing("deployer")).none;
  const main = page.getByRole("heading", { level: 1 });
  await app.login(page);
  const search = page.getByRole("searchbox", { name: "Filter identities" });
  await tabTo(page, search);
  await page.keyboard.type(person?.id ?? "");
  await go(page, "Enter", page.getByText("1 identity matches"));
  await tabTo(page, page.getByRole("checkbox", { name: /^Select / }));
  await press(page, "Space");
  await expect(page.getByRole("checkbox", { name: /^Select / })).toBeChecked();
  // The bar stands before the list in the order of keys.
  const assign = page.getByRole("button", { name: "Assign role" });
  await expect(assign).toBeVisible();
  for (let keys = 0; !(await assign.evaluate((button) => button === document.activeElement)); keys += 1) {
    expect(keys).toBeLessThan(12);
    await press(page, "Shift+Tab");
  }
  await go(page, "Enter", page.getByRole("heading", { name: `Assign role to ${person?.name}` }));

  await tabTo(page, page.getByRole("searchbox", { name: "Search roles" }));
  await page.keyboard.type("rotates their secrets");
  await press(page, "Tab");
  await go(page, "Enter", page.getByText("1 of 14 roles match."));
  await tabTo(page, page.getByRole("radio", { name: /^Deployer/ }));
  await press(page, "Space");
  await tabTo(page, page.getByRole("button", { name: "Preview" }).last());
  await go(page, "Enter", page.getByRole("region", { name: "What will change" }));
  await expect(page.getByRole("heading", { name: "What will change" })).toBeInViewport();
  const commit = page.getByRole("button", { name: `Assign Deployer to ${person?.name}` });
  expect(await tabTo(page, commit)).toBeLessThanOrEqual(40);
  await go(page, "Enter", page.getByRole("link", { name: "Back to Directory" }));
  await expect(main).toHaveText("1 assigned");
  await tabTo(page, page.getByRole("link", { name: "Back to Directory" }));
  await go(page, "Enter", page.getByRole("table"));
});

test("Enter in the search of roles searches", async ({ page }) => {
  await app.login(page, PERSON);
  await startAssign(page, 1);
  await page.getByRole("searchbox", { name: "Search roles" }).fill("rotates their secrets");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 of 14 roles match.")).toBeVisible();
  await expect(page.getByRole("group", { name: "There is a problem" })).toHaveCount(0);
});

test("Enter in the other fields previews, and never writes", async ({ page, request }) => {
  const [person] = (await new Api(request, app).standing("auditor")).none;
  await app.login(page, `${DIRECTORY}?q=${person?.id}`);
  await startAssign(page, 1);
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await preview(page);
  await page.getByLabel("Reason").fill("Again");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "What will change" })).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("Again");
  await expect(page).toHaveURL(/\/assign/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`on a phone, ${colorScheme}`, async ({ open, request }) => {
    const people = (await new Api(request, app).standing("branding-editor")).none;
    const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, colorScheme, hasTouch: true, isMobile: true });
    const fits = async (): Promise<void> => {
      await expectNoOverflow(page, 320);
      await expectNoOverflow(page, 390);
    };
    await page.goto(app.at("/sign-in"));
    await fits();
    await app.login(page, `${DIRECTORY}/new`);
    await fits();
    await page.getByRole("button", { name: "Create identity" }).tap();
    await expectProblems(page, [/./]);
    await fits();
    await page.goto(app.at("/t/northwind/production/nowhere"));
    await fits();
    await page.goto(app.at(`${DIRECTORY}?limit=200`));
    await fits();
    await page.getByRole("button", { name: /^Filters/ }).tap();
    await expect(page.getByRole("button", { name: "Status" })).toBeVisible();
    await fits();
    await page.goto(app.at(`${DIRECTORY}?q=zzzz`));
    await fits();
    await page.goto(app.at(`${DIRECTORY}?q=${people[colorScheme === "dark" ? 1 : 0]?.id}`));
    await page.getByRole("checkbox", { name: /^Select / }).check();
    await fits();
    await page.getByRole("button", { name: "Assign role" }).tap();
    await expect(page.getByRole("heading", { level: 1, name: /^Assign role to / })).toBeVisible();
    await page.getByRole("radio", { name: /^Branding editor/ }).check();
    for (const when of ["For a limited time", "Start later", "Now, until removed"]) {
      await page.getByRole("radio", { name: when }).check();
      await fits();
    }
    await preview(page);
    await fits();
    await page.getByRole("button", { name: /^Assign Branding editor to / }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned");
    await fits();
  });
}

test("what changed since the plan is said before anything is written", async ({ page, request }) => {
  const api = new Api(request, app);
  const people = (await api.standing("support-lead")).none;
  const role_id = await api.role("support-lead");
  await app.login(page, `${DIRECTORY}?sort=-name&limit=200`);
  const shown = people.filter(({ name }) => name < "Y").slice(-3);
  for (const person of shown) await page.locator(`input[name="id"][value="${person.id}"]`).check();
  await page.getByRole("button", { name: "Assign role" }).click();
  await page.getByRole("radio", { name: /^Support lead/ }).check();
  await page.getByRole("radio", { name: "For a limited time" }).check();
  await preview(page);
  await expect(page.getByRole("button", { name: "Assign Support lead to 3" })).toBeVisible();

  const give = async (at: number): Promise<void> => {
    const asked = { identity_id: shown[at]?.id, role_id, effective_to: inDays(30) };
    const given = await api.post("/assignments", asked);
    expect(given.status(), await given.text()).toBe(201);
  };
  await give(0);
  await page.getByRole("button", { name: "Assign Support lead to 3" }).click();
  const notice = page.locator(".notice-warning");
  await expect(notice).toContainText(/changed/i);
  await expect(page).toHaveURL(/\/assign/);
  await expect(outcome(page, "already has it directly")).toContainText(/^1/);
  const rest = page.getByRole("checkbox", { name: /^Go on even if something changes again/ });
  await expect(rest).not.toBeChecked();
  await rest.check();

  await give(1);
  await page.getByRole("button", { name: "Assign Support lead to 2" }).click();
  await expect(page).toHaveURL(/\/operations\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned, 2 skipped");
});
