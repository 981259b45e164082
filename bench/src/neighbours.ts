/*
 * How much processor time others use meanwhile: whatever is not main and below it, and the host that we are a guest of.
 */
import { readdirSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** Processor time so far, in ticks of 10 ms, which is what Linux shows to programs. */
interface Ticks {
  readonly all: number;
  readonly ours: number;
  readonly atMs: number;
}

const tickMs = 10;

/** Watches the neighbours from now on. The result tells which share of one core they have used since. */
export function watchNeighbours(): () => number {
  const before = readTicks();
  return () => {
    const after = readTicks();
    if (!before || !after) return 0;
    const others = (after.all - before.all - (after.ours - before.ours)) * tickMs;
    // Each process rounds for itself, which is a few ticks in all: nothing is made of so little.
    return others <= 4 * tickMs ? 0 : others / (after.atMs - before.atMs);
  };
}

/** The share of one core from which on neighbours disturb. */
export const disturbance = 0.1;

/** `undefined` where there is no /proc. */
function readTicks(): Ticks | undefined {
  try {
    return { all: ticksOfAll(), ours: ticksOfOurs(), atMs: performance.now() };
  } catch {
    return undefined;
  }
}

/** Users, nice ones, system, and what the host took away. Interrupts are left out: they are of us and of others. */
function ticksOfAll(): number {
  const [, user = 0, nice = 0, system = 0, , , , , stolen = 0] =
    readFileSync("/proc/stat", "utf8").split("\n", 1)[0]?.split(/ +/).map(Number) ?? [];
  return user + nice + system + stolen;
}

/** Of main and all that it has started; a child that has ended is in the count of its parent. */
function ticksOfOurs(): number {
  const processes = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const stat = readStat(pid);
    if (!stat) continue;
    // After the name, which may hold anything: state, parent, and from the 12th on four times.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, time) => sum + time, 0);
    processes.set(pid, { parent: fields[1] ?? 0, ticks });
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (pid > 1 && isOurs(processes.get(pid)?.parent ?? 0));
  return [...processes].reduce((sum, [pid, { ticks }]) => (isOurs(pid) ? sum + ticks : sum), 0);
}

function readStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}
