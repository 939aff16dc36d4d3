// What came of a bulk write: undone, tried again, followed while it is under way, finished after a power cut.
import { type Locator, type Page } from "@playwright/test";
import { Api, type Identity } from "./support/api";
import { tick } from "./support/assign";
import { DIRECTORY, alive, expect, serve, test } from "./support/fixtures";

const app = serve({ demo: true });
const dialog = (page: Page): Locator => page.getByRole("dialog");
const heading = (page: Page, name: string | RegExp): Locator => dialog(page).getByRole("heading", { level: 2, name });

async function assign(page: Page, people: Identity[], role: string, button: string | RegExp): Promise<void> {
  await app.login(page, `${DIRECTORY}?limit=200`);
  await alive(page);
  for (const person of people) await tick(page, person.id);
  await page.getByRole("button", { name: "Assign role" }).click();
  await dialog(page).getByRole("combobox", { name: "Role" }).fill(role);
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("button", { name: button }).click();
}

test("undo takes back what it did, and nothing else", async ({ page, request }) => {
  const api = new Api(request, app);
  const first = new Set((await api.all<Identity>("/identities")).slice(0, 200).map(({ id }) => id));
  const people = (await api.standing("auditor")).none.filter(({ id }) => first.has(id)).slice(0, 3);
  await assign(page, people, "Auditor", "Assign Auditor to 3");
  await expect(heading(page, "3 assigned")).toBeFocused();
  await expect(dialog(page).getByText(/^Undo is possible until /)).toBeVisible();
  // One of them is ended by somebody else before.
  const role_id = await api.role("auditor");
  const [given] = await api.all<{ id: string }>(`/assignments?role_id=${role_id}&identity_id=${people[0]?.id}`);
  expect((await request.delete(app.at(`/api/v1/assignments/${given?.id}`), { headers: api.headers })).status()).toBe(204);
  await dialog(page).getByRole("button", { name: "Undo" }).click();
  await expect(heading(page, "2 removed, 1 skipped")).toBeFocused();
  await expect(dialog(page).getByRole("button", { name: "Undo" })).toHaveCount(0);
  await dialog(page).getByRole("link", { name: "Undoes an earlier operation" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("3 assigned");
  await expect(page.getByRole("link", { name: "Undone by a later operation" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
});

test("the list of jobs says what each was to do and how it stands, without scripts", async ({ open, request }) => {
  const api = new Api(request, app);
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, DIRECTORY);
  await page.getByRole("link", { name: "Jobs" }).click();
  const list = page.getByRole("table", { name: "Jobs in Production" });
  const people = (await api.standing("viewer")).none.slice(0, 2);
  const body = {
    action: "assign",
    selection: { ids: people.map(({ id }) => id) },
    role_id: await api.role("viewer"),
    effective_to: new Date(Date.now() + 90 * 86_400_000).toISOString(),
  };
  const plan = await (await api.post("/assignments/plan", body)).json();
  expect((await api.post(`/plans/${plan.id}/commit`, {})).status()).toBe(200);
  await page.reload();
  const first = list.getByRole("row").nth(1);
  await expect(first).toContainText("2 assigned");
  await expect(first).toContainText("Viewer, until");
  await expect(first).toContainText("Finished");
  await page.getByRole("link", { name: "Stopped" }).click();
  await expect(page.getByRole("heading", { name: "Nothing was stopped" })).toBeVisible();
  await page.goto(app.at("/t/northwind/production/operations?after=x&colour=blue"));
  await expect(page.getByText("colour=blue")).toBeVisible();
  await expect(page.getByText("belongs to another list")).toBeVisible();
  await page.getByRole("link", { name: "2 assigned" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 assigned");
  await page.getByRole("link", { name: "Jobs" }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs");
});

test("undo of a removal, and retry, without scripts", async ({ open, request }) => {
  const api = new Api(request, app);
  const [person] = (await api.standing("deployer")).direct;
  const [off] = await api.all<Identity>("/identities?status=suspended");
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${DIRECTORY}?q=${person?.id}`);
  await page.getByRole("checkbox", { name: /^Select / }).check();
  await page.getByRole("button", { name: "Remove role" }).click();
  await page.getByRole("radio", { name: /^Deployer/ }).check();
  await page.getByRole("button", { name: "Preview" }).last().click();
  await page.getByRole("button", { name: `Remove Deployer from ${person?.name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 removed");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned");
  expect((await api.standing("deployer")).direct.map(({ id }) => id)).toContain(person?.id);

  // Who was suspended then is suspended still: trying again says so and changes nothing.
  const [free] = (await api.standing("access-reviewer")).none;
  await page.goto(app.at(`/t/northwind/production/assign?id=${free?.id}&id=${off?.id}`));
  await page.getByRole("radio", { name: /^Access reviewer/ }).check();
  await page.getByRole("button", { name: "Preview" }).last().click();
  await page.getByRole("button", { name: "Assign Access reviewer to 1" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned, 1 failed");
  await page.getByRole("button", { name: "Retry 1 failed" }).click();
  await expect(page.getByRole("group", { name: "There is a problem" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 assigned, 1 failed");
});

test("everybody at once is worked on while one looks on", async ({ page }) => {
  await app.login(page, `${DIRECTORY}?limit=25`);
  await alive(page);
  await page.locator("thead .tick input").click();
  await page.getByRole("button", { name: "Select all 250" }).first().click();
  await page.getByRole("button", { name: "Assign role" }).click();
  await expect(dialog(page)).toHaveAccessibleName("Assign role to 250 identities");
  await dialog(page).getByRole("combobox", { name: "Role" }).fill("Support lead");
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("button", { name: /^Assign Support lead to \d+$/ }).click();
  await expect(heading(page, /^\d+ assigned, \d+ skipped, \d+ failed$/)).toBeFocused();
  await dialog(page).getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText(/Assigned \d+, skipped \d+, failed \d+/);
});
