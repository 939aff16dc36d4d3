// Roles: read, made from an example or a copy, changed with the difference first.
import { Api } from "./support/api";
import { preview } from "./support/assign";
import { look } from "./support/axe";
import { alive, expect, expectProblems, serve, test } from "./support/fixtures";

// Some look at many states, each in two widths and themes.
test.setTimeout(120_000);

const app = serve({ demo: true });
const ROLES = "/t/northwind/production/roles";

test("the list says what each holds and who holds it", async ({ page }) => {
  await app.login(page);
  await page.getByRole("link", { name: "Roles", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Roles & scopes");
  const list = page.getByRole("table", { name: "Roles of Production" });
  await expect(list.getByRole("row", { name: /Owner/ })).toContainText("System");
  await expect(list.getByRole("row", { name: /Operator/ }).first()).toContainText(/\d+ people/);
  await look(page, "roles");
  await page.getByRole("searchbox").fill("audit");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=audit/);
  await expect(list.getByRole("row", { name: /Owner/ })).toHaveCount(0);
  await page.goto(app.at(`${ROLES}?type=custom&q=zzzz&colour=blue`));
  await expect(page.getByRole("heading", { name: "No role matches" })).toBeVisible();
  await expect(page.getByText("colour=blue")).toBeVisible();
});

test("from an example, without scripts, with a group that has it at once", async ({ open, request }) => {
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, ROLES);
  await page.getByRole("link", { name: "New role" }).click();
  await page.getByRole("link", { name: "Support Lead" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Support Lead");
  await expect(page.getByRole("checkbox", { name: /^Suspend users/ })).toBeChecked();
  // A slug that is in use is said, and nothing that was typed is lost.
  await page.getByLabel("Name", { exact: true }).fill("Night support");
  await page.getByLabel("Slug").fill("viewer");
  await page.getByRole("checkbox", { name: /^Edit applications/ }).check();
  await page.getByRole("button", { name: "Create role" }).click();
  await expectProblems(page, [/slug of another role/]);
  await expect(page.getByRole("checkbox", { name: /^Edit applications/ })).toBeChecked();
  await page.getByLabel("Slug").fill("");
  const groups = page.getByRole("group", { name: "Groups that have it at once" });
  await expect(page.getByText(/^Closest role: /)).toBeVisible();
  await groups.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Night support");
  await expect(page.getByText("View applications was added, as others need it.")).toBeVisible();
  await expect(page.getByText("night-support")).toBeVisible();
  await expect(page.getByText(/through 1 group/)).toBeVisible();
  const api = new Api(request, app);
  const role = await api.role("night-support");
  const given = await api.all<{ group_id: string | null }>(`/assignments?role_id=${role}`);
  expect(given).toHaveLength(1);
  expect(given[0]?.group_id).not.toBeNull();
});

test("a copy is changed in place: the difference first, then saved", async ({ page, open }) => {
  await app.login(page, ROLES);
  await page.getByRole("link", { name: "Viewer", exact: true }).click();
  await expect(page.getByText("System roles cannot be changed.")).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await look(page, "a system role");
  await page.getByRole("link", { name: "Make a copy" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Copy of Viewer");
  await look(page, "a new role");
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Copy of Viewer");
  await page.getByRole("checkbox", { name: /^View branding/ }).uncheck();
  await page.getByRole("checkbox", { name: /^Export the audit log|^Export audit/ }).check();

  // Someone else saves another change before.
  const other = await open();
  await app.login(other, new URL(page.url()).pathname);
  await other.getByLabel("Description").fill("Reads nearly everything.");
  await other.getByRole("button", { name: "Review changes" }).last().click();
  await expect(other.getByText("Not saved yet: another name or description.")).toBeVisible();
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("Copy of Viewer is saved.")).toBeVisible();

  await page.getByRole("button", { name: "Review changes" }).last().click();
  await expect(page.getByText("Someone changed this role in the meantime (another description).")).toBeVisible();
  // Their description is not one's own change: it stays as they wrote it.
  await expect(page.getByLabel("Description")).toHaveValue("Reads nearly everything.");
  await page.getByRole("button", { name: "Review changes" }).last().click();
  await expect(page.getByText("Someone changed this role in the meantime")).toHaveCount(0);
  await expect(page.getByText(/^Not saved yet: 1 capability more, 1 capability fewer\./)).toBeVisible();
  await expect(page.getByText("Added", { exact: true })).toBeVisible();
  await expect(page.getByText("Removed", { exact: true })).toBeVisible();
  await look(page, "a role under review");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Copy of Viewer is saved.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^View branding/ })).not.toBeChecked();
  await page.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(page.getByText("The role was made")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Copy of Viewer");
  await look(page, "the activity of a role");
});

test("who is late is told, and loses nothing", async ({ page, open }) => {
  await app.login(page, `${ROLES}/new?from=copy:viewer`);
  await page.getByLabel("Name", { exact: true }).fill("Late role");
  await page.getByRole("button", { name: "Create role" }).click();
  await page.getByRole("checkbox", { name: /^View branding/ }).uncheck();
  await page.getByRole("button", { name: "Review changes" }).last().click();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeVisible();
  const other = await open();
  await app.login(other, new URL(page.url()).pathname);
  await other.getByRole("checkbox", { name: /^View reports/ }).uncheck();
  await other.getByRole("button", { name: "Review changes" }).last().click();
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("Late role is saved.")).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  // What the other one did stays done; what is one's own comes on top of it.
  await expect(page.getByText("Someone changed this role in the meantime (taken away: View reports).")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^View branding/ })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^View reports/ })).not.toBeChecked();
  await expect(page.getByText(/^Not saved yet: 1 capability fewer\./)).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Late role is saved.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^View branding/ })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^View reports/ })).not.toBeChecked();
});

test("deleted with its slug typed, and restored with those who had it", async ({ open, request }) => {
  const api = new Api(request, app);
  const before = (await api.all<{ id: string }>(`/assignments?role_id=${await api.role("deployer")}&state=active`)).length;
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, `${ROLES}?q=deployer`);
  await page.getByRole("link", { name: "Deployer", exact: true }).click();
  await page.getByRole("button", { name: /^More for / }).click();
  await page.getByRole("link", { name: "Delete" }).click();
  await expect(page.getByText(/lose it at once/)).toBeVisible();
  await page.getByRole("button", { name: "Delete role" }).click();
  await expectProblems(page, [/^Type deployer to delete/]);
  await page.getByLabel("Type deployer to delete it").fill("deployer");
  await page.getByRole("button", { name: "Delete role" }).click();
  await expect(page.getByText("Deployer is deleted. It can be restored here.")).toBeVisible();
  const seen = await open();
  await app.login(seen, `${ROLES}/deleted`);
  await expect(seen.getByRole("button", { name: "Restore Deployer" })).toBeVisible();
  await look(seen, "deleted roles");
  await page.goto(app.at(`${ROLES}/new`));
  await page.getByLabel("Name", { exact: true }).fill("Depl0yer");
  await page.getByRole("button", { name: "Create role" }).click();
  await expectProblems(page, [/A slug is never used twice/]);
  await page.goto(app.at(ROLES));
  await page.getByRole("link", { name: "1 deleted" }).click();
  await page.getByRole("button", { name: "Restore Deployer" }).click();
  await expect(page.getByText("Deployer is there again.")).toBeVisible();
  const after = await api.all<{ id: string }>(`/assignments?role_id=${await api.role("deployer")}&state=active`);
  expect(after.length).toBeGreaterThan(before / 2);
  expect(app.server.run(["audit", "verify"])).toContain("The audit log is whole.");
});

test("who may only read is offered nothing that they may not do", async ({ page, open }) => {
  await app.login(page, "/t/northwind/production/invite");
  await page.getByLabel("Name").fill("Rea Der");
  await page.getByLabel("E-mail").fill("rea@northwind.test");
  await page.getByLabel("Role").selectOption({ label: "Viewer" });
  await page.getByRole("button", { name: "Invite" }).click();
  const link = await page.getByLabel("Link").inputValue();
  const reader = await open();
  await reader.goto(link);
  await reader.getByLabel("Password").fill("four plain words here");
  await reader.getByRole("button", { name: "Create account and sign in" }).click();
  await reader.getByRole("link", { name: "Roles", exact: true }).click();
  await expect(reader.getByRole("link", { name: "New role" })).toHaveCount(0);
  await reader.getByRole("link", { name: "Auditor", exact: true }).click();
  await expect(reader.getByText(/you need roles\.edit/)).toBeVisible();
  await expect(reader.getByRole("link", { name: "Make a copy" })).toHaveCount(0);
  await expect(reader.getByRole("button", { name: /^More for / })).toHaveCount(0);
  await expect(reader.getByRole("checkbox")).toHaveCount(0);
});

test("while it is ticked the catalogue filters, counts, and ticks what others need", async ({ page }) => {
  await app.login(page, `${ROLES}/new`);
  await alive(page);
  // The slug follows the name until it is written; one that cannot be had is said on leaving it.
  const slug = page.getByLabel("Slug");
  await page.getByLabel("Name", { exact: true }).fill("Émile’s  Crew 2");
  await expect(slug).toHaveValue("emile-s-crew-2");
  await slug.fill("viewer");
  await page.getByLabel("Name", { exact: true }).fill("Crew");
  await expect(slug).toHaveValue("viewer");
  await expect(page.getByText(/viewer, or one that looks like it, is the slug of another role/)).toBeVisible();
  await slug.fill("");
  await page.getByLabel("Name", { exact: true }).fill("Night crew");
  await expect(slug).toHaveValue("night-crew");
  const users = page.getByRole("group", { name: /^Users/ });
  await users.getByRole("checkbox", { name: /^Suspend users/ }).check();
  await expect(users.getByRole("checkbox", { name: /^View users/ })).toBeChecked();
  await expect(page.getByText("View users was ticked too, as Suspend users needs it.")).toBeVisible();
  // What it can in short, and which role comes nearest, follow the ticks.
  const digest = page.getByRole("complementary", { name: "It can" });
  await expect(digest.getByText("view users, suspend users")).toBeVisible();
  await expect(digest.getByText(/^Closest role: .+, \d+ capabilit(y|ies) differs?\.$/)).toBeVisible();
  await expect(page.getByText(/^2 of \d+ ticked\.$/)).toBeVisible();
  const all = users.getByRole("checkbox", { name: "All of Users" });
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  const filter = page.getByRole("searchbox", { name: "Filter capabilities" });
  await filter.fill("secret");
  await expect(page.getByRole("checkbox", { name: /^Rotate secrets/ })).toBeVisible();
  await expect(users).toBeHidden();
  await expect(page.getByText(/^1 of \d+ shown, 2 ticked ones are not shown$/)).toBeVisible();
  // Enter in a filter sends nothing.
  await filter.press("Enter");
  await expect(page).toHaveURL(/roles\/new$/);
  await look(page, "the catalogue, filtered");
  await filter.fill("");
  await all.check();
  await expect(users.getByText(/^(\d+) of \1$/)).toBeVisible();
  await all.uncheck();
  await expect(users.getByText(/^0 of/)).toBeVisible();
  await users.getByRole("checkbox", { name: /^View users/ }).check();
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Night crew");
  // What is other than saved is marked as it is ticked.
  const row = page.getByRole("listitem").filter({ hasText: "Create users" });
  await row.getByRole("checkbox").check();
  await expect(row.getByText("Added", { exact: true })).toBeVisible();
  // A bar says that it is not saved, and so does the browser before it is left behind.
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await expect(bar).toContainText("1 capability more");
  await look(page, "unsaved changes");
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await page.getByRole("link", { name: "Groups", exact: true }).first().click();
  await expect.poll(() => asked).toBe(1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Night crew");
  await bar.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText(/^Not saved yet: 1 capability more\./)).toBeVisible();
  await expect(bar).toBeHidden();
  await page.getByLabel(/^Description/).fill("At night.");
  await expect(bar).toContainText("1 capability more, another name or description");
  await bar.getByRole("link", { name: "Discard" }).click();
  await expect(page.getByLabel(/^Description/)).toHaveValue("");
  await expect(bar).toBeHidden();
  await row.getByRole("checkbox").check();
  await row.getByRole("checkbox").uncheck();
  await expect(row.getByText("Added", { exact: true })).toHaveCount(0);
});

test("from the role it is given to people who are looked for, and to a group", async ({ page, open, request }) => {
  await app.login(page, ROLES);
  await page.getByRole("link", { name: "Auditor", exact: true }).click();
  await page.getByRole("link", { name: "Assign", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Assign Auditor");
  await page.getByRole("button", { name: "Continue" }).click();
  await expectProblems(page, [/Write names or e-mail addresses/]);
  await look(page, "who is to have a role");
  const api = new Api(request, app);
  const { none } = await api.standing("auditor");
  const [one, two] = none.filter(({ email }) => email !== null);
  await page.getByLabel("Who").fill(`${one?.email}\nNobody Of That Name\n${two?.email}`);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(/Nobody is called “Nobody Of That Name”/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Assign Auditor to 2 identities");
  await look(page, "a role for who was found");
  await page.getByLabel(/^Find others/).fill("");
  await preview(page);
  await look(page, "the plan of a role");
  await page.getByRole("button", { name: "Assign Auditor to 2" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 assigned");
  const now = await api.standing("auditor");
  expect(now.direct.map(({ id }) => id)).toEqual(expect.arrayContaining([one?.id, two?.id]));
  // A group by itself, without scripts.
  const plain = await open({ javaScriptEnabled: false });
  await app.login(plain, ROLES);
  await plain.getByRole("link", { name: "Auditor", exact: true }).click();
  await plain.getByRole("link", { name: "Assign", exact: true }).click();
  await plain.getByLabel(/^Or a group/).selectOption({ label: "Design" });
  await plain.getByRole("button", { name: "Continue" }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Assign Auditor to Design");
  await preview(plain);
  await plain.getByRole("button", { name: /^Assign Auditor to/ }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("1 assigned");
  const role = await api.role("auditor");
  const given = await api.all<{ group_id: string | null }>(`/assignments?role_id=${role}`);
  expect(given.some(({ group_id }) => group_id !== null)).toBe(true);
});
