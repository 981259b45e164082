import type { Arguments } from "../arguments.js";
import { UsageError } from "../failure.js";
import { isLoopback, readCount, readEventNames, readSecret, readUrl, secretVariable } from "../values.js";

/** The port of `listen`: one that no usual web server takes, so that it can run beside yours. */
export const defaultPort = 8267;

/** The options of `listen`, checked. */
export interface ListenSettings {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The one path that deliveries come to. */
  readonly path: string;
  /** `null`: every caller is accepted. */
  readonly secret: string | null;
  /** The file that deliveries are added to. */
  readonly save: string | undefined;
  /** Where deliveries are forwarded to. */
  readonly forward: URL | undefined;
  /** Whether bodies are shown. */
  readonly body: boolean;
  /** The events that are shown; `undefined` for all. */
  readonly events: ReadonlySet<string> | undefined;
  /** The port of the inspector, 0 for any that is free; `undefined` without one. */
  readonly uiPort: number | undefined;
}

/** @throws UsageError */
export function readSettings(args: Arguments): ListenSettings {
  const path = args.text("path") ?? "/";
  if (!path.startsWith("/") || new URL(`http://localhost${path}`).pathname !== path) {
    throw new UsageError(
      `--path must be as in a request: begin with a slash, no ? or #, letters like ä encoded; received ${JSON.stringify(path)}`,
    );
  }
  const forward = args.text("forward");
  const events = args.text("events");
  const host = withoutBrackets(args.text("host") ?? "127.0.0.1");
  const port = readCount("port", args.text("port") ?? String(defaultPort), 0, 65_535);
  return {
    host,
    port,
    path,
    secret: requireSecret(args),
    save: args.text("save"),
    forward: forward === undefined ? undefined : readForward(forward, host, port),
    body: args.has("body"),
    events: events === undefined ? undefined : new Set(readEventNames(events)),
    uiPort: readUiPort(args),
  };
}

/** In a URL, an address of IPv6 is in brackets. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}

/** @throws UsageError when it is `listen` itself, which would forward one delivery without end */
function readForward(text: string, host: string, port: number): URL {
  const url = readUrl("--forward", text);
  const isHere = isLoopback(url) || [host, "0.0.0.0", "::"].includes(withoutBrackets(url.hostname));
  if (!isHere || Number(url.port || 80) !== port) return url;
  throw new UsageError("--forward must not be the address of listen itself: choose another --port");
}

/** Only `--no-secret` turns the check off: an unset variable must not. */
function requireSecret(args: Arguments): string | null {
  if (args.has("no-secret")) {
    if (args.text("secret") !== undefined)
      throw new UsageError("--secret and --no-secret exclude each other");
    return null;
  }
  const secret = readSecret(args);
  if (secret !== undefined) return secret;
  throw new UsageError(
    `listen needs the secret that is registered in CMP: set ${secretVariable} or give --secret; or accept every caller with --no-secret`,
  );
}

function readUiPort(args: Arguments): number | undefined {
  const port = args.text("ui-port");
  if (args.has("ui")) return readCount("ui-port", port ?? "4040", 0, 65_535);
  if (port !== undefined) throw new UsageError("--ui-port needs --ui");
  return undefined;
}
