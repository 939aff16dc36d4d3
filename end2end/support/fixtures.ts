// What every journey stands on: a server of its own, and a browser in which nothing may be reported.
import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { Server, type Options } from "./server";

export { expect } from "@playwright/test";
export { POSTGRES } from "./server";

/** Production of the demo. */
export const DIRECTORY = "/t/northwind/production/directory";

interface Fixtures {
  /** Another browser, watched like the first: without scripts, with a phone's width. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  context: async ({ context }, use) => {
    const reports = watch(context);
    await use(context);
    expect(reports(), "the browser reports nothing").toEqual([]);
  },
  open: async ({ browser, contextOptions }, use) => {
    const opened: { context: BrowserContext; reports: () => string[] }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      opened.push({ context, reports: watch(context) });
      return await context.newPage();
    });
    for (const { context, reports } of opened) {
      expect(reports(), "the browser reports nothing").toEqual([]);
      await context.close();
    }
  },
});

/** Collects errors, warnings, refused resources and failures of the server in all pages of a context. */
function watch(context: BrowserContext): () => string[] {
  const found: { text: string; url: string }[] = [];
  const asked = new Set<string>();
  context.on("weberror", (error) => found.push({ text: `uncaught: ${error.error().message}`, url: "" }));
  context.on("console", (message) => {
    // Without scripts nobody takes what is loaded ahead for them.
    const unused = /was preloaded using link preload but not used/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !unused) {
      found.push({ text: `${message.type()}: ${message.text()}`, url: message.location().url });
    }
  });
  context.on("response", (response) => {
    const [status, url] = [response.status(), response.url()];
    if (status >= 500) found.push({ text: `${status} ${url}`, url: "" });
    else if (status >= 400 && response.request().isNavigationRequest()) asked.add(whole(url));
  });
  // The browser reports a page that is answered with a refusal; refusals are judged by what they show.
  const refusal = /Failed to load resource: the server responded with a status of 4\d\d/;
  return () =>
    found.filter(({ text, url }) => !(refusal.test(text) && asked.has(whole(url)))).map(({ text, url }) => `${text} ${url}`);
}

/** An address without its fragment, which the server never sees. */
function whole(url: string): string {
  return url.replace(/#.*/, "");
}

/** The server of a file, once its hooks have run. */
export class App {
  server!: Server;
  started = false;
  private cookies: Awaited<ReturnType<BrowserContext["cookies"]>> = [];

  at(path: string): string {
    return `${this.server.url}${path}`;
  }

  /** Signs in once by the form, afterwards with the same session, and opens a page. */
  async login(page: Page, path = DIRECTORY): Promise<void> {
    if (this.cookies.length === 0) {
      await page.goto(this.at("/sign-in"));
      await signIn(page, this.server.email, this.server.password);
      await expect(page.getByRole("heading", { level: 1, name: "Directory" })).toBeVisible();
      this.cookies = await page.context().cookies();
    }
    await page.context().addCookies(this.cookies);
    await page.goto(this.at(path));
  }
}

/** Starts a server for all tests of the file; it must end well. */
export function serve(options: Options = {}): App {
  const app = new App();
  test.beforeAll(async () => {
    app.server = await Server.create(options);
    app.started = true;
  });
  test.afterAll(async () => {
    if (!app.started) return;
    try {
      const { code, stderr } = await app.server.stop();
      expect(code, stderr).toBe(0);
    } finally {
      await app.server.remove();
    }
  });
  return app;
}

/** Fills and sends the sign-in form that is open. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The summary of a refused form has the focus and says this and nothing else. */
export async function expectProblems(page: Page, lines: (string | RegExp)[]): Promise<void> {
  const summary = page.getByRole("group", { name: "There is a problem" });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("listitem")).toHaveText(lines);
}

/** The query of the page's address, without the fields that a plain form sends empty. */
export async function expectQuery(page: Page, wanted: Record<string, string | string[]>): Promise<void> {
  const query = () => {
    const found: Record<string, string | string[]> = {};
    for (const [name, value] of new URL(page.url()).searchParams) {
      const before = found[name];
      if (value !== "") found[name] = before === undefined ? value : [before, value].flat();
    }
    return found;
  };
  await expect.poll(query).toEqual(wanted);
}

/** Nothing stands out of the page to the side. */
export async function expectNoOverflow(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, `pixels beyond ${width} on ${page.url()}`).toBeLessThanOrEqual(0);
}

/** Waits until the page listens: before that, what is pressed still works, but in the plain way. */
export async function alive(page: Page): Promise<void> {
  await expect(page.locator("body[data-hydrated]")).toBeAttached();
}
