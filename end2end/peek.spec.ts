// Someone's roles beside the directory: shown, given and taken there, without leaving the list.
import { Api } from "./support/api";
import { look } from "./support/axe";
import { alive, DIRECTORY, expect, serve, test } from "./support/fixtures";

const app = serve({ demo: true });

test("roles are given and taken beside the list, which stays where it is", async ({ page, request }) => {
  const api = new Api(request, app);
  const { direct } = await api.standing("operator");
  const one = direct.find(({ name, status }) => name !== "Dana Whitfield" && status === "active");
  if (!one) throw new Error("somebody has Operator");
  await app.login(page, `${DIRECTORY}?q=${encodeURIComponent(one.name)}`);
  await alive(page);
  const other = page.locator("tbody input[name=id]").first();
  await other.check();
  await page.getByRole("link", { name: `Show the roles of ${one.name} here` }).click();
  const panel = page.getByRole("complementary", { name: one.name });
  await expect(panel.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`peek=${one.id}`));
  await expect(other, "what was ticked stays ticked").toBeChecked();
  await look(page, "someone beside the list");

  // Taken away in the dialog, with what stays and goes; the panel shows it, and so does the list.
  await panel.getByRole("link", { name: `Remove direct Operator from ${one.name}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`After this, ${one.name}`)).toBeVisible();
  await dialog.getByRole("button", { name: "Remove direct assignment" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.getByRole("link", { name: `Remove direct Operator from ${one.name}` })).toHaveCount(0);
  await expect(page.getByText(`Removed Operator from ${one.name}.`)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`peek=${one.id}`));

  // And given again.
  await panel.getByRole("link", { name: "Assign role" }).click();
  await dialog.getByRole("combobox", { name: "Role" }).fill("Operator");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: `Assign Operator to ${one.name}` }).click();
  await dialog.getByRole("link", { name: "Done" }).click();
  await expect(panel.getByRole("link", { name: `Remove direct Operator from ${one.name}` })).toBeVisible();

  // Esc puts it away, and the focus is where it was.
  await panel.getByRole("heading", { level: 2 }).focus();
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(page).not.toHaveURL(/peek=/);
  await expect(page.getByRole("link", { name: `Show the roles of ${one.name} here` })).toBeFocused();
});

test("an address shows it without scripts; on a phone it stands above the list", async ({ open, request }) => {
  const { inherited } = await new Api(request, app).standing("operator");
  const one = inherited[0];
  if (!one) throw new Error("somebody has Operator through a group");
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${DIRECTORY}?peek=${one.id}`);
  const panel = page.getByRole("complementary", { name: one.name });
  await expect(panel.getByText(/^Through /).first()).toBeVisible();
  await expect(panel.getByRole("link", { name: /^Manage in / }).first()).toBeVisible();
  await panel.getByRole("link", { name: `Close ${one.name}` }).click();
  await expect(panel).toHaveCount(0);
  await page.goto(app.at(`${DIRECTORY}?peek=01990000-0000-7000-8000-000000000000`));
  await expect(page.getByText("The person in the address is not here (any more).")).toBeVisible();
  const phone = await open({ viewport: { width: 390, height: 800 } });
  await app.login(phone, `${DIRECTORY}?peek=${one.id}`);
  await expect(phone.getByRole("complementary", { name: one.name })).toBeVisible();
  await expect(phone.getByRole("link", { name: /^Show the roles of / })).toHaveCount(0);
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await look(phone, "someone above the list on a phone");
});
