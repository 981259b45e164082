import type { Arguments } from "./arguments.js";
import { messageOf, UsageError } from "./failure.js";
import { didYouMean, type EventName, eventNames, verifySecret } from "./library.js";

/** The variable for the secret, so that it need not be in the command, where every user of the machine can list it. */
export const secretVariable = "CMP_WEBHOOK_SECRET";

/** The option `--secret` of the commands that send. */
export const secretOption = {
  value: "SECRET",
  about: `The secret to send [default: $${secretVariable}]`,
};

/**
 * The secret of the option or, without it, of the environment.
 *
 * @throws UsageError when CMP could not hold it; the message does not repeat it
 */
export function readSecret(args: Arguments): string | undefined {
  const given = args.text("secret");
  const secret = given ?? process.env[secretVariable];
  if (secret === undefined || (given === undefined && secret === "")) return undefined;
  try {
    verifySecret(undefined, secret);
  } catch (thrown) {
    const label = given === undefined ? `$${secretVariable}` : "--secret";
    throw new UsageError(messageOf(thrown).replace(/^secret\b/, label));
  }
  return secret;
}

/** @throws UsageError unless it is a number, plainly written, within the bounds */
export function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw wrong(`--${name}`, `a number from ${least} to ${most}`, text);
}

/** @throws UsageError unless it is a whole number within the bounds */
export function readCount(name: string, text: string, least: number, most: number): number {
  const value = readNumber(name, text, least, most);
  if (Number.isInteger(value)) return value;
  throw wrong(`--${name}`, "a whole number", text);
}

/** A share from 0 to 1, written as `5%` or as `0.05`. @throws UsageError when it is none */
export function readShare(name: string, text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = percent === "%" ? Number(digits) / 100 : Number(digits);
  if (value >= 0 && value <= 1) return value;
  throw wrong(`--${name}`, "a share from 0% to 100%", text);
}

/** @throws UsageError unless it is an http or https URL without credentials, which lists of processes would show */
export function readUrl(label: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isFine = url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  if (isFine) return url;
  // Also `name:password@host`, in which the scheme is missing.
  if (text.includes("@")) {
    throw new UsageError(`${label} must be an http or https URL without a name and password in it`);
  }
  throw wrong(label, "an http or https URL such as http://localhost:3000/", text);
}

/** Whether the host of a URL is this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return /^((.+\.)?localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(hostname);
}

/** Names of events with commas between them. @throws UsageError that names the nearest */
export function readEventNames(text: string): readonly EventName[] {
  return text.split(",").map((name) => requireName(name.trim()));
}

/** @throws UsageError that names the nearest */
export function requireName(wanted: string): EventName {
  const name = eventNames.find((known) => known === wanted);
  if (name !== undefined) return name;
  throw new UsageError(
    `CMP has no event ${JSON.stringify(wanted)}.${didYouMean(wanted, eventNames)} See cmp-webhooks events`,
  );
}

function wrong(label: string, expected: string, received: string): UsageError {
  return new UsageError(`${label} must be ${expected}, received ${JSON.stringify(received)}`);
}
