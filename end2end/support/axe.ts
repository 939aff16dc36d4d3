// What a machine can find out about access: nothing may be found, in both themes and both widths.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const AXE = process.env.ROLECALL_AXE !== "0";
/** What can differ between the themes. */
const COLOURS = ["color-contrast", "link-in-text-block"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The same in the middle of a journey, which goes on at the usual width. */
export async function look(page: Page, what: string): Promise<void> {
  if (!AXE) return;
  await expectAccessible(page, what);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** 0 violations of the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Without frames of elsewhere the older way of asking finds the same, and opens no second page each time.
      const builder = new AxeBuilder({ page }).setLegacyMode();
      const light = colorScheme === "light";
      const { violations } = await (light ? builder.withTags(TAGS) : builder.withRules(COLOURS)).analyze();
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map(({ html, any }) => [html.slice(0, 200), ...any.map(({ message }) => message)]),
      }));
      expect.soft(found, `${what}, ${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}
