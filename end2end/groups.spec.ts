// Groups: the tree, members by name and by tick, roles with their origin, moved with the difference first.
import { Api } from "./support/api";
import { look } from "./support/axe";
import { alive, expect, expectProblems, serve, test } from "./support/fixtures";

// Some look at many states, each in two widths and themes.
test.setTimeout(120_000);

const app = serve({ demo: true });
const GROUPS = "/t/northwind/production/groups";

interface Group {
  id: string;
  slug: string;
  name: string;
}

async function group(api: Api, slug: string): Promise<Group> {
  const found = (await api.all<Group>("/groups")).find((one) => one.slug === slug);
  if (!found) throw new Error(`there is no group ${slug}`);
  return found;
}

test("the tree opens and closes by links, and is searched", async ({ page }) => {
  await app.login(page);
  await page.getByRole("link", { name: "Groups", exact: true }).click();
  const tree = page.getByRole("table", { name: "Groups in Production, nested" });
  await expect(tree.getByRole("row", { name: /^.*EMEA support-emea/ })).toContainText("Operator 1 from above");
  await expect(tree.getByRole("link", { name: "Night shift" })).toBeVisible();
  await look(page, "groups");
  await tree.getByRole("link", { name: "Close Support" }).click();
  await expect(tree.getByRole("link", { name: "Night shift" })).toHaveCount(0);
  await expect(tree.getByRole("link", { name: "On-call", exact: true })).toBeVisible();
  await expect(tree.getByRole("link", { name: "Open Support" })).toBeFocused();
  await tree.getByRole("link", { name: "Open Support" }).click();
  await expect(tree.getByRole("link", { name: "EMEA", exact: true })).toBeVisible();
  await page.getByRole("searchbox").fill("night");
  await page.keyboard.press("Enter");
  await expect(tree.getByRole("row")).toHaveCount(4);
  await page.goto(app.at(`${GROUPS}?q=zzzz`));
  await expect(page.getByRole("heading", { name: /^No group matches/ })).toBeVisible();
});

test("made inside another, filled by names, without scripts, and taken back", async ({ open }) => {
  const page = await open({ javaScriptEnabled: false });
  await app.login(page, GROUPS);
  await page.getByRole("link", { name: "EMEA", exact: true }).click();
  await page.getByRole("link", { name: /^Sub-groups/ }).click();
  await page.getByRole("link", { name: "Create sub-group" }).click();
  await expect(page.getByLabel("Lies in")).toHaveValue("support-emea");
  await page.getByLabel("Name", { exact: true }).fill("Day shift");
  await page.getByLabel("Slug").fill("support-emea");
  await page.getByRole("button", { name: "Create group" }).click();
  await expectProblems(page, [/slug of another group/]);
  await page.getByLabel("Slug").fill("");
  await page.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Day shift");
  await expect(page.getByRole("heading", { name: "Nobody is in Day shift yet" })).toBeVisible();
  await page.getByRole("link", { name: "Add members" }).first().click();
  await page.getByLabel("Who").fill("Dana Whitfield\nnobody at all");
  await page.getByRole("button", { name: "Find people" }).last().click();
  await expect(page.getByText("Nobody is called “nobody at all”")).toBeVisible();
  await expect(page.getByLabel("Find others")).toHaveValue("nobody at all");
  // Nobody is left out without a word: what means nobody is corrected or emptied first.
  await page.getByRole("button", { name: "Preview" }).last().click();
  await expectProblems(page, [/Nobody is meant by what still stands here/]);
  await page.getByLabel("Find others").fill("Chinedu");
  await page.getByRole("button", { name: "Find people" }).last().click();
  const among = page.getByRole("group", { name: "Who is meant by “Chinedu”?" });
  const picked = among.getByRole("checkbox", { name: /^Chinedu / }).first();
  const called = await picked.evaluate((box) => box.nextElementSibling?.firstChild?.textContent ?? "");
  await picked.check();
  await page.getByRole("button", { name: "Preview" }).last().click();
  await expect(page.getByText("will be in Day shift")).toBeVisible();
  await page.getByRole("button", { name: "Add 2 to Day shift" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 added");
  await page.getByRole("link", { name: "Back to Day shift" }).click();
  await expect(page.getByRole("row", { name: /Dana Whitfield/ })).toContainText("Directly");
  await expect(page.getByRole("row", { name: new RegExp(called) })).toContainText("Directly");
  // Dana has what lies above, with the way to where it is managed.
  await page.getByRole("link", { name: /^Roles/ }).last().click();
  const roles = page.getByRole("table", { name: /^Roles of Day shift/ });
  await expect(roles.getByRole("row", { name: /^Operator/ })).toContainText("Managed in EMEA");
  await page.getByRole("link", { name: /^Members/ }).click();
  await page.getByRole("button", { name: "Take Dana Whitfield out" }).click();
  await expect(page.getByText("will leave Day shift")).toBeVisible();
  await page.getByRole("button", { name: "Take Dana Whitfield out of Day shift" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 taken out");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 added");
});

test("many are taken out in the dialog, and come from the directory", async ({ page, request }) => {
  const emea = await group(new Api(request, app), "support-emea");
  await app.login(page, `${GROUPS}/${emea.id}?members=direct`);
  await alive(page);
  await look(page, "members of a group");
  await alive(page);
  const names: string[] = [];
  for (const at of [1, 2]) {
    const tick = page.getByRole("checkbox", { name: /^Select / }).nth(at);
    names.push(((await tick.getAttribute("aria-label")) ?? (await tick.locator("xpath=..").innerText())).replace(/^Select /, ""));
    await tick.check();
  }
  await page.getByRole("button", { name: "Take out", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Take 2 identities out of EMEA" });
  await expect(dialog.getByText("will leave EMEA", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Take 2 out of EMEA" }).click();
  const result = page.getByRole("dialog", { name: "2 taken out" });
  await result.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("Took out 2");
  // They come back by the directory's bar.
  await page.goto(app.at(`/t/northwind/production/directory?q=${encodeURIComponent(names[0] ?? "")}`));
  await alive(page);
  await page.getByRole("checkbox", { name: /^Select / }).nth(1).check();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Add to group" }).click();
  const join = page.getByRole("dialog", { name: /^Add .+ to a group$/ });
  await join.getByLabel("Group").selectOption("support-emea");
  await expect(join.getByText("will be in EMEA", { exact: true })).toBeVisible();
  await join.getByRole("button", { name: /^Add .+ to EMEA$/ }).click();
  await expect(page.getByRole("dialog", { name: "1 added" })).toBeVisible();
});

test("a role for all in it, by keyboard, with how many that reaches", async ({ page, request }) => {
  const design = await group(new Api(request, app), "design");
  await app.login(page, `${GROUPS}/${design.id}/roles`);
  await alive(page);
  await page.getByRole("link", { name: "Assign role" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Assign role to Design" });
  const role = dialog.getByRole("combobox", { name: "Role" });
  await role.focus();
  await page.keyboard.type("audit");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(/^will get .*uditor/)).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog", { name: "1 assigned" })).toBeVisible();
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: /^Roles of Design/ })).toContainText("uditor");
  await look(page, "roles of a group");
});

test("moved after a look at who gains and loses; deleted and restored", async ({ page, request }) => {
  const api = new Api(request, app);
  const apac = await group(api, "support-apac");
  await app.login(page, `${GROUPS}/${apac.id}/edit`);
  await page.getByLabel("Lies in").selectOption("engineering-platform");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/moves into Engineering ▸ Platform: its 16 members gain Deployer/)).toBeVisible();
  await look(page, "a move under review");
  await page.getByRole("button", { name: "Move and save" }).click();
  await expect(page.getByText("Asia–Pacific is saved.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Platform");
  // To the top it is looked at as well.
  await page.goto(app.at(`${GROUPS}/${apac.id}/edit`));
  await page.getByLabel("Lies in").selectOption("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/moves to the top: its 16 members lose .*Deployer/)).toBeVisible();
  await expect(page.getByRole("list", { name: "Whom it is about" }).getByRole("link").first()).toBeVisible();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Platform");
  // A group cannot lie in itself: those places are not offered.
  await page.goto(app.at(`${GROUPS}/${(await group(api, "support")).id}/edit`));
  await expect(page.getByLabel("Lies in").getByRole("option", { name: /EMEA/ })).toHaveCount(0);
  await page.goto(app.at(`${GROUPS}/${apac.id}/delete`));
  await expect(page.getByRole("list", { name: "Who is in it or in its sub-groups" }).getByRole("link").first()).toBeVisible();
  await look(page, "deleting a group");
  await page.getByRole("button", { name: "Delete group" }).click();
  await expectProblems(page, [/Type support-apac to delete/]);
  await page.getByLabel("Type support-apac to delete it").fill("support-apac");
  await page.getByRole("button", { name: "Delete group" }).click();
  await expect(page.getByText("Asia–Pacific is deleted.")).toBeVisible();
  await page.getByRole("button", { name: "Restore Asia–Pacific" }).click();
  await expect(page.getByText("Asia–Pacific is there again.")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Members 16/ })).toBeVisible();
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.locator(".log > li").first()).toContainText("The group was restored");
});

test("who may only look is offered nothing else; elsewhere's way in leads here", async ({ page }) => {
  await app.login(page, "/orgs/northwind/portal/access-management/groups");
  await expect(page).toHaveURL(app.at(GROUPS));
  await page.goto(app.at("/t/northwind/development/groups"));
  await page.goto(app.at("/orgs/northwind/portal/access-management/groups"));
  await expect(page).toHaveURL(app.at("/t/northwind/development/groups"));
  await page.goto(app.at("/orgs/elsewhere/portal/access-management/groups"));
  await expect(page.getByText(/not found|no such/i).first()).toBeVisible();
});
