import type { Command } from "../command.js";
import { isAsTyped } from "../data/inspect.js";
import { messageOf } from "../failure.js";
import { count, paragraph } from "../layout.js";
import { describeReceived, isAcknowledged, toJson } from "../listen/describe.js";
import { type Received, takeIn } from "../listen/intake.js";
import { Journal } from "../listen/journal.js";
import { startServer } from "../listen/server.js";
import { type ListenSettings, readSettings } from "../listen/settings.js";
import type { Terminal } from "../terminal.js";
import { untilStopped } from "../until-stopped.js";

/** `cmp-webhooks listen` */
export const listen: Command = {
  name: "listen",
  summary: "Receive deliveries and show what is in them",
  usage: "[OPTIONS]",
  details: [
    "Point a tunnel at it and register its address in CMP: every delivery is shown as it comes, with what its event points at, and where it is not as its type says. Ctrl-C ends it with a summary.",
    "The secret is looked at first, and never shown or saved. A known event is answered with 200, another one with 202; with --forward the answer is that of the URL.",
  ],
  options: {
    port: { value: "PORT", about: "The port, 3000 unless given; 0 takes one that is free" },
    host: { value: "HOST", about: "The address to listen on, 127.0.0.1 unless given" },
    path: { value: "PATH", about: "The one path that deliveries come to, / unless given" },
    secret: {
      value: "SECRET",
      about:
        "The secret that is registered in CMP. Better set CMP_WEBHOOK_SECRET, which no list of processes shows",
    },
    "no-secret": { about: "Let every caller in" },
    save: { value: "FILE", about: "Add each delivery to this file, a line each, without the secret" },
    forward: { value: "URL", about: "Pass each delivery on, with the secret, and answer what comes back" },
  },
  words: [0, 0],
  examples: [
    "CMP_WEBHOOK_SECRET=change-me cmp-webhooks listen",
    "cmp-webhooks listen --no-secret --port 8080 --save deliveries.ndjson",
    "cmp-webhooks listen --forward http://localhost:4000/webhooks/cmp",
  ],
  async run(args, terminal) {
    const settings = readSettings(args);
    terminal.hide(settings.secret);
    const session = new Session(settings, terminal, args.has("json"));
    await session.run();
    return 0;
  },
};

/** From the first line to the summary. */
class Session {
  readonly #settings: ListenSettings;
  readonly #terminal: Terminal;
  readonly #isJson: boolean;
  readonly #journal: Journal | undefined;
  #deliveries = 0;
  #acknowledged = 0;
  #asTyped = 0;
  #saved = 0;

  /** @throws Failure when the file of `--save` cannot be written */
  constructor(settings: ListenSettings, terminal: Terminal, isJson: boolean) {
    const { save, secret } = settings;
    this.#settings = settings;
    this.#terminal = terminal;
    this.#isJson = isJson;
    this.#journal =
      save === undefined ? undefined : new Journal(save, secret, (message) => terminal.complain(message));
  }

  async run(): Promise<void> {
    const stopped = untilStopped(this.#terminal.closed);
    try {
      const server = await startServer(this.#settings, (request, response) => {
        takeIn(request, response, this.#settings, this.#journal).then(
          (received) => this.#tell(received),
          (thrown) => {
            response.destroy();
            this.#terminal.complain(messageOf(thrown));
          },
        );
      });
      this.#greet(server.url);
      await stopped.promise;
      await server.stop();
      this.#sumUp();
    } finally {
      stopped.forget();
      this.#journal?.close();
    }
  }

  #greet(url: string): void {
    const { secret, save, forward } = this.#settings;
    if (this.#isJson) {
      this.#terminal.printJson({ type: "listening", url });
      return;
    }
    const { paint, width } = this.#terminal;
    const sentences = [
      secret === null ? "Every caller is let in, since no secret is asked for" : "The secret is asked for",
      ...(save === undefined ? [] : [`Deliveries are added to ${save}`]),
      ...(forward === undefined ? [] : [`Deliveries are passed on to ${forward.href}`]),
      "Ctrl-C ends it",
    ];
    const lines = sentences.flatMap((sentence) => paragraph(sentence, width));
    this.#terminal.print(`Listening on ${paint("bold", url)}`, ...lines, "");
  }

  #tell(received: Received): void {
    const { findings, status, isSaved } = received;
    this.#deliveries++;
    this.#acknowledged += Number(isAcknowledged(status));
    this.#asTyped += Number(findings !== undefined && isAsTyped(findings));
    this.#saved += Number(isSaved);
    if (this.#isJson) this.#terminal.printJson(toJson(received));
    else this.#terminal.print(...describeReceived(received, this.#terminal));
  }

  #sumUp(): void {
    const numbers = {
      deliveries: this.#deliveries,
      acknowledged: this.#acknowledged,
      as_typed: this.#asTyped,
    };
    if (this.#isJson) {
      this.#terminal.printJson({ type: "summary", ...numbers, saved: this.#saved });
      return;
    }
    const saved = this.#settings.save === undefined ? "" : `, ${this.#saved} saved to ${this.#settings.save}`;
    const total = count(this.#deliveries, "delivery", "deliveries");
    const facts = `${this.#acknowledged} acknowledged, ${this.#asTyped} known and as their types say`;
    this.#terminal.print("", ...paragraph(`${total}: ${facts}${saved}`, this.#terminal.width));
  }
}
