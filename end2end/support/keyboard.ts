// Working without a pointer: only keys, and never lost.
import { expect, type Locator, type Page } from "@playwright/test";

/** More keys than any page should ask for. */
const MOST = 150;

/** Presses a key; afterwards the focus is on something that can be seen. */
export async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await expectFocusSeen(page);
}

/** Presses a key that leads to another page, and waits for that page. */
export async function go(page: Page, key: string, arrived: Locator): Promise<void> {
  await page.keyboard.press(key);
  await expect(arrived).toBeVisible();
}

/** Tabs on until a control has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<number> {
  for (let keys = 1; keys <= MOST; keys += 1) {
    await press(page, "Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return keys;
  }
  throw new Error(`${MOST} tabs did not lead to ${target}`);
}

async function expectFocusSeen(page: Page): Promise<void> {
  // Scrolling into view, if any, takes a moment.
  const state = (): Promise<string> => page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return "nothing has the focus";
    const name = `${focused.tagName} ${focused.textContent?.trim().slice(0, 40)} ${focused.getAttribute("name")}`;
    const drawn = focused.closest("label") ?? focused;
    const box = drawn.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (box.width < 2 || box.height < 2) return `${name} has no size`;
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `${name} is outside of the window`;
    const top = document.elementFromPoint(x, y);
    const seen = top !== null && (drawn.contains(top) || top.contains(drawn));
    return seen ? "" : `${name} is covered by ${top?.outerHTML.slice(0, 120)}`;
  });
  await expect.poll(state).toBe("");
}
