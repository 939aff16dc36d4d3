// The first quarter of an hour: setting up, the first people, leaving and coming back.
import { expect, expectProblems, serve, signIn, test } from "./support/fixtures";

test.describe.configure({ mode: "serial" });
const app = serve();
const ADA = { email: "ada@okafor.example", password: "four plain words here" };
const HOME = "/t/okafor-co/production/directory";

test("a fresh server leads everybody to its setup", async ({ page }) => {
  expect(app.server.setupLink).toContain(app.at("/setup?token="));
  for (const path of ["/", "/sign-in", HOME]) {
    await page.goto(app.at(path));
    await expect(page).toHaveURL(app.at("/setup"));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up this server");
    await expect(page.getByLabel("Setup token")).toBeVisible();
  }
});

test("a wrong token is explained", async ({ page }) => {
  await page.goto(app.at("/setup?token=not-the-token"));
  await expectProblems(page, [/setup token is not valid any more\. Restart the server/]);
  await expect(page).toHaveTitle(/^Error: Set up this server/);
  await expect(page.getByLabel("Setup token")).toHaveValue("not-the-token");
  await page.getByLabel("Your name").fill("Ada Okafor");
  await page.getByLabel("E-mail").fill(ADA.email);
  await page.getByLabel("Password").fill(ADA.password);
  await page.getByLabel("Organisation").fill("Okafor & Co");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expectProblems(page, [/setup token is not valid any more/]);
  await expect(page.getByLabel("Your name")).toHaveValue("Ada Okafor");
  await expect(page.getByLabel("Password")).toHaveValue("");
});

test("wrong fields are said, and what was right is kept", async ({ page }) => {
  await page.goto(app.server.setupLink);
  await expect(page.getByLabel("Setup token")).toHaveCount(0);
  await page.getByLabel("Your name").fill("Ada Okafor");
  await page.getByLabel("E-mail").fill("ada at okafor");
  await page.getByLabel("Password").fill("short");
  await page.getByLabel("Time zone").selectOption("Europe/Paris");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expectProblems(page, [/./, /12 characters/, /./]);
  await expect(page).toHaveTitle(/^Error: Set up this server/);
  await expect(page.getByLabel("Your name")).toHaveValue("Ada Okafor");
  await expect(page.getByLabel("E-mail")).toHaveValue("ada at okafor");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/./);
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Paris");
  await expect(page.getByLabel("Password")).toHaveValue("");
  expect(await page.content()).not.toContain('value="short"');
  // Each line of the summary leads to its field.
  await page.getByRole("group", { name: "There is a problem" }).getByRole("link").nth(1).click();
  await expect(page.getByLabel("Password")).toBeFocused();
});

test("a complete setup leads to an empty Production", async ({ page }) => {
  await page.goto(app.server.setupLink);
  await page.getByLabel("Your name").fill("Ada Okafor");
  await page.getByLabel("E-mail").fill(ADA.email);
  await page.getByLabel("Password").fill(ADA.password);
  await page.getByLabel("Organisation").fill("Okafor & Co");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page).toHaveURL(app.at(HOME));
  await expect(page).toHaveTitle("Directory · Production · Okafor & Co");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Directory");
  await expect(page.getByRole("heading", { name: "No identities in Production yet" })).toBeVisible();
  app.server.settled(ADA.email, ADA.password);
});

test("setup is closed afterwards", async ({ page, request }) => {
  await page.goto(app.server.setupLink);
  await expect(page).toHaveURL(app.at("/sign-in"));
  const form = { token: "x", name: "Eve", email: "eve@example.org", password: "four plain words here", organisation: "E" };
  const answer = await request.post(app.at("/setup"), { form, maxRedirects: 0 });
  expect(answer.status()).toBe(404);
});

test("a session is kept in a cookie that scripts cannot read", async ({ page, context }) => {
  await page.goto(app.at("/"));
  await expect(page).toHaveURL(app.at("/sign-in"));
  await signIn(page, ADA.email, ADA.password);
  await expect(page).toHaveURL(app.at(HOME));
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("signing in fails alike for all", async ({ page }) => {
  const seen: string[] = [];
  for (const [email, password] of [
    [ADA.email, "not the right words"],
    ["nobody@okafor.example", ADA.password],
    ["", ""],
  ] as const) {
    await page.goto(app.at("/sign-in"));
    await signIn(page, email, password);
    await expectProblems(page, ["E-mail address and password do not match. Check both and try again."]);
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await expect(page.getByLabel("Password")).toHaveValue("");
    seen.push((await page.getByRole("main").innerText()).replace(email, ""));
  }
  expect(new Set(seen).size).toBe(1);
});

test("signing in goes on to where one wanted to go, never elsewhere", async ({ page, context }) => {
  const wanted = `${HOME}?q=ada&status=active`;
  await page.goto(app.at(wanted));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByText("Sign in to continue where you were.")).toBeVisible();
  await signIn(page, ADA.email, "wrong the first time");
  await expect(page.getByRole("group", { name: "There is a problem" })).toBeFocused();
  await signIn(page, ADA.email, ADA.password);
  await expect(page).toHaveURL(app.at(wanted));
  for (const next of ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"]) {
    await context.clearCookies();
    await page.goto(app.at(`/sign-in?next=${encodeURIComponent(next)}`));
    await signIn(page, ADA.email, ADA.password);
    await expect(page).toHaveURL(app.at(HOME));
  }
});

test("people and services are added one by one", async ({ page }) => {
  await app.login(page, HOME);
  await page.getByRole("link", { name: "New identity" }).first().click();
  await expect(page).toHaveURL(app.at(`${HOME}/new`));
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.getByLabel("Name").fill("Zoë Ångström");
  await page.getByLabel("E-mail").fill("zoe@okafor.example");
  await page.getByRole("button", { name: "Create identity" }).click();
  await expect(page).toHaveURL(/\/directory\?q=/);
  await expect(page.getByRole("region", { name: "Done" })).toContainText("Zoë Ångström is in the directory.");
  await expect(page.getByRole("row", { name: /Zoë Ångström.*zoe@okafor\.example/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "Done" })).toHaveCount(0);

  await page.goto(app.at(`${HOME}/new`));
  await page.getByLabel("Service").check();
  await page.getByLabel("Name").fill("deploy-bot");
  await page.getByRole("button", { name: "Create identity" }).click();
  await expect(page.getByRole("region", { name: "Done" })).toContainText("deploy-bot is in the directory.");
  await page.goto(app.at(HOME));
  await expect(page.getByRole("row", { name: /deploy-bot\s*Service/ })).toBeVisible();
});

test("an identity that cannot be added says why", async ({ page }) => {
  await app.login(page, `${HOME}/new`);
  await page.getByLabel("Service").check();
  await page.getByLabel("E-mail").fill("no address");
  await page.getByRole("button", { name: "Create identity" }).click();
  await expectProblems(page, [/./, /./]);
  await expect(page.getByLabel("E-mail")).toHaveValue("no address");
  await expect(page.getByLabel("Service")).toBeChecked();
  await page.getByLabel("Name").fill("Zoë again");
  await page.getByLabel("E-mail").fill("ZOE@Okafor.example");
  await page.getByRole("button", { name: "Create identity" }).click();
  await expectProblems(page, ["Someone in this environment has this address already."]);
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/has this address already/);
  await expect(page.getByLabel("Name")).toHaveValue("Zoë again");
});

test("another environment is another place in the same section", async ({ page }) => {
  await app.login(page, HOME);
  const html = page.locator("html");
  const production = await html.getAttribute("data-env");
  await page.getByRole("button", { name: "Environment: Production" }).click();
  await page.getByRole("link", { name: "Development" }).click();
  await expect(page).toHaveURL(app.at("/t/okafor-co/development/directory"));
  await expect(page).toHaveTitle("Directory · Development · Okafor & Co");
  await expect(page.getByRole("button", { name: "Environment: Development" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No identities in Development yet" })).toBeVisible();
  const development = await html.getAttribute("data-env");
  expect(production).toBeTruthy();
  expect(development).toBeTruthy();
  expect(development).not.toBe(production);
  expect(await html.getAttribute("data-strip")).toBe("hatch");
});

test("an address without a page says so and leads back", async ({ page }) => {
  for (const path of ["/nowhere", "/t/okafor-co/production/nowhere", "/t/okafor-co/staging/directory"]) {
    await app.login(page, path);
    const answer = await page.reload();
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing at this address");
  }
  await page.getByRole("link", { name: "Go to your environment" }).click();
  await expect(page).toHaveURL(app.at(HOME));
});

test("a theme is kept, and signing out ends the session", async ({ page, context }) => {
  await app.login(page, `${HOME}?q=zoe`);
  await page.getByRole("button", { name: /Account: Ada Okafor/ }).click();
  await page.getByRole("button", { name: "Dark theme" }).click();
  await expect(page).toHaveURL(app.at(`${HOME}?q=zoe`));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const before = await context.cookies();
  await page.getByRole("button", { name: /Account: Ada Okafor/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(app.at("/sign-in"));
  // The old cookie opens nothing any more.
  await context.addCookies(before);
  await page.goto(app.at(HOME));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, ADA.email, ADA.password);
  await expect(page).toHaveURL(app.at(HOME));
});
