// The pages before and after the first sign-in, in their states: nothing that a machine can find is wrong.
import { AXE, expectAccessible } from "./support/axe";
import { expect, expectProblems, serve, test } from "./support/fixtures";

test.skip(!AXE, "what a page looks like to assistive technology does not depend on the database");
test.setTimeout(120_000);
const app = serve();

test("setup with errors", async ({ page }) => {
  await page.goto(app.server.setupLink);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expectProblems(page, [/./, /./, /./, /./]);
  await expectAccessible(page, "setup with errors");
  await page.goto(app.at("/setup?token=wrong"));
  await expectAccessible(page, "setup with a wrong token");
});

test("directory of the first day", async ({ page }) => {
  await page.goto(app.server.setupLink);
  await page.getByLabel("Your name").fill("Ada Okafor");
  await page.getByLabel("E-mail").fill("ada@okafor.example");
  await page.getByLabel("Password").fill("four plain words here");
  await page.getByLabel("Organisation").fill("Okafor & Co");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByRole("heading", { name: "No identities in Production yet" })).toBeVisible();
  await expectAccessible(page, "empty directory");
  app.server.settled("ada@okafor.example", "four plain words here");
});

test("sign-in", async ({ page }) => {
  await page.goto(app.at("/sign-in"));
  await expectAccessible(page, "sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectProblems(page, [/do not match/]);
  await expectAccessible(page, "sign-in with an error");
});
