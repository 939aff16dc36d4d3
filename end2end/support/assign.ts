// The steps of giving a role, as journeys share them.
import { expect, type Locator, type Page } from "@playwright/test";

/** Ticks a row of the directory by its id. */
export async function tick(page: Page, id: string | undefined): Promise<void> {
  await page.locator(`input[name="id"][value="${id}"]`).check();
}

/** Ticks the first rows of the directory and goes to the assign page. */
export async function startAssign(page: Page, people: number): Promise<void> {
  const boxes = page.getByRole("checkbox", { name: /^Select / });
  for (let at = 0; at < people; at += 1) await boxes.nth(at).check();
  await page.getByRole("button", { name: "Assign role" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Assign role to / })).toBeVisible();
}

/** Asks for the plan and waits for it; the page stands at it. */
export async function preview(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Preview/ }).last().click();
  await expect(page.getByRole("region", { name: "What will change" })).toBeVisible();
  await expect(page.getByRole("group", { name: "There is a problem" })).toHaveCount(0);
}

/** A line of the plan or of the result. */
export function outcome(page: Page, words: string | RegExp): Locator {
  return page.locator(".plan-row").filter({ hasText: words });
}
