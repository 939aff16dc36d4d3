// The API of the demo's Production, as a program uses it.
import { expect, type APIRequestContext, type APIResponse } from "@playwright/test";
import { type App } from "./fixtures";

export interface Identity {
  id: string;
  name: string;
  email: string | null;
  status: "active" | "invited" | "suspended";
}

export class Api {
  readonly headers: Record<string, string>;

  constructor(
    private readonly request: APIRequestContext,
    private readonly app: App,
    key = app.server.key(),
  ) {
    this.headers = { "X-API-Key": key };
  }

  async get(path: string): Promise<APIResponse> {
    return await this.request.get(this.app.at(`/api/v1${path}`), { headers: this.headers });
  }

  async post(path: string, data: unknown): Promise<APIResponse> {
    return await this.request.post(this.app.at(`/api/v1${path}`), { headers: this.headers, data });
  }

  /** Every item of a list. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let after = ""; ; ) {
      const answer = await this.get(`${path}${path.includes("?") ? "&" : "?"}limit=200${after}`);
      expect(answer.status(), await answer.text()).toBe(200);
      const page = (await answer.json()) as { items: T[]; next: string | null };
      items.push(...page.items);
      if (!page.next) return items;
      after = `&after=${page.next}`;
    }
  }

  async role(slug: string): Promise<string> {
    const answer = await this.get("/roles");
    expect(answer.status(), await answer.text()).toBe(200);
    const { items } = (await answer.json()) as { items: { id: string; slug: string }[] };
    const role = items.find((role) => role.slug === slug);
    if (!role) throw new Error(`there is no role ${slug}`);
    return role.id;
  }

  /** Who stands how to a role: has it directly, has it through a group only, has it in no way at all. */
  async standing(slug: string): Promise<{ direct: Identity[]; inherited: Identity[]; none: Identity[] }> {
    const role = await this.role(slug);
    const assignments = await this.all<{ identity_id: string | null; state: string }>(
      `/assignments?role_id=${role}`,
    );
    const given = new Set(assignments.map(({ identity_id }) => identity_id));
    const now = new Set(assignments.filter(({ state }) => state === "active").map(({ identity_id }) => identity_id));
    const everybody = await this.all<Identity>("/identities?status=active");
    const holders = new Set((await this.all<Identity>(`/identities?role=${slug}`)).map(({ id }) => id));
    return {
      direct: everybody.filter(({ id }) => now.has(id)),
      inherited: everybody.filter(({ id }) => holders.has(id) && !given.has(id)),
      none: everybody.filter(({ id }) => !holders.has(id) && !given.has(id)),
    };
  }
}

/** A time so many days from now, as the API writes it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}
