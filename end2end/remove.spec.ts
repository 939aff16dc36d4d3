// Taking a role away from many, in the dialog and without scripts: only roles that someone has, and what stays.
import { Api, type Identity } from "./support/api";
import { outcome, tick } from "./support/assign";
import { DIRECTORY, alive, expect, serve, test } from "./support/fixtures";

const app = serve({ demo: true });

/** People of the first pages who have a role directly, through a group only, in no way. */
async function people(api: Api): Promise<{ direct: Identity[]; inherited: Identity[]; none: Identity[] }> {
  const { direct, inherited, none } = await api.standing("operator");
  const others = (list: Identity[]): Identity[] => list.filter(({ name }) => name !== "Dana Whitfield");
  return { direct: others(direct), inherited: others(inherited), none: others(none) };
}

test("in the dialog: who loses it, who keeps it, and the list shows it", async ({ page, request }) => {
  const { direct, inherited, none } = await people(new Api(request, app));
  const chosen = [...direct.slice(0, 2), ...inherited.slice(0, 1), ...none.slice(0, 1)];
  await app.login(page, `${DIRECTORY}?limit=200`);
  await alive(page);
  for (const person of chosen) {
    if ((await page.locator(`input[name="id"][value="${person.id}"]`).count()) === 0) {
      await page.getByRole("link", { name: "Next page" }).click();
      await alive(page);
    }
    await tick(page, person.id);
  }
  await page.getByRole("button", { name: "Remove role" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove role from 4 identities" });
  await expect(dialog).toBeVisible();
  const role = dialog.getByRole("radio", { name: /^Operator/ });
  await expect(dialog.locator("label").filter({ hasText: /^Operator/ })).toContainText("2 of 4, 1 more through a group only");
  await role.check();
  await expect(outcome(page, "will lose Operator")).toContainText(/^2/);
  await expect(outcome(page, "has it through a group")).toContainText(/^1/);
  await expect(outcome(page, "does not have it")).toContainText(/^1/);
  await dialog.getByRole("button", { name: "Remove Operator from 2", exact: true }).click();
  const result = page.getByRole("dialog", { name: "2 removed, 2 skipped" });
  await expect(result.getByRole("heading", { name: "2 removed, 2 skipped" })).toBeFocused();
  await result.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("Removed 2, skipped 2");
  const left = (await new Api(request, app).standing("operator")).direct.map(({ id }) => id);
  for (const person of direct.slice(0, 2)) expect(left).not.toContain(person.id);
});

test("without scripts", async ({ open, request }) => {
  const { direct } = await people(new Api(request, app));
  const [one] = direct;
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${DIRECTORY}?q=${one?.id}`);
  await page.getByRole("checkbox", { name: /^Select / }).check();
  await page.getByRole("button", { name: "Remove role" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Remove role from ${one?.name}` })).toBeVisible();
  await page.getByRole("button", { name: "Preview" }).last().click();
  await expect(page.getByRole("group", { name: "There is a problem" })).toContainText("Choose a role");
  await page.getByRole("radio", { name: /^Operator/ }).check();
  await page.getByRole("button", { name: "Preview" }).last().click();
  await page.getByRole("button", { name: `Remove Operator from ${one?.name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 removed");
});
