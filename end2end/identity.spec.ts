// One identity: its roles with where each comes from, what happened to it, and taking one role away.
import { Api } from "./support/api";
import { DIRECTORY, expect, expectNoOverflow, serve, test } from "./support/fixtures";

const app = serve({ demo: true });

test("the name in the directory leads to the roles", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=deploy-bot`);
  await page.getByRole("link", { name: "deploy-bot", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "deploy-bot" })).toBeVisible();
  await expect(page).toHaveTitle("deploy-bot · Production · Northwind");
  const tabs = page.getByRole("navigation", { name: "deploy-bot sections" });
  await expect(tabs.getByRole("link", { name: /^Roles/ })).toHaveAttribute("aria-current", "page");
  await tabs.getByRole("link", { name: "Activity" }).click();
  await expect(page).toHaveURL(/\/activity$/);
  await expect(page.locator(".log > li").first()).toBeVisible();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Directory" }).click();
  await expect(page).toHaveURL(app.at(DIRECTORY));
});

test("a role through a group is told apart and managed there", async ({ page, request }) => {
  const [person] = (await new Api(request, app).standing("operator")).inherited;
  await app.login(page, `${DIRECTORY}/${person?.id}`);
  const row = page.getByRole("table", { name: /^Roles of/ }).getByRole("row").filter({ hasText: "Operator" });
  await expect(row.getByRole("list", { name: `How ${person?.name} gets Operator` })).toContainText(/Operator$/);
  await expect(row).toContainText(/Managed in \S/);
  await expect(row.getByRole("link", { name: "Remove direct Operator" })).toHaveCount(0);
});

for (const javaScriptEnabled of [true, false]) {
  test(`removing a direct role says what stays first, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    open,
    request,
  }) => {
    const page = await open({ javaScriptEnabled });
    const standing = await new Api(request, app).standing(javaScriptEnabled ? "operator" : "viewer");
    const role = javaScriptEnabled ? "Operator" : "Viewer";
    const person = standing.direct[3];
    await app.login(page, `${DIRECTORY}/${person?.id}`);
    await page.getByRole("link", { name: `Remove direct ${role}` }).click();
    const title = `Remove the direct ${role} assignment from ${person?.name}`;
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    const after = page.getByRole("region", { name: `After this, ${person?.name}` });
    await expect(after).toContainText("keeps");
    await expect(after).toContainText("loses");
    await expect(after).toContainText("Takes effect now.");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(page).toHaveURL(app.at(`${DIRECTORY}/${person?.id}`));
    await page.getByRole("link", { name: `Remove direct ${role}` }).click();
    await page.getByRole("button", { name: "Remove direct assignment" }).click();
    await expect(page.getByRole("region", { name: "Done" })).toContainText(`Removed ${role} from ${person?.name}.`);
    await expect(page).toHaveURL(app.at(`${DIRECTORY}/${person?.id}`));
    await expect(page.getByRole("link", { name: `Remove direct ${role}` })).toHaveCount(0);
    const ended = page.getByRole("table", { name: /^Ended roles of/ }).getByRole("row").filter({ hasText: role });
    await expect(ended).toContainText("Revoked");
    await page.getByRole("link", { name: "Activity" }).click();
    await expect(page.locator(".log > li").first()).toContainText(`${role} was taken away`);
  });
}

test("assigning begins with the identity", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?q=suryani`);
  await page.getByRole("link", { name: "Suryani", exact: false }).first().click();
  await page.getByRole("link", { name: "Assign role" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Assign role to Suryani/);
});

test("an id of nobody is no page", async ({ page }) => {
  for (const id of ["01990000-0000-7000-8000-000000000000", "nobody"]) {
    await app.login(page, `${DIRECTORY}/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing at this address");
  }
});

test("nothing stands out to the side on a phone", async ({ page, request }) => {
  const api = new Api(request, app);
  const [person] = (await api.standing("operator")).inherited;
  for (const path of [`${DIRECTORY}/${person?.id}`, `${DIRECTORY}/${person?.id}/activity`]) {
    await app.login(page, path);
    for (const width of [390, 320]) await expectNoOverflow(page, width);
  }
});
