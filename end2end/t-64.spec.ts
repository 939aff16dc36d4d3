// T-64: what people type stays text in a real browser: drawn by the server, taken over by scripts, put together by them.
import { type Page } from "@playwright/test";
import { Api } from "./support/api";
import { tick } from "./support/assign";
import { DIRECTORY, alive, expect, serve, test } from "./support/fixtures";

const app = serve({ demo: true });

/** Each would open a dialog of the browser, lead away or load something; each is a name that may be given. */
const PAYLOADS = [
  "<script>alert(1)</script>",
  "\"><img src=x onerror=alert(1)>",
  "'><svg onload=alert(1)>",
  "</textarea><script>alert(1)</script>",
  "</script><script>alert(1)</script>",
  "</title><svg><script>alert(1)</script></svg>",
  "--><img src=x onerror=alert(1)>",
  "</style><style>@import'//e.x'</style>",
  "</noscript><img src=x onerror=alert(1)>",
  "<template shadowrootmode=open><slot>",
  "\" autofocus onfocus=alert(1) x=\"",
  "<math><mtext><style><img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "\\\";alert(1);//",
  "\u{ff1c}script\u{ff1e}alert(1)//",
  "{{alert(1)}} ${alert(1)} %3Cscript%3E",
];

/** What runs, and what the policy refuses, is kept where the page cannot take it away. */
async function watch(page: Page): Promise<string[]> {
  const found: string[] = [];
  page.on("dialog", (dialog) => {
    found.push(`a dialog of the browser: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("framenavigated", (frame) => {
    if (frame.parentFrame() || !frame.url().startsWith(app.server.url)) found.push(`led to ${frame.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(app.server.url)) found.push(`asked for ${request.url()}`);
  });
  await page.exposeFunction("reportViolation", (text: string) => found.push(`refused: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = (window as unknown as { reportViolation: (text: string) => void }).reportViolation;
      report(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return found;
}

/** No element or attribute that only a text could have brought. */
async function expectNoMarkup(page: Page): Promise<void> {
  const odd = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const names = element.getAttributeNames();
        const own = ["IMG", "IFRAME", "OBJECT", "EMBED", "STYLE", "BASE", "TEMPLATE", "math"].includes(element.tagName);
        const src = element.getAttribute("href") ?? element.getAttribute("action") ?? element.getAttribute("formaction");
        return own || names.some((name) => name.startsWith("on")) || /^\s*javascript:/i.test(src ?? "");
      })
      .map((element) => element.outerHTML.slice(0, 200)),
  );
  expect(odd, page.url()).toEqual([]);
}

test("names, searches, reasons and addresses stay text", async ({ page, request }) => {
  const found = await watch(page);
  const api = new Api(request, app);
  const people: string[] = [];
  for (const [at, name] of PAYLOADS.entries()) {
    const made = await api.post("/identities", { name, email: `t64.${at}@people.test` });
    expect(made.status(), await made.text()).toBe(201);
    people.push(((await made.json()) as { id: string }).id);
  }

  // The list, and the search that shows what was looked for.
  await app.login(page, `${DIRECTORY}?q=t64&limit=200`);
  await alive(page);
  await expect(page.getByRole("table").getByRole("rowheader")).toHaveCount(PAYLOADS.length);
  for (const name of PAYLOADS) await expect(page.getByText(name, { exact: true }).first()).toBeAttached();
  await expectNoMarkup(page);
  for (const text of PAYLOADS) {
    await page.goto(app.at(`${DIRECTORY}?q=${encodeURIComponent(text)}&role=${encodeURIComponent(text)}`));
    await expect(page.getByRole("searchbox", { name: "Filter identities" })).toHaveValue(text);
    await expectNoMarkup(page);
  }

  // A form with mistakes comes back with what was typed; a good one says the name on the next page.
  await page.goto(app.at(`${DIRECTORY}/new`));
  const name = page.getByRole("textbox", { name: "Name" });
  const email = page.getByRole("textbox", { name: /^E-mail/ });
  await name.fill(PAYLOADS[1] ?? "");
  await email.fill(PAYLOADS[0] ?? "");
  await page.getByRole("button", { name: /^(Create|Add)/ }).click();
  await expect(page.getByRole("group", { name: "There is a problem" })).toBeVisible();
  await expect(name).toHaveValue(PAYLOADS[1] ?? "");
  await expectNoMarkup(page);
  await email.fill("");
  await page.getByRole("button", { name: /^(Create|Add)/ }).click();
  await expect(page.getByText(`${PAYLOADS[1]} is in the directory.`)).toBeVisible();
  await expectNoMarkup(page);

  // The dialog: a search of roles, a reason, the preview with names, the result, the toast.
  await page.goto(app.at(`${DIRECTORY}?q=t64&limit=200`));
  await alive(page);
  for (const id of people) await tick(page, id);
  await page.getByRole("toolbar", { name: "Actions for selected identities" }).getByRole("button", { name: "Assign role" }).click();
  const dialog = page.getByRole("dialog");
  const role = dialog.getByRole("combobox", { name: "Role" });
  for (const text of PAYLOADS.slice(0, 4)) await role.fill(text);
  await expectNoMarkup(page);
  await role.fill("Viewer");
  await page.keyboard.press("Enter");
  await dialog.getByLabel("Reason").fill(PAYLOADS.join(" ").slice(0, 400));
  const commit = dialog.getByRole("button", { name: `Assign Viewer to ${PAYLOADS.length}`, exact: true });
  await expect(commit).toBeVisible();
  await expectNoMarkup(page);
  await commit.click();
  await expect(dialog.getByRole("heading", { name: `${PAYLOADS.length} assigned` })).toBeVisible();
  await expectNoMarkup(page);
  await dialog.getByRole("link", { name: "Done" }).click();
  const toasts = page.getByRole("region", { name: "Notifications" });
  await toasts.getByRole("link", { name: "View" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${PAYLOADS.length} assigned`);
  await expectNoMarkup(page);
  expect(found).toEqual([]);
});

test("what is typed at the door stays text", async ({ open }) => {
  const page = await open();
  const found = await watch(page);
  for (const text of PAYLOADS) {
    await page.goto(app.at(`/sign-in?next=${encodeURIComponent(text)}`));
    await expect(page.locator("input[name=next]")).toHaveValue(text);
    await expectNoMarkup(page);
  }
  for (const text of PAYLOADS.slice(0, 4)) {
    await page.getByLabel("E-mail").fill(text);
    await page.getByLabel("Password").fill("wrong horse battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("group", { name: "There is a problem" })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue(text);
    await expectNoMarkup(page);
  }
  expect(found).toEqual([]);
});
