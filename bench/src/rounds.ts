/*
 * Rounds in which everybody has a turn: what changes on the machine in the course of a run hits all alike.
 */
import { disturbance, watchNeighbours } from "./neighbours.js";
import type { Series, SuiteName } from "./results.js";
import { type Metric, unitOf } from "./units.js";

/** What one turn found out. */
export type Figures = Readonly<Partial<Record<Metric, number>>>;

/** One who takes part. */
export interface Contestant {
  readonly name: string;
  /** Takes a turn. */
  measure(): Promise<Figures>;
}

interface Turn {
  readonly figures: Figures;
  /** The share of a core that others had meanwhile. */
  readonly others: number;
}

/** Runs rounds, and knows how many turns had to be repeated. */
export class Rounds {
  readonly #rounds: number;
  readonly #repeats: boolean;
  #disturbed = 0;

  /** @param repeats whether a turn that was disturbed is taken again */
  constructor(rounds: number, repeats: boolean) {
    this.#rounds = rounds;
    this.#repeats = repeats;
  }

  /** How many turns were repeated because of neighbours. */
  get disturbed(): number {
    return this.#disturbed;
  }

  /** Has every contestant measured once in a round; each round begins with another one. */
  async run(
    suite: SuiteName,
    name: string,
    contestants: readonly Contestant[],
    rounds: number = this.#rounds,
  ): Promise<Series[]> {
    const figures = new Map<string, Figures[]>(contestants.map((contestant) => [contestant.name, []]));
    for (let round = 0; round < rounds; round += 1) {
      const first = round % contestants.length;
      const order = [...contestants.slice(first), ...contestants.slice(0, first)];
      const turns = await this.#round(order, `${suite} ${name} ${round + 1}/${rounds}`);
      for (const [contestant, turn] of turns) figures.get(contestant.name)?.push(turn.figures);
    }
    return [...figures].flatMap(([contestant, found]) => toSeries({ suite, case: name, contestant }, found));
  }

  /** A disturbed turn is taken again at the end of the round, once; of the two the quieter one counts. */
  async #round(order: readonly Contestant[], label: string): Promise<Map<Contestant, Turn>> {
    const turns = new Map<Contestant, Turn>();
    const repeat: Contestant[] = [];
    for (const contestant of order) {
      const turn = await takeTurn(contestant, label);
      turns.set(contestant, turn);
      if (this.#repeats && turn.others > disturbance) repeat.push(contestant);
    }
    this.#disturbed += repeat.length;
    for (const contestant of repeat) {
      const turn = await takeTurn(contestant, `${label} again`);
      if (turn.others < (turns.get(contestant)?.others ?? 0)) turns.set(contestant, turn);
    }
    return turns;
  }
}

async function takeTurn(contestant: Contestant, label: string): Promise<Turn> {
  const look = watchNeighbours();
  const figures = await contestant.measure();
  const others = look();
  const shown = Object.entries(figures).map(([metric, value]) => `${metric} ${value.toPrecision(4)}`);
  const note = others > disturbance ? `  (neighbours: ${others.toFixed(2)} of a core)` : "";
  console.error(`${label}  ${contestant.name}: ${shown.join(", ")}${note}`);
  return { figures, others };
}

function toSeries(place: Pick<Series, "suite" | "case" | "contestant">, found: readonly Figures[]): Series[] {
  const metrics = Object.keys(found[0] ?? {}) as Metric[];
  return metrics.map((metric) => ({
    ...place,
    metric,
    unit: unitOf(metric),
    values: found.map((figures) => figures[metric] ?? Number.NaN),
  }));
}
