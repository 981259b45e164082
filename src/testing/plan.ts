import type { AnyEvent } from "../events/index.js";
import { describeValue, isRecord } from "../values.js";
import { createRandom, type Random } from "./random.js";

/** One delivery that is to be made: an event, or the second copy of one. */
export interface Planned {
  /** The position of the event among those given, from 0. */
  readonly id: number;
  readonly event: AnyEvent;
  /** 0, or 1 for the second copy. */
  readonly copy: number;
  /** Where the chance in its back-off comes from. Its own, so that the plan does not depend on who answers first. */
  readonly random: Random;
}

/** What a plan is made by. */
export interface PlanOptions {
  /** The share of events that have a second copy. */
  readonly duplicates: number;
  /** How many later deliveries may overtake one. */
  readonly reorder: number;
  readonly random: Random;
}

/**
 * The deliveries in the order in which they begin. Events are taken when they are needed, and no more of them held than
 * may overtake one.
 *
 * @param onEvent is told of each event when it is taken, and of how many copies it has
 */
export function* makePlan(
  events: Iterable<AnyEvent>,
  { duplicates, reorder, random }: PlanOptions,
  onEvent: (id: number, event: AnyEvent, copies: number) => void,
): Generator<Planned, void> {
  const waiting: Planned[] = [];
  let id = 0;
  for (const event of events) {
    if (!isRecord(event)) throw new TypeError(`events must hold events, received ${describeValue(event)}`);
    const copies = random() < duplicates ? 2 : 1;
    onEvent(id, event, copies);
    for (let copy = 0; copy < copies; copy++) {
      waiting.push({ id, event, copy, random: createRandom(Math.floor(random() * 2 ** 32)) });
    }
    id++;
    while (waiting.length > reorder) yield* draw(waiting, reorder, random);
  }
  while (waiting.length > 0) yield* draw(waiting, reorder, random);
}

/** Takes any one of the first that may change places. */
function draw(waiting: Planned[], reorder: number, random: Random): Planned[] {
  const reach = Math.min(waiting.length, reorder + 1);
  return waiting.splice(Math.floor(random() * reach), 1);
}
