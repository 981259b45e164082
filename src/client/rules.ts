/*
 * What options and arguments must be. One table a function: it has the names that exist, and what each value must be.
 */
import { describeObject, hasMethods, isRecord } from "../values.js";
import { CmpClientError, type CmpClientErrorCode } from "./errors.js";
import { isOrigin, isUrl } from "./links.js";

/** What a value must be, in words, and whether it is. */
export type Rule = readonly [expected: string, isSo: (value: unknown) => boolean];

/** The rules of an object, by member. */
export type Rules = Readonly<Record<string, Rule>>;

/** Which may be `undefined`. */
export function optional([expected, isSo]: Rule): Rule {
  return [expected, (value) => value === undefined || isSo(value)];
}

/** A string that is not empty. */
export const filled: Rule = ["a non-empty string", (value) => typeof value === "string" && value !== ""];
/** A function. */
export const callable: Rule = ["a function", (value) => typeof value === "function"];
/** Whether something is to be. A word such as "false" must not do it. */
export const flag: Rule = optional(["a boolean", (value) => typeof value === "boolean"]);

const above: Rule = optional(["a number above 0", (value) => typeof value === "number" && value > 0]);

/** The options of most calls. */
export const callRules: Rules = {
  signal: optional([
    "an AbortSignal",
    (value) => hasMethods(value, "addEventListener", "removeEventListener"),
  ]),
};

/** How requests are sent. */
const platformRules: Rules = {
  timeoutMs: above,
  fetch: optional(callable),
  clock: optional(["an object with now and sleep", (value) => hasMethods(value, "now", "sleep")]),
};

/** The options of `createCmpClient`. */
export const clientRules: Rules = {
  getAccessToken: callable,
  baseUrl: optional(["a URL", isUrl]),
  allowedOrigins: optional([
    'such as ["https://api.example.com"]',
    (value) => Array.isArray(value) && value.every(isOrigin),
  ]),
  retries: optional(["a number from 0 on", (value) => value === 0 || above[1](value)]),
  requestsPerSecond: above,
  ...platformRules,
};

/** The options of `clientCredentials`. */
export const credentialsRules: Rules = {
  clientId: filled,
  clientSecret: filled,
  tokenUrl: optional(["a URL without credentials", (value) => isUrl(value) && !value.includes("@")]),
  ...platformRules,
};

/**
 * Requires an object of the members that there are rules for, each as its rule says. A name that does not exist would
 * leave its default in force without notice.
 *
 * @throws TypeError, or a CmpClientError of the code; of a string, or a secret of any type, the type alone is shown
 */
export function requireAll(value: unknown, rules: Rules, code?: CmpClientErrorCode, owner = "options"): void {
  const check = (isSo: boolean, name: string, expected: string, received: unknown): void => {
    const message = `${name} must be ${expected}, received ${received}`;
    if (!isSo) throw code ? new CmpClientError(code, `${message}.`) : new TypeError(message);
  };
  check(isRecord(value), owner, "an object", describeObject(value));
  const members = Object(value);
  // The context of a handler may be given whole, for its signal.
  for (const name of Object.keys(members))
    check(
      members.receivedAt || Object.hasOwn(rules, name),
      owner,
      `of ${Object.keys(rules).join(", ")}`,
      `"${name}"`,
    );
  for (const [name, [expected, isSo]] of Object.entries(rules)) {
    const value = members[name];
    check(isSo(value), name, expected, /secret/i.test(name) ? typeof value : describeObject(value));
  }
}
