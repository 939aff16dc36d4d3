// What a machine can find out about access: nothing may be found, in both themes and both widths.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const AXE = process.env.ROLECALL_AXE !== "0";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The same in the middle of a journey, which goes on at the usual width. */
export async function look(page: Page, what: string): Promise<void> {
  if (!AXE) return;
  await expectAccessible(page, what);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Each width and each theme once; with `--full` all four. Nothing here hangs on a theme and a width together. */
const LOOKS = [
  { width: 1280, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
  ...(process.env.ROLECALL_FULL ? [{ width: 390, colorScheme: "light" }, { width: 1280, colorScheme: "dark" }] as const : []),
] as const;

/** 0 violations of the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Without frames of elsewhere the older way of asking finds the same, and opens no second page each time.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ html, any }) => [html.slice(0, 200), ...any.map(({ message }) => message)]),
    }));
    expect.soft(found, `${what}, ${colorScheme}, ${width} px`).toEqual([]);
  }
}
