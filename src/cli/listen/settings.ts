import type { Arguments } from "../arguments.js";
import { UsageError } from "../failure.js";
import { readCount, readSecret, readUrl, secretVariable } from "../values.js";

/** What `listen` was asked for. */
export interface ListenSettings {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The one path that deliveries come to. */
  readonly path: string;
  /** `null`: every caller is let in. */
  readonly secret: string | null;
  /** The file that deliveries are added to. */
  readonly save: string | undefined;
  /** Where deliveries are passed on to. */
  readonly forward: URL | undefined;
}

/** @throws UsageError */
export function readSettings(args: Arguments): ListenSettings {
  const path = args.text("path") ?? "/";
  if (!/^\/[^?#\s]*$/.test(path)) {
    throw new UsageError(
      `--path: ${JSON.stringify(path)} will not do; it begins with a slash and has no ? or #`,
    );
  }
  const forward = args.text("forward");
  return {
    host: args.text("host") ?? "127.0.0.1",
    port: readCount("port", args.text("port") ?? "3000", 0, 65_535),
    path,
    secret: requireSecret(args),
    save: args.text("save"),
    forward: forward === undefined ? undefined : readUrl("forward", forward),
  };
}

/** To do without a secret has to be said, so that a variable that is not set never opens the door. */
function requireSecret(args: Arguments): string | null {
  if (args.has("no-secret")) {
    if (args.text("secret") !== undefined) throw new UsageError("--secret or --no-secret, not both");
    return null;
  }
  const secret = readSecret(args);
  if (secret !== undefined) return secret;
  throw new UsageError(
    `listen wants the secret that is registered in CMP: set ${secretVariable} or give --secret; or let every caller in with --no-secret`,
  );
}
