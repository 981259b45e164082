import { isAsTyped } from "../data/inspect.js";
import { messageOf } from "../failure.js";
import { inspectListening } from "../inspector/index.js";
import { count } from "../layout.js";
import type { Terminal } from "../terminal.js";
import { untilStopped } from "../until-stopped.js";
import { describeReceived, isAcknowledged, toJson } from "./describe.js";
import { type Received, takeIn } from "./intake.js";
import { Journal } from "./journal.js";
import { startServer } from "./server.js";
import type { ListenSettings } from "./settings.js";

/**
 * Is told of each delivery, after its answer. The body and the path are as they came: hide the secret and escape
 * controls before they are shown. What it throws is one line on stderr.
 */
export type Observer = (received: Received) => void;

/** One run of `listen`, from the first line to the summary. */
export class Session {
  readonly #settings: ListenSettings;
  readonly #terminal: Terminal;
  readonly #isJson: boolean;
  readonly #journal: Journal | undefined;
  readonly #observers: Observer[] = [];
  readonly #counts = { deliveries: 0, acknowledged: 0, as_typed: 0, saved: 0 };

  /** @throws Failure when the file of `--save` cannot be written */
  constructor(settings: ListenSettings, terminal: Terminal, isJson: boolean) {
    const { save, secret } = settings;
    this.#settings = settings;
    this.#terminal = terminal;
    this.#isJson = isJson;
    this.#journal =
      save === undefined ? undefined : new Journal(save, secret, (message) => terminal.complain(message));
  }

  /** Adds an observer. */
  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  /** Receives until the user stops it. @throws Failure when the port cannot be opened */
  async run(): Promise<void> {
    const stopped = untilStopped(this.#terminal.closed);
    try {
      const server = await startServer(this.#settings, (request, response) => {
        const received = takeIn(request, response, this.#settings, this.#journal);
        return received.then((it) => this.#tell(it)).catch((thrown) => this.#complain(thrown));
      });
      const inspector = await inspectListening(this.#settings, server.url).catch(async (thrown) => {
        await server.stop();
        throw thrown;
      });
      if (inspector !== undefined) this.observe(inspector.add);
      this.#greet(server.url, inspector?.url);
      await stopped.promise;
      await inspector?.stop();
      await server.stop();
      this.#sumUp();
    } finally {
      stopped.forget();
      this.#journal?.close();
    }
  }

  /** The answer is out, so that nothing that fails here may end the process. */
  #tell(received: Received): void {
    const { findings, status, isSaved } = received;
    this.#counts.deliveries++;
    this.#counts.acknowledged += Number(isAcknowledged(status));
    this.#counts.as_typed += Number(findings !== undefined && isAsTyped(findings));
    this.#counts.saved += Number(isSaved);
    for (const observe of [(it: Received) => this.#show(it), ...this.#observers]) {
      try {
        observe(received);
      } catch (thrown) {
        this.#complain(thrown);
      }
    }
  }

  #complain(thrown: unknown): void {
    this.#terminal.complain(`A delivery could not be shown: ${messageOf(thrown)}`);
  }

  #show(received: Received): void {
    const { events, body } = this.#settings;
    const name = received.findings?.eventName;
    // Refused requests are always shown: they explain why no event arrives.
    if (events !== undefined && name !== undefined && !events.has(name)) return;
    if (this.#isJson) this.#terminal.printJson(toJson(received, body));
    else this.#terminal.print(...describeReceived(received, this.#terminal, body));
  }

  #greet(url: string, inspector: string | undefined): void {
    const { secret, save, forward } = this.#settings;
    if (this.#isJson) {
      this.#terminal.printJson({ type: "listening", url, inspector });
      return;
    }
    this.#terminal.print(
      `Listening on ${this.#terminal.paint("bold", url)}`,
      ...(inspector === undefined ? [] : [`Inspector: ${this.#terminal.paint("bold", inspector)}`]),
      secret === null ? "Every caller is accepted: no secret is checked" : "The secret is checked",
      ...(save === undefined ? [] : [`Deliveries are added to ${this.#terminal.clean(save)}`]),
      ...(forward === undefined ? [] : [`Deliveries are forwarded to ${this.#terminal.clean(forward.href)}`]),
      "Press Ctrl-C to stop",
      "",
    );
  }

  #sumUp(): void {
    const { save } = this.#settings;
    if (this.#isJson) {
      this.#terminal.printJson({ type: "summary", ...this.#counts });
      return;
    }
    const { deliveries, acknowledged, as_typed: asTyped, saved } = this.#counts;
    const total = count(deliveries, "delivery", "deliveries");
    const end = save === undefined ? "" : `, ${saved} saved to ${this.#terminal.clean(save)}`;
    this.#terminal.print(
      "",
      `${total}: ${acknowledged} acknowledged, ${asTyped} known and as their types say${end}`,
    );
  }
}
