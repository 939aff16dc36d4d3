// A second person: invited by name, and let in by the link.
import { expect, type Page } from "@playwright/test";
import { type App } from "./fixtures";

export const PASSWORD = "four plain words here";
export const INVITE = "/t/northwind/production/invite";

/** Invites somebody and returns the link; `role` by its name, or nothing. */
export async function invite(app: App, page: Page, name: string, email: string, role: string): Promise<string> {
  await app.login(page, INVITE);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  if (role !== "") await page.getByLabel("Role").selectOption({ label: role });
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${name} is invited`);
  return await page.getByLabel("Link").inputValue();
}

/** Makes the account of an invitation and signs in with it. */
export async function accept(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByLabel("Your name")).toHaveValue(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account and sign in" }).click();
}
