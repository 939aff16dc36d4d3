// Stopping in the middle of work: what was answered is there, and the end is calm.
import { Api, inDays, type Identity } from "./support/api";
import { POSTGRES, expect, serve, test } from "./support/fixtures";

test.describe.configure({ mode: "serial" });
const app = serve({ demo: true });

test("every change that was answered outlives the end", async ({ request }) => {
  const key = app.server.key();
  const api = new Api(request, app, key);
  const role_id = await api.role("access-reviewer");
  const people = (await api.standing("access-reviewer")).none.slice(0, 20);
  expect(people).toHaveLength(20);
  let answered = 0;
  let first = (): void => {};
  const begun = new Promise<void>((resolve) => (first = resolve));
  const given = people.map(async (person: Identity) => {
    const asked = { identity_id: person.id, role_id, effective_to: inDays(3) };
    // A connection that was never taken up is no answer, and nothing is said about it.
    const answer = await api.post("/assignments", asked).catch(() => undefined);
    answered += 1;
    first();
    return answer?.status() === 201 ? ((await answer.json()) as { id: string }).id : undefined;
  });
  await begun;
  const end = await app.server.stop();
  const made = (await Promise.all(given)).filter((id) => id !== undefined);
  expect(end.code, end.stderr).toBe(0);
  expect(end.seconds).toBeLessThan(10);
  expect(answered).toBe(20);
  expect(made.length).toBeGreaterThan(0);

  await app.server.start();
  const after = new Api(request, app, key);
  const kept = await after.all<{ id: string }>(`/assignments?role_id=${role_id}`);
  expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(made));
  const verified = app.server.run(["audit", "verify"]);
  expect(verified).toContain("The audit log is whole.");
});

test("a session outlives a restart", async ({ page }) => {
  await app.login(page);
  await app.server.stop();
  await app.server.start();
  await page.goto(app.at("/"));
  await expect(page).toHaveURL(app.at("/t/northwind/production/directory"));
});

test("a second server on the same folder refuses", async () => {
  test.skip(POSTGRES, "several servers may share a Postgres database");
  const second = await app.server.second();
  expect(second.code).not.toBe(0);
  expect(second.code).not.toBeNull();
  expect(second.stderr).toMatch(/another rolecall serves .+ already; stop it first, or name another folder with --data/);
  expect(second.stderr).not.toMatch(/panicked|backtrace/i);
});
