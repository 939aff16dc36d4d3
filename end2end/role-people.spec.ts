// Who has a role, from its own page: given, ended, signed out; and the people who have a new one at once.
import { Api } from "./support/api";
import { look } from "./support/axe";
import { alive, DIRECTORY, expect, expectProblems, expectQuery, serve, test } from "./support/fixtures";
import { accept, invite } from "./support/invite";

// Some look at many states, each in two widths and themes.
test.setTimeout(120_000);

const app = serve({ demo: true });
const ROLES = "/t/northwind/production/roles";

test("people and groups that have a role, and many of them ended", async ({ page, request }) => {
  const api = new Api(request, app);
  const role = await api.role("operator");
  await app.login(page, `${ROLES}/${role}`);
  await page.getByRole("navigation", { name: "Operator sections" }).getByRole("link", { name: "Assignments" }).click();
  const list = page.getByRole("table", { name: "Assignments of Operator" });
  await expect(list.getByRole("row").nth(1)).toBeVisible();
  const whose = page.getByRole("group", { name: "Whose assignments" });
  await expect(whose.getByRole("link", { name: /^People and services \d+/ })).toHaveAttribute("aria-current", "true");
  await look(page, "who has a role");
  const { direct } = await api.standing("operator");
  const shown = await page.locator(".num strong, p > strong").first().textContent();
  expect(Number(shown)).toBeGreaterThanOrEqual(direct.length > 0 ? 1 : 0);
  await whose.getByRole("link", { name: /^Groups \d+/ }).click();
  await expectQuery(page, { source: "group" });
  await expect(list.getByRole("row").nth(1)).toBeVisible();
  await look(page, "groups that have a role");
  // What has ended is behind the states, and the list stays one of groups.
  await page.goto(app.at(`${ROLES}/${role}/assignments?source=group&state=revoked&q=zzzz`));
  await expect(page.getByRole("link", { name: "Clear filter" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expectQuery(page, { source: "group" });
  // Of a role that nobody has, and of those who are to have a new one.
  const owner = await api.role("owner");
  await page.goto(app.at(`${ROLES}/${owner}/assignments?source=group`));
  await expect(page.getByRole("heading", { name: "No group has Owner" })).toBeVisible();
  await look(page, "a role that no group has");
  await page.goto(app.at(`${ROLES}/new`));
  await page.getByLabel(/^People/).fill(`${direct[0]?.email}, Nobody Of That Name`);
  await page.getByRole("button", { name: "Find people" }).click();
  await expect(page.getByText(/Nobody is called/)).toBeVisible();
  await look(page, "people of a new role");
  // Groups are narrowed to those that are called like what is written.
  await alive(page);
  const groups = page.getByRole("group", { name: "Groups that have it at once" });
  await page.getByRole("searchbox", { name: "Filter groups" }).fill("plat");
  await expect(groups.getByRole("checkbox", { name: "Platform" })).toBeVisible();
  await expect(groups.getByRole("checkbox", { name: "Design" })).toBeHidden();
  await page.getByLabel(/^Find others/).fill("Chinedu");
  await page.getByRole("button", { name: "Find people" }).click();
  await expect(page.getByRole("group", { name: "Who is meant by “Chinedu”?" })).toBeVisible();
  await look(page, "who of several is meant");
  // Two are ended in the dialog, over this page.
  await page.goto(app.at(`${ROLES}/${role}/assignments`));
  await alive(page);
  const boxes = page.locator("tbody input[name=id]");
  await boxes.nth(0).click();
  await boxes.nth(1).click();
  await page.getByRole("button", { name: "End now" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveAccessibleName("Change 2 assignments");
  await expect(dialog.getByRole("checkbox", { name: /^Also sign out those who lose something/ })).toBeVisible();
  await dialog.getByRole("button", { name: "End 2 now", exact: true }).click();
  await expect(dialog.getByRole("heading", { name: "2 removed" })).toBeFocused();
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog.getByRole("heading", { name: "2 assigned" })).toBeFocused();
  await dialog.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL(/\/assignments$/);
});

test("ended from the role's page without scripts, and back to it", async ({ open, request }) => {
  const role = await new Api(request, app).role("auditor");
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${ROLES}/${role}/assignments`);
  await page.getByRole("checkbox", { name: /^Select / }).first().check();
  await page.getByRole("button", { name: "End now" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Change 1 assignment");
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Auditor");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL(new RegExp(`/roles/${role}/assignments`));
  // A role that nobody has says so, and leads on.
  await page.goto(app.at(`${ROLES}/new`));
  await page.getByLabel("Name", { exact: true }).fill("Nobody yet");
  await page.getByRole("button", { name: "Create role" }).last().click();
  await page.getByRole("link", { name: "Assignments", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Nobody has Nobody yet directly" })).toBeVisible();
});

test("a new role with people who have it at once, without scripts", async ({ open, request }) => {
  const api = new Api(request, app);
  const { none } = await api.standing("operator");
  const [one, two] = none.filter(({ email, status }) => email !== null && status === "active");
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${ROLES}/new`);
  await page.getByLabel("Name", { exact: true }).fill("Launch crew");
  await page.getByLabel(/^People/).fill(`${one?.email}, ${two?.email}, Nobody Of That Name`);
  await page.getByRole("button", { name: "Create role" }).last().click();
  // Nothing is made before one has seen who was found.
  await expect(page.getByText(/Nobody is called “Nobody Of That Name”/)).toBeVisible();
  await expect(page.getByRole("checkbox", { name: new RegExp(`^${one?.name}`) })).toBeChecked();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Launch crew");
  await page.getByLabel(/^Find others/).fill("");
  await page.getByRole("checkbox", { name: new RegExp(`^${two?.name}`) }).uncheck();
  // Several are called like this: whoever is meant is ticked, or nobody of them.
  await page.getByLabel(/^Find others/).fill("Chinedu");
  await page.getByRole("button", { name: "Find people" }).click();
  const among = page.getByRole("group", { name: "Who is meant by “Chinedu”?" });
  await expect(among.getByRole("checkbox", { name: /^Chinedu / }).nth(1)).toBeVisible();
  await page.getByRole("button", { name: "Create role and assign it" }).click();
  await expectProblems(page, [/Tick who is meant/]);
  await among.getByRole("checkbox", { name: "Nobody of these" }).check();
  await page.getByRole("button", { name: "Create role and assign it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Launch crew");
  const role = await api.role("launch-crew");
  const given = await api.all<{ identity_id: string }>(`/assignments?role_id=${role}`);
  expect(given.map(({ identity_id }) => identity_id)).toEqual([one?.id]);
  // One who is refused is named, and nothing is made.
  const identities = await api.all<{ id: string; name: string; email: string | null; status: string }>("/identities?status=suspended");
  const suspended = identities.find(({ email }) => email !== null);
  await page.goto(app.at(`${ROLES}/new`));
  await page.getByLabel("Name", { exact: true }).fill("Not made");
  await page.getByLabel(/^People/).fill(`${suspended?.email}`);
  await page.getByRole("button", { name: "Find people" }).click();
  await page.getByRole("button", { name: "Create role and assign it" }).click();
  await expectProblems(page, [new RegExp(`^${suspended?.name}: `)]);
});

test("what a role loses signs out those who lose it, at once", async ({ page, open }) => {
  const link = await invite(app, page, "Noor Haddad", "noor@northwind.test", "Support lead");
  const noor = await open();
  await accept(noor, link, "Noor Haddad");
  await expect(noor.getByRole("link", { name: "My access" })).toBeVisible();
  await page.goto(app.at(ROLES));
  await page.getByRole("link", { name: "Support lead", exact: true }).click();
  await page.getByRole("checkbox", { name: /^Reset password/ }).uncheck();
  await page.getByRole("button", { name: "Review changes" }).last().click();
  const sign = page.getByRole("checkbox", { name: /^Also sign out those who lose something/ });
  await expect(page.getByText("1 person who has it is signed in now.")).toBeVisible();
  await look(page, "a change that signs out");
  await sign.check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Support lead is saved. 1 person was signed out.")).toBeVisible();
  await noor.goto(app.at(DIRECTORY));
  await expect(noor).toHaveURL(/\/sign-in/);
});
