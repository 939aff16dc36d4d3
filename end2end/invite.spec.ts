// A second person: invited, let in by a link, and shown what they may do and what they may not.
import { look } from "./support/axe";
import { DIRECTORY, alive, expect, expectProblems, serve, signIn, test } from "./support/fixtures";
import { accept, INVITE, invite, PASSWORD } from "./support/invite";

const app = serve({ demo: true });

test("invited with a role until a day, they come in and see the directory", async ({ page, open }) => {
  await app.login(page);
  await page.getByRole("link", { name: "Invite" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Invite a person");
  await look(page, "invite");
  await page.getByLabel("E-mail").fill("no address");
  await page.getByLabel("Role").selectOption({ label: "Viewer" });
  await page.getByRole("button", { name: "Invite" }).click();
  await expectProblems(page, [/./, /./]);
  await expect(page.getByLabel("Role")).toHaveValue("viewer");
  await page.getByLabel("Name").fill("Noor Haddad");
  await page.getByLabel("E-mail").fill("noor@northwind.test");
  await page.getByRole("radio", { name: "For a limited time" }).check();
  await page.getByText("30 days", { exact: true }).click();
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Noor Haddad is invited");
  await expect(page.getByText(/^The role Viewer, until /)).toBeVisible();
  await look(page, "an invitation that was made");
  const link = await page.getByLabel("Link").inputValue();
  expect(link).toMatch(/^http:\/\/.*\/invite\/\w{40,}$/);
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByText("has not accepted the invitation yet")).toBeVisible();

  const noor = await open();
  await noor.goto(link);
  await expect(noor.getByRole("heading", { level: 1 })).toHaveText("Welcome to Northwind");
  await expect(noor.getByLabel("E-mail")).toHaveValue("noor@northwind.test");
  await look(noor, "the page of an invitation");
  await noor.getByLabel("Password").fill("short");
  await noor.getByRole("button", { name: "Create account and sign in" }).click();
  await expectProblems(noor, [/12 characters/]);
  await noor.getByLabel("Password").fill(PASSWORD);
  await noor.getByRole("button", { name: "Create account and sign in" }).click();
  await expect(noor.getByRole("heading", { level: 1 })).toHaveText("Directory");
  await expect(noor.getByRole("link", { name: "Invite" })).toHaveCount(0);
  await noor.getByRole("link", { name: "My access" }).click();
  await expect(noor.getByRole("heading", { level: 1 })).toHaveText("My access");
  await expect(noor.getByRole("row", { name: /Viewer/ })).toContainText("by Dana Whitfield");
  await expect(noor.getByText("users.view")).toBeVisible();
  await look(noor, "my access");
  // What they lack is named, and who can give it.
  await noor.goto(app.at(INVITE));
  await expect(noor.getByText("members.invite")).toBeVisible();
  await expect(noor.getByText(/Dana Whitfield/)).toBeVisible();
  await look(noor, "a page that is not allowed");
  // The link worked once.
  const other = await open();
  await other.goto(link);
  await expect(other.getByText("This invitation is not valid (any more)")).toBeVisible();
});

test("without scripts, with no role: they see their own access and nothing else", async ({ page, open }) => {
  const link = await invite(app, page, "Sol Reyes", "sol@northwind.test", "");
  const sol = await open({ javaScriptEnabled: false });
  await accept(sol, link, "Sol Reyes");
  await expect(sol.getByRole("heading", { level: 1 })).toHaveText("My access");
  await expect(sol.getByText("You hold no role in Production")).toBeVisible();
  await expect(sol.getByRole("link", { name: "Directory" })).toHaveCount(0);
  await sol.goto(app.at(DIRECTORY));
  await expect(sol.getByText("users.view")).toBeVisible();
  // Signed in a second time, they sign the first one out.
  const again = await open({ javaScriptEnabled: false });
  await again.goto(app.at("/sign-in"));
  await signIn(again, "sol@northwind.test", PASSWORD);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("My access");
  await again.getByRole("button", { name: "Sign out of 1 other" }).click();
  await expect(again.getByText("You are signed out everywhere else.")).toBeVisible();
  await sol.reload();
  await expect(sol.getByRole("heading", { level: 1 })).toHaveText("Sign in");
});

test("a link is made anew and withdrawn; an account that is there accepts with itself", async ({ page, open }) => {
  const first = await invite(app, page, "Tam Lin", "tam@northwind.test", "Viewer");
  await page.getByRole("link", { name: "Done" }).click();
  await page.getByRole("link", { name: "Invitation" }).click();
  await look(page, "the invitation of one person");
  await page.getByRole("button", { name: "New link" }).click();
  const second = await page.getByLabel("Link").inputValue();
  const tam = await open();
  await tam.goto(first);
  await expect(tam.getByText("This invitation is not valid (any more)")).toBeVisible();
  await accept(tam, second, "Tam Lin");
  await expect(tam.getByRole("heading", { level: 1 })).toHaveText("Directory");

  // The same person in Development: with the account that they have.
  await page.goto(app.at("/t/northwind/development/invite"));
  await page.getByLabel("Name").fill("Tam Lin");
  await page.getByLabel("E-mail").fill("tam@northwind.test");
  await page.getByRole("button", { name: "Invite" }).click();
  const link = await page.getByLabel("Link").inputValue();
  const out = await open();
  await out.goto(link);
  await out.getByRole("link", { name: "Sign in" }).click();
  await signIn(out, "tam@northwind.test", PASSWORD);
  await out.getByRole("button", { name: "Accept" }).click();
  await expect(out.getByRole("heading", { level: 1 })).toHaveText("My access");
  await expect(out).toHaveURL(/\/t\/northwind\/development\/me$/);

  const gone = await invite(app, page, "Uma Gone", "uma@northwind.test", "");
  await page.getByRole("link", { name: "Done" }).click();
  await page.getByRole("link", { name: "Invitation" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText("The link does not work any more.")).toBeVisible();
  await out.goto(gone);
  await expect(out.getByText("This invitation is not valid (any more)")).toBeVisible();
});

test("at 390 px, dark, with the keyboard alone", async ({ open }) => {
  const page = await open({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  await app.login(page, INVITE);
  await alive(page);
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Vera Pohl");
  await page.keyboard.press("Tab");
  await page.keyboard.type("vera@northwind.test");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Viewer");
  await page.keyboard.press("Enter");
  await page.getByLabel("E-mail").press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vera Pohl is invited");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await look(page, "an invitation on a phone");
});
