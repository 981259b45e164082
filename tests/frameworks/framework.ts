/*
 * What a row of the matrix says: how a framework is started, what its own JSON parser is, and where it answers otherwise.
 */
import type { Protocol } from "../support/black-box.js";

/** An answer that the framework gives in place of ours. */
export interface Difference {
  readonly answers: readonly string[];
  readonly why: string;
}

/** Cases that are answered otherwise, by their names in tests/support/black-box.ts. */
export type Differences = Readonly<Record<string, Difference>>;

/** The example with a change of a few lines: the framework's own parser ahead of the receiver. */
export interface Variant {
  readonly title: string;
  /** Each is replaced once; the first must be in the file. */
  readonly replace: readonly (readonly [from: string, to: string])[];
  /** Whether the page of the framework shows what is put in. */
  readonly isOnPage?: true;
  readonly differs?: Differences;
  /** @default that of the framework */
  readonly protocol?: Protocol;
}

/** One folder of examples/frameworks, with the versions of its package.json or with others. */
export interface Framework {
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Its name without the version, where several versions are run. @default title */
  readonly family?: string;
  /** Versions in place of those of its package.json. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** The package whose version is shown, or `version` itself. */
  readonly package?: string;
  readonly version?: string;
  /** The file that a person copies. */
  readonly file: string;
  /** Where it takes deliveries. @default "/webhooks/cmp" */
  readonly path?: string;
  /** What it speaks. @default "http" */
  readonly protocol?: Protocol;
  /** Files that a person has and the example has not, such as a key; their texts by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** The program in node_modules that runs it. @default Node */
  readonly program?: string;
  /** Its arguments to the program; `file` is run with tsx unless there are any. */
  readonly args?: readonly string[];
  /** Commands that are run before it, such as a build; each is the path of a program in node_modules, and arguments. */
  readonly build?: readonly (readonly string[])[];
  readonly differs?: Differences;
  readonly variants?: readonly Variant[];
  /** Not part of every run of CI: it takes long to install or to build. */
  readonly isWeekly?: true;
  /** Whether work continues after the response. */
  readonly afterwards: string;
  /** Limits of the platform's own. */
  readonly limits: string;
}

/** Whether work continues after the response, where a process is started once and stays. */
export const stays = "yes: the process stays";

/** What a parser ahead of the receiver answers itself; nothing of that is announced. */
export function parserOf(name: string, { large, invalid = "400", tooLong = "413" }: Parser): Differences {
  const refused = { answers: [tooLong], why: `${name} has a limit of its own` };
  const cases = [...tooLongCases, ...(large ? largeCases : [])];
  return {
    ...Object.fromEntries(cases.map((title) => [title, refused])),
    ...(large && { "a wrong secret and 1 MB": refused }),
    "a body that is no JSON": { answers: [invalid], why: `${name} refuses it` },
    "a body that stalls": { answers: ["no answer yet"], why: `${name} waits for it without a deadline` },
  };
}

interface Parser {
  /** Its limit is below 300 KB, as it is with Express. */
  readonly large?: boolean;
  readonly invalid?: string;
  readonly tooLong?: string;
}

const largeCases = ["a delivery of 300 KB", "a delivery of 300 KB in chunks"];
const tooLongCases = ["a body over the limit", "a body over the limit in chunks"];

/** API Gateway reads a request before the function is called. */
export const gateway: Differences = {
  "a body that stalls": { answers: ["no answer yet"], why: "the gateway waits for it, and calls nobody" },
};

/** What Google's framework does before a function is called. */
export const functionsFramework: Differences = {
  "a body that is no JSON": { answers: ["400"], why: "the framework refuses it" },
  "a body that stalls": { answers: ["no answer yet"], why: "the framework waits for it without a deadline" },
};
