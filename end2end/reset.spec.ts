// A new password by a link: made by an administrator, used once by the person, told at the next sign-in.
import { look } from "./support/axe";
import { DIRECTORY, expect, expectProblems, serve, signIn, test } from "./support/fixtures";
import { accept, invite, PASSWORD } from "./support/invite";

const app = serve({ demo: true });
const NEW = "another four plain words";

test("made, used once, and told; all sessions end", async ({ page, open }) => {
  const link = await invite(app, page, "Noor Haddad", "noor@northwind.test", "Viewer");
  const noor = await open();
  await accept(noor, link, "Noor Haddad");
  await expect(noor.getByRole("heading", { level: 1 })).toHaveText("Directory");
  await page.goto(app.at(`${DIRECTORY}?q=Noor+Haddad`));
  await page.getByRole("link", { name: /^Noor Haddad/ }).click();
  await page.getByRole("button", { name: "More for Noor Haddad" }).click();
  await page.getByRole("link", { name: "Reset password" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reset the password of Noor Haddad");
  await look(page, "a reset");
  await page.getByRole("button", { name: "Make a link" }).click();
  const reset = await page.getByLabel("Link").inputValue();
  expect(reset).toMatch(/^http:\/\/.*\/reset\/\w{40,}$/);
  await look(page, "a reset that was made");

  // The person opens it without scripts; nothing has changed for them until then.
  await noor.goto(app.at(DIRECTORY));
  await expect(noor.getByRole("heading", { level: 1 })).toHaveText("Directory");
  const phone = await open({ javaScriptEnabled: false });
  await phone.goto(reset);
  await expect(phone.getByText(/Dana Whitfield made this link/)).toBeVisible();
  await phone.getByLabel("New password").fill("short");
  await phone.getByRole("button", { name: "Set password" }).click();
  await expectProblems(phone, [/12 characters/]);
  await phone.getByLabel("New password").fill(NEW);
  await phone.getByRole("button", { name: "Set password" }).click();
  await expect(phone.getByText("Your new password is set. Sign in with it.")).toBeVisible();
  await noor.goto(app.at(DIRECTORY));
  await expect(noor).toHaveURL(/\/sign-in/);
  await signIn(noor, "noor@northwind.test", PASSWORD);
  await expectProblems(noor, [/do not match/]);
  await signIn(noor, "noor@northwind.test", NEW);
  await expect(noor.getByText(/Dana Whitfield made a link to set a new password for you on .* It was used\./)).toBeVisible();
  // Used up.
  await phone.goto(reset);
  await expect(phone.getByText(/This link is not valid \(any more\)/)).toBeVisible();
});

test("the page of a link, with axe, at 390 px and dark", async ({ page, open }) => {
  const link = await invite(app, page, "Sol Reyes", "sol@northwind.test", "");
  const sol = await open();
  await accept(sol, link, "Sol Reyes");
  await page.goto(app.at(`${DIRECTORY}?q=Sol+Reyes`));
  await page.getByRole("link", { name: /^Sol Reyes/ }).click();
  await page.getByRole("button", { name: "More for Sol Reyes" }).click();
  await page.getByRole("link", { name: "Reset password" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const reset = await page.getByLabel("Link").inputValue();
  const phone = await open({ viewport: { width: 390, height: 800 }, colorScheme: "dark" });
  await phone.goto(reset);
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText("Set a new password");
  await look(phone, "the page of a reset");
});
