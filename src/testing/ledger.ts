/** What became of one event. */
export interface LedgerEntry {
  /** Which event: its position among those given, from 0. */
  readonly id: number;
  /** The event's name. */
  readonly eventName: string;
  /** How often it was to be delivered: 1, or 2 when it was doubled. */
  readonly copies: number;
  /** How often it was sent, all copies and retries counted. */
  readonly attempts: number;
  /** How many of the attempts were answered with 200 or 202. */
  readonly acknowledgements: number;
  /** The status of the newest attempt; 0 when it had no answer or was not sent yet. */
  readonly lastStatus: number;
  /**
   * By acknowledgements: one, more than one, or none. `unfinished` is what has none yet and is still to be tried, or
   * would have been when the run was ended.
   */
  readonly outcome: "delivered_once" | "delivered_more_than_once" | "given_up" | "unfinished";
}

/** What became of all events of a run: of as many as have been taken from the events given. */
export interface Ledger {
  /** Of each event, by `id`. */
  readonly entries: readonly LedgerEntry[];
  /** Acknowledged by one attempt. */
  readonly deliveredOnce: readonly LedgerEntry[];
  /** Acknowledged by more than one, as happens to doubled events. */
  readonly deliveredMoreThanOnce: readonly LedgerEntry[];
  /** Never acknowledged, and no longer tried. */
  readonly givenUp: readonly LedgerEntry[];
  /** Not acknowledged yet. Empty when a run has come to its end by itself. */
  readonly unfinished: readonly LedgerEntry[];
  /** How many attempts there were, all events taken together. */
  readonly attempts: number;
  /** The entry of one event, if it has been taken. */
  get(id: number): LedgerEntry | undefined;
}

type Outcome = LedgerEntry["outcome"];

/** What is kept of an event; not the event itself, which may be large. */
class Account implements LedgerEntry {
  readonly id: number;
  readonly eventName: string;
  readonly copies: number;
  attempts = 0;
  acknowledgements = 0;
  lastStatus = 0;
  /** How many copies are still to be tried. */
  open: number;

  constructor(id: number, eventName: string, copies: number) {
    this.id = id;
    this.eventName = eventName;
    this.copies = copies;
    this.open = copies;
  }

  get outcome(): Outcome {
    if (this.acknowledgements > 1) return "delivered_more_than_once";
    if (this.acknowledgements === 1) return "delivered_once";
    return this.open > 0 ? "unfinished" : "given_up";
  }
}

/** A ledger that is written. */
export class LedgerBook implements Ledger {
  readonly entries: Account[] = [];
  attempts = 0;

  get deliveredOnce(): readonly LedgerEntry[] {
    return this.#with("delivered_once");
  }

  get deliveredMoreThanOnce(): readonly LedgerEntry[] {
    return this.#with("delivered_more_than_once");
  }

  get givenUp(): readonly LedgerEntry[] {
    return this.#with("given_up");
  }

  get unfinished(): readonly LedgerEntry[] {
    return this.#with("unfinished");
  }

  get(id: number): LedgerEntry | undefined {
    return this.entries[id];
  }

  /** An event that is to be delivered so often. Ids come in order. */
  add(id: number, eventName: string, copies: number): void {
    this.entries[id] = new Account(id, eventName, copies);
  }

  /** An attempt at one copy is over; `ended` when there will be no other. */
  write(id: number, status: number, acknowledged: boolean, ended: boolean): void {
    const account = this.entries[id];
    if (account === undefined) return;
    this.attempts++;
    account.attempts++;
    account.lastStatus = status;
    account.acknowledgements += Number(acknowledged);
    account.open -= Number(ended);
  }

  #with(outcome: Outcome): readonly LedgerEntry[] {
    return this.entries.filter((account) => account.outcome === outcome);
  }
}
