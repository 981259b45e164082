import { randomInt } from "node:crypto";
import type { Command } from "../command.js";

/** CMP keeps 32 characters and drops the rest without notice. */
const length = 32;

/** Letters and digits alone, which need no quotes anywhere. 32 of them are 190 bits. */
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `cmp-webhooks secret` */
export const secret: Command = {
  name: "secret",
  summary: "Make a random secret for a webhook",
  usage: "[--json]",
  details: [
    `It has ${length} letters and digits, which is all that CMP keeps. Register it with the`,
    "webhook in CMP, and set CMP_WEBHOOK_SECRET to it where the webhook is received.",
  ],
  options: {},
  words: [0, 0],
  examples: ["cmp-webhooks secret", 'export CMP_WEBHOOK_SECRET="$(npx optimizely-cmp-webhooks secret)"'],
  run(args, terminal) {
    const made = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
    if (args.has("json")) terminal.printJson({ secret: made });
    else terminal.print(made);
    return 0;
  },
};
