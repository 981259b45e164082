import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type Running, secret, toJson, useProgram } from "../cli/program.js";

/** A running `listen --ui`, and its page. */
export interface Opened {
  readonly page: Page;
  readonly listenUrl: string;
  /** With the token. */
  readonly inspectorUrl: string;
  readonly listening: Running;
  /** What must not happen: errors on the console, dialogs, requests to elsewhere. */
  readonly problems: readonly string[];
  /** Runs `send` against `listen`. */
  send(...args: readonly string[]): Promise<void>;
}

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Starts a browser for a file of tests, and `listen --ui` as often as is asked for. */
export function useInspector() {
  const program = useProgram();
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
  });
  afterAll(() => browser.close());
  const start = async (args: readonly string[] = []) => {
    const listening = program.start(["listen", "--json", "--port", "0", "--ui", "--ui-port", "0", ...args]);
    const [first] = toJson(await listening.line("listening"));
    return { listening, listenUrl: String(first?.["url"]), inspectorUrl: String(first?.["inspector"]) };
  };
  const open = async (args: readonly string[] = [], options: BrowserContextOptions = {}): Promise<Opened> => {
    const started = await start(args);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    const problems = watch(page, started.inspectorUrl);
    await page.goto(started.inspectorUrl);
    await page.getByText("live", { exact: true }).waitFor();
    const send = async (...words: readonly string[]): Promise<void> => {
      await program.run(["send", "--to", started.listenUrl, ...words]);
    };
    return { ...started, page, problems, send };
  };
  return { ...program, start, open };
}

/** As `useInspector`, for tests with one page each, which is closed behind the test; nothing may have gone wrong on it. */
export function usePage() {
  const inspector = useInspector();
  let opened: Opened | undefined;
  afterEach(async () => {
    expect(opened?.problems ?? []).toEqual([]);
    await opened?.page.context().close();
    opened = undefined;
  });
  const open = async (...args: readonly string[]): Promise<Opened> => {
    opened = await inspector.open(args);
    return opened;
  };
  return { inspector, open };
}

function watch(page: Page, url: string): readonly string[] {
  const problems: string[] = [];
  const { origin } = new URL(url);
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => {
    problems.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
      problems.push(request.url());
  });
  return problems;
}

/** The row of a delivery, by its text: time, verdict, name, status. */
export function rowOf(page: Page, text: RegExp): Locator {
  return page.getByRole("listbox", { name: "Deliveries" }).getByRole("option", { name: text });
}

/** Sends a body as CMP does, whatever it is. */
export async function post(url: string, body: string): Promise<number> {
  const headers = { "callback-secret": secret, "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body })).status;
}

/** Posts to a route of the inspector. */
export async function postTo({ inspectorUrl }: Opened, path: string, body: string): Promise<string> {
  const { origin, search } = new URL(inspectorUrl);
  return (await fetch(origin + path + search, { method: "POST", body })).text();
}
