// Large work outlives the process that does it.
import { Api } from "./support/api";
import { POSTGRES, alive, expect, serve, test } from "./support/fixtures";

const app = serve({ seed: 20_000 });
const DIRECTORY = "/t/seed/production/directory";

test("killed in the middle, it finishes, each person exactly once", async ({ page, request }) => {
  test.skip(POSTGRES, "another process must wait there until the lease of the dead one is over");
  test.setTimeout(180_000);
  const key = app.server.key("seed/production");
  const api = new Api(request, app, key);
  await app.login(page, DIRECTORY);
  await alive(page);
  await page.locator("thead .tick input").click();
  await page.getByRole("button", { name: /^Select all / }).first().click();
  await page.getByRole("button", { name: "Assign role" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Role" }).fill("Viewer");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: /^Assign Viewer to [\d,]+$/ }).click();
  await expect(dialog.getByRole("progressbar")).toBeVisible();

  const job = async (): Promise<{ id: string; status: string; summary: Record<string, number> }> => {
    const [newest] = (await (await api.get("/jobs?limit=1")).json()).items;
    return newest;
  };
  const done = ({ created = 0, skipped = 0, failed = 0 }: Record<string, number>): number => created + skipped + failed;
  await expect.poll(async () => done((await job()).summary), { intervals: [50] }).toBeGreaterThan(0);
  // An open page would ask on while nobody is there to answer, and the browser would report it.
  await page.goto("about:blank");
  await app.server.kill();
  await app.server.start();
  const again = new Api(request, app, key);
  const left = (await (await again.get("/jobs?limit=1")).json()).items[0];
  expect(left.status, "the cut came before the end").toBe("running");
  expect(done(left.summary)).toBeLessThan(20_000);
  await page.goto(app.at(`/t/seed/production/operations/${left.id}`));
  await expect(page.getByRole("heading", { level: 1, name: /assigned/ })).toBeVisible({ timeout: 90_000 });

  const role = await again.role("viewer");
  const held = await again.all<{ identity_id: string | null; granted_by: { label: string } }>(`/assignments?role_id=${role}`);
  const people = held.map(({ identity_id }) => identity_id).filter((id) => id !== null);
  expect(new Set(people).size, "nobody has it twice").toBe(people.length);
  const finished = (await (await again.get(`/jobs/${left.id}`)).json()).summary as Record<string, number>;
  expect(done(finished)).toBe(finished.total);
  expect(finished.total).toBe(20_000);
  expect(app.server.run(["audit", "verify"])).toContain("The audit log is whole.");
});
