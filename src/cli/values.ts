import type { Arguments } from "./arguments.js";
import { UsageError } from "./failure.js";
import { verifySecret } from "./library.js";

/** The variable that holds the secret, so that it need not stand in the command, where everybody can list it. */
export const secretVariable = "CMP_WEBHOOK_SECRET";

/**
 * The secret of the option or, failing that, of the environment.
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
    const reason =
      secret === "" ? "It is empty" : thrown instanceof Error ? thrown.message : "It cannot be one";
    throw new UsageError(`${given === undefined ? `$${secretVariable}` : "--secret"}: ${reason}`);
  }
  return secret;
}

/** @throws UsageError unless it is a number, plainly written, within the bounds */
export function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `--${name}: ${JSON.stringify(text)} will not do; a number from ${least} to ${most} is wanted`,
  );
}

/** @throws UsageError unless it is a whole number within the bounds */
export function readCount(name: string, text: string, least: number, most: number): number {
  const value = readNumber(name, text, least, most);
  if (Number.isInteger(value)) return value;
  throw new UsageError(`--${name}: ${JSON.stringify(text)} will not do; a whole number is wanted`);
}

/** A share from 0 to 1, written as `5%` or as `0.05`. @throws UsageError when it is none */
export function readShare(name: string, text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = percent === "%" ? Number(digits) / 100 : Number(digits);
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(
    `--${name}: ${JSON.stringify(text)} will not do; a share from 0% to 100% is wanted, such as 5%`,
  );
}

/** @throws UsageError unless it is an http or https URL without credentials, which would end in lists of processes */
export function readUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") {
    return url;
  }
  if (url?.username || url?.password) throw new UsageError(`--${name}: no name and password in the URL`);
  throw new UsageError(
    `--${name}: ${JSON.stringify(text)} will not do; an http or https URL is wanted, such as http://localhost:3000/`,
  );
}
