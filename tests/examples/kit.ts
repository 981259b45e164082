import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type CmpApi, createCmpApi } from "optimizely-cmp-webhooks/testing";
import { tsxArgs, tsxEnv } from "../support/tsx.js";

/** The secret of the webhook that the examples receive. */
export const secret = "the-secret-of-the-examples";

/** An example at work. */
export interface Launched {
  /** Where it listens. */
  readonly origin: string;
  /** What it has logged so far. */
  readonly lines: readonly string[];
  /** Asks it to stop, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** An example at work against a fake CMP; `stop` ends both. */
export interface Running extends Launched {
  readonly api: CmpApi;
}

const children: ChildProcess[] = [];

/** For `afterAll`: ends the examples that a failed test has left. */
export function endExamples(): void {
  for (const child of children.splice(0)) child.kill("SIGKILL");
}

/** Starts an example as a user would, with a fake CMP in the place of CMP, and waits until it listens. */
export async function startExample(file: string, env: Readonly<Record<string, string>>): Promise<Running> {
  const api = await createCmpApi();
  const { clientId, clientSecret, tokenUrl } = api.credentials;
  const example = await launch(file, {
    ...{ CMP_CLIENT_ID: clientId, CMP_CLIENT_SECRET: clientSecret },
    ...{ CMP_TOKEN_URL: tokenUrl, CMP_API_URL: api.clientOptions.baseUrl },
    ...env,
  });
  const stop = async (): Promise<number | null> => {
    const code = await example.stop();
    await api.close();
    return code;
  };
  return { ...example, api, stop };
}

/** Starts an example as a user would, and waits until it listens. */
export async function launch(file: string, env: NodeJS.ProcessEnv = {}): Promise<Launched> {
  const child = spawn(process.execPath, [...tsxArgs, `examples/${file}`], {
    env: { ...tsxEnv(), PORT: "0", NODE_ENV: "production", CMP_WEBHOOK_SECRET: secret, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: string[] = [];
  const closed = once(child, "close");
  const origin = await new Promise<string>((resolve, reject) => {
    const keep = (line: string): void => {
      lines.push(line);
      const found = /listening on (http:\/\/localhost:\d+)/.exec(line)?.[1];
      if (found) resolve(found);
    };
    createInterface(child.stdout).on("line", keep);
    createInterface(child.stderr).on("line", keep);
    void closed.then(() => reject(new Error(`It ended before it listened:\n${lines.join("\n")}`)));
  });
  const stop = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    const [code] = await closed;
    return code;
  };
  return { origin, lines, stop };
}

/** A preview that is shown, as the editor gets it. */
export function shownUrl(api: CmpApi): string {
  const [preview] = [...api.previews.values()].filter(({ state }) => state === "completed");
  return String(preview?.keyedPreviews?.["Page"]);
}
