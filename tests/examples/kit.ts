import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type CmpApi, createCmpApi } from "optimizely-cmp-webhooks/testing";

/** The secret of the webhook that the examples receive. */
export const secret = "the-secret-of-the-examples";

/** An example at work against a fake CMP. */
export interface Running {
  readonly api: CmpApi;
  /** Where it listens. */
  readonly origin: string;
  /** What it has logged so far. */
  readonly lines: readonly string[];
  /** Ends both, and tells the exit code of the example. */
  stop(): Promise<number | null>;
}

/** Starts an example as a user would, with a fake CMP in the place of CMP, and waits until it listens. */
export async function startExample(file: string, env: Readonly<Record<string, string>>): Promise<Running> {
  const api = await createCmpApi();
  const { clientId, clientSecret, tokenUrl } = api.credentials;
  const child = spawn(process.execPath, ["--import", "tsx", `examples/${file}`], {
    env: {
      ...process.env,
      ...{ PORT: "0", CMP_WEBHOOK_SECRET: secret, CMP_CLIENT_ID: clientId, CMP_CLIENT_SECRET: clientSecret },
      ...{ CMP_TOKEN_URL: tokenUrl, CMP_API_URL: api.clientOptions.baseUrl },
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const origin = await new Promise<string>((resolve, reject) => {
    const keep = (line: string): void => {
      lines.push(line);
      const found = /listening on (http:\/\/localhost:\d+)/.exec(line)?.[1];
      if (found) resolve(found);
    };
    createInterface(child.stdout).on("line", keep);
    createInterface(child.stderr).on("line", keep);
    child.on("close", () => reject(new Error(`It ended before it listened:\n${lines.join("\n")}`)));
  });
  return { api, origin, lines, stop: () => stop(child, api) };
}

async function stop(child: ChildProcess, api: CmpApi): Promise<number | null> {
  const closed = once(child, "close");
  child.kill("SIGTERM");
  const [code] = await closed;
  await api.close();
  return code;
}

/** A preview that is shown, as the editor gets it. */
export function shownUrl(api: CmpApi): string {
  const [preview] = [...api.previews.values()].filter(({ state }) => state === "completed");
  return String(preview?.keyedPreviews?.["Page"]);
}
