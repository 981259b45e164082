import type { Arguments } from "../arguments.js";
import type { Command } from "../command.js";
import { Failure, messageOf, UsageError } from "../failure.js";
import { columns, type Row } from "../layout.js";
import { type CmpClient, clientCredentials, createCmpClient, type WebhookChange } from "../library.js";
import type { Terminal } from "../terminal.js";
import { readEventNames, readSecret, secretVariable } from "../values.js";

/** `cmp-webhooks register` */
export const register: Command = {
  name: "register",
  summary: "Register a webhook in CMP, or show what that would change",
  usage: "--name NAME --url URL --events NAMES [--execute]",
  details: [
    "Without --execute nothing is changed: CMP is asked what it would do, and the",
    "changes are shown. One webhook of the name is updated, and its events are",
    "merged: CMP takes no event off this way. Without one, or with several, a new one",
    "is made. The vendor marks this part of its API as experimental.",
    "",
    "CMP_CLIENT_ID and CMP_CLIENT_SECRET must be set to the credentials of an app,",
    "and CMP_WEBHOOK_SECRET to the secret of the webhook. CMP_API_URL and",
    "CMP_TOKEN_URL lead to another server, such as the fake CMP of the testing kit.",
  ],
  options: {
    name: { value: "NAME", about: "The name of the webhook in CMP" },
    url: { value: "URL", about: "The https address that CMP delivers to" },
    events: { value: "NAMES", about: "The events, with commas; none of the Publish group" },
    description: { value: "TEXT", mayBeEmpty: true, about: "A description [default: that which it has]" },
    execute: { about: "Do it" },
  },
  words: [0, 0],
  examples: [
    "cmp-webhooks register --name Site --url https://a.example/ --events task_added",
    "cmp-webhooks register --name A --url https://a.io/ --events task_added --json",
  ],
  async run(args, terminal) {
    const secret = readSecret(args);
    if (secret === undefined)
      throw new UsageError(`${secretVariable} must be set to the secret of the webhook`);
    terminal.hide(secret);
    const name = need(args, "name");
    const webhook = {
      name,
      ...{ secret, callbackUrl: need(args, "url"), description: args.text("description") },
      eventNames: [...new Set(readEventNames(need(args, "events")))],
    };
    const change = await makeClient()
      .registerWebhook(webhook, { execute: args.has("execute") })
      .catch(fail);
    if (args.has("json")) terminal.printJson(toJson(name, change));
    else terminal.print(...describe(name, change, terminal));
    return 0;
  },
};

/** @throws UsageError when the credentials are not set, or an address is none */
function makeClient(): CmpClient {
  const { env } = process;
  const [clientId = "", clientSecret = ""] = [env["CMP_CLIENT_ID"], env["CMP_CLIENT_SECRET"]];
  if (!clientId || !clientSecret) {
    throw new UsageError(
      "CMP_CLIENT_ID and CMP_CLIENT_SECRET must be set to the credentials of an app in CMP",
    );
  }
  const baseUrl = env["CMP_API_URL"]?.replace(/\/+$/, "");
  try {
    return createCmpClient({
      getAccessToken: clientCredentials({
        clientId,
        clientSecret,
        tokenUrl: env["CMP_TOKEN_URL"] || undefined,
      }),
      ...(baseUrl && { baseUrl, allowedOrigins: [new URL(baseUrl).origin] }),
    });
  } catch (thrown) {
    throw new UsageError(`CMP_API_URL or CMP_TOKEN_URL: ${messageOf(thrown)}`);
  }
}

/** The names of the client's options in its messages, and what a user of this command has in their place. */
const ourWords: ReadonlyMap<string, string> = new Map([
  ["callbackUrl", "--url"],
  ["eventNames", "--events"],
  ["clientId", "CMP_CLIENT_ID"],
  ["clientSecret", "CMP_CLIENT_SECRET"],
  ["tokenUrl", "CMP_TOKEN_URL"],
]);

/** What was called wrongly has another exit code than what went wrong. The messages hold no secret. */
function fail(thrown: unknown): never {
  const isInvalid =
    typeof thrown === "object" && thrown !== null && Reflect.get(thrown, "code") === "webhook_invalid";
  const message = messageOf(thrown).replace(/\w+/g, (word) => ourWords.get(word) ?? word);
  throw isInvalid ? new UsageError(message) : new Failure(message);
}

function need(args: Arguments, name: string): string {
  const value = args.text(name);
  if (value) return value;
  throw new UsageError(`register: --${name} is missing. See cmp-webhooks register --help`);
}

function describe(name: string, change: WebhookChange, { paint, clean }: Terminal): readonly string[] {
  const { executed, action, changed, eventNames, added, warnings, changeset } = change;
  const row = (label: string, text: string): Row => ({ cells: [label], text: clean(text) });
  const says = Object.entries(changeset).flatMap(([kind, names]) => names.map((each) => `${kind} ${each}`));
  return [
    paint("bold", executed ? "Done." : "Dry run: nothing was changed. Add --execute to do it."),
    ...columns(
      [
        row(action, name),
        row("changes", changed.join(", ") || "none"),
        row(
          "events",
          eventNames.map((event) => (added.includes(event) ? `${event} (new)` : event)).join(", "),
        ),
        row("CMP says", says.join(", ") || "nothing"),
        ...warnings.map((warning) => row("warning", warning)),
      ],
      paint,
    ),
  ];
}

function toJson(name: string, change: WebhookChange): object {
  const { executed, action, changed, eventNames, added, warnings, changeset } = change;
  const events = { event_names: eventNames, added };
  return { type: "registration", name, executed, action, changed, ...events, warnings, changeset };
}
