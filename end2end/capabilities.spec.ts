// The catalogue: found, added to, turned on with who gains first, and taken out of.
import { Api, type Identity } from "./support/api";
import { look } from "./support/axe";
import { expect, expectProblems, serve, test } from "./support/fixtures";

const app = serve({ demo: true });
const ROLES = "/t/northwind/production/roles";

test("an own capability is made, put into a role, turned on and deleted", async ({ page, open, request }) => {
  await app.login(page, ROLES);
  const scopes = page.getByRole("navigation", { name: "Roles and scopes" });
  await scopes.getByRole("link", { name: "Capabilities" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Capabilities");
  const users = page.getByRole("region", { name: /^Users/ });
  await expect(users.getByRole("listitem").filter({ hasText: "users.view" })).toContainText(/In \d+ roles/);
  await look(page, "the catalogue");
  await page.getByRole("link", { name: "New capability" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Approve invoices");
  await page.getByLabel("Key").fill("users.approve");
  await page.getByLabel(/^In flight/).check();
  await page.getByRole("button", { name: "Create capability" }).click();
  await expectProblems(page, [/one that is built in/]);
  await expect(page.getByLabel(/^In flight/)).toBeChecked();
  await look(page, "a new capability, refused");
  await page.getByLabel("Key").fill("invoices.approve");
  await page.getByRole("button", { name: "Create capability" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Approve invoices");
  await expect(page.getByText("No role but Owner holds it.")).toBeVisible();
  const api = new Api(request, app);
  const person = (await api.all<Identity>("/identities?status=active"))[0]?.id ?? "";
  const assign = { identity_ids: [person] };
  const made = await api.post("/roles", { name: "Payer", capabilities: ["invoices.approve"], assign });
  expect(made.status(), await made.text()).toBe(201);
  const check = { checks: [{ identity_id: person, capability: "invoices.approve" }] };
  const answer = async () => {
    const answered = await api.post("/access/check-batch", check);
    expect(answered.status(), await answered.text()).toBe(200);
    return ((await answered.json()) as { results: unknown[] }).results;
  };
  expect(await answer()).toEqual([{ index: 0, allowed: false }]);
  await page.reload();
  await expect(page.getByRole("link", { name: "Payer" })).toBeVisible();
  await look(page, "a capability");
  await page.getByRole("link", { name: "Turn on" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Turn on Approve invoices");
  await expect(page.getByText(/gains? it at once\./)).toBeVisible();
  await look(page, "turning on");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("Approve invoices is on.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Turn on" })).toHaveCount(0);
  expect(await answer()).toEqual([{ index: 0, allowed: true }]);
  // The rest without scripts.
  const plain = await open({ javaScriptEnabled: false });
  await app.login(plain, "/t/northwind/production/capabilities?show=own");
  await plain.getByRole("link", { name: "Approve invoices" }).click();
  await plain.getByRole("button", { name: /^More for / }).click();
  await plain.getByRole("link", { name: "Delete" }).click();
  await plain.getByRole("button", { name: "Delete capability" }).click();
  await expectProblems(plain, [/Type invoices\.approve/]);
  await plain.getByLabel("Type invoices.approve to delete it").fill("invoices.approve");
  await plain.getByRole("button", { name: "Delete capability" }).click();
  await expect(plain.getByText("invoices.approve is deleted.")).toBeVisible();
  const role = await (await api.get(`/roles/${await api.role("payer")}`)).json();
  expect(role).toMatchObject({ name: "Payer", capabilities: [] });
});
