import { codeOf, hasMethods } from "../values.js";

/** What a client of `pg` is beside its statements. */
interface Emitter {
  on(name: string, listener: (told: unknown) => void): unknown;
  removeListener(name: string, listener: (told: unknown) => void): unknown;
}

/** The warnings of PostgreSQL to a BEGIN inside of a transaction, and to a COMMIT or ROLLBACK outside of one. */
const warnings: readonly unknown[] = ["25001", "25P01"];

/**
 * Listens to a client while it is in a transaction. A pool does not listen to a client that it has given away, and on Node
 * an `error` that nobody listens to, such as that of a connection that is lost, ends the process.
 */
export class TransactionWatch {
  readonly #client: Emitter | undefined;
  #isBroken = false;
  readonly #heed = (notice: unknown): void => {
    if (warnings.includes(codeOf(notice))) this.#isBroken = true;
  };

  constructor(client: unknown) {
    this.#client = isEmitter(client) ? client : undefined;
    this.#client?.on("error", ignore);
    this.#client?.on("notice", this.#heed);
  }

  /** Whether PostgreSQL has warned that the transaction is not what it must be. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  stop(): void {
    this.#client?.removeListener("error", ignore);
    this.#client?.removeListener("notice", this.#heed);
  }
}

/** The statement that is under way, or the next one, fails with it. */
function ignore(): void {}

function isEmitter(client: unknown): client is Emitter {
  return hasMethods(client, "on", "removeListener");
}
