// One server for one file of journeys: its own data, its own port, stopped as an operator stops it.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const POSTGRES = process.env.ROLECALL_E2E_ENGINE === "postgres";
/** Starting and stopping must not take longer than this. */
const PATIENCE = 10_000;

export interface Options {
  /** Fills the database with the demo before the server starts. */
  demo?: boolean;
  /** Fills it with as many invented people instead. */
  seed?: number;
}

export interface Ended {
  code: number | null;
  seconds: number;
  stderr: string;
}

function binary(): string {
  const path = process.env.ROLECALL_BIN;
  if (!path) throw new Error("ROLECALL_BIN must name the binary under test");
  return path;
}

function environment(database: string | undefined): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith("ROLECALL_") && name !== "DATABASE_URL") env[name] = value;
  }
  env.ROLECALL_LOG = process.env.ROLECALL_LOG ?? "warn";
  if (database) env.DATABASE_URL = database;
  return env;
}

/** Asks the Postgres server itself, over the client that is installed with it. */
function psql(sql: string): void {
  const address = process.env.ROLECALL_TEST_POSTGRES;
  if (!address) throw new Error("ROLECALL_TEST_POSTGRES must name a Postgres server");
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql], { stdio: "pipe" });
}

function ownDatabase(): { name: string; url: string } {
  const name = `e2e_${process.pid}_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 8)}`;
  psql(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.ROLECALL_TEST_POSTGRES ?? "");
  url.pathname = `/${name}`;
  return { name, url: url.toString() };
}

export class Server {
  /** Where it answers, without a slash at the end. */
  url = "";
  /** The address of the setup page with its token, while nobody can sign in. */
  setupLink = "";
  /** Of the demo's only account. */
  email = "";
  password = "";
  readonly data = mkdtempSync(join(tmpdir(), "rolecall-e2e-"));
  private readonly database = POSTGRES ? ownDatabase() : undefined;
  private child: ChildProcess | undefined;
  private stderr = "";

  static async create(options: Options = {}): Promise<Server> {
    const server = new Server();
    try {
      if (options.demo) server.told(server.run(["demo"]));
      if (options.seed) server.told(server.run(["seed", "--identities", String(options.seed)]));
      await server.start();
      return server;
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  /** Reads who can sign in from what a command printed. */
  private told(said: string): void {
    this.email = /E-mail\s+(\S+)/.exec(said)?.[1] ?? "";
    this.password = /Password\s+(\S+)/.exec(said)?.[1] ?? "";
    if (!this.password) throw new Error(`the command printed no password:\n${said}`);
  }

  /** Ends it as a power cut would, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child) throw new Error("the server does not run");
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  /** Runs another command on the same data and returns what it prints. */
  run(words: string[]): string {
    const options = { env: environment(this.database?.url), encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync(binary(), [...words, "--data", this.data], options);
  }

  /** A key with every capability, or with these. */
  key(environment = "northwind/production", capabilities: string[] = []): string {
    const only = capabilities.length > 0 ? ["--capabilities", capabilities.join(",")] : [];
    return this.run(["keys", "create", "--environment", environment, "--name", "e2e", ...only]).trim();
  }

  /** Starts the server and waits until it has said all that it says at the start. */
  async start(): Promise<void> {
    this.stderr = "";
    const child = this.spawn();
    this.child = child;
    const first = !this.password;
    const said = await new Promise<string>((resolve, reject) => {
      let text = "";
      const fail = (why: string) => reject(new Error(`the server ${why}:\n${text}\n${this.stderr}`));
      const timer = setTimeout(() => fail("did not say where it is"), PATIENCE);
      child.stdout?.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        const whole = first ? /\/setup\?token=\S+\s/ : /is at http\S+\s/;
        if (whole.test(text)) {
          clearTimeout(timer);
          resolve(text);
        }
      });
      child.once("exit", (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
    });
    this.url = /is at (http\S+)/.exec(said)?.[1] ?? "";
    this.setupLink = /http\S+\/setup\?token=\S+/.exec(said)?.[0] ?? "";
  }

  /** Somebody can sign in from now on, so that a restart prints no setup link. */
  settled(email: string, password: string): void {
    this.email = email;
    this.password = password;
  }

  /** A second server on the same data, until it ends by itself. */
  async second(): Promise<Ended> {
    const child = this.spawn();
    return await ended(child, () => this.stderr);
  }

  /** Asks it to stop, as a service manager does. */
  async stop(): Promise<Ended> {
    const child = this.child;
    this.child = undefined;
    if (!child) throw new Error("the server does not run");
    const end = ended(child, () => this.stderr);
    child.kill("SIGTERM");
    return await end;
  }

  async remove(): Promise<void> {
    this.child?.kill("SIGKILL");
    this.child = undefined;
    rmSync(this.data, { recursive: true, force: true });
    if (this.database) psql(`DROP DATABASE IF EXISTS ${this.database.name} WITH (FORCE)`);
  }

  private spawn(): ChildProcess {
    const child = spawn(binary(), ["serve", "--listen", "127.0.0.1:0", "--data", this.data], {
      env: environment(this.database?.url),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr?.setEncoding("utf8").on("data", (part: string) => (this.stderr += part));
    return child;
  }
}

async function ended(child: ChildProcess, stderr: () => string): Promise<Ended> {
  const begin = Date.now();
  const code = await new Promise<number | null>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not end within ${PATIENCE} ms:\n${stderr()}`));
    }, PATIENCE);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
  return { code, seconds: (Date.now() - begin) / 1000, stderr: stderr() };
}
