/*
 * The peak of memory of this process.
 */
import { writeFileSync } from "node:fs";

/** Forgets the peak so far, where the system lets a process do that. Elsewhere it stays the peak since its start. */
export function resetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // No Linux.
  }
}

/** The most memory that was resident at once since the last reset, in bytes. */
export function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** What the heap holds, in bytes: without garbage where the process was started with `--expose-gc`. */
export function heldBytes(): number {
  // What falls due in a second collection was kept by a finalizer in the first.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Processor time of this process since `start`, user and system, in microseconds. */
export function cpuSince(start?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
