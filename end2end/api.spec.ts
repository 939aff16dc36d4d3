// The API for programs, and the doors beside it.
import { Api, inDays, type Identity } from "./support/api";
import { DIRECTORY, expect, serve, test } from "./support/fixtures";

const app = serve({ demo: true });

/** Beyond what counts as ending soon. */
const until = (): string => inDays(20);

test("a role is given once", async ({ request }) => {
  const api = new Api(request, app);
  const role_id = await api.role("auditor");
  const [person] = (await api.standing("auditor")).none;
  const asked = { identity_id: person?.id, role_id, effective_to: until(), reason: "Access review" };
  const first = await api.post("/assignments", asked);
  expect(first.status(), await first.text()).toBe(201);
  const made = await first.json();
  expect(made).toMatchObject({ identity_id: person?.id, role_id, state: "active", reason: "Access review" });
  expect(first.headers().etag).toBeTruthy();
  const again = await api.post("/assignments", asked);
  expect(again.status()).toBe(409);
  expect(again.headers()["content-type"]).toBe("application/problem+json");
  expect(await again.json()).toMatchObject({ code: "already_assigned", status: 409 });
  const read = await api.get(`/assignments/${made.id}`);
  expect(await read.json()).toMatchObject({ id: made.id });
});

test("nobody gives more than they hold", async ({ request }) => {
  const capabilities = ["users.view", "roles.view", "members.change_roles"];
  const api = new Api(request, app, app.server.key("northwind/production", capabilities));
  const [person] = (await api.standing("auditor")).none;
  const asked = { identity_id: person?.id, role_id: await api.role("auditor"), effective_to: until() };
  const answer = await api.post("/assignments", asked);
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: "would_escalate", errors: [{ pointer: "/role_id" }] });
});

test("what a key gives may outlive the key", async ({ request }) => {
  const api = new Api(request, app);
  const [person] = (await api.standing("auditor")).none;
  const answer = await api.post("/assignments", { identity_id: person?.id, role_id: await api.role("auditor") });
  expect(answer.status(), await answer.text()).toBe(201);
  expect(await answer.json()).toMatchObject({ state: "active", effective_to: null });
});

test("the same key and body happen once", async ({ request }) => {
  const key = app.server.key();
  const api = new Api(request, app, key);
  const [person] = (await api.standing("deployer")).none;
  const asked = {
    headers: { "X-API-Key": key, "Idempotency-Key": "deploy-17" },
    data: { identity_id: person?.id, role_id: await api.role("deployer"), effective_to: until() },
  };
  const first = await request.post(app.at("/api/v1/assignments"), asked);
  const second = await request.post(app.at("/api/v1/assignments"), asked);
  expect([first.status(), second.status()]).toEqual([201, 201]);
  expect((await second.json()).id).toBe((await first.json()).id);
});

test("many at once: all done, some not, all or nothing", async ({ request }) => {
  const api = new Api(request, app);
  const role_id = await api.role("branding-editor");
  const people = (await api.standing("branding-editor")).none;
  const item = (person: Identity | undefined) => ({ identity_id: person?.id, role_id, effective_to: until() });
  const nobody = { identity_id: role_id, role_id, effective_to: until() };

  const all = await api.post("/assignments/bulk-create", { assignments: [item(people[0]), item(people[1])] });
  expect(all.status(), await all.text()).toBe(200);
  const done = await all.json();
  expect(done.summary).toEqual({ total: 2, created: 2, skipped: 0, failed: 0 });
  expect(done.results.map(({ index, status }: { index: number; status: string }) => [index, status])).toEqual([
    [0, "created"],
    [1, "created"],
  ]);
  expect(done.operation_id).toMatch(/^[0-9a-f-]{36}$/);

  const mixed = [item(people[0]), item(people[2]), nobody];
  const atomic = await api.post("/assignments/bulk-create", { assignments: mixed, atomic: true });
  expect(atomic.status()).toBe(409);
  const some = await api.post("/assignments/bulk-create", { assignments: mixed });
  expect(some.status()).toBe(207);
  const part = await some.json();
  expect(part.summary).toEqual({ total: 3, created: 1, skipped: 1, failed: 1 });
  expect(part.results[0].error.code).toBe("already_assigned");
  expect(part.results[1].assignment.identity_id).toBe(people[2]?.id);
  expect(part.results[2].error.code).toBe("not_found");
});

test("a decision follows an assignment", async ({ request }) => {
  const api = new Api(request, app);
  const capability = "audit.read";
  const question = { identity_id: "", capability };
  for (const person of (await api.standing("security-analyst")).none) {
    question.identity_id = person.id;
    const before = await api.post("/access/check", question);
    expect(before.status(), await before.text()).toBe(200);
    if ((await before.json()).allowed === false) break;
  }
  const role_id = await api.role("security-analyst");
  const given = await api.post("/assignments", { ...question, capability: undefined, role_id, effective_to: until() });
  expect(given.status(), await given.text()).toBe(201);
  expect(await (await api.post("/access/check", question)).json()).toMatchObject({ allowed: true });
  const later = await api.post("/access/check", { ...question, at: inDays(21) });
  expect(await later.json()).toMatchObject({ allowed: false });
});

test("what cannot be read says where", async ({ request }) => {
  const api = new Api(request, app);
  const role_id = await api.role("viewer");
  const unknown = await api.post("/assignments", { identity_id: role_id, role_id, rolle: "x" });
  expect(unknown.status()).toBe(400);
  expect(await unknown.json()).toMatchObject({ code: "unknown_field", errors: [{ pointer: "/rolle" }] });
  const nested = await api.post("/assignments/bulk-create", { assignments: [{ role_id, identity_id: 7 }] });
  expect(nested.status()).toBe(400);
  expect(await nested.json()).toMatchObject({
    code: "wrong_type",
    errors: [{ pointer: "/assignments/0/identity_id" }],
  });
  const nowhere = await api.get("/nowhere");
  expect(nowhere.status()).toBe(404);
  expect(nowhere.headers()["content-type"]).toBe("application/problem+json");
});

test("without a key there is nothing", async ({ request, page }) => {
  expect((await request.get(app.at("/api/v1/identities"))).status()).toBe(401);
  const wrong = await request.get(app.at("/api/v1/identities"), { headers: { Authorization: "Bearer rk_wrong" } });
  expect(wrong.status()).toBe(401);
  expect(await wrong.json()).toMatchObject({ code: "unauthorized" });
  // A session of the console is no key.
  await app.login(page);
  expect((await page.request.get(app.at("/api/v1/identities"))).status()).toBe(401);
});

test("a key of one environment sees no other", async ({ request }) => {
  const production = await new Api(request, app).all<Identity>("/identities");
  const other = new Api(request, app, app.server.key("northwind/development"));
  const development = await other.all<Identity>("/identities");
  expect(development).toHaveLength(12);
  const answer = await other.get(`/identities/${production[0]?.id}`);
  expect(answer.status()).toBe(404);
});

test("the description and the health are open", async ({ request }) => {
  const document = await request.get(app.at("/api/v1/openapi.json"));
  expect(document.status()).toBe(200);
  const openapi = await document.json();
  expect(openapi.openapi).toMatch(/^3\.1/);
  expect(Object.keys(openapi.paths).join(" ")).toContain("/assignments/bulk-create");
  expect((await request.get(app.at("/healthz"))).status()).toBe(200);
  expect((await request.get(app.at("/readyz"))).status()).toBe(200);
});

test("a page of another site changes nothing", async ({ page }) => {
  await app.login(page);
  const answer = await page.request.post(app.at(`${DIRECTORY}/new`), {
    headers: { Origin: "https://elsewhere.example" },
    form: { kind: "person", name: "Eve Elsewhere", email: "" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
  const said = await answer.text();
  expect(said).toContain("https://elsewhere.example");
  expect(said).toContain(new URL(app.server.url).host);
  await page.goto(app.at(`${DIRECTORY}?q=Elsewhere`));
  await expect(page.getByRole("heading", { name: /No identities match/ })).toBeVisible();
});
